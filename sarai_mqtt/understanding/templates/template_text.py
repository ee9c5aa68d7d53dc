"""Rewrites a sentence so that the templates can read its amounts, and puts what was said back into the slots.

Home Assistant's templates have whole numbers, halves of a degree, and times of up to 100 hours, minutes or
seconds; they cut what is finer ("21.7 degrees" is 21), and most of them have minutes only. So every amount is
written in digits, and one that they do not have as a number that they do have and that the sentence does not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.languages.content_words import ContentWords, Token, content_words, tokens_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.accounting.amounts import SECONDS, Amount, amounts_in

# A spelling of STT that the templates do not have: "21 ºC"; "21 degrees Celsius" is another.
_DEGREES = re.compile(r"\s*[°º]\s*[CF]?\b|\s*[°º℃℉]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_MOST_OF_TEMPLATES = 100  # hours, minutes or seconds
_LONGEST = 100 * SECONDS["hours"]  # seconds; no timer is
_TEMPERATURES = frozenset({"degrees", "celsius", "fahrenheit"})
_PLAIN = 2  # tokens: a number and its unit
_INNER = -1

_Edit = tuple[int, int, str]
"""What replaces the characters from start to end (excluded)."""


@dataclass(frozen=True, slots=True)
class _StandIn:
    """A number written for an amount that no template has: a time in seconds, else a plain number."""

    written: float
    meant: float
    is_time: bool


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A sentence for the templates. `source` is the sentence as it was said, `text` what they are to read.

    `origins` has the offset in `source` for each offset in `text` and its end; -1 within rewritten words.
    """

    source: str
    text: str
    origins: Sequence[int]
    stand_ins: tuple[_StandIn, ...] = ()

    @classmethod
    def of(cls, source: str, language: str) -> "TemplateText":
        """Rewrite the amounts and units of `source`. Raises BadInput (`unknown_language`)."""
        edits, stand_ins = _of_amounts(source, language)
        text, origins = _edited(source, range(len(source) + 1), edits)
        spellings = pack(language).lists.unit_spellings
        text, origins = _edited(text, origins, [(m.start(), m.end(), "°") for m in _DEGREES.finditer(text)])
        short = [(m.start(), m.end(), m.group(1) or "") for m in spellings.finditer(text)]
        text, origins = _edited(text, origins, short)
        return cls(source, text, origins, stand_ins)

    def as_said(self, words: str) -> str | None:
        """Return the words of `source` that became `words`; None if they cannot be told.

        A delayed command is read again when it is due, and must not lose its unit until then; an item of a
        list or a message is written as it was said.
        """
        if self.text == self.source:
            return words
        start = self.text.find(words)
        if start < 0 or self.text.find(words, start + 1) >= 0:
            return None
        first, last = self.origins[start], self.origins[start + len(words)]
        return None if _INNER in (first, last) else self.source[first:last].strip()

    def restored(self, slots: Mapping[str, SlotValue]) -> dict[str, SlotValue] | None:
        """Return `slots` with the amounts that were said; None if one is in a slot that cannot have it."""
        found = dict(slots)
        for stand_in in self.stand_ins:
            names = [k for k, v in slots.items() if _is_number(v) and v == stand_in.written]
            for name in names:
                if not stand_in.is_time:
                    found[name] = stand_in.meant
                elif name.endswith("minutes"):
                    del found[name]
                    found |= _parts_of_time(int(stand_in.meant), name.removesuffix("minutes"))
                elif stand_in.meant != stand_in.written * SECONDS["minutes"]:
                    return None
        return found


