from itertools import permutations
from pathlib import Path

import pytest
import yaml

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.languages.detection import guess_language, is_function_word, likeliest_languages, words_of

SHORT_TEXTS = yaml.safe_load(
    (Path(__file__).parents[2] / "data/languages/short_texts.yaml").read_text("utf-8")
)

ENGLISH = """
Turn on the kitchen light.
Lock the front door
what time is it
Never mind.
Set a timer for ten minutes
Good night
Tell me a short joke
Is it going to rain tomorrow?
Who wrote Don Quixote?
thanks
How far is the moon?
play some jazz
Open the blinds
What can you do?
I'm home
Start the vacuum
Turn everything off
Can you help me?
My name is José
stop
Where are my keys
The film was about a light that never goes out
""".strip().splitlines()

SPANISH = """
Enciende la luz de la cocina.
Cierra con llave la puerta principal
qué hora es
que hora es
Déjalo.
Pon un temporizador de diez minutos
Buenas noches
Cuéntame un chiste corto
¿Va a llover mañana?
¿Quién escribió el Quijote?
gracias
¿A qué distancia está la luna?
pon jazz
Sube las persianas
¿Qué puedes hacer?
ya estoy en casa
Pon en marcha la aspiradora
Apaga todo
¿Me puedes ayudar?
Me llamo John
para
¿Dónde están mis llaves?
La película iba de una luz que nunca se apaga
""".strip().splitlines()


@pytest.mark.parametrize("order", [("en", "es"), ("es", "en")])
@pytest.mark.parametrize(("expected", "texts"), [("en", ENGLISH), ("es", SPANISH)])
def test_short_sentences(expected, texts, order):
    assert len(texts) >= 20
    assert [t for t in texts if guess_language(t, order) != expected] == []


def wrong(language, order):
    return {text for text in SHORT_TEXTS[language] if guess_language(text, order) != language}


@pytest.mark.parametrize("order", [*permutations(SHORT_TEXTS, 2), *permutations(SHORT_TEXTS)])
def test_short_texts_in_any_order(order):
    assert all(len(set(texts)) == 60 for texts in SHORT_TEXTS.values())
    first, *others = order
    assert wrong(first, order) == set()
    assert all(len(wrong(language, order)) <= 6 for language in others)


@pytest.mark.parametrize("order", [*permutations(("en", "es"))])
def test_a_third_language_at_the_end_takes_nothing_from_the_two_before(order):
    for language in order:
        assert wrong(language, (*order, "fr")) == wrong(language, order)


@pytest.mark.parametrize("order", [*permutations(("en", "es", "fr"))])
@pytest.mark.parametrize(
    ("expected", "text"), [("es", "ilumina la cocina"), ("fr", "la radio de la cuisine"), ("en", "unlock")]
)
def test_words_of_commands_break_a_tie(expected, text, order):
    assert guess_language(text, order) == expected


def test_only_words_of_commands_tell_these_apart():
    assert likeliest_languages("ilumina la cocina", ("en", "fr", "es")) == ["fr", "es"]
    assert likeliest_languages("Enciende la luz", ("en", "fr", "es")) == ["es"]


def test_in_doubt_the_first_language_wins():
    for text in ("", "21", "jazz", "?!"):
        assert guess_language(text, ("es", "en")) == "es"
        assert guess_language(text, ("en", "es")) == "en"


def test_only_the_languages_offered_are_given():
    assert guess_language("Enciende la luz", ("en",)) == "en"


def test_no_language_to_choose_from():
    with pytest.raises(BadInput) as caught:
        guess_language("hello", ())
    assert caught.value.code == "unknown_language"


def test_words():
    assert words_of("¿Qué hora es? It’s 10:30, don't") == ["qué", "hora", "es", "it's", "don't"]
    assert is_function_word("the", "en")
    assert not is_function_word("pizza", "en")
