"""Words of a text as the accounting and the search by similarity see them."""

import pytest

from sarai_mqtt.languages.content_words import tokens_of, words_in
from sarai_mqtt.understanding.examples import example_of, name_words, words_with_values
from tests.harness.packs import copied_pack


@pytest.fixture(scope="module")
def eliding(tmp_path_factory):
    """Yield the code of a language that writes some articles together with the next word."""
    with copied_pack("zy", tmp_path_factory.mktemp("packs")) as folder:
        words = (folder / "words.yaml").read_text("utf-8").replace("elided: []", 'elided: ["l\'", "qu\'"]')
        words = words.replace("function: >-\n", "function: >-\n  l qu ").replace('["\'s"]', "[]")
        (folder / "words.yaml").write_text(words, "utf-8")
        yield "zy"


def test_an_elided_word_is_a_token_of_its_own(eliding):
    text = "La lampe de L’entrée, qu'elle"
    tokens = tokens_of(text, eliding)
    assert [t.text for t in tokens] == ["la", "lampe", "de", "l'", "entree", ",", "qu'", "elle"]
    assert [text[t.start : t.end] for t in tokens] == [
        "La",
        "lampe",
        "de",
        "L’",
        "entrée",
        ",",
        "qu'",
        "elle",
    ]
    assert words_in("aujourd'hui", eliding) == ("aujourd'hui",)
    assert words_in("Anna's", eliding) == ("anna's",)


def test_examples_and_names_have_it_as_a_word(eliding):
    assert words_with_values("la lampe de l'entrée", eliding, {})[0] == ["la", "lampe", "de", "l", "entrée"]
    assert name_words("L'entrée", eliding) == ("entrée",)
    assert example_of("allume l'{name}", eliding)[1] == "name"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_genitive_is_dropped_and_nothing_is_elided(language):
    assert words_in("Anna’s lamp d'or", language) == ("anna", "lamp", "d'or")
