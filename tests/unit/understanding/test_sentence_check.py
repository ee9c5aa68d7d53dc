"""Faults of a pack's sentence files are told with file, line and remedy, by `languages check` and at the start."""

import pytest

from sarai_mqtt.app.language_check import check_language
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.conformance import check_files
from sarai_mqtt.languages.packs import available
from sarai_mqtt.understanding.templates import SentenceUnderstander
from sarai_mqtt.understanding.templates.sentence_check import sentence_faults
from tests.harness.packs import copied_pack

CODE = "it"  # Home Assistant has its sentences, we have no pack
FILE = "it/sentences/mine.yaml"


@pytest.fixture
def folder(tmp_path):
    with copied_pack(CODE, tmp_path) as made:
        yield made / "sentences"


def intents(sentence, name="HassTurnOn", block=""):
    return f"intents:\n  {name}:\n    data:\n      - sentences:\n          - good {{name}}\n          - {sentence!r}\n{block}"


@pytest.mark.parametrize("language", available())
def test_the_packs_have_no_fault(language):
    assert [error.reason for error in sentence_faults(language)] == []


def test_a_pack_needs_no_sentences(folder):
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert list(sentence_faults(CODE)) == []
    assert check_files(folder.parent) == []
    SentenceUnderstander(Home({}, {}), [CODE])


def test_an_unknown_language_is_refused():
    with pytest.raises(BadInput, match="'qq'"):
        list(sentence_faults("qq"))


# The text of the file, what is said of it, and whether the start ends with it.
FAULTS = {
    "YAML that is none": ("intents: [", "cannot be read, line ", True),
    "no mapping": ("- a", "is no mapping.", True),
    "a table that is none": ("lists: [a]", "lists is no mapping (line 1).", True),
    "a block without sentences": (
        "intents:\n  HassTurnOn:\n    data:\n      - {slots: {}}",
        "intents.HassTurnOn.data[0] has no list of texts `sentences` (line 4).",
        True,
    ),
    "an intent without data": ("intents: {HassTurnOn: {}}", "has no list `data` (line 1).", True),
    "a kind that is no list": (
        intents("go", block="        metadata: {domains: light}\n"),
        "metadata.domains is no list (line 7).",
        True,
    ),
    "a bracket that is open": (intents("go (now"), "(go (now) is no template (line 6).", True),
    "an unknown list": (intents("go {nowhere}"), "(go {nowhere}) has the unknown {nowhere} (line 6).", True),
    "an unknown rule": (intents("go <nowhere>"), "(go <nowhere>) has the unknown <nowhere> (line 6).", True),
    "an unknown rule in a rule": (
        "expansion_rules:\n  mine: go <nowhere>\n" + intents("<mine>"),
        "expansion_rules.mine (go <nowhere>) has the unknown <nowhere> (line 2).",
        True,
    ),
    "a rule of itself": (
        "expansion_rules:\n  mine: go [<mine>]\n",
        "expansion_rules.mine cannot be used: the rule <mine> names itself (line 2).",
        True,
    ),
    "a list that is none": ("lists:\n  mine: {}\n", "lists.mine is no list: ", True),
    "an unknown key": ("intent: {}", "has no field ['intent'].", False),
    "an unknown key of a block": (
        intents("go", block="        slot: {domain: light}\n"),
        "data[0] has no field ['slot'] (line 4).",
        False,
    ),
    "another language": ("language: en", "language is 'en' (line 1).", False),
    "an unknown intent": (
        intents("go", name="HassTurnAround"),
        "HassTurnAround has no reply here (line 2).",
        False,
    ),
    "an unknown slot": (
        intents("go {brightness}"),
        "has the slot brightness, which the intent has not (line 6).",
        False,
    ),
    "an unknown slot by way of a rule": (
        "expansion_rules:\n  mine: go {brightness:level}\n" + intents("<mine>"),
        "has the slot level, which the intent has not (line 8).",
        False,
    ),
    "an unknown slot of a block": (
        intents("go", block="        slots: {colour: red}\n"),
        "data[0].slots has the slot colour, which the intent has not (line 7).",
        False,
    ),
    "a sentence of nothing": (intents("[now]"), "([now]) matches everything, such as '' (line 6).", False),
    "a sentence of free text": (
        "lists:\n  mine: {wildcard: true}\n" + intents("[now] {mine:name}"),
        "([now] {mine:name}) matches everything, such as 'zqxv' (line 8).",
        False,
    ),
    "a name alone": (intents("[the] {name}"), "([the] {name}) is a name alone (line 6).", False),
    "letters of another script": (
        intents("включи {name}"),
        "line 6 has 'включи' in CYRILLIC letters.",
        False,
    ),
    "a mark that is left": (intents("go") + "# TODO", "is still English.", False),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_line_and_remedy(folder, fault):
    text, said, ends_the_start = FAULTS[fault]
    (folder / "mine.yaml").write_text(text, "utf-8")
    faults = check_language(CODE).faults
    of_file = [error for error in faults if error.reason.startswith(f"{FILE}: ")]
    assert [error.reason for error in of_file if said in error.reason]
    assert all(error.code == "language_incomplete" and error.remedy for error in of_file)
    assert len({error.reason for error in faults}) == len(faults)
    if ends_the_start:
        with pytest.raises(ConfigError) as caught:
            SentenceUnderstander(Home({}, {}), [CODE])
        assert caught.value.code == "language_incomplete"
        assert said in caught.value.reason


def test_a_scene_may_be_called_by_its_name_alone(folder):
    text = intents("[scene] {name}", block="        requires_context: {domain: scene}\n")
    (folder / "mine.yaml").write_text(text.replace("          - good {name}\n", ""), "utf-8")
    assert list(sentence_faults(CODE)) == []


def test_every_fault_of_a_file_is_told_at_once(folder):
    (folder / "mine.yaml").write_text(
        intents("go {nowhere}", name="HassTurnOff") + intents("[now]")[8:], "utf-8"
    )
    assert len(list(sentence_faults(CODE))) == 2
