"""Help offers examples made of real things, each of which the service itself reads as it is meant."""

import re
from functools import cache, partial
from pathlib import Path

import pytest

from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.turns.own_answers.examples import examples_about, examples_here, examples_of
from sarai_mqtt.turns.reading import commands_or_answer
from tests.harness.home import entity, home_of
from tests.harness.understanding import understanding_of

ROOT = Path(__file__).parents[3]
HOMES = {
    name: ROOT / path
    for name, path in {
        "example": "config/home.yaml",
        "whole": "tests/data/domains/house.yaml",
        "everyday": "tests/data/cases/homes/everyday.yaml",
        "french": "tests/data/french/home.yaml",
    }.items()
}
# A thing is called by a name of its own in these homes; in others by one of another language.
NAMED = [("example", "en"), ("example", "es"), ("whole", "en"), ("whole", "es"), ("whole", "fr"),
         ("everyday", "en"), ("everyday", "es"), ("french", "fr")]  # fmt: skip
OFFERED = {"light", "cover", "climate", "media_player", "fan", "vacuum", "switch", "scene"}


@cache
def understanding(home):
    return understanding_of(load_home(HOMES[home]))


def reads(home, area=None):
    return lambda text, language: understanding(home).read(text, language, area)


def asked(text, language, home, area=None):
    found = commands_or_answer(understanding(home), text, [language], "112", area=area, before={})
    return found.text


@pytest.mark.parametrize(("home", "language"), NAMED)
def test_every_example_is_read_as_it_is_meant(home, language):
    known, lacking = understanding(home).home, set()
    for thing in known.matching(()):
        examples = examples_of(thing, language, known, reads(home))
        for example in examples:
            [intent] = understanding(home).read(example, language, None)
            assert thing.id in intent.targets or not intent.targets, example
        if not examples:
            lacking.add(thing.domain)
    assert not lacking & OFFERED


@pytest.mark.parametrize(("home", "language"), NAMED)
def test_what_is_offered_in_each_room_is_read_there_and_not_the_offer_itself(home, language):
    texts = pack(language).help
    for area in (None, *understanding(home).home.areas):
        said = asked(
            {"en": "what can I say here?", "es": "¿qué puedo decir aquí?", "fr": "que puis-je dire ici ?"}[language],
            language, home, area,
        )  # fmt: skip
        assert understanding(home).read(said, language, area) is None, said
        here = understanding(home).home.matching((), area=area) if area else ()
        before, _, after = (texts.here if here and texts.here[:12] in said else texts.anywhere).partition(
            "{examples}"
        )
        assert before in said, said
        offered = said.partition(before)[2].removesuffix(after).removesuffix(after.strip())
        examples = re.split(rf",\s|{re.escape(pack(language).replies.either)}", offered)
        assert texts.timer in examples
        assert len(examples) >= 2
        for example in examples:
            assert isinstance(understanding(home).read(example, language, area), tuple), example


ABOUT = {
    "en": [
        ("what can I say to the blinds?", "close the blind"),
        ("what can I do with the lights", "turn on the kitchen light"),
        ("how do I control the heating", "set the thermostat to 21 degrees"),
        ("give me some examples for the TV", "pause the TV"),
        ("what can I tell the vacuum cleaner", "start the vacuum cleaner"),
    ],
    "es": [
        ("¿qué le puedo decir a las persianas?", "cierra la persiana"),
        ("¿qué puedo hacer con las luces?", "enciende la luz de la cocina"),
        ("¿cómo manejo la calefacción?", "pon el termostato a 21 grados"),
        ("dame ejemplos para la tele", "pausa la tele"),
        ("¿qué puedo decirle a la aspiradora?", "inicia la aspiradora"),
    ],
    "fr": [
        ("qu'est-ce que je peux dire aux stores ?", "ferme le store"),
        ("que puis-je faire avec les lumières ?", "allume la lumière de la cuisine"),
        ("comment je commande le chauffage ?", "mets le thermostat à 21 degrés"),
        ("donne-moi des exemples pour la télé", "mets la télé en pause"),
        ("qu'est-ce que je peux dire à l'aspirateur ?", "démarre l'aspirateur"),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "example"), [(code, *row) for code, rows in ABOUT.items() for row in rows]
)
def test_examples_for_a_kind_of_things(language, text, example):
    assert example in asked(text, language, "whole")


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("en", "what can I say to the sauna?", "I don't know of any sauna."),
        ("es", "¿qué le puedo decir a la sauna?", "No conozco ninguna sauna."),
        ("fr", "qu'est-ce que je peux dire au sauna ?", "Je ne connais aucun sauna."),
    ],
)
def test_what_the_home_has_not_is_told(language, text, reply):
    assert asked(text, language, "whole") == reply


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what can I do with old bread"),
        ("en", "help me with my homework"),
        ("en", "what can I say to my boss"),
        ("es", "¿qué puedo hacer con pan duro?"),
        ("es", "ayúdame con los deberes"),
        ("fr", "que puis-je faire avec du pain dur"),
        ("fr", "aide-moi avec mes devoirs"),
    ],
)
def test_help_with_other_things_is_talk(language, text):
    home = understanding("whole").home
    assert examples_about(text, language, home, None, reads("whole")) is None


def test_things_of_the_room_go_first():
    home = home_of(
        entity("light.a", "Hall lamp", "Lámpara del pasillo", "hall"),
        entity("light.b", "Desk lamp", "Lámpara del escritorio", "office"),
        entity("light.c", "Secret lamp", "Lámpara secreta", "office", exposed=False),
        hall=("Hall", "Pasillo"),
        office=("Office", "Oficina"),
    )
    read = partial(understanding_of(home).read, area="office")
    said = examples_about("what can I say to the lamps", "en", home, "office", read)
    assert said.startswith("You can say, for example: turn on the desk lamp, ")
    assert "secret" not in said


def test_an_example_that_is_not_read_is_not_offered():
    home = understanding("whole").home
    lamp = home.entities["light.kitchen"]
    for answer in (None, LeftOver(("x",), "unaccounted", "en"), ()):
        assert examples_of(lamp, "en", home, lambda *_, answer=answer: answer) == []
    assert examples_here([lamp], "en", home, lambda *_: None) == ["set a timer for ten minutes"]


def test_every_pack_of_the_project_has_examples():
    assert all(pack(language).help for language in available())


GENERATED = [
    ("en", "what can I say here?", "living"),
    ("es", "¿qué puedo decir aquí?", "living"),
    ("fr", "qu'est-ce que je peux dire ici ?", "living"),
    ("en", "what can I say to the blinds?", None),
    ("es", "¿qué le puedo decir a las persianas?", None),
    ("fr", "qu'est-ce que je peux dire aux stores ?", None),
    ("en", "what can I say to the sauna?", None),
]


@pytest.mark.parametrize(("language", "text", "area"), GENERATED)
def test_the_page_has_what_the_packs_generate(language, text, area):
    page = (ROOT / "docs" / "what-to-say.md").read_text("utf-8")
    assert f"> **{text}** {asked(text, language, 'whole', area)}\n" in page
