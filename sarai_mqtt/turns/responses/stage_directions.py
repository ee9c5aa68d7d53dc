"""Removes stage directions that a chat model writes: "(laughs)", "*smiles*", "[music]".

Only words that are known to be such go: what else stands in brackets or between asterisks is text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import NEVER

_CLOSES = {"(": ")", "[": "]", "*": "*"}
_OPENS = re.compile(r"[(\[*]")
_LONGEST = 40  # characters between the marks; a longer text is none


@cache
def _directions(language: str) -> re.Pattern[str]:
    stage = pack(language).thinker.stage
    return re.compile(stage.group) if stage else NEVER


def without_directions(pieces: Iterable[str], language: str) -> Iterator[str]:
    """Yield the text of `pieces` without stage directions; what may become one waits for its end.

    Raises BadInput (`unknown_language`).
    """
    directions, waiting = _directions(language), ""
    for piece in pieces:
        waiting += piece
        passed, waiting = _taken(waiting, directions, final=False)
        if passed:
            yield passed
    passed, _ = _taken(waiting, directions, final=True)
    if passed:
        yield passed


def _taken(text: str, directions: re.Pattern[str], *, final: bool) -> tuple[str, str]:
    """Return what of `text` passes, and what has to wait."""
    passed, start = "", 0
    while found := _OPENS.search(text, start):
        passed, opens = passed + text[start : found.start()], found.start()
        inside = text[opens + 1 : opens + 2 + _LONGEST]
        if not final and _may_be_direction(text[opens], inside):
            return passed, text[opens:]
        ends = inside.find(_CLOSES[text[opens]])
        if ends > 0 and directions.fullmatch(bare_words(inside[:ends])):
            start = opens + ends + 2
        else:
            passed, start = passed + text[opens], opens + 1
    return passed + text[start:], ""


def _may_be_direction(mark: str, inside: str) -> bool:
    """Return True if `inside`, what has come after `mark`, may still become a stage direction."""
    if not inside:
        return True
    # "**bold**", "* item" and "[1]" are for others to judge
    return (
        inside[0].isalpha() and len(inside) <= _LONGEST and _CLOSES[mark] not in inside and "\n" not in inside
    )
