"""Spoken names of things and rooms, for replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.core.home import Home, spoken_name
from sarai_mqtt.languages.schema.wording import Wording

_PROPER = frozenset({"scene", "script", "person", "device_tracker", "zone"})  # their names take no article
_LONGEST = 60  # characters; names from outside may have any length


def readable(text: object) -> str:
    """Make a machine identifier speakable: `not_home` becomes "not home"; long text is cut off."""
    return " ".join(str(text).replace("_", " ").split())[:_LONGEST]


@dataclass(frozen=True, slots=True)
class Names:
    """Spoken names in one language of the things of a home.

    A thing that the home does not list is called by its friendly name in Home Assistant (`states`), or else
    by the name part of its entity id.
    """

    home: Home
    words: Wording
    states: Mapping[str, EntityState] = field(default_factory=dict)

    def name(self, entity_id: str) -> str:
        """Return the spoken name, without an article."""
        entity = self.home.entities.get(entity_id)
        known = spoken_name(entity.names, self.words.language) if entity else ""
        state = self.states.get(entity_id)
        friendly = state.attributes.get("friendly_name") if state else None
        return known or readable(friendly or entity_id.partition(".")[2] or entity_id)

    def the(self, entity_id: str) -> str:
        """Return the spoken name with its article; scenes, scripts, people and zones take none."""
        name = self.name(entity_id)
        return name if entity_id.partition(".")[0] in _PROPER else self.words.the(name)

    def listed(self, entity_ids: Sequence[str]) -> str:
        """Return the names as one phrase; of a long list, the first ones and the number of the rest."""
        return self.words.listed([self.the(i) for i in entity_ids])

    def room(self, area_id: object) -> str:
        """Return the spoken name of an area or a floor, without an article; "" if there is no such place."""
        place = self.home.areas.get(str(area_id)) or self.home.floors.get(str(area_id))
        return spoken_name(place.names, self.words.language) if place else ""
