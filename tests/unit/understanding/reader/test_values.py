"""Modes, parts, changes and lasting orders in a home: what they come to, and neighbours that must not act."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import HOME
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.reader.order_reader import OrderReader
from sarai_mqtt.understanding.reader.reader import Reader

_WHERE = ("name", "area", "floor", "domain", "device_class")


def _done(understander: Understander, text: str, language: str, area: str | None) -> str:
    """Return the commands of `text` in one line: intent, values, targets."""
    found = understander.read(text, language, area)
    commands = found if isinstance(found, tuple) else ()
    return " + ".join(
        f"{i.name.removeprefix('Hass')} {_values(i.slots)}{','.join(sorted(i.targets))}" for i in commands
    )


def _values(slots: Mapping[str, object]) -> str:
    return "".join(f"{name}={value} " for name, value in slots.items() if name not in _WHERE)


@pytest.mark.parametrize(
    ("language", "area", "text", "done"),
    [
        # modes, with and without a verb
        ("en", None, "family room AC, fan only", "ClimateSetHvacMode hvac_mode=fan_only climate.den"),
        ("en", None, "gym AC dry", "ClimateSetHvacMode hvac_mode=dry climate.gym"),
        ("en", "gym", "AC to dry", "ClimateSetHvacMode hvac_mode=dry climate.gym"),
        ("en", None, "cool mode on the gym AC", "ClimateSetHvacMode hvac_mode=cool climate.gym"),
        ("en", "gym", "change the air conditioner from cool to dry", "ClimateSetHvacMode hvac_mode=dry climate.gym"),
        ("en", None, "tower fan turbo", "FanSetPresetMode preset_mode=turbo fan.tower"),
        ("en", None, "natural mode on the tower fan", "FanSetPresetMode preset_mode=natural fan.tower"),
        ("en", None, "put the heating on eco", "ClimateSetPresetMode preset_mode=eco climate.central"),
        ("en", None, "humidifier on normal", "HumidifierMode mode=normal humidifier.bruno"),
        ("en", None, "hot water tank to performance", "ClimateSetPresetMode preset_mode=performance water_heater.tank"),
        ("en", None, "gym AC fan on high", "ClimateSetFanMode fan_mode=high climate.gym"),
        ("en", None, "tower fan on low", "FanSetSpeed percentage=20 fan.tower"),
        ("en", None, "set the family room AC to heat at 22 degrees",
         "ClimateSetHvacMode hvac_mode=heat climate.den + ClimateSetTemperature temperature=22 climate.den"),
        ("es", None, "split solo ventilación", "ClimateSetHvacMode hvac_mode=fan_only climate.den"),
        ("es", None, "split, solo ventilador", "ClimateSetHvacMode hvac_mode=fan_only climate.den"),
        ("es", None, "ventilador de torre en turbo", "FanSetPresetMode preset_mode=turbo fan.tower"),
        ("es", None, "termo en eco", "ClimateSetPresetMode preset_mode=eco water_heater.tank"),
        ("es", None, "calefacción eco", "ClimateSetPresetMode preset_mode=eco climate.central"),
        ("es", None, "ventilador de torre en velocidad alta", "FanSetSpeed percentage=100 fan.tower"),
        ("fr", "gym", "clim en mode froid", "ClimateSetHvacMode hvac_mode=cool climate.gym"),
        ("fr", None, "clim du séjour, ventilation seule", "ClimateSetHvacMode hvac_mode=fan_only climate.den"),
        ("fr", None, "ventilateur colonne turbo", "FanSetPresetMode preset_mode=turbo fan.tower"),
        ("fr", None, "chauffe-eau en éco", "ClimateSetPresetMode preset_mode=eco water_heater.tank"),
        ("fr", None, "brasseur d'air en vitesse rapide", "FanSetSpeed percentage=100 fan.den"),
        # parts of a whole
        ("en", None, "close the north blind three quarters of the way", "SetPosition position=25 cover.north"),
        ("en", None, "close the north blind by a third", "SetPosition position_delta=-33.3 cover.north"),
        ("en", None, "put Bruno's light on at three quarters", "LightSet brightness=75 light.bruno_ceiling"),
        ("es", None, "pon los faroles del jardín a un cuarto", "LightSet brightness=25 light.garden_lanterns"),
        ("es", None, "cierra la persiana norte tres cuartas partes", "SetPosition position=25 cover.north"),
        ("es", None, "la radio de la cocina a la mitad de volumen", "SetVolume volume_level=50 media_player.kitchen_radio"),
        ("es", None, "baja la araña a la mitad", "LightSet brightness=50 light.chandelier"),
        ("fr", None, "les lanternes du jardin au quart", "LightSet brightness=25 light.garden_lanterns"),
        ("fr", None, "ferme le store nord d'un tiers", "SetPosition position_delta=-33 cover.north"),
        # changes
        ("en", None, "lower Bruno's shutter another twenty percent", "SetPosition position_delta=-20 cover.bruno_shutter"),
        ("en", None, "drop the radiator half a degree", "ClimateSetTemperature temperature_delta=-0.5 climate.bath_radiator"),
        ("en", None, "heat the hot water tank to fifty degrees", "ClimateSetTemperature temperature=50 water_heater.tank"),
        ("en", None, "lower the chandelier a bit more", "LightSet brightness_delta=-10 light.chandelier"),
        ("en", None, "less light from the chandelier", "LightSet brightness_delta=-20 light.chandelier"),
        ("en", None, "slow down the paddle fan", "FanSetSpeed percentage_delta=-20 fan.den"),
        ("es", None, "dos grados más de calefacción", "ClimateSetTemperature temperature_delta=2 climate.central"),
        ("es", None, "20 por ciento más de luz en la araña", "LightSet brightness_delta=20 light.chandelier"),
        ("es", None, "los focos un pelín más fuertes", "LightSet brightness_delta=10 light.kitchen_spots"),
        ("fr", None, "chauffage, deux degrés de plus", "ClimateSetTemperature temperature_delta=2 climate.central"),
        ("fr", "gym", "un degré de moins pour la clim", "ClimateSetTemperature temperature_delta=-1 climate.gym"),
        ("fr", None, "monte le lustre encore de dix pour cent", "LightSet brightness_delta=10 light.chandelier"),
        # starting, stopping, and what lasts
        ("en", None, "run the drip irrigation for ten minutes",
         "TurnOn valve.drip + StartTimer minutes=10 conversation_command=turn off the drip irrigation valve.drip"),
        ("en", None, "stop the drip irrigation", "TurnOff valve.drip"),
        ("en", None, "run the night round", "TurnOn script.night_round"),
        ("en", None, "ten minutes from now, kitchen radio off",
         "StartTimer minutes=10 conversation_command=kitchen radio off media_player.kitchen_radio"),
        ("es", None, "la bomba de la piscina, dos horas",
         "TurnOn switch.pool_pump + StartTimer hours=2 conversation_command=apaga la bomba de la piscina switch.pool_pump"),
        ("es", None, "pon en marcha el riego por goteo", "TurnOn valve.drip"),
        ("es", None, "¡a cortar el pasto!", "LawnMowerStartMowing lawn_mower.shaun"),
        ("es", None, "ejecuta la ronda nocturna", "TurnOn script.night_round"),
        ("fr", None, "arrête l'arrosage", "TurnOff valve.drip"),
        ("fr", None, "applique allumée", "TurnOn light.sconce"),
        ("fr", None, "lumières de l'atelier éteintes", "TurnOff light.bench,light.tube"),
    ],
)  # fmt: skip
def test_values_come_to_commands(
    understander: Understander, language: str, area: str | None, text: str, done: str
) -> None:
    assert _done(understander, text, language, area) == done


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # a mode of another kind of thing, or of none
        ("en", "set the paddle fan to heat"),
        ("en", "set the humidifier to heat"),
        ("en", "set the big TV to cool mode"),
        ("en", "chandelier to auto"),
        ("en", "family room AC on submarine mode"),
        ("en", "turn off eco mode on the heating"),
        ("es", "split en modo submarino"),
        ("es", "pon el ventilador de torre en modo discoteca"),
        ("es", "pon las luces en eco"),
        ("es", "pon la lámpara de mesa en bajo"),
        ("fr", "mets le ventilateur colonne en mode disco"),
        ("fr", "mets le brasseur d'air en chauffage"),
        # a part of the things is not a part of their level
        ("en", "turn off half the lights"),
        ("en", "dim half the lights"),
        ("es", "enciende la mitad de las luces de la sala de estar"),
        ("fr", "allume la moitié des lumières du séjour"),
        # which way, or from where
        ("en", "set the chandelier by 20"),
        ("en", "another 20 percent on the chandelier"),
        ("es", "otro 20 por ciento la persiana norte"),
        ("fr", "encore dix pour cent sur le lustre"),
        ("fr", "ferme le store nord aux trois quarts"),
        ("en", "close the north blind to a third"),
        ("en", "lower the heating by half"),
        # limits and comparisons
        ("en", "set the chandelier to at most 30 percent"),
        ("es", "pon la araña como máximo al 30"),
        ("fr", "mets le lustre à 30 pour cent maximum"),
        ("fr", "mets le chauffage à au moins 20 degrés"),
        ("en", "make the chandelier brighter than the corner lamp"),
        ("es", "pon la tele pequeña más alta que la grande"),
        ("es", "pon la luz del gimnasio más alta que la de la cocina"),
        ("fr", "mets le lustre plus fort que la lampe du coin"),
        # how a thing is
        ("fr", "la lumière de la cuisine est éteinte"),
        ("es", "a la cocina"),
        ("en", "big TV, two hours"),
        ("es", "la puerta de la casa, dos horas"),
    ],
)
def test_what_no_thing_can_take_does_not_act(understander: Understander, language: str, text: str) -> None:
    assert not _done(understander, text, language, "den")


def _told(home: Home, text: str, language: str) -> object:
    words = {language: content_words(language)}
    return OrderReader(home, words, Reader(home, words)).read(text, language, None).found


def _with_modes(entity: str, **modes: tuple[str, ...]) -> Home:
    home = load_home(HOME)
    entities = {**home.entities, entity: replace(home.entities[entity], modes=modes)}
    return replace(home, entities=entities)


@pytest.mark.parametrize(
    ("language", "entity", "modes", "text", "done"),
    [
        ("en", "fan.tower", {"preset_modes": ("Disco",)}, "put the tower fan in disco mode", "disco"),
        ("es", "fan.tower", {"preset_modes": ("Discoteca",)}, "ventilador de torre en modo discoteca", "discoteca"),
        ("en", "fan.tower", {"preset_modes": ("Boost",)}, "tower fan turbo", "turbo"),
        ("en", "fan.tower", {"preset_modes": ("sleep",)}, "tower fan turbo", None),
        ("en", "climate.gym", {"hvac_modes": ("off", "cool", "dry")}, "put the gym AC on heat", None),
        ("es", "climate.gym", {"hvac_modes": ("off", "cool", "dry")}, "pon el aire del gimnasio en modo calor", None),
        ("fr", "climate.gym", {"hvac_modes": ("off", "cool", "dry")}, "clim de la salle de sport en mode sec", "dry"),
    ],
)  # fmt: skip
def test_a_thing_that_tells_its_modes_takes_those_alone(
    language: str, entity: str, modes: Mapping[str, tuple[str, ...]], text: str, done: str | None
) -> None:
    found = _told(_with_modes(entity, **modes), text, language)
    if done is None:
        assert isinstance(found, LeftOver)
        assert found.reason == "cannot"
    else:
        assert isinstance(found, tuple)
        assert done in found[0].slots.values()
