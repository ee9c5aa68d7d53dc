"""The decimal sign, the clock and the first day of the week, as a pack has them and as a user chooses."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.languages.conformance import check_files
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.languages.weeks import week_number
from tests.harness.packs import copied_pack


def chosen(language, **conventions):
    found = pack(language)
    return found.wording(replace(found.conventions, **conventions))


@pytest.mark.parametrize(
    ("language", "sign", "clock", "first"),
    [("en", ".", 12, "sunday"), ("es", ",", 24, "monday"), ("fr", ",", 24, "monday")],
)
def test_the_packs_have_those_of_their_speakers(language, sign, clock, first):
    found = pack(language).conventions
    assert (found.decimal_sign, found.clock, found.first_weekday) == (sign, clock, first)
    assert wording(language).number(21.5) == f"21{sign}5"


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("sign", [".", ","])
def test_numbers_have_the_sign_that_was_chosen(language, sign):
    words = chosen(language, decimal_sign=sign)
    assert [words.number(n) for n in (21.5, -0.25, 21.0, 21, "1.5 a day")] == [
        f"21{sign}5",
        f"-0{sign}25",
        "21",
        "21",
        "1.5 a day",
    ]
    assert f"1{sign}5" in words.duration({"hours": 1.5})


@pytest.mark.parametrize(
    ("hour", "minute", "english", "spanish", "french"),
    [
        (0, 5, "12:05 AM", "las 12:05 de la noche", "minuit 5"),
        (1, 5, "1:05 AM", "la 1:05 de la madrugada", "1 heure 5 du matin"),
        (6, 0, "6:00 AM", "las 6 de la mañana", "6 heures du matin"),
        (11, 59, "11:59 AM", "las 11:59 de la mañana", "11 heures 59 du matin"),
        (12, 0, "12:00 PM", "las 12 del mediodía", "midi"),
        (12, 30, "12:30 PM", "las 12:30 del mediodía", "midi 30"),
        (13, 0, "1:00 PM", "la 1 de la tarde", "1 heure de l'après-midi"),
        (15, 5, "3:05 PM", "las 3:05 de la tarde", "3 heures 5 de l'après-midi"),
        (18, 0, "6:00 PM", "las 6 de la tarde", "6 heures du soir"),
        (20, 0, "8:00 PM", "las 8 de la noche", "8 heures du soir"),
        (23, 59, "11:59 PM", "las 11:59 de la noche", "11 heures 59 du soir"),
    ],
)
def test_a_clock_of_12_hours(hour, minute, english, spanish, french):
    moment = datetime(2026, 11, 29, hour, minute)
    for language, said in (("en", english), ("es", spanish), ("fr", french)):
        words = chosen(language, clock=12)
        assert words.moment(moment, today=moment) == said
        assert said in words.time_of_day(hour, minute)


@pytest.mark.parametrize(
    ("hour", "minute", "english", "spanish", "french"),
    [
        (0, 5, "It's 00:05.", "Son las 0:05.", "Il est minuit 5."),
        (1, 0, "It's 01:00.", "Es la 1:00.", "Il est 1 heure."),
        (13, 0, "It's 13:00.", "Son las 13:00.", "Il est 13 heures."),
        (15, 5, "It's 15:05.", "Son las 15:05.", "Il est 15 heures 5."),
    ],
)
def test_a_clock_of_24_hours(hour, minute, english, spanish, french):
    for language, said in (("en", english), ("es", spanish), ("fr", french)):
        assert chosen(language, clock=24).time_of_day(hour, minute) == said


def test_the_verb_agrees_with_the_hour_that_is_told():
    assert chosen("es", clock=12).time_of_day(13, 0) == "Es la 1 de la tarde."
    assert chosen("es", clock=24).time_of_day(13, 0) == "Son las 13:00."


def test_a_moment_of_another_day():
    moment, today = datetime(2026, 11, 29, 15, 5), datetime(2026, 11, 28)
    assert chosen("en", clock=24).moment(moment, today) == "15:05 on Sunday, November 29"
    assert chosen("es", clock=12).moment(moment, today) == "las 3:05 de la tarde del domingo, 29 de noviembre"
    assert (
        chosen("fr", clock=12).moment(moment, today) == "3 heures 5 de l'après-midi, le dimanche 29 novembre"
    )


# How each is spoken: English by hibari's phonemizer, Spanish in words.
@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("en", "It's 21,5 degrees.", "It's 21.5 degrees."),
        ("en", "It's minus 0,25 percent.", "It's minus 0.25 percent."),
        ("en", "12345,75 watts", "12345.75 watts"),
        ("en", "It has 1,500 lumens.", "It has 1,500 lumens."),
        ("en", "Rooms 1, 2 and 3,4,5.", "Rooms 1, 2 and 3,4,5."),
        ("en", "1,500.25", "1,500.25"),
        ("es", "Hay 21.5 grados.", "Hay veintiuno coma cinco grados."),
        ("es", "Hay 21,5 grados.", "Hay veintiuno coma cinco grados."),
        ("es", "Son las 15:05.", "Son las quince cinco."),
        ("es", "Son las 3:05 de la tarde.", "Son las tres y cinco de la tarde."),
        ("es", "Son las 3 de la tarde.", "Son las tres de la tarde."),
        ("es", "Es la 1 de la tarde.", "Es la una de la tarde."),
        ("es", "Estamos en la semana 48.", "Estamos en la semana cuarenta y ocho."),
    ],
)
def test_what_is_told_is_also_spoken(language, text, spoken):
    assert TextNormalizer()(text, language) == spoken


@pytest.mark.parametrize(
    ("day", "monday", "saturday", "sunday"),
    [
        # ISO 8601: 1 January 2027 is a Friday, so that it is in the last week of 2026
        (date(2026, 1, 1), 1, 1, 1),
        (date(2026, 1, 3), 1, 2, 1),
        (date(2026, 1, 4), 1, 2, 2),
        (date(2026, 1, 5), 2, 2, 2),
        (date(2026, 11, 29), 48, 49, 49),
        (date(2026, 12, 26), 52, 1, 52),
        (date(2026, 12, 27), 52, 1, 1),
        (date(2026, 12, 31), 53, 1, 1),
        (date(2027, 1, 1), 53, 1, 1),
        (date(2027, 1, 2), 53, 2, 1),
        (date(2027, 1, 3), 53, 2, 2),
        (date(2027, 1, 4), 1, 2, 2),
        (date(2028, 12, 31), 52, 1, 1),
    ],
)
def test_the_number_of_a_week(day, monday, saturday, sunday):
    assert week_number(day, "monday") == monday
    assert week_number(day, "saturday") == saturday
    assert week_number(day, "sunday") == sunday


@pytest.mark.parametrize(
    ("language", "first", "said"),
    [
        ("en", "sunday", "It's week 49."),
        ("en", "monday", "It's week 48."),
        ("es", "monday", "Estamos en la semana 48."),
        ("fr", "saturday", "Nous sommes en semaine 49."),
    ],
)
def test_the_week_is_told(language, first, said):
    assert chosen(language, first_weekday=first).week(date(2026, 11, 29)) == said


@pytest.mark.parametrize(
    ("name", "before", "after", "reason"),
    [
        ("conventions.yaml", "clock: 12", "clock: 13", "clock is not one of 12, 24"),
        ("conventions.yaml", 'decimal_sign: "."', 'decimal_sign: "\'"', "decimal_sign"),
        ("conventions.yaml", "first_weekday: sunday", "", "lacks first_weekday"),
        ("grammar.py", "self.conventions.clock == 24", "False", "whichever `clock` was chosen"),
        (
            "grammar.py",
            "number_with(value, self.conventions)",
            "str(value)",
            "whichever `decimal_sign` was chosen",
        ),
        ("grammar.py", "self.conventions.first_weekday", '"monday"', "whichever `first_weekday` was chosen"),
        ("__init__.py", "wording=English", "wording=None", "object is not callable"),
    ],
)
def test_a_pack_that_does_not_keep_to_them_is_told(tmp_path, name, before, after, reason):
    with copied_pack("xx", tmp_path) as folder:
        text = (folder / name).read_text("utf-8")
        assert before in text
        (folder / name).write_text(text.replace(before, after, 1), "utf-8")
        assert [reason in error.reason for error in check_files(folder)].count(True) == 1, check_files(folder)
