"""Cuts a reply into sentences while it is still being written.

A full stop ends a sentence only if what follows confirms it, so every cut waits for the next character. When
in doubt nothing is cut, which costs a moment and never a word.
"""

import re
import unicodedata
from collections.abc import Iterator

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.words import Words

_STOP = re.compile(r"[.!?…]+|\n")
_CLAUSE = re.compile(r"[,;:](?=\s)")
_GAP = re.compile(r"\s*")
_WORD = re.compile(r"[\w.°]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_CLOSING = frozenset("\"'*_")
_CLOSING_CATEGORIES = frozenset({"Pe", "Pf", "So", "Sk", "Mn", "Me", "Cf"})  # ) ] » ” and emoji


def sentence_end(text: str, language: str, start: int = 0, *, final: bool = False) -> int | None:
    """Return the index after the first complete sentence of `text[start:]`, closing quotes included.

    Returns None if there is none yet. With `final` no more text follows, so a stop at the very end counts.
    Text without a letter or digit (a list mark, a lone emoji) is no sentence: it belongs to the next one.
    `language` tells which words are abbreviations. Raises BadInput (`unknown_language`).
    """
    words = pack(language).words
    for stop in _STOP.finditer(text, start):
        head = text[start : stop.start()]
        if not any(map(str.isalnum, head)):
            continue
        if stop.group() == "\n":
            return stop.end()
        end = _after_closing(text, stop.end())
        gap = _GAP.match(text, end)
        following = text[gap.end() : gap.end() + 1] if gap else ""
        if gap and "\n" in gap.group():
            return end
        if not following:
            return end if final else None
        if gap and not gap.group() and following not in "¿¡":
            continue
        if following.islower() or (stop.group() == "." and _is_abbreviated(head, following, words)):
            continue
        return end
    return None


def complete_length(text: str, language: str, *, final: bool = False) -> int:
    """Return the length of the complete sentences at the start of `text`, in characters.

    Raises BadInput (`unknown_language`).
    """
    length = 0
    while (end := sentence_end(text, language, length, final=final)) is not None:
        length = end
    return length


class SentenceSplitter:
    """Cuts a growing text into pieces for speech synthesis; apart from white space they are the whole text.

    Args:
        language: ISO 639-1 code of the text. An unknown one raises BadInput (`unknown_language`) at the first
            cut.
        first_clause: the first piece may end after `,` `;` `:` once it has this many characters, so that
            speech starts early.
        longest: a piece never has more characters; one without a stop is cut between words.

    """

    def __init__(self, language: str, *, first_clause: int = 24, longest: int = 240) -> None:
        self._language = language
        self._first_clause = first_clause
        self._longest = longest
        self._text = ""
        self._first = True

    def push(self, piece: str) -> Iterator[str]:
        """Add `piece` and yield the pieces that are ready to be spoken."""
        self._text += piece
        return iter(self._cut(final=False))

    def flush(self) -> Iterator[str]:
        """Yield the rest, complete or not; the next `push` starts a new text."""
        pieces = [*self._cut(final=True), self._text.strip()]
        self._text, self._first = "", True
        return filter(None, pieces)

    def _cut(self, *, final: bool) -> list[str]:
        """Remove the pieces that are ready from the text and return them."""
        pieces: list[str] = []
        start = 0
        while (end := self._end(start, final=final)) is not None:
            pieces.append(self._text[start:end].strip())
            start = end
            self._first = False
        self._text = self._text[start:].lstrip()
        return pieces

    def _end(self, start: int, *, final: bool) -> int | None:
        """Return the index where the piece that begins at `start` ends; None if more text is needed."""
        gap = _GAP.match(self._text, start)
        start = gap.end() if gap else start
        limit = start + self._longest
        # a window keeps the cost linear for a long text; a stop also needs what follows beyond the limit
        window = self._text[start : limit + self._longest]
        at_end = final and limit + self._longest >= len(self._text)
        ends = [sentence_end(window, self._language, final=at_end)]
        if self._first:
            ends += [c.end() for c in _CLAUSE.finditer(window) if c.end() >= self._first_clause][:1]
        found = min((start + e for e in ends if e is not None), default=None)
        if found is not None and found <= limit:
            return found
        if len(self._text) <= limit:
            return None
        space = max(self._text.rfind(" ", start, limit), self._text.rfind("\n", start, limit))
        return space if space > start else limit


class ReplyTrimmer:
    """Passes a growing reply on so that a length limit never leaves half a sentence at its end.

    The first sentence passes as it arrives. Each later one passes once it is complete, which is also when it
    could first be spoken.
    """

    def __init__(self, language: str) -> None:
        """Start a reply in `language`; an unknown one raises BadInput (`unknown_language`) on use."""
        self._language = language
        self._text = ""
        self._passed = 0

    @property
    def has_sentence(self) -> bool:
        """True if the reply could end here after at least one whole sentence."""
        return complete_length(self._text, self._language, final=True) > 0

    def push(self, piece: str) -> str:
        """Add `piece`; return what can pass now, "" if nothing can. White space at the start is dropped."""
        self._text += piece if self._text else piece.lstrip()
        return self._pass(complete_length(self._text, self._language) or len(self._text))

    def finish(self, *, cut: bool) -> str:
        """Return the rest of the reply.

        `cut` is True if a limit stopped the writer: an unfinished sentence is then dropped. If even
        the first sentence is unfinished, it has passed already, and an ellipsis marks it.
        """
        if not cut:
            return self._pass(len(self._text))
        whole = complete_length(self._text, self._language, final=True)
        return self._pass(whole) if whole or not self._text else "…"

    def _pass(self, end: int) -> str:
        start, self._passed = self._passed, max(self._passed, end)
        return self._text[start : self._passed]


def _after_closing(text: str, index: int) -> int:
    """Return the index after closing quotes, brackets and emoji that start at `index`."""
    while index < len(text) and (
        text[index] in _CLOSING or unicodedata.category(text[index]) in _CLOSING_CATEGORIES
    ):
        index += 1
    return index


def _is_abbreviated(head: str, following: str, words: Words) -> bool:
    """Return True if a full stop between `head` and `following` marks an abbreviation or a number."""
    match = _WORD.search(head)
    word = match.group() if match else ""
    plain = word.casefold()
    return (
        plain in words.abbreviations
        or _INITIALS.fullmatch(word) is not None  # J. R. R., p. ej., e.g., a.m.
        or (len(word) == 2 and word.isupper() and word[0] == word[1])  # EE. UU., a Spanish plural
        or (following.isdigit() and plain in words.numbered)
        or (word.isdigit() and not any(map(str.isalnum, head[: -len(word)])))  # "1. Milk", a list
    )
