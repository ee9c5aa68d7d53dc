"""Amounts in a text, as people say and as speech to text writes them."""

from pathlib import Path

import pytest

from sarai_mqtt.languages.content_words import tokens_of, content_words
from sarai_mqtt.understanding.accounting.amounts import amounts_in

WORDS = {language: content_words(language) for language in ("en", "es", "fr")}


def amounts(text, language):
    return [(a.value, a.unit) for a in amounts_in(tokens_of(text, language), WORDS[language], language)]


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "1½ hours", 1.5, "hours"),
        ("en", "½ hour", 0.5, "hours"),
        ("en", "1/2 an hour", 0.5, "hours"),
        ("en", "1 and a 1/2 hours", 1.5, "hours"),
        ("en", "an hour and a half", 1.5, "hours"),
        ("en", "one and a half minutes", 1.5, "minutes"),
        ("en", "a quarter of an hour", 0.25, "hours"),
        ("en", "two and a quarter hours", 2.25, "hours"),
        ("en", "five more minutes", 5, "minutes"),
        ("en", "21.7 degrees", 21.7, "degrees"),
        ("en", "21 1/2 degrees", 21.5, "degrees"),
        ("en", "twenty one and a half degrees", 21.5, "degrees"),
        ("en", "twenty one point two five degrees", 21.25, "degrees"),
        ("en", "70 degrees fahrenheit", 70, "fahrenheit"),
        ("en", "20 ½ %", 20.5, "percent"),
        ("es", "hora y media", 1.5, "hours"),
        ("es", "1 ½ hora", 1.5, "hours"),
        ("es", "¾ de hora", 0.75, "hours"),
        ("es", "tres cuartos de hora", 0.75, "hours"),
        ("es", "un cuarto de hora", 0.25, "hours"),
        ("es", "tres horas y media", 3.5, "hours"),
        ("es", "minuto y medio", 1.5, "minutes"),
        ("es", "2,5 horas", 2.5, "hours"),
        ("es", "veintiún grados y medio", 21.5, "degrees"),
        ("es", "veinte con cinco grados", 20.5, "degrees"),
        ("es", "medio grado", 0.5, "degrees"),
        ("es", "un grado", 1, "degrees"),
        ("es", "un 20 por ciento", 20, "percent"),
        ("es", "30 por 100", 30, "percent"),
        ("es", "dos mil setecientos kelvin", 2700, "kelvin"),
        ("en", "one and three quarter hours", 1.75, "hours"),
        ("en", "an hour thirty", 1.5, "hours"),
        ("en", "an hour and 15", 1.25, "hours"),
        ("en", "5 minutes 30", 5.5, "minutes"),
        ("en", "1.5 h", 1.5, "hours"),
        ("en", "1h30", 1.5, "hours"),
        ("en", "1:30 hours", 1.5, "hours"),
        ("en", "1:30:15 hours", 1.5 + 15 / 3600, "hours"),
        ("en", "2:05 minutes", 2 + 5 / 60, "minutes"),
        ("en", "a third of an hour", 1 / 3, "hours"),
        ("en", "point five degrees", 0.5, "degrees"),
        ("en", "twenty point one degrees", 20.1, "degrees"),
        ("en", "minus five degrees", -5, "degrees"),
        ("es", "veinte coma uno grados", 20.1, "degrees"),
        ("es", "cinco grados bajo cero", -5, "degrees"),
        ("fr", "moins cinq degrés", -5, "degrees"),
        ("en", ".5 degrees", 0.5, "degrees"),
        ("en", "30 per cent", 30, "percent"),
        ("es", "veintidós grados con cinco", 22.5, "degrees"),
        ("es", "veintiuno coma dos cinco", 21.25, ""),
        ("es", "una hora y cuarto", 1.25, "hours"),
        ("es", "una hora treinta", 1.5, "hours"),
        ("es", "treinta y un minutos", 31, "minutes"),
        ("es", "treinta y una horas", 31, "hours"),
        ("es", "veintiuna horas", 21, "hours"),
        ("es", "quinientas veces", 500, "other"),
        ("es", "1:30 horas", 1.5, "hours"),
        ("fr", "une demi-heure", 0.5, "hours"),
        ("fr", "une heure et demie", 1.5, "hours"),
        ("fr", "une heure et quart", 1.25, "hours"),
        ("fr", "une heure trois quarts", 1.75, "hours"),
        ("fr", "trois quarts d'heure", 0.75, "hours"),
        ("fr", "une heure trente", 1.5, "hours"),
        ("fr", "1h30", 1.5, "hours"),
        ("fr", "cinq minutes trente", 5.5, "minutes"),
        ("fr", "vingt et un virgule cinq", 21.5, ""),
        ("fr", "vingt et un degrés et demi", 21.5, "degrees"),
        ("fr", "vingt degrés cinq", 20.5, "degrees"),
        ("fr", "21°5", 21.5, "degrees"),
        ("fr", "quatre-vingt pour cent", 80, "percent"),
        ("fr", "quatre-vingts pour cent", 80, "percent"),
        ("fr", "nonante-cinq", 95, ""),
        ("fr", "septante et un", 71, ""),
    ],
)
def test_one_amount(language, text, value, unit):
    assert amounts(text, language) == [(pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "2 hours and 30 minutes", [(2, "hours"), (30, "minutes")]),
        ("en", "a timer for 1:30", [(1.5, "hours")]),
        ("en", "an alarm for 1:30", [(1, ""), (30, "")]),  # a time of day
        ("en", "wake me at 7:30", [(7, ""), (30, "")]),
        ("en", "a timer for 1:75", [(1, ""), (75, "")]),
        ("en", "an hour 30 percent", [(1, "hours"), (30, "percent")]),
        ("en", "for an hour half bright", [(1, "hours"), (0.5, "")]),
        ("es", "dos horas con treinta minutos", [(2, "hours"), (30, "minutes")]),
        ("es", "22 grados 5", [(22, "degrees"), (5, "")]),
        ("es", "1.500", [(float("inf"), "")]),
        ("en", "the second lamp", []),
        ("en", "this one", []),
        ("en", "set the heating two 21 degrees", [(21, "degrees")]),
        ("en", "set it to minus five", [(-5, "")]),
        ("en", "half", [(0.5, "")]),
        ("es", "apaga la luz del cuarto", []),
        ("es", "pon una luz", []),
        ("es", "de veinte a treinta", [(20, ""), (30, "")]),
    ],
)
def test_several_and_none(language, text, found):
    assert amounts(text, language) == found


@pytest.mark.parametrize("language", WORDS)
def test_no_number_is_too_long(language):
    assert amounts("9" * 400, language) == [(float("inf"), "")]
