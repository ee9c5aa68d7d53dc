import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sarai_mqtt.core.events import Intent, UpcomingAlarm, UpcomingAlarms
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.turns.timers.house_clock import HouseClock
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from sarai_mqtt.understanding.alarm_reader import alarm_reader
from tests.harness.ports import FakeStore

ZONE = ZoneInfo("Europe/Madrid")
HOME = Home(
    areas={"hall": Area("hall", {"en": ("Hall",), "es": ("Pasillo",), "fr": ("Couloir",)})},
    entities={"light.x": Entity("light.x", {"en": ("hall lamp",), "es": ("lámpara del pasillo",)}, "hall")},
)
LIGHT = Intent("t", "HassTurnOff", {"name": "light.x"}, ("light.x",), "turn off the hall lamp", "en", 1.0)


class AlarmHarness:
    """A house on Sunday, 29 November 2026, 20:15, where `say` is read and carried out."""

    def __init__(self, language="en"):
        self.language, self.store = language, FakeStore()
        self.real = datetime(2026, 11, 29, 20, 15, tzinfo=ZONE).timestamp()
        self.step, self.boot = 0.0, "one"
        self.start()

    def start(self):
        clock = HouseClock(lambda: self.real + self.step, lambda: self.real - 1e9, self.boot, ZONE)
        self.scheduler = TimerScheduler(self.store, clock)
        self.scheduler._arm = lambda *_: None  # noqa: SLF001 - the tests ask themselves

    def do(self, name, site="pi", command=None, **slots):
        intent = Intent("", name, slots, (), "", self.language, 1.0)
        return self.scheduler.carry_out(intent, site, HOME, command)[0]

    def say(self, text, site="pi"):
        intent = alarm_reader(self.language).read(text)
        assert intent is not None, text
        return self.scheduler.carry_out(intent, site, HOME)[0]

    def wait(self, seconds):
        """Return what is told after so many seconds."""
        self.real += seconds
        found = self.scheduler.due()
        self.scheduler._save_changes()  # noqa: SLF001
        return found

    def until(self, day, hour, minute):
        """Return what is told at that time, and since the last look."""
        return self.wait(datetime(2026, *day, hour, minute, tzinfo=ZONE).timestamp() - self.real - self.step)


@pytest.mark.parametrize(
    ("language", "said", "replies"),
    [
        ("en", "wake me at half past six", "Alarm set for tomorrow, Monday, at 6:30 AM."),
        ("en", "set an alarm for nine", "Alarm set for today at 9:00 PM."),
        ("en", "wake me every day at 7 am", "Alarm set for every day at 7:00 AM."),
        ("en", "set an alarm for ten minutes", "Alarm set in 10 minutes."),
        ("en", "set an alarm for today at seven", "That moment is over already."),
        ("en", "remind me to call Lola tomorrow at nine", "Reminder set for tomorrow, Monday, at 9:00 AM: call Lola."),
        ("en", "remind me to call Lola", "For what time?"),
        ("en", "remind me on January 5 at noon to pay", "Reminder set for Tuesday, January 5, at 12:00 PM: pay."),
        ("es", "pon una alarma a las siete menos cuarto de la mañana los lunes", "Alarma puesta para cada lunes a las 6:45 de la mañana."),
        ("es", "recuérdame en diez minutos que saque la pizza", "Recordatorio puesto dentro de 10 minutos: saque la pizza."),
        ("es", "despiértame el viernes a las ocho", "Alarma puesta para el viernes a las 8 de la mañana."),
        ("fr", "réveille-moi à six heures et demie", "Alarme réglée pour demain, lundi, à 6 heures 30 du matin."),
        ("fr", "rappelle-moi d'appeler Lola demain à 15h", "Rappel noté pour demain, lundi, à 15 heures : appeler Lola."),
    ],
)  # fmt: skip
def test_what_was_set_is_told(language, said, replies):
    assert AlarmHarness(language).say(said) == replies


def test_an_alarm_rings_where_it_was_set_until_it_is_stopped():
    house = AlarmHarness()
    house.say("wake me at half past six", "bedroom")
    assert house.until((11, 30), 6, 29) == []
    (rings,) = house.wait(60)
    assert (rings.site, rings.language) == ("bedroom", "en")
    assert rings.sentence == "This is your alarm. It's 6:30 AM."
    assert house.wait(10) == []
    (again,) = house.wait(21)
    assert again.sentence == "This is your alarm. It's 6:30 AM."
    assert house.say("stop the alarm", "bedroom") == "Good."
    assert house.wait(600) == []
    assert house.say("what alarms do I have") == "No alarm is set."


