"""Recognises small talk that has fixed answers, such as greetings, thanks and "what can you do".

Only a sentence that is nothing else counts: "thanks, and turn off the light" is no small talk.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import pattern_of
from sarai_mqtt.languages.schema.small_talk import SmallTalk

_PAUSES = re.compile(r"[,;.!?…:¿¡]+")
_MOST_PIECES = 4
# Kinds by how much they want of us: who says two things gets the answer to the first of these.
_WANTS: tuple[SmallTalk, ...] = (
    "repeat", "capabilities", "never_mind", "who", "good_night", "goodbye", "thanks", "greeting", "all_right",
)  # fmt: skip


@cache
def _kinds(language: str) -> Mapping[SmallTalk, re.Pattern[str]]:
    phrases = pack(language).small_talk
    return {kind: pattern_of(getattr(phrases, kind)) for kind in get_args(SmallTalk)}


@cache
def _edges(language: str) -> re.Pattern[str]:
    """Return the pattern of one polite phrase at either end of a text."""
    longest_first = "|".join(sorted(pack(language).small_talk.polite, key=len, reverse=True))
    return re.compile(rf"^(?:(?:{longest_first})\b ?)|(?: ?\b(?:{longest_first}))$")


def small_talk_of(text: str, language: str) -> SmallTalk | None:
    """Return the kind of small talk in `text`, ignoring polite words at its ends; None if it is none.

    Of several kinds one after the other ("thanks, that's all") it is the one that wants most. Raises BadInput
    (`unknown_language`).
    """
    whole = _kind_of(text, language)
    pieces = [piece for piece in _PAUSES.split(text) if bare_words(piece)] if whole is None else []
    if not 1 < len(pieces) <= _MOST_PIECES:
        return whole
    pieces = [piece for piece in pieces if not _is_polite(piece, language)]
    said = [_kind_of(piece, language) for piece in pieces]
    known = [kind for kind in said if kind is not None]
    return min(known, key=_WANTS.index) if known and len(known) == len(said) else None


def _is_polite(piece: str, language: str) -> bool:
    """Return True if `piece` has nothing but polite words, which alone are no small talk."""
    said, edges = bare_words(piece), _edges(language)
    while shorter := edges.sub("", said, count=1).strip():
        if shorter == said:
            return False
        said = shorter
    return True


def _kind_of(text: str, language: str) -> SmallTalk | None:
    kinds, edges = _kinds(language), _edges(language)
    said = bare_words(text)
    # try the whole text first, then strip its ends: "ok thanks" is thanks, "ok" alone is agreement
    while said:
        for kind, pattern in kinds.items():
            if pattern.fullmatch(said):
                return kind
        shorter = edges.sub("", said, count=1).strip()
        if shorter == said:
            return None
        said = shorter
    return None
