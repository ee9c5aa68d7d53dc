import random
from datetime import datetime
from typing import get_args

import pytest

from sarai_mqtt.core.acting import ActionResult, Level, Obstacle, ObstacleKind
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import ANSWERED
from sarai_mqtt.home.assistant.abilities import FEATURES
from sarai_mqtt.turns.responses.replies import confirmation_question, outcome_sentence, sentence
from sarai_mqtt.languages.schema.replies import Fixed, HouseObstacle, LaterObstacle, ObstacleKey
from tests.harness.home import entity, home_of

NOW = datetime(2026, 11, 22, 15, 5)


HOME = home_of(
    entity("light.ceiling", "Kitchen light", "Luz de la cocina", area="kitchen"),
    entity("light.counter", "Counter lamp", "Lámpara de la encimera", area="kitchen"),
    entity("switch.kettle", "Kettle", "Hervidor", area="kitchen"),
    entity("cover.blinds", "Blinds", "Persianas", device_class="blind"),
    entity("lock.front", "Front door", "Puerta principal", confirm=True),
    entity("climate.hall", "Thermostat", "Termostato"),
    entity("media_player.tv", "TV", "Tele"),
    entity("scene.night", "Movie night", "Noche de cine"),
    entity("vacuum.robot", "Robot", "Robot"),
    entity("fan.desk", "Desk fan", "Ventilador del escritorio"),
    kitchen=("Kitchen", "Cocina"),
)


def intent(name, language, targets=(), **slots):
    return Intent("", name, slots, tuple(targets), "text", language, 1.0)


def reports(name, targets, acted, slots):
    return [outcome_sentence(intent(name, lang, targets, **slots), acted, HOME, NOW) for lang in ("en", "es")]


LAMPS = ("light.ceiling", "light.counter")


@pytest.mark.parametrize(
    ("name", "targets", "acted", "slots", "english", "spanish"),
    [
        (
            "HassTurnOn",
            LAMPS[:1],
            ActionResult(LAMPS[:1]),
            {},
            "Turned on the kitchen light.",
            "He encendido la luz de la cocina.",
        ),
        (
            "HassTurnOn",
            LAMPS,
            ActionResult(LAMPS),
            {"area": "kitchen", "domain": "light"},
            "Turned on the kitchen lights.",
            "He encendido las luces de la cocina.",
        ),
        (
            "HassTurnOn",
            LAMPS,
            ActionResult(LAMPS[:1], LAMPS[1:]),
            {"area": "kitchen", "domain": "light"},
            "Turned on the kitchen light, but the counter lamp didn't respond.",
            "He encendido la luz de la cocina, pero la lámpara de la encimera no responde.",
        ),
        (  # nothing was heard of the second: it is not mentioned
            "HassTurnOn",
            LAMPS,
            ActionResult(LAMPS[:1]),
            {"area": "kitchen", "domain": "light"},
            "Turned on the kitchen light.",
            "He encendido la luz de la cocina.",
        ),
        (
            "HassTurnOff",
            LAMPS,
            ActionResult((), LAMPS),
            {},
            "The kitchen light and the counter lamp didn't respond.",
            "La luz de la cocina y la lámpara de la encimera no responden.",
        ),
        (
            "HassTurnOff",
            ["cover.blinds"],
            ActionResult((), ("cover.blinds",)),
            {},
            "The blinds didn't respond.",
            "Las persianas no responden.",
        ),
        (  # reported as both: not done
            "HassTurnOff",
            LAMPS[:1],
            ActionResult(LAMPS[:1], LAMPS[:1]),
            {},
            "The kitchen light didn't respond.",
            "La luz de la cocina no responde.",
        ),
        (
            "HassTurnOff",
            ["lock.front"],
            ActionResult(("lock.front",)),
            {},
            "Unlocked the front door.",
            "He abierto la puerta principal.",
        ),
        (
            "HassTurnOff",
            ["lock.front"],
            ActionResult(trouble="unreachable"),
            {},
            "I can't reach Home Assistant.",
            "No consigo hablar con Home Assistant.",
        ),
        (
            "HassTurnOff",
            ["lock.front"],
            ActionResult(trouble="refused", reason="not exposed"),
            {},
            "Home Assistant won't do that.",
            "Home Assistant no quiere hacer eso.",
        ),
        (
            "HassTurnOff",
            LAMPS,
            ActionResult(LAMPS[:1], trouble="unreachable"),
            {},
            "Turned off the kitchen light. I can't reach Home Assistant.",
            "He apagado la luz de la cocina. No consigo hablar con Home Assistant.",
        ),
        ("HassTurnOff", LAMPS, ActionResult(), {}, "Done.", "Hecho."),
        (
            "HassLightSet",
            LAMPS[1:],
            ActionResult(LAMPS[1:]),
            {"brightness": 30},
            "I've set the counter lamp to 30 percent.",
            "He puesto la lámpara de la encimera al 30 por ciento.",
        ),
        (
            "HassLightSet",
            LAMPS[1:],
            ActionResult(LAMPS[1:]),
            {"color": "red"},
            "Changed the colour of the counter lamp.",
            "He cambiado el color de la lámpara de la encimera.",
        ),
        (
            "HassClimateSetTemperature",
            ["climate.hall"],
            ActionResult(("climate.hall",)),
            {"temperature": 21.5},
            "I've set the thermostat to 21.5 degrees.",
            "He puesto el termostato a 21,5 grados.",
        ),
        ("HassTurnOn", ["scene.night"], ActionResult(("scene.night",)), {}, "Activated Movie night.", "He activado Noche de cine."),
        (
            "HassShoppingListAddItem",
            [],
            ActionResult(),
            {"item": "milk"},
            "Added milk to the list.",
            "He añadido milk a la lista.",
        ),
        ("HassSetVolumeRelative", ["media_player.tv"], ActionResult(), {"volume_step": "up"}, "Turned the volume up.", "He subido el volumen."),
        (
            "HassVacuumCleanArea",
            ["vacuum.robot"],
            ActionResult(("vacuum.robot",)),
            {"area": "kitchen"},
            "Started to clean the kitchen.",
            "He empezado a limpiar la cocina.",
        ),
        ("HassVacuumCleanArea", ["vacuum.robot"], ActionResult(("vacuum.robot",)), {}, "Started the robot.", "He puesto en marcha el robot."),
        (
            "HassTurnOn",
            LAMPS[:1],
            ActionResult(("light.new_one",)),
            {},
            "Turned on the new one.",
            "He encendido el new one.",
        ),
        ("MyOwnIntent", [], ActionResult(), {}, "Done.", "Hecho."),
        ("HassNevermind", [], ActionResult(), {}, "All right.", "De acuerdo."),
        ("HassGetCurrentTime", [], ActionResult(), {}, "It's 3:05 PM.", "Son las 15:05."),
        ("HassGetState", LAMPS, ActionResult(trouble="unreachable"), {"state": "on"}, "I can't reach Home Assistant.", "No consigo hablar con Home Assistant."),
    ],
)  # fmt: skip
def test_the_report_in_both_languages(name, targets, acted, slots, english, spanish):
    assert reports(name, targets, acted, slots) == [english, spanish]


