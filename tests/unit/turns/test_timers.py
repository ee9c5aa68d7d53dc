import json
import random
from dataclasses import replace

import pytest

from sarai_mqtt.core.ages import ACT_S
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.turns.timers.sentences import rounded
from sarai_mqtt.turns.timers.timers import MAX_LENGTH_S, TimerManager

HOME = Home(
    areas={
        "kitchen": Area("kitchen", {"en": ("Kitchen",), "es": ("Cocina",)}),
        "office": Area("office", {"en": ("Office",), "es": ("Despacho",)}),
    },
    entities={"light.x": Entity("light.x", {"en": ("Hall lamp",), "es": ("Lámpara del pasillo",)})},
    site_areas={"pi": "kitchen", "desk": "office"},
)
NOW = 1_800_000_000.0
MINUTE = 60


def intent(what, language="en", **slots):
    return Intent("t", f"Hass{what}", slots, (), "text", language, 1.0)


class TimersHarness:
    """Timers, somebody who speaks at a site, and a clock."""

    def __init__(self, language="en", **limits):
        self.timers = TimerManager(**limits)
        self.language = language
        self.now = NOW

    def say(self, what, site="pi", *, command=None, **slots):
        spoken = intent(what, self.language, **slots)
        return self.timers.carry_out(spoken, site, self.now, HOME, command=command)

    def wait(self, seconds):
        self.now += seconds
        return self.timers.due(self.now)


@pytest.fixture
def house():
    return TimersHarness()


@pytest.mark.parametrize(
    ("slots", "english", "spanish"),
    [
        ({"minutes": 10}, "I've set a timer for 10 minutes.", "He puesto un temporizador de 10 minutos."),
        ({"seconds": 90}, "I've set a timer for 1 minute and 30 seconds.", "He puesto un temporizador de 1 minuto y 30 segundos."),
        ({"hours": 1, "minutes": 30}, "I've set a timer for 1 hour and 30 minutes.", "He puesto un temporizador de 1 hora y 30 minutos."),
        ({"minutes": 12, "name": "pizza"}, "I've set the pizza timer for 12 minutes.", "He puesto un temporizador de 12 minutos para la pizza."),
        ({"minutes": 5, "name": "huevos"}, "I've set the huevos timer for 5 minutes.", "He puesto un temporizador de 5 minutos para los huevos."),
        ({"minutes": 5, "name": "Ana"}, "I've set the Ana timer for 5 minutes.", "He puesto un temporizador de 5 minutos para Ana."),
        ({"minutes": 5, "name": "estudiar"}, "I've set the estudiar timer for 5 minutes.", "He puesto un temporizador de 5 minutos para estudiar."),
        ({}, "For how long?", "¿De cuánto tiempo?"),
        ({"minutes": -5}, "For how long?", "¿De cuánto tiempo?"),
        ({"minutes": "ten"}, "For how long?", "¿De cuánto tiempo?"),
        ({"minutes": float("nan")}, "For how long?", "¿De cuánto tiempo?"),
        ({"hours": float("inf")}, "For how long?", "¿De cuánto tiempo?"),
        ({"hours": 100, "seconds": 1}, "That's too long: 100 hours at most.", "Es demasiado tiempo: 100 horas como mucho."),
    ],
)  # fmt: skip
def test_starting(slots, english, spanish):
    for language, sentence in (("en", english), ("es", spanish)):
        house = TimersHarness(language)
        assert house.say("StartTimer", **slots) == sentence
        started = english.startswith("I've")
        assert len(house.timers) == started
        assert (house.timers.next_due() is not None) == started


@pytest.mark.parametrize(
    ("slots", "english", "spanish"),
    [
        ({"minutes": 10}, "The 10 minute timer is done.", "Ha terminado el temporizador de 10 minutos."),
        ({"hours": 1, "minutes": 30}, "The 1 hour and 30 minute timer is done.", "Ha terminado el temporizador de 1 hora y 30 minutos."),
        ({"minutes": 10, "name": "pizza"}, "The pizza timer is done.", "Ha terminado el temporizador de la pizza."),
        ({"minutes": 10, "name": "horno"}, "The horno timer is done.", "Ha terminado el temporizador del horno."),
        ({"minutes": 10, "name": "Ana"}, "The Ana timer is done.", "Ha terminado el temporizador de Ana."),
        ({"minutes": 10, "name": "estudiar"}, "The estudiar timer is done.", "Ha terminado el temporizador para estudiar."),
    ],
)  # fmt: skip
def test_the_announcement_goes_to_the_site_that_set_the_timer(slots, english, spanish):
    for language, sentence in (("en", english), ("es", spanish)):
        house = TimersHarness(language)
        house.say("StartTimer", "desk", **slots)
        due = house.timers.next_due()
        assert not house.wait(due - NOW - 0.001)
        (finished,) = house.wait(0.001)
        assert (finished.site, finished.language, finished.sentence) == ("desk", language, sentence)
        assert finished.command is None
        assert house.wait(1000) == []
        assert house.timers.next_due() is None


