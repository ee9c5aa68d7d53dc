"""Finds words that make another thing or room of a known one: "the guest bedroom", "la tele de Marta".

A sentence template has every word of its sentence. A reading by similarity has not: it takes the room and
drops whose room it is.
"""

from collections.abc import Iterator

from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.accounting.text_account import TextAccount, Unused, is_like, name_words

_SHORT = 3  # letters; a shorter word before a thing is most often a misheard article
_MIN_RATIO = 0.66  # similarity ratio of difflib from which a word may be a misheard part of a name
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
    names = set[str]().union(*account.called)
    rooms = _room_words(account)
    for start, end in nouns:
        for place in (_before(account, start), _after(account, end)):
            if place is None or place in known or account.word(place) in rooms:
                continue
            if not is_like(account.word(place), names, _MIN_RATIO):
                yield Unused(place, place + 1, "unaccounted")


def _room_words(account: TextAccount) -> set[str]:
    """Return the words of the names of the rooms and floors of the targets."""
    home, language = account.home, account.intent.language
    areas = [home.areas[e.area] for e in account.targets if e.area and e.area in home.areas]
    floors = [home.floors[a.floor] for a in areas if a.floor and a.floor in home.floors]
    names = [a.names for a in areas] + [f.names for f in floors]
    return set[str]().union(*(name_words(each, language) for each in names))


def _before(account: TextAccount, start: int) -> int | None:
    """Return the index of the owner or qualifier before the noun at index `start`, None without one."""
    place = start - 1
    word = account.word(place)
    if not word.isalpha():
        return None
    if account.is_possessive(place):
        return place
    language = account.intent.language
    verbs = {m.end for m in account.marks if m.kind == "verb"}
    led = place in verbs or account.word(place - 1) in account.words.articles | account.words.at
    if place == 0:  # "guest bathroom lights off", but no misheard verb: "tern kitchen lights off"
        led = bool(verbs) and not is_like(word, pack(language).verbs.used_as("order"), _MIN_RATIO)
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
