"""Kinds of orders as families say them in Spanish, English and French, each with a neighbour that must not act.

In the house of tests/data/reader, whose comments say what each thing can do.
"""

import pytest

from tests.bench.fresh_sets import ask

WORKSHOP = "HassTurnOff light.bench light.tube"
DEN = "light.chandelier light.corner_lamp light.shelf"
NORTH_SOUTH = "cover.north cover.south"


def done(text: str, area: str | None, language: str) -> list[str]:
    """Return the commands that `text` leads to: intent, things, and values without the place."""
    found = []
    for intent in ask(text, area, language, "dev"):
        values = [
            f"{name}={value}"
            for name, value in intent.slots.items()
            if name not in ("name", "area", "domain", "floor", "device_class")
        ]
        found.append(" ".join((intent.name, *sorted(intent.targets), *values)))
    return found


SAID = [
    # up and down of what opens is no storey of that name
    ("es", "den", "persianas abajo", [f"HassTurnOff {NORTH_SOUTH}"]),
    ("es", "den", "persianas arriba, pero la sur no", ["HassTurnOn cover.north"]),
    ("es", "den", "pon las persianas abajo", [f"HassTurnOff {NORTH_SOUTH}"]),
    ("es", "den", "la persiana sur, un diez por ciento más abajo", ["HassSetPosition cover.south position_delta=-10"]),
    ("es", "den", "persianas de abajo", []),
    ("es", "den", "las persianas abajo están sucias", []),
    ("es", "workshop", "luces abajo", []),
    # a place before its things, and the light of a place
    ("es", "den", "aquí todo apagado", ["HassTurnOff fan.den light.chandelier light.corner_lamp light.shelf media_player.big_tv"]),
    ("es", "den", "luz aquí", [f"HassTurnOn {DEN}"]),
    ("es", None, "en el taller, luz", ["HassTurnOn light.bench light.tube"]),
    ("fr", "den", "lumière ici", [f"HassTurnOn {DEN}"]),
    ("es", "den", "unas luces del taller", []),
    ("es", "den", "la luz de aquí", []),
    ("es", "den", "luz aquí y allí", []),
    # the reason after an order that has no verb, or not at its beginning
    ("es", "workshop", "luces fuera, que me voy", [WORKSHOP]),
    ("es", "den", "la tele grande apágamela, que nadie la mira", ["HassTurnOff media_player.big_tv"]),
    ("es", None, "mete el toldo, que va a llover", ["HassTurnOff cover.awning"]),
    ("fr", "workshop", "lumières éteintes, je vais me coucher", [WORKSHOP]),
    ("es", "den", "las luces apagadas, que daban miedo", []),
    ("es", "den", "la tele encendida, que no la apague nadie", []),
    ("es", "den", "la tele puesta, que nadie la ve", []),
    ("es", "den", "con las persianas abajo", []),
    ("es", None, "todo apagado, que yo sepa", []),
    ("es", "den", "enciende las luces que pagó mi padre", []),
    ("es", "den", "apaga todo lo que sobre en la cocina", []),
    # part of a name, of what is in the room
    ("es", "den", "la del rincón en verde", ["HassLightSet light.corner_lamp color=green"]),
    ("en", "den", "the corner one, on", ["HassTurnOn light.corner_lamp"]),
    ("es", "kitchen", "la del rincón en verde", []),
    ("es", "den", "las del rincón, apagadas", []),
    # more or less of nothing excepted
    ("es", "den", "un grado menos al split", ["HassClimateSetTemperature climate.den temperature_delta=-1"]),
    ("es", "den", "échale un poco más de luz a la araña", ["HassLightSet light.chandelier brightness_delta=10"]),
    ("es", "library", "más luz", ["HassLightSet light.bookcase light.library_table brightness_delta=20"]),
    ("es", "den", "echa un poco más la persiana norte", ["HassSetPosition cover.north position_delta=-10"]),
    # said again without its unit
    ("es", "den", "sube la calefacción dos grados, no, mejor uno", ["HassClimateSetTemperature climate.central temperature_delta=1"]),
    ("es", "den", "apaga la araña en cinco minutos, no, en diez", ["HassStartTimer light.chandelier minutes=10 conversation_command=apaga la araña"]),
    ("en", "den", "in five minutes, no, ten, turn off the chandelier", ["HassStartTimer light.chandelier minutes=10 conversation_command=turn off the chandelier"]),
    ("es", "den", "enciende la lamparita izquierda, la izquierda no, la derecha", ["HassTurnOn light.her_side"]),
    ("es", "den", "en cinco minutos, no, en diez", []),
    # waiting, and lengths of time
    ("es", "den", "espera diez minutos y apaga la araña", ["HassStartTimer light.chandelier minutes=10 conversation_command=apaga la araña"]),
    ("en", "den", "wait ten minutes and turn off the chandelier", ["HassStartTimer light.chandelier minutes=10 conversation_command=turn off the chandelier"]),
    ("es", None, "abre el riego un cuarto de hora y luego ciérralo", ["HassTurnOn valve.drip", "HassStartTimer valve.drip minutes=15 conversation_command=cierra el riego por goteo"]),
    ("es", None, "faroles una hora y fuera", ["HassTurnOn light.garden_lanterns", "HassStartTimer light.garden_lanterns hours=1 conversation_command=apaga los faroles del jardín"]),
    ("es", "den", "espera a que acabe y apaga la tele", []),
    ("es", None, "enciende los faroles dos horas y luego ponlos al veinte", []),
    # several who are spoken to, "vos", endearments
    ("es", "workshop", "apaguen las luces, mi amor", [WORKSHOP]),
    ("es", "workshop", "apagad las luces y a dormir", [WORKSHOP]),
    ("es", "den", "apagame la araña, ¿querés?", ["HassTurnOff light.chandelier"]),
    ("es", "den", "hazme el favor de apagar la araña", ["HassTurnOff light.chandelier"]),
    ("es", "den", "apaguen lo que dijo mi amor", []),
    # lights and players are opened and closed, but not with what opens
    ("fr", "workshop", "ferme les lumières icitte", [WORKSHOP]),
    ("es", "workshop", "cierra las luces de aquí", [WORKSHOP]),
    ("es", "den", "abre la araña", ["HassTurnOn light.chandelier"]),
    ("fr", "den", "ferme le store nord et la lumière", []),
    # a floor that is called by its preposition; no verb, and "plus de" may be none
    ("fr", None, "en haut, éteins les lumières", ["HassTurnOff light.big_bath light.bookcase light.bruno_ceiling light.bruno_reading light.corridor light.dome light.gym light.her_side light.his_side light.library_table light.marta_ceiling light.marta_reading light.rocket"]),
    ("fr", "den", "dans cinq minutes, non, dix, éteins le lustre", ["HassStartTimer light.chandelier minutes=10 conversation_command=éteins le lustre"]),
    ("fr", "den", "dans une heure, plus de chauffage", []),
    # one of several, which is not all; a part of a name that the home does not have
    ("es", None, "enciende una luz de la cocina, la que sea", []),
    ("es", "den", "apaga la lámpara de pie", []),
    # lists said again
    ("es", None, "añade leche, no, mejor yogures a la lista de la compra", ["HassListAddItem todo.groceries item=yogures"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "area", "text", "wanted"), SAID)
def test_what_is_said_in_a_house_is_done_or_left(
    language: str, area: str | None, text: str, wanted: list[str]
) -> None:
    assert done(text, area, language) == wanted
