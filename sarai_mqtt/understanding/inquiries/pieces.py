"""Divides a question into phrases: every word has a part in it, or it is not read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.understanding.inquiries.vocabulary import LONGEST, HomeNames, Piece, phrases_of
from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.places import PlaceReader
from sarai_mqtt.understanding.reader.scan import Scan

_MOST_DIVISIONS = 24
_MOST_WORDS = 20
_MOST_BEFORE = 4  # words before a question without its mark: "hey, by the way, is …"
# What a statement about is a call for help (ADR 20), and no question to a sensor.
_DANGERS = frozenset({"smoke", "gas", "carbon_monoxide", "safety"})
_Cost = tuple[int, int, int, int, int]
# What decides between two readings of the same words, most telling first.
_RANK = (
    "opener", "inside", "did", "doing", "extreme", "entity", "condition", "measure", "attribute",
    "detection", "started", "class", "mode", "group", "update", "room", "quantity", "place", "little",
    "alternative", "owner", "gap",
)  # fmt: skip
# How a question about what somebody did begins; the infinitive or base form of a verb follows only these.
_DONE = frozenset({"left", "did", "forgot", "since"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a question. `owners` are words of the names of what is asked about ("the remote").

    `extremes` are the ends at which things are compared, with the measure if the word tells it ("warmest").
    `rooms`: only rooms are compared. `about` is what is measured, detected or compared, and `kinds` the words
    for the classes, as they were said. `gaps` are words without a part; `led_gap`:
    one has an article before it.
    """

    opener: str
    quantity: str = ""
    conditions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    detections: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    classes: tuple[Class, ...] = ()
    groups: tuple[str, ...] = ()
    entities: tuple[tuple[str, ...], ...] = ()
    owners: tuple[str, ...] = ()
    places: tuple[Place, ...] = field(default=())
    update: bool = False
    started: tuple[str, ...] = ()
    extremes: tuple[str, ...] = ()
    rooms: bool = False
    about: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    led_gap: bool = False


