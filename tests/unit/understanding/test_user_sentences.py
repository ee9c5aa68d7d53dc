"""The user's own sentence files beside those of the language pack: what they share, and which wins."""

import logging
import shutil

import pytest

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.understanding.templates import SentenceUnderstander
from sarai_mqtt.understanding.templates.loader import Templates, load_templates

HOME = Home(
    {"kitchen": Area("kitchen", {"en": ("Kitchen",)})},
    {"light.a": Entity("light.a", {"en": ("Lamp",)}, "kitchen")},
)
PACK = "sentences"
LOG = "sarai_mqtt.understanding.templates.sentence_files"


def written(tmp_path, text, name="mine.yaml"):
    folder = tmp_path / "en"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def copy(tmp_path):
    """Return a user's folder as an old installation has it: a copy of the pack's files."""
    shutil.copytree(folder_of("en") / PACK, tmp_path / "en")
    return tmp_path


def edit(folder, before, after):
    path = next(path for path in sorted(folder.rglob("*.yaml")) if before in path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")


def content(templates: Templates):
    """Return all that the templates consist of: their texts, and the number of values of each list."""
    lists = templates.intents.slot_lists.items()
    return templates.texts, {name: len(getattr(each, "values", ())) for name, each in lists}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_copy_of_the_packs_files_adds_nothing_and_that_is_logged(copy, caplog, line_end):
    for path in copy.rglob("*.yaml"):
        path.write_bytes(path.read_text("utf-8").replace("\n", line_end).encode())
    with caplog.at_level(logging.INFO, LOG):
        found = load_templates("en", copy)
    assert content(found) == content(load_templates("en", None))
    assert [
        f"{name}.yaml: all of its sentences" in caplog.text for name in ("everyday", "house", "lights")
    ] == [True] * 3


def test_of_an_edited_copy_only_what_is_new_is_added(copy, caplog):
    edit(copy, '"everything off"', '"everything off"\n          - "all of it away"')
    with caplog.at_level(logging.INFO, LOG):
        found = load_templates("en", copy)
    before = load_templates("en", None)
    assert sorted(found.texts) == sorted([*before.texts, "all of it away"])
    assert SentenceUnderstander(HOME, ["en"], copy).understand("all of it away", "en").targets == ("light.a",)
    assert "house.yaml: " in caplog.text
    assert "of its" in caplog.text


def test_a_changed_value_of_a_list_takes_the_place_of_the_packs(copy):
    edit(copy, '{in: "(low|dim|a low level)", out: 20}', '{in: "(low|dim|a low level)", out: 11}')
    said = "set the lamp to low"
    assert SentenceUnderstander(HOME, ["en"]).understand(said, "en").slots["brightness"] == 20
    assert SentenceUnderstander(HOME, ["en"], copy).understand(said, "en").slots["brightness"] == 11


OURS = """
intents:
  HassLightSet:
    data: [{sentences: ["<our_dim> please"], slots: {brightness: 3, domain: light}}]
  HassTurnOff:
    data: [{sentences: ["get {name}"]}]
expansion_rules: {our_dim: "dim it all"}
"""


def test_the_users_sentence_wins_where_the_packs_is_as_good(tmp_path):
    pack = SentenceUnderstander(HOME, ["en"])
    assert pack.understand("get lamp", "en").name == "HassTurnOn"
    mine = SentenceUnderstander(HOME, ["en"], written(tmp_path, OURS))
    assert mine.understand("get lamp", "en").name == "HassTurnOff"
    assert mine.understand("dim it all please", "en").slots["brightness"] == 3


def test_a_user_may_name_a_file_as_the_pack_does_and_loses_nothing_of_the_packs(tmp_path):
    folder = written(tmp_path, OURS, "lights.yaml")
    assert set(load_templates("en", None).texts) < set(load_templates("en", folder).texts)


def test_a_user_may_use_the_rules_of_the_pack(tmp_path):
    text = "intents: {HassTurnOn: {data: [{sentences: ['beam up <our_the> {name}']}]}}"
    mine = SentenceUnderstander(HOME, ["en"], written(tmp_path, text))
    assert mine.understand("beam up the lamp", "en").targets == ("light.a",)


def test_a_bad_file_of_the_users_is_blamed_and_not_the_packs(tmp_path):
    folder = written(tmp_path, "expansion_rules: {our_the: 'the [<our_the>]'}")
    with pytest.raises(ConfigError) as caught:
        load_templates("en", folder)
    assert caught.value.code == "bad_sentences"
    assert str(folder / "en" / "mine.yaml") in caught.value.reason


def test_a_file_that_the_user_deletes_leaves_the_packs_sentences(copy):
    house = SentenceUnderstander(HOME, ["en"], copy)
    shutil.rmtree(copy / "en")
    assert house.reload_if_changed() is True
    assert house.understand("everything off", "en").targets == ("light.a",)
