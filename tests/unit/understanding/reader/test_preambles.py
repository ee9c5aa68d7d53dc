"""Orders after what a person tells first, in the home of the development sentences."""

import pytest

from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on, commands

_DEN = {"light.chandelier", "light.corner_lamp", "light.shelf"}


@pytest.mark.parametrize(
    ("language", "area", "text", "targets"),
    [
        ("en", None, "I've finished my run, so switch the treadmill off", {"switch.treadmill"}),
        ("en", "den", "the grandparents want a nap, could you close the blinds", {"cover.north", "cover.south"}),
        ("en", None, "we have had our tea, switch off the kettle", {"switch.kettle"}),
        ("en", None, "I don't want to catch a cold, so turn the heating up two degrees", {"climate.central"}),
        ("en", None, "there's nobody in the gym and it smells, turn the gym fan on", {"fan.gym"}),
        ("en", None, "we don't need the treadmill any more, turn it off", {"switch.treadmill"}),
        ("es", None, "ya hirvió el agua, apaga el hervidor", {"switch.kettle"}),
        ("es", "den", "mira, como viene la abuela a dormir la siesta, baja las persianas", {"cover.north", "cover.south"}),
        ("es", None, "ya terminamos de cortar, así que apagá la sierra", {"switch.table_saw"}),
        ("es", None, "no quiero resfriarme, sube la calefacción dos grados", {"climate.central"}),
        ("es", None, "oye, creo que me dejé encendida la sierra; apágala si eso", {"switch.table_saw"}),
        ("es", None, "tengo frío, sube la calefacción", {"climate.central"}),
        ("es", "den", "baja las persianas, hace mucho sol", {"cover.north", "cover.south"}),
        ("fr", None, "on a fini de courir, éteins le tapis de course", {"switch.treadmill"}),
    ],
)  # fmt: skip
def test_the_order_after_what_was_told_is_done(
    understander: Understander, language: str, area: str | None, text: str, targets: set[str]
) -> None:
    assert acted_on(understander, text, language, area) == targets
    assert {intent.text for intent in commands(understander, text, language, area)} == {text}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # another room or thing may be meant
        ("en", "the kettle and the treadmill are on, turn it off"),
        ("es", "los niños están en la biblioteca, apaga las luces"),
        ("es", "la radio está alta y la tele también, bájala"),
        # somebody says it, or only if, or later, or not
        ("en", "my mother always says, turn off the lights"),
        ("en", "when it's cold, turn on the heating"),
        ("en", "we're back tomorrow, turn the heating on"),
        ("en", "I don't want you to turn on the heating, turn on the fan"),
        ("en", "is it cold? turn on the heating"),
        ("es", "mi madre dice, apaga las luces"),
        ("es", "si hace frío, sube la calefacción"),
        ("es", "volvemos mañana, enciende la calefacción"),
        ("es", "no quiero que enciendas la calefacción, enciende el ventilador"),
        ("es", "los niños duermen, no enciendas las luces"),
        # an amount that may be the order's
        ("es", "son veinte grados, sube la calefacción"),
        # nothing is meant
        ("es", "es una broma, apaga las luces"),
    ],
)
def test_what_is_told_may_not_be_passed_over(understander: Understander, language: str, text: str) -> None:
    assert not commands(understander, text, language, "den")