@pytest.mark.parametrize(
    ("left", "english", "spanish"),
    [
        (250, "4 minutes and 10 seconds left on the pizza timer.", "Quedan 4 minutos y 10 segundos del temporizador de la pizza."),
        (61.4, "1 minute left on the pizza timer.", "Queda 1 minuto del temporizador de la pizza."),
        (0.2, "1 second left on the pizza timer.", "Queda 1 segundo del temporizador de la pizza."),
        (58.9, "59 seconds left on the pizza timer.", "Quedan 59 segundos del temporizador de la pizza."),
        (599, "10 minutes left on the pizza timer.", "Quedan 10 minutos del temporizador de la pizza."),
        (3599, "1 hour left on the pizza timer.", "Queda 1 hora del temporizador de la pizza."),
        (5410, "1 hour and 30 minutes left on the pizza timer.", "Queda 1 hora y 30 minutos del temporizador de la pizza."),
    ],
)  # fmt: skip
def test_what_is_left(left, english, spanish):
    for language, sentence in (("en", english), ("es", spanish)):
        house = TimersHarness(language)
        house.say("StartTimer", hours=2, name="pizza")
        house.wait(7200 - left)
        assert house.say("TimerStatus") == sentence


def test_rounding_is_never_far_off_and_never_nothing():
    for tenths in range(1, 100_000, 7):
        seconds = tenths / 10
        said = rounded(seconds)
        assert said >= 1
        assert abs(said - seconds) <= max(1.0, 0.051 * seconds)


def test_several_are_told_the_first_to_finish_first(house):
    assert house.say("TimerStatus") == "There are no timers."
    for minutes, name in ((9, "pasta"), (5, "eggs"), (20, "cake"), (30, "bread"), (40, "soup")):
        house.say("StartTimer", minutes=minutes, name=name)
    house.say("PauseTimer", name="pasta")
    house.wait(2 * MINUTE)
    assert house.say("TimerStatus") == (
        "3 minutes left on the eggs timer. The pasta timer is paused, with 9 minutes left. "
        "18 minutes left on the cake timer. And 2 more."
    )


def test_pausing_stops_the_clock_and_resuming_starts_it_again(house):
    house.say("StartTimer", minutes=10)
    house.wait(4 * MINUTE)
    assert house.say("PauseTimer") == "I've paused the 10 minute timer, with 6 minutes left."
    assert house.timers.next_due() is None
    assert house.wait(3600) == []
    assert house.say("PauseTimer") == "No timer is running."
    assert house.say("UnpauseTimer") == "The 10 minute timer is running again, with 6 minutes left."
    assert house.say("UnpauseTimer") == "No timer is paused."
    assert house.timers.next_due() == house.now + 6 * MINUTE
    assert len(house.wait(6 * MINUTE)) == 1
    assert house.say("PauseTimer") == house.say("UnpauseTimer") == "There are no timers."


@pytest.mark.parametrize("paused", [False, True])
def test_more_and_less_time(paused):
    house = TimersHarness("es")
    house.say("StartTimer", minutes=10, name="pizza")
    if paused:
        house.say("PauseTimer")
    assert house.say("IncreaseTimer", minutes=5) == "Ahora quedan 15 minutos del temporizador de la pizza."
    assert house.say("DecreaseTimer", minutes=14) == "Ahora queda 1 minuto del temporizador de la pizza."
    assert house.say("DecreaseTimer", minutes=1) == "Al temporizador de la pizza solo le queda 1 minuto."
    assert house.say("DecreaseTimer") == "¿De cuánto tiempo?"
    assert house.say("IncreaseTimer", hours=100) == "Es demasiado tiempo: 100 horas como mucho."
    assert house.say("TimerStatus").endswith(
        "1 minuto." if paused else "Queda 1 minuto del temporizador de la pizza."
    )
    if paused:
        house.say("UnpauseTimer")
    assert len(house.wait(MINUTE)) == 1