def test_an_alarm_that_nobody_stops_ends_by_itself():
    house = AlarmHarness()
    house.say("wake me at half past six")
    assert house.until((11, 30), 6, 30)
    assert sum(len(house.wait(31)) for _ in range(30)) == 10


def test_snooze():
    house = AlarmHarness()
    assert house.say("snooze") == "No alarm has gone off."
    house.say("wake me at half past six")
    house.until((11, 30), 6, 30)
    assert house.say("snooze", "kitchen") == "No alarm has gone off."
    assert house.say("snooze") == "I'll be back in 10 minutes."
    assert house.wait(599) == []
    assert [f.sentence for f in house.wait(2)] == ["This is your alarm. It's 6:40 AM."]
    assert house.do("HassIncreaseTimer", minutes=5) == "I'll be back in 5 minutes."  # "five more minutes"
    assert [f.sentence for f in house.wait(301)] == ["This is your alarm. It's 6:45 AM."]


def test_an_alarm_that_repeats_rings_again_after_it_was_put_off():
    house = AlarmHarness()
    house.say("wake me every day at 7 am")
    assert house.until((11, 30), 7, 0)
    house.say("snooze")
    assert house.wait(601)
    house.say("stop the alarm")
    assert house.say("what alarms do I have") == "You have the alarm for every day at 7:00 AM."
    assert house.until((12, 1), 7, 0)


def test_listing_and_cancelling():
    house = AlarmHarness()
    house.say("wake me tomorrow at 7 am")
    house.say("wake me on Friday at 8 am")
    house.say("remind me to call Lola tomorrow at nine")
    assert house.say("what alarms do I have") == (
        "You have the alarm for tomorrow, Monday, at 7:00 AM and the alarm for Friday at 8:00 AM."
    )
    assert house.say("do I have any alarms set for tomorrow") == (
        "You have the alarm for tomorrow, Monday, at 7:00 AM."
    )
    assert house.say("what reminders do I have") == (
        "You have the reminder “call Lola” for tomorrow, Monday, at 9:00 AM."
    )
    assert house.say("cancel my alarm").startswith("Which one? I have the alarm for tomorrow")
    assert house.say("cancel my alarm for six") == "I can't find that one."
    assert (
        house.say("cancel my alarm for seven") == "I've cancelled the alarm for tomorrow, Monday, at 7:00 AM."
    )
    assert house.say("cancel the reminder to call Lola").startswith("I've cancelled the reminder “call Lola”")
    assert house.say("cancel all my alarms") == "I've cancelled the alarm for Friday at 8:00 AM."
    assert house.say("cancel all my reminders") == "No reminder is set."


def test_the_first_and_the_last_alarm_are_cancelled():
    house = AlarmHarness()
    for day in ("Friday", "Monday", "Saturday"):
        house.say(f"wake me on {day} at 8 am")
    assert house.say("cancel the first alarm") == "I've cancelled the alarm for tomorrow, Monday, at 8:00 AM."
    assert house.say("cancel the last alarm") == "I've cancelled the alarm for Saturday at 8:00 AM."
    house.say("wake me on Monday at 8 am")
    assert house.say("cancel the last alarm").startswith("Which one?"), "due last, or set last?"
    assert house.say("cancel the first alarm").startswith("I've cancelled the alarm for tomorrow")


def test_a_reminder_tells_its_message_once():
    house = AlarmHarness("es")
    house.say("recuérdame en diez minutos que saque la pizza")
    assert [f.sentence for f in house.wait(600)] == ["Un recordatorio: saque la pizza."]
    assert house.wait(60) == []


def test_an_order_at_a_time_is_handed_out_then():
    house = AlarmHarness()
    reply = house.do("HassScheduleCommand", command=LIGHT, times="11:00 23:00", conversation_command="x")
    assert reply == "Turning off the hall lamp today at 11:00 PM."
    assert (
        house.do("HassAlarmStatus", kind="order")
        == "You have the order “Turning off the hall lamp” for today at 11:00 PM."
    )
    (finished,) = house.until((11, 29), 23, 0)
    assert (finished.command, finished.sentence) == (LIGHT, "")
    assert house.do("HassScheduleCommand", times="11:00", conversation_command="x").startswith("Sorry")


