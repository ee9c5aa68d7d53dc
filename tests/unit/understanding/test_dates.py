from datetime import date

import pytest

from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.turns.own_answers.dates import date_answer
from sarai_mqtt.turns.own_answers.own_answers import own_answer
from sarai_mqtt.understanding.dates import DateQuestion, date_question, easter

TODAY = date(2026, 11, 29)  # a Sunday


@pytest.mark.parametrize(
    ("language", "text", "asked", "day"),
    [
        ("en", "what day is it on the 24th?", "day", date(2026, 12, 24)),
        ("en", "what day is it on the twenty-fourth", "day", date(2026, 12, 24)),
        ("en", "what day is it on the 30th", "day", date(2026, 11, 30)),
        ("en", "what day is it on the 31st", "day", date(2026, 12, 31)),
        ("en", "what day is December 25", "day", date(2026, 12, 25)),
        ("en", "what day of the week is the 1st of January", "day", date(2027, 1, 1)),
        ("en", "what day does the first of January fall on", "day", date(2027, 1, 1)),
        ("en", "what day is February 29th", "day", date(2028, 2, 29)),
        ("en", "what day is tomorrow", "day", date(2026, 11, 30)),
        ("en", "what was the date yesterday", "day", date(2026, 11, 28)),
        ("en", "what's the date next Friday", "day", date(2026, 12, 4)),
        ("en", "what date is next Sunday", "day", date(2026, 12, 6)),
        ("en", "what day will it be in ten days", "day", date(2026, 12, 9)),
        ("en", "when is Christmas?", "day", date(2026, 12, 25)),
        ("en", "when is Easter", "day", date(2027, 3, 28)),
        ("en", "how many days until Christmas", "until", date(2026, 12, 25)),
        ("en", "please tell me how long until New Year", "until", date(2027, 1, 1)),
        ("en", "how many days till the 14th of February", "until", date(2027, 2, 14)),
        ("en", "how many days until November 29", "until", TODAY),
        ("en", "what year is it", "year", TODAY),
        ("en", "which month are we in", "month", TODAY),
        ("es", "¿qué día cae el 24?", "day", date(2026, 12, 24)),
        ("es", "qué día es el veinticuatro de diciembre", "day", date(2026, 12, 24)),
        ("es", "¿qué día de la semana es el 1 de enero?", "day", date(2027, 1, 1)),
        ("es", "qué día es el primero de mayo", "day", date(2027, 5, 1)),
        ("es", "qué día es mañana", "day", date(2026, 11, 30)),
        ("es", "qué día fue anteayer", "day", date(2026, 11, 27)),
        ("es", "qué fecha es el próximo lunes", "day", date(2026, 11, 30)),
        ("es", "qué día es el viernes que viene", "day", date(2026, 12, 4)),
        ("es", "¿cuándo es Viernes Santo?", "day", date(2027, 3, 26)),
        ("es", "cuándo es el día de muertos", "day", date(2027, 11, 2)),
        ("es", "¿cuántos días faltan para Navidad?", "until", date(2026, 12, 25)),
        ("es", "cuánto falta para el viernes", "until", date(2026, 12, 4)),
        ("es", "en qué año estamos", "year", TODAY),
        ("es", "qué mes es", "month", TODAY),
        ("fr", "quel jour tombe le 24 ?", "day", date(2026, 12, 24)),
        ("fr", "quel jour est le 24 décembre", "day", date(2026, 12, 24)),
        ("fr", "quel jour tombe le premier janvier", "day", date(2027, 1, 1)),
        ("fr", "quel jour on sera demain", "day", date(2026, 11, 30)),
        ("fr", "quel jour était hier", "day", date(2026, 11, 28)),
        ("fr", "quelle est la date de lundi prochain", "day", date(2026, 11, 30)),
        ("fr", "c'est quand Noël ?", "day", date(2026, 12, 25)),
        ("fr", "c'est quand le lundi de Pâques", "day", date(2027, 3, 29)),
        ("fr", "combien de jours avant Noël ?", "until", date(2026, 12, 25)),
        ("fr", "dans combien de jours est Noël", "until", date(2026, 12, 25)),
        ("fr", "combien de jours jusqu'au 14 février", "until", date(2027, 2, 14)),
        ("fr", "on est en quelle année", "year", TODAY),
        ("fr", "quel mois on est", "month", TODAY),
    ],
)
def test_the_day_that_is_asked_about(language, text, asked, day):
    assert date_question(text, language, TODAY) == DateQuestion(asked, day)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "what day is it on the 32nd"),
        ("en", "what day is the 30th of February"),
        ("en", "what day was the war over"),
        ("en", "when is dinner"),
        ("en", "when was Christmas invented"),
        ("en", "how many days are there in February"),
        ("en", "how long until the timer ends"),
        ("en", "how long until dinner"),
        ("en", "what day is it in 99999 days"),
        ("es", "cuándo es la cena"),
        ("es", "cuánto falta para la cena"),
        ("es", "cuánto queda del temporizador"),
        ("es", "qué día es el 30 de febrero"),
        ("fr", "c'est quand le dîner"),
        ("fr", "combien de temps avant le dîner"),
        ("en", ""),
    ],
)
def test_anything_else_asks_for_no_day(language, text):
    assert date_question(text, language, TODAY) is None


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "what day is it on the 24th", "That's Thursday, December 24."),
        ("en", "what day was yesterday", "That was Saturday, November 28."),
        ("en", "how many days until Christmas", "It's 26 days away."),
        ("en", "how many days until the 30th", "That's tomorrow."),
        ("en", "how many days until today", "That's today."),
        ("en", "what year is it", "It's 2026."),
        ("es", "qué día cae el 24", "Es el jueves, 24 de diciembre."),
        ("es", "cuántos días faltan para Navidad", "Faltan 26 días."),
        ("es", "cuánto falta para mañana", "Es mañana."),
        ("es", "qué año es", "Estamos en 2026."),
        ("fr", "quel jour tombe le 24", "C'est le jeudi 24 décembre."),
        ("fr", "quel jour était hier", "C'était le samedi 28 novembre."),
        ("fr", "combien de jours avant Noël", "C'est dans 26 jours."),
        ("en", "what day of the week is Christmas Day 2027?", "That's Saturday, December 25."),
        ("en", "what day is the first of January 2028", "That's Saturday, January 1."),
        ("es", "¿qué día cae Navidad del año que viene?", "Es el sábado, 25 de diciembre."),
        ("es", "qué día de la semana es el 1 de enero de 2028", "Es el sábado, 1 de enero."),
    ],
)
def test_what_is_said(language, text, said):
    assert date_answer(text, language, TODAY) == said


