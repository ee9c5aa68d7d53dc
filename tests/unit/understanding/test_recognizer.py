"""Understanding as a chain: templates, gazetteer, retrieval; what it must leave alone."""

import shutil
from datetime import datetime
from itertools import product
from pathlib import Path

import pytest

from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages import LANGUAGE_DATA
from sarai_mqtt.understanding.candidates import Guesses
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

CONFIG = Path(__file__).parents[3] / "config"
LANGUAGES = ("en", "es")
CONTENT = {language: content_words(language) for language in LANGUAGES}


def understanding(home):
    sentences = SentenceUnderstander(home, LANGUAGES)
    layers = (
        (Gazetteer(home, LANGUAGES, LANGUAGE_DATA), FUZZY),
        (SentenceSearch(home, LANGUAGES, LANGUAGE_DATA), RETRIEVAL),
    )
    return Understanding(sentences, layers, CONTENT)


@pytest.fixture(scope="module")
def house():
    return understanding(load_home(CONFIG / "home.yaml"))


@pytest.fixture(scope="module")
def search():
    return SentenceSearch(load_home(CONFIG / "home.yaml"), LANGUAGES, LANGUAGE_DATA)


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer(load_home(CONFIG / "home.yaml"), LANGUAGES, LANGUAGE_DATA)


@pytest.mark.parametrize(
    ("language", "text", "name", "targets"),
    [
        ("en", "flick on the kichen ceiling light", "HassTurnOn", ("light.kitchen_ceiling",)),
        ("en", "hit the desk light would you", "HassTurnOn", ("light.office",)),
        ("es", "enciende la luz de la cosina", "HassTurnOn", ("light.kitchen_ceiling",)),
        ("es", "hace falta luz en el despacho", "HassTurnOn", ("light.office",)),
        (
            "es",
            "dale más volumen a la radio de la cosina",
            "HassSetVolumeRelative",
            ("media_player.kitchen_radio",),
        ),
    ],
)
def test_understands_what_no_template_has(house, language, text, name, targets):
    intent = house.understand(text, language)
    assert (intent.name, intent.targets, intent.text) == (name, targets, text)


LETTERLESS = {"en": ("💡",), "es": ("…", "!!!")}


@pytest.mark.parametrize(
    "home",
    [
        Home({}, {"light.a": Entity("light.a", LETTERLESS)}),
        Home({"k": Area("k", LETTERLESS)}, {"light.a": Entity("light.a", LETTERLESS, "k")}),
        Home({"k": Area("k", LETTERLESS)}, {}),
        Home({"k": Area("k", LETTERLESS)}, {"light.a": Entity("light.a", {"en": ("Lamp",)}, "k")}),
    ],
)
def test_a_house_of_names_without_letters_is_no_error(home):
    house = understanding(home)
    texts = ("gsdf sdfg sdfg", "is there something on", "turn on 💡", "💡", "...", "enciende …")
    for text, language in product(texts, LANGUAGES):
        found = [house.understand(text, language), *house.candidates(text, language)]
        assert {target for intent in found if intent for target in intent.targets} <= set(home.entities)
        HomeBiasing(home, CONTENT, house.understand).nearest(text, language)


def test_a_thing_without_letters_does_not_hide_the_others():
    lamp = Entity("light.b", {"en": ("Floor lamp",), "es": ("Lámpara de pie",)})
    home = Home({}, {"light.a": Entity("light.a", LETTERLESS), "light.b": lamp})
    assert understanding(home).understand("flick on the flor lamp", "en").targets == ("light.b",)


def test_templates_come_first_and_the_source_is_told(house):
    assert house.understand("turn on the kitchen light", "en").source == "sentence"
    assert house.understand("enciende la luz de la cosina que no veo", "es").source in {
        "sentence",
        "fuzzy",
        "retrieval",
    }
    assert house.understand("pon la luz del salon en asul", "es").slots["color"] == "blue"


