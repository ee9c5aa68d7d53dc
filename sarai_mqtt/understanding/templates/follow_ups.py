"""Fragments that continue a command: "and the bedroom too", "ahora apágala", "al treinta por ciento"."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hassil import Intents, RecognizeResult, recognize_all

from sarai_mqtt.core.consent import needs_yes
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.targets import targets_of
from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.understanding.guards import forbids
from sarai_mqtt.understanding.templates.slot_lists import Vocabulary

_MAX_WORDS = 9
_PLACE = ("name", "area", "floor")

_SWITCHED = frozenset({"light", "switch", "fan", "media_player", "climate", "input_boolean"})
_COVERS = frozenset({"cover", "valve"})
_LOCKS = frozenset({"lock"})
# The intent for each direction and domain: in Home Assistant, opening and locking are "turning on".
_WAYS: Mapping[str, tuple[tuple[frozenset[str], str], ...]] = {
    "on": ((_SWITCHED, "HassTurnOn"),),
    "off": ((_SWITCHED, "HassTurnOff"),),
    "open": ((_COVERS, "HassTurnOn"), (_LOCKS, "HassTurnOff")),
    "close": ((_COVERS, "HassTurnOff"), (_LOCKS, "HassTurnOn")),
    "lock": ((_LOCKS, "HassTurnOn"),),
    "unlock": ((_LOCKS, "HassTurnOff"),),
}
# The intent and slot that a percentage means, by domain.
_PERCENT: Mapping[str, tuple[str, str]] = {
    "light": ("HassLightSet", "brightness"),
    "cover": ("HassSetPosition", "position"),
    "fan": ("HassFanSetSpeed", "percentage"),
    "media_player": ("HassSetVolume", "volume_level"),
}
_FILE = "follow_ups.yaml"
_STEP = 20  # percent: a step that a person notices
_DEGREES = 1


class Fragments:
    """The fragment templates of one language (follow_ups.yaml of its pack), none without the file.

    Raises BadInput (`unknown_language`).
    """

    def __init__(self, language: str) -> None:
        self._language = language
        files = PackFiles(folder_of(language))
        self._intents = (
            Intents.from_dict(files.plain(_FILE))
            if (files.folder / _FILE).is_file()
            else Intents(language, {})
        )
        for intent in self._intents.intents.values():
            for block in intent.data:
                _ = block.sentences  # parses the templates now, not in the first sentence

    def apply(self, text: str, before: Intent, home: Home, words: Vocabulary) -> Intent | None:
        """Return the command that `text` makes of the command `before`.

        None if `text` is not a fragment, if it does not fit `before`, or if it is ambiguous.
        `words` is the vocabulary of this language for `home`.
        """
        if len(text.split()) > _MAX_WORDS:
            return None
        lists = {**words.templates.intents.slot_lists, **words.lists}
        found = recognize_all(text, self._intents, slot_lists=lists, language=self._language)
        ranked = sorted(found, key=lambda r: (-_name_length(r), -r.text_chunks_matched))
        choices: list[Intent] = []
        for result in ranked:
            if choices and _name_length(result) < _name_length(ranked[0]):
                break
            if intent := self._changed(result, text, before, home):
                choices.append(intent)
        if not choices or len({(c.name, c.targets) for c in choices}) > 1:
            return None
        return choices[0]

    def _changed(self, result: RecognizeResult, text: str, before: Intent, home: Home) -> Intent | None:
        """Return the command that one match makes of `before`; None if it does not fit or is forbidden."""
        said = {e.name: e.value for e in result.entities.values() if e.value is not None}
        domains = {home.entities[t].domain for t in before.targets if t in home.entities}
        if not domains or "conversation_command" in before.slots:
            return None
        change = _CHANGES[result.intent.name](said, before, domains, home)
        if change is None:
            return None
        name, slots = change
        # both sensors and thermostats are asked for a temperature, whichever answered before
        targets = targets_of(home, name, slots, () if name == "HassClimateGetTemperature" else domains)
        question = name in QUESTIONS
        if targets is None or not (targets or question):
            return None
        if name == before.name and before.asks == "one_yesno" and len(targets) > 1:
            before = replace(before, asks="any")
        intent = Intent(
            turn="",
            name=name,
            slots=slots,
            targets=tuple(t.id for t in targets),
            text=text,
            language=self._language,
            confidence=before.confidence,
            source="follow_up",
            confirm=needs_yes(targets, name),
            asks=before.asks if question else "",
        )
        # "what about the kitchen?" is a question in form only: it continues the command
        spoken = text.replace("?", "").replace("¿", "") if result.intent.name == "Target" else text
        reason = forbids(spoken, self._language, intent)
        return None if reason and not (reason == "question" and result.intent.name == "Target") else intent


_Change = tuple[str, dict[str, SlotValue]] | None


def _name_length(result: RecognizeResult) -> int:
    return len(result.entities["name"].text) if "name" in result.entities else 0


def _target(said: Mapping[str, SlotValue], before: Intent, domains: set[str], home: Home) -> _Change:
    """Return intent and values of `before` for the new entity or place; None if that is of another kind."""
    slots = {k: v for k, v in before.slots.items() if k not in _PLACE}
    place = {k: v for k, v in said.items() if k in _PLACE}
    if "name" in place:
        entity = home.entities[str(place["name"])]
        alike = entity.domain in domains or (
            before.name in {"HassTurnOn", "HassTurnOff"} and {entity.domain} | domains <= _SWITCHED
        )
        if not alike:
            return None
        return before.name, {k: v for k, v in slots.items() if k not in {"domain", "device_class"}} | place
    if before.name in {"HassClimateGetTemperature", "HassClimateSetTemperature", "HassVacuumCleanArea"}:
        return before.name, slots | place
    if len(domains) > 1 or before.name == "HassMediaSearchAndPlay":
        return before.name, slots | place
    slots.setdefault("domain", next(iter(domains)))
    classes = {home.entities[t].device_class for t in before.targets if t in home.entities}
    if "name" in before.slots and len(classes) == 1 and (kind := classes.pop()) is not None:
        slots.setdefault("device_class", kind)
    return before.name, slots | place


def _same_things(before: Intent, domains: set[str]) -> dict[str, SlotValue]:
    """Return the slots that select the entities of `before`, without its values."""
    slots = {k: v for k, v in before.slots.items() if k in {*_PLACE, "domain", "device_class"}}
    if "name" not in slots and len(domains) == 1:
        slots.setdefault("domain", next(iter(domains)))
    return slots


def _turn(said: Mapping[str, SlotValue], before: Intent, domains: set[str], _home: Home) -> _Change:
    """Return the intent that switches, opens or locks the same entities; None if they are of other kinds."""
    for kinds, name in _WAYS[str(said["way"])]:
        if domains <= kinds:
            return name, _same_things(before, domains)
    return None


def _value(said: Mapping[str, SlotValue], before: Intent, domains: set[str], _home: Home) -> _Change:
    """Return the intent that sets the same entities to the value; None if they cannot have it."""
    if len(domains) != 1:
        return None
    domain = next(iter(domains))
    slots = _same_things(before, domains)
    if "percent" in said and domain in _PERCENT:
        name, slot = _PERCENT[domain]
        return name, {**slots, slot: _whole(said["percent"])}
    if "degrees" in said and domain == "climate":
        return "HassClimateSetTemperature", {**slots, "temperature": _whole(said["degrees"])}
    if "color" in said and domain == "light":
        return "HassLightSet", {**slots, "color": said["color"]}
    return None


def _by_step(before: Intent, domains: set[str], sign: int) -> _Change:
    """Return the intent that changes the value of `before` by one step, up (`sign` 1) or down (-1).

    A volume, and a light that was turned on, need no value. None if there is no value to change.
    """
    if len(domains) != 1:
        return None
    domain = next(iter(domains))
    slots = _same_things(before, domains)
    if domain == "media_player":
        return "HassSetVolumeRelative", {**slots, "volume_step": "up" if sign > 0 else "down"}
    if before.name == "HassClimateSetTemperature":
        temperature = float(before.slots["temperature"]) + sign * _DEGREES
        return before.name, {**slots, "temperature": _whole(temperature)}
    if domain not in _PERCENT:
        return None
    name, slot = _PERCENT[domain]
    if slot in before.slots:
        percent = float(before.slots[slot]) + sign * _STEP
    elif before.name == "HassTurnOn" and domain == "light":
        percent = 100 if sign > 0 else 100 - 2 * _STEP  # its brightness is not known
    else:
        return None
    return name, {**slots, slot: _whole(min(100.0, max(5.0, percent)))}


def _whole(value: SlotValue) -> SlotValue:
    return int(value) if isinstance(value, float) and value.is_integer() else value


_CHANGES: Mapping[str, Callable[[Mapping[str, SlotValue], Intent, set[str], Home], _Change]] = {
    "Target": _target,
    "Turn": _turn,
    "Value": _value,
    "More": lambda _said, before, domains, _home: _by_step(before, domains, +1),
    "Less": lambda _said, before, domains, _home: _by_step(before, domains, -1),
}
