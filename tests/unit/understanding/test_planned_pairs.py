"""An order and its undoing, each at a moment of its own, and what only looks like it."""

from pathlib import Path

import pytest

from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.recognizer import Understanding
from sarai_mqtt.understanding.templates import SentenceUnderstander

LANGUAGES = ("en", "es")
EVERY_DAY = "monday tuesday wednesday thursday friday saturday sunday"
ENTITIES = (
    Entity("light.porch", {"en": ("Porch light",), "es": ("Luz del porche",)}),
    Entity("cover.blind", {"en": ("Blind",), "es": ("Persiana",)}),
    Entity("switch.pump", {"en": ("Pump",), "es": ("Bomba",)}),
    Entity("fan.loft", {"en": ("Fan",), "es": ("Ventilador",)}),
    Entity("lock.door", {"en": ("Front door",), "es": ("Puerta",)}, confirm=True),
)


@pytest.fixture(scope="module")
def house():
    sentences = SentenceUnderstander(
        Home({}, {each.id: each for each in ENTITIES}), LANGUAGES, Path("no such folder")
    )
    return Understanding(sentences, (), {code: content_words(code) for code in LANGUAGES})


def at(times, after=None, **slots):
    return {"times": times, **({"after_times": after} if after else {}), **slots}


NINE, ELEVEN = "09:00 21:00", "11:00 23:00"
HALF_PAST = " ".join(f"{hour:02}:30" for hour in range(24))
PAIRS = [
    ("es", "pon la bomba a las siete de la mañana y quítala a y media", "switch.pump", at("07:00"), at(HALF_PAST, "07:00")),
    ("en", "turn the pump on at seven am and off at half past", "switch.pump", at("07:00"), at(HALF_PAST, "07:00")),
    ("en", "turn the porch light on at nine and off at eleven", "light.porch", at(NINE), at(ELEVEN, NINE)),
    ("en", "turn on the pump at 6 am and turn it off again at noon", "switch.pump", at("06:00"), at("12:00", "06:00")),
    ("en", "turn on the porch light at sunset and then off at midnight", "light.porch", {"sun": "sunset"}, at("00:00 24:00")),
    ("en", "open the blind tomorrow at eight am and close it at nine pm", "cover.blind", at("08:00", day="tomorrow"), at("21:00", "08:00", day="tomorrow")),
    ("en", "every day turn the pump on at seven am and off at nine am", "switch.pump", at("07:00", days=EVERY_DAY), at("09:00", days=EVERY_DAY)),
    ("en", "turn the pump on at seven am for half an hour", "switch.pump", at("07:00"), at("07:30", "07:00")),
    ("en", "at nine turn on the fan for an hour", "fan.loft", at(NINE), at("10:00 22:00", NINE)),
    ("en", "run the pump for ten minutes every day at eight pm", "switch.pump", at("20:00", days=EVERY_DAY), at("20:10", days=EVERY_DAY)),
    ("es", "enciende la luz del porche a las nueve y apágala a las once", "light.porch", at(NINE), at(ELEVEN, NINE)),
    ("es", "pon la bomba a las seis de la mañana y que se apague a mediodía", "switch.pump", at("06:00"), at("12:00", "06:00")),
    ("es", "sube la persiana al amanecer y bájala a las diez de la noche", "cover.blind", {"sun": "sunrise"}, at("22:00")),
    ("es", "enciende la bomba mañana a las siete durante un cuarto de hora", "switch.pump", at("07:00 19:00", day="tomorrow"), at("07:15 19:15", "07:00 19:00", day="tomorrow")),
    ("es", "a las nueve enciende el ventilador una hora", "fan.loft", at(NINE), at("10:00 22:00", NINE)),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "target", "first", "last"), PAIRS)
def test_an_order_and_its_undoing_each_at_its_moment(house, language, text, target, first, last):
    found = house.read(text, language)
    assert isinstance(found, tuple), found
    assert [(i.name, i.targets, i.text) for i in found] == [("HassScheduleCommand", (target,), text)] * 2
    words = [str(i.slots["conversation_command"]) for i in found]
    assert [{k: v for k, v in i.slots.items() if k != "conversation_command"} for i in found] == [first, last]
    (now,), (later,) = (house.read(each, language) for each in words)
    assert now.targets == later.targets == (target,)
    assert now.name != later.name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "turn the porch light on at nine and the fan off at ten"),
        ("en", "turn the porch light on at nine and close it at ten"),
        ("en", "turn the porch light on at nine and on at ten"),
        ("en", "unlock the front door at nine and lock it at ten"),
        ("en", "don't turn the porch light on at nine and off at eleven"),
        ("en", "I turned the porch light on at nine and off at eleven"),
        ("en", "should I turn the porch light on at nine and off at eleven?"),
        ("en", "turn the porch light on at nine and off before eleven"),
        ("en", "every day turn the pump on at eleven pm for two hours"),
        ("en", "unlock the front door at nine for an hour"),
        ("es", "enciende la luz del porche a las nueve y ciérrala a las diez"),
        ("es", "encendí la luz del porche a las nueve y la apagué a las once"),
        ("es", "no enciendas la luz del porche a las nueve y apágala a las once"),
        ("es", "enciende la luz del porche a las nueve y apágala si hay alguien a las once"),
    ],
)
def test_their_neighbours_plan_nothing(house, language, text):
    assert not isinstance(house.read(text, language), tuple)
