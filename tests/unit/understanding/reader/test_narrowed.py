"""Exceptions, places, quantities and parts of names: which things act, and neighbours that must not."""

from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on

_DEN = {"light.chandelier", "light.corner_lamp", "light.shelf"}
_BUT_CHANDELIER = _DEN - {"light.chandelier"}
_SIDES = {"light.his_side", "light.her_side"}
_OUTSIDE = {"light.garden_lanterns", "light.tree", "light.carport"}
_BATHS = {"light.small_bath", "light.big_bath"}
_BRUNO = {"light.bruno_ceiling", "light.bruno_reading", "light.rocket"}


@pytest.mark.parametrize(
    ("language", "area", "text", "targets"),
    [
        # before the order
        ("en", None, "except for the gym, turn off all the fans", {"fan.den", "fan.tower", "fan.hood"}),
        ("en", "den", "all but the chandelier, lights off", _BUT_CHANDELIER),
        (
            "es",
            None,
            "salvo el del gimnasio, apaga todos los ventiladores",
            {"fan.den", "fan.tower", "fan.hood"},
        ),
        ("es", "den", "exceptuando la araña y la lámpara del rincón, apaga las luces", {"light.shelf"}),
        ("fr", "den", "à l'exception du lustre, éteins les lumières", _BUT_CHANDELIER),
        # after it
        ("en", "parents", "lights off, not the dome light though", _SIDES),
        ("en", "parents", "turn off the lights, the dome light stays on", _SIDES),
        ("en", "parents", "turn off the lights and leave the dome light on", _SIDES),
        ("en", "parents", "turn the lights off, leave the dome light alone", _SIDES),
        ("en", "den", "leave the chandelier on and turn the rest of the lights off", _BUT_CHANDELIER),
        ("es", "parents", "apaga las luces, eso sí, deja el plafón", _SIDES),
        ("es", "parents", "apaga las luces, el plafón déjalo encendido", _SIDES),
        ("es", None, "luces fuera en la sala de estar, la araña no", _BUT_CHANDELIER),
        ("es", "den", "apaga todas menos la araña", _BUT_CHANDELIER),
        ("es", "den", "deja encendida solo la araña y apaga las demás", _BUT_CHANDELIER),
        ("fr", "parents", "éteins les lumières mais laisse le plafonnier", _SIDES),
        ("fr", "parents", "laisse le plafonnier allumé et éteins les autres lumières", _SIDES),
        ("fr", None, "ouvre tous les rideaux sauf celui de Marthe", {"cover.library_curtain"}),
        # restricted
        ("en", None, "turn off the lights in the family room only", _DEN),
        ("es", None, "apaga las luces solo en la sala de estar", _DEN),
        ("fr", None, "éteins les lumières du séjour seulement", _DEN),
        # places
        ("en", None, "outside lights off", _OUTSIDE),
        ("es", None, "apaga las luces de fuera", _OUTSIDE),
        ("fr", None, "éteins les lumières à l'extérieur", _OUTSIDE),
        ("fr", None, "ferme les volets du haut", {"cover.parents_shutter", "cover.bruno_shutter"}),
        ("en", None, "turn off the lights in both bathrooms", _BATHS),
        ("es", None, "apaga las luces de los baños", _BATHS),
        ("en", None, "turn off Bruno's lights", _BRUNO),
        ("es", None, "apaga las luces de Bruno", _BRUNO),
        ("fr", None, "éteins les lumières de Bruno", _BRUNO),
        # quantities and names
        ("en", None, "turn on the two nightstand lamps in the parents' room", _SIDES),
        ("es", None, "enciende las dos lamparitas de la habitación de matrimonio", _SIDES),
        ("en", "den", "turn off all three of the lights", _DEN),
        ("en", None, "turn off the small telly", {"media_player.small_tv"}),
        ("es", None, "apaga la televisión grande", {"media_player.big_tv"}),
    ],
)
def test_just_what_was_said_acts(
    understander: Understander, language: str, area: str | None, text: str, targets: set[str]
) -> None:
    assert acted_on(understander, text, language, area) == targets


@pytest.mark.parametrize(
    ("language", "area", "text"),
    [
        ("en", None, "except the moon room, turn off all the lights"),
        ("es", None, "salvo la nave, apaga todas las luces"),
        ("fr", None, "sauf le grenier, éteins toutes les lumières"),
        ("en", "den", "leave only the chandelier on"),
        ("es", "den", "deja solo la araña encendida"),
        ("fr", "den", "laisse seulement le lustre allumé"),
        ("en", "den", "turn off the rest of the lights"),
        ("es", "den", "apaga las demás"),
        ("fr", "den", "éteins les autres"),
        ("en", "den", "turn off the lights next to the kitchen"),
        ("es", "den", "apaga las luces junto a la cocina"),
        ("fr", "den", "éteins les lumières à côté de la cuisine"),
        ("en", None, "turn off the lights outside the kitchen"),
        ("en", None, "turn off the lights on this floor"),
        ("en", None, "turn off the lights in three bathrooms"),
        ("es", None, "apaga las luces de los tres baños"),
        ("en", None, "turn off Peter's lights"),
        ("en", "den", "turn off one of the TVs"),
        ("en", "den", "turn on two of the lights"),
        ("es", "den", "enciende un par de luces"),
        ("es", "sunroom", "prende los tres tocadiscos"),
        ("fr", "den", "éteins des lumières"),
        ("en", "den", "turn off the broken chandelier"),
        ("en", None, "turn off the huge TV"),
    ],
)
def test_nothing_acts_on_what_is_not_known(
    understander: Understander, language: str, area: str | None, text: str
) -> None:
    assert not acted_on(understander, text, language, area)