@pytest.mark.parametrize(
    ("first", "last", "day", "due"),
    [
        ("09:00 21:00", "11:00 23:00", "", ((11, 29), 23, 0)),
        (
            "07:00 19:00",
            "08:00 20:00",
            "",
            ((11, 30), 8, 0),
        ),  # at 20:15: the 20:00 before is of the day before
        ("22:00", "01:00 13:00", "", ((11, 30), 1, 0)),
        ("22:00", "06:00 18:00", "today", ((11, 30), 6, 0)),
        ("09:00 21:00", "11:00 23:00", "tomorrow", ((11, 30), 11, 0)),
    ],
)
def test_the_second_of_two_moments_is_the_next_one_after_the_first(first, last, day, due):
    house, of_day = AlarmHarness(), {"day": day} if day else {}
    house.do("HassScheduleCommand", command=LIGHT, times=last, after_times=first, **of_day)
    day_due, hour, minute = due
    at_due = datetime(2026, *day_due, hour, minute, tzinfo=ZONE).timestamp()
    assert house.wait(at_due - house.real - 1) == []
    assert len(house.wait(2)) == 1


@pytest.mark.parametrize(("off", "done"), [(30, True), (59, True), (70, False), (7200, False)])
def test_what_came_due_while_the_service_was_off_is_done_within_a_minute_or_told(off, done):
    house = AlarmHarness()
    house.do("HassScheduleCommand", command=LIGHT, times="23:00", conversation_command="x")
    house.do("HassSetReminder", times="23:00", message="call Lola")
    house.until((11, 29), 22, 59)
    house.real += 60 + off
    house.start()
    order, reminder = house.wait(0)
    assert (order.command == LIGHT) == done
    assert (order.missed is None) == done
    if done:
        assert reminder.sentence == "A reminder: call Lola."
    else:
        assert order.sentence.startswith(
            "While I was off I missed the order “Turning off the hall lamp” for "
        )
        assert order.sentence.endswith(" at 11:00 PM, and did nothing.")
        assert reminder.sentence.startswith("While I was off, the reminder “call Lola” for ")
    assert house.wait(1) == []


def test_a_clock_that_is_set_back_does_not_prolong_a_timer():
    house = AlarmHarness()
    house.do("HassStartTimer", seconds=5)
    house.step = -3600
    assert house.do("HassTimerStatus") == "5 seconds left on the 5 second timer."
    assert house.wait(4.9) == []
    assert [f.sentence for f in house.wait(0.2)] == ["The 5 second timer is done."]


def test_a_timer_goes_on_over_a_restart_while_the_clock_is_set():
    house = AlarmHarness()
    house.do("HassStartTimer", minutes=5)
    house.real, house.step = house.real + 60, 3600
    house.start()
    assert house.do("HassTimerStatus") == "4 minutes left on the 5 minute timer."


def test_a_timer_goes_on_over_a_start_of_a_computer_without_a_battery():
    house = AlarmHarness()
    house.do("HassStartTimer", hours=3)
    house.real, house.step, house.boot = house.real + 3600, -3000, "two"
    house.start()
    house.step = 0
    house.wait(30)
    assert house.do("HassTimerStatus") == "2 hours left on the 3 hour timer."  # and half a minute less


def test_an_alarm_follows_the_clock_that_is_set_and_does_not_ring_twice():
    house = AlarmHarness()
    house.say("wake me every day at 7 am")
    assert house.until((11, 30), 7, 0)
    house.say("stop the alarm")
    house.step = -3600
    assert house.wait(1) == house.wait(3600) == []
    assert house.until((12, 1), 7, 0)


def test_what_repeats_comes_back_after_a_clock_that_was_days_ahead():
    house = AlarmHarness()
    house.say("wake me every day at 7 am")
    house.step = 40 * 86400
    assert house.wait(1)
    house.say("stop the alarm")
    house.step = 0
    house.wait(1)
    assert house.until((11, 30), 7, 0)


