"""Whether two sites heard the same words, and which of them heard them better.

Every time is a reading of the service's clock: when the sound arrived. Two ears differ about one sound by the
sizes of their chunks, the network and their VADs.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from sarai_mqtt.core.events import Intent, Transcript
from sarai_mqtt.core.evidence import Sound

# Share of the shorter text that the longer one holds, in order: of two commands 0.53 at most, of one in two
# rooms hardly less than 0.79 (tests/bench/arbitration.py).
_SIMILAR = 0.7
# Share of the shorter sound that is in the longer one, where neither their beginnings nor their ends agree.
_INSIDE = 0.9
# Shorter pieces in common are chance.
_PIECE = 3
# Whisper made to hear a wrong language was less sure in 27 of 32 hearings; with the right one in 4.
_UNSURE = 0.7
_SURE, _UNDERSTOOD, _A_WORD = 20.0, 20.0, 1.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Words:
    """What a site made of what it heard; `command` is the intent with its slots, None if it is none."""

    text: str
    language: str
    confidence: float
    command: tuple[str, frozenset[tuple[str, str]]] | None = None

    @classmethod
    def of(cls, heard: Transcript, intent: Intent | None) -> "Words":
        """Take them from what a turn came to."""
        if intent is None:
            return cls(heard.text, heard.language, heard.confidence)
        slots = frozenset((name, str(value)) for name, value in intent.slots.items())
        return cls(heard.text, heard.language, heard.confidence, (intent.name, slots))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one site has heard so far.

    Args:
        site: its name.
        start: when the speech began, seconds.
        end: when it ended, None while it goes on.
        turn: the turn it is for, "" before there is one.
        sound: how well it was heard; None while it goes on.
        words: what was said, None until it is known.

    """

    site: str
    start: float
    end: float | None = None
    turn: str = ""
    sound: Sound | None = None
    words: Words | None = None

    @property
    def score(self) -> float:
        """How good the evidence is, in dB; what is not known counts for nothing.

        On top of the sound, certainty about every word is worth 20, a command understood 20, each word 1.5:
        who heard only "the kitchen light" of it must not answer, unless much nearer.
        """
        score = self.sound.score if self.sound else 0.0
        if self.words is not None:
            score += _SURE * self.words.confidence + _A_WORD * len(_WORD.findall(self.words.text))
            score += _UNDERSTOOD if self.words.command else 0.0
        return score

    def may_beat(self, other: "Claim") -> bool:
        """Say whether this claim is better than `other`, which is complete, or may turn out to be."""
        if self.words is not None:
            return (self.score, self.site) > (other.score, other.site)
        if self.sound is None or other.sound is None or other.words is None or other.words.command is None:
            return True
        return self.sound.score + _SURE > other.sound.score + _SURE * other.words.confidence


def at_once(one: Claim, other: Claim, window_s: float) -> bool:
    """Say whether the two may be one sound.

    One end of both agrees and half of the shorter is in the longer: a site may have missed the beginning, or
    go on hearing something else. Or the shorter is in the longer altogether: noise is speech to a VAD, before
    and after. While one still hears speech only the beginnings can agree: what has been heard for long (a
    television) is nothing to wait for.
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
    """Say how alike the words are, 0..1; two commands are alike or not, whatever their wording."""
    if one.words is None or other.words is None:
        return 0.0
    if one.words.command and other.words.command:
        return float(one.words.command == other.words.command)
    shorter, longer = sorted((_plain(one.words.text), _plain(other.words.text)), key=len)
    if shorter == longer:
        return 1.0
    blocks = SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _PIECE) / max(1, len(shorter))


def same_words(one: Claim, other: Claim, window_s: float) -> bool:
    """Say whether the two are the same words, said once."""
    if not at_once(one, other, window_s):
        return False
    return similarity(one, other) >= _SIMILAR or _garbled(one, other, window_s)


def _garbled(one: Claim, other: Claim, window_s: float) -> bool:
    """Say whether one may be the other's words misheard, perhaps in a wrong language: likeness says nothing.

    Then the time must (both ends agree within half the window), and a recogniser that is unsure of them.
    """
    if one.words is None or other.words is None or one.end is None or other.end is None:
        return False
    unsure = any(w.command is None and w.confidence < _UNSURE for w in (one.words, other.words))
    apart = max(abs(one.start - other.start), abs(one.end - other.end))
    return unsure and apart <= window_s / 2 and not (one.words.command and other.words.command)


def _plain(text: str) -> str:
    """Lower case, no accents, no punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(bare))
