"""Which short answer was said, if any: how much likelier it is than where nobody speaks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from sarai_mqtt.adapters.onnx.token_tree import TokenTree
from sarai_mqtt.adapters.onnx.whisper_decoding import Decoding, Words
from sarai_mqtt.adapters.onnx.whisper_heard import Heard
from sarai_mqtt.core.answers import answer_of, is_short_answer, short_answers
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.language import words_of
from sarai_mqtt.core.recognition import HeardAnswer

# How much of the log-probability that a phrase has in noise is taken off: Whisper likes "OK" and "no" anyhow.
_USUAL = 0.5
# How much the lead over the best phrase of the other meaning counts beside the phrase itself.
_LEAD: Mapping[bool, float] = {True: 0.4, False: 0.6}
# What a yes loses for each unit of doubt (whisper_heard) above a clear voice's, and for each by which another
# language is likelier (log-odds) than a short word makes it anyhow.
_DOUBT, _CLEAR = 3.0, 0.6
_FOREIGN, _ANYHOW = 0.4, 1.0
# From which sum on a yes and a no are taken: a yes is by far the dearer error. All chosen on the dev voices
# and talk of tests/bench/answers.py.
_LEAST: Mapping[str, Mapping[bool, float]] = {
    "en": {True: 2.4, False: 0.5},
    "es": {True: 0.5, False: -1.2},
}
_SHOUT: Mapping[str, str] = {"en": "{}!", "es": "¡{}!"}
_TREE_TOKENS = 48  # of a pass: more take less time together, and tens of MB for their probabilities


@dataclass(frozen=True, slots=True)
class Choice:
    """A short answer, what it means, and by how much it was heard more surely than need be, in nats.

    `sure` is below 0 when it was not. `log_prob` is the mean of its tokens.
    """

    text: str
    agrees: bool
    sure: float
    log_prob: float


class ShortAnswers:
    """The short answers of a language. Calls share nothing that changes once `learn` has been called.

    Raises ValueError for a language that has none, or when the vocabulary cannot write a yes or a no.
    """

    def __init__(self, words: Words, language: str) -> None:
        if language not in _LEAST:
            raise ValueError(f"there are no short answers in {language!r}")
        self._least = _LEAST[language]
        spelt = [
            (phrase, tokens)
            for phrase in short_answers(language)
            for spelling in _spellings(phrase, language)
            if (tokens := words.tokens(spelling))
        ]
        self._meanings = {p: m for p, m in short_answers(language).items() if p in dict(spelt)}
        if len({*self._meanings.values()}) < len((True, False)):
            raise ValueError(f"the vocabulary cannot write the answers of {language!r}")
        self._usual = dict.fromkeys(self._meanings, 0.0)
        self._spelt = [(phrase, len(tokens) + 1) for phrase, tokens in spelt]
        first, *others = ([*tokens, words.end] for _, tokens in spelt)
        # what all texts of a tree begin with is not scored: each has the first one, which begins as no other
        self._trees = [TokenTree(words.prompt(language), first, _TREE_TOKENS)]
        for text in others:
            if not self._trees[-1].add(text):
                self._trees.append(TokenTree(words.prompt(language), first, _TREE_TOKENS))
                self._trees[-1].add(text)

    def learn(self, noise: Decoding) -> None:
        """Take note how likely each is where nobody speaks; `noise` has the language's prompt behind it."""
        self._usual = {phrase: log_prob for phrase, (log_prob, _) in self._scores(noise).items()}

    def choose(self, heard: Heard, foreign: float) -> Choice:
        """Give the one that fits the sound of `heard` best.

        `foreign` is how much likelier another of our languages is, in log-odds.
        """
        scores = self._scores(heard.decoding)
        above = {phrase: log_prob - _USUAL * self._usual[phrase] for phrase, (log_prob, _) in scores.items()}
        best = {
            meaning: max((p for p, m in self._meanings.items() if m == meaning), key=above.__getitem__)
            for meaning in (True, False)
        }
        agrees = above[best[True]] > above[best[False]]
        text, other = best[agrees], best[not agrees]
        sure = above[text] + _LEAD[agrees] * (above[text] - above[other]) - self._least[agrees]
        if agrees:
            sure -= _DOUBT * max(0.0, heard.doubt - _CLEAR) + _FOREIGN * max(0.0, foreign - _ANYHOW)
        log_prob, tokens = scores[text]
        return Choice(text, agrees, sure, log_prob / tokens)

    def _scores(self, decoding: Decoding) -> Mapping[str, tuple[float, int]]:
        """Give the log-probability of each phrase, however it is spelt, and how many tokens it has."""
        scores: dict[str, tuple[float, int]] = {}
        first, *others = (tree.sums(decoding.score(tree)) for tree in self._trees)
        sums = chain(first, *(others_sums[1:] for others_sums in others))
        for (phrase, tokens), log_prob in zip(self._spelt, sums, strict=True):
            before = scores.get(phrase, (-math.inf, tokens))[0]
            high, low = max(before, log_prob), min(before, log_prob)
            scores[phrase] = high + math.log1p(math.exp(low - high)), tokens
        return scores


def _spellings(phrase: str, language: str) -> list[str]:
    """Give how Whisper may write `phrase`: a single word often with a shout."""
    sentence = _written(phrase)
    return [sentence] if " " in phrase else [sentence, _SHOUT[language].format(sentence[:-1])]


def _written(phrase: str) -> str:
    """Give `phrase` as a sentence."""
    return f"{phrase[0].upper()}{phrase[1:]}."


def chosen(choice: Choice, heard: Heard) -> HeardAnswer:
    """Take the short answer for what was said, in the words that were heard if they say the same."""
    if answer_of(heard.text, heard.language) is choice.agrees:
        transcript = Transcript("", heard.text, heard.language, math.exp(heard.mean))
    else:
        confidence = math.exp(choice.log_prob)
        transcript = Transcript("", _written(choice.text), heard.language, confidence, heard=heard.text)
    return HeardAnswer(transcript, choice.agrees)


def by_words(heard: Heard, choice: Choice | None) -> bool | None:
    """Give the answer that the words are, if they are several, other than those listened for.

    A word alone may be a piece of any other. `choice` is what the sound was nearest to, if that was looked
    for; else the words are no more than a no.
    """
    if choice is None:
        return no_by_words(heard.text, heard.language)
    said = answer_of(heard.text, heard.language)
    if said is None:
        return None
    several = len(words_of(heard.text)) > 1 and not is_short_answer(heard.text, heard.language)
    return said if several and choice.agrees is said else None


def no_by_words(text: str, language: str) -> bool | None:
    """Give the no (False) that `text` is; None for all else: a yes wants the sound to speak for it."""
    return False if answer_of(text, language) is False else None
