"""Examples of what can be said, made of real things of the home: for the room, or for one kind of things.

An example is offered only if the service reads it, in this home, as it is meant.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from sarai_mqtt.core.home import Entity, Home, spoken_name
from sarai_mqtt.core.recognition import Found, LeftOver
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.house_nouns import terms_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.own_answers.named_things import things_called
from sarai_mqtt.turns.own_answers.unknown_things import unknown_thing

Reads = Callable[[str, str], Found | None]
"""Reads a text in a language, as the turn would."""

_MOST = 4  # examples in a reply
_DEGREES = {"°C": (21, 55), "°F": (70, 130)}  # of a room, and of water, where no range is known
_NEVER_OFFERED = frozenset({"button", "input_button", "update"})


def examples_about(
    text: str, language: str, home: Home, area: str | None, reads: Reads
) -> str | LeftOver | None:
    """Return examples of what can be said to the things that `text` asks about: "to the blinds".

    Things of the speaker's `area` (an id, None: unknown) go first. Returns what the home has not, if that is
    what `text` asks about; None if it is no such question, or not about a thing of a house. Raises BadInput
    (`unknown_language`).
    """
    texts, asked = pack(language).help, bare_words(text)
    found = next((f for phrase in texts.about if (f := re.fullmatch(phrase, asked))), None) if texts else None
    if texts is None or found is None:
        return None
    words = found["thing"].split()
    if words and words[0] in pack(language).content.articles:
        del words[0]
    things = [thing for thing in things_called(" ".join(words), language, home) if thing.exposed]
    things.sort(key=lambda thing: thing.area != area)  # stable: the order of the home
    offered = [said for thing in things[:_MOST] for said in examples_of(thing, language, home, reads)][:_MOST]
    if offered:
        return offer(offered, language, here=False)
    return unknown_thing(text, language, home) if terms_in(found["thing"], language) else None


def examples_here(things: Sequence[Entity], language: str, home: Home, reads: Reads) -> list[str]:
    """Return examples for `things`, one for each as long as there are enough, and one for timers.

    Raises BadInput (`unknown_language`).
    """
    texts = pack(language).help
    if texts is None:
        return []
    each = [examples_of(thing, language, home, reads) for thing in things[: 2 * _MOST]]
    said = [example for nth in range(2) for own in each for example in list(own)[nth : nth + 1]]
    return [*said[: _MOST - 1], texts.timer]


def offer(examples: Sequence[str], language: str, *, here: bool) -> str:
    """Return the sentence that offers `examples`; "" without any. Raises BadInput (`unknown_language`)."""
    texts = pack(language).help
    if texts is None or not examples:
        return ""
    said = (texts.here if here else texts.anywhere).format(examples=_joined(examples, language))
    return said.replace("?.", "?")


def examples_of(thing: Entity, language: str, home: Home, reads: Reads) -> list[str]:
    """Return what can be said to `thing` in `language`, the likeliest first; empty if nothing is understood.

    Raises BadInput (`unknown_language`).
    """
    return [said for said in _written(thing, language, home) if _is_read(reads(said, language), thing)]


def _written(thing: Entity, language: str, home: Home) -> Iterator[str]:
    texts, words, name = pack(language).help, wording(language), spoken_name(thing.names, language)
    if texts is None or not name or thing.domain in _NEVER_OFFERED:
        return
    kinds = (f"{thing.domain}.{thing.device_class or ''}", thing.domain)
    room, water = _DEGREES[home.temperature_unit]
    usual = water if thing.domain == "water_heater" else room
    low, high = thing.temperature_range or (usual, usual)
    degrees = min(max(usual, low), high)
    the = words.the(name)
    for template in next((texts.examples[kind] for kind in kinds if kind in texts.examples), ()):
        yield template.format(
            the=the, of_the=words.of(the), is_=words.is_([name]), name=name, degrees=words.number(degrees)
        )


def _is_read(found: Found | None, thing: Entity) -> bool:
    """Return True if `found` is about `thing`, or about none, as a question about the weather is."""
    return (
        isinstance(found, tuple)
        and len(found) == 1
        and (thing.id in found[0].targets or not found[0].targets)
    )


def _joined(examples: Sequence[str], language: str) -> str:
    *first, last = examples
    return f"{', '.join(first)}{pack(language).replies.either}{last}" if first else last
