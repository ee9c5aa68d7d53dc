"""Orders whose scope, amount or denial was once lost: who breaks the reader adds a row."""

from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on

_DEN = {"light.chandelier", "light.corner_lamp", "light.shelf"}


@pytest.mark.parametrize(
    ("language", "area", "text"),
    [
        ("en", "den", "turn off all but one light"),
        ("en", "den", "turn off everything except one TV"),
        ("en", "den", "turn off the lights except in the cellar"),
        ("en", "den", "lights not on"),
        ("en", "den", "turn the corner lamp not red"),
        ("en", "den", "turn off no lights"),
        ("en", "den", "close the blinds to a third"),
        ("en", "den", "close the blinds 30 percent"),
        ("en", "den", "turn off one of the lights"),
        ("en", "den", "turn off some lights"),
        ("en", "den", "turn off any light"),
        ("en", "den", "turn off the chandelier and in ten minutes the TV"),
        ("en", None, "turn off the gym lights except the corner lamp"),
        ("en", None, "the vacuum"),
        ("es", None, "cierra la persiana norte un 30 por ciento"),
        ("es", None, "añade leche y quita pan de las tareas"),
        ("es", None, "aspira todo menos la cocina"),
        ("es", None, "puedo apagar la araña"),
        ("es", None, "debería apagar la araña"),
        ("es", None, "Bruno abre la cancela"),
        ("es", None, "que apague Bruno la araña"),
        ("es", None, "la aspiradora"),
        ("fr", None, "l'aspirateur"),
    ],
)
def test_nothing_acts_on_what_was_not_wholly_said(
    understander: Understander, language: str, area: str | None, text: str
) -> None:
    assert not acted_on(understander, text, language, area)


@pytest.mark.parametrize(
    ("language", "area", "text", "targets"),
    [
        ("en", "den", "turn off the lights except the chandelier and the TV", _DEN - {"light.chandelier"}),
        ("en", "den", "turn off the lights except the gym fan", _DEN),
        ("es", "den", "apaga las luces salvo la lámpara del rincón", _DEN - {"light.corner_lamp"}),
        ("es", None, "abre la cancela, no la puerta de la casa", {"cover.gate"}),
        ("es", None, "apaga la luz, no, la araña", {"light.chandelier"}),
        ("en", None, "close every blind but the south one", {"cover.north"}),
        ("en", None, "open all the shutters", {"cover.bruno_shutter", "cover.parents_shutter"}),
        ("en", None, "chandelier 50 percent, corner lamp blue", {"light.chandelier", "light.corner_lamp"}),
    ],
)
def test_just_what_was_said_acts(
    understander: Understander, language: str, area: str | None, text: str, targets: set[str]
) -> None:
    assert acted_on(understander, text, language, area) == targets


def test_each_thing_has_its_own_value(understander: Understander) -> None:
    found = understander.read("chandelier 50 percent, corner lamp blue", "en")
    assert isinstance(found, tuple)
    assert [(i.targets, i.slots.get("brightness"), i.slots.get("color")) for i in found] == [
        (("light.chandelier",), 50, None),
        (("light.corner_lamp",), None, "blue"),
    ]


def test_opening_by_an_amount_is_a_change(understander: Understander) -> None:
    found = understander.read("open the north blind by 50 percent", "en")
    assert isinstance(found, tuple)
    assert dict(found[0].slots) == {"position_delta": 50, "name": "cover.north"}