def test_values_are_those_of_the_text(search):
    (best, *_) = search.guesses("bedroom lamp to thirty five percent", "en").intents
    assert (best.name, best.slots) == ("HassLightSet", {"name": "light.bedroom_lamp", "brightness": 35})
    (best, *_) = search.guesses("quiero que haga 22 grados", "es").intents
    assert (best.name, best.slots) == ("HassClimateSetTemperature", {"temperature": 22})
    assert not any(
        i.name == "HassClimateSetTemperature"
        for i in search.guesses("quiero que haga 90 grados", "es").intents
    )


def test_the_speakers_room_is_meant_when_none_is_named(search, gazetteer):
    for layer in (search, gazetteer):
        (best, *_) = layer.guesses("turn the lights off", "en", "bedroom").intents
        assert best.targets == ("light.bedroom_lamp",)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "la película iba de una luz que nunca se apaga"),
        ("es", "apagué la luz de la cocina"),
        ("es", "no apagues la luz de la cocina"),
        ("es", "pon la mesa"),
        ("es", "la canción dice apaga la luz"),
        ("en", "the song says turn off the light"),
        ("en", "my mother always leaves the kitchen light on"),
        ("en", "don't turn off the kitchen light"),
        ("en", "turn off the chicken light"),
        ("en", "set the table"),
    ],
)
def test_leaves_talk_alone(house, language, text):
    assert house.understand(text, language) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_everyday_sentence_changes_anything(house, language):
    from sarai_mqtt.understanding.guards import HARMLESS

    lines = [
        x
        for x in (LANGUAGE_DATA / language / "chat.txt").read_text("utf-8").splitlines()
        if x and x[0] != "#"
    ]
    assert len(lines) > 300
    acted = {
        line: i.name for line in lines if (i := house.understand(line, language)) and i.name not in HARMLESS
    }
    assert acted == {}


def test_on_is_never_off(house):
    for text, language, name in (
        ("apaga la lus de la cosina", "es", "HassTurnOff"),
        ("ensiende la lus de la cosina", "es", "HassTurnOn"),
        ("swich off the kichen ceiling light", "en", "HassTurnOff"),
    ):
        intent = house.understand(text, language)
        assert intent is None or intent.name == name
        assert all(c.name == name for c in house.candidates(text, language)[:1])


def test_dangerous_things_are_confirmed_even_if_the_home_says_not(search, gazetteer):
    names = {"en": ("Front door",), "es": ("Puerta principal",)}
    home = Home({}, {"lock.front": Entity("lock.front", names, confirm=False)})
    for layer in (Gazetteer(home, LANGUAGES, LANGUAGE_DATA), SentenceSearch(home, LANGUAGES, LANGUAGE_DATA)):
        (best, *_) = layer.guesses("unlock the front door", "en").intents
        assert best.targets == ("lock.front",)
        assert best.confirm


def test_candidates_are_few_likely_and_no_questions(house):
    found = house.candidates("could you pu the kichen cieling lite on", "en")
    assert 1 <= len(found) <= 5
    assert found[0].targets == ("light.kitchen_ceiling",)
    assert [c.confidence for c in found] == sorted((c.confidence for c in found), reverse=True)
    assert house.candidates("what did you have for breakfast", "en") == ()
    assert house.candidates("turn on " + "the light and " * 20, "en") == ()


def test_an_order_with_its_reason(house):
    assert house.understand("apaga la lámpara de pie que me voy a dormir", "es").targets == (
        "light.living_room_floor_lamp",
    )


def test_learns_a_home_whole():
    empty = Home()
    house = understanding(empty)
    assert house.understand("flick on the disco bal", "en") is None
    names = {"en": ("Disco ball",), "es": ("Bola de discoteca",)}
    house.learn(
        Home(
            {"attic": Area("attic", {"en": ("Attic",)})}, {"light.ball": Entity("light.ball", names, "attic")}
        )
    )
    assert house.understand("flick on the disco bal", "en").targets == ("light.ball",)
    assert house.home.entities.keys() == {"light.ball"}
    house.learn(empty)
    assert house.understand("flick on the disco bal", "en") is None


