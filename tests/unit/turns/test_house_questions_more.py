"""Questions about things of a house that this home lacks, or whose state nobody knows, are never a Thinker's."""

import pytest

from sarai_mqtt.turns.own_answers.own_answers import own_answer
from tests.harness.home import entity, home_of

HOME = home_of(entity("light.hall", "Hall lamp", "Lámpara del pasillo", "hall"), hall=("Hall", "Pasillo"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "is the sauna ready"),
        ("en", "are my plants thirsty"),
        ("en", "has the washing machine finished"),
        ("en", "when was the door last opened"),
        ("en", "what colour is the hall lamp"),
        ("es", "¿de qué color es la lámpara del pasillo?"),
        ("es", "están encendidos los aspersores"),
        ("es", "¿a qué temperatura está la piscina?"),
        ("es", "¿hay leche en la nevera?"),
        ("fr", "les arroseurs sont-ils allumés ?"),
        ("fr", "la machine à laver a-t-elle fini ?"),
        ("fr", "l'alarme est-elle activée ?"),
        ("fr", "combien d'eau reste-t-il dans la cuve"),
    ],
)
def test_it_is_answered_that_it_is_not_known(language, text):
    answer = own_answer(text, [language], HOME, "112")
    assert (answer.kind, answer.language) == ("unknown", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "are plants alive"),
        ("es", "¿de qué color es el cielo?"),
        ("fr", "la guerre est-elle finie ?"),
        ("fr", "Napoléon est-il fini"),
    ],
)
def test_questions_about_the_world_are_talk(language, text):
    assert own_answer(text, [language], HOME, "112") is None