def test_a_timer_that_has_more_time_is_still_called_by_its_first_length(house):
    house.say("StartTimer", minutes=10)
    house.say("IncreaseTimer", minutes=5)
    assert house.say("CancelTimer", start_minutes=10) == "I've cancelled the 10 minute timer."


def three(house):
    house.say("StartTimer", "pi", minutes=10, name="pizza")
    house.say("StartTimer", "desk", minutes=5)
    house.say("StartTimer", "desk", hours=1, name="tea pot")
    return house


@pytest.mark.parametrize(
    ("site", "slots", "sentence"),
    [
        ("pi", {}, "I've cancelled the pizza timer."),  # the only one that was set here
        ("hall", {"name": "pizza"}, "I've cancelled the pizza timer."),
        ("hall", {"name": "Pizza"}, "I've cancelled the pizza timer."),
        ("hall", {"name": "píza"}, "I can't find that timer."),
        ("hall", {"name": "tea"}, "I've cancelled the tea pot timer."),
        ("hall", {"name": "the tea pot"}, "I've cancelled the tea pot timer."),
        ("pi", {"start_minutes": 5}, "I've cancelled the 5 minute timer."),
        ("pi", {"start_minutes": 60}, "I've cancelled the tea pot timer."),
        ("pi", {"start_seconds": 300}, "I've cancelled the 5 minute timer."),
        ("pi", {"start_minutes": 7}, "I can't find that timer."),
        ("pi", {"name": "soup"}, "I can't find that timer."),
        ("hall", {"area": "kitchen"}, "I've cancelled the pizza timer."),
        ("hall", {"area": "garden"}, "I can't find that timer."),
        ("hall", {}, "Which one? I have the pizza timer, the 5 minute timer and the tea pot timer."),
        ("desk", {}, "Which one? I have the 5 minute timer and the tea pot timer."),
        ("hall", {"area": "office"}, "Which one? I have the 5 minute timer and the tea pot timer."),
    ],
)
def test_which_timer_is_meant(house, site, slots, sentence):
    three(house)
    assert house.say("CancelTimer", site, **slots) == sentence
    assert len(house.timers) == (2 if sentence.startswith("I've") else 3)


@pytest.mark.parametrize(
    ("slots", "left"),
    [
        ({}, {"command"}),
        ({"start_minutes": 5}, {"eggs", "command"}),
        ({"name": "eggs"}, {"plain", "command"}),
        ({"name": "lamp"}, {"plain", "eggs"}),
    ],
)
def test_a_plain_timer_is_meant_before_a_named_one_and_a_command(house, slots, left):
    house.say("StartTimer", command=lights(), minutes=5, conversation_command="turn off the light")
    house.say("StartTimer", minutes=5)
    if slots:
        house.say("StartTimer", minutes=5, name="eggs")
    house.say("CancelTimer", **slots)
    kinds = {timer["name"] or ("command" if timer["command"] else "plain") for timer in house.timers.dump()}
    assert kinds == left


def test_the_very_name_is_meant_before_one_that_holds_it(house):
    house.say("StartTimer", minutes=5, name="tea pot")
    house.say("StartTimer", minutes=5, name="tea")
    assert house.say("CancelTimer", name="tea") == "I've cancelled the tea timer."


def test_which_one_in_spanish():
    house = TimersHarness("es")
    house.say("StartTimer", minutes=10, name="pizza")
    house.say("StartTimer", minutes=5)
    assert (
        house.say("PauseTimer") == "¿Cuál? Tengo el temporizador de la pizza y el temporizador de 5 minutos."
    )


def test_a_timer_can_be_called_after_a_room(house):
    """ "The kitchen timer" is an area to the sentence templates, whoever set it and wherever."""
    house.say("StartTimer", "desk", minutes=10, name="kitchen")
    house.say("StartTimer", "pi", minutes=5)
    assert house.say("CancelTimer", "hall", area="kitchen") == "I've cancelled the kitchen timer."
    assert house.say("CancelTimer", "hall", area="kitchen") == "I've cancelled the 5 minute timer."


