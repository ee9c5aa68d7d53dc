"""Cutting a reply into sentences while it is still being written.

A full stop only ends a sentence when what follows says so, hence every cut waits for the next character; in
doubt nothing is cut, which costs a moment and never a word.
"""

import re
import unicodedata
from collections.abc import Iterator

_STOP = re.compile(r"[.!?…]+|\n")
_CLAUSE = re.compile(r"[,;:](?=\s)")
_GAP = re.compile(r"\s*")
_WORD = re.compile(r"[\w.°]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_CLOSING = frozenset("\"'*_")
_CLOSING_CATEGORIES = frozenset({"Pe", "Pf", "So", "Sk", "Mn", "Me", "Cf"})  # ) ] » ” and emoji
# only those that stand before a capital or a number; before a small letter no stop ends a sentence
_ABBREVIATION = re.compile(
    "dra?|sra?|srta|dña|uds?|mrs?|ms|profa?|st|sto|sta|jr|lic|ing|av|avda|ctra|pza|tel|app?rox|ej|vs|cf|pp",
    re.IGNORECASE,
)
_NUMBERED = re.compile("no|nº|n[uú]m|art|pág|cap|vol|fig", re.IGNORECASE)  # before a number: "No. 5"


def sentence_end(text: str, start: int = 0, *, final: bool = False) -> int | None:
    """Give the index after the first complete sentence of `text[start:]`, its closing quotes included.

    None when there is none yet. With `final` nothing will follow, so a stop at the very end counts.
    A stretch without a letter or digit (a list marker, a lone emoji) is no sentence: it goes with the next.
    """
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
        if following.islower() or (stop.group() == "." and _is_abbreviated(head, following)):
            continue
        return end
    return None


def complete_length(text: str, *, final: bool = False) -> int:
    """Give the length of the complete sentences that `text` starts with."""
    length = 0
    while (end := sentence_end(text, length, final=final)) is not None:
        length = end
    return length


class SentenceSplitter:
    """Cuts a growing text into pieces worth speaking; joined without white space they are the text.

    Args:
        first_clause: the first piece may end after `,` `;` `:` once it has this many characters, so that
            speech starts early.
        first_longest: the first piece is cut between words once it has this many characters and no end is in
            sight.
        longest: a piece never has more characters; one without a stop is cut between words.

    """

    def __init__(
        self, *, first_clause: int = 24, first_longest: int | None = None, longest: int = 240
    ) -> None:
        self._first_clause = first_clause
        self._first_longest = first_longest or longest
        self._longest = longest
        self._text = ""
        self._first = True

    def push(self, piece: str) -> Iterator[str]:
        """Add `piece` and yield what can be spoken now."""
        self._text += piece
        return iter(self._cut(final=False))

    def flush(self) -> Iterator[str]:
        """Yield the rest, complete or not; the next `push` starts a new text."""
        pieces = [*self._cut(final=True), self._text.strip()]
        self._text, self._first = "", True
        return filter(None, pieces)

    def _cut(self, *, final: bool) -> list[str]:
        pieces: list[str] = []
        start = 0
        while (end := self._end(start, final=final)) is not None:
            pieces.append(self._text[start:end].strip())
            start = end
            self._first = False
        self._text = self._text[start:].lstrip()
        return pieces

    def _end(self, start: int, *, final: bool) -> int | None:
        gap = _GAP.match(self._text, start)
        start = gap.end() if gap else start
        limit = start + self._longest
        # a window keeps a long text linear; beyond the limit lies only what a stop has to look at
        window = self._text[start : limit + self._longest]
        ends = [sentence_end(window, final=final and limit + self._longest >= len(self._text))]
        if self._first:
            ends += [c.end() for c in _CLAUSE.finditer(window) if c.end() >= self._first_clause][:1]
        found = min((start + e for e in ends if e is not None), default=None)
        if found is not None and found <= limit:
            return found
        if self._first and not final:
            limit = start + self._first_longest
        if len(self._text) <= limit:
            return None
        space = max(self._text.rfind(" ", start, limit), self._text.rfind("\n", start, limit))
        return space if space > start else limit


class ReplyTrimmer:
    """Lets a growing reply through so that a length limit never leaves half a sentence hanging.

    The first sentence passes as it comes; each later one passes when it is complete, which is when it could
    first be spoken anyway.
    """

    def __init__(self) -> None:
        self._text = ""
        self._passed = 0

    @property
    def has_sentence(self) -> bool:
        """True once the reply could end here after at least one whole sentence."""
        return complete_length(self._text, final=True) > 0

    def push(self, piece: str) -> str:
        """Add `piece`; give what may pass now, "" when nothing may. White space at the start is dropped."""
        self._text += piece if self._text else piece.lstrip()
        return self._pass(complete_length(self._text) or len(self._text))

    def finish(self, *, cut: bool) -> str:
        """Give the rest. `cut` says that the writer was stopped: an unfinished sentence is then left out.

        If even the first sentence is unfinished it has passed already, and an ellipsis says so.
        """
        if not cut:
            return self._pass(len(self._text))
        whole = complete_length(self._text, final=True)
        return self._pass(whole) if whole or not self._text else "…"

    def _pass(self, end: int) -> str:
        start, self._passed = self._passed, max(self._passed, end)
        return self._text[start : self._passed]


def _after_closing(text: str, index: int) -> int:
    while index < len(text) and (
        text[index] in _CLOSING or unicodedata.category(text[index]) in _CLOSING_CATEGORIES
    ):
        index += 1
    return index


def _is_abbreviated(head: str, following: str) -> bool:
    match = _WORD.search(head)
    word = match.group() if match else ""
    return (
        _ABBREVIATION.fullmatch(word) is not None
        or _INITIALS.fullmatch(word) is not None  # J. R. R., p. ej., e.g., a.m.
        or (len(word) == 2 and word.isupper() and word[0] == word[1])  # EE. UU., a Spanish plural
        or (following.isdigit() and _NUMBERED.fullmatch(word) is not None)
        or (word.isdigit() and not any(map(str.isalnum, head[: -len(word)])))  # "1. Milk", a list
    )