def _is_number(value: SlotValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _parts_of_time(seconds: int, prefix: str) -> dict[str, SlotValue]:
    """Return the hours, minutes and seconds of a time, without those that are 0, as slots."""
    parts = dict[str, SlotValue]()
    for unit, factor in SECONDS.items():
        value, seconds = divmod(seconds, factor)
        if value:
            parts[prefix + unit] = value
    return parts


def _edited(text: str, origins: Sequence[int], edits: Iterable[_Edit]) -> tuple[str, Sequence[int]]:
    """Return `text` after `edits`, which are in order and do not overlap, with the origins of its offsets."""
    pieces, kept, end = list[str](), list[int](), 0
    for start, stop, new in edits:
        pieces += [text[end:start], new]
        kept += [*origins[end:start], *([origins[start], *[_INNER] * (len(new) - 1)] if new else [])]
        end = stop
    return ("".join([*pieces, text[end:]]), [*kept, *origins[end:]]) if pieces else (text, origins)


def _of_amounts(text: str, language: str) -> tuple[list[_Edit], tuple[_StandIn, ...]]:
    """Return how the amounts of `text` are written for the templates."""
    words = content_words(language)
    tokens = tokens_of(text, language)
    edits, stand_ins = list[_Edit](), list[_StandIn]()
    amounts = amounts_in(tokens, words, language)
    taken = {float(number) for number in _NUMBER.findall(text)} | {amount.value for amount in amounts}
    for group in _groups(amounts, tokens, words):
        first, last = group[0], group[-1]
        begin = first.start - (0 < first.value < 1 and _text_at(tokens, first.start - 1) in words.one)
        start, end = tokens[begin].start, tokens[last.end - 1].end
        if first.seconds is not None:
            seconds = round(sum(amount.seconds or 0 for amount in group), 6)
            if _is_readable(group, tokens) or not (0 < seconds < _LONGEST and seconds.is_integer()):
                continue
            minutes = seconds / SECONDS["minutes"]
            whole = minutes.is_integer() and 1 < minutes <= _MOST_OF_TEMPLATES
            written = (
                minutes if whole and (minutes not in taken or minutes == first.value) else _free(taken, 0)
            )
            stand_ins.append(_StandIn(written, seconds, is_time=True))
            unit = pack(language).content.units["minutes"][:2][-1]
        elif (said := _readable_number(first, taken)) is not None:
            written = said
            if written != first.value:
                stand_ins.append(_StandIn(written, first.value, is_time=False))
            unit = _unit_of(first, tokens, text, words, language)
        else:
            continue
        taken.add(written)
        elided = text[tokens[begin - 1].start : start].replace("’", "'").lower() if begin else ""
        full = pack(language).words.before_digits.get(elided, "")
        start = tokens[begin - 1].start if full else start
        more = (token.text for token in tokens[first.start : last.end] if token.text in words.more)
        written_out = (full, f"{written:g}", *more, unit)
        edits.append((start, end, " ".join(filter(None, written_out))))
    return edits, tuple(stand_ins)


def _text_at(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else ""


def _groups(
    amounts: Sequence[Amount], tokens: Sequence[Token], words: ContentWords
) -> Iterator[tuple[Amount, ...]]:
    """Yield the amounts, those that are parts of one time ("1 hour, 20 minutes and 5 seconds") together."""
    between = words.joins | {","}
    units = list(SECONDS)
    group = list(amounts[:1])
    for before, amount in pairwise(amounts):
        joined = all(token.text in between for token in tokens[before.end : amount.start])
        timed = before.unit in units and amount.unit in units
        if joined and timed and units.index(before.unit) < units.index(amount.unit):
            group.append(amount)
        else:
            yield tuple(group)
            group = [amount]
    if group:
        yield tuple(group)


def _is_readable(group: Sequence[Amount], tokens: Sequence[Token]) -> bool:
    """Return True if the templates have this time as it was said: a number in digits, or "a minute"."""
    amount, size = group[0], group[0].end - group[0].start
    if len(group) > 1 or size > _PLAIN or amount.value > _MOST_OF_TEMPLATES or not amount.value.is_integer():
        return False
    in_digits = size == _PLAIN and tokens[amount.start].text.isdecimal()
    return in_digits or (amount.value == 1 and amount.unit != "hours")


def _readable_number(amount: Amount, taken: set[float]) -> float | None:
    """Return what is written for an amount that is no time; None if it stays as it was said."""
    value, unit = amount.value, amount.unit
    if unit in _TEMPERATURES or (not unit and not value.is_integer()):
        if not 1 < abs(value) < _MOST_OF_TEMPLATES:
            return None
        return value if (value * 2).is_integer() else _free(taken, 0.5)
    return value if unit in ("percent", "kelvin") and value.is_integer() and value > 1 else None


def _free(taken: set[float], offset: float) -> float:
    """Return a number that the templates have and that is not in the sentence."""
    return next(n + offset for n in count(11) if n + offset not in taken)


def _unit_of(amount: Amount, tokens: Sequence[Token], text: str, words: ContentWords, language: str) -> str:
    """Return the unit of an amount as it was said; that of percent as in the templates."""
    if amount.unit == "percent":
        return pack(language).content.units["percent"][0]
    for start in range(amount.start, amount.end):
        for end in range(amount.end, start, -1):
            if words.units.get(tuple(token.text for token in tokens[start:end])) == amount.unit:
                return text[tokens[start].start : tokens[end - 1].end]
    return ""