@pytest.mark.parametrize(
    "broken",
    [
        5,
        {},
        {"kind": "alarm"},
        {"local": "tomorrow"},
        {"days": [9]},
        {"site": "a/b"},
        {"language": "xx"},
        {"kind": "bell"},
        {"kind": "order"},
        {"ends": "soon", "local": None},
        {"local": None},
        {"extra": 1},
    ],
)
def test_what_is_stored_and_no_alarm_is_dropped_and_counted(broken):
    house = AlarmHarness()
    house.say("wake me tomorrow at 7 am")
    (good,) = json.loads(json.dumps(house.store.kept["alarms"]))
    bad = (
        {**good, **broken} if isinstance(broken, dict) and broken and broken != {"kind": "alarm"} else broken
    )
    house.store.kept["alarms"] = [bad, good]
    house.start()
    assert house.scheduler.dropped == 1
    assert house.say("what alarms do I have") == "You have the alarm for tomorrow, Monday, at 7:00 AM."


def test_a_file_that_is_no_list_is_counted():
    house = AlarmHarness()
    house.store.kept["alarms"] = {"a": 1}
    house.start()
    assert house.scheduler.dropped == 1


SUN = {  # of the harness's Sunday: the sun has set, and rises on Monday
    "sunrise": datetime(2026, 11, 30, 8, 15, 40, tzinfo=ZONE).timestamp(),
    "sunset": datetime(2026, 11, 30, 17, 48, 20, tzinfo=ZONE).timestamp(),
}


def order(house, **slots):
    return house.do("HassScheduleCommand", command=LIGHT, conversation_command="x", **slots)


@pytest.mark.parametrize(
    ("language", "slots", "reply"),
    [
        ("en", {"sun": "sunset"}, "Turning off the hall lamp tomorrow, Monday, at 5:48 PM."),
        ("en", {"sun": "sunset", "offset": -30}, "Turning off the hall lamp tomorrow, Monday, at 5:18 PM."),
        ("en", {"sun": "sunrise", "days": "monday tuesday"}, "Turning off the hall lamp every Monday and Tuesday at sunrise."),
        ("en", {"sun": "sunset", "offset": 45, "days": " ".join(WEEKDAYS)}, "Turning off the hall lamp every day 45 minutes after sunset."),
        ("es", {"sun": "sunset", "offset": -30, "days": " ".join(WEEKDAYS)}, "Apago la lámpara del pasillo todos los días 30 minutos antes del anochecer."),
        ("fr", {"sun": "sunrise", "days": " ".join(WEEKDAYS)}, "J'éteins le hall lamp tous les jours au lever du soleil."),
    ],
)  # fmt: skip
def test_an_order_by_the_sun(language, slots, reply):
    house = AlarmHarness(language)
    house.scheduler.learn(Surroundings(**SUN))
    command = replace(LIGHT, language=language)
    said = house.do("HassScheduleCommand", command=command, conversation_command="x", **slots)
    assert said == reply


def test_without_a_sun_nothing_is_planned_by_it():
    house = AlarmHarness()
    assert order(house, sun="sunset") == "Sorry, I don't know when the sun rises and sets here."
    assert house.say("when is sunset") == "Sorry, I don't know when the sun rises and sets here."
    assert house.say("wake me at sunrise").startswith("Sorry")
    house.scheduler.learn(Surroundings(**SUN))
    house.real += 9 * 86400  # nobody has told it since
    assert house.say("when is sunset").startswith("Sorry")


@pytest.mark.parametrize(
    ("language", "asked", "reply"),
    [
        ("en", "when is sunset", "The sun sets tomorrow, Monday, at 5:48 PM."),
        ("en", "when is sunset today", "The sun sets today at 5:48 PM."),
        ("en", "what time does the sun rise", "The sun rises tomorrow, Monday, at 8:15 AM."),
        ("es", "¿a qué hora se pone el sol?", "El sol se pone mañana, lunes, a las 17:48."),
        ("fr", "à quelle heure se couche le soleil ?", "Le soleil se couche demain, lundi, à 17 heures 48."),
    ],
)
def test_when_the_sun_rises_and_sets_is_told(language, asked, reply):
    house = AlarmHarness(language)
    house.scheduler.learn(Surroundings(**SUN))
    assert house.say(asked) == reply


