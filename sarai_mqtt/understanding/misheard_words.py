"""Finds the sentences that a misheard one may have been, given the words that are expected in it.

The sentence is cut into pieces: an expected word stays as it is; one to `MAX_SPAN` words may stand for an
expected phrase that sounds alike. Each complete way to cut it is a `Reading`, whose cost is the sum of the
phonetic distances of its pieces.
"""

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

MAX_SPAN = 4  # most words that may stand for one phrase

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

_REPEATED = re.compile(r"(.)\1+")


def sound_key(text: str, language: str) -> str:
    """Return a coarse phonetic key of `text`, without spaces: similar sounds give equal or similar keys.

    Raises BadInput (`unknown_language`).
    """
    key = " ".join(word.group() for word in _WORD.finditer(text.lower().replace("’", "'")))
    sounds = pack(language).sounds
    for letter, sound in sounds.own_letters.items():
        key = key.replace(letter, sound)
    key = without_accents(key).replace("'", "").replace(".", "").replace("-", " ")
    for pattern, sound in sounds.confused:
        key = pattern.sub(sound, key)
    return _REPEATED.sub(r"\1", key.replace(" ", ""))


@dataclass(frozen=True, slots=True)
class WordSpans:
    """A sentence cut into words.

    `gaps[i]` is the text before word i; the last gap is what ends the sentence.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]

    @classmethod
    def cut(cls, text: str) -> "WordSpans":
        """Cut `text` into words and gaps, which together are all of it."""
        words, gaps, last = [], [], 0
        for match in _WORD.finditer(text):
            words.append(match.group())
            gaps.append(text[last : match.start()])
            last = match.end()
        return cls(tuple(words), (*gaps, text[last:]))

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every run of 1 to `MAX_SPAN` words; `end` is exclusive."""
        for start in range(len(self.words)):
            yield from ((start, end) for end in range(start + 1, min(start + MAX_SPAN, len(self.words)) + 1))

    def rewritten(self, reading: "Reading") -> str:
        """Return the sentence with the replacements of `reading`, and its own punctuation and capitals."""
        out: list[str] = []
        for piece in reading.pieces:
            heard = self.words[piece.start]
            text = piece.phrase or heard
            if piece.phrase and piece.start and not heard[0].isupper():
                text = _lower_title_words(text)
            elif piece.phrase and heard[0].isupper():
                small = _lower_title_words(text) if not piece.start else text
                text = small[:1].upper() + small[1:]
            out += [self.gaps[piece.start], text]
        return "".join([*out, self.gaps[-1]])


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `start` to `end` (exclusive), replaced by `phrase`; "" keeps them as they are."""

    start: int
    end: int
    phrase: str
    cost: float


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One way to read a sentence; a lower cost is nearer to what was heard."""

    cost: float
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """True if any words were replaced."""
        return any(piece.phrase for piece in self.pieces)


def readings(count: int, pieces: Sequence[Piece], max_readings: int, max_cost: float) -> list[Reading]:
    """Return the cheapest ways to cut `count` words into `pieces`, cheapest first.

    Returns at most `max_readings` readings, none with a cost above `max_cost`; an empty list if there is
    none. This is the k-best form of the Viterbi algorithm: at each word only the `max_readings` cheapest
    beginnings are kept.
    """
    ending: dict[int, list[Piece]] = {}
    for piece in pieces:
        ending.setdefault(piece.end, []).append(piece)
    best: list[list[Reading]] = [[Reading(0.0, ())]]
    for end in range(1, count + 1):
        longer = (
            Reading(before.cost + piece.cost, (*before.pieces, piece))
            for piece in ending.get(end, ())
            for before in best[piece.start]
            if before.cost + piece.cost <= max_cost
        )
        best.append(heapq.nsmallest(max_readings, longer, key=lambda reading: reading.cost))
    return best[count]


def _lower_title_words(text: str) -> str:
    """Return `text` with title-case words in lower case; other capitals (TV, iPad) stay."""
    return " ".join(word.lower() if word.istitle() else word for word in text.split(" "))
