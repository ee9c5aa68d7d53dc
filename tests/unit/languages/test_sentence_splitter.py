import random

import pytest

from sarai_mqtt.languages.sentence_splitter import (
    ReplyTrimmer,
    SentenceSplitter,
    complete_length,
    sentence_end,
)

SENTENCES = {
    "Hola. ¿Qué tal? ¡Bien!": ["Hola.", "¿Qué tal?", "¡Bien!"],
    "¡Hola!¿Cómo estás?": ["¡Hola!", "¿Cómo estás?"],
    "Dr. Smith met Sra. López. They talked.": ["Dr. Smith met Sra. López.", "They talked."],
    "Vive en EE. UU. desde 1990. Bien.": ["Vive en EE. UU. desde 1990.", "Bien."],
    "Usa frutas, p. ej. Manzanas. Fin.": ["Usa frutas, p. ej. Manzanas.", "Fin."],
    "Take fruit, e.g. Apples. Done.": ["Take fruit, e.g. Apples.", "Done."],
    "J. R. R. Tolkien wrote it. Yes.": ["J. R. R. Tolkien wrote it.", "Yes."],
    "It is 3.5 m. It is 21.5 °C. Nice.": ["It is 3.5 m. It is 21.5 °C.", "Nice."],
    "Wake up at 7.30 a.m. tomorrow. Ok.": ["Wake up at 7.30 a.m. tomorrow.", "Ok."],
    "Son las 10:30. Adiós.": ["Son las 10:30.", "Adiós."],
    "Take No. 5. No. I said no.": ["Take No. 5.", "No.", "I said no."],
    "Well... maybe. Hmm… Yes.": ["Well... maybe.", "Hmm…", "Yes."],
    'He said "No." Then he left.': ['He said "No."', "Then he left."],
    "Dijo «sí». (Creo.) Fin": ["Dijo «sí».", "(Creo.)", "Fin"],
    "1. Milk\n2. Eggs\n- Bread": ["1. Milk", "2. Eggs", "- Bread"],
    "**Yes.** Really?! Sure": ["**Yes.**", "Really?!", "Sure"],
    "Yes!😀 Ok 👍🏽. 🎉 Go": ["Yes!😀", "Ok 👍🏽.", "🎉 Go"],
    "See example.com. Bye": ["See example.com.", "Bye"],
    "The Earth orbits the sun. It takes a year.": ["The Earth orbits the sun.", "It takes a year."],
    "\n\n...\n": ["..."],
    "   ": [],
}


def split(text, sizes=None):
    splitter, pieces, at = SentenceSplitter("en"), [], 0
    for size in sizes or [len(text)]:
        pieces += splitter.push(text[at : at + size])
        at += size
    pieces += splitter.push(text[at:])
    return [*pieces, *splitter.flush()]


def random_sizes(rng, length):
    sizes = []
    while sum(sizes) < length:
        sizes.append(rng.choice([1, 1, 2, 3, 5, 9]))
    return sizes


def bare(text):
    return "".join(text.split())


@pytest.mark.parametrize(("text", "sentences"), SENTENCES.items())
def test_sentences_whatever_the_pieces(text, sentences):
    assert split(text) == sentences
    assert split(text, [1] * len(text)) == sentences
    rng = random.Random(text)
    for _ in range(20):
        assert split(text, random_sizes(rng, len(text))) == sentences


def test_nothing_is_lost_or_doubled_in_any_text():
    rng = random.Random(0)
    alphabet = [
        "a",
        "Ñ",
        "é",
        "B",
        "7",
        ".",
        "..",
        "…",
        "!",
        "?",
        "¿",
        "¡",
        ",",
        ";",
        ":",
        '"',
        "»",
        "(",
        ")",
    ]
    alphabet += [" ", " ", "\n", "\t", "Dr", "EE", "😀", "👍🏽", "-", "*", "word ", "palabra "]
    for _ in range(600):
        text = "".join(rng.choices(alphabet, k=rng.randrange(120)))
        pieces = split(text, random_sizes(rng, len(text)))
        assert bare("".join(pieces)) == bare(text)
        assert pieces == split(text)
        assert all(p == p.strip() and p for p in pieces)