class QuestionParts:
    """Divides one sentence. `names` are those of the home in its language."""

    def __init__(self, scan: Scan, names: HomeNames) -> None:
        self._scan, self._names = scan, names
        self._phrases = phrases_of(scan.lexicon.language)
        self._places = PlaceReader(scan)
        self._place_at: dict[tuple[int, int], tuple[Place, ...]] = {}
        self._at: dict[int, tuple[Piece, ...]] = {}

    def divisions(self, *, gaps: bool = False) -> Iterator[Asked]:
        """Yield what the sentence may ask, likeliest first; nothing if it is no question.

        With `gaps` some words may have no part in it.
        """
        if not 0 < len(self._scan) <= _MOST_WORDS or not self._may_be_question() or self._asks_meaning():
            return
        stated = self._may_be_stated()
        for pieces in self._divided(gaps=gaps):
            asked = self._asked(pieces)
            if asked is not None and not (stated and _DANGERS & set(asked.detections)):
                yield asked

    def _may_be_question(self) -> bool:
        """Return True if words of a question are where they can make one of the sentence."""
        words, asks = self._scan.words, "?" in self._scan.text
        if asks:
            return True
        for at in range(len(words)):
            for end in range(at + 1, min(at + LONGEST, len(words)) + 1):
                for role, _ in self._phrases.get(tuple(words[at:end]), ()):
                    if role == "inside" or (role == "opener" and at < _MOST_BEFORE):
                        return True
        return False

    def _may_be_stated(self) -> bool:
        """Return True if the sentence may be a statement: "hay humo en la cocina"."""
        words = self._scan.words
        return "?" not in self._scan.text and any(
            role == "stated"
            for at in range(min(_MOST_BEFORE, len(words)))
            for end in range(at + 1, min(at + LONGEST, len(words)) + 1)
            for role, _ in self._phrases.get(tuple(words[at:end]), ())
        )

    def _asks_meaning(self) -> bool:
        """Return True if the sentence asks what a measure is in general: "what is humidity?"."""
        words = [word for word in self._scan.words if word[:1].isalnum() or word.endswith("'")]
        for end in range(1, min(LONGEST, len(words)) + 1):
            roles = self._phrases.get(tuple(words[:end]), ())
            if any(role == "meaning" for role, _ in roles):
                rest = self._phrases.get(tuple(words[end:]), ())
                if any(role in ("measure", "detection") for role, _ in rest):
                    return True
        return False

    def _divided(self, *, gaps: bool) -> Iterator[tuple[Piece, ...]]:
        """Yield the likeliest divisions of all words into phrases, found from the end of the sentence."""
        best: list[list[tuple[_Cost, tuple[Piece, ...]]]] = [[] for _ in self._scan.words]
        best.append([((0, 0, 0, 0, 0), ())])
        for at in range(len(self._scan) - 1, -1, -1):
            rows = [
                (_sum(_cost(piece), cost), (piece, *rest))
                for piece in (*self._pieces(at), *([Piece(at, at + 1, "gap", "")] if gaps else ()))
                for cost, rest in best[piece.end]
            ]
            rows.sort(key=lambda row: row[0])
            best[at] = rows[:_MOST_DIVISIONS]
        for _, pieces in best[0]:
            yield pieces

    def _pieces(self, at: int) -> tuple[Piece, ...]:
        """Return the phrases at index `at`, longest first."""
        if at not in self._at:
            self._at[at] = tuple(sorted(self._found(at), key=lambda p: (-p.end, _RANK.index(p.role))))
        return self._at[at]

    def _found(self, at: int) -> Iterator[Piece]:
        words = self._scan.words
        if not words[at][:1].isalnum():
            yield Piece(at, at + 1, "little", "")
        for end in range(min(at + LONGEST, len(words)), at, -1):
            said = tuple(words[at:end])
            for role, value in self._phrases.get(said, ()):
                if role in _RANK:
                    yield Piece(at, end, role, value)
            if ids := self._names.named(said):
                yield Piece(at, end, "entity", " ".join(ids))
            if (room := self._names.room(said)) is not None:
                self._place_at[at, end] = (Place("area", self._scan.said(at, end), (room,)),)
                yield Piece(at, end, "place", "")
        if self._names.is_of_a_name(words[at]):
            yield Piece(at, at + 1, "owner", words[at])
        found = self._places.place_phrase(at)
        if found and all(place.kind != "unknown" for place in found[0]):
            self._place_at[at, found[2]] = tuple(found[0])
            yield Piece(at, found[2], "place", "")

    def _asked(self, pieces: Sequence[Piece]) -> Asked | None:
        """Return the parts of the division `pieces`; None if it is no question."""
        first = next((p for p in pieces if p.role not in ("little", "place")), None)
        openers = [p for p in pieces if p.role == "opener"]
        inside = any(p.role == "inside" for p in pieces)
        begins = first is not None and first.role == "opener"
        tone = "?" in self._scan.text and not self._begins_with_opener()
        if not openers and tone and _asks_without_opener(pieces):
            did = any(p.role == "did" for p in pieces)
            openers = [Piece(0, 0, "opener", "did" if did else "is")]
        if not (begins or inside or (openers and "?" in self._scan.text)):
            return None

        def all_of(role: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(p.value for p in pieces if p.role == role))

        kinds = [p.value for p in openers]
        articles = self._scan.lexicon.articles
        telling = [kind for kind in kinds if kind != "tell"]
        if "how" in kinds and ("running" in all_of("condition") or any(map(self._may_run, openers))):
            return None  # "comment fonctionne un thermostat ?" asks how it works
        if any(p.role == "doing" for p in pieces) and not _DONE & set(kinds):
            return None  # an order
        compares = any(p.role == "extreme" for p in pieces)
        if any(p.role == "alternative" for p in pieces) and not compares:
            return None  # each part asks by itself
        return Asked(
            opener=telling[0] if telling else kinds[0] if kinds else "is",
            quantity="all" if "all" in all_of("quantity") else "any" if all_of("quantity") else "",
            conditions=_together([c for role in ("condition", "did", "doing") for c in all_of(role) if c]),
            measures=all_of("measure"),
            detections=all_of("detection"),
            attributes=tuple(dict.fromkeys((*all_of("attribute"), *all_of("mode")))),
            classes=cast("tuple[Class, ...]", all_of("class")),
            groups=all_of("group"),
            entities=tuple(tuple(p.value.split()) for p in pieces if p.role == "entity"),
            owners=all_of("owner"),
            places=tuple(p for one in pieces for p in self._place_at.get((one.start, one.end), ())
                         if one.role == "place"),
            update=any(p.role == "update" for p in pieces),
            started=all_of("started"),
            extremes=all_of("extreme"),
            rooms=any(p.role == "room" for p in pieces),
            about=self._said(pieces, "measure", "detection", "extreme"),
            led_gap=any(p.role == "gap" and self._scan.word(p.start - 1) in articles for p in pieces),
            kinds=self._said(pieces, "class"),
            gaps=self._said(pieces, "gap"),
        )  # fmt: skip

    def _may_run(self, piece: Piece) -> bool:
        """Return True if the words of a piece are also for something that runs: "funciona"."""
        roles = self._phrases.get(tuple(self._scan.words[piece.start : piece.end]), ())
        return ("condition", "running") in roles

    def _begins_with_opener(self) -> bool:
        """Return True if the first words may only open a question of their own: "did the siren go off?"."""
        at = next((i for i, word in enumerate(self._scan.words) if word[:1].isalnum()), 0)
        return any(p.role == "opener" for p in self._pieces(at))

    def _said(self, pieces: Sequence[Piece], *roles: str) -> tuple[str, ...]:
        return tuple(self._scan.said(p.start, p.end) for p in pieces if p.role in roles)


def _asks_without_opener(pieces: Sequence[Piece]) -> bool:
    """Return True if the phrases can be a question by their tone alone: "kitchen window open?"."""
    roles = {p.role for p in pieces}
    of = roles & {"entity", "class", "owner", "place", "measure", "did"}
    whole = any(p.role == "detection" and p.end - p.start > 1 for p in pieces)  # "anything leaking?"
    return whole or bool(roles & {"condition", "measure", "did", "detection"} and of)


def _together(conditions: Sequence[str]) -> tuple[str, ...]:
    """Return the conditions, of which being locked includes being closed: "closed and locked"."""
    return tuple(c for c in dict.fromkeys(conditions) if c != "closed" or "locked" not in conditions)


def _cost(piece: Piece) -> _Cost:
    """Return what a phrase adds to the cost of a division: every word should tell as much as it can."""
    if piece.role in ("little", "alternative"):
        return 0, 0, 0, 0, 0
    words = piece.end - piece.start
    told = 0 if piece.role == "gap" else -words
    return int(piece.role == "gap"), int(piece.role == "owner"), told, 1, _RANK.index(piece.role)


def _sum(one: _Cost, other: _Cost) -> _Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3], one[4] + other[4]
