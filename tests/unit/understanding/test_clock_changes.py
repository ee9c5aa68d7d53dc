"""What changes, completes or takes back what was set for later."""

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.understanding.clock_changes import clock_changes

CHANGE, CANCEL, TIMER = "HassChangeAlarm", "HassCancelAlarm", "HassStartTimer"
LAST = {"last": 1}


def before(name, slots, language):
    return Intent("", name, slots, (), "", language, 1.0)


ALARM, ORDER = ("HassSetAlarm", {"times": "06:00"}), ("HassScheduleCommand", {"times": "23:00"})
REMINDER = ("HassSetReminder", {"times": "17:00", "message": "buy milk"})
TEN_MINUTES = (TIMER, {"minutes": 10})
FOLLOW_UPS = [
    ("en", ALARM, "actually, make it half past six", CHANGE, {**LAST, "times": "06:30 18:30"}),
    ("en", ALARM, "no, sorry, seven", CHANGE, {**LAST, "times": "07:00 19:00"}),
    ("en", ALARM, "push it back half an hour", CHANGE, {**LAST, "later": 1800}),
    ("en", ALARM, "bring that forward by ten minutes", CHANGE, {**LAST, "later": -600}),
    ("en", REMINDER, "move it to Friday", CHANGE, {**LAST, "day": "friday"}),
    ("en", REMINDER, "push that back to ten o'clock", CHANGE, {**LAST, "times": "10:00 22:00"}),
    ("en", ORDER, "forget about that, just leave the light on", CANCEL, LAST),
    ("en", ALARM, "cancel that", CANCEL, LAST),
    ("en", TEN_MINUTES, "no hang on, make that fifteen", "HassChangeTimer", {**LAST, "seconds": 900}),
    ("en", TEN_MINUTES, "sorry, I meant a quarter of an hour", "HassChangeTimer", {**LAST, "seconds": 900}),
    ("en", TEN_MINUTES, "give it another five minutes", "HassIncreaseTimer", {**LAST, "seconds": 300}),
    ("en", TEN_MINUTES, "scrap that", "HassCancelTimer", LAST),
    ("en", (TIMER, {}), "eight minutes", TIMER, {"minutes": 8}),
    ("en", (TIMER, {"name": "pizza"}), "um, twelve", TIMER, {"name": "pizza", "minutes": 12}),
    ("en", ("HassSetReminder", {"message": "call mum"}), "tomorrow at nine at night", "HassSetReminder", {"message": "call mum", "times": "21:00", "day": "tomorrow"}),
    ("es", ALARM, "mejor ponla media hora más tarde", CHANGE, {**LAST, "later": 1800}),
    ("es", ALARM, "no, perdona, a las siete", CHANGE, {**LAST, "times": "07:00 19:00"}),
    ("es", ALARM, "mejor a las siete y media", CHANGE, {**LAST, "times": "07:30 19:30"}),
    ("es", REMINDER, "pásalo al viernes", CHANGE, {**LAST, "day": "friday"}),
    ("es", REMINDER, "ya lo hice, no hace falta que me lo recuerdes", CANCEL, LAST),
    ("es", ORDER, "déjalo, al final no apagues la tele", CANCEL, LAST),
    ("es", TEN_MINUTES, "mejor que sean quince", "HassChangeTimer", {**LAST, "seconds": 900}),
    ("es", TEN_MINUTES, "dale otros cinco minutos", "HassIncreaseTimer", {**LAST, "seconds": 300}),
    ("es", (TIMER, {}), "de ocho minutos", TIMER, {"minutes": 8}),
    ("es", ("HassSetReminder", {"message": "llamar"}), "mañana a las seis de la tarde", "HassSetReminder", {"message": "llamar", "times": "18:00", "day": "tomorrow"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "earlier", "text", "name", "slots"), FOLLOW_UPS)
def test_what_follows_is_about_the_last_one(language, earlier, text, name, slots):
    found = clock_changes(language).follow_up(text, before(*earlier, language))
    assert found is not None
    assert (found.name, dict(found.slots), found.text) == (name, slots, text)


@pytest.mark.parametrize(
    ("language", "earlier", "text"),
    [
        ("en", ALARM, "make it brighter"),
        ("en", ALARM, "turn on the light at seven"),
        ("en", ALARM, "forget that, turn on the fan"),
        ("en", ALARM, "what time is it"),
        ("en", ALARM, "thanks"),
        ("en", TEN_MINUTES, "make it blue"),
        ("en", TEN_MINUTES, "ten people are coming"),
        ("en", ("HassTimerStatus", {}), "forget that"),
        ("es", ALARM, "ponla más alta"),
        ("es", ALARM, "enciende la luz a las siete"),
        ("es", ALARM, "déjalo, enciende el ventilador"),
        ("es", TEN_MINUTES, "quince personas vienen"),
        ("es", ALARM, "gracias"),
    ],
)
def test_what_follows_and_changes_nothing(language, earlier, text):
    assert clock_changes(language).follow_up(text, before(*earlier, language)) is None


@pytest.mark.parametrize(
    ("language", "text", "name", "slots"),
    [
        ("en", "change my seven o'clock alarm to half past seven in the morning", CHANGE, {"kind": "alarm", "from_times": "07:00 19:00", "times": "07:30"}),
        ("en", "move my alarm to eight in the morning", CHANGE, {"kind": "alarm", "times": "08:00"}),
        ("en", "push the alarm back half an hour", CHANGE, {"kind": "alarm", "later": 1800}),
        ("en", "change the reminder to Friday at noon", CHANGE, {"kind": "reminder", "times": "12:00", "day": "friday"}),
        ("en", "get rid of the six a.m. one", CANCEL, {"kind": "any", "times": "06:00"}),
        ("es", "cambia la alarma de las siete a las siete y media de la mañana", CHANGE, {"kind": "alarm", "from_times": "07:00 19:00", "times": "07:30"}),
        ("es", "retrasa la alarma un cuarto de hora", CHANGE, {"kind": "alarm", "later": 900}),
        ("es", "adelanta el despertador diez minutos", CHANGE, {"kind": "alarm", "later": -600}),
        ("es", "quita la de las seis de la mañana", CANCEL, {"kind": "any", "times": "06:00"}),
    ],
)  # fmt: skip
def test_what_is_named_is_changed(language, text, name, slots):
    found = clock_changes(language).read(text)
    assert found is not None
    assert (found.name, dict(found.slots)) == (name, slots)


@pytest.mark.parametrize(
    ("language", "text", "about"),
    [
        ("en", "forget about the TV", "tv"),
        ("en", "don't turn the heating off after all", "heating"),
        ("en", "cancel the tea one", "tea"),
        ("es", "olvídate de lo de la tele", "tele"),
        ("es", "cancela lo del riego", "riego"),
        ("es", "cancela el del arroz", "arroz"),
        ("es", "al final no apagues la tele", "tele"),
    ],
)
def test_what_is_taken_back_by_what_it_is_about(language, text, about):
    found = clock_changes(language).dropped(text)
    assert found is not None
    assert (found.name, dict(found.slots)) == (CANCEL, {"kind": "any", "message": about})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "move the sofa to eight"),
        ("en", "don't turn off the TV"),
        ("en", "change the channel to seven"),
        ("en", "forget the past"),
        ("es", "cambia el canal a las noticias"),
        ("es", "no apagues la tele"),
        ("es", "olvídate de mí"),
    ],
)
def test_what_changes_nothing_that_is_set(language, text):
    reader = clock_changes(language)
    assert reader.read(text) is None
    assert reader.dropped(text) is None
