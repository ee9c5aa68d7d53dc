"""The home as the user describes it: areas and entities with their spoken names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Floor:
    """A storey. `names[language][0]` is the spoken name, the rest are aliases."""

    id: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Area:
    """A room or zone. `names[language][0]` is the spoken name, the rest are aliases.

    `registered` is what Home Assistant calls it, "" when only the user's file has told of it.
    """

    id: str
    names: Mapping[str, tuple[str, ...]]
    floor: str | None = None
    registered: str = ""


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


def area_of_site(home: Home, site: str, told: str | None = None) -> str | None:
    """Give the area id `site` stands in: as `told`, as Home Assistant has it, or the area of its name."""
    area = told or home.site_areas.get(site)
    if area is None:
        name = site.replace("_", " ").replace("-", " ").casefold()
        area = next(
            (
                a.id
                for a in home.areas.values()
                if a.id == site or name in (n.casefold() for names in a.names.values() for n in names)
            ),
            None,
        )
    return area if area in home.areas else None


def merged(known: Home, file: Home) -> Home:
    """Give the home that Home Assistant knows, with what the user wrote in the home file laid over it.

    The file adds names (its own come first, so its first is the spoken one), an area or a device class where
    there is none, and areas of sites. It can hide a thing but not expose one, and says of its own things
    which are confirmed where that differs from the default. What only the file knows is left out: nobody
    could act on it.
    """
    return Home(
        {i: replace(a, names=_both(file.areas, i, a.names)) for i, a in known.areas.items()},
        {i: _overlaid(e, file.entities.get(i), known) for i, e in known.entities.items()},
        {i: replace(f, names=_both(file.floors, i, f.names)) for i, f in known.floors.items()},
        {**known.site_areas, **file.site_areas},
    )


def _overlaid(known: Entity, own: Entity | None, home: Home) -> Entity:
    if own is None:
        return known
    device_class = known.device_class or own.device_class
    # The file's value without its device class may be a default that did not know better.
    chosen = own.confirm != needs_confirmation(own.id, own.device_class)
    return replace(
        known,
        names=_both({own.id: own}, own.id, known.names),
        area=known.area or (own.area if own.area in home.areas else None),
        device_class=device_class,
        exposed=known.exposed and own.exposed,
        confirm=own.confirm if chosen else needs_confirmation(own.id, device_class),
    )


def _both(
    own: Mapping[str, Floor] | Mapping[str, Area] | Mapping[str, Entity],
    key: str,
    known: Mapping[str, tuple[str, ...]],
) -> Mapping[str, tuple[str, ...]]:
    """Give the names of both, the user's first."""
    if key not in own:
        return known
    first = own[key].names
    return {
        language: unique_names((*first.get(language, ()), *known.get(language, ())))
        for language in {**first, **known}
    }


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Give each name once, whatever its case, in the order given; empty ones are dropped."""
    once: dict[str, str] = {}
    for name in names:
        if name.strip():
            once.setdefault(name.strip().casefold(), name.strip())
    return tuple(once.values())
