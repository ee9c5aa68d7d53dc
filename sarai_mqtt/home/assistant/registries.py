"""The home, built from Home Assistant's registries and states."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast, get_args

from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.core.home import Area, Entity, Floor, Home, TemperatureUnit, needs_confirmation
from sarai_mqtt.home.assistant.names import names_by_language

Entry = Mapping[str, Any]
# Maps the identifier of an MQTT device to its site; None if the device is no site of this service.
SiteOf = Callable[[str], str | None]

_MODE_LISTS = ("hvac_modes", "preset_modes", "fan_modes", "available_modes", "operation_list", "options")

# What Home Assistant exposes to Assist by default (homeassistant/exposed_entities.py).
_EXPOSED_DOMAINS = frozenset(
    {
        "climate",
        "cover",
        "fan",
        "humidifier",
        "light",
        "media_player",
        "scene",
        "switch",
        "todo",
        "vacuum",
        "water_heater",
    }
)
_EXPOSED_CLASSES: Mapping[str, frozenset[str]] = {
    "binary_sensor": frozenset(
        {"door", "garage_door", "lock", "motion", "opening", "presence", "window"},
    ),
    "sensor": frozenset(
        {
            "aqi",
            "carbon_dioxide",
            "carbon_monoxide",
            "humidity",
            "pm10",
            "pm25",
            "temperature",
            "volatile_organic_compounds",
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Registries:
    """Home Assistant's answers: the entries of its registries, and its states.

    `entries` are the extended entries of the entity registry by entity id. `exposed` are the ids of the
    entities exposed to Assist, or None if Home Assistant is too old to list them. `config` is the answer to
    `get_config`, with the language and the unit system set in Home Assistant.
    """

    entities: Sequence[Entry]
    states: Sequence[Entry]
    devices: Sequence[Entry] = ()
    areas: Sequence[Entry] = ()
    floors: Sequence[Entry] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    exposed: Collection[str] | None = None
    config: Entry = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LearnedHome:
    """The home, and Home Assistant's device id of each site."""

    home: Home
    devices: Mapping[str, str]


def site_of_root(root: str) -> SiteOf:
    """Return a function that maps the MQTT device identifier of a site, `<root>:<site>`, to the site."""
    pattern = re.compile(re.escape(root) + r":([A-Za-z0-9_-]{1,64})")

    def site_of(identifier: str) -> str | None:
        """Return the site; None if `identifier` does not have this form."""
        found = pattern.fullmatch(identifier)
        return found[1] if found else None

    return site_of


def exposed_ids(registries: Registries) -> frozenset[str]:
    """Return the ids of the entities that have a state and are exposed to Assist.

    If Home Assistant is too old to list them, the setting in the entity registry counts, else Home
    Assistant's default rule. The user's setting for an entity without unique id is then not known.
    """
    with_state = {state["entity_id"]: state for state in registries.states}
    if registries.exposed is not None:
        return frozenset(registries.exposed) & with_state.keys()
    entries = {entry["entity_id"]: entry for entry in registries.entities}
    return frozenset(
        entity for entity, state in with_state.items() if _is_exposed(entity, entries.get(entity), state)
    )


def _is_exposed(entity: str, entry: Entry | None, state: Entry) -> bool:
    """Return True if the entity is exposed by its registry entry (None: it has none) or by default."""
    if entry is not None:
        said = (entry.get("options") or {}).get("conversation", {}).get("should_expose")
        if said is not None:
            return bool(said)
        if entry.get("entity_category") or entry.get("hidden_by"):
            return False
    domain = entity.partition(".")[0]
    device_class = state["attributes"].get("device_class")
    return domain in _EXPOSED_DOMAINS or device_class in _EXPOSED_CLASSES.get(domain, ())


def learn_home(registries: Registries, languages: Sequence[str], site_of: SiteOf) -> LearnedHome:
    """Build the home from the exposed entities, in Home Assistant's order of states.

    An entity without an area is in the area of its device, or of the device that this is a part of. Names
    are the computed ones that Home Assistant displays, and the aliases. The entities of our own satellites
    are left out: "everything off in the kitchen" must not switch off the microphone there.

    Raises HomeAssistantError `ha_strange` if the answers do not have the expected form.
    """
    try:
        return _learn(registries, languages, site_of)
    except (AttributeError, IndexError, KeyError, TypeError) as exc:
        raise HomeAssistantError(
            "ha_strange",
            f"Home Assistant's registries cannot be read ({type(exc).__name__}: {exc}).",
            "This version of Home Assistant is not known here: look for an update of Sarai.",
        ) from exc


