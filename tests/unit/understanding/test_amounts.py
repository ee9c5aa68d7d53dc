"""Amounts in a text, as people say and as speech to text writes them."""

from pathlib import Path

import pytest

from sarai_mqtt.languages.content_words import tokens_of, content_words
from sarai_mqtt.understanding.accounting.amounts import amounts_in

WORDS = {language: content_words(language) for language in ("en", "es")}


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
    ],
)
def test_one_amount(language, text, value, unit):
    assert amounts(text, language) == [(pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "2 hours and 30 minutes", [(2, "hours"), (30, "minutes")]),
        ("en", "5 minutes 30", [(5, "minutes"), (30, "")]),
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
