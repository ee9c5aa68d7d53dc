"""Finds the things of a home that a question is about, and how the question asks about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sarai_mqtt.core.conditions import DETECTED, OPPOSITES, states_of
from sarai_mqtt.core.home import Entity, names_in, spoken_name
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.inquiries.answerable import Answerable, about, ids_of
from sarai_mqtt.understanding.inquiries.comparisons import compared
from sarai_mqtt.understanding.inquiries.measures import attribute, levels, measure
from sarai_mqtt.understanding.inquiries.pieces import Asked
from sarai_mqtt.understanding.inquiries.subjects import Subjects
from sarai_mqtt.understanding.inquiries.vocabulary import HomeNames
from sarai_mqtt.understanding.reader.resolve_intents import MOBILE
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
_PRESENT = frozenset({"occupancy", "presence", "motion"})
# Detections that another class of sensor shows too.
_ALSO: Mapping[str, frozenset[str]] = {
    "motion": frozenset({"motion", "moving", "occupancy", "presence"}),
    "occupancy": _PRESENT,
    "problem": frozenset({"problem", "safety", "tamper"}),
}
_OF_LEVELS = frozenset({"low", "fine"})  # a level tells them without a judgement of ours
_OF_DETECTION = ("is", "there", "which", "where", "tell", "how_many", "since", "how")
_OF_NOW = frozenset({"undocked", "docked", "jammed", "problem"})
# How a question begins that is about the whole house where no room is said: one leaves the house, too.
_OF_ALL_ROOMS = frozenset({"which", "how_many", "there", "left", "forgot"})
_OF_PLACES = frozenset({"occupied", "free", "wet", "dry"})
_OF_NO_STATE = ("how", "when")
# "How is the …?" is about the state of these.
_WITH_STATE = frozenset(
    {
        "alarm_control_panel", "lock", "cover", "valve", "vacuum", "lawn_mower", "siren", "binary_sensor",
        "climate", "humidifier", "water_heater", "fan", "media_player", "light",
    }  # no switch: "how much longer does the washer need?" is of its sensor
)  # fmt: skip
_HEATING: Mapping[str, str] = {"on": "heating", "running": "heating", "off": "not_heating"}
# What is open or closed, of a thing that only shows whether it is locked.
_AS_LOCKED: Mapping[str, str] = {"open": "unlocked", "closed": "locked"}


class Resolver:
    """Resolves questions of one language in one home.

    With `of_rooms` also those about the temperature of a room, which sentences with a template ask otherwise.
    """

    def __init__(self, setting: Setting, names: HomeNames, *, of_rooms: bool = False) -> None:
        self._setting, self._of_rooms = setting, of_rooms
        self._subjects = Subjects(setting, names)

    @property
    def language(self) -> str:
        """Code of the language of the sentence."""
        return self._setting.language

    @property
    def is_general(self) -> bool:
        """True if the sentence asks how things are in general, and not in this home."""
        return bool(pack(self.language).house_questions.general.search(bare_words(self._setting.text)))

    def name_of(self, entity: str) -> str:
        """Return the spoken name of an entity (id)."""
        return spoken_name(self._setting.home.entities[entity].names, self.language)

    def place_name(self, asked: Asked) -> str | None:
        """Return the name of the place that is asked about, "" for none; None if the home has not got it."""
        if asked.extremes:
            return ""
        try:
            place = where(self._setting, asked.places)
        except RefusedError:
            return None
        return place.name if place and (place.area or place.floor) else ""

    def resolve(self, asked: Asked) -> Answerable | None:
        """Return what `asked` asks about in this home; None if it is about nothing that is there."""
        asked = _without_people(asked)
        if asked.extremes:
            return compared(asked, self._setting, self._subjects.named)
        if asked.rooms:
            return None  # of no room in particular
        try:
            place = where(self._setting, asked.places)
        except RefusedError:
            return None
        if place is not None and place.alike:
            return None
        return self._by_kind(asked, place)

    def _by_kind(self, asked: Asked, place: Where | None) -> Answerable | None:
        subjects = self._subjects
        measured = partial(measure, subjects=subjects, of_rooms=self._of_rooms)
        kinds: Sequence[tuple[object, Callable[[Asked, Where | None], Answerable | None]]] = (
            (asked.update, self._update),
            (asked.started, self._started),
            (asked.attributes, partial(attribute, subjects=subjects)),
            (asked.measures, measured),
            (asked.detections, self._detection),
            (asked.conditions, self._condition),
            (asked.entities, self._named),
        )
        read = next((one for said, one in kinds if said), None)
        return read(asked, place) if read else None

    def _update(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question about updates."""
        condition: str = "current" if "current" in asked.conditions else "outdated"
        found = self._able(condition, place)
        return about(asked, self._subjects.owned(found, asked), condition, place)

    def _started(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question which scenes or scripts there are: their names are all that can be told."""
        others = asked.conditions or asked.measures or asked.entities or asked.owners or asked.classes
        if others or asked.opener not in ("which", "there", "how_many", "how", "tell"):
            return None
        found = [e for e in self._subjects.things_in(place) if e.domain in asked.started]
        return Answerable(ids_of(found), "names", {"domain": found[0].domain}) if found else None

    def _detection(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question whether sensors detect something: "is there smoke?"."""
        if asked.conditions or asked.measures or asked.classes or len(asked.detections) != 1:
            return None
        if asked.opener not in _OF_DETECTION:
            return None
        name = asked.detections[0]
        classes = _ALSO.get(name, frozenset({name}))
        every = self._subjects.things_in(place)
        found = [e for e in every if e.domain == "binary_sensor" and e.device_class in classes]
        found = self._subjects.owned(found, asked)
        found = [e for e in found if e.device_class == name] or found if name != "occupancy" else found
        return about(asked, found, DETECTED, place)

    def _condition(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question whether things are in a condition: "which windows are open?"."""
        many = asked.measures or asked.detections or len(asked.conditions) != 1
        if many or (asked.opener in _OF_NO_STATE and asked.conditions != ("playing",)):
            return None
        condition: str = asked.conditions[0]
        if asked.opener == "forgot":
            condition = OPPOSITES.get(asked.conditions[0], condition)
        if not (asked.entities or asked.classes or asked.owners):
            return self._of_no_thing(asked, condition, place)
        if asked.groups or (asked.opener == "who" and condition != "playing"):
            return None
        if asked.opener == "did" and condition in _OF_NOW:
            return None  # what was is not known: "did the siren go off?"
        condition, able = self._in_condition(asked, self._of_heating(asked, condition), place)
        found = self._subjects.of_names_or_class(asked, able)
        if not found and condition in _OF_LEVELS and not asked.classes:
            return levels(asked, place, self._subjects)
        if asked.classes and not (asked.quantity or asked.opener in _OF_ALL_ROOMS):
            found = self._subjects.near(found, place)
        return about(asked, found, condition, place)

    def _of_heating(self, asked: Asked, condition: str) -> str:
        """Return the condition; of what is called heating, that it heats, not only that it is on."""
        orders = pack(self.language).orders
        heating = set(map(bare_words, orders.modes.get("heat", ()))) if orders else set[str]()
        home, text = self._setting.home, bare_words(self._setting.text)
        things = [home.entities[i] for ids in asked.entities for i in ids]
        names = {
            name
            for e in things
            if e.domain == "climate"
            for name in map(bare_words, names_in(e.names, self.language))
            if name in text
        }
        said = set(map(bare_words, asked.kinds)) if asked.classes == ("climate",) else names
        return _HEATING[condition] if condition in _HEATING and said & heating else condition

    def _in_condition(self, asked: Asked, condition: str, place: Where | None) -> tuple[str, list[Entity]]:
        """Return the condition and what can be in it; for a padlock that is "closed", that it is locked."""
        able, other = self._able(condition, place), _AS_LOCKED.get(condition)
        if other and (asked.entities or asked.owners) and not self._subjects.owned(able, asked):
            locks = self._able(other, place)
            if self._subjects.owned(locks, asked):
                return other, locks
        return condition, able

    def _of_no_thing(self, asked: Asked, condition: str, place: Where | None) -> Answerable | None:
        """Resolve a question about people, everything or a room: "is everybody home?", "what's on?"."""
        able = self._able(condition, place)
        players = [e for e in able if e.domain == "media_player"]
        if condition in ("playing", "paused") and players and not asked.groups:
            # "what's playing?", "is the music paused?", but "is there any music playing?"
            found = players if asked.opener == "there" else self._subjects.near(players, place)
        elif asked.groups or asked.opener == "who":
            found = _grouped(asked, condition, able)
        elif asked.opener == "which" and condition in ("on", "open"):
            found = _everything(condition, able)
        elif condition in ("connected", "disconnected") and asked.opener != "which":
            found = able if len(able) == 1 else []  # "are we online?"
        elif condition in ("locked", "unlocked") and place is None:
            locks = _everything(condition, able)
            found = locks if len(locks) > 1 or asked.opener != "is" else []  # "did I lock up?"
        else:
            found = able if place is not None and condition in _OF_PLACES else []
        return about(asked, found, condition, place)

    def _named(self, asked: Asked, place: Where | None) -> Answerable | None:
        """Resolve a question that is the name of a sensor: "is somebody in bed?", "what's the barometer?"."""
        ids = {i for some in asked.entities for i in some}
        entities = [e for e in self._subjects.things_in(place) if e.id in ids]
        if len(asked.entities) != 1 or len(entities) != 1 or asked.groups or asked.owners:
            return None
        if asked.classes and not self._subjects.of_names_or_class(asked, entities):
            return None  # "the state of the front door lock" names one thing, "of the door lamp" none
        entity = entities[0]
        if entity.domain == "binary_sensor" and asked.opener in ("is", "there", "tell"):
            return Answerable((entity.id,), "one_yesno", {"name": entity.id, "state": "on"})
        if entity.device_class == "temperature":
            return None  # HassClimateGetTemperature
        value = entity.domain in ("sensor", "counter") and asked.opener in ("which", "how", "tell")
        roams = asked.opener == "where" and entity.domain in MOBILE
        if value or roams or (asked.opener == "how" and entity.domain in _WITH_STATE):
            return Answerable((entity.id,), "one", {"name": entity.id})
        return None

    def _able(self, condition: str, place: Where | None) -> list[Entity]:
        return [e for e in self._subjects.things_in(place) if _can_be(condition, e)]


def _without_people(asked: Asked) -> Asked:
    """Return the question without who did it, where it asks what somebody did to a thing."""
    if asked.opener not in ("left", "did", "forgot") or not (asked.classes or len(asked.entities) > 1):
        return asked
    things = tuple(ids for ids in asked.entities if not all(i.startswith("person.") for i in ids))
    return replace(asked, entities=things, groups=())


def _grouped(asked: Asked, condition: str, able: list[Entity]) -> list[Entity]:
    people = asked.opener == "who" or bool({"everybody", "anybody"} & set(asked.groups))
    if people != (condition in _OF_PEOPLE):
        return []
    return [e for e in able if e.domain == "person"] if people else _everything(condition, able)


def _everything(condition: str, able: list[Entity]) -> list[Entity]:
    if condition in ("on", "off"):
        return [e for e in able if e.domain in _SWITCHED]
    if condition in ("open", "closed"):
        return [e for e in able if e.device_class in _OPENED]
    if condition in ("locked", "unlocked"):
        return [e for e in able if e.domain == "lock"]
    return able


def _can_be(condition: str, entity: Entity) -> bool:
    if condition in ("on", "off"):
        return entity.domain in _ON_OR_OFF or entity.domain == "binary_sensor"
    return bool(states_of(condition, entity.domain, entity.device_class))