CANNOT_DIM = Obstacle("cannot", "brightness")
UNCHANGED = Obstacle("unchanged")


@pytest.mark.parametrize(
    ("name", "targets", "done", "why", "slots", "english", "spanish"),
    [
        (
            "HassLightSet", LAMPS, LAMPS[:1], {LAMPS[1]: CANNOT_DIM}, {"brightness": 30},
            "I've set the kitchen light to 30 percent, but the counter lamp can't be dimmed.",
            "He puesto la luz de la cocina al 30 por ciento, pero la lámpara de la encimera no se puede regular.",
        ),
        (
            "HassLightSet", LAMPS, (), dict.fromkeys(LAMPS, CANNOT_DIM), {"brightness": 30, "area": "kitchen"},
            "The kitchen light and the counter lamp can't be dimmed, so I changed nothing.",
            "La luz de la cocina y la lámpara de la encimera no se pueden regular, así que no he cambiado nada.",
        ),
        (
            "HassLightSet", LAMPS, (), {LAMPS[0]: UNCHANGED, LAMPS[1]: CANNOT_DIM}, {"brightness": 30},
            "The kitchen light isn't as you asked yet, the counter lamp can't be dimmed.",
            "La luz de la cocina todavía no está como has pedido, la lámpara de la encimera no se puede regular.",
        ),
        (
            "HassLightSet", LAMPS, (), {LAMPS[0]: UNCHANGED, LAMPS[1]: None}, {"brightness": 30},
            "The kitchen light isn't as you asked yet, the counter lamp didn't respond.",
            "La luz de la cocina todavía no está como has pedido, la lámpara de la encimera no responde.",
        ),
        (
            "HassClimateSetTemperature", ["climate.hall"], (),
            {"climate.hall": Obstacle("holds_range", "degrees", 19.0, 24.0)}, {"temperature": 21},
            "The thermostat can only be set to a range, now 19 to 24 degrees, so I changed nothing.",
            "El termostato solo admite un intervalo, ahora de 19 a 24 grados, así que no he cambiado nada.",
        ),
        (
            "HassClimateSetTemperature", ["climate.hall"], (),
            {"climate.hall": Obstacle("out_of_range", "degrees", 7.0, 30.5)}, {"temperature": 200},
            "The thermostat can only be set to between 7 and 30.5 degrees, so I changed nothing.",
            "El termostato solo admite entre 7 y 30,5 grados, así que no he cambiado nada.",
        ),
        (
            "HassSetPosition", ["cover.blinds"], (), {"cover.blinds": Obstacle("cannot", "position")},
            {"position": 40},
            "The blinds can't be set to a position, so I changed nothing.",
            "Las persianas no se pueden dejar a medias, así que no he cambiado nada.",
        ),
        (
            "HassFanSetSpeed", ["fan.desk"], (), {"fan.desk": Obstacle("refused")}, {"percentage": 40},
            "Home Assistant won't do that with the desk fan.",
            "Home Assistant no quiere hacer eso con el ventilador del escritorio.",
        ),
    ],
)  # fmt: skip
def test_why_it_was_not_done_is_said_of_each_thing(name, targets, done, why, slots, english, spanish):
    failed = tuple(thing for thing in targets if thing in why)
    acted = ActionResult(tuple(done), failed, why={thing: found for thing, found in why.items() if found})
    assert reports(name, targets, acted, slots) == [english, spanish]


