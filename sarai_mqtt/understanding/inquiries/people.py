"""Reads questions about where the people of a home are: sentences of names and words about being there.

Where a place, a time or anything else is asked about that nobody here knows, what is known is told: where
somebody is.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.inquiries import PeopleWords
from sarai_mqtt.understanding.inquiries.divide import Roles, Words, divided, phrase_table, spoken_words

_MOST_WORDS = 20
_MOST_OF_A_PLACE = 3  # words of a place, after the word before it
# The first one said counts: "is anybody home, or is everybody out?"
_MANY = ("how_many", "who", "anybody", "everybody", "nobody")
_ASKS = {"who": "which", "everybody": "all", "anybody": "any", "nobody": "which", "how_many": "how_many"}
ONLY_WHERE = "only_where"
"""How a question asks (`Intent.asks`) what is not known of people: it is told where they are."""


class PeopleReader:
    """Reads questions about the people of one home; calls share no mutable state."""

    def __init__(self, home: Home, language: str) -> None:
        self._language = language
        self._phrases = _phrases(language)
        self._people = tuple(entity.id for entity in home.matching({"person"}))
        named = home.matching({"person", "device_tracker"})
        names = [(name, "person", e.id) for e in named for name in names_in(e.names, language)]
        self._names = phrase_table(names, language)
        rooms = [(name, "kin", name) for a in home.areas.values() for name in names_in(a.names, language)]
        self._rooms = phrase_table(rooms, language)

    def read(self, text: str) -> Intent | LeftOver | None:
        """Return the question that `text` is; None if it is none. About somebody unknown it is a LeftOver."""
        words = spoken_words(text, self._language)
        if not self._phrases or not 0 < len(words) <= _MOST_WORDS:
            return None
        roles = divided(words, self._names, self._phrases) or self._with_place(words)
        if roles is not None:
            said = _Said(roles)
            return self._question(said, text) if said.is_question(marked="?" in text) else None
        return self._unknown(words, text)

    def _unknown(self, words: Words, text: str) -> LeftOver | None:
        """Return the refusal of a question where is who is not of the home; None if it is none."""
        names = [word for word in text.split()[1:] if word[:1].isupper()]
        stranger = phrase_table([(name, "kin", name.strip("?!.,")) for name in names], self._language)
        roles = divided(words, self._names, self._rooms, stranger, self._phrases)
        said = _Said(roles or ())
        of_a_place = any(role == "at" for role, _ in roles or ())  # "where is Paris in France?"
        asks = said.has("kin") and said.is_question(marked="?" in text) and not of_a_place
        by_name = said.has("home") or said.has("away") or any(word in self._rooms for word in stranger)
        return self._nobody(said) if asks and (by_name or not stranger) else None

    def _nobody(self, said: "_Said") -> LeftOver:
        return LeftOver((said.kin,), "no_such_thing", self._language)

    def contact(self, text: str) -> bool:
        """Return True if `text` orders to call, or to write to, somebody."""
        words = spoken_words(text, self._language)
        for begin in range(min(len(words), 3)):
            for end in range(begin + 1, len(words)):
                verbs = self._phrases.get(words[begin:end], ())
                if not any(role == "contacts" for role, _ in verbs):
                    continue
                if any(self._is_somebody(words[at : at + 1]) for at in range(end, min(end + 4, len(words)))):
                    return True
        return False

    def _is_somebody(self, word: Words) -> bool:
        return word in self._names or any(role == "kin" for role, _ in self._phrases.get(word, ()))

    def _with_place(self, words: Words) -> list[tuple[str, str]] | None:
        """Return the roles of words of which some are an unknown place after a word for it: "at the club"."""
        for start in range(1, len(words)):
            at = any(role == "at" for role, _ in self._phrases.get(words[start : start + 1], ()))
            for end in range(start + 2, min(start + 2 + _MOST_OF_A_PLACE, len(words) + 1)) if at else ():
                rest = divided((*words[:start], *words[end:]), self._names, self._phrases)
                if rest is not None and any(role == "person" for role, _ in rest):
                    return [*rest, ("places", "")]
        return None

    def _question(self, said: "_Said", text: str) -> Intent | LeftOver | None:
        people = said.people
        if said.has("kin"):
            return self._nobody(said) if said.tells else None
        if not people and not (said.many and self._people):
            return None
        asked = people or self._people
        slots: dict[str, SlotValue] = {"name": asked[0]} if len(asked) == 1 else {"domain": "person"}
        only, where = said.has("when") or said.has("doing"), said.has("where") or said.has("places")
        if only or where:
            asks = ONLY_WHERE if only else "where"
            return self._intent(text, slots, asked, asks) if people or not only else None
        # "isn't she home?" and "no hay nadie" ask the same as without "not"
        turned = said.has("negated") and said.many in ("who", "how_many")
        away = (said.has("away") and not said.has("home")) != turned
        if away and said.many == "anybody" and not people:
            return None  # "is there anybody outside?" asks a detector
        slots["state"] = "not_home" if away else "home"
        if people:
            return self._intent(text, slots, asked, "one_yesno" if len(asked) == 1 else "all")
        slots.pop("name", None)
        return self._intent(text, {**slots, "domain": "person"}, asked, _ASKS[said.many])

    def _intent(self, text: str, slots: Mapping[str, SlotValue], targets: Sequence[str], asks: str) -> Intent:
        ids = tuple(dict.fromkeys(targets))
        return Intent("", "HassGetState", dict(slots), ids, text, self._language, 1.0, asks=asks)


class _Said:
    """The roles of the phrases of a sentence."""

    def __init__(self, roles: Sequence[tuple[str, str]]) -> None:
        self._roles = roles
        self._kinds = {role for role, _ in roles}
        self.people = tuple(dict.fromkeys(value for role, value in roles if role == "person"))
        self.kin = next((value for role, value in roles if role == "kin"), "")
        self.many = next((kind for kind in _MANY if kind in self._kinds), "")

    def has(self, role: str) -> bool:
        """Return True if a phrase has this role."""
        return role in self._kinds

    @property
    def tells(self) -> bool:
        """True if it is about where somebody is."""
        return bool(self._kinds & {"where", "home", "away", "when", "places", "doing"})

    @property
    def _of_all(self) -> bool:
        """True for "who's missing?" and "¿quién está?"."""
        return self.many == "who" and (self.has("negated") or self._kinds <= {"who", "little", "asks"})

    def is_question(self, *, marked: bool) -> bool:
        """Return True if it asks; `marked`: with a question mark."""
        begins = {role for role, _ in self._roles[:1]}
        asking = self.has("where") or self.has("when") or self.has("doing") or self.has("who")
        if self.has("contacts"):
            return False
        if not (marked or asking or self.has("how_many") or begins & {"asks", "home", "away"}):
            return False
        # "¿está Marta?"
        return self.tells or (marked and ((bool(self.people) and self.has("asks")) or self._of_all))


def people_readers(home: Home, languages: Sequence[str]) -> dict[str, PeopleReader]:
    """Return the reader of each language whose pack has the words."""
    return {language: PeopleReader(home, language) for language in languages if _words(language)}


def _words(language: str) -> PeopleWords | None:
    inquiries = pack(language).inquiries
    return inquiries.people if inquiries else None


@cache
def _phrases(language: str) -> dict[Words, Roles]:
    return phrase_table(_rows(language), language)


def _rows(language: str) -> Iterator[tuple[str, str, str]]:
    said = _words(language)
    if said is None:
        return
    for role in PeopleWords.__slots__:
        yield from ((phrase, role, phrase if role == "kin" else "") for phrase in getattr(said, role))
