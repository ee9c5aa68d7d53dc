"""What is said last holds, things may be said in part, and an order of several parts is done as a whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import commands


def _shown(intents: Sequence[Intent]) -> str:
    """Return intents as "HassTurnOn light.rocket light.hood; HassLightSet light.rocket brightness=20"."""
    where = {"name", "area", "floor", "domain", "device_class", "conversation_command"}
    return "; ".join(
        " ".join((i.name, *i.targets, *(f"{k}={v}" for k, v in i.slots.items() if k not in where)))
        for i in intents
    )


BY_VALUE = [
    ("en", None, "rocket blue, well, green actually", "HassLightSet light.rocket color=green"),
    ("en", None, "set the heating to 20, no, to 22", "HassClimateSetTemperature climate.central temperature=22"),
    ("en", None, "raise the heating two degrees, no, three", "HassClimateSetTemperature climate.central temperature_delta=3"),
    ("en", None, "set the chandelier to 30, or better, 40", "HassLightSet light.chandelier brightness=40"),
    ("en", None, "set the corner lamp to red, make that warm white", "HassLightSet light.corner_lamp temperature=2700"),
    ("en", None, "turn on the chandelier, actually 50 percent", "HassLightSet light.chandelier brightness=50"),
    ("en", None, "set a ten minute timer, sorry, fifteen", "HassStartTimer minutes=15"),
    ("en", None, "set a timer for ten minutes, no, for an hour", "HassStartTimer hours=1"),
    ("es", None, "cohete azul, bueno, verde", "HassLightSet light.rocket color=green"),
    ("es", None, "pon la araña al 30, o mejor al 40", "HassLightSet light.chandelier brightness=40"),
    ("es", None, "sube la calefacción dos grados, no, tres", "HassClimateSetTemperature climate.central temperature_delta=3"),
    ("es", None, "temporizador de diez minutos, perdón, de quince", "HassStartTimer minutes=15"),
    ("fr", None, "fusée en bleu, euh non, en vert", "HassLightSet light.rocket color=green"),
    ("fr", None, "chauffage à dix-neuf, oh non, dix-huit", "HassClimateSetTemperature climate.central temperature=18"),
    ("fr", None, "mets un minuteur de dix minutes, non, quinze", "HassStartTimer minutes=15"),
]  # fmt: skip
BY_THING = [
    ("en", None, "open the north blind, I mean the south one", "HassTurnOn cover.south"),
    ("en", None, "turn on the tower fan, sorry, the gym one", "HassTurnOn fan.gym"),
    ("en", None, "open the north blind, I mean the other", "HassTurnOn cover.south"),
    ("en", None, "big TV off... no, the small one", "HassTurnOff media_player.small_tv"),
    ("en", None, "turn on the left nightstand lamp, no, the right one", "HassTurnOn light.her_side"),
    ("en", "bruno", "lamp on, not that one, the rocket", "HassTurnOn light.rocket"),
    ("en", None, "turn off the spotlights and the sconce, I mean the chandelier", "HassTurnOff light.kitchen_spots light.chandelier"),
    ("en", None, "turn on the chandelier and close the north blind, no, the south one", "HassTurnOn light.chandelier; HassTurnOff cover.south"),
    ("en", None, "turn on the chandelier, no wait, the sconce, and close the north blind", "HassTurnOn light.sconce; HassTurnOff cover.north"),
    ("en", None, "lock the cellar door, oh, the street door rather", "HassTurnOn lock.street_door"),
    ("es", None, "la tele grande fuera... no, la pequeña", "HassTurnOff media_player.small_tv"),
    ("es", None, "sube la persiana norte, quiero decir la sur", "HassTurnOn cover.south"),
    ("es", None, "enciende el ventilador de torre, digo, el de aspas", "HassTurnOn fan.den"),
    ("es", "bruno", "prende la lámpara, no esa, el cohete", "HassTurnOn light.rocket"),
    ("fr", None, "ouvre le store nord, je veux dire le sud", "HassTurnOn cover.south"),
    ("fr", None, "la grande télé éteinte... non, la petite", "HassTurnOff media_player.small_tv"),
    ("fr", None, "allume le lustre, non, pardon, la lampe du coin", "HassTurnOn light.corner_lamp"),
]  # fmt: skip
BY_PLACE = [
    ("en", None, "turn off the lights in the workshop, I mean the kitchen", "HassTurnOff light.kitchen_spots light.hood"),
    ("en", None, "turn off the radio in the workshop, I mean the kitchen", "HassTurnOff media_player.kitchen_radio"),
    ("en", "kitchen", "turn the radio off, no, not the kitchen one, the workshop one", "HassTurnOff media_player.workshop_radio"),
    ("en", None, "turn on the lights in the kitchen, no, in the gym", "HassTurnOn light.gym"),
    ("en", None, "turn off everything in the kitchen, I mean the gym", "HassTurnOff light.gym fan.gym media_player.gym_speaker"),
    ("es", None, "apaga las luces del taller, digo de la cocina", "HassTurnOff light.kitchen_spots light.hood"),
    ("es", None, "apaga todas las luces, no, solo las de la cocina", "HassTurnOff light.kitchen_spots light.hood"),
    ("fr", None, "éteins les lumières de l'atelier, pardon, de la cuisine", "HassTurnOff light.kitchen_spots light.hood"),
]  # fmt: skip
BY_ACTION = [
    ("en", None, "chandelier on, no, off", "HassTurnOff light.chandelier"),
    ("en", "workshop", "lights on. Off, I mean off", "HassTurnOff light.bench light.tube"),
    ("en", None, "close the awning, no hang on, open it", "HassTurnOn cover.awning"),
    ("es", None, "cierra el toldo, uy no, ábrelo", "HassTurnOn cover.awning"),
    ("es", None, "enciende la araña, no, mejor apágala", "HassTurnOff light.chandelier"),
    ("es", None, "cierra la persiana de Bruno, bueno, mejor déjala a la mitad", "HassSetPosition cover.bruno_shutter position=50"),
    ("fr", None, "ferme le rideau de Marthe, qu'est-ce que je raconte, ouvre-le", "HassTurnOn cover.marta_curtain"),
]  # fmt: skip
DENIED_FIRST = [
    ("en", None, "don't turn off the kitchen lights, turn off the gym ones", "HassTurnOff light.gym"),
    ("es", None, "no enciendas el ventilador de torre, enciende el de aspas", "HassTurnOn fan.den"),
    ("es", None, "no abras la persiana norte, ciérrala", "HassTurnOff cover.north"),
]
IN_PART = [
    ("en", None, "big TV on, small one off", "HassTurnOn media_player.big_tv; HassTurnOff media_player.small_tv"),
    ("en", None, "turn on the left nightstand lamp and turn off the other one", "HassTurnOn light.his_side; HassTurnOff light.her_side"),
    ("es", None, "araña al 50, rincón en azul", "HassLightSet light.chandelier brightness=50; HassLightSet light.corner_lamp color=blue"),
    ("es", None, "apaga la tele grande y enciende la pequeña", "HassTurnOff media_player.big_tv; HassTurnOn media_player.small_tv"),
    ("es", None, "enciende la lamparita izquierda y apaga la otra", "HassTurnOn light.his_side; HassTurnOff light.her_side"),
    ("fr", None, "allume la lampe de nuit gauche et éteins l'autre", "HassTurnOn light.his_side; HassTurnOff light.her_side"),
]  # fmt: skip
SEVERAL = [
    ("en", None, "turn the rocket blue and the sconce and the gym fan off", "HassLightSet light.rocket color=blue; HassTurnOff light.sconce fan.gym"),
    ("en", "kitchen", "put the kettle on, and while you're at it turn the radio off", "HassTurnOn switch.kettle; HassTurnOff media_player.kitchen_radio"),
    ("es", None, "sube la persiana sur y después enciende el tocadiscos", "HassTurnOn cover.south media_player.record_player"),
    ("es", "kitchen", "radio fuera y campana extractora al máximo", "HassTurnOff media_player.kitchen_radio; HassFanSetSpeed fan.hood percentage=100"),
    ("es", None, "araña al 50, rincón en azul, aplique fuera", "HassLightSet light.chandelier brightness=50; HassLightSet light.corner_lamp color=blue; HassTurnOff light.sconce"),
    ("fr", None, "spots et hotte éteints", "HassTurnOff light.kitchen_spots fan.hood"),
    ("fr", None, "baisse le store nord, éteins le lustre pis mets la clim du séjour à vingt-trois", "HassTurnOff cover.north light.chandelier; HassClimateSetTemperature climate.den temperature=23"),
]  # fmt: skip
LISTS = [
    ("en", None, "add milk, sorry, bread to the shopping list", "HassListAddItem todo.groceries item=bread"),
    ("es", None, "añade leche, no, pan a la lista de la compra", "HassListAddItem todo.groceries item=pan"),
    ("fr", None, "ajoute du lait et du beurre à la liste d'épicerie", "HassListAddItem todo.groceries item=lait; HassListAddItem todo.groceries item=beurre"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "area", "text", "shown"),
    [*BY_VALUE, *BY_THING, *BY_PLACE, *BY_ACTION, *DENIED_FIRST, *IN_PART, *SEVERAL, *LISTS],
)
def test_what_was_said_last_of_each_part_is_done(
    understander: Understander, language: str, area: str | None, text: str, shown: str
) -> None:
    assert _shown(commands(understander, text, language, area)) == shown


@pytest.mark.parametrize(
    ("language", "area", "text"),
    [
        # taken back as a whole
        ("en", None, "turn on the kettle, no, never mind"),
        ("en", "den", "turn off the lights, no, forget it"),
        ("en", "den", "turn off the lights, actually no"),
        ("en", "den", "turn off the lights, actually leave them on"),
        ("en", None, "turn on the kettle, wait, don't"),
        ("es", None, "enciende el hervidor, no, olvídalo"),
        ("es", "den", "apaga las luces, no, déjalas"),
        ("es", "den", "apaga las luces, mejor no"),
        ("es", "den", "apaga las luces, bueno, déjalas encendidas"),
        ("fr", None, "allume le lustre, non, laisse tomber"),
        ("fr", None, "éteins les lumières de la cuisine, non, laisse-les allumées"),
        # denied or corrected: both are heard
        ("es", None, "apaga la cocina, no el taller"),
        ("es", None, "apaga la cocina no el taller"),
        ("es", None, "abre la cancela, no, la puerta de la casa"),
        ("en", None, "turn off the kitchen, not the workshop"),
        # of nothing, or of several
        ("en", None, "turn on the small one"),
        ("en", None, "turn on the pool"),
        ("en", None, "turn on the dome light and the other one"),
        ("es", None, "abre la cortina de Marta, qué digo, la de Bruno"),
        ("es", None, "apaga la otra"),
        # a part without what it should be, or for another time
        ("es", None, "pon la calefacción a 20 y el radiador a 22 y el termo"),
        ("en", None, "chandelier on, sconce off, gym fan"),
        ("fr", None, "le chauffage à 20, le radiateur à 22 et le lustre"),
        ("en", "den", "turn off the lights now and again in 10 minutes"),
        ("es", None, "apaga la araña ahora y el aplique en diez minutos"),
        # no orders
        ("en", None, "the gym light's off"),
        ("en", None, "add milk, correction fluid and bread to the shopping list"),
        ("es", None, "añade pan, no queso a la lista de la compra"),
    ],
)  # fmt: skip
def test_nothing_is_done_that_was_taken_back_or_is_only_half_said(
    understander: Understander, language: str, area: str | None, text: str
) -> None:
    assert not commands(understander, text, language, area)


@pytest.mark.parametrize(
    ("language", "text", "target"),
    [
        ("es", "apaga la araña, no el aplique", "light.chandelier"),
        ("es", "enciende las luces de la cocina, no las del gimnasio", "light.hood light.kitchen_spots"),
        ("en", "turn on the kitchen lights, not the gym ones", "light.hood light.kitchen_spots"),
        ("fr", "allume le lustre, pas l'applique", "light.chandelier"),
    ],
)
def test_what_is_only_denied_is_left_alone(
    understander: Understander, language: str, text: str, target: str
) -> None:
    done = {t for intent in commands(understander, text, language, None) for t in intent.targets}
    assert " ".join(sorted(done)) in ("", target)
