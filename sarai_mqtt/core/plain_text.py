"""What a chat model writes as plain text, as it streams: no labels, headings, lists, code, links, emoji.

Little is held back: where a line begins, the letters that may be a label or a mark; within one, a mark that
may go on.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from sarai_mqtt.core.speaker_labels import SpeakerLabels

_MARK = re.compile(r"(?:[-+*•·–—>]|(\d{1,2})[.)]|[a-zA-Z]\))[ \t]+")
_MARK_SO_FAR = re.compile(r"[-+*•·–—>]|\d{1,2}[.)]?|[a-zA-Z]\)?")
_HEADING = re.compile(r"#{1,6}(?=\s|$)")
# A line that may be the first of several, and what the next begins with. No more of it is waited for.
_FIRST_LINE = re.compile(r"([^\n]*)(?:\n\s*(\S[^\n]*)?)?")
_LONGEST_FIRST = 160
_FIGURE = re.compile(r"\d[\d.,]*")
_RULE = re.compile(r"[-=_*#|: \t]{3,}")
_FENCE = re.compile(r"```|~~~")
_FENCE_ENDS = re.compile(r"(?:```|~~~)[^\n]*(?:\n|$)")
_TURN = re.compile(r"<\|(?:im_start|start_header_id)\|>([a-zA-Z]*)")
_TOKEN = re.compile(r"<[|/!a-zA-Z][^<>\n]{0,40}>|\[/?(?:INST|SYS)\]|\[\d{1,3}\]")
_TOKEN_SO_FAR = re.compile(r"<(?:[|/!a-zA-Z][^<>\n]{0,40})?|\[/?(?:I|IN|INS|INST|S|SY|SYS)?|\[\d{1,3}")
_ENDS = re.compile(r"<(?:\|(?:im_end|eot_id|endoftext|end_of_text|end|user)\||/s|eos)>")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_ADDRESSES = ("https://", "http://", "www.")
_MARKS = frozenset("*_~![]`\\#|")
_CLOSES = frozenset(".,;:!?)\n")
_KEPT = frozenset("°©®™№℃℉^")
_UNSAID = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cf", "Me"})
_VARIATION_SELECTORS = frozenset("\ufe0e\ufe0f")

# How many letters of the text are done with, and what passes instead; None: more must come first.
_Step = tuple[int, str] | None


class PlainText:
    """Takes the markup out of a growing text."""

    def __init__(self, language: str) -> None:
        """Take the language of the text. Raises BadInput (`unknown_language`)."""
        self._labels = SpeakerLabels(language)
        self._labelled = self._asked = False  # a label was taken off, and a line of the person's with it
        self._number = 0  # of the item of a list that the line is
        self._continued = False  # the line is an item's
        self._emphasis = False
        self._text = ""
        self._line_begins = True
        self._skips: Literal["", "line", "code", "link", "address"] = ""
        self._last = ""
        self._gap = False  # white space has been left out before what comes
        self._breaks = 0
        self._listed = False
        self._final = False
        self.over = False
        """True once the model speaks for somebody else: nothing more passes."""

    def push(self, piece: str) -> str:
        """Add `piece`; give what may pass now, "" when nothing may."""
        self._text += piece
        return self._take()

    def finish(self) -> str:
        """Give the rest; nothing will follow."""
        self._final = True
        return self._take()

    @property
    def held(self) -> int:
        """How many letters wait for what follows."""
        return len(self._text)

    def _take(self) -> str:
        passed: list[str] = []
        while self._text and not self.over and (step := self._next()) is not None:
            length, said = step
            self._text = self._text[length:]
            if said:
                passed.append(f" {said}" if self._gap and said[0] not in _CLOSES else said)
                self._last, self._gap = said[-1], False
        return "".join(passed)

    def _next(self) -> _Step:
        if self._skips:
            return self._skip()
        return self._at_line_start() if self._line_begins else self._within_line()

    def _skip(self) -> _Step:
        text = self._text
        if self._skips == "code":
            ended = _FENCE_ENDS.search(text)
            if ended and (ended.group().endswith("\n") or self._final):
                self._skips, self._line_begins = "", True
                return ended.end(), ""
            # the fence itself may have come in part
            return (len(text) - 2, "") if not ended and len(text) > 2 else None
        found = re.search({"line": r"\n", "link": r"[)\n]", "address": r"\s"}[self._skips], text)
        if found is None:
            return len(text), ""
        ended_at = found.end() if self._skips != "address" else found.start()
        if self._skips == "line":
            self._line_begins = True
        self._skips = ""
        return ended_at, ""

    def _at_line_start(self) -> _Step:
        """Take off what a line may begin with; a line of marks alone goes too."""
        text = self._text
        if text[0] in " \t\r\n":
            self._breaks += text[0] == "\n"
            return 1, ""
        if taken := self._block_mark(text):
            return taken, ""
        if not self._final and self._may_be_mark(text):
            return None
        mark = self._list_mark(text)
        if mark == 0:
            mark = self._label(text)
        if mark != 0:
            return None if mark is None else (mark, "")
        if not self._continued:
            self._number = 0
        self._continued = self._line_begins = self._emphasis = False
        return 0, self._line_break()

    def _block_mark(self, text: str) -> int:
        """Give the length of what makes the line no text at all: a fence, a heading, a rule; else 0."""
        if _FENCE.match(text):
            self._skips = "code"
            return 3
        heading = _HEADING.match(text)
        if heading and (heading.end() < len(text) or self._final):
            self._skips = "line"
            return heading.end()
        line, newline, _ = text.partition("\n")
        return len(line) if _RULE.fullmatch(line) and (newline or self._final) else 0

    def _list_mark(self, text: str) -> int | None:
        """Give the length of a list's mark before the text of the line, else 0; None: more must come first.

        A figure is a mark only in a list: after the item before, or before the item after.
        """
        mark = _MARK.match(text)
        if mark is None:
            return 0
        if mark.group(1):
            number = int(mark.group(1))
            follows = not self._continued and number == self._number + 1 > 1
            listed = follows or self._before(text, f"{number + 1}")
            if not listed:
                return None if listed is None else 0
            self._number = number
        self._continued = True
        self._listed, self._breaks = True, self._breaks + bool(self._last)
        return mark.end()

    def _before(self, text: str, number: str) -> bool | None:
        """Say whether the next line is item `number` of a list; None: more must come first."""
        begins = self._next_line(text)
        if begins is None or (begins and not self._final and re.fullmatch(r"\d{1,2}[.)]?", begins)):
            return None
        return re.match(rf"{number}[.)](?:\s|$)", begins) is not None

    def _next_line(self, text: str) -> str | None:
        """Give what the line after begins with, "" when it is far; None: more must come first."""
        line = _FIRST_LINE.match(text)
        first, following = line.groups() if line else (text, "")
        if following or self._final or len(first) > _LONGEST_FIRST:
            return following or ""
        return None

    def _label(self, text: str) -> int | None:
        """Give the length of a speaker's label before the text of the line, else 0; None: more must come.

        In the first line it is one when it is our name or another label follows.
        """
        labels = self._labels
        who, length = labels.at(text)
        if not who:
            return 0
        if self._last:
            self.over = who in labels.people or (self._asked and who in labels.asks)
            return length if self.over or who in labels.names else 0
        if who not in labels.names and not (self._labelled and who in labels.answers):
            begins = self._next_line(text)
            if begins is None or (begins and not self._final and labels.may_begin(begins)):
                return None
            if not labels.at(begins)[0]:
                return 0
        self._labelled = True
        if who in labels.asks:
            self._asked, self._skips = True, "line"
        return length

    def _may_be_mark(self, text: str) -> bool:
        if text in ("`", "``", "~", "~~") or _MARK_SO_FAR.fullmatch(text):
            return True
        if set(text) <= set("-=_*#|: \t") and len(text) < 80:
            return True
        return self._labels.may_begin(text)

    def _line_break(self) -> str:
        """End the line before: an item of a list, and what stands by itself, is a sentence."""
        breaks, self._breaks = self._breaks, 0
        if not breaks or not self._last:
            return ""
        stop = "." if (self._listed or breaks > 1) and self._last.isalnum() else ""
        return f"{stop}\n"

    def _within_line(self) -> _Step:
        text, letter = self._text, self._text[0]
        if letter == "\n":
            self._line_begins, self._breaks = True, 1
            return 1, ""
        if letter in "<[" and (step := self._token(text)) != (0, ""):
            return step
        if letter in "hHwW" and (self._gap or not self._last.isalnum()):
            return self._address(text)
        if letter not in _MARKS:
            return 1, self._said(letter)
        if len(text) == 1 and not self._final:
            return None
        return self._mark(text, letter, text[1:2])

    def _mark(self, text: str, letter: str, following: str) -> _Step:
        """Take a mark within a line; what is none passes."""
        if letter == "`" and text.startswith("``"):
            if len(text) == 2 and not self._final:
                return None
            self._skips = "code" if _FENCE.match(text) else ""
            return 3 if self._skips else 2, ""
        if letter == "*":
            return self._star(text)
        if letter == following == "~":
            return 2, ""
        if letter == "]" and following == "(":
            self._skips = "link"
            return 2, ""
        words = self._last.isalnum() and following.isalnum()
        if letter == "|" or (letter == "_" and words):
            self._gap = True
        # an exclamation is no picture
        kept = (
            letter == "~"
            or (letter == "!" and following != "[")
            or (letter == "\\" and following.isalnum())
            or (letter == "#" and not following.isalpha())
        )
        return 1, letter if kept else ""

    def _star(self, text: str) -> _Step:
        """Take the stars of emphasis; those of a product or a power pass."""
        stars = text[: len(text) - len(text.lstrip("*"))]
        after = text[len(stars) :]
        if not self._final and (not after or after == " " or (self._gap and _FIGURE.fullmatch(after))):
            return None
        factor = self._last.isdigit()
        if self._gap:
            lone = after.startswith(" ")
            figure = None if self._emphasis or not factor else _FIGURE.match(after)
            kept = lone or (figure is not None and not after.startswith("*", figure.end()))
        else:
            kept = factor and after[:1].isdigit()
            if not self._emphasis and (factor or self._last == ")"):
                kept = kept or re.match(r" ?[\d(]", after) is not None
        if not kept:
            opens = self._gap or not self._last.isalnum()
            self._emphasis = opens and not after[:1].isspace() and not self._emphasis
        return len(stars), stars if kept else ""

    def _token(self, text: str) -> _Step:
        """Take a control token, a tag or a footnote; (0, "") when `text` begins with none."""
        if turn := _TURN.match(text):
            if turn.end() == len(text) and not self._final:
                return None
            self.over = bool(self._last)
            self._line_begins = True
            return turn.end(), ""
        if _ENDS.match(text):
            self.over = bool(self._last)
        if token := _TOKEN.match(text):
            return token.end(), ""
        return None if _TOKEN_SO_FAR.fullmatch(text) and not self._final else (0, "")

    def _address(self, text: str) -> _Step:
        if _ADDRESS.match(text):
            self._skips = "address"
            return 4, ""
        lower = text.lower()
        waits = not self._final and any(address.startswith(lower) for address in _ADDRESSES)
        return None if waits else (1, self._said(text[0]))

    def _said(self, letter: str) -> str:
        if letter in " \t\r":
            self._gap = bool(self._last)
            return ""
        unsaid = unicodedata.category(letter) in _UNSAID and letter not in _KEPT
        return "" if unsaid or letter in _VARIATION_SELECTORS else letter


def plain(pieces: Iterable[str], language: str) -> Iterator[str]:
    """Give the pieces as plain text, the first with a letter or figure in it; none when nothing is left.

    `language` is that of the text.
    """
    text = PlainText(language)
    waiting, begun = "", False
    for passed in _passed(text, pieces):
        waiting += passed
        begun = begun or any(map(str.isalnum, waiting))
        if begun and waiting:
            yield waiting
            waiting = ""


def _passed(text: PlainText, pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield text.push(piece)
        if text.over:
            return
    yield text.finish()