def test_what_is_on_its_way_is_not_said_to_be_there():
    acted = ActionResult(("cover.blinds",), begun=("cover.blinds",))
    assert reports("HassTurnOn", ["cover.blinds"], acted, {}) == [
        "Opening the blinds.",
        "Abro las persianas.",
    ]
    assert reports("HassSetPosition", ["cover.blinds"], acted, {"position": 40}) == [
        "Setting the blinds to 40 percent.",
        "Pongo las persianas al 40 por ciento.",
    ]


HEATER = ("climate.hall",)


@pytest.mark.parametrize(
    ("name", "targets", "acted", "slots", "english", "spanish"),
    [
        (
            "HassClimateSetTemperature", HEATER, ActionResult(HEATER, levels={HEATER[0]: Level(23.0)}), {"temperature_delta": 2},
            "The thermostat is now at 23 degrees.", "El termostato está ahora a 23 grados.",
        ),
        (
            "HassClimateSetTemperature", HEATER, ActionResult(HEATER, levels={HEATER[0]: Level(30.0, at_limit=True)}),
            {"temperature_delta": 10},
            "The thermostat is now at 30 degrees, its limit.", "El termostato está ahora a 30 grados, su límite.",
        ),
        (
            "HassClimateSetTemperature", HEATER, ActionResult(HEATER, levels={HEATER[0]: Level(20.5, 24.5)}),
            {"temperature_delta": 1},
            "The thermostat now holds 20.5 to 24.5 degrees.", "El termostato mantiene ahora de 20,5 a 24,5 grados.",
        ),
        (
            "HassLightSet", LAMPS, ActionResult(LAMPS, levels={LAMPS[0]: Level(60.0), LAMPS[1]: Level(60.0)}),
            {"brightness_delta": 20, "area": "kitchen"},
            "The kitchen lights are now at 60 percent.", "Las luces de la cocina están ahora al 60 por ciento.",
        ),
        (
            "HassLightSet", LAMPS, ActionResult(LAMPS, levels={LAMPS[0]: Level(60.0), LAMPS[1]: Level(1.0, at_limit=True)}),
            {"brightness_delta": -20},
            "The kitchen light is now at 60 percent. The counter lamp is now at 1 percent, its limit.",
            "La luz de la cocina está ahora al 60 por ciento."
            " La lámpara de la encimera está ahora al 1 por ciento, su límite.",
        ),
        (
            "HassSetPosition", ["cover.blinds"],
            ActionResult(("cover.blinds",), begun=("cover.blinds",), levels={"cover.blinds": Level(60.0)}),
            {"position_delta": 20},
            "Setting the blinds to 60 percent.", "Pongo las persianas al 60 por ciento.",
        ),
        (
            "HassTurnOn", LAMPS[:1], ActionResult(silent=LAMPS[:1]), {},
            "The kitchen light hasn't answered, though I've told it.",
            "La luz de la cocina no ha contestado, aunque se lo he mandado.",
        ),
        (
            "HassTurnOn", LAMPS, ActionResult(LAMPS[:1], silent=LAMPS[1:]), {},
            "Turned on the kitchen light, but the counter lamp hasn't answered, though I've told it.",
            "He encendido la luz de la cocina, pero la lámpara de la encimera no ha contestado, aunque se lo he mandado.",
        ),
        (
            "HassTurnOn", ["scene.night"], ActionResult(sent=("scene.night",)), {},
            "I've sent that to Movie night, but it can't show whether it has done it.",
            "Lo he mandado, pero Noche de cine no puede mostrar si lo ha hecho.",
        ),
        (
            "HassHumidifierSetpoint", HEATER, ActionResult((), HEATER, why={HEATER[0]: Obstacle("out_of_range", "humidity", 30.0, 80.0)}),
            {"humidity": 90},
            "The thermostat can only be set to between 30 and 80 percent, so I changed nothing.",
            "El termostato solo admite entre el 30 y el 80 por ciento, así que no he cambiado nada.",
        ),
    ],
)  # fmt: skip
def test_what_the_states_showed(name, targets, acted, slots, english, spanish):
    assert reports(name, targets, acted, slots) == [english, spanish]


