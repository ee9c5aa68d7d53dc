"""Example sentences with gaps, and the commands they stand for when the gaps are filled from a home."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.language import for_language, is_little_word
from sarai_mqtt.core.numerals import with_digits

NUMBER, COLOR = "#", "@"
"""What stands for any number and for any colour among the words of a sentence."""

_TOKEN = re.compile(r"\{\w+\}|\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?|%")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")
_GAPS = {"{n}": NUMBER, "{color}": COLOR}
_PERCENT = {"en": ("percent",), "es": ("por", "ciento")}
# These take the kind of thing as a slot when a room or the house is meant.
_BY_KIND = frozenset({"HassTurnOn", "HassTurnOff", "HassGetState"})


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence: its words (without {name} and {area}), and what it asks for.

    `gap` is what of the home it names: "name", "area" or "". `where` is "here" (the speaker's room, or the
    house), "house" or "none" (no thing). `value` is the slot that the number fills, with its bounds.
    `asks` is as in Intent.
    """

    words: tuple[str, ...]
    gap: str
    intent: str
    domains: tuple[str, ...] = ()
    device_class: str | None = None
    where: str = "here"
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    value: tuple[str, float, float] | None = None
    asks: str = ""

    def fits(self, entity: Entity) -> bool:
        """Say whether the thing can stand in {name}."""
        kind = self.device_class in (None, entity.device_class)
        return entity.exposed and entity.domain in self.domains and kind

    def filled(
        self,
        home: Home,
        numbers: Sequence[float],
        colors: Sequence[str],
        place: Entity | Area | None,
        here: str | None,
    ) -> dict[str, SlotValue] | None:
        """Give the slots with the sentence's numbers, colours and what it names; None when they do not fit.

        `here` is the id of the speaker's room.
        """
        slots = dict(self.slots)
        if (COLOR in self.words) != (len(colors) == 1) or (NUMBER in self.words) != (len(numbers) == 1):
            return None
        if COLOR in self.words:
            slots["color"] = colors[0]
        if self.value:
            slot, least, most = self.value
            if not least <= numbers[0] <= most:
                return None
            slots[slot] = int(numbers[0]) if numbers[0].is_integer() else numbers[0]
        if isinstance(place, Entity):
            return {"name": place.id, **slots}
        if self.where == "none":
            return slots
        room = place.id if place else self._room(home, here)
        if room is not None:
            slots["area"] = room
        if self.intent in _BY_KIND:
            slots["domain"] = self.domains[0]
        if self.device_class:
            slots["device_class"] = self.device_class
        return slots

    def _room(self, home: Home, here: str | None) -> str | None:
        """Give the speaker's room if it has such things."""
        known = here if self.where == "here" and here in home.areas else None
        return (
            known
            if known and home.matching(self.domains, area=known, device_class=self.device_class)
            else None
        )


def words_with_values(
    text: str, language: str, colors: Mapping[str, str]
) -> tuple[list[str], list[float], list[str]]:
    """Give the words of `text` (NUMBER, COLOR for numbers and colours), the numbers, and the colours' names.

    `colors` says which colour a word names.
    """
    tokens: list[str] = []
    for token in _TOKEN.findall(text.lower().replace("’", "'")):
        tokens += for_language(_PERCENT, language) if token == "%" else (token,)  # noqa: S105 - no password
    words: list[str] = []
    numbers: list[float] = []
    named: list[str] = []
    for word in with_digits(tokens, language):
        if _NUMERAL.fullmatch(word):
            numbers.append(float(word.replace(",", ".")))
            words.append(NUMBER)
        elif word in colors:
            named.append(colors[word])
            words.append(COLOR)
        else:
            words.append(word)
    return words, numbers, named


def example_of(sentence: str) -> tuple[tuple[str, ...], str]:
    """Split an example into its words (NUMBER and COLOR for values) and the gap for a thing or room."""
    tokens = _TOKEN.findall(sentence.lower())
    gap = "name" if "{name}" in tokens else "area" if "{area}" in tokens else ""
    return tuple(_GAPS.get(t, t) for t in tokens if t not in ("{name}", "{area}")), gap


def name_words(name: str, language: str) -> tuple[str, ...]:
    """Give the words of a thing's name that tell it from others."""
    words = [w for w in _TOKEN.findall(name.lower()) if not is_little_word(w, language)]
    return tuple(words) or tuple(_TOKEN.findall(name.lower()))


def rarity(sentences: Iterable[Sequence[str]]) -> dict[str, int]:
    """Count in how many of the sentences each word is."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        for word in set(sentence):
            counts[word] = counts.get(word, 0) + 1
    return counts
