"""What things are called when they are spoken about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.core.home import Home, spoken_name
from sarai_mqtt.core.wording import Wording

_PROPER = frozenset({"scene", "script", "person", "device_tracker", "zone"})  # their names take no article
_LONGEST = 60  # characters of a name that somebody else made up


def readable(text: object) -> str:
    """Make a machine's word sayable: `not_home` as "not home", and nothing endless."""
    return " ".join(str(text).replace("_", " ").split())[:_LONGEST]


@dataclass(frozen=True, slots=True)
class Names:
    """Names the things of a home; of one that it does not know, by what Home Assistant calls it."""

    home: Home
    words: Wording
    states: Mapping[str, EntityState] = field(default_factory=dict)

    def name(self, entity_id: str) -> str:
        """Give the bare spoken name."""
        entity = self.home.entities.get(entity_id)
        known = spoken_name(entity.names, self.words.language) if entity else ""
        state = self.states.get(entity_id)
        friendly = state.attributes.get("friendly_name") if state else None
        return known or readable(friendly or entity_id.partition(".")[2] or entity_id)

    def the(self, entity_id: str) -> str:
        """Give the name with its article, if it takes one."""
        name = self.name(entity_id)
        return name if entity_id.partition(".")[0] in _PROPER else self.words.the(name)

    def listed(self, entity_ids: Sequence[str]) -> str:
        """Name several things; of many, the first and how many more."""
        return self.words.listed([self.the(i) for i in entity_ids])

    def room(self, area_id: object) -> str:
        """Give the bare spoken name of an area or a floor, "" when it is none of the home's."""
        place = self.home.areas.get(str(area_id)) or self.home.floors.get(str(area_id))
        return spoken_name(place.names, self.words.language) if place else ""
