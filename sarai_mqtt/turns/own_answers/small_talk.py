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

    Raises BadInput (`unknown_language`).
    """
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
