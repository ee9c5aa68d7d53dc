"""Orders beside a remark that gives their reason, in the home of the development sentences."""

import pytest

from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on, commands

_DEN = {"light.chandelier", "light.corner_lamp", "light.shelf"}


@pytest.mark.parametrize(
    ("language", "area", "text", "targets"),
    [
        ("en", "den", "it's getting dark, pop the lights on", _DEN),
        ("en", None, "could you switch Martha's reading lamp off, she's asleep", {"light.marta_reading"}),
        ("en", "den", "close the blinds - the sun's in my eyes", {"cover.north", "cover.south"}),
        ("en", None, "it's freezing! turn the heating up two degrees", {"climate.central"}),
        ("en", "den", "dim the lights, time for bed", _DEN),
        ("en", "den", "that telly's too loud, turn it down", {"media_player.big_tv"}),
        ("en", None, "the chandelier is too bright, dim it to thirty percent", {"light.chandelier"}),
        ("en", "den", "turn on the lights, I'm reading", _DEN),
        ("fr", None, "éteins la liseuse de Marthe, elle dort", {"light.marta_reading"}),
        ("fr", None, "on gèle, mets le chauffage", {"climate.central"}),
        ("fr", "den", "baisse la télé, on ne s'entend plus", {"media_player.big_tv"}),
        ("fr", None, "désactive le mode absent, on est rentrés", {"input_boolean.away"}),
        ("fr", "den", "c'est trop fort, baisse la télé", {"media_player.big_tv"}),
    ],
)
def test_the_order_beside_a_remark_is_done(
    understander: Understander, language: str, area: str | None, text: str, targets: set[str]
) -> None:
    assert acted_on(understander, text, language, area) == targets
    assert {intent.text for intent in commands(understander, text, language, area)} == {text}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # it is not meant
        ("en", "he's joking, turn off the lights"),
        ("en", "turn off the lights, I'm kidding"),
        ("en", "she's like, turn off the lights"),
        ("en", "it's a song, turn off the lights"),
        ("fr", "je plaisante, éteins la lumière"),
        ("fr", "c'est une blague, éteins la lumière"),
        ("fr", "elle rigole, éteins la lumière"),
        # it is said of somebody, or only if
        ("fr", "il dit, éteins la lumière"),
        ("en", "if it's cold, turn on the heating"),
        ("fr", "si on gèle, mets le chauffage"),
        # it forbids
        ("en", "mum's asleep, don't turn on the lights"),
        # it may say which, how much or when
        ("en", "turn off the lights, it's not a question"),
        ("en", "it's ten degrees, turn the heating up"),
        ("fr", "éteins la lumière, c'est celle de la cuisine"),
    ],
)
def test_a_sentence_that_is_not_meant_or_says_more_does_nothing(
    understander: Understander, language: str, text: str
) -> None:
    assert not commands(understander, text, language, "den")
