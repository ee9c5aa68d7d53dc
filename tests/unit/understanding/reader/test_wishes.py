"""Orders said as wishes, by participles, with a level or a remark beside them; their neighbours do nothing."""

from typing import Any

import pytest

from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on, commands

_DEN = {"light.chandelier", "light.corner_lamp", "light.shelf"}
_KITCHEN = {"light.hood", "light.kitchen_spots"}
_BLINDS = {"cover.north", "cover.south"}


@pytest.mark.parametrize(
    ("language", "area", "text", "intent", "targets"),
    [
        ("en", None, "I want the gym fan off", "HassTurnOff", {"fan.gym"}),
        ("en", None, "get the gym fan turned off", "HassTurnOff", {"fan.gym"}),
        ("en", "den", "I'd like the blinds raised", "HassTurnOn", _BLINDS),
        ("en", None, "we want the lights on in the family room", "HassTurnOn", _DEN),
        ("en", None, "make sure the street door is locked", "HassTurnOn", {"lock.street_door"}),
        ("en", None, "make sure the kitchen lights are off", "HassTurnOff", _KITCHEN),
        ("es", None, "asegúrate de que las luces de la cocina estén apagadas", "HassTurnOff", _KITCHEN),
        ("en", None, "send the vacuum back to her dock", "HassVacuumReturnToBase", {"vacuum.dusty"}),
        ("en", None, "be a love and turn the gym fan off", "HassTurnOff", {"fan.gym"}),
        ("en", "den", "pull down the whole lot of blinds in here", "HassTurnOff", _BLINDS),
        ("en", "den", "close the blind on the north", "HassTurnOff", {"cover.north"}),
        # the thing before its verb
        ("es", None, "que el ventilador del gimnasio se apague", "HassTurnOff", {"fan.gym"}),
        ("es", None, "que se apaguen las luces de la cocina", "HassTurnOff", _KITCHEN),
        ("es", None, "haz que las luces de la cocina se enciendan", "HassTurnOn", _KITCHEN),
        ("es", None, "hace frío, que el ventilador del gimnasio se pare", "HassTurnOff", {"fan.gym"}),
        # a misheard word, where the rest can be but one thing
        ("en", "den", "switch off the corner lamb", "HassTurnOff", {"light.corner_lamp"}),
        # a remark beside the order
        ("en", "gym", "turn the fan on, it's all stuffy in here", "HassTurnOn", {"fan.gym"}),
        ("en", None, "turn off the gym fan, somebody left it on", "HassTurnOff", {"fan.gym"}),
        ("es", None, "hace calor, enciende el ventilador del gimnasio", "HassTurnOn", {"fan.gym"}),
        ("es", None, "apaga el ventilador del gimnasio, hace frío", "HassTurnOff", {"fan.gym"}),
    ],
)  # fmt: skip
def test_what_is_done(
    understander: Understander, language: str, area: str | None, text: str, intent: str, targets: set[str]
) -> None:
    assert {i.name for i in commands(understander, text, language, area)} == {intent}
    assert acted_on(understander, text, language, area) == targets


@pytest.mark.parametrize(
    ("language", "area", "text", "slots"),
    [
        ("en", None, "turn the heating down a couple of degrees", {"temperature_delta": -2}),
        ("es", None, "sube la calefacción un par de grados", {"temperature_delta": 2}),
        ("es", None, "dale un grado más a la calefacción", {"temperature_delta": 1}),
        ("en", None, "take three degrees off the heating", {"temperature_delta": -3}),
        ("es", None, "quítale tres grados a la calefacción", {"temperature_delta": -3}),
        ("en", None, "get the heating set to nineteen", {"temperature": 19}),
        ("en", None, "put the heating back to nineteen", {"temperature": 19}),
        ("en", None, "put the gym speaker on volume thirty", {"volume_level": 30}),
        ("es", None, "baja diez puntos el altavoz del gimnasio", {"volume_step": -10}),
        # some more is a step, not all the way
        ("en", None, "open the awning more", {"position_delta": 20}),
        ("en", None, "close the north blind a bit further", {"position_delta": -10}),
        ("es", None, "abre más el toldo", {"position_delta": 20}),
        ("es", "den", "cierra más la persiana norte", {"position_delta": -20}),
        # a bit of the light is taken away, not all of it
        ("es", "den", "quita un poco de luz", {"brightness_delta": -10}),
        ("en", None, "set us a timer for twelve minutes", {"minutes": 12}),
    ],
)
def test_the_value(
    understander: Understander, language: str, area: str | None, text: str, slots: dict[str, Any]
) -> None:
    (intent,) = commands(understander, text, language, area)
    assert {name: intent.slots[name] for name in slots} == slots
    assert "name" not in intent.slots or not intent.name.endswith("Timer")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn the lights off in the kitchen and on in the library"),
        ("en", "lights off in the kitchen and on in the library"),
    ],
)
def test_the_other_state_is_of_the_same_things_elsewhere(
    understander: Understander, language: str, text: str
) -> None:
    off, on = commands(understander, text, language, None)
    assert (off.name, set(off.targets)) == ("HassTurnOff", _KITCHEN)
    assert (on.name, set(on.targets)) == ("HassTurnOn", {"light.bookcase", "light.library_table"})


def test_what_is_left_as_it_is_tells_no_place_of_the_order(understander: Understander) -> None:
    done = acted_on(understander, "kill all the lights, leave the reading lamp in Bruno's room", "en", None)
    assert "light.bruno_reading" not in done
    assert {"light.hood", "light.gym", "light.bruno_ceiling"} <= done


@pytest.mark.parametrize(
    ("language", "area", "text"),
    [
        # told, not ordered
        ("en", "den", "I got the lights turned off"),
        ("en", "den", "I have the heating set to twenty"),
        ("en", "bruno", "the kids want the rocket in blue"),
        ("en", "den", "my wife wants the lights off"),
        ("en", "den", "get the car washed"),
        ("en", "den", "make sure nobody opens the carport"),
        ("en", "den", "we have a couple of lamps"),
        # denied, asked, told, under a condition
        ("es", "den", "que el ventilador del gimnasio no se apague"),
        ("es", "den", "que el ventilador del gimnasio nunca se apague"),
        ("es", "den", "me molesta que se apague el ventilador del gimnasio"),
        ("es", "den", "es raro que el ventilador del gimnasio se apague"),
        ("es", "den", "que se apague el ventilador del gimnasio si hace frío"),
        ("es", "den", "que mi hermano apague el ventilador del gimnasio"),
        # somebody else's words, a joke, another thing
        ("es", "den", "dice que hace calor, enciende el ventilador del gimnasio, en broma"),
        ("es", "den", "quita la basura"),
        ("es", "den", "abre más la boca"),
        # a misheard word, or none
        ("en", "den", "turn the lamb on"),
        ("en", "kitchen", "put the lamb in the oven"),
        ("en", "kitchen", "the lamb's in the oven, turn it off"),
        ("es", "den", "dale la vuelta"),
        # which way, and what
        ("es", None, "quita tres"),
        ("es", None, "baja dos puntos el ventilador del gimnasio"),
        ("en", None, "turn the gym fan down two points"),
        ("en", "kitchen", "turn the back light on"),
        ("en", "den", "turn the lights off in the kitchen and on in the ballroom"),
        ("en", "den", "the lights off and on"),
    ],
)
def test_nothing_is_done(understander: Understander, language: str, area: str | None, text: str) -> None:
    assert not acted_on(understander, text, language, area)
