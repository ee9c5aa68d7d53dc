"""The home model: floors, areas and entities with their spoken names, by language."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Literal

TemperatureUnit = Literal["°C", "°F"]


@dataclass(frozen=True, slots=True)
class Floor:
    """A storey. `names[language][0]` is the spoken name, the others are aliases."""

    id: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Area:
    """A room or zone. `names[language][0]` is the spoken name, the others are aliases.

    `floor` is the id of its floor, None if unknown. `registered` is its name in Home Assistant, "" if only
    the user's home file defines it.
    """

    id: str
    names: Mapping[str, tuple[str, ...]]
    floor: str | None = None
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of Home Assistant, with its entity id, that can be asked about or acted on.

    `names` are as in Area; `area` is an area id. Only an `exposed` entity may be used by voice. `confirm`:
    acting on it needs the person's confirmation, in the direction that `core.consent.needs_yes` tells;
    `always_confirm`: in every direction, as the user chose. `temperature_range` is the lowest and highest
    temperature that it can be set to, in the unit of the home, None if unknown. `modes` are the modes that it
    has, by Home Assistant's attribute that lists them, such as `preset_modes`; empty if they are unknown.
    `features` are the bits of its `supported_features`, 0 if they are unknown.
    """

    id: str
    names: Mapping[str, tuple[str, ...]]
    area: str | None = None
    device_class: str | None = None
    exposed: bool = True
    confirm: bool = False
    temperature_range: tuple[float, float] | None = None
    always_confirm: bool = False
    modes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    features: int = 0

    @property
    def domain(self) -> str:
        """Part of the entity id before the dot, such as `light`."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Home:
    """All floors, areas and entities of the house, by their ids.

    `site_areas` maps the name of a site to the id of the area in which its satellite stands, where that is
    known. `measures_in` is the unit of the home's temperatures as Home Assistant or the home file states it,
    `language` the ISO 639-1 code of the language set in Home Assistant, None if unknown.
    """

    areas: Mapping[str, Area] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    floors: Mapping[str, Floor] = field(default_factory=dict)
    site_areas: Mapping[str, str] = field(default_factory=dict)
    measures_in: TemperatureUnit | None = None
    language: str | None = None
    _exposed: Mapping[str, tuple[tuple[int, Entity], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the exposed entities, with their places in the order of the home, by domain."""
        index: dict[str, list[tuple[int, Entity]]] = {}
        for place, entity in enumerate(self.entities.values()):
            if entity.exposed:
                index.setdefault(entity.domain, []).append((place, entity))
        object.__setattr__(self, "_exposed", {domain: tuple(rows) for domain, rows in index.items()})

    @property
    def temperature_unit(self) -> TemperatureUnit:
        """The unit of the home's temperatures: °C unless something else is stated."""
        return self.measures_in or "°C"

    def matching(
        self,
        domains: Collection[str],
        *,
        area: str | None = None,
        device_class: str | None = None,
        floor: str | None = None,
    ) -> tuple[Entity, ...]:
        """Return the exposed entities of `domains` (any if empty), in the order of the home.

        `area` and `floor` (ids) and `device_class` narrow the choice unless None.
        """
        rows = [
            row for domain in dict.fromkeys(domains or self._exposed) for row in self._exposed.get(domain, ())
        ]
        if len(domains) != 1:
            rows.sort(key=itemgetter(0))
        return tuple(
            e
            for _, e in rows
            if (area is None or e.area == area)
            and (floor is None or self.floor_of(e) == floor)
            and (device_class is None or e.device_class == device_class)
        )

    def floor_of(self, entity: Entity) -> str | None:
        """Return the id of the floor of the entity's area, None if unknown."""
        area = self.areas.get(entity.area or "")
        return area.floor if area else None


def names_in(names: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Return the names in `language`, or in the first language that has any; empty without any names."""
    return names.get(language) or next((n for n in names.values() if n), ())


def spoken_name(names: Mapping[str, tuple[str, ...]], language: str) -> str:
    """Return the name to say in `language`, or in the first language that has one; "" without any names."""
    chosen = names_in(names, language)
    return chosen[0] if chosen else ""


def needs_confirmation(entity_id: str, device_class: str | None) -> bool:
    """Return True if acting on such an entity may need confirmation by default.

    So it is for locks, alarms, garage doors and gates; in which direction, `core.consent.needs_yes` tells.
    """
    domain = entity_id.partition(".")[0]
    return domain in {"lock", "alarm_control_panel"} or (
        domain == "cover" and device_class in {"garage", "gate"}
    )


def area_of_site(home: Home, site: str, configured: str | None = None) -> str | None:
    """Return the id of the area in which `site` stands, None if unknown.

    The first of these that exists counts: `configured`, the area that the home has for the site, and the
    area whose id or name is the name of the site. An area that is not in the home counts as unknown.
    """
    area = configured or home.site_areas.get(site)
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
    """Return the home `known` to Home Assistant, overlaid with the user's home file.

    The file adds names (which come first, so that its first one is spoken), an area or device class where
    there is none, the areas of sites, and the unit of temperatures where none is known. It can hide an entity
    but not expose one. Where its `confirm` differs from the default for the entity, it counts. Entries that
    only the file has are left out: nobody could act on them.
    """
    return Home(
        {i: replace(a, names=_merged_names(file.areas, i, a.names)) for i, a in known.areas.items()},
        {i: _overlay(e, file.entities.get(i), known) for i, e in known.entities.items()},
        {i: replace(f, names=_merged_names(file.floors, i, f.names)) for i, f in known.floors.items()},
        {**known.site_areas, **file.site_areas},
        known.measures_in or file.measures_in,
        known.language,
    )


def _overlay(known: Entity, own: Entity | None, home: Home) -> Entity:
    if own is None:
        return known
    device_class = known.device_class or own.device_class
    # A value equal to the default for the file's own device class may be just that default, not a choice.
    chosen = own.confirm != needs_confirmation(own.id, own.device_class)
    return replace(
        known,
        names=_merged_names({own.id: own}, own.id, known.names),
        area=known.area or (own.area if own.area in home.areas else None),
        device_class=device_class,
        exposed=known.exposed and own.exposed,
        confirm=own.always_confirm or (own.confirm if chosen else needs_confirmation(own.id, device_class)),
        always_confirm=own.always_confirm,
    )


def _merged_names(
    own: Mapping[str, Floor] | Mapping[str, Area] | Mapping[str, Entity],
    key: str,
    known: Mapping[str, tuple[str, ...]],
) -> Mapping[str, tuple[str, ...]]:
    """Return the names of both, the user's first, without duplicates."""
    if key not in own:
        return known
    first = own[key].names
    return {
        language: unique_names((*first.get(language, ()), *known.get(language, ())))
        for language in {**first, **known}
    }


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order, without empty ones and without repetitions that differ only in case."""
    once: dict[str, str] = {}
    for name in names:
        if name.strip():
            once.setdefault(name.strip().casefold(), name.strip())
    return tuple(once.values())
