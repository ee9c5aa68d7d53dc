"""Marks the nouns of a house in a text: things and rooms of a language, and the names of the home.

Texts are compared without accents (as by `bare_words`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.languages.detection import bare_words, spans_of_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.house import A_ROOM, A_THING, THE_ROOM, THE_THING

_NAME, _ROOM_NAME, _FULL_NAME = "homething", "homeroom", "hometitle"


@cache
def _nouns(language: str) -> re.Pattern[str]:
    """Return the pattern of one noun or several joined ones.

    Its groups are `the` (the article before them), `first` and `last` (the last noun, None if it is alone).
    """
    nouns = pack(language).house_nouns
    noun = f"(?:{_NAME}|{_ROOM_NAME}|{_FULL_NAME}|{nouns.things.group}|{nouns.rooms.group})"
    articles = "|".join(nouns.articles)
    return re.compile(
        rf"\b(?:(?P<the>{articles})"
        rf" (?:(?!{'|'.join(nouns.no_adjective)}|{articles})[\w']+ ){{0,2}}?)?"
        rf"(?P<first>{noun})(?:'s)?\b(?:{nouns.connectives.pattern}(?P<last>{noun})\b)*"
        rf"(?! {nouns.not_after.group}\b)"
    )


@cache
def _room(language: str) -> re.Pattern[str]:
    return re.compile(f"{_ROOM_NAME}|{pack(language).house_nouns.rooms.group}")


def forms_of(text: str, language: str, home: Home) -> tuple[str, str]:
    """Return the bare words of `text`, and those words with marks for nouns of a house and names of the home.

    A noun with an article is definite. So is an entity's name of several words; one of a single word needs an
    article, as "alarm" may be any. Raises BadInput (`unknown_language`).
    """
    verbs, nouns, room = pack(language).house_nouns.verbs, _nouns(language), _room(language)
    bare = f" {bare_words(text)} "
    marked, lowered = bare, f" {text.lower()} "
    for name, mark in sorted(_names(home, language), key=lambda found: -len(found[0])):
        # a cheap test first: a house may have thousands of names
        if name.lower() in lowered and (words := bare_words(name)):
            several = mark == _NAME and " " in words
            marked = marked.replace(f" {words} ", f" {_FULL_NAME if several else mark} ")

    def mark_of(found: re.Match[str]) -> str:
        """Return the mark for nouns that `nouns` found, or their text if it may be a verb."""
        last = found["last"] or found["first"]
        if found.group() in verbs:
            return found.group()
        definite = found["the"] or _FULL_NAME in found.group()
        if room.fullmatch(last):
            return THE_ROOM if definite else A_ROOM
        return THE_THING if definite else A_THING

    return bare.strip(), nouns.sub(mark_of, marked.strip())


@dataclass(frozen=True, slots=True)
class Term:
    """One or several joined nouns of a house without their article: `said`, as it was, and each noun.

    `nouns` has each noun in lower case without accents, and as it was said.
    """

    said: str
    nouns: tuple[tuple[str, str], ...]


def terms_in(text: str, language: str) -> list[Term]:
    """Return the terms of the house in `text`, those with an article first.

    Raises BadInput (`unknown_language`).
    """
    text = unicodedata.normalize("NFC", text)
    nouns, bare, spans = pack(language).house_nouns, bare_words(text), spans_of_words(text)

    def said(begins: int, ends: int) -> str:
        """Return the words of `text` at these characters of `bare`; an elided article is left out."""
        first, last = bare.count(" ", 0, begins), bare.count(" ", 0, ends)
        inside = begins - (bare.rfind(" ", 0, begins) + 1)
        return text[spans[first][0] + inside : spans[last][1]].removesuffix("'s").lower()

    noun = re.compile(rf"\b(?:{nouns.things.group}|{nouns.rooms.group})\b")
    found = [f for f in _nouns(language).finditer(bare) if f.group() not in nouns.verbs]
    return [
        Term(
            said(*span),
            tuple((each.group(), said(*each.span())) for each in noun.finditer(bare, *span)),
        )
        for term in sorted(found, key=lambda each: each["the"] is None)
        for span in [(term.start("first"), term.end())]
    ]


def _names(home: Home, language: str) -> Iterator[tuple[str, str]]:
    for entity in home.entities.values():
        yield from ((name, _NAME) for name in names_in(entity.names, language))
    places = [*(area.names for area in home.areas.values()), *(floor.names for floor in home.floors.values())]
    for names in places:
        yield from ((name, _ROOM_NAME) for name in names_in(names, language))
