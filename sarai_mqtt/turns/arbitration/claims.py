"""Decides whether two sites heard the same words, and which of them heard better (ADR 10).

Every time is in seconds on the service's clock, taken when the audio arrived. Two sites time the same sound
differently because of their chunk sizes, the network and their VADs.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from sarai_mqtt.core.events import Intent, Transcript
from sarai_mqtt.turns.arbitration.signal_quality import SignalQuality

# Share of the shorter text that the longer one contains, in order. Measured: at most 0.53 for two different
# commands, rarely below 0.79 for one command heard in two rooms (tests/bench/arbitration.py).
_SIMILAR = 0.7
# Share of the shorter sound that must lie in the longer one if neither their starts nor their ends agree.
_INSIDE = 0.9
# Shorter common pieces (in letters) are chance.
_PIECE = 3
# Whisper set to a wrong language had a lower confidence in 27 of 32 cases; set to the right one, in 4.
_UNSURE = 0.7
_SURE, _UNDERSTOOD, _A_WORD = 20.0, 20.0, 1.5  # dB
_WORD = re.compile(r"\w+")


_Command = tuple[str, frozenset[tuple[str, str]]]
_PLACES = frozenset({"name", "area", "floor", "domain", "device_class"})


@dataclass(frozen=True, slots=True)
class HeardText:
    """The words that a site recognised; `commands` are the intents' names with their slots.

    Things that no slot describes ("the lamp and the printer") count as a slot.
    """

    text: str
    language: str
    confidence: float
    commands: frozenset[_Command] = frozenset()

    @classmethod
    def of(cls, heard: Transcript, *intents: Intent) -> "HeardText":
        """Build the heard text from the transcript and the intents of a turn."""
        return cls(heard.text, heard.language, heard.confidence, frozenset(map(_command, intents)))


@dataclass(frozen=True, slots=True)
class Claim:
    """The part of an utterance that one site has heard so far.

    Args:
        site: name of the site.
        start: start of the speech, in seconds.
        end: end of the speech, in seconds; None while it goes on.
        turn: id of the turn it belongs to, "" before there is one.
        quality: quality of the signal; None while the speech goes on.
        words: the recognised words; None until they are known.

    """

    site: str
    start: float
    end: float | None = None
    turn: str = ""
    quality: SignalQuality | None = None
    words: HeardText | None = None

    @property
    def score(self) -> float:
        """Strength of the evidence in dB; unknown parts count as 0.

        Added to the score of the signal quality: 20 times the confidence of the transcript, 20 for an
        understood command, and 1.5 for each word. So a site that heard only "the kitchen light" of a command
        must not answer it, unless it is much nearer.
        """
        score = self.quality.score if self.quality else 0.0
        if self.words is not None:
            score += _SURE * self.words.confidence + _A_WORD * len(_WORD.findall(self.words.text))
            score += _UNDERSTOOD if self.words.commands else 0.0
        return score

    def may_beat(self, other: "Claim") -> bool:
        """Return True if this claim is better than `other`, or may still become so; `other` is complete."""
        if self.words is not None:
            return (self.score, self.site) > (other.score, other.site)
        if self.quality is None or other.quality is None or other.words is None or not other.words.commands:
            return True
        return self.quality.score + _SURE > other.quality.score + _SURE * other.words.confidence


def _command(intent: Intent) -> _Command:
    slots = {name: str(value) for name, value in intent.slots.items()}
    if _PLACES.isdisjoint(slots) and intent.targets:
        slots["targets"] = " ".join(intent.targets)
    return intent.name, frozenset(slots.items())


def may_coincide(one: Claim, other: Claim, window_s: float) -> bool:
    """Return True if the two claims may be of one sound.

    Either their starts or their ends agree within `window_s` (seconds), and half of the shorter one lies in
    the longer: a site may have missed the beginning, or have gone on hearing something else. Or at least 0.9
    of the shorter one lies in the longer: a VAD may take noise before and after the words for speech. While
    one of the two goes on, only the starts can agree: sound that began long ago (a television) is not worth
    waiting for.
    """
    began_together = abs(one.start - other.start) <= window_s
    if one.end is None or other.end is None:
        return began_together
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    if began_together or abs(one.end - other.end) <= window_s:
        return shared >= shorter / 2
    return shared >= _INSIDE * shorter


def similarity(one: Claim, other: Claim) -> float:
    """Return the similarity of the words of both, 0..1; for commands 1 or 0.

    Commands may be worded differently, and one site may have missed some of several: one that both heard is
    enough. Equal words are the same, though each room may mean its own lights by them. 0 if the words of
    either are unknown.
    """
    if one.words is None or other.words is None:
        return 0.0
    if one.words.commands and other.words.commands:
        shared = not one.words.commands.isdisjoint(other.words.commands)
        return float(shared or _plain(one.words.text) == _plain(other.words.text))
    shorter, longer = sorted((_plain(one.words.text), _plain(other.words.text)), key=len)
    if shorter == longer:
        return 1.0
    blocks = SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _PIECE) / max(1, len(shorter))


def same_words(one: Claim, other: Claim, window_s: float) -> bool:
    """Return True if the two claims are the same words, said once; `window_s` as in `may_coincide`."""
    if not may_coincide(one, other, window_s):
        return False
    return similarity(one, other) >= _SIMILAR or _garbled(one, other, window_s)


def _garbled(one: Claim, other: Claim, window_s: float) -> bool:
    """Return True if one claim may be the words of the other misheard, perhaps in a wrong language.

    Their texts cannot be compared then. Instead the recogniser must be unsure of one of them, and both starts
    and ends must agree within half of `window_s`.
    """
    if one.words is None or other.words is None or one.end is None or other.end is None:
        return False
    unsure = any(not w.commands and w.confidence < _UNSURE for w in (one.words, other.words))
    apart = max(abs(one.start - other.start), abs(one.end - other.end))
    return unsure and apart <= window_s / 2 and not (one.words.commands and other.words.commands)


def _plain(text: str) -> str:
    """Return `text` in lower case, without accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))