def test_easter():
    # as printed in the calendars of those years
    known = {
        1961: (4, 2),
        2000: (4, 23),
        2024: (3, 31),
        2025: (4, 20),
        2026: (4, 5),
        2027: (3, 28),
        2038: (4, 25),
    }
    assert {year: (easter(year).month, easter(year).day) for year in known} == known


@pytest.mark.parametrize("language", available())
def test_every_day_of_three_years_is_told_and_found_again(language):
    """What is said of a day by its date is that day, whichever day it is today."""
    phrases = pack(language).dates
    asked = {"en": "what day is {d} {m}", "es": "qué día es el {d} de {m}", "fr": "quel jour est le {d} {m}"}
    for offset in range(0, 3 * 365, 5):
        today = date.fromordinal(TODAY.toordinal() + offset)
        for ahead in (0, 1, 30, 200, 364):
            day = date.fromordinal(today.toordinal() + ahead)
            month = phrases.months[day.month - 1][0]
            found = date_question(asked[language].format(d=day.day, m=month), language, today)
            assert found.day == day or (day.month, day.day) == (2, 29), (today, day)


def test_it_is_ours_and_nobody_else_is_asked_about_it():
    answer = own_answer("¿qué día cae el 24?", ["en", "es"], Home({}, {}), "112", today=TODAY)
    assert (answer.kind, answer.language, answer.final) == ("date", "es", True)
    assert own_answer("what day is it on the 24th", ["en"], Home({}, {}), "112") is None
