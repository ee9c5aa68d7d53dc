"""Kinds of orders that once acted wrongly in the held sentences, in the home of the development sentences."""

from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import acted_on, commands


@pytest.mark.parametrize(
    ("language", "area", "text"),
    [
        # half of an order
        ("es", "gym", "apaga el"),
        ("fr", "den", "allume la"),
        ("fr", "gym", "éteins le"),
        # a condition
        ("en", "den", "once the children are asleep, turn off the lights"),
        ("en", "den", "turn off the lights once we leave"),
        ("es", "den", "una vez que acabe el partido, apaga las luces"),
        ("es", "den", "una vez terminada la serie, apaga las luces"),
        ("fr", "den", "une fois le match fini, éteins les lumières"),
        ("fr", "den", "une fois que tout le monde dort, éteins les lumières"),
        # an exception of one, where there are several
        ("en", None, "turn off everything except the telly"),
        ("es", None, "apaga todo menos la tele"),
        ("fr", None, "éteins tout sauf la télé"),
        # a timer is not called so
        ("en", "den", "pause the telly and start a ten minute timer"),
    ],
)
def test_nothing_acts(understander: Understander, language: str, area: str | None, text: str) -> None:
    assert not commands(understander, text, language, area)


@pytest.mark.parametrize(
    ("language", "text", "item"),
    [
        ("en", "add rice, no, pasta to the shopping list", "pasta"),
        ("en", "add tea, sorry, coffee to the shopping list", "coffee"),
        ("es", "añade arroz, no, pasta a la lista de la compra", "pasta"),
    ],
)
def test_an_item_taken_back_is_not_added(
    understander: Understander, language: str, text: str, item: str
) -> None:
    assert [i.slots["item"] for i in commands(understander, text, language, None)] == [item]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "everything off but the telly"),
        ("es", "apaga todo menos la tele"),
        ("fr", "éteins tout sauf la télé"),
    ],
)
def test_an_exception_of_one_is_that_of_the_room(
    understander: Understander, language: str, text: str
) -> None:
    targets = acted_on(understander, text, language, "den")
    assert targets
    assert "media_player.big_tv" not in targets
    assert {understander.home.entities[target].area for target in targets} == {"den"}


_TWO_ROOMS = """
areas:
  - {id: lounge, names: {es: [Salón], en: [Lounge], fr: [Salon]}}
  - {id: bedroom, names: {es: [Dormitorio], en: [Bedroom], fr: [Chambre]}}
  - {id: garage, names: {es: [Garaje, Cochera], en: [Garage], fr: [Garage]}}
  - {id: patio, names: {es: [Patio], en: [Patio], fr: [Terrasse]}}
entities:
  - {id: media_player.lounge, area: lounge, names: {es: [Tele], en: [TV], fr: [Télé]}}
  - {id: media_player.bedroom, area: bedroom, names: {es: [Tele del dormitorio], en: [Bedroom TV], fr: [Télé de la chambre]}}
  - {id: light.garage, area: garage, names: {es: [Fluorescente], en: [Tube light], fr: [Néon]}}
  - {id: light.patio, area: patio, names: {es: [Farol], en: [Lantern], fr: [Lanterne]}}
  - {id: cover.garage, area: garage, device_class: garage, names: {es: [Puerta del garaje], en: [Garage door], fr: [Porte du garage]}}
  - {id: lock.front, area: lounge, names: {es: [Puerta principal], en: [Front door], fr: [Porte d'entrée]}}
"""


@pytest.fixture(scope="module")
def in_two_rooms(tmp_path_factory: pytest.TempPathFactory) -> Understander:
    file = tmp_path_factory.mktemp("home") / "home.yaml"
    file.write_text(_TWO_ROOMS, "utf-8")
    settings = load_settings(None)
    settings.home.file, settings.languages = file, ["es", "en", "fr"]
    return Assembly(settings).understander


@pytest.mark.parametrize(
    ("language", "area", "text", "target"),
    [
        ("en", "bedroom", "turn off the TV", "media_player.bedroom"),
        ("en", "bedroom", "turn the TV down by 10", "media_player.bedroom"),
        ("en", "lounge", "turn off the TV", "media_player.lounge"),
        ("en", "garage", "turn off the TV", "media_player.lounge"),
        ("en", "bedroom", "turn off the lounge TV", "media_player.lounge"),
        ("es", "bedroom", "apaga la tele", "media_player.bedroom"),
        ("es", "bedroom", "apaga la tele del salón", "media_player.lounge"),
        ("fr", "bedroom", "éteins la télé", "media_player.bedroom"),
        ("es", None, "enciende las luces de afuera", "light.patio"),
        ("fr", None, "allume les lumières dehors", "light.patio"),
        ("es", "lounge", "dale play a la tele del dormitorio", "media_player.bedroom"),
    ],
)
def test_what_is_nearer_acts(
    in_two_rooms: Understander, language: str, area: str | None, text: str, target: str
) -> None:
    found = commands(in_two_rooms, text, language, area)
    assert [set(i.targets) for i in found] == [{target}]
    assert found[0].name != "HassMediaSearchAndPlay"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "open the door"), ("es", "abre la puerta"), ("fr", "ouvre la porte")]
)
def test_the_door_is_not_that_of_the_garage(in_two_rooms: Understander, language: str, text: str) -> None:
    assert not commands(in_two_rooms, text, language, None)
