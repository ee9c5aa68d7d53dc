"""Which texts get a built-in answer, and which go to the Thinker."""

from pathlib import Path

import pytest
import yaml

from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.turns.own_answers.capabilities import capabilities
from sarai_mqtt.turns.own_answers.own_answers import danger_answer, own_answer, refusal
from sarai_mqtt.languages.packs import pack

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "talk"
HOME = load_home(ROOT / "config" / "home.yaml")
LANGUAGES = ("en", "es")
OURS = {
    "danger": {"danger"},
    "harmless": {"refused", "unknown", "never_mind", None},
    "house": {"refused", "unknown"},
    "orders": {"refused", "unknown"},
    "talk": {None},
}

# Among the talk: no Thinker is needed for these since we can do sums.
SUMS = {
    "what's two plus two": "en",
    "what's seven times eight": "en",
    "cuánto son dos más dos": "es",
    "cuánto es siete por ocho": "es",
}


def kind_of(text, language, home=HOME, languages=None):
    languages = languages or [language]
    answer = danger_answer(text, languages, "112") or own_answer(text, languages, home, "112")
    return answer.kind if answer else None


def sentences(kind):
    for language in LANGUAGES:
        for split in ("dev", "held", "fresh", "late", "last"):
            lines = (
                yaml.safe_load((DATA / f"{split}_{language}.yaml").read_text("utf-8"))
                .get(kind, "")
                .splitlines()
            )
            said = (line.strip() for line in lines)
            yield from ((language, line) for line in said if line and line not in SUMS)


def test_sums_are_ours():
    assert {kind_of(text, language) for text, language in SUMS.items()} == {"sum"}


@pytest.mark.parametrize("kind", OURS)
def test_who_answers(kind):
    given = list(sentences(kind))
    assert len(given) > 100
    wrong = [(found, *row) for row in given if (found := kind_of(row[1], row[0])) not in OURS[kind]]
    # "siléncate" is misspelt
    assert [row for row in wrong if row[2] != "siléncate"] == []


@pytest.mark.parametrize("kind", ["danger", "orders", "talk"])
def test_who_answers_does_not_hang_on_spelling(kind):
    for language, text in list(sentences(kind))[::7]:
        for said in (text.upper(), f"{text.capitalize()}.", f"Sarai, {text}", text.replace("'", "’")):
            assert kind_of(said, language) in OURS[kind] | {"refused", "unknown"} - {None}, said


def test_danger_is_danger_though_it_is_like_a_command():
    for language, text in sentences("danger"):
        if kind_of(text, language) == "danger" and danger_answer(text, [language], "112") is None:
            # what only hints is not asked about before the commands
            assert own_answer(text, [language], HOME, "112").kind == "danger"
    assert danger_answer("turn on the kitchen light, I smell gas", ["en"], "112")
    assert danger_answer("enciende la luz de la cocina, huele a gas", ["es"], "112")


@pytest.mark.parametrize(
    "text", ["yes", "no", "stop", "yes please", "cancel", "sí", "para", "vale", "no gracias"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_yes_no_and_stop_are_never_danger(text, language):
    assert danger_answer(text, [language], "112", understood=False) is None


def test_the_emergency_number_is_told():
    assert "911" in danger_answer("I smell gas", ["en"], "911").text
    assert "112" in danger_answer("huele a gas", ["en", "es"], "112").text
    assert danger_answer("huele a gas", ["en", "es"], "112").language == "es"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("is the aquarium chiller on", "en"),
        ("how much does the wine cellar cooler use", "en"),
        ("está encendido el cargador de gatos", "es"),
    ],
)
def test_the_homes_own_names_are_of_the_house(text, language):
    names = {"en": ("Aquarium chiller", "Wine cellar cooler"), "es": ("Cargador de gatos",)}
    home = Home({"den": Area("den", {"en": ("Den",)})}, {"switch.a": Entity("switch.a", names)})
    assert kind_of(text, language, home) == "unknown"
    assert kind_of("what does it look like in the den", "en", home) == "unknown"
    assert kind_of("what does it look like in the den", "en", Home()) is None


