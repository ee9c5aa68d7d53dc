"""Recognition of a spoken yes or no: the decoder's probability of each short answer against that in noise.

Each phrase is scored on the audio, and part of its score in noise is subtracted, because Whisper favours some
short words whatever it hears.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.engines.stt.token_tree import TokenTree
from sarai_mqtt.engines.stt.whisper_decoding import Decoding, WhisperVocabulary
from sarai_mqtt.engines.stt.whisper_heard import Heard
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.confirmation import answer_of, is_short_answer, short_answers

# Share of a phrase's log-probability in noise that is subtracted: Whisper favours "OK" and "no" anyway.
_NOISE_SHARE = 0.5
# Weight, by meaning, of the lead over the best phrase of the other meaning; the phrase itself has weight 1.
_LEAD: Mapping[bool, float] = {True: 0.4, False: 0.6}
# Penalties of a yes: for each unit of `Heard.doubt` above that of a clear voice (_CLEAR_DOUBT), and for each
# unit of log-odds by which another language leads beyond what is usual for a short word (_USUAL_LEAD).
_DOUBT_WEIGHT, _CLEAR_DOUBT = 3.0, 0.6
_FOREIGN_WEIGHT, _USUAL_LEAD = 0.4, 1.0
# All of these constants were chosen on the dev voices and talk of tests/bench/answers.py, as were the sums
# that a language's pack asks of a yes and of a no.
_TREE_TOKENS = 48  # per pass: more would be faster in all, but need tens of MB for the probabilities


@dataclass(frozen=True, slots=True)
class Choice:
    """The best matching short answer.

    `agrees`: it means yes. `margin` is its score above the acceptance threshold in nats; below 0 it is not
    accepted. `log_prob` is the mean log-probability of its tokens.
    """

    text: str
    agrees: bool
    margin: float
    log_prob: float


class ShortAnswers:
    """Scores the short answers of one language. Thread-safe once `learn` has been called.

    Raises BadInput (`unknown_language`), ValueError if the vocabulary cannot write any yes or any no.
    """

    def __init__(self, vocabulary: WhisperVocabulary, language: str) -> None:
        hearing = pack(language).hearing
        self._threshold = {True: hearing.least_yes, False: hearing.least_no}
        spellings = [
            (phrase, tokens)
            for phrase in short_answers(language)
            for spelling in _spellings(phrase, language)
            if (tokens := vocabulary.tokens(spelling))
        ]
        self._agrees = {p: m for p, m in short_answers(language).items() if p in dict(spellings)}
        if len({*self._agrees.values()}) < len((True, False)):
            raise ValueError(f"the vocabulary cannot write the answers of {language!r}")
        self._in_noise = dict.fromkeys(self._agrees, 0.0)
        self._spellings_scored = [(phrase, len(tokens) + 1) for phrase, tokens in spellings]
        first, *others = ([*tokens, vocabulary.end] for _, tokens in spellings)
        # A tree does not score a prefix that all its texts share. So each tree contains the first text: the
        # sums of all trees are comparable as long as no other text begins like it.
        self._trees = [TokenTree(vocabulary.prompt(language), first, _TREE_TOKENS)]
        for text in others:
            if not self._trees[-1].add(text):
                self._trees.append(TokenTree(vocabulary.prompt(language), first, _TREE_TOKENS))
                self._trees[-1].add(text)

    def learn(self, noise: Decoding) -> None:
        """Record the score of each phrase in noise; `noise` is a decoding that was fed the prompt."""
        self._in_noise = {phrase: log_prob for phrase, (log_prob, _) in self._scores(noise).items()}

    def choose(self, heard: Heard, foreign: float) -> Choice:
        """Return the short answer that fits the audio of `heard` best.

        `foreign`: the log-odds by which the likeliest other configured language leads over this one.
        """
        scores = self._scores(heard.decoding)
        above = {
            phrase: log_prob - _NOISE_SHARE * self._in_noise[phrase]
            for phrase, (log_prob, _) in scores.items()
        }
        best = {
            meaning: max((p for p, m in self._agrees.items() if m == meaning), key=above.__getitem__)
            for meaning in (True, False)
        }
        agrees = above[best[True]] > above[best[False]]
        text, other = best[agrees], best[not agrees]
        margin = above[text] + _LEAD[agrees] * (above[text] - above[other]) - self._threshold[agrees]
        if agrees:
            margin -= _DOUBT_WEIGHT * max(0.0, heard.doubt - _CLEAR_DOUBT)
            margin -= _FOREIGN_WEIGHT * max(0.0, foreign - _USUAL_LEAD)
        log_prob, tokens = scores[text]
        return Choice(text, agrees, margin, log_prob / tokens)

    def _scores(self, decoding: Decoding) -> Mapping[str, tuple[float, int]]:
        """Return phrase -> (log-probability summed over its spellings, number of tokens of one of them)."""
        scores: dict[str, tuple[float, int]] = {}
        first, *others = (tree.sums(decoding.score(tree)) for tree in self._trees)
        sums = chain(first, *(others_sums[1:] for others_sums in others))
        for (phrase, tokens), log_prob in zip(self._spellings_scored, sums, strict=True):
            before = scores.get(phrase, (-math.inf, tokens))[0]
            high, low = max(before, log_prob), min(before, log_prob)
            scores[phrase] = high + math.log1p(math.exp(low - high)), tokens
        return scores


def _spellings(phrase: str, language: str) -> list[str]:
    """Return Whisper's likely spellings of `phrase`: a sentence; of a single word also an exclamation."""
    sentence = _as_sentence(phrase)
    if " " in phrase:
        return [sentence]
    return [sentence, pack(language).hearing.exclamation.format(sentence[:-1])]


def _as_sentence(phrase: str) -> str:
    """Return `phrase` as a sentence: with a capital and a full stop."""
    return f"{phrase[0].upper()}{phrase[1:]}."


def answer_from_choice(choice: Choice, heard: Heard) -> HeardAnswer:
    """Return `choice` as the answer; its text is the one freely decoded if that has the same meaning."""
    if answer_of(heard.text, heard.language) is choice.agrees:
        transcript = Transcript("", heard.text, heard.language, math.exp(heard.mean))
    else:
        confidence = math.exp(choice.log_prob)
        transcript = Transcript("", _as_sentence(choice.text), heard.language, confidence, heard=heard.text)
    return HeardAnswer(transcript, choice.agrees)


def answer_in_text(heard: Heard, choice: Choice | None) -> bool | None:
    """Return the answer (True yes, False no) that the decoded text itself gives, None if it gives none.

    It counts only if the text is several words, is no short answer (those were judged by the audio), and
    means the same as `choice`: a single word may be a fragment of any other. `choice` None: the audio was not
    scored, so that only a no is accepted.
    """
    if choice is None:
        return no_in_text(heard.text, heard.language)
    said = answer_of(heard.text, heard.language)
    if said is None:
        return None
    several = len(words_of(heard.text)) > 1 and not is_short_answer(heard.text, heard.language)
    return said if several and choice.agrees is said else None


def no_in_text(text: str, language: str) -> bool | None:
    """Return False if `text` means no, otherwise None: a yes is accepted only if the audio supports it."""
    return False if answer_of(text, language) is False else None
