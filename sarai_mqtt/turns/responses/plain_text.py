"""Reduces the Markdown that a chat model writes to plain text, while it streams.

Speaker labels, headings, list marks, code blocks, link addresses, control tokens and emoji are removed.
Little text is held back: at the start of a line what may become a label or a mark, within a line a mark that
may continue.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

from sarai_mqtt.turns.responses.speaker_labels import SpeakerLabels

_MARK = re.compile(r"(?:[-+*•·–—>]|(\d{1,2})[.)]|[a-zA-Z]\))[ \t]+")
_MARK_SO_FAR = re.compile(r"[-+*•·–—>]|\d{1,2}[.)]?|[a-zA-Z]\)?")
_HEADING = re.compile(r"#{1,6}(?=\s|$)")
# A line, and the beginning of the next one. After a line of more characters the next one is not waited for.
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

# (characters consumed, text that passes instead of them); None: more text is needed first.
_Step = tuple[int, str] | None


class PlainText:
    """Removes the markup from a text that arrives in pieces."""

    def __init__(self, language: str) -> None:
        """Set the language of the text. Raises BadInput (`unknown_language`)."""
        self._labels = SpeakerLabels(language)
        self._labelled = self._asked = False  # a label was removed; a line of the person was removed
        self._number = 0  # of the last item of a numbered list
        self._continued = False  # a list mark of this line was removed
        self._emphasis = False
        self._text = ""
        self._line_begins = True
        self._skips: Literal["", "line", "code", "link", "address"] = ""
        self._last = ""
        self._gap = False  # white space is due before the next text
        self._breaks = 0
        self._listed = False
        self._final = False
        self.over = False
        """True once the model writes the words of another speaker: nothing passes any more."""

    def push(self, piece: str) -> str:
        """Add `piece`; return the text that can be passed on now, "" if there is none."""
        self._text += piece
        return self._take()

    def finish(self) -> str:
        """Return the rest of the text; no more pieces may follow."""
        self._final = True
        return self._take()

    @property
    def held(self) -> int:
        """Number of characters that wait for what follows."""
        return len(self._text)

    def _take(self) -> str:
        """Consume as much of the waiting text as can be judged; return what passes."""
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
        """Drop text up to the end of the skipped part: a line, a code block, a link or an address."""
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
        """Remove a mark that the line begins with; a line made of marks alone is dropped."""
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
        """Return the length of a code fence, heading mark or rule at the start of the line, 0 for none.

        A code block and the text of a heading are then skipped.
        """
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
        """Return the length of a list mark at the start of the line, 0 for none, None if more text is needed.

        A number is a list mark only in a list: it follows the number of the item before, or the next line
        begins with the number after it.
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
        """Return True if the next line is item `number` of a list; None if more text is needed."""
        begins = self._next_line(text)
        if begins is None or (begins and not self._final and re.fullmatch(r"\d{1,2}[.)]?", begins)):
            return None
        return re.match(rf"{number}[.)](?:\s|$)", begins) is not None

    def _next_line(self, text: str) -> str | None:
        """Return what has arrived of the next line; None if more text is needed.

        Returns "" if there is no next line, or if the current one is too long to wait for its end.
        """
        line = _FIRST_LINE.match(text)
        first, following = line.groups() if line else (text, "")
        if following or self._final or len(first) > _LONGEST_FIRST:
            return following or ""
        return None

    def _label(self, text: str) -> int | None:
        """Return the length of a speaker label that begins the line, 0 for none, None if more text is needed.

        Before any text has passed, a label counts if it is a name of the assistant or if the next line begins
        with another label; a line of the person is then skipped. Later, a label of the person ends the reply
        (`over`).
        """
        labels = self._labels
        who, length = labels.at(text)
        if not who:
            return 0
        if length == len(text) and not self._final:
            return None  # asterisks that belong to it may follow
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
        """Return True if `text`, the start of a line, may still become a mark or a label."""
        if text in ("`", "``", "~", "~~") or _MARK_SO_FAR.fullmatch(text):
            return True
        if set(text) <= set("-=_*#|: \t") and len(text) < 80:
            return True
        return self._labels.may_begin(text)

    def _line_break(self) -> str:
        """Return the line break before the new line, "" if nothing has passed yet.

        The old line gets a full stop if it ends a list item or a paragraph without punctuation.
        """
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
        """Consume one mark within a line; a character that is no mark passes."""
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
        # "!" is a mark only before "[": an image
        kept = (
            letter == "~"
            or (letter == "!" and following != "[")
            or (letter == "\\" and following.isalnum())
            or (letter == "#" and not following.isalpha())
        )
        return 1, letter if kept else ""

    def _star(self, text: str) -> _Step:
        """Consume the stars of emphasis; those of a product (2*3) or a power pass."""
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
        """Consume a control token, tag or footnote; return (0, "") if `text` begins with none of them."""
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
        """Consume the start of a web address, which is then skipped to its end; other letters pass."""
        if _ADDRESS.match(text):
            self._skips = "address"
            return 4, ""
        lower = text.lower()
        waits = not self._final and any(address.startswith(lower) for address in _ADDRESSES)
        return None if waits else (1, self._said(text[0]))

    def _said(self, letter: str) -> str:
        """Return `letter` if it can be spoken; white space and emoji give ""."""
        if letter in " \t\r":
            self._gap = bool(self._last)
            return ""
        unsaid = unicodedata.category(letter) in _UNSAID and letter not in _KEPT
        return "" if unsaid or letter in _VARIATION_SELECTORS else letter


def plain(pieces: Iterable[str], language: str) -> Iterator[str]:
    """Yield `pieces` as plain text; the first piece yielded contains a letter or digit.

    Yields nothing if only markup was written. `language` is the ISO 639-1 code of the text. Raises BadInput
    (`unknown_language`) when the first piece is asked for.
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