def test_a_sentence_is_given_as_soon_as_the_next_begins():
    splitter = SentenceSplitter("en")
    assert list(splitter.push("It is 3.")) == []
    assert list(splitter.push("5 degrees.")) == []
    assert list(splitter.push(" ")) == []
    assert list(splitter.push("T")) == ["It is 3.5 degrees."]
    assert list(splitter.flush()) == ["T"]


def test_only_the_first_piece_may_be_a_clause():
    text = (
        "Well, as far as I can tell from here, it rains; but elsewhere in the country, it does not. So, no."
    )
    assert split(text) == [
        "Well, as far as I can tell from here,",
        "it rains; but elsewhere in the country, it does not.",
        "So, no.",
    ]
    assert split("It costs about twenty-one thousand 3,5 euros.") == [
        "It costs about twenty-one thousand 3,5 euros."
    ]


def test_a_new_text_after_flush_may_start_with_a_clause_again():
    splitter = SentenceSplitter("en", first_clause=5)
    for _ in range(2):
        assert list(splitter.push("Hello there, you. Yes")) == ["Hello there,", "you."]
        assert list(splitter.flush()) == ["Yes"]


def test_text_without_a_stop_is_cut_between_words():
    words = "palabra " * 200
    pieces = split(words)
    assert max(map(len, pieces)) <= 240
    assert all(set(p.split()) == {"palabra"} for p in pieces)
    endless = split("x" * 1000, [7] * 150)
    assert max(map(len, endless)) <= 240
    assert bare("".join(endless)) == "x" * 1000


def test_pieces_not_taken_are_not_given_twice():
    splitter = SentenceSplitter("en")
    splitter.push("One. Two. Three")
    assert list(splitter.flush()) == ["Three"]


def test_sentence_end_and_complete_length():
    assert sentence_end("Yes. No. Ma", "en", 4) == 8
    assert sentence_end("Yes.", "en") is None
    assert sentence_end("Yes.", "en", final=True) == 4
    assert sentence_end("Yes, but", "en", final=True) is None
    assert complete_length("Yes. No. May", "en") == 8
    assert complete_length("Yes. No.", "en", final=True) == 8


class TestReplyTrimmer:
    def say(self, pieces, cut):
        trimmer = ReplyTrimmer("en")
        return [p for piece in pieces if (p := trimmer.push(piece))] + [trimmer.finish(cut=cut)]

    def test_first_sentence_streams_and_the_next_come_whole(self):
        said = self.say(["\n", "It", " rains", ".", " Take", " a", " coat", ".", " B", "ye"], cut=False)
        assert said == ["It", " rains", ".", " Take a coat.", " Bye"]

    def test_an_unfinished_later_sentence_is_left_out_when_cut(self):
        assert "".join(self.say(["It rains", ". Take", " a co"], cut=True)) == "It rains."

    def test_a_sentence_that_ends_at_the_cut_is_kept(self):
        assert "".join(self.say(["It rains", ". Take", " a coat."], cut=True)) == "It rains. Take a coat."

    def test_an_unfinished_first_sentence_ends_in_an_ellipsis(self):
        assert "".join(self.say(["It", " rains", " in"], cut=True)) == "It rains in…"

    def test_nothing_stays_nothing(self):
        assert self.say([], cut=True) == [""]

    def test_natural_end_loses_nothing(self):
        rng = random.Random(1)
        for text in SENTENCES:
            sizes, at, pieces = random_sizes(rng, len(text)), 0, []
            for size in sizes:
                pieces.append(text[at : at + size])
                at += size
            assert "".join(self.say(pieces, cut=False)) == text.lstrip()
