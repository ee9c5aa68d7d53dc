"""Finds the things of a home that a question is about, and how the question asks about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sarai_mqtt.core.conditions import CONDITIONS, DETECTED, states_of
from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.inquiries.answerable import Answerable, as_state, asks_of, ids_of, with_place
from sarai_mqtt.understanding.inquiries.pieces import Asked
from sarai_mqtt.understanding.inquiries.vocabulary import HomeNames
from sarai_mqtt.understanding.reader.resolve_places import Where, where
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

# What "everything" and "anything" are, by the condition that is asked about.
_SWITCHED = frozenset({"light", "switch", "fan", "media_player", "climate", "humidifier", "siren"})
_ON_OR_OFF = _SWITCHED | {
    "input_boolean",
    "vacuum",
    "lawn_mower",
    "water_heater",
    "automation",
    "script",
    "remote",
}
_OPENED = frozenset({"door", "garage", "garage_door", "gate", "window", "opening"})
_OF_PEOPLE = frozenset({"home", "away"})
_CONSUMED = frozenset({"power", "energy", "water", "gas", "monetary", "apparent_power", "current"})
_PRESENT = frozenset({"occupancy", "presence", "motion"})
# Detections that another class of sensor shows too.
_ALSO: Mapping[str, frozenset[str]] = {
    "motion": frozenset({"motion", "moving", "occupancy", "presence"}),
    "occupancy": _PRESENT,
    "problem": frozenset({"problem", "safety", "tamper"}),
}
_WITH_MODE = ("fan", "humidifier", "water_heater", "climate", "select", "input_select")
_HAVING: Mapping[str, frozenset[str]] = {
    "volume_level": frozenset({"media_player"}),
    "source": frozenset({"media_player"}),
    "sound_mode": frozenset({"media_player"}),
    "mode": frozenset(_WITH_MODE),
    "set_to": frozenset({"climate", "water_heater", "humidifier", "number", "input_number"}),
}
_OF_LEVELS = frozenset({"low", "fine"})  # a level tells them without a judgement of ours
_MOST_VALUES = 3  # values that are told one after the other


class Resolver:
    """Resolves questions of one language in one home."""

    def __init__(self, setting: Setting, names: HomeNames) -> None:
        self._setting, self._names = setting, names

    def resolve(self, asked: Asked) -> Answerable | None:
        """Return what `asked` asks about in this home; None if it is about nothing that is there."""
        try:
            place = where(self._setting, asked.places)
        except RefusedError:
            return None
        if place is not None and place.alike:
            return None
        return _by_kind(self, asked, place)

    def update(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question about updates."""
        condition: str = "current" if "current" in asked.conditions else "outdated"
        found = [e for e in self._in(place) if states_of(condition, e.domain, e.device_class)]
        return self._about(asked, self._owned(found, asked), condition, place)

    def attribute(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question about what a thing is set to."""
        if asked.opener not in ("which", "how", "tell", "is") or len(asked.attributes) != 1:
            return None
        name = asked.attributes[0]
        able = [e for e in self._in(place) if e.domain in _HAVING[name]]
        if asked.entities or asked.classes or asked.owners:
            able = self._subjects(asked, able)
        elif name != "set_to":
            return None
        else:
            able = self._near([e for e in able if e.domain == "climate"], place)
        if len(able) != 1:
            return None
        return Answerable((able[0].id,), "one", {"name": able[0].id, "attribute": name})

    def measure(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question about what sensors measure; one about a battery may ask whether it is low."""
        if asked.groups or asked.classes or asked.detections or len(asked.conditions) > 1:
            return None
        if asked.conditions:
            return self._battery(asked, place)
        several = len(asked.measures) > 1  # "is water wet?", "the temperature of the sun"
        if asked.opener in ("who", "left") or (
            several and {asked.opener, *asked.measures} & {"is", "irradiance"}
        ):
            return None
        if asked.measures == ("temperature",) and not self._has_owner(asked):
            return None  # HassClimateGetTemperature, which asks thermostats too
        wanted = set(asked.measures)
        found = [e for e in self._in(place) if e.domain == "sensor" and e.device_class in wanted]
        found = self._owned(found, asked)
        if not found:
            return None
        if place is None and not (asked.owners or asked.entities):
            at_all = [e for e in found if e.area is None]
            here = [e for e in found if e.area == self._setting.area and e.area is not None]
            found = (at_all or here if wanted & _CONSUMED else here or at_all) or found
        found = _first_class(found, asked.measures)
        slots: dict[str, SlotValue] = {"domain": "sensor", "device_class": str(found[0].device_class)}
        return Answerable(ids_of(found[:_MOST_VALUES]), "one", with_place(slots, place))

    def _battery(self, asked: Asked, place: Where | None) -> Answerable | None:
        condition = asked.conditions[0]
        if asked.measures[0] != "battery" or condition not in ("low", "charging", "not_charging", "fine"):
            return None
        row = CONDITIONS["low" if condition == "fine" else condition]
        found = [e for e in self._in(place) if f"{e.domain}.{e.device_class}" in row]
        found = self._owned(found, asked)
        if found:
            return self._about(asked, found, condition, place)
        if not asked.owners:
            return None
        levels = [e for e in self._in(place) if e.domain == "sensor" and e.device_class == "battery"]
        levels = self._owned(levels, asked)  # the level tells it, without a judgement of ours
        return Answerable(ids_of(levels), "one", {"domain": "sensor"}) if levels else None

    def detection(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question whether sensors detect something: "is there smoke?"."""
        if asked.conditions or asked.measures or asked.classes or len(asked.detections) != 1:
            return None
        if asked.opener not in ("is", "there", "which", "tell", "how_many"):
            return None
        name = asked.detections[0]
        classes = _ALSO.get(name, frozenset({name}))
        found = [e for e in self._in(place) if e.domain == "binary_sensor" and e.device_class in classes]
        found = self._owned(found, asked)
        found = [e for e in found if e.device_class == name] or found if name != "occupancy" else found
        return self._about(asked, found, DETECTED, place)

    def condition(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question whether things are in a condition: "which windows are open?"."""
        if asked.measures or asked.detections or len(asked.conditions) != 1:
            return None
        condition: str = asked.conditions[0]
        able = [e for e in self._in(place) if _can_be(condition, e)]
        plays = condition == "playing" and asked.opener in ("which", "who", "how")
        if plays and not (asked.groups or asked.entities or asked.classes or asked.owners):
            found = self._near(able, place)  # "what's playing?"
        elif asked.groups or asked.opener == "who":
            found = self._grouped(asked, condition, able)
        else:
            return self._in_condition(asked, place, condition, able)
        return self._about(asked, found, condition, place)

    def _in_condition(
        self, asked: Asked, place: Where | None, condition: str, able: list[Entity]
    ) -> Answerable | None:
        """Resolve a question whether things that are named, or of a class, are in a condition."""
        if not (asked.entities or asked.classes or asked.owners):
            if asked.opener == "which" and condition in ("on", "open"):
                return self._about(asked, self._everything(condition, able), condition, place)
            is_place = place is not None and condition in ("occupied", "free")
            return self._about(asked, able, condition, place) if is_place else None
        found = self._subjects(asked, able)
        if not found and condition in _OF_LEVELS:
            ids = {i for some in asked.entities for i in some}
            levels = [e for e in self._in(place) if e.id in ids and e.domain == "sensor"]
            return Answerable(ids_of(levels), "one", {"domain": "sensor"}) if levels else None
        if asked.classes and not (asked.quantity or asked.opener in ("which", "how_many", "there")):
            found = self._near(found, place)
        return self._about(asked, found, condition, place)

    def named(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question that is the name of a sensor: "is somebody in bed?", "what's the barometer?"."""
        ids = {i for some in asked.entities for i in some}
        entities = [e for e in self._in(place) if e.id in ids]
        others = (
            asked.conditions,
            asked.measures,
            asked.detections,
            asked.classes,
            asked.groups,
            asked.owners,
        )
        if len(asked.entities) != 1 or len(entities) != 1 or any(others):
            return None
        entity = entities[0]
        if entity.domain == "binary_sensor" and asked.opener in ("is", "there", "tell"):
            return Answerable((entity.id,), "one_yesno", {"name": entity.id, "state": "on"})
        if entity.device_class == "temperature":
            return None  # HassClimateGetTemperature
        if entity.domain in ("sensor", "counter") and asked.opener in ("which", "how", "tell"):
            return Answerable((entity.id,), "one", {"name": entity.id})
        return None

    def _in(self, place: Where | None) -> list[Entity]:
        every = self._setting.home.matching(())
        return [e for e in every if place is None or place.has(e)]

    def _near(self, found: list[Entity], place: Where | None) -> list[Entity]:
        """Return those of `found` in the room of the speaker if there are any and no place was said."""
        here = [e for e in found if e.area is not None and e.area == self._setting.area]
        return here if place is None and len(found) > 1 and here else found

    def _owned(self, found: list[Entity], asked: Asked) -> list[Entity]:
        """Return those of `found` that have the name, or all words of it, that was said."""
        if asked.entities:
            wanted = [self._words(ids) for ids in asked.entities]
            ids = {i for some in asked.entities for i in some}
            found = [e for e in found if e.id in ids or any(w <= self._called(e) for w in wanted)]
            panels = [e for e in found if e.id in ids and e.domain == "alarm_control_panel"]
            found = panels if panels and not asked.quantity else found  # "the alarm" is not the garage's
        if asked.owners:
            owners = set(asked.owners)
            found = [e for e in found if owners <= self._called(e)]
        return found

    def _has_owner(self, asked: Asked) -> bool:
        """Return True if the words of a thing were said that are not those of a room."""
        language, areas = self._setting.language, self._setting.home.areas.values()
        said = [name for area in areas for name in area.names.get(language, ())]
        orders = pack(language).orders
        said += (*orders.outside, *orders.house, *orders.here) if orders else ()
        rooms = {word for name in said for word in words_in(name, language)}
        return bool(set(asked.owners) - rooms)

    def _words(self, ids: Sequence[str]) -> frozenset[str]:
        """Return the words that every name of the entities has in common, as it was said."""
        said = [frozenset(words_in(name, self._setting.language)) for name in self._spoken(ids)]
        return frozenset.intersection(*said) if said else frozenset({""})

    def _spoken(self, ids: Sequence[str]) -> Iterable[str]:
        entities = (self._setting.home.entities[i] for i in ids)
        return (e.names.get(self._setting.language, ("",))[0] for e in entities)

    def _called(self, entity: Entity) -> frozenset[str]:
        return self._names.words_of(entity.id)

    def _subjects(self, asked: Asked, able: list[Entity]) -> list[Entity]:
        """Return those of `able` that are named, or of the class that was said."""
        if len(asked.classes) > 1:
            return []
        found = self._owned(able, asked)
        if asked.classes:
            found = [e for e in found if self._is_of(e, asked.classes[0])]
            if asked.conditions and asked.conditions[0] in ("open", "closed"):
                found = [e for e in found if e.domain != "lock"] or found  # one that is locked may be ajar
        best = min((_PREFERRED.index(e.domain) for e in found if e.domain in _PREFERRED), default=None)
        if best is not None and not asked.classes:
            found = [e for e in found if e.domain == _PREFERRED[best]] or found
        return found

    def _is_of(self, entity: Entity, name: str) -> bool:
        kind = THING_KINDS[name]  # type: ignore[index]
        if name in _OPENING_CLASSES and entity.device_class in _OPENING_CLASSES[name]:
            return True
        if entity.domain not in kind.domains:
            return False
        if kind.named:
            words = self._setting.words.classes[name].words
            return any(set(phrase) <= self._called(entity) for phrase in words)
        classes = kind.device_classes
        return not classes or (entity.device_class or "") in classes

    def _grouped(self, asked: Asked, condition: str, able: list[Entity]) -> list[Entity]:
        people = asked.opener == "who" or bool({"everybody", "anybody"} & set(asked.groups))
        if people != (condition in _OF_PEOPLE) or asked.entities or asked.classes or asked.owners:
            return []
        return [e for e in able if e.domain == "person"] if people else self._everything(condition, able)

    def _everything(self, condition: str, able: list[Entity]) -> list[Entity]:
        if condition in ("on", "off"):
            return [e for e in able if e.domain in _SWITCHED]
        if condition in ("open", "closed"):
            return [e for e in able if e.device_class in _OPENED]
        if condition in ("locked", "unlocked"):
            return [e for e in able if e.domain == "lock"]
        return able

    def _about(
        self, asked: Asked, found: Sequence[Entity], condition: str, place: Where | None
    ) -> Answerable | None:
        """Return the question whether, which or how many of `found` are in the condition."""
        if not found:
            return None
        asks = asks_of(asked, condition, len(found))
        state, domain, device_class = as_state(condition, found)
        if len(found) == 1 and asks == "one_yesno":
            return Answerable((found[0].id,), asks, {"name": found[0].id, "state": state})
        slots: dict[str, SlotValue] = {"state": state}
        if domain:
            slots["domain"] = domain
        if device_class:
            slots["device_class"] = device_class
        return Answerable(ids_of(found), asks, with_place(slots, place))


# Of things with one name, the one that shows most: the sensor of a door, not its lock.
_PREFERRED = ("binary_sensor", "cover", "valve", "lock")
_OPENING_CLASSES: Mapping[str, frozenset[str]] = {
    "door": frozenset({"door", "garage_door", "garage", "gate", "opening"}),
    "window": frozenset({"window"}),
    "garage": frozenset({"garage", "garage_door", "gate"}),
}


def _by_kind(resolver: Resolver, asked: Asked, place: Where | None) -> Answerable | None:
    kinds: Sequence[tuple[object, Callable[[Asked, Where | None], Answerable | None]]] = (
        (asked.update, resolver.update),
        (asked.attributes, resolver.attribute),
        (asked.measures, resolver.measure),
        (asked.detections, resolver.detection),
        (asked.conditions, resolver.condition),
        (asked.entities, resolver.named),
    )
    read = next((one for said, one in kinds if said), None)
    return read(asked, place) if read else None


def _can_be(condition: str, entity: Entity) -> bool:
    if condition in ("on", "off"):
        return entity.domain in _ON_OR_OFF or entity.domain == "binary_sensor"
    return bool(states_of(condition, entity.domain, entity.device_class))


def _first_class(found: list[Entity], measures: Sequence[str]) -> list[Entity]:
    """Return the entities of the first class that any of `found` has: the others measure something else."""
    first = next(name for name in measures if any(e.device_class == name for e in found))
    return [e for e in found if e.device_class == first]
