"""Finds words that make another thing or room of a known one: "the guest bedroom", "la tele de Marta".

A sentence template has every word of its sentence. A reading by similarity has not: it takes the room and
drops whose room it is.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.accounting.entity_names import name_words
from sarai_mqtt.understanding.accounting.similar_words import is_like
from sarai_mqtt.understanding.accounting.text_account import TextAccount, Unused

_SHORT = 2  # letters; a word so short before a thing is most often a misheard article
# Similarity ratios of difflib from which a word may be a misheard part of a name, and one that was not said.
_MIN_RATIO, _MIN_RATIO_MISSING = 0.66, 0.5
_NOUNS = frozenset({"class", "thing", "place"})


def unknown_owners(account: TextAccount) -> Iterator[Unused]:
    """Yield owners and qualifiers that no name of the targets, of their rooms or floors has.

    An owner follows a thing or room after a word such as "of", or comes before it. Only readings by
    similarity are checked. `account.unused()` must be exhausted.
    """
    if account.intent.source == "sentence" or not account.targets:
        return
    nouns = [(m.start, m.end) for m in account.marks if m.kind in _NOUNS]
    nouns += [(span.start, span.stop) for span in account.named]
    known = account.taken.union(*(range(m.start, m.end) for m in account.marks))
    words = _own_words(account)
    for start, end in nouns:
        for place in (_before(account, start, words.rooms), _after(account, end)):
            if place is not None and place not in known and not _is_own(account, place, words):
                yield Unused(place, place + 1, "unaccounted")


class _OwnWords(NamedTuple):
    """The words of the names of the targets, of their rooms and floors.

    `missing` are those not said, if no name of a target or room is said as a whole.
    """

    names: frozenset[str]
    rooms: frozenset[str]
    floors: frozenset[str]
    missing: frozenset[str]


def _own_words(account: TextAccount) -> _OwnWords:
    home, language = account.home, account.intent.language
    areas = [home.areas[a] for a in {e.area for e in account.targets} if a and a in home.areas]
    floors = [home.floors[a.floor] for a in areas if a.floor and a.floor in home.floors]
    names = frozenset[str]().union(*account.called)
    rooms = frozenset[str]().union(*(name_words(a.names, language) for a in areas))
    said = {token.text for token in account.tokens}
    named = [e.names for e in account.targets] + [a.names for a in areas]
    spoken = (words_in(name, language) for each in named for known in each.values() for name in known)
    whole = any(name and said.issuperset(name) for name in spoken)
    of_floors = frozenset[str]().union(*(name_words(f.names, language) for f in floors))
    return _OwnWords(names, rooms, of_floors, frozenset() if whole else (names | rooms) - said)


def _is_own(account: TextAccount, place: int, words: _OwnWords) -> bool:
    """Return True if the word at index `place` is of a name in `words`, or may be misheard for one.

    An owner is said besides the name, a misheard word in place of one that is missing.
    """
    word = account.word(place)
    if word in words.names | words.rooms | words.floors:
        return True
    if account.is_possessive(place):
        return is_like(word, words.names, _MIN_RATIO)
    split = any(w.startswith(word) or w.endswith(word) for w in words.missing)  # "en cimera", "mes illa"
    return split or is_like(word, words.names, _MIN_RATIO) or is_like(word, words.missing, _MIN_RATIO_MISSING)


def _before(account: TextAccount, start: int, rooms: frozenset[str]) -> int | None:
    """Return the index of the owner or qualifier before the noun at index `start`, None without one."""
    place = start - 1
    word, language = account.word(place), account.intent.language
    if not word.isalpha():
        return None
    if account.is_possessive(place):
        return place
    led = account.word(place - 1) in account.words.articles | account.words.at
    in_place = any(m.kind == "place" and m.start == start for m in account.marks)
    if not led and (in_place or account.word(start) in rooms):
        verbs = {m.end for m in account.marks if m.kind == "verb"}
        # "guest bathroom lights off", but no misheard verb or article: "tern kitchen lights off"
        misheard = is_like(word, pack(language).verbs.used_as("order"), _MIN_RATIO)
        led = place in verbs or (place == 0 and bool(verbs) and not misheard)
    ordinary = len(word) <= _SHORT or word in account.words.articles | account.words.vague
    return place if led and not ordinary and not is_function_word(word, language) else None


def _after(account: TextAccount, end: int) -> int | None:
    """Return the index of the owner after the noun that ends before the index `end`, None without one."""
    place = end
    while account.word(place) in account.words.owned_by | (account.words.articles if place > end else set()):
        place += 1
    word = account.word(place)
    known = word in account.words.vague or place >= account.ordered
    return None if place == end or known or not word.isalpha() else place