def test_of_timers_alike_the_first_to_finish_is_meant(house):
    house.say("StartTimer", minutes=5)
    house.wait(MINUTE)
    house.say("StartTimer", minutes=5)
    assert house.say("CancelTimer") == "I've cancelled the 5 minute timer."
    assert house.timers.next_due() == NOW + 6 * MINUTE


def test_only_what_can_be_paused_is_a_choice(house):
    house.say("StartTimer", minutes=10, name="pizza")
    house.say("StartTimer", minutes=5)
    house.say("PauseTimer", name="pizza")
    assert house.say("PauseTimer").startswith("I've paused the 5 minute timer")
    assert house.say("UnpauseTimer", name="pizza").startswith("The pizza timer is running again")
    assert house.say("PauseTimer", start_minutes=5) == "I can't find that timer."


def test_cancelling_all(house):
    assert house.say("CancelAllTimers") == "There are no timers."
    three(house)
    assert house.say("CancelAllTimers", area="garden") == "I can't find that timer."
    assert house.say("CancelAllTimers", area="office") == "I've cancelled 2 timers."
    assert house.say("CancelAllTimers") == "I've cancelled the pizza timer."
    assert not len(house.timers)


def lights(confirm=False):
    return Intent(
        "t", "HassTurnOff", {"name": "light.x", "brightness": 5}, ("light.x",), "turn off the light", "en", 1.0,
        confirm=confirm,
    )  # fmt: skip


def test_a_delayed_command_is_handed_out_when_it_is_due(house):
    said = house.say(
        "StartTimer", command=lights(confirm=True), minutes=5, conversation_command="turn off the light"
    )
    assert said == "Turning off the hall lamp in 5 minutes."
    assert house.say("TimerStatus") == "5 minutes left on the 5 minute timer for the hall lamp."
    (finished,) = house.wait(5 * MINUTE)
    assert finished.sentence == ""
    assert finished.command == lights(confirm=False)


def test_a_delayed_command_in_spanish():
    house = TimersHarness("es")
    command = replace(lights(), language="es")
    said = house.say("StartTimer", command=command, minutes=5, conversation_command="apaga la luz")
    assert said == "Apago la lámpara del pasillo dentro de 5 minutos."
    assert (
        house.say("TimerStatus")
        == "Quedan 5 minutos del temporizador de 5 minutos para la lámpara del pasillo."
    )
    (late,) = house.wait(3600)
    assert (
        late.sentence
        == "Se me ha pasado el temporizador de 5 minutos para la lámpara del pasillo y no he hecho nada."
    )


def test_a_command_that_is_not_understood_starts_nothing(house):
    said = house.say("StartTimer", minutes=5, conversation_command="dance")
    assert said == "Sorry, I don't know how to do that."
    assert not len(house.timers)


def test_after_a_long_stop_commands_are_told_and_not_carried_out(house):
    house.say("StartTimer", minutes=5, name="pizza")
    house.say("StartTimer", command=lights(), minutes=6, conversation_command="turn off the light")
    timers = TimerManager.load(json.loads(json.dumps(house.timers.dump())))
    first, second = timers.due(NOW + 65 * MINUTE)
    assert first.sentence == "The pizza timer was done 1 hour ago."
    assert second.sentence == "I missed the 6 minute timer for the hall lamp and did nothing."
    assert second.command is None
    assert (second.missed.name, second.late_s) == (lights().name, 59 * MINUTE)
    # a short stop is no reason
    house.timers.due(NOW + 5 * MINUTE)
    assert house.timers.due(NOW + 6 * MINUTE + ACT_S)[0].command == lights()


def test_timers_outlive_a_restart(house):
    three(house)
    house.say("StartTimer", command=lights(), minutes=6, conversation_command="turn off the light")
    house.say("PauseTimer", name="pizza")
    data = json.loads(json.dumps(house.timers.dump()))
    again = TimersHarness()
    again.timers = TimerManager.load(data)
    assert again.timers.dump() == house.timers.dump()
    for site in ("pi", "desk", "hall"):
        assert again.say("TimerStatus", site) == house.say("TimerStatus", site)
    again.say("UnpauseTimer", name="pizza")
    house.say("UnpauseTimer", name="pizza")
    assert again.wait(7200) == house.wait(7200)


