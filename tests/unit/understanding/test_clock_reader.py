import random
from datetime import date, datetime, timedelta

import pytest

from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.turns.timers.moment_sentences import moment_said
from sarai_mqtt.turns.timers.moments import moment_meant
from sarai_mqtt.understanding.clock_reader import clock_reader
from sarai_mqtt.understanding.time_phrases import plain_words

LANGUAGES = ("en", "es", "fr")


def read(language, text):
    """Return the moment that `text` is as a whole: times, then day, days, seconds and "until" if any."""
    words = plain_words(text)
    found = clock_reader(language).moment(words, 0)
    if found is None or found[1] < len(words.starts):
        return None
    said = found[0]
    times = " ".join(f"{minute // 60}:{minute % 60:02}" for minute in said.times)
    days = "".join(map(str, said.days))
    seconds = "" if said.seconds is None else f"{said.seconds:.0f} s"
    return " ".join(filter(None, (times, said.day, days, seconds, "until" * said.until)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("half past six", "6:30 18:30"),
        ("at half six", "6:30 18:30"),
        ("at quarter to seven in the morning", "6:45"),
        ("a quarter past noon", "12:15"),
        ("ten to midnight", "23:50"),
        ("at twenty-five past nine pm", "21:25"),
        ("at six thirty", "6:30 18:30"),
        ("at seven oh five am", "7:05"),
        ("at seven o'clock", "7:00 19:00"),
        ("at 3 pm", "15:00"),
        ("at 3 p.m.", "15:00"),
        ("at 12 am", "0:00"),
        ("at 12 pm", "12:00"),
        ("15:05", "15:05"),
        ("at 7.30", "7:30 19:30"),
        ("06:30", "6:30"),
        ("at noon", "12:00"),
        ("at midday tomorrow", "12:00 tomorrow"),
        ("at midnight", "0:00 24:00"),
        ("tonight at eleven", "23:00 today"),
        ("tonight at one", "25:00 today"),
        ("at nine this evening", "21:00 today"),
        ("tomorrow at nine", "9:00 21:00 tomorrow"),
        ("tomorrow morning at 8", "8:00 tomorrow"),
        ("tomorrow, Monday, at 6:30 AM", "6:30 tomorrow"),
        ("the day after tomorrow at noon", "12:00 overmorrow"),
        ("on Friday at 5 pm", "17:00 friday"),
        ("at five on Friday", "5:00 17:00 friday"),
        ("next Monday at 8 am", "8:00 next_monday"),
        ("on December 14th at noon", "12:00 12-14"),
        ("the 14th of December at noon", "12:00 12-14"),
        ("every day at 6 am", "6:00 0123456"),
        ("on Mondays and Fridays at 7 am", "7:00 04"),
        ("every Monday and Wednesday at 7 am", "7:00 02"),
        ("Monday to Friday at 7 am", "7:00 01234"),
        ("on weekdays at 7 am", "7:00 01234"),
        ("at weekends at 10 am", "10:00 56"),
        ("in ten minutes", "600 s"),
        ("in half an hour", "1800 s"),
        ("in an hour and a half", "5400 s"),
        ("in 1 hour and 20 minutes", "4800 s"),
        ("two hours from now", "7200 s"),
        ("until ten", "10:00 22:00 until"),
        ("at 15 in the morning", None),
        ("at 25", None),
        ("at 7:75", None),
        ("ten minutes", None),
        ("the morning", None),
        ("on the table", None),
    ],
)
def test_english(text, meant):
    assert read("en", text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a las siete menos cuarto de la mañana", "6:45"),
        ("a las seis y media", "6:30 18:30"),
        ("a las 7 y cuarto de la tarde", "19:15"),
        ("a las ocho y veinte", "8:20 20:20"),
        ("a las ocho menos diez", "7:50 19:50"),
        ("a un cuarto para las siete", "6:45 18:45"),
        ("diez para las siete", "6:50 18:50"),
        ("a la una", "1:00 13:00"),
        ("a la una y media de la tarde", "13:30"),
        ("a las tres en punto", "3:00 15:00"),
        ("a las 15:05", "15:05"),
        ("a las 6:30", "6:30 18:30"),
        ("a las quince horas", "15:00"),
        ("a las 3 p.m.", "15:00"),
        ("a mediodía", "12:00"),
        ("al mediodía", "12:00"),
        ("a medianoche", "0:00 24:00"),
        ("a las doce de la noche", "0:00 24:00"),
        ("a las doce de la mañana", "12:00"),
        ("a las dos de la madrugada", "2:00"),
        ("esta noche a las once", "23:00 today"),
        ("hoy a las 5 de la tarde", "17:00 today"),
        ("mañana a las nueve", "9:00 21:00 tomorrow"),
        ("mañana por la mañana a las ocho", "8:00 tomorrow"),
        ("a las ocho de la mañana mañana", "8:00 tomorrow"),
        ("pasado mañana a la una", "1:00 13:00 overmorrow"),
        ("el viernes a las cinco y media", "5:30 17:30 friday"),
        ("el lunes que viene a las 8", "8:00 20:00 next_monday"),
        ("el próximo lunes a las 8", "8:00 20:00 next_monday"),
        ("el 14 de diciembre a las 10", "10:00 22:00 12-14"),
        ("los lunes a las 7 de la mañana", "7:00 0"),
        ("los lunes y los miércoles a las 7", "7:00 19:00 02"),
        ("todos los sábados a las 9 de la mañana", "9:00 5"),
        ("de lunes a viernes a las 6:30 de la mañana", "6:30 01234"),
        ("entre semana a las 7 de la mañana", "7:00 01234"),
        ("todos los días a las ocho de la mañana", "8:00 0123456"),
        ("los fines de semana a las diez de la mañana", "10:00 56"),
        ("en diez minutos", "600 s"),
        ("dentro de media hora", "1800 s"),
        ("en una hora y veinte minutos", "4800 s"),
        ("hasta las diez", "10:00 22:00 until"),
        ("a las 15 de la mañana", None),
        ("la mañana", None),
        ("a la cocina", None),
        ("las luces", None),
    ],
)
def test_spanish(text, meant):
    assert read("es", text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("à sept heures et demie", "7:30 19:30"),
        ("à huit heures moins le quart", "7:45 19:45"),
        ("à sept heures et quart du matin", "7:15"),
        ("à 7h30", "7:30 19:30"),
        ("à 7 h", "7:00 19:00"),
        ("à 21:15", "21:15"),
        ("à neuf heures vingt", "9:20 21:20"),
        ("à vingt et une heures", "21:00"),
        ("à neuf heures moins dix", "8:50 20:50"),
        ("à midi", "12:00"),
        ("à midi et demi", "12:30"),
        ("à minuit moins le quart", "23:45"),
        ("ce soir à onze heures", "23:00 today"),
        ("demain matin à 7h30", "7:30 tomorrow"),
        ("demain à neuf heures", "9:00 21:00 tomorrow"),
        ("après-demain à neuf heures", "9:00 21:00 overmorrow"),
        ("vendredi à 15 h", "15:00 friday"),
        ("lundi prochain à 8h", "8:00 20:00 next_monday"),
        ("le 14 décembre à 8 heures du soir", "20:00 12-14"),
        ("tous les lundis à 6h du matin", "6:00 0"),
        ("chaque mardi à 6h du matin", "6:00 1"),
        ("du lundi au vendredi à sept heures du matin", "7:00 01234"),
        ("tous les jours à 7 heures du matin", "7:00 0123456"),
        ("en semaine à 7 heures du matin", "7:00 01234"),
        ("dans dix minutes", "600 s"),
        ("dans une demi-heure", "1800 s"),
        ("dans une heure et vingt minutes", "4800 s"),
        ("jusqu'à dix heures", "10:00 22:00 until"),
        ("à 15 heures du matin", None),
        ("à sept", None),
        ("à la cuisine", None),
    ],
)
def test_french(text, meant):
    assert read("fr", text) == meant


