import pytest

from sarai_mqtt.languages.es.verbs import with_pronoun
from sarai_mqtt.understanding.command_vocabulary import (
    command_words,
    correction_targets,
    head_index,
    is_form_of_head,
    is_head,
    is_statement,
    never_first,
    without_object,
)


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "turn on the light", 0),
        ("en", "could you please turn on the light", 3),
        ("en", "hey sarai open the blinds", 2),
        ("en", "i open the window", -1),
        ("en", "the song says turn off the light", -1),
        ("en", "could you", -1),
        ("en", "", -1),
        ("es", "enciende la luz", 0),
        ("es", "por favor me enciende la luz", 3),
        ("es", "quiero que apague la tele", 2),
        ("es", "se apaga la luz", -1),
        ("es", "la canción dice apaga la luz", -1),
    ],
)
def test_where_an_order_begins(language, text, place):
    assert head_index(text.split(), language) == place


@pytest.mark.parametrize(
    ("language", "word"), [("en", "opened"), ("en", "turning"), ("es", "apagué"), ("es", "cerró")]
)
def test_other_forms_of_a_verb_are_told_from_orders(language, word):
    assert is_form_of_head(word, language)
    assert not is_head(word, language)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "oven"), ("en", "nook"), ("es", "zaguán"), ("es", "sierra")]
)
def test_other_words_are_none(language, word):
    assert not is_form_of_head(word, language)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_a_word_may_be_put_right_to_is_expected(language):
    assert correction_targets(language) <= command_words(language)
    assert not any(never_first(word, language) for word in correction_targets(language))


@pytest.mark.parametrize(
    ("order", "pronoun", "said"),
    [
        ("abre", "me", "ábreme"),
        ("enciende", "la", "enciéndela"),
        ("sube", "le", "súbele"),
        ("pon", "lo", "ponlo"),
        ("atenúa", "las", "atenúalas"),
    ],
)
def test_a_pronoun_brings_an_accent(order, pronoun, said):
    assert with_pronoun(order, pronoun) == said
    assert is_head(said, "es")


@pytest.mark.parametrize(
    ("word", "following", "meant"),
    [
        ("quítalas", "luces", "quita las"),
        ("dejala", "luz", "deja la"),
        ("ponla", "la", "pon"),
        ("ponla", "en", ""),
        ("enciéndela", "", ""),
        ("súbele", "volumen", ""),
    ],
)
def test_an_order_that_swallowed_an_article(word, following, meant):
    assert without_object(word, following, "es") == meant
    assert not without_object(word, following, "en")


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "i opened the window", True),
        ("en", "he told me to open the gate", True),
        ("en", "turn off the lights", False),
        ("en", "i want the light turned off", False),
        ("es", "he bajado las persianas", True),
        ("es", "ponen la tele muy alta", True),
        ("es", "ponen ventilador del salón", False),
        ("es", "baja las persianas", False),
    ],
)
def test_what_tells_orders_nothing(language, text, told):
    assert is_statement(text.split(), language) is told