@pytest.mark.parametrize(
    "data", [None, "x", 7, {}, {"timers": []}, [None], [7], ["x"], [{}], [[]], [{"number": 1}]]
)
def test_nonsense_is_not_loaded(data):
    assert len(TimerManager.load(data)) == 0


def test_one_bad_timer_does_not_take_the_others_along(house):
    house.say("StartTimer", minutes=5)
    house.say("StartTimer", command=lights(), minutes=6, conversation_command="turn off the light")
    good, commanding = house.timers.dump()
    bad = [
        {**good, "ends": "soon"},
        {**good, "ends": float("nan")},
        {**good, "ends": 10**400},
        {**good, "site": "a/b"},
        {**good, "length": -1},
        {**good, "length": MAX_LENGTH_S + 1},
        {**good, "name": None},
        {**good, "about": 7},
        {**good, "language": ["en"]},
        {**good, "language": {}},
        {**good, "language": "it"},
        {**commanding, "command": {**commanding["command"], "language": ["en"]}},
        {**good, "more": 1},
        {**commanding, "command": {**commanding["command"], "targets": None}},
        {**commanding, "command": {**commanding["command"], "targets": [7]}},
        {**commanding, "command": {**commanding["command"], "slots": []}},
        {**commanding, "command": {**commanding["command"], "slots": {"name": []}}},
        {**commanding, "command": {**commanding["command"], "source": "the devil"}},
        {**commanding, "command": {**commanding["command"], "name": None}},
        {**commanding, "command": {**commanding["command"], "confidence": "much"}},
        {**commanding, "command": "turn off"},
        {**commanding, "command": ["targets"]},
    ]
    for item in bad:
        timers = TimerManager.load([item, good, commanding])
        assert len(timers) == 2, item
    # changing one of two that were saved under one number changes one only
    twins = TimerManager.load([good, good])
    twins.carry_out(intent("IncreaseTimer", minutes=5), "pi", NOW, HOME)
    assert sorted(timer["ends"] for timer in twins.dump()) == [NOW + 300, NOW + 600]


def test_there_is_a_limit_to_how_many(house):
    house = TimersHarness(max_timers=2, max_length_s=600)
    assert house.say("StartTimer", minutes=11) == "That's too long: 10 minutes at most."
    house.say("StartTimer", minutes=5)
    house.say("StartTimer", minutes=6)
    assert house.say("StartTimer", minutes=7) == "There are 2 timers already: cancel one first."
    assert len(TimerManager.load(house.timers.dump(), max_timers=1)) == 1
    house.wait(5 * MINUTE)
    assert house.say("StartTimer", minutes=7).startswith("I've set")


def test_an_intent_that_is_not_about_timers_is_the_callers_mistake(house):
    with pytest.raises(KeyError):
        house.say("TurnOn")


def test_any_course_of_events_keeps_its_accounts():
    """After any sequence of commands no timer is lost, none ends early, and the dump can be loaded."""
    luck = random.Random(11)
    names = sorted(TimerManager.INTENTS)
    for _ in range(60):
        house = TimersHarness(luck.choice(["en", "es"]), max_timers=8)
        for _ in range(60):
            slots = {}
            for key in ("minutes", "start_minutes", "seconds"):
                if luck.random() < 0.3:
                    slots[key] = luck.choice([1, 2, 5, 0])
            if luck.random() < 0.3:
                slots["name"] = luck.choice(["pizza", "té", "the", ""])
            if luck.random() < 0.2:
                slots["area"] = luck.choice(["kitchen", "nowhere"])
            name = luck.choice(names)
            before = len(house.timers)
            text = house.say(name.removeprefix("Hass"), luck.choice(["pi", "desk"]), **slots)
            assert text.endswith((".", "?")) and not set("{}") & set(text) and "  " not in text
            change = len(house.timers) - before
            allowed = {"HassStartTimer": {0, 1}, "HassCancelTimer": {0, -1}}.get(name, {0})
            assert change in allowed or (name == "HassCancelAllTimers" and change <= 0)
            next_due = house.timers.next_due()
            assert TimerManager.load(house.timers.dump()).next_due() == next_due
            waited = luck.choice([0, 1, 30, 200])
            before, finished = len(house.timers), house.wait(waited)
            assert len(house.timers) == before - len(finished)
            assert bool(finished) == (next_due is not None and next_due <= house.now)