def test_a_wrong_guess_at_the_language_does_not_reach_the_thinker():
    assert kind_of("apaga la sauna", "es", languages=["en", "es"]) == "refused"
    assert kind_of("is the fridge on", "en", languages=["es", "en"]) == "unknown"


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "Hello!", "greeting"),
        ("en", "good morning, Sarai", "greeting"),
        ("en", "hey there", "greeting"),
        ("es", "¡Hola!", "greeting"),
        ("es", "buenos días", "greeting"),
        ("es", "buenas", "greeting"),
        ("en", "good night", "good_night"),
        ("es", "buenas noches", "good_night"),
        ("es", "hasta mañana", "good_night"),
        ("en", "bye bye", "goodbye"),
        ("es", "hasta luego", "goodbye"),
        ("en", "thanks", "thanks"),
        ("en", "ok, thank you very much", "thanks"),
        ("en", "thanks for your help", "thanks"),
        ("es", "gracias", "thanks"),
        ("es", "muchas gracias, Sarai", "thanks"),
        ("es", "vale, gracias por todo", "thanks"),
        ("en", "what can you do?", "capabilities"),
        ("en", "What else can you do for me", "capabilities"),
        ("en", "how can you help me", "capabilities"),
        ("en", "what can I ask you", "capabilities"),
        ("en", "what are you able to do", "capabilities"),
        ("es", "¿Qué puedes hacer?", "capabilities"),
        ("es", "qué sabes hacer", "capabilities"),
        ("es", "qué te puedo pedir", "capabilities"),
        ("es", "para qué sirves", "capabilities"),
        ("es", "¿en qué puedes ayudarme?", "capabilities"),
        ("en", "who are you", "who"),
        ("en", "what's your name?", "who"),
        ("es", "¿quién eres?", "who"),
        ("es", "cómo te llamas", "who"),
        ("en", "okay", "all_right"),
        ("es", "vale", "all_right"),
        ("en", "never mind", "all_right"),
        ("en", "oh forget about it", "all_right"),
        ("es", "nada, olvídalo", "all_right"),
        ("es", "para", "all_right"),
        ("es", "déjalo estar", "all_right"),
        ("en", "what did you say?", "nothing_to_repeat"),
        ("en", "repeat that", "nothing_to_repeat"),
        ("en", "could you say that again please", "nothing_to_repeat"),
        ("en", "sorry, I didn't catch that", "nothing_to_repeat"),
        ("es", "qué has dicho", "nothing_to_repeat"),
        ("es", "repite", "nothing_to_repeat"),
        ("es", "¿me lo repites?", "nothing_to_repeat"),
        ("es", "¿puedes repetirlo, por favor?", "nothing_to_repeat"),
        ("es", "no te he oído", "nothing_to_repeat"),
    ],
)
def test_small_talk(language, text, key):
    other = "es" if language == "en" else "en"
    for languages in ([language], [language, other]):
        answer = own_answer(text, languages, HOME, "112")
        said = capabilities(language, HOME, None) if key == "capabilities" else None
        assert (answer.text, answer.language) == (said or pack(language).replies.fixed[key], language)
        assert answer.final


@pytest.mark.parametrize(
    "text",
    [
        "thanks to photosynthesis plants grow",
        "hello kitty is a cat from where",
        "what can you do with old bread",
        "who are you rooting for tonight in the game",
        "gracias a quién se descubrió América",
        "qué puedes hacer con pan duro",
        "what did Einstein say about time",
    ],
)
def test_more_than_small_talk_is_none(text):
    assert kind_of(text, "en", languages=list(LANGUAGES)) in (None, "unknown", "refused")


def test_who_asks_for_help_is_told_the_number():
    assert kind_of("help", "en") == kind_of("ayuda", "es") == "danger"


def test_what_was_not_understood_is_said_back_only_so_far():
    left = LeftOver(("9" * 5000,), "unaccounted", "en")
    assert len(refusal(left).text) < 200