def moments(count, seed):
    """Yield a time of now and a later moment, with weekdays for each third."""
    some = random.Random(seed)
    for number in range(count):
        now = datetime(2026, 1, 1) + timedelta(minutes=some.randrange(525600))
        ahead = some.choice((some.randint(1, 1440), some.randint(1, 9 * 1440), some.randint(1, 300 * 1440)))
        local = now + timedelta(minutes=ahead)
        days = tuple(sorted(some.sample(range(7), some.randint(1, 7)))) if number % 3 == 0 else ()
        yield now, local, days


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wakes", [True, False])
def test_what_is_said_is_read_back(language, wakes):
    for now, local, days in moments(1500, f"{language} {wakes}"):
        said = moment_said(local, now, wording(language), days, after_for=local.minute % 2 == 1)
        words = plain_words(said)
        found = clock_reader(language).moment(words, 0)
        assert found is not None, said
        meant, end = found
        assert end == len(words.starts), said
        if days:
            assert meant.days == days, said
            assert local.hour * 60 + local.minute in meant.times, said
        else:
            assert moment_meant(meant.times, meant.day, now, wakes=wakes) == local, (said, now)


NOW = datetime(2026, 11, 29, 20, 15)  # a Sunday


@pytest.mark.parametrize(
    ("times", "day", "wakes", "meant"),
    [
        ((7 * 60, 19 * 60), "", True, "2026-11-30T07:00"),  # the next one that comes
        ((9 * 60, 21 * 60), "", True, "2026-11-29T21:00"),
        ((9 * 60, 21 * 60), "today", True, "2026-11-29T21:00"),
        ((7 * 60, 19 * 60), "today", True, None),  # over
        ((9 * 60, 21 * 60), "tomorrow", False, "2026-11-30T09:00"),
        ((3 * 60, 15 * 60), "tomorrow", False, "2026-11-30T15:00"),  # nobody has to call anyone at 3
        ((5 * 60, 17 * 60), "tomorrow", True, "2026-11-30T05:00"),  # but one may get up at 5
        ((8 * 60,), "overmorrow", False, "2026-12-01T08:00"),
        ((8 * 60,), "friday", False, "2026-12-04T08:00"),
        ((21 * 60,), "sunday", False, "2026-11-29T21:00"),
        ((21 * 60,), "next_sunday", False, "2026-12-06T21:00"),
        ((8 * 60,), "sunday", False, "2026-12-06T08:00"),
        ((25 * 60,), "today", False, "2026-11-30T01:00"),
        ((8 * 60,), "01-05", False, "2027-01-05T08:00"),
        ((8 * 60,), "02-29", False, "2028-02-29T08:00"),
        ((0, 24 * 60), "", False, "2026-11-30T00:00"),
    ],
)
def test_which_moment_is_meant(times, day, wakes, meant):
    found = moment_meant(times, day, NOW, wakes=wakes)
    assert (found and found.isoformat(timespec="minutes")) == meant


def test_a_day_that_repeats_begins_with_the_next_one():
    assert moment_meant((7 * 60, 19 * 60), "", NOW, wakes=True, days=(6,)) == datetime(2026, 12, 6, 7)
    assert moment_meant((21 * 60,), "", NOW, wakes=True, days=(6, 0)) == datetime(2026, 11, 29, 21)


def test_how_a_moment_is_said():
    said = [moment_said(datetime(2026, 11, 30, 6, 30), NOW, wording(code)) for code in LANGUAGES]
    assert said == [
        "tomorrow, Monday, at 6:30 AM",
        "mañana, lunes, a las 6:30 de la mañana",
        "demain, lundi, à 6 heures 30 du matin",
    ]
    assert date(2026, 11, 30).weekday() == 0