def test_what_is_due_by_the_sun_moves_with_it_and_is_kept_over_a_restart():
    house = AlarmHarness()
    house.scheduler.learn(Surroundings(**SUN))
    order(house, sun="sunset", day="tuesday")
    assert "Tuesday at 5:48 PM" in house.do("HassAlarmStatus", kind="order")
    house.until((11, 30), 18, 0)
    tuesday = datetime(2026, 12, 1, 17, 46, 50, tzinfo=ZONE).timestamp()
    house.scheduler.learn(Surroundings(sunset=tuesday))
    house.start()
    assert "tomorrow, Tuesday, at 5:46 PM" in house.do("HassAlarmStatus", kind="order")
    assert house.until((12, 1), 17, 45) == []
    wednesday = datetime(2026, 12, 2, 17, 46, 10, tzinfo=ZONE).timestamp()
    house.scheduler.learn(Surroundings(sunset=wednesday))  # told a minute too early
    (finished,) = house.until((12, 1), 17, 46)
    assert finished.command == LIGHT
    assert house.until((12, 3), 17, 46) == []


def test_what_repeats_by_the_sun_goes_on():
    house = AlarmHarness()
    house.scheduler.learn(Surroundings(**SUN))
    order(house, sun="sunset", days="monday tuesday")
    assert len(house.until((11, 30), 17, 48)) == 1
    assert len(house.until((12, 1), 17, 48)) == 1
    assert house.until((12, 2), 20, 0) == []
    assert house.do("HassCancelAlarm", kind="order", sun="sunset").startswith("I've cancelled the order")


def test_planned_orders_are_listed_and_cancelled_by_thing_and_time():
    house = AlarmHarness()
    order(house, times="23:00")
    order(house, times="07:00", day="tomorrow")
    listed = house.say("what's planned")
    assert listed.startswith(
        "You have the order “Turning off the hall lamp” for today at 11:00 PM and the order"
    )
    assert house.say("cancel what's planned for the garden") == "I can't find that one."
    assert house.say("cancel the order for the hall lamp").startswith("Which one?")
    assert house.say("cancel what's planned for 11 pm").startswith("I've cancelled the order “Turning off")
    assert house.say("cancel the order for the lamp").endswith("for tomorrow, Monday, at 7:00 AM.")
    assert house.say("what's planned") == "Nothing is planned."


def test_an_alarm_rings_with_a_chime_and_a_reminder_does_not():
    house = AlarmHarness()
    house.say("wake me at half past six")
    house.say("remind me tomorrow at 6:40 am to call Lola")
    assert [f.rings for f in house.until((11, 30), 6, 30)] == [True]
    house.say("stop the alarm")
    assert [f.rings for f in house.until((11, 30), 6, 40)] == [False]


def test_what_is_set_at_a_site_is_told_without_its_words():
    house, changes = AlarmHarness(), []
    house.scheduler.start(lambda _: None, changed=lambda: changes.append(1))
    assert house.scheduler.upcoming("pi") == UpcomingAlarms()
    house.say("remind me tomorrow at 6 am to call Lola")
    house.say("wake me on Monday at 6:30 am")
    house.say("wake me at 5 am", site="attic")
    assert house.scheduler.upcoming("pi") == UpcomingAlarms(
        "2026-11-30T06:30:00+01:00",
        (
            UpcomingAlarm("reminder", "2026-11-30T06:00:00+01:00"),
            UpcomingAlarm("alarm", "2026-11-30T06:30:00+01:00"),
        ),
    )
    assert len(changes) == 3
    house.say("what alarms do I have")
    assert len(changes) == 3


def test_the_zone_that_is_told_holds_where_none_is_set_and_is_kept():
    house = AlarmHarness()
    house.scheduler.learn(Surroundings("America/Santiago"))
    assert house.scheduler._clock.zone == ZONE  # noqa: SLF001
    clock = HouseClock(lambda: house.real, zone=ZONE)
    TimerScheduler(house.store, clock, follows_zone=True)
    assert clock.zone == ZoneInfo("America/Santiago")
    scheduler = TimerScheduler(FakeStore(), clock, follows_zone=True)
    scheduler._arm = lambda *_: None  # noqa: SLF001
    scheduler.learn(Surroundings("Nowhere/Land"))
    assert clock.zone == ZoneInfo("America/Santiago")


@pytest.mark.parametrize("stored", [None, [], "x", {"zone": 5, "sunrise": "x", "sunset": float("nan")}])
def test_surroundings_that_cannot_be_used_are_unknown(stored):
    scheduler = TimerScheduler(FakeStore(surroundings=stored), HouseClock(lambda: 0.0), follows_zone=True)
    assert scheduler._surroundings == Surroundings()  # noqa: SLF001