def test_odd_text_is_no_command(house):
    for text in ("", " ", "¿?", "%", "\0", "12 34 56", "a" * 3000, "🙂 🙂", "la " * 19):
        for language in LANGUAGES:
            assert house.understand(text, language) is None
            assert house.candidates(text, language) == ()


def test_languages_it_does_not_know(house, search, gazetteer, tmp_path):
    with pytest.raises(BadInput):
        house.understand("accendi la luce", "it")
    for layer in (search, gazetteer):
        with pytest.raises(BadInput):
            layer.guesses("x", "it")
    for layer in (Gazetteer, SentenceSearch):
        with pytest.raises(ConfigError) as refused:
            layer(Home(), ["it"], tmp_path)
        assert refused.value.code == "no_lexicon"


@pytest.mark.parametrize(
    ("layer", "file", "damaged"),
    [
        (Gazetteer, "gazetteer.yaml", b"a: ["),
        (Gazetteer, "gazetteer.yaml", b"\xff"),
        (SentenceSearch, "examples.yaml", b"a: ["),
        (SentenceSearch, "examples.yaml", b"\xff"),
        (SentenceSearch, "chat.txt", b"\xff"),
    ],
)
def test_a_damaged_file_of_a_language_is_told(tmp_path, layer, file, damaged):
    shutil.copytree(LANGUAGE_DATA / "en", tmp_path / "en")
    (tmp_path / "en" / file).write_bytes(damaged)
    with pytest.raises(ConfigError, match=f"{file} cannot be read") as refused:
        layer(Home(), ["en"], tmp_path)
    assert refused.value.code == "no_lexicon"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn on the piano lamp"),
        ("es", "enciende la luz del desván"),
        ("es", "apaga las luces del trastero"),
    ],
)
def test_what_is_not_in_the_house_is_not_the_room_of_the_person(house, language, text):
    assert house.understand(text, language, "kitchen") is None


class ReadsWhileLearning:
    """A layer that reads with the whole understanding while it learns a home."""

    def __init__(self):
        self.house, self.seen = None, []

    def guesses(self, text, language, area=None):
        return Guesses()

    def learn(self, home):
        found = self.house.understand("turn on the lantern", "en")
        self.seen.append((self.house.home, found and found.targets))


def test_the_home_before_is_read_whole_until_all_parts_have_learnt_the_new_one():
    before = Home({}, {"light.a": Entity("light.a", {"en": ("Lantern",)})})
    after = Home({}, {"light.b": Entity("light.b", {"en": ("Lantern",)})})
    first, last = ReadsWhileLearning(), ReadsWhileLearning()
    gazetteer = Gazetteer(before, ("en",), LANGUAGE_DATA)
    layers = ((first, FUZZY), (gazetteer, FUZZY), (last, RETRIEVAL))
    house = Understanding(SentenceUnderstander(before, ("en",)), layers, {"en": CONTENT["en"]})
    first.house = last.house = house
    house.learn(after)
    assert first.seen == last.seen == [(before, ("light.a",))]
    assert house.home is after
    assert house.understand("turn on the lantern", "en").targets == ("light.b",)


def test_a_call_in_progress_reads_about_one_home():
    before = Home({}, {"light.a": Entity("light.a", {"en": ("Floor lamp",)})})
    after = Home({}, {"light.b": Entity("light.b", {"en": ("Floor lamp",)})})

    class Learns(ReadsWhileLearning):
        def guesses(self, text, language, area=None):
            self.house.learn(after)  # as another thread may, in the middle of this call
            return Guesses()

        def learn(self, home):
            pass

    learns = Learns()
    layers = ((learns, FUZZY), (Gazetteer(before, ("en",), LANGUAGE_DATA), FUZZY))
    house = Understanding(SentenceUnderstander(before, ("en",)), layers, {"en": CONTENT["en"]})
    learns.house = house
    assert house.understand("flick on the flor lamp", "en").targets == ("light.a",)
    assert house.home is after
