"""Orders about clocks beside the reason for them, and with fillers in between."""

from pathlib import Path

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.yaml_file import load_home
from tests.harness.understanding import understanding_of

SET, REMIND, TIMER = "HassSetAlarm", "HassSetReminder", "HassStartTimer"
DELAYED, PLANNED, CANCEL = TIMER, "HassScheduleCommand", "HassCancelAlarm"
WORKDAYS = "monday tuesday wednesday thursday friday"


@pytest.fixture(scope="module")
def known():
    return understanding_of(load_home(Path("tests/data/domains/house.yaml")))


ORDERS = [
    ("en", "I've got a ferry to catch, so wake me at five in the morning", SET, {"times": "05:00"}),
    ("en", "my train's on Saturday, wake me at four in the morning", SET, {"times": "04:00", "day": "saturday"}),
    ("en", "wake me at six in the morning, because tomorrow I'm off to Leeds", SET, {"times": "06:00", "day": "tomorrow"}),
    ("en", "I was late yesterday, wake me at six in the morning", SET, {"times": "06:00"}),
    ("en", "um, set an alarm for, let's say, quarter to seven in the morning", SET, {"times": "06:45"}),
    ("en", "I'm on earlies, so set an alarm for five in the morning, Monday to Friday", SET, {"times": "05:00", "days": WORKDAYS}),
    ("en", "the pie's in the oven, set a timer for forty minutes", TIMER, {"minutes": 40}),
    ("en", "before I forget, the vet wants that form, so remind me on Friday at noon to post it", REMIND, {"times": "12:00", "day": "friday", "message": "post it"}),
    ("en", "I'm popping out, so turn off the kitchen light in ten minutes", DELAYED, {"minutes": 10}),
    ("en", "could you turn the kitchen light off in, um, let's say forty minutes?", DELAYED, {"minutes": 40}),
    ("en", "cancel my alarms, I'm not working tomorrow", CANCEL, {"all": 1}),
    ("en", "cancel the seven a.m. alarm, I only want the later one", CANCEL, {"times": "07:00"}),
    ("es", "apágame la luz de la cocina dentro de media hora, que si no me quedo dormido", DELAYED, {"minutes": 30}),
    ("es", "tengo que coger un barco, así que despiértame a las cinco de la mañana", SET, {"times": "05:00"}),
    ("es", "el sábado tengo un tren, despiértame a las cuatro de la mañana", SET, {"times": "04:00", "day": "saturday"}),
    ("es", "ayer llegué tarde, despiértame a las seis de la mañana", SET, {"times": "06:00"}),
    ("es", "este… poneme una alarma, a ver, a las seis y cuarto de la mañana, que tengo que viajar", SET, {"times": "06:15"}),
    ("es", "poneme el despertador a las siete menos cuarto de la mañana, que tengo examen", SET, {"times": "06:45"}),
    ("es", "el lunes despiértame a las seis de la mañana porque tengo un vuelo", SET, {"times": "06:00", "day": "monday"}),
    ("es", "tengo las manos sucias, pon un temporizador de ocho minutos", TIMER, {"minutes": 8}),
    ("es", "borra todas las alarmas, que mañana es fiesta", CANCEL, {"all": 1}),
    ("es", "estoy fregando, recuérdame en diez minutos sacar el bizcocho", REMIND, {"minutes": 10, "message": "sacar el bizcocho"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name", "slots"), ORDERS)
def test_the_order_beside_its_reason_is_carried_out(known, language, text, name, slots):
    (found,) = known.read(text, language, "kitchen")
    told = {k: v for k, v in found.slots.items() if k not in ("conversation_command", "kind")}
    assert (found.name, told, found.text) == (name, slots, text)


@pytest.mark.parametrize(
    ("language", "text", "name", "target"),
    [
        ("en", "turn the kitchen light off, it's keeping me awake", "HassTurnOff", "light.kitchen"),
        ("en", "turn the kitchen light off, I've finished in there", "HassTurnOff", "light.kitchen"),
        ("en", "I've spilt the milk, turn the kitchen light on", "HassTurnOn", "light.kitchen"),
        ("en", "add pears to the shopping list, my mum's coming", "HassListAddItem", "todo.shopping"),
        ("en", "there's somebody creeping about, sound the siren", "HassTurnOn", "siren.house"),
        ("es", "apaga la luz de la cocina, que no me deja leer", "HassTurnOff", "light.kitchen"),
        ("es", "me apetece leer, enciende la luz de la cocina", "HassTurnOn", "light.kitchen"),
        ("es", "haz sonar la sirena, que he oído un ruido", "HassTurnOn", "siren.house"),
    ],
)
def test_any_order_beside_its_reason_is_carried_out(known, language, text, name, target):
    (found,) = known.read(text, language, "kitchen")
    assert (found.name, found.targets, found.text) == (name, (target,), text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "he said, turn off the kitchen light"),
        ("en", "turn off the kitchen light, unless I'm reading"),
        ("en", "turn off the kitchen light, I'm kidding"),
        ("en", "I'd turn off the kitchen light, but I'm cold"),
        ("es", "apaga la luz de la cocina, que es broma"),
        ("es", "me dijo, apaga la luz de la cocina"),
    ],
)
def test_what_may_change_any_order_is_no_reason_for_it(known, language, text):
    assert not isinstance(known.read(text, language, "kitchen"), tuple)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "if it rains, wake me at seven"),
        ("en", "my mum said, wake me at seven"),
        ("en", "wake me at seven, unless it's Sunday"),
        ("en", "wake me at seven, no, forget it"),
        ("en", "turn the kitchen light off, and wake me at seven when I snore"),
        ("en", "on Mondays I start early, wake me at six in the morning"),
        ("en", "I'm off on Tuesday and on Friday, wake me at six in the morning"),
        ("en", "I've got a meeting, don't set an alarm for seven"),
        ("en", "I'm only joking, wake me at seven"),
        ("es", "si llueve, despiértame a las siete"),
        ("es", "mi madre dijo, despiértame a las siete"),
        ("es", "despiértame a las siete, pero solo si llueve"),
        ("es", "despiértame a las siete, no, olvídalo"),
        ("es", "los lunes entro temprano, despiértame a las seis de la mañana"),
        ("es", "tengo fiesta, no pongas el temporizador de diez minutos"),
        ("es", "el temporizador de diez minutos ya sonó, que lo oí"),
    ],
)
def test_what_may_change_the_order_is_no_reason_for_it(known, language, text):
    found = known.read(text, language, "kitchen")
    assert not (isinstance(found, tuple) and any(isinstance(each, Intent) for each in found)), found
