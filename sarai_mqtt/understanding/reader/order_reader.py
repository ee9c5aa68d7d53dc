"""Reads orders into commands of this home: the parts of the sentence, then what they stand for (ADR 35)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import Choice, Found, LeftOver, ReadingPart
from sarai_mqtt.languages.content_words import ContentWords, words_in
from sarai_mqtt.languages.packs import entry_for
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.orders import before_reason, order_of
from sarai_mqtt.understanding.reader.frames import Frame, Reading, When
from sarai_mqtt.understanding.reader.lexicon import lexicon_of
from sarai_mqtt.understanding.reader.resolve import resolve
from sarai_mqtt.understanding.reader.resolve_setting import Setting

_ANY_LENGTH_S = 60.0
_ANY_ORDER = Intent("", "HassTurnOn", {}, (), "", "", 1.0)


@dataclass(frozen=True, slots=True)
class Read:
    """A reading (None: `text` is no order), and what it comes to in the home: None with words left over."""

    reading: Reading | None
    found: Found | None

    @property
    def unplaced(self) -> tuple[str, ...]:
        """The words of the order that have no place in the reading, or that name nothing of this home."""
        if self.reading is None:
            return ()
        return (*self.reading.left_over, *(said for f in self.reading.frames for said in _unknown(f)))


class FrameReader(Protocol):
    """Reads orders about one home into frames."""

    def read(self, text: str, language: str, area: str | None = None) -> Reading | None:
        """Return the reading of `text`; None if it is no order, or one of a kind that is not read here."""
        ...


class OrderReader:
    """Reads orders of one home. Calls share no mutable state."""

    def __init__(
        self, home: Home, languages: Mapping[str, ContentWords], reader: FrameReader | None = None
    ) -> None:
        self._home, self._languages, self._reader = home, languages, reader

    def read(self, text: str, language: str, area: str | None) -> Read:
        """Return the reading of `text`, said in `area` (id, None: unknown), and what it comes to.

        Raises BadInput (`unknown_language`).
        """
        entry_for(self._languages, language)
        read = self._read(text, language, area)
        if read.unplaced and (order := order_of(text, language)):
            # the reason after an order is no part of it: "… because I'm cold"
            without = self._read(order, language, area)
            if without.found is not None and _may(
                text, language, without, _in_reasons(text, order, language)
            ):
                return Read(without.reading, with_text(without.found, text))
        if (read.unplaced or read.reading is None) and (order := before_reason(text, language)):
            # without a verb at its beginning it may be talk, so a reason must not tell anything
            without = self._read(order, language, area)
            if (
                without.found is not None
                and not self._may_tell(without, order, language)
                and _may(text, language, without, _in_reasons(text, order, language) - {"statement"})
            ):
                return Read(without.reading, with_text(without.found, text))
        return read

    def lasting(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the command `text` and, as the command of a timer, what undoes it; None if it has none.

        Raises BadInput (`unknown_language`).
        """
        reading = self._reader.read(text, language, area) if self._reader else None
        if reading is None or len(reading.frames) != 1 or reading.frames[0].when is not None:
            return None
        frame = replace(reading.frames[0], when=When("for", "", _ANY_LENGTH_S))
        return self._resolved(replace(reading, frames=(frame,)), text, language, area).found

    def _may_tell(self, read: Read, order: str, language: str) -> bool:
        """Return True if only a state of things with an article is said ("la tele puesta, que …")."""
        if read.reading is None or "," in order or any(p.role == "verb" for p in read.reading.parts):
            return False
        first = without_accents(order.split(maxsplit=1)[0].lower())
        has_article = first in self._languages[language].articles
        return has_article and all(f.amount is None for f in read.reading.frames)

    def _read(self, text: str, language: str, area: str | None) -> Read:
        reading = self._reader.read(text, language, area) if self._reader else None
        return Read(None, None) if reading is None else self._resolved(reading, text, language, area)

    def _resolved(self, reading: Reading, text: str, language: str, area: str | None) -> Read:
        if reading.left_over:
            return Read(reading, None)
        setting = Setting(text, self._home, language, self._languages[language], area)
        found = resolve(reading, setting, lambda said: self._later(said, language, area))
        read = Read(reading, found)
        return read if _may(text, language, read) else Read(reading, None)

    def explain(self, text: str, language: str) -> tuple[ReadingPart, ...]:
        """Return the roles of the words of `text`; empty if it is no order, or its language is not read."""
        reading = self._reader.read(text, language) if self._reader else None
        parts = reading.parts if reading else ()
        return tuple(ReadingPart(text[p.start : p.end], p.role, p.value) for p in parts)

    def _later(self, text: str, language: str, area: str | None) -> tuple[Intent, ...] | None:
        found = self.read(text, language, area).found
        return found if isinstance(found, tuple) else None


def _may(text: str, language: str, read: Read, accounted: Iterable[str] = ()) -> bool:
    """Return True if nothing in `text` is against acting: no question, report, condition and the like.

    A negation and a time are allowed where the reading has them, and so are the reasons `accounted`.
    """
    if read.reading is None or read.found is None:
        return True
    allowed = read.reading.accounted.union(accounted, *map(_accounted, read.reading.frames))
    against = (reasons_against(text, language, intent) for intent in intents_in(read.found))
    return all(set(reasons) <= allowed for reasons in against)


def _in_reasons(text: str, order: str, language: str) -> set[str]:
    """Return the reasons against acting that only tell why: "…, que no me deja dormir" forbids nothing."""
    lexicon = lexicon_of(language)
    said = words_in(text.removeprefix(order), language)
    may_deny = lexicon is not None and lexicon.prohibitive and not lexicon.prohibitive.keys() & set(said)
    return {"statement", "negated"} if may_deny and text.startswith(order) else {"statement"}


def with_text(found: Found, text: str) -> Found:
    """Return `found` as what the whole sentence `text` asks for."""
    match found:
        case LeftOver():
            return found
        case Choice():
            options = tuple(tuple(replace(i, text=text) for i in option) for option in found.options)
            return replace(found, options=options)
    return tuple(replace(intent, text=text) for intent in found)


def _accounted(frame: Frame) -> set[str]:
    not_needed = frame.deed and frame.action == "remove"  # "we don't need rice, take it off the list"
    negated = {"negated"} if frame.negated or frame.exceptions or not_needed else set[str]()
    told = {"statement", "state"} if frame.deed else {"statement"} if frame.told else set[str]()
    return negated | ({"scheduled"} if frame.when else set()) | told


def intents_in(found: Found) -> Sequence[Intent]:
    """Return all commands in `found`, of each option of a choice; a refusal stands for any order."""
    match found:
        case LeftOver():
            return (_ANY_ORDER,)
        case Choice():
            return [intent for option in found.options for intent in option]
    return found


def _unknown(frame: Frame) -> Iterator[str]:
    """Yield the words of a frame that name a thing or place which the home does not have."""
    for things in (*frame.things, *frame.exceptions):
        if things.unknown or (things.quantity == "everything" and len(things.said.split()) > 1):
            yield things.said  # "el todo" is a misheard thing, not everything
        yield from (place.said for place in things.places if place.kind == "unknown")
