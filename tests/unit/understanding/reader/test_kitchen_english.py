"""English and French as they are said in a kitchen, in the home of the development sentences; neighbours do nothing."""

from typing import Any

import pytest

from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on, commands

_DEN = {"light.chandelier", "light.corner_lamp", "light.shelf"}
_READING = {"light.marta_reading", "light.bruno_reading"}


@pytest.mark.parametrize(
    ("language", "area", "text", "targets"),
    [
        # a gerund of politeness
        ("en", "kitchen", "would you mind turning that radio off", {"media_player.kitchen_radio"}),
        ("en", None, "would you mind awfully closing Martha's curtain", {"cover.marta_curtain"}),
        # "get", an awning, and what is out in a place
        ("en", "den", "get the lights on", _DEN),
        ("en", None, "can we get the awning out", {"cover.awning"}),
        ("en", None, "turn the lights on out in the workshop", {"light.bench", "light.tube"}),
        ("en", None, "throw the blinds open in the family room", {"cover.north", "cover.south"}),
        # names
        ("en", None, "turn both the reading lamps off", _READING),
        ("en", None, "both reading lamps off", _READING),
        ("en", None, "turn off the big telly, oops, the small one", {"media_player.small_tv"}),
        ("en", "gym", "turn off, no, on the gym light", {"light.gym"}),
        ("fr", None, "éteins les deux lampes de nuit", {"light.his_side", "light.her_side"}),
        # the room of the speaker, not the house
        ("en", "gym", "turn off everything but the lights", {"fan.gym", "media_player.gym_speaker"}),
        ("fr", "gym", "éteins tout sauf les lumières", {"fan.gym", "media_player.gym_speaker"}),
        ("en", None, "close the carport", {"cover.carport_door"}),
        ("en", None, "keep the gym fan going for ten minutes", {"fan.gym"}),
    ],
)
def test_what_is_acted_on(
    understander: Understander, language: str, area: str | None, text: str, targets: set[str]
) -> None:
    assert acted_on(understander, text, language, area) == targets


@pytest.mark.parametrize(
    ("area", "text", "slots"),
    [
        (None, "knock two degrees off the heating", {"temperature_delta": -2}),
        (None, "shave ten percent off the table lamp", {"brightness_delta": -10}),
        (None, "turn the table lamp right up", {"brightness": 100}),
        (None, "dim the table lamp as low as it'll go", {"brightness": 1}),
        (None, "open the north blind about halfway", {"position": 50}),
        (None, "pull the awning halfway out", {"position": 50}),
        (None, "switch the heating over to eco mode", {"preset_mode": "eco"}),
        (None, "make the rocket go green", {"color": "green"}),
        ("library", "more light", {"brightness_delta": 20}),
        ("library", "a bit brighter", {"brightness_delta": 10}),
    ],
)
def test_the_value(understander: Understander, area: str | None, text: str, slots: dict[str, Any]) -> None:
    (intent,) = commands(understander, text, "en", area)
    assert {name: intent.slots[name] for name in slots} == slots


@pytest.mark.parametrize(
    ("language", "area", "text"),
    [
        # said to people
        ("en", "den", "get off the couch"),
        ("en", "den", "get out of the kitchen"),
        ("en", "den", "get the kids out of the kitchen"),
        ("en", "kitchen", "get the telly out of the kitchen"),
        ("en", "den", "crack an egg"),
        ("en", None, "get the vacuum out"),
        ("en", "den", "would you mind not turning that off"),
        ("fr", None, "descends dans l'abri voiture"),
        ("fr", "den", "tout éteint, c'est mieux"),
        # perhaps
        ("en", "den", "maybe turn off the lights"),
        ("en", None, "perhaps turn the heating up"),
        ("fr", "den", "il faudrait peut-être éteindre la lumière"),
        # a part of the name of a room is none of a thing's
        ("en", "marta", "put the big light on"),
        # no such thing, or which of several
        ("en", None, "turn on the lamps on either nightstand"),
        ("fr", None, "éteins la lampe à lave"),
        ("en", None, "turn the volume up by ten"),
        ("en", "cellar", "turn the heat up a little"),
    ],
)
def test_nothing_acts(understander: Understander, language: str, area: str | None, text: str) -> None:
    assert not commands(understander, text, language, area)


def test_opening_the_only_garage_door_of_a_room_asks_first(understander: Understander) -> None:
    (intent,) = commands(understander, "open the carport", "en", None)
    assert (intent.name, intent.targets, intent.confirm) == ("HassTurnOn", ("cover.carport_door",), True)
