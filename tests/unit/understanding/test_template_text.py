"""What the templates read for the amounts that were said, and what the slots get back."""

import pytest

from sarai_mqtt.understanding.templates.template_text import TemplateText


def text(said, language):
    return TemplateText.of(said, language)


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("en", "set it to 21 degrees", "set it to 21 degrees"),
        ("en", "set it to 21 ºC", "set it to 21°"),
        ("en", "set it to twenty one and a half degrees celsius", "set it to 21.5 degrees"),
        ("en", "20 and a half", "20.5"),
        ("en", "half open", "half open"),
        ("en", "thirty per cent", "30 percent"),
        ("en", "wake me in a quarter of an hour", "wake me in 15 minutes"),
        ("en", "wake me in an hour and a half", "wake me in 90 minutes"),
        ("en", "1,500 degrees", "1,500 degrees"),
        ("en", "in a minute", "in a minute"),
        ("en", "bulb seven", "bulb seven"),
        ("es", "pon la persiana al 30 por 100", "pon la persiana al 30 por ciento"),
        ("es", "veintidós grados con cinco", "22.5 grados"),
        ("es", "dos mil setecientos kelvin", "2700 kelvin"),
        ("es", "hora y media", "90 minutos"),
        ("fr", "un minuteur d'une heure et demie", "un minuteur de 90 minutes"),
        ("fr", "dans une demi-heure", "dans 30 minutes"),
        ("en", "two and a half more minutes", "11 more minutes"),
        ("fr", "quatre-vingt pour cent", "80 pour cent"),
    ],
)
def test_the_templates_read(language, said, written):
    assert text(said, language).text == written


@pytest.mark.parametrize(
    ("language", "said", "slots", "meant"),
    [
        ("en", "10½ minutes", {"minutes": 11}, {"minutes": 10, "seconds": 30}),
        ("en", "1 hour, 20 minutes and 5 seconds", {"start_minutes": 11},
         {"start_hours": 1, "start_minutes": 20, "start_seconds": 5}),
        ("en", "150 minutes", {"minutes": 11}, {"hours": 2, "minutes": 30}),
        ("en", "2.5 seconds", {"seconds": 2}, {"seconds": 2}),  # not rewritten; accounting refuses it
        ("en", "11 lamps for 10½ minutes", {"minutes": 12}, {"minutes": 10, "seconds": 30}),
        ("en", "21.7 degrees", {"temperature": 11.5}, {"temperature": 21.7}),
        ("es", "veintiuno coma dos cinco", {"temperature": 11.5}, {"temperature": 21.25}),
        ("en", "10½ minutes", {"brightness": 11}, None),
    ],
)  # fmt: skip
def test_the_slots_get_what_was_said(language, said, slots, meant):
    assert text(said, language).restored(slots) == meant


@pytest.mark.parametrize(
    ("said", "words", "back"),
    [
        ("in an hour and a half set it to 20½ degrees", "set it to 20.5 degrees", "set it to 20½ degrees"),
        ("in 5 minutes set it to 20 ºC", "set it to 20°", "set it to 20 ºC"),
        ("add one and a half kilos of flour", "1.5 kilos of flour", "one and a half kilos of flour"),
        ("in an hour and a half turn it on", "minutes turn it on", None),
        ("turn it on", "turn it on", "turn it on"),
    ],
)
def test_free_text_is_what_was_said(said, words, back):
    assert text(said, "en").as_said(words) == back


def test_numbers_without_end_are_left_alone():
    for said in ("9" * 500 + " minutes", "1 " * 200, "½ " * 200, "9" * 9 + " hours"):
        assert text(said, "en").restored({"minutes": 3}) == {"minutes": 3}
