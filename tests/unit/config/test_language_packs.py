"""The setting `language_packs`: a folder of packs of the user's own."""

import logging
import re

import pytest

from sarai_mqtt.app.process import serve
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.languages.new_pack import write_pack
from sarai_mqtt.languages.packs import add_folder, available, folder_of, pack, part_of_each
from sarai_mqtt.languages.schema.words import Words
from sarai_mqtt.understanding.templates import SentenceUnderstander
from tests.harness.packs import forgotten_packs


@pytest.fixture
def packs(tmp_path):
    """A folder with a pack `it`, beside a settings file, that nothing knows of yet."""
    folder = tmp_path / "packs"
    write_pack("it", folder)
    for path in (path for path in (folder / "it").rglob("*") if path.is_file()):
        path.write_text(path.read_text("utf-8").replace("  # TODO", ""), "utf-8")
    (tmp_path / "sarai.yaml").write_text("language_packs: packs\nlanguages: [en, it]\nlanguage: it\n")
    with forgotten_packs(folder):
        yield folder


def settings_beside(packs):
    return load_settings(packs.parent / "sarai.yaml")


def test_a_folder_in_the_file_starts_at_the_file_and_its_packs_are_languages(packs):
    settings = settings_beside(packs)
    assert settings.language_packs == packs
    assert settings.languages == ["en", "it"]
    assert {"en", "es", "it"} <= set(available())
    assert (folder_of("it"), pack("it").code) == (packs / "it", "it")
    assert settings.masked()["language_packs"] == str(packs)
    assert settings.in_force()["thinker"]["prompts"].keys() == {"en", "it"}


def test_a_variable_names_the_folder_too(packs, monkeypatch):
    monkeypatch.setenv("SARAI_LANGUAGE_PACKS", str(packs))
    monkeypatch.setenv("SARAI_LANGUAGES", '["it"]')
    assert load_settings().fixed_language() == "it"


def test_all_else_that_names_a_language_may_name_one_of_the_folder(packs):
    with (packs.parent / "sarai.yaml").open("a") as file:
        file.write("thinker: {name: none, prompts: {it: Parla.}}\n")
    assert settings_beside(packs).in_force()["thinker"]["prompts"]["it"] == "Parla."


def test_without_the_setting_there_is_no_such_language(packs):
    (packs.parent / "sarai.yaml").write_text("languages: [it]\n")
    with pytest.raises(ConfigError, match=r"languages\.0: .*no language pack 'it'"):
        settings_beside(packs)


@pytest.mark.parametrize("name", ["nowhere", "sarai.yaml"])
def test_a_folder_that_is_none_is_refused(packs, name):
    (packs.parent / "sarai.yaml").write_text(f"language_packs: {name}\n")
    with pytest.raises(ConfigError, match=rf"language_packs: .*there is no folder .*{name}") as refused:
        settings_beside(packs)
    assert refused.value.code == "config_invalid"


FAULTS = {
    "a field that is missing": ("words.yaml", "letters: {}", "", r"it/words\.yaml: lacks letters"),
    "a name that is missing": ("danger.py", "DANGER = ", "DANGERS = ", r"it/__init__\.py, line 3: "),
    "code that gives up": (
        "danger.py",
        "DANGER = ",
        "assert False\nDANGER = ",
        r"it/danger\.py, line \d+: \w",
    ),
    "orders that cannot be reworded": (
        "paraphrases.py",
        "ENGLISH = ",
        "assert False\nENGLISH = ",
        r"it/paraphrases\.py, line \d+: \w",
    ),
    "a file that the code does not find": (
        "danger.py",
        "DANGER = ",
        "open('/nowhere')\nDANGER = ",
        r"it/danger\.py, line \d+: .*nowhere",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_pack_at_fault_ends_the_start_with_its_file_and_line(packs, fault):
    name, before, after, said = FAULTS[fault]
    text = (packs / "it" / name).read_text("utf-8")
    assert before in text
    (packs / "it" / name).write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        await serve(settings_beside(packs))
    assert (caught.value.code, caught.value.exit_code) == ("language_incomplete", 3)


def test_words_that_are_looked_for_in_every_language_are_read_of_packs_not_in_use_too(packs):
    settings_beside(packs)
    assert len(part_of_each("words.yaml", Words)) == len(available()) > 2
    (packs / "it" / "words.yaml").write_text("function: a", "utf-8")
    with pytest.raises(ConfigError, match=r"it/words\.yaml: lacks frequent"):
        part_of_each("words.yaml", Words)


def test_a_pack_that_the_package_has_is_taken_from_there_and_that_is_said(packs, caplog):
    (packs / "it").rename(packs / "es")
    with caplog.at_level(logging.WARNING):
        add_folder(packs)
        add_folder(packs)
    assert [record.getMessage() for record in caplog.records] == [
        f"the pack es in {packs} is not used: there is one already"
    ]
    assert folder_of("es") != packs / "es"


def test_the_sentences_of_a_pack_in_the_users_folder_are_understood(packs):
    text = "intents: {HassTurnOn: {data: [{sentences: ['fammi luce'], slots: {domain: light}}]}}"
    (packs / "it" / "sentences" / "luce.yaml").write_text(text, "utf-8")
    load_settings(packs.parent / "sarai.yaml")
    home = Home({}, {"light.a": Entity("light.a", {"it": ("Lampada",)})})
    found = SentenceUnderstander(home, ["it"]).understand("fammi luce", "it")
    assert found is not None
    assert (found.name, found.targets) == ("HassTurnOn", ("light.a",))


@pytest.mark.parametrize(("sentence", "said"), [("[ciao]", "matches"), ("luce {lume}", "unknown {lume}")])
def test_a_sentence_at_fault_of_a_pack_in_the_users_folder_is_told_when_they_load(packs, sentence, said):
    text = f"intents:\n  HassTurnOn:\n    data:\n      - sentences:\n          - {sentence!r}\n"
    (packs / "it" / "sentences" / "luce.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=rf"it/sentences/luce\.yaml: .*{re.escape(said)}.*line 5") as caught:
        SentenceUnderstander(Home({}, {}), settings_beside(packs).languages)
    assert (caught.value.code, caught.value.exit_code) == ("language_incomplete", 3)
