"""A question about the house never reaches a Thinker, and danger is told from what only has its words."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer, own_answer
from sarai_mqtt.turns.own_answers.unknown_things import unknown_thing
from sarai_mqtt.turns.reading import commands_or_answer
from tests.harness.engines import FakeThinker
from tests.harness.home import entity, home_of
from tests.harness.service import TextHarness
from tests.harness.understanding import understanding_of

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data" / "talk"
HOMES = {
    "example": ROOT / "config" / "home.yaml",
    "whole": ROOT / "tests" / "data" / "domains" / "house.yaml",
}
LANGUAGES = ("en", "es", "fr")
FACTS = ("The pool is at ", "28 degrees and the door ", "was opened at nine.")


@cache
def understanding(home):
    return understanding_of(load_home(HOMES[home]))


@cache
def sentences(kind, language):
    files = (DATA / f"{name}_{language}.yaml" for name in ("ours", "ours_second", "ours_third"))
    lines = [
        line for file in files for line in yaml.safe_load(file.read_text("utf-8")).get(kind, "").splitlines()
    ]
    return [line.strip() for line in lines if line.strip()]


def meaning(text, language, home="example"):
    """Return "command" or the kind of the built-in answer; None: the Thinker's."""
    found = commands_or_answer(
        understanding(home), text, [language], "112", today=date(2026, 11, 29), before={}
    )
    return found.kind if isinstance(found, OwnAnswer) else found and "command"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_of_each(language):
    assert [len(sentences(kind, language)) >= least for kind, least in
            (("house", 150), ("danger", 90), ("harmless", 80), ("talk", 20))] == [True] * 4  # fmt: skip


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_about_the_house_is_the_thinkers(language, home):
    assert [said for said in sentences("house", language) if meaning(said, language, home) is None] == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_thinker_that_claims_facts_is_never_asked_about_the_house(language):
    thinker = FakeThinker(FACTS)
    async with TextHarness(understander=understanding("whole"), thinker=thinker) as house:
        for said in sentences("house", language):
            report = await house.ask(said, language)
            assert report.source != "thinker", said
            assert not thinker.made, said
        talked = await house.ask(sentences("talk", language)[0], language)
    assert thinker.made
    assert "28" not in talked.reply  # nor may it say so unasked


@pytest.mark.parametrize("language", LANGUAGES)
def test_talk_is_the_thinkers(language):
    assert [said for said in sentences("talk", language) if meaning(said, language) is not None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_gets_the_one_answer(language):
    assert [said for said in sentences("danger", language) if meaning(said, language) != "danger"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_misses_are_no_danger(language):
    assert [said for said in sentences("harmless", language) if meaning(said, language) == "danger"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_names_the_number_of_the_settings(language):
    found = commands_or_answer(understanding("example"), sentences("danger", language)[0], [language], "999")
    assert "999" in found.text
    assert "112" not in found.text


def small_talk(language):
    kinds = yaml.safe_load((DATA / f"small_{language}.yaml").read_text("utf-8"))
    return [(kind, line.strip()) for kind, lines in kinds.items() for line in lines.splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_small_talk_sums_and_dates_are_ours(language):
    """`command`: never mind and the date are in Home Assistant's own sentences, too."""
    said = small_talk(language)
    assert len(said) >= 100
    wrong = [
        (kind, found, text)
        for kind, text in said
        if (found := meaning(text, language)) != kind
        and not (found == "command" and kind in ("never_mind", "date"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn the volume louder"),
        ("en", "slower fans are quieter"),
        ("en", "what's up with the economy"),
        ("en", "scrap metal prices"),
        ("es", "habla más despacio de lo normal la gente del norte"),
        ("es", "qué onda es el sonido"),
        ("es", "da lo mismo dos por tres que tres por dos"),
        ("fr", "plus lentement que la lumière"),
        ("fr", "la lumière va trop vite pour être vue"),
    ],
)
def test_what_only_begins_like_small_talk_is_none(language, text):
    assert meaning(text, language) not in ("repeat", "never_mind", "small_talk")


HOME = home_of(
    entity("light.hall", "Hall lamp", "Lámpara del pasillo", "hall"),
    entity("switch.coffee", "Coffee maker", "Cafetera", "hall"),
    hall=("Hall", "Pasillo"),
)


@pytest.mark.parametrize(
    ("language", "text", "reply"),
    [
        ("es", "¿hay piscina?", "No conozco ninguna piscina."),
        ("es", "¿cuánto ha gastado la lavadora?", "No conozco ninguna lavadora."),
        ("es", "¿se ha inundado el sótano?", "No conozco ningún sótano."),
        ("es", "¿cuánta batería tiene la cerradura?", "No conozco ninguna cerradura."),
        ("es", "¿quedó abierta la puerta del garaje?", "No conozco ninguna puerta del garaje."),
        ("en", "is the hot tub warm enough", "I don't know of any hot tub."),
        ("en", "does the smoke detector need a new battery", "I don't know of any smoke detector."),
        ("en", "how warm is it in the attic", "I don't know of any attic."),
        ("fr", "combien a consommé la machine à laver ?", "Je ne connais aucune machine à laver."),
        ("fr", "l'imprimante a encore de l'encre ?", "Je ne connais aucune imprimante."),
        ("fr", "quand est-ce que le lave-vaisselle a fini ?", "Je ne connais aucun lave-vaisselle."),
        # what it has is not denied; nor is what every house has
        ("en", "how long has the lamp been on", "Sorry, I don't know that about the house."),
        ("en", "is there water in the coffee maker", "Sorry, I don't know that about the house."),
        ("en", "is anybody in the hall", "Sorry, I don't know that about the house."),
        ("es", "¿cuándo se enciende la calefacción?", "Lo siento, no sé eso de la casa."),
        ("es", "¿está encendida la lámpara?", "Lo siento, no sé eso de la casa."),
    ],
)
def test_what_the_home_has_not_is_named(language, text, reply):
    answer = own_answer(text, [language], HOME, "112")
    assert (answer.kind, answer.text) == ("unknown", reply)


def test_a_thing_of_another_kind_with_the_name_is_known():
    home = home_of(entity("sensor.w", "Washer power", "Consumo de la lavadora", "k"), k=("K", "K"))
    assert unknown_thing("has the washer finished", "en", home) is None
    assert unknown_thing("are the washers on", "en", home) is None
    assert unknown_thing("is the dryer on", "en", home).words == ("dryer",)
