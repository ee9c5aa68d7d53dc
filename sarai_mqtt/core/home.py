"""The home as the user describes it: areas and entities with their spoken names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Floor:
    """A storey. `names[language][0]` is the spoken name, the rest are aliases."""

    id: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Area:
    """A room or zone. `names[language][0]` is the spoken name, the rest are aliases."""

    id: str
    names: Mapping[str, tuple[str, ...]]
    floor: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that can be asked about or acted on; `id` is Home Assistant's entity id."""

    id: str
    names: Mapping[str, tuple[str, ...]]
    area: str | None = None
    device_class: str | None = None
    exposed: bool = True
    confirm: bool = False

    @property
    def domain(self) -> str:
        """The part of the entity id before the dot, e.g. `light`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Home:
    """Every floor, area and entity of the house.

    `site_areas` says in which area a satellite stands, where that is known.
    """

    areas: Mapping[str, Area] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    floors: Mapping[str, Floor] = field(default_factory=dict)
    site_areas: Mapping[str, str] = field(default_factory=dict)

    def matching(
        self,
        domains: Collection[str],
        *,
        area: str | None = None,
        device_class: str | None = None,
        floor: str | None = None,
    ) -> tuple[Entity, ...]:
        """Give the exposed entities of these domains (any when empty), in file order.

        `area`, `floor` and `device_class` narrow the choice when given.
        """
        return tuple(
            e
            for e in self.entities.values()
            if e.exposed
            and (not domains or e.domain in domains)
            and (area is None or e.area == area)
            and (floor is None or self.floor_of(e) == floor)
            and (device_class is None or e.device_class == device_class)
        )

    def floor_of(self, entity: Entity) -> str | None:
        """Give the id of the floor that the entity's area is on, where that is known."""
        area = self.areas.get(entity.area or "")
        return area.floor if area else None


def names_in(names: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Give the names in `language`, or in whatever language there are any."""
    return names.get(language) or next((n for n in names.values() if n), ())


def spoken_name(names: Mapping[str, tuple[str, ...]], language: str) -> str:
    """Give the name to say in `language`, or in whatever language there is one."""
    chosen = names_in(names, language)
    return chosen[0] if chosen else ""


def needs_confirmation(entity_id: str, device_class: str | None) -> bool:
    """Say whether acting on such an entity is confirmed by default: locks, alarms and garage doors."""
    domain = entity_id.partition(".")[0]
    return domain in {"lock", "alarm_control_panel"} or (domain == "cover" and device_class == "garage")
