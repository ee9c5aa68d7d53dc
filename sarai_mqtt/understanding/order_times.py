"""Finds the moment of an order in its words, and the words without it: "close the blinds on Friday at noon".

Only what cannot be an amount is a moment (`MomentSaid.grade`). The other words are read as any order, so that
nothing is planned of which a word is not understood.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.languages.weeks import WEEKDAYS
from sarai_mqtt.understanding.clock_reader import ClockReader, clock_reader
from sarai_mqtt.understanding.moments_said import MomentSaid, together
from sarai_mqtt.understanding.time_phrases import PlainWords, plain_words

_MAX_WORDS = 40


@dataclass(frozen=True, slots=True)
class Planned:
    """An order without its moment.

    Args:
        words: the order as it was said, without the moment.
        said: the words of the moment.
        moment: the moment.
        leads: True if the sentence begins with the moment.
        behind: number of words behind the moment.

    """

    words: str
    said: str
    moment: MomentSaid
    leads: bool
    behind: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A moment, or a part of one, in the words from index `first` to `end` (excluded)."""

    said: MomentSaid
    first: int
    end: int


class OrderTimes:
    """Finds the moments of orders in sentences of one language."""

    def __init__(self, clock: ClockReader, words: ClockTimes) -> None:
        self._clock = clock
        self._not_at = tuple(plain_words(phrase).joined for phrase in words.not_at)

    def planned(self, text: str) -> Iterator[Planned]:
        """Yield the ways to tell the moment of the order `text` from its other words, the best first."""
        words = plain_words(text)
        if not 0 < len(words.starts) <= _MAX_WORDS or not self._clock.may_tell_time(words):
            return
        pieces = list(self._pieces(words))
        timed = [piece for piece in pieces if piece.said.timed]
        days = [piece for piece in pieces if not piece.said.timed and (piece.said.day or piece.said.days)]
        if len(timed) != 1 or len(days) > 1:
            return
        (time,) = timed
        edges = [
            piece
            for piece in pieces
            if piece.said.part
            and not piece.said.timed
            and self._is_at_edge(piece, words)
            and piece not in days
        ]
        for others in (*([*days, edge] for edge in edges), days):
            if found := self._without(words, time, others):
                yield found

    def put_off(self, text: str) -> Iterator[Planned]:
        """Yield the order `text` without one of its moments, which may be a duration, for each of them."""
        words = plain_words(text)
        count = len(words.starts)
        if count > _MAX_WORDS or not self._clock.may_tell_time(words):
            return
        for piece in self._pieces(words):
            moment, behind = piece.said, count - piece.end
            firm = moment.seconds is not None or moment.grade == "firm" or piece.first == 0
            if not (moment.complete and firm and behind) or self._is_no_moment_of_it(words, piece):
                continue
            rest = f"{words.said(0, piece.first)} {words.text[words.spans[piece.end][0] :]}".strip()
            said = words.said(piece.first, piece.end)
            yield Planned(rest, said, moment, leads=piece.first == 0, behind=behind)

    def _pieces(self, words: PlainWords) -> Iterator[_Piece]:
        """Yield the moments in a sentence, none of which is in another."""
        place = 0
        while place < len(words.starts):
            found = self._clock.moment(words, place, strict=True)
            if found is not None:
                yield _Piece(found[0], place, found[1])
            place = place + 1 if found is None else found[1]

    def _without(self, words: PlainWords, time: _Piece, others: Sequence[_Piece]) -> Planned | None:
        moment = time.said
        for other in others:
            both = together(other.said, moment)
            if both is None:
                return None
            moment = both
        pieces = sorted((time, *others), key=lambda piece: piece.first)
        if moment.until or any(self._is_no_moment_of_it(words, piece) for piece in pieces):
            return None
        count, at_edge = len(words.starts), any(self._is_at_edge(piece, words) for piece in pieces)
        if moment.grade == "bare" and not at_edge:
            return None  # "at seven percent"
        begins = [0, *(piece.end for piece in pieces)]
        ends = [*(piece.first for piece in pieces), count]
        kept = [words.said(*span) for span in zip(begins, ends, strict=True)]
        order = " ".join(filter(None, kept))
        if not order:
            return None
        told = ", ".join(words.said(piece.first, piece.end) for piece in pieces)
        asked = "?" if words.text.rstrip().endswith("?") else ""
        return Planned(order + asked, told, moment, leads=pieces[0].first == 0)

    def _is_no_moment_of_it(self, words: PlainWords, piece: _Piece) -> bool:
        """Return True if the words before a moment tell that it is another one: "before seven"."""
        before = f" {words.plain(0, piece.first)}"
        return any(before.endswith(f" {phrase}") for phrase in self._not_at)

    @staticmethod
    def _is_at_edge(piece: _Piece, words: PlainWords) -> bool:
        return piece.first == 0 or piece.end == len(words.starts)


def slots_of(said: MomentSaid) -> dict[str, SlotValue]:
    """Return the slots that tell a moment.

    They are `times`, `day` and `days`, `sun` and its `offset` in minutes in place of `times`, or `hours`,
    `minutes` and `seconds`.
    """
    if said.seconds is not None:
        minutes, seconds = divmod(round(said.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        units = {"hours": hours, "minutes": minutes, "seconds": seconds}
        return {unit: value for unit, value in units.items() if value}
    times = " ".join(f"{minute // 60:02}:{minute % 60:02}" for minute in said.times)
    days = " ".join(WEEKDAYS[day] for day in said.days)
    texts = (("times", times), ("sun", said.sun), ("day", said.day), ("days", days))
    offset: dict[str, SlotValue] = {"offset": said.offset} if said.offset else {}
    return {**{name: text for name, text in texts if text}, **offset}


@cache
def order_times(language: str) -> OrderTimes | None:
    """Return what finds moments in orders in `language`; None if its pack has no words for them.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    clock, words = clock_reader(language), pack(language).clock_times
    return None if clock is None or words is None else OrderTimes(clock, words)