def test_every_obstacle_has_its_sentence():
    kinds = {*get_args(ObstacleKind)} - {"cannot"}
    qualities = {"brightness", "color", "temperature", *(quality for _, quality in FEATURES.values())}
    others = {"humidity", "out_of_percent", "out_of_values", "option", "arm_mode", "code", "range"}
    known = {*get_args(ObstacleKey), *get_args(LaterObstacle), *get_args(HouseObstacle)}
    assert known == kinds | qualities | others


@pytest.mark.parametrize(
    ("name", "targets", "slots", "english", "spanish"),
    [
        ("HassTurnOff", ["lock.front"], {}, "Shall I unlock the front door?", "¿Abro la puerta principal?"),
        ("HassTurnOn", ["lock.front"], {}, "Shall I lock the front door?", "¿Cierro con llave la puerta principal?"),
        ("HassTurnOn", ["cover.blinds"], {}, "Shall I open the blinds?", "¿Abro las persianas?"),
        (
            "HassTurnOff",
            LAMPS,
            {"area": "kitchen", "domain": "light"},
            "Shall I turn off the kitchen lights?",
            "¿Apago las luces de la cocina?",
        ),
        (
            "HassStartTimer",
            ["lock.front"],
            {"minutes": 5, "conversation_command": "unlock the front door."},
            "Shall I do that with the front door in 5 minutes?",
            "¿Hago eso con la puerta principal dentro de 5 minutos?",
        ),
        ("MyOwnIntent", [], {}, "Shall I do that?", "¿Lo hago?"),
        ("HassGetState", LAMPS, {"state": "on"}, "Shall I do that?", "¿Lo hago?"),
    ],
)  # fmt: skip
def test_the_question_in_both_languages(name, targets, slots, english, spanish):
    assert confirmation_question(intent(name, "en", targets, **slots), HOME) == english
    assert confirmation_question(intent(name, "es", targets, **slots), HOME) == spanish


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_every_intent_can_be_asked_about_and_reported(name, language):
    asked = intent(name, language, LAMPS[:1], area="kitchen", minutes=5, brightness=5)
    question = confirmation_question(asked, HOME)
    assert question.endswith("?")
    assert question.startswith("Shall I " if language == "en" else "¿")
    for acted in (
        ActionResult(),
        ActionResult(LAMPS[:1]),
        ActionResult((), LAMPS[:1]),
        ActionResult(trouble="refused"),
    ):
        text = outcome_sentence(asked, acted, HOME, NOW)
        assert 3 < len(text) < 100
        assert text.endswith(".")
        assert text[0].isupper()
        assert not set("{}") & set(question + text)
        assert "  " not in question + text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_report_names_as_done_only_what_was_reported_as_done(language):
    """What comes before "but" holds no name of a thing outside `done`, and nothing is claimed of nothing."""
    luck = random.Random(7)
    every = sorted(HOME.entities)
    but = ", but " if language == "en" else ", pero "
    for _ in range(3000):
        targets = luck.sample(every, luck.randint(1, 6))
        done = tuple(luck.sample(every, luck.randint(0, 4)))
        failed = tuple(luck.sample(targets, luck.randint(0, len(targets))))
        name = luck.choice(["HassTurnOn", "HassTurnOff", "HassLightSet", "HassVacuumStart", "Mine"])
        slots = luck.choice([{}, {"area": "kitchen"}, {"area": "kitchen", "domain": "light"}])
        trouble = luck.choice([None, "unreachable", "refused"])
        text = outcome_sentence(
            intent(name, language, targets, **slots), ActionResult(done, failed, (), trouble), HOME, NOW
        )
        claimed = set(done) - set(failed)
        claim = text.partition(but)[0].casefold() if claimed else ""
        for id_ in set(every) - claimed:
            assert HOME.entities[id_].names[language][0].casefold() not in claim, text
        if set(targets) != claimed:
            assert not {"everything", "todo", "lights", "luces"} & set(claim.replace(".", "").split()), text


@pytest.mark.parametrize("key", sorted(get_args(Fixed)))
def test_fixed_sentences_are_in_the_language_asked_for(key):
    assert sentence(key, "en") != sentence(key, "es")


def test_a_list_of_many_is_cut_short():
    many = tuple(f"light.lamp_{n}" for n in range(1, 7))
    text = outcome_sentence(intent("HassTurnOn", "en", ["light.other"]), ActionResult(many), HOME, NOW)
    assert text == "Turned on the lamp 1, the lamp 2, the lamp 3 and 3 more."
