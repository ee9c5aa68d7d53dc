import itertools
import random

import pytest

from sarai_mqtt.understanding.misheard_words import Piece, Reading, WordSpans, readings, sound_key


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "cosina", "cocina"),
        ("es", "percianas", "persianas"),
        ("es", "abitación", "Habitación"),
        ("es", "traga luz", "tragaluz"),
        ("es", "valcón", "balcón"),
        ("es", "yave", "llave"),
        ("en", "kitchin", "kittchin"),
        ("en", "bed room", "bedroom"),
        ("en", "of", "off"),
        ("en", "lite", "light"),
        ("en", "nite", "night"),
        ("en", "foto", "photo"),
    ],
)
def test_what_sounds_alike_has_one_key(language, one, other):
    assert sound_key(one, language) == sound_key(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("es", "pasillo", "pasito"), ("es", "caña", "cana"), ("en", "light", "lamp"), ("en", "on", "off")],
)
def test_what_sounds_otherwise_has_not(language, one, other):
    assert sound_key(one, language) != sound_key(other, language)


def test_cutting_loses_nothing():
    text = "¿Está encendida la luz, o no?"
    cut = WordSpans.cut(text)
    assert cut.words == ("Está", "encendida", "la", "luz", "o", "no")
    assert cut.rewritten(Reading(0.0, tuple(Piece(i, i + 1, "", 0.0) for i in range(6)))) == text


def test_a_reading_keeps_marks_and_capitals():
    cut = WordSpans.cut("Turn on the bed room lied, please.")
    kept = [Piece(i, i + 1, "", 0.0) for i in range(3)]
    reading = Reading(0.0, (*kept, Piece(3, 6, "Bedroom Light", 1.0), Piece(6, 7, "", 0.0)))
    assert cut.rewritten(reading) == "Turn on the bedroom light, please."
    cut = WordSpans.cut("Ten on the T V.")
    reading = Reading(1.0, (Piece(0, 1, "turn", 1.0), *kept[1:], Piece(3, 5, "TV", 0.1)))
    assert cut.rewritten(reading) == "Turn on the TV."


def test_a_name_keeps_its_capital_where_one_was_heard():
    cut = WordSpans.cut("Apaga el flexo de Yker.")
    kept = tuple(Piece(i, i + 1, "", 0.0) for i in range(4))
    assert cut.rewritten(Reading(1.0, (*kept, Piece(4, 5, "Iker", 1.0)))) == "Apaga el flexo de Iker."


def test_the_cheapest_readings_are_found():
    chance = random.Random(1)
    for count in (1, 3, 5):
        spans = [(a, b) for a in range(count) for b in range(a + 1, min(a + 3, count) + 1)]
        pieces = [
            Piece(a, b, name, chance.uniform(0, 3))
            for a, b in spans
            for name in ("x", "y")[: chance.randint(0, 2)]
        ]
        every = []
        for size in range(1, count + 1):
            for chosen in itertools.permutations(pieces, size):
                ends = [0, *(piece.end for piece in chosen)]
                if [piece.start for piece in chosen] == ends[:-1] and ends[-1] == count:
                    every.append(sum(piece.cost for piece in chosen))
        got = readings(count, pieces, 4, 6.0)
        assert [r.cost for r in got] == pytest.approx(sorted(cost for cost in every if cost <= 6.0)[:4])
        for reading in got:
            assert sum(piece.cost for piece in reading.pieces) == pytest.approx(reading.cost)


def test_a_sentence_that_cannot_be_cut_has_no_reading():
    assert readings(2, [Piece(0, 1, "", 0.0)], 4, 6.0) == []
