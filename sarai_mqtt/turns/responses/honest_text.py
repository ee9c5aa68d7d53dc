"""Drops sentences of a chat model that claim what it cannot know or do, while they stream.

A model neither acts nor sees the house: "I've turned on the lamp", "I'll remind you" and "the door is locked"
are made up. Nor is a sentence said twice, nor a reply in a language that was not asked for.

The first sentence is judged once its first clause, its end or 80 characters have come, so that speech begins
early; each later one once it is whole. How the text is cut into pieces changes nothing.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from functools import cache

from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.detection import bare_words, frequent_words_of_each, words_of
from sarai_mqtt.languages.house_nouns import forms_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import NEVER
from sarai_mqtt.languages.sentence_splitter import sentence_end

_log = logging.getLogger(__name__)

BREATH = 80
"""Longest part of the first sentence that is waited for, characters: about one breath."""
_LONGEST = 240  # the same for a later sentence, in which no end is in sight
_AHEAD = 4  # characters after an end that tell whether it is one
_CLAUSE = re.compile(r"[,;:](?=\s)")
_FIRST_CLAUSE = 24  # characters, as in `SentenceSplitter`
_FOREIGN_WORDS = 3  # frequent words of another language that make it that language


@cache
def _claims(language: str) -> re.Pattern[str]:
    claims = pack(language).thinker.claims
    return re.compile(claims.group) if claims else NEVER


@cache
def _asks_foreign(language: str) -> re.Pattern[str]:
    foreign = pack(language).thinker.foreign
    return re.compile(rf"\b{foreign.group}\b") if foreign else NEVER


def is_claim(sentence: str, language: str, home: Home) -> bool:
    """Return True if `sentence` says that something is or will be done, or how the house is.

    Raises BadInput (`unknown_language`).
    """
    statement, claims = pack(language).house_questions.statement, _claims(language)
    return any(claims.search(form) or statement.search(form) for form in forms_of(sentence, language, home))


class HonestText:
    """Passes the sentences of a reply on that may be said. Raises BadInput (`unknown_language`).

    Args:
        language: of the reply.
        home: the home whose things it may not tell of.
        asked: what the person said: it may ask for another language.

    """

    def __init__(self, language: str, home: Home, asked: str) -> None:
        self._language = language
        self._home = home
        self._may_be_foreign = bool(_asks_foreign(language).search(bare_words(asked)))
        self._text = ""
        self._sentence = ""  # what has come of the sentence that is being judged
        self._dropped = False  # its beginning was
        self._said: set[str] = set()
        self._first = True
        self.over = False
        """True once the reply turned out to be in another language: nothing passes any more."""

    def push(self, piece: str) -> list[str]:
        """Add `piece`; return the sentences and parts of them that may be said now."""
        self._text += piece
        return self._take(final=False)

    def finish(self) -> list[str]:
        """Return what may be said of the rest; no more pieces may follow."""
        return self._take(final=True)

    def _take(self, *, final: bool) -> list[str]:
        passed: list[str] = []
        while not self.over and (part := self._part(final=final)) is not None:
            length, whole = part
            if said := self._judged(self._text[:length], whole=whole).strip():
                passed.append(said)
            self._text = self._text[length:]
        return passed

    def _part(self, *, final: bool) -> tuple[int, bool] | None:
        """Return the length of what can be judged, and True if a sentence ends there; None: not yet."""
        limit = BREATH if self._first else _LONGEST
        window = self._text[: limit + _AHEAD]
        at_end = final and len(window) == len(self._text)
        ends = [(end, True)] if (end := sentence_end(window, self._language, final=at_end)) else []
        if self._first:
            ends += [(c.end(), False) for c in _CLAUSE.finditer(window) if c.end() >= _FIRST_CLAUSE][:1]
        ends = [found for found in ends if found[0] <= limit]
        if ends:
            return min(ends)
        if len(self._text) >= limit + _AHEAD:
            return max(self._text.rfind(" ", 1, limit), self._text.rfind("\n", 1, limit), 0) or limit, False
        return (len(self._text), True) if final and self._text else None

    def _judged(self, part: str, *, whole: bool) -> str:
        """Return `part` if it may be said, "" if not; `whole`: a sentence ends with it."""
        first, self._first = self._first, False
        continued, self._sentence = bool(self._sentence), self._sentence + part
        dropped = self._dropped or is_claim(self._sentence, self._language, self._home)
        bare = bare_words(self._sentence)
        if first and self._is_foreign(part):
            _log.warning("The Thinker answered in another language than %s.", self._language)
            self.over = True
            return ""
        if whole:
            dropped = dropped or (not continued and bool(bare) and bare in self._said)
            self._said.add(bare)
            self._sentence, self._dropped = "", False
        else:
            self._dropped = dropped
        return "" if dropped else part

    def _is_foreign(self, part: str) -> bool:
        words = words_of(part)
        known = {code: sum(map(each.__contains__, words)) for code, each in frequent_words_of_each().items()}
        own = known.pop(self._language, 0)
        most = max(known.values(), default=0)
        return not self._may_be_foreign and most >= _FOREIGN_WORDS and most >= _FOREIGN_WORDS * own


def honest(pieces: Iterable[str], language: str, home: Home, asked: str) -> Iterator[str]:
    """Yield the sentences of `pieces` that may be said, and parts of the long ones, as `HonestText` has it.

    Of a reply in another language only the sentence that tells so, if the pack has one, is yielded. Raises
    BadInput (`unknown_language`).
    """
    text = HonestText(language, home, asked)
    for piece in pieces:
        yield from text.push(piece)
        if text.over:
            break
    if not text.over:
        yield from text.finish()
    if text.over and (told := pack(language).thinker.wrong_language):
        yield told
