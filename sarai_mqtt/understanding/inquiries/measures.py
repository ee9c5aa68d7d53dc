"""Resolves questions about values: what sensors measure, and what things are set to."""

from collections.abc import Mapping, Sequence

from sarai_mqtt.core.conditions import CONDITIONS
from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity
from sarai_mqtt.understanding.inquiries.answerable import Answerable, about, ids_of, with_place
from sarai_mqtt.understanding.inquiries.pieces import Asked
from sarai_mqtt.understanding.inquiries.subjects import Subjects
from sarai_mqtt.understanding.reader.resolve_places import Where

_CONSUMED = frozenset({"power", "energy", "water", "gas", "monetary", "apparent_power", "current"})
_WITH_MODE = ("fan", "humidifier", "water_heater", "climate", "select", "input_select", "alarm_control_panel")
_HAVING: Mapping[str, frozenset[str]] = {
    "volume_level": frozenset({"media_player"}),
    "source": frozenset({"media_player"}),
    "sound_mode": frozenset({"media_player"}),
    "order": frozenset({"media_player"}),
    "mode": frozenset(_WITH_MODE),
    "set_to": frozenset({"climate", "water_heater", "humidifier", "number", "input_number"}),
    "version": frozenset({"update"}),
    "speed": frozenset({"fan", "climate", "vacuum"}),
    "direction": frozenset({"fan"}),
    "oscillating": frozenset({"fan"}),
    "muted": frozenset({"media_player"}),
    "position": frozenset({"cover", "valve"}),
}
# What things are set to.
_SETPOINTS = frozenset(
    {"temperature", "humidity", "absolute_humidity", "moisture", "volume_storage", "power"}
)
# How a question begins that asks no value.
_OF_NO_VALUE = frozenset({"who", "left", "did", "forgot", "since", "where"})
_OF_A_BATTERY = frozenset({"low", "charging", "not_charging", "fine"})
_MOST_VALUES = 3  # values that are told one after the other


def attribute(asked: Asked, place: Where | None, subjects: Subjects) -> Answerable | None:
    """Resolve a question about what a thing is set to."""
    if asked.opener not in ("which", "how", "tell", "is") or len(asked.attributes) != 1:
        return None
    name = asked.attributes[0]
    if name == "set_to" and set(asked.measures) - _SETPOINTS:
        return None  # "what time does the sun set?"
    able = [e for e in subjects.things_in(place) if e.domain in _HAVING[name]]
    if asked.entities or asked.classes or asked.owners:
        able = subjects.near(subjects.of_names_or_class(asked, able), place)
    elif name != "set_to" or set(asked.measures) - {"temperature"}:
        return None
    else:
        able = subjects.near([e for e in able if e.domain == "climate"], place)
    if len(able) != 1:
        return None
    return Answerable((able[0].id,), "one", {"name": able[0].id, "attribute": name})


def measure(asked: Asked, place: Where | None, subjects: Subjects, *, of_rooms: bool) -> Answerable | None:
    """Resolve a question about what sensors measure; one about a battery may ask whether it is low.

    `of_rooms` is as in `resolve.Resolver`.
    """
    if asked.groups or asked.detections or len(asked.conditions) > 1 or asked.opener in _OF_NO_VALUE:
        return None
    if asked.conditions:
        return _battery(asked, place, subjects)
    if "temperature" in asked.measures:
        hot = _of_hot_water(asked, place, subjects)
        if hot or "water" in asked.measures:
            return hot
    return _of_sensors(asked, place, subjects, of_rooms=of_rooms)


def _of_sensors(
    asked: Asked, place: Where | None, subjects: Subjects, *, of_rooms: bool
) -> Answerable | None:
    """Resolve a question about what sensors measure."""
    if len(asked.measures) > 1 and {asked.opener, *asked.measures} & {"is", "irradiance"}:
        return None  # "is water wet?", "the temperature of the sun"
    of_thing = asked.entities or asked.owners or asked.classes
    of_room = asked.measures == ("temperature",) and not subjects.has_owner(asked)
    if of_room and not (of_rooms and of_thing):
        return _temperature(place, subjects) if of_rooms else None  # HassClimateGetTemperature
    # what something costs is not how much it is
    wanted = {"monetary"} if "monetary" in asked.measures else set(asked.measures)
    every = subjects.sensors(place, *wanted)
    found = subjects.named(every, asked)
    if not found:
        return None
    if place is None and not (asked.owners or asked.entities):
        at_all = [e for e in found if e.area is None]
        here = [e for e in found if e.area == subjects.setting.area and e.area is not None]
        found = (at_all or here if wanted & _CONSUMED else here or at_all) or found
    found = _first_class(found, asked.measures)
    slots: dict[str, SlotValue] = {"domain": "sensor", "device_class": str(found[0].device_class)}
    return Answerable(ids_of(found[:_MOST_VALUES]), "one", with_place(slots, place))


def _of_hot_water(asked: Asked, place: Where | None, subjects: Subjects) -> Answerable | None:
    """Resolve a question how hot the water is: what the water heaters are set to tells it best."""
    heaters = [e for e in subjects.things_in(place) if e.domain == "water_heater"]
    if "water" in asked.measures and not (asked.entities or asked.owners or asked.classes):
        found = heaters
    elif asked.measures == ("temperature",) and (asked.entities or asked.classes or asked.owners):
        found = subjects.of_names_or_class(asked, heaters)
    else:
        found = []
    return Answerable(ids_of(found), "one", {"attribute": "set_to"}) if found else None


def levels(asked: Asked, place: Where | None, subjects: Subjects) -> Answerable | None:
    """Resolve a question whether something is low by its level: that tells it without a judgement of ours."""
    ids = {i for some in asked.entities for i in some}
    found = [e for e in subjects.things_in(place) if e.id in ids and e.domain == "sensor"]
    batteries = subjects.sensors(place, "battery")
    found = found or subjects.named(batteries, asked)
    return Answerable(ids_of(found), "one", {"domain": "sensor"}) if found else None


def _temperature(place: Where | None, subjects: Subjects) -> Answerable | None:
    """Resolve a question about the temperature of a place, of the speaker's room if none was said."""
    every = subjects.things_in(place)
    found = [e for e in every if e.domain == "climate" or e in subjects.sensors(place, "temperature")]
    slots: dict[str, SlotValue] = with_place({}, place)
    if place is None:
        here = [e for e in found if e.area is not None and e.area == subjects.setting.area]
        with_area: dict[str, SlotValue] = {"area": str(subjects.setting.area)}
        found, slots = (here, with_area) if here else (found, slots)
    return Answerable(ids_of(found), "", slots, "HassClimateGetTemperature") if found else None


def _battery(asked: Asked, place: Where | None, subjects: Subjects) -> Answerable | None:
    condition = asked.conditions[0]
    if asked.measures[0] != "battery" or condition not in _OF_A_BATTERY:
        return None
    row = CONDITIONS["low" if condition == "fine" else condition]
    found = [e for e in subjects.things_in(place) if f"{e.domain}.{e.device_class}" in row]
    if found := subjects.owned(found, asked):
        return about(asked, found, condition, place)
    return levels(asked, place, subjects) if asked.owners or asked.entities else None


def _first_class(found: list[Entity], measures: Sequence[str]) -> list[Entity]:
    """Return the entities of the first class that any of `found` has: the others measure something else."""
    first = next(name for name in measures if any(e.device_class == name for e in found))
    return [e for e in found if e.device_class == first]
