"""Which short answer is chosen, by made-up probabilities."""

import numpy as np
import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.engines.stt.whisper_answers import (
    ShortAnswers,
    answer_from_choice,
    answer_in_text,
    no_in_text,
)
from sarai_mqtt.engines.stt.whisper_heard import Heard
from sarai_mqtt.understanding.confirmation import short_answers


class Letters:
    """A vocabulary with a token a letter; `mute` writes nothing."""

    end = 0

    def __init__(self, mute=False):
        self.mute = mute

    def tokens(self, text):
        return [] if self.mute else [ord(letter) for letter in text]

    def prompt(self, _):
        return [1, 2]


class Believes:
    """A decoding that gives each token -`doubt`, and those of the texts in `likely` as much as is said there."""

    def __init__(self, doubt=2.0, **likely):
        self.doubt, self.likely = doubt, likely

    def score(self, tree):
        scores = np.full(tree.next.shape, -self.doubt, np.float32)
        for text in tree.texts:
            word = "".join(map(chr, text[:-1])).strip("¡!.").lower()
            if word in self.likely:
                row = next(i for node, i in tree._rows.items() if node == text[:1])
                end = next(i for node, i in tree._rows.items() if node == text[:-1])
                scores[row] = scores[end] = 0
                for at in range(1, len(text)):
                    row = tree._rows[text[:at]]
                    scores[row, tree._successors[row][text[at]]] = self.likely[word] / len(text)
        return scores


def heard(text, language="es", decoding=None, no_speech=0.1):
    return Heard(text, language, -0.5, 1, no_speech, (1,), decoding)


def choose(answers, foreign=0.0, no_speech=0.1, **likely):
    return answers.choose(heard("", decoding=Believes(**likely), no_speech=no_speech), foreign)


@pytest.fixture
def spanish():
    return ShortAnswers(Letters(), "es")


def test_the_likeliest_is_chosen_with_what_it_means(spanish):
    for word in ("sí", "vale", "adelante"):
        choice = choose(spanish, **{word: -0.5})
        assert (choice.text, choice.agrees) == (word, True)
        assert choice.margin >= 0
    for word in ("no", "silencio", "para"):
        choice = choose(spanish, **{word: -0.5})
        assert (choice.text, choice.agrees) == (word, False)
        assert choice.margin >= 0


def test_what_may_be_a_no_as_well_is_no_sure_yes(spanish):
    alone = choose(spanish, vale=-1.0)
    beside = choose(spanish, vale=-1.0, para=-1.5)
    assert alone.text == beside.text == "vale"
    assert beside.margin < alone.margin - 2


def test_what_is_likely_where_nobody_speaks_has_to_be_heard_more_surely(spanish):
    def lead():
        return choose(spanish, claro=-3.0).margin - choose(spanish, venga=-3.0).margin

    assert abs(lead()) < 1e-3
    spanish.learn(Believes(claro=-3.0, venga=-5.0))
    assert lead() < -0.9


def test_all_that_is_listened_for_is_scored(spanish):
    for word in short_answers("es"):
        if " " not in word:
            assert choose(spanish, **{word: -0.1}).text == word


def test_without_answers_to_score_there_is_nothing_to_choose_from():
    with pytest.raises(ValueError, match="es"):
        ShortAnswers(Letters(mute=True), "es")


def test_a_language_without_answers_is_refused():
    with pytest.raises(BadInput) as error:
        ShortAnswers(Letters(), "it")
    assert error.value.code == "unknown_language"


def test_the_words_that_were_heard_stay_when_they_say_the_same(spanish):
    choice = choose(spanish, vale=-0.5)
    kept = answer_from_choice(choice, heard("Vale, vale."))
    assert (kept.agrees, kept.transcript.text, kept.transcript.heard) == (True, "Vale, vale.", "")
    other = answer_from_choice(choice, heard("Bali."))
    assert (other.agrees, other.transcript.text, other.transcript.heard) == (True, "Vale.", "Bali.")


def test_words_alone_answer_only_when_they_are_no_piece_of_talk(spanish):
    yes, no = choose(spanish, vale=-0.5), choose(spanish, no=-0.5)
    assert answer_in_text(heard("Desde luego."), yes) is True
    assert answer_in_text(heard("Desde luego."), no) is None
    for text in ("Sí.", "Va.", "Correcto.", "Bueno, vale.", "La puerta."):
        assert answer_in_text(heard(text), yes) is None, text


def test_a_yes_that_was_not_scored_against_the_sound_is_unclear():
    for text in ("Sí.", "Desde luego.", "La puerta.", "Sí, no."):
        assert answer_in_text(heard(text), None) is None, text
    assert answer_in_text(heard("No."), None) is False
    assert no_in_text("Yes, please.", "en") is None
    assert no_in_text("No, thanks.", "en") is False


def test_a_doubtful_or_a_foreign_voice_counts_against_a_yes_alone(spanish):
    for word, less in (("vale", True), ("para", False)):
        plain = choose(spanish, **{word: -0.5}).margin
        assert (choose(spanish, no_speech=0.9, **{word: -0.5}).margin < plain - 1) is less
        assert (choose(spanish, foreign=5.0, **{word: -0.5}).margin < plain - 1) is less
        assert choose(spanish, foreign=-5.0, **{word: -0.5}).margin == plain
