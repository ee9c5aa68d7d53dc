"""What can be said here: what the assistant does, and examples with real things of the room or of the home.

A microphone that hears the reply hears nothing new: what is a quote of it is not acted on (`turns/echo`).
"""

from collections.abc import Iterable, Sequence

from sarai_mqtt.core.home import Entity, Home, spoken_name
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.own_answers.examples import Reads, examples_here, offer
from sarai_mqtt.turns.responses.replies import sentence

# Domains of things that are ordered about, the likeliest first.
_ORDERED = (
    "light", "cover", "climate", "media_player", "fan", "vacuum", "switch", "lock", "humidifier",
    "water_heater", "lawn_mower", "valve", "siren", "scene", "script", "todo",
)  # fmt: skip
_MOST = 4  # things that are named


def capabilities(language: str, home: Home, area: str | None, reads: Reads | None = None) -> str:
    """Return what can be said in the room `area` (an id; None: unknown), with examples that `reads` reads.

    Without examples, the things there are named. Raises BadInput (`unknown_language`).
    """
    replies, words = pack(language).replies, wording(language)
    here = home.matching(_ORDERED, area=area) if area else ()
    template = replies.things_here if here else replies.things_home
    things = list(_of_each_kind(here or home.matching(_ORDERED)))
    examples = examples_here(things, language, home, reads) if reads else []
    if examples:
        return f"{sentence('capabilities', language)} {offer(examples, language, here=bool(here))}"
    names = [spoken_name(thing.names, language) for thing in things]
    said = sentence("capabilities", language)
    if not template or not any(names):
        return said
    return (
        f"{said} {template.format(things=words.listed([words.the(name) for name in names if name][:_MOST]))}"
    )


def _of_each_kind(things: Sequence[Entity]) -> Iterable[Entity]:
    """Return the things so that one of each domain comes first."""
    rank = {domain: place for place, domain in enumerate(_ORDERED)}
    seen: dict[str, int] = {}
    rows: list[tuple[int, int, Entity]] = []
    for thing in things:
        seen[thing.domain] = seen.get(thing.domain, -1) + 1
        rows.append((seen[thing.domain], rank[thing.domain], thing))
    return [thing for _, _, thing in sorted(rows, key=lambda row: row[:2])]
