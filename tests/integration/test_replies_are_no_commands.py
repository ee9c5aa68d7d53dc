"""A microphone without echo cancellation hears what we say: none of it may act."""

from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import ANSWERED, QUESTIONS
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.turns.responses.replies import confirmation_question, outcome_sentence, sentence
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.replies import ObstacleKey
from sarai_mqtt.turns.timers.timers import TimerManager
from sarai_mqtt.understanding.guards import HARMLESS
from sarai_mqtt.understanding.templates import SentenceUnderstander

NOW = datetime(2026, 11, 22, 15, 5)
CONFIG = Path(__file__).parents[2] / "config"
HOME = load_home(CONFIG / "home.yaml")
THINGS = [id_ for id_, entity in HOME.entities.items() if entity.exposed]
OBSTACLES_MET = [
    Obstacle(key, low=19.0, high=24.5)
    if key in ("holds_range", "out_of_range", "refused", "unchanged")
    else Obstacle("cannot", key)
    for key in get_args(ObstacleKey)
]
STATES = ["on", "off", "open", "closed", "locked", "21.5", "heat", "playing", "unavailable", "unknown"]


@pytest.fixture(scope="module")
def understander():
    return SentenceUnderstander(HOME, ("en", "es"))


def about(what, language, *targets, asks="", **slots):
    return Intent("", what, slots, targets, "x", language, 1.0, asks=asks)


def reports(language):
    kitchen = ("light.kitchen_ceiling", "light.kitchen_counter")
    slots = {"area": "kitchen", "minutes": 5, "brightness": 5, "item": "jazz"}
    for name in sorted(ANSWERED - QUESTIONS - {"HassNevermind"}):
        asked = about(name, language, *kitchen, **slots)
        yield confirmation_question(asked, HOME)
        yield outcome_sentence(asked, ActionResult(kitchen), HOME, NOW)
        yield outcome_sentence(asked, ActionResult(kitchen[:1], kitchen[1:]), HOME, NOW)
    for thing in THINGS:
        for name in ("HassTurnOn", "HassTurnOff"):
            asked = about(name, language, thing)
            yield confirmation_question(asked, HOME)
            yield outcome_sentence(asked, ActionResult((thing,)), HOME, NOW)
        yield outcome_sentence(asked, ActionResult((), (thing,)), HOME, NOW)
        yield outcome_sentence(asked, ActionResult((thing,), begun=(thing,)), HOME, NOW)
        for found in OBSTACLES_MET:
            yield outcome_sentence(asked, ActionResult((), (thing,), why={thing: found}), HOME, NOW)


def answers(language):
    for number, thing in enumerate(THINGS):
        state = STATES[number % len(STATES)]
        found = ActionResult(states=(EntityState(thing, state),))
        for asks in ("one", "one_yesno", "any", "all", "which", "how_many"):
            yield outcome_sentence(
                about("HassGetState", language, thing, asks=asks, state=state), found, HOME, NOW
            )
    yield from (sentence(key, language) for key in pack(language).replies.fixed if key != "confirm")


def timers(language):
    house = TimerManager()
    command = about("HassTurnOff", language, "light.office")
    later = {"minutes": 5, "conversation_command": "x"}
    said = [
        ("HassStartTimer", {"minutes": 10}),
        ("HassTimerStatus", {}),
        ("HassPauseTimer", {}),
        ("HassTimerStatus", {}),
        ("HassUnpauseTimer", {}),
        ("HassIncreaseTimer", {"minutes": 5}),
        ("HassStartTimer", {"minutes": 12, "name": "pizza"}),
        ("HassCancelTimer", {}),
        ("HassStartTimer", later),
        ("HassStartTimer", {**later, "minutes": 7}),
        ("HassCancelTimer", {"name": "pizza"}),
        ("HassCancelTimer", {"start_minutes": 7}),
        ("HassStartTimer", {"hours": 999}),
    ]
    for name, slots in said:
        yield house.carry_out(about(name, language, **slots), "s", 0.0, HOME, command=command)
    yield from (finished.sentence for finished in house.due(5000.0))
    yield house.carry_out(about("HassCancelAllTimers", language), "s", 0.0, HOME)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("made", [reports, answers, timers])
def test_what_we_say_changes_nothing(understander, made, language):
    texts = {text for text in made(language) if text}
    assert len(texts) > 10
    heard = {text: intent for text in texts if (intent := understander.understand(text, language, "kitchen"))}
    assert {text: intent for text, intent in heard.items() if intent.name not in HARMLESS} == {}