def _learn(registries: Registries, languages: Sequence[str], site_of: SiteOf) -> LearnedHome:
    main = str(registries.config.get("language", "")).partition("-")[0]
    # The aliases of areas and floors come in no fixed order.
    named = partial(names_by_language, languages=languages, main=main)
    floors = {
        f["floor_id"]: Floor(f["floor_id"], named(f["name"], sorted(f["aliases"]))) for f in registries.floors
    }
    areas = {
        a["area_id"]: Area(
            a["area_id"], named(a["name"], sorted(a["aliases"])), a.get("floor_id"), registered=a["name"]
        )
        for a in registries.areas
    }
    devices = {device["id"]: device for device in registries.devices}
    entries = {entry["entity_id"]: entry for entry in registries.entities}
    sites = {site: device for device in devices.values() if (site := _site(device, site_of))}
    own_devices = {device["id"] for device in sites.values()}
    exposed = exposed_ids(registries)
    entities: dict[str, Entity] = {}
    for state in registries.states:
        entity, attributes = state["entity_id"], state["attributes"]
        if entity not in exposed:
            continue
        entry = {**entries.get(entity, {}), **registries.entries.get(entity, {})}
        device = devices.get(entry.get("device_id") or "")
        if device and device["id"] in own_devices:
            continue
        name = attributes.get("friendly_name") or _computed_name(entry, device) or _plain_name(entity)
        area = entry.get("area_id") or _area_of(device, devices)
        device_class = (
            entry.get("device_class")
            or attributes.get("device_class")
            or entry.get("original_device_class")
            or None
        )
        entities[entity] = Entity(
            entity,
            named(str(name), entry.get("aliases") or ()),
            area if area in areas else None,
            device_class,
            confirm=needs_confirmation(entity, device_class),
            temperature_range=_temperature_range(attributes),
            modes=_modes(attributes),
            features=_features(attributes),
        )
    site_areas = {site: device["area_id"] for site, device in sites.items() if device["area_id"] in areas}
    return LearnedHome(
        Home(areas, entities, floors, site_areas, _temperature_unit(registries.config), main or None),
        {site: device["id"] for site, device in sites.items()},
    )


def _temperature_range(attributes: Entry) -> tuple[float, float] | None:
    """Return the lowest and highest temperature that the entity can be set to, None if unknown."""
    low, high = attributes.get("min_temp"), attributes.get("max_temp")
    return (low, high) if isinstance(low, int | float) and isinstance(high, int | float) else None


def _modes(attributes: Entry) -> dict[str, tuple[str, ...]]:
    """Return the modes that the entity lists, by attribute."""
    lists = ((name, attributes.get(name)) for name in _MODE_LISTS)
    return {name: tuple(map(str, modes)) for name, modes in lists if isinstance(modes, list)}


def _features(attributes: Entry) -> int:
    has = attributes.get("supported_features")
    return has if isinstance(has, int) else 0


def _temperature_unit(config: Entry) -> TemperatureUnit | None:
    """Return the temperature unit of Home Assistant's unit system; None if it states none that is known."""
    unit = (config.get("unit_system") or {}).get("temperature")
    return cast("TemperatureUnit", unit) if unit in get_args(TemperatureUnit) else None


def _computed_name(entry: Entry, device: Entry | None) -> str:
    """Return the name that Home Assistant would compute: the device's name, then the entity's own.

    For an entity whose state has no name.
    """
    own = entry.get("name") or entry.get("original_name") or ""
    if device is None or entry.get("name") or not entry.get("has_entity_name", True):
        return str(own)
    return f"{device.get('name_by_user') or device.get('name') or ''} {own}".strip()


def _plain_name(entity: str) -> str:
    return entity.partition(".")[2].replace("_", " ")


def _area_of(device: Entry | None, devices: Mapping[str, Entry]) -> str | None:
    """Return the area id of the device, else of the device that it is a part of, else None."""
    if device is None:
        return None
    parent = devices.get(device.get("parent_device_id") or "")
    area = device.get("area_id") or (parent and parent.get("area_id"))
    return str(area) if area else None


def _site(device: Entry, site_of: SiteOf) -> str | None:
    """Return the site of a device, by its MQTT identifiers; None if it is none."""
    own = (i[1] for i in device.get("identifiers", ()) if len(i) == 2 and i[0] == "mqtt")
    return next((site for i in own if (site := site_of(i))), None)
