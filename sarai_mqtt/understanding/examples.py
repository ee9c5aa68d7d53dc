"""Example sentences with placeholders, and the commands they stand for once these are filled from a home."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.numbers import with_digits

NUMBER, COLOR = "#", "@"
"""Placeholders for any number and any colour among the words of a sentence."""

_TOKEN = re.compile(r"\{\w+\}|\d+(?:[.,]\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?|%")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")
_GAPS = {"{n}": NUMBER, "{color}": COLOR}
# These need the domain as a slot if a room or the house is meant.
_BY_KIND = frozenset({"HassTurnOn", "HassTurnOff", "HassGetState"})


@dataclass(frozen=True, slots=True)
class Example:
    """One example sentence: its words (without {name} and {area}), and the command it stands for.

    `gap` is the placeholder it has for a part of the home: "name" (an entity), "area" or "". `where`, without
    one, is "here" (the speaker's room if it has such things, else the house), "house", or "none" (the command
    concerns no entity). `value` is the slot that the number fills, with its minimum and maximum; those of a
    `temperature` are in °C. `asks` is as in Intent.
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
        """Return True if the entity can stand for {name}: exposed, with the right domain and device class."""
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
        """Return the slots, filled with the values found in a sentence; None if these do not fit the example.

        `numbers` and `colors` are the values in the sentence, `place` is the entity or area that it names
        (None without one), `here` the area id of the speaker's room. They do not fit if a number or colour is
        missing, is one too many, or is out of bounds.
        """
        slots = dict(self.slots)
        if (COLOR in self.words) != (len(colors) == 1) or (NUMBER in self.words) != (len(numbers) == 1):
            return None
        if COLOR in self.words:
            slots["color"] = colors[0]
        if self.value:
            slot, least, most = _in_unit(self.value, home)
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
        """Return the speaker's room if "here" is meant and the room has such things, else None."""
        known = here if self.where == "here" and here in home.areas else None
        return (
            known
            if known and home.matching(self.domains, area=known, device_class=self.device_class)
            else None
        )


def _in_unit(value: tuple[str, float, float], home: Home) -> tuple[str, float, float]:
    """Return `Example.value` with the limits of a temperature in the unit of `home`."""
    slot, least, most = value
    if slot == "temperature" and home.temperature_unit == "°F":
        return slot, least * 9 / 5 + 32, most * 9 / 5 + 32
    return value


def words_with_values(
    text: str, language: str, colors: Mapping[str, str]
) -> tuple[list[str], list[float], list[str]]:
    """Return the words of `text`, its numbers, and the names of its colours.

    Among the words, NUMBER and COLOR stand for numbers and colours. `colors` maps a word to the name of a
    colour. Raises BadInput (`unknown_language`).
    """
    tokens: list[str] = []
    for token in _tokens_in(text.replace("’", "'"), language):
        tokens += pack(language).numbers.percent if token == "%" else (token,)  # noqa: S105 - no password
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


def example_of(sentence: str, language: str) -> tuple[tuple[str, ...], str]:
    """Split an example into its words (NUMBER and COLOR for values) and its gap ("name", "area" or "").

    Raises BadInput (`unknown_language`).
    """
    tokens = _tokens_in(sentence, language)
    gap = "name" if "{name}" in tokens else "area" if "{area}" in tokens else ""
    return tuple(_GAPS.get(t, t) for t in tokens if t not in ("{name}", "{area}")), gap


def name_words(name: str, language: str) -> tuple[str, ...]:
    """Return the words of a name without function words, or all of them if none are left.

    Raises BadInput (`unknown_language`).
    """
    words = _tokens_in(name, language)
    return tuple(w for w in words if not is_function_word(w, language)) or tuple(words)


def _tokens_in(text: str, language: str) -> list[str]:
    """Return the tokens of `text` in lower case; elided words are tokens without their apostrophe."""
    text = text.lower()
    for elided in pack(language).words.elided:
        text = re.sub(rf"\b{elided}(?=\w)", f"{elided} ", text)
    return _TOKEN.findall(text)


def document_frequencies(sentences: Iterable[Sequence[str]]) -> dict[str, int]:
    """Count in how many of the sentences each word occurs."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        for word in set(sentence):
            counts[word] = counts.get(word, 0) + 1
    return counts
