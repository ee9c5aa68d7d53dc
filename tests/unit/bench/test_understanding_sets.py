"""The shape of the evaluation sets, how they judge, and the guard that chat changes nothing."""

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.yaml_file import load_home
from tests.bench.understanding_sets import HOME, LANGUAGES, SETS, SPLITS, Case, Expectation, load, plain, same

LEAST = {
    "natural": 150,
    "fresh": 240,
    "fresh2": 90,
    "everyday": 150,
    "noisy": 80,
    "noisy_hand": 40,
    "chat": 150,
    "fresh_chat": 140,
    "everyday_chat": 100,
    "questions": 40,
}
CHAT = {"chat", "fresh_chat", "everyday_chat"}
HOUSE = load_home(HOME)


def texts(language, kind, split):
    return [plain(case.text) for case in load(language, kind, split, HOUSE)]


def heard(intent, targets=(), /, **slots):
    return Intent("", intent, slots, targets, "", "en", 1.0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SETS)
class TestSets:
    def test_each_is_big_enough_and_of_things_in_the_home(self, language, kind):
        for split in SETS[kind]:
            found = texts(language, kind, split)
            assert len(set(found)) >= LEAST[kind]
            assert all(found)

    def test_dev_and_test_share_no_sentence(self, language, kind):
        test = set(texts(language, kind, "test")) if "test" in SETS[kind] else set()
        assert not test & {t for each in SETS if "dev" in SETS[each] for t in texts(language, each, "dev")}

    def test_chat_is_no_command_and_all_else_is(self, language, kind):
        for split in SETS[kind]:
            cases = load(language, kind, split, HOUSE)
            assert {bool(case.expected) for case in cases} == {kind not in CHAT}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_means_two_things_in_the_same_place(language):
    for split in SPLITS:
        meanings = {}
        for kind in (kind for kind in SETS if split in SETS[kind]):
            for case in load(language, kind, split, HOUSE):
                known = meanings.setdefault((plain(case.text), case.area), case.expected)
                assert known == case.expected, case.text


LAMP = Expectation("HassLightSet", frozenset({"light.a"}), {"brightness": 30})
SKIP = Expectation("HassMediaNext", None, {})


@pytest.mark.parametrize(
    ("expected", "intent", "verdict"),
    [
        ((LAMP,), heard("HassLightSet", ("light.a",), brightness="30", name="light.a"), "right"),
        ((LAMP,), heard("HassLightSet", ("light.a",), brightness=40), "wrong"),
        ((LAMP,), heard("HassLightSet", ("light.a", "light.b"), brightness=30), "wrong"),
        ((LAMP,), heard("HassTurnOn", ("light.a",)), "wrong"),
        ((LAMP,), heard("HassGetState", ("light.a",)), "missed"),
        ((LAMP,), None, "missed"),
        ((LAMP, SKIP), heard("HassMediaNext", ("media_player.b",)), "right"),
        ((), None, "right"),
        ((), heard("HassGetCurrentTime"), "missed"),
        ((), heard("HassStartTimer", minutes=5), "wrong"),
    ],
)
def test_a_change_not_asked_for_is_wrong_and_silence_is_only_missed(expected, intent, verdict):
    assert Case("x", None, expected).judge(intent) == verdict


def test_words_are_compared_without_case_and_accents():
    assert same("papel higiénico", "Papel higienico")
    assert not same("milk", None)
    assert not same(5, None)


@pytest.fixture(scope="module")
def understander():
    settings: Settings = load_settings(None)
    settings.home.file = HOME
    return Assembly(settings).understander


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["chat", "fresh_chat", "questions"])
def test_chat_and_questions_change_nothing(understander, language, kind):
    cases = load(language, kind, "dev", HOUSE)
    found = [(c, understander.understand(c.text, language, c.area)) for c in cases]
    assert not [c.text for c, intent in found if not _takes_back(intent) and c.judge(intent) == "wrong"]


def _takes_back(intent):
    """Return True for what only takes back an order for later about things: "better not close the curtains"."""
    return intent is not None and intent.name == "HassCancelAlarm" and intent.slots.get("kind") == "any"
