"""Clauses that tell what a thing is set to: its volume, mode, source, temperature or humidity."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.states import Settings
from sarai_mqtt.turns.responses.names import readable
from sarai_mqtt.turns.responses.state_clauses import StateClauses, number_of
from sarai_mqtt.turns.responses.state_words import word_of

_MODES = ("preset_mode", "mode", "operation_mode")
_NO_MODE = frozenset({"none", "", "None"})
_CHOSEN_BY_STATE = frozenset({"select", "input_select", "climate", "water_heater"})
_PARTS_OF_LENGTH = 3
_Clause = Callable[[EntityState, Settings, StateClauses], str]


def setting_clause(state: EntityState, setting: str, clauses: StateClauses) -> str:
    """Return the clause that tells the `setting` (`schema.inquiries.Attribute`) of a thing.

    "" if the thing shows none, or the pack has no words for it.
    """
    settings = pack(clauses.names.words.language).states.settings
    return _CLAUSES[setting](state, settings, clauses) if settings and setting in _CLAUSES else ""


def mode_word(mode: str, language: str) -> str:
    """Return how a mode is called in `language`; readable in its own words if that is not known."""
    orders = pack(language).orders
    tables = (orders.presets, orders.modes, orders.fan_speeds) if orders else ()
    said = next((words for table in tables for name, words in table.items() if name == mode.casefold()), ())
    return said[0] if said else readable(mode)


def _filled(template: str, state: EntityState, clauses: StateClauses, **parts: str) -> str:
    names = clauses.names
    is_ = names.words.is_([names.name(state.id)])
    return template.format(the=names.the(state.id), is_=is_, **parts)


def _volume(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    level = number_of(state.attributes.get("volume_level"))
    if level is None:
        return ""
    return _filled(settings.volume, state, clauses, value=clauses.names.words.number(round(level * 100)))


def _mode(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    shown = [str(state.attributes.get(name) or "") for name in _MODES]
    if state.id.partition(".")[0] in _CHOSEN_BY_STATE:
        shown.append(state.state)
    mode = next((mode for mode in shown if mode not in _NO_MODE), "")
    language = clauses.names.words.language
    told = _filled(settings.mode, state, clauses, value=mode_word(mode, language)) if mode else ""
    works = word_of(state, None, language) if state.id.startswith("climate.") else None
    return f"{told}, {works}" if told and works and mode != state.state else told


def _set_to(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    attributes = state.attributes
    low, high = (number_of(attributes.get(f"target_temp_{end}")) for end in ("low", "high"))
    temperature, humidity = (number_of(attributes.get(name)) for name in ("temperature", "humidity"))
    if temperature is None and low is not None and high is not None:
        ends = {"low": clauses.names.words.number(low), "high": clauses.amount(high, "°")}
        return _filled(settings.set_between, state, clauses, **ends)
    if temperature is None and humidity is None:
        return ""
    value = clauses.amount(humidity or 0.0, "%") if temperature is None else clauses.amount(temperature, "°")
    return _filled(settings.set_to, state, clauses, value=value)


def _named(attribute: str) -> _Clause:
    def clause(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
        value = state.attributes.get(attribute)
        return _filled(settings.set_to, state, clauses, value=readable(value)) if value else ""

    return clause


def _remaining(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    """Return the clause for the time left; "" for a timer that does not run."""
    if state.state == "active":
        seconds = _until(state.attributes.get("finishes_at"), clauses.now)
    else:
        seconds = _length(state.attributes.get("remaining")) if state.state == "paused" else None
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    parts = {"hours": minutes // 60, "minutes": minutes % 60, "seconds": rest}
    value = clauses.names.words.duration({unit: count for unit, count in parts.items() if count})
    return _filled(settings.remaining, state, clauses, value=value) if any(parts.values()) else ""


def _until(moment: object, now: datetime) -> float | None:
    try:
        end = datetime.fromisoformat(str(moment))
    except ValueError:
        return None
    return (end - (now if now.tzinfo else now.astimezone())).total_seconds() if end.tzinfo else None


def _length(said: object) -> float | None:
    """Return the seconds of a length as Home Assistant writes it: "0:12:30"."""
    parts = str(said).split(":")
    if len(parts) != _PARTS_OF_LENGTH or not all(part.isdigit() for part in parts):
        return None
    hours, minutes, seconds = map(int, parts)
    return hours * 3600 + minutes * 60 + seconds


def _order(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    """Return the clause that tells in which order a player plays; "" if it does not show it."""
    shuffle, repeat = state.attributes.get("shuffle"), state.attributes.get("repeat")
    if shuffle is None and repeat is None:
        return ""
    words = settings.orders
    again = words["one"] if repeat == "one" else words["all"] if repeat == "all" else words["off"]
    return _filled(settings.order, state, clauses, shuffle=words["on" if shuffle else "off"], repeat=again)


def _speed(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    """Return the clause for a speed with a name; "" where it is told in percent."""
    speed = str(state.attributes.get("fan_mode") or state.attributes.get("fan_speed") or "")
    word = mode_word(speed, clauses.names.words.language)
    return _filled(settings.speed, state, clauses, value=word) if speed not in _NO_MODE else ""


def _direction(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    """Return the clause that tells which way a fan turns; "" if it does not turn or does not show it."""
    way = state.attributes.get("direction")
    if state.state != "on" or way not in ("forward", "reverse"):
        return ""
    return _filled(settings.shown["forward" if way == "forward" else "reverse"], state, clauses)


def _oscillating(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    shown = state.attributes.get("oscillating")
    if shown is None:
        return ""
    return _filled(settings.shown["oscillating" if shown else "not_oscillating"], state, clauses)


def _muted(state: EntityState, settings: Settings, clauses: StateClauses) -> str:
    shown = state.attributes.get("is_volume_muted")
    return "" if shown is None else _filled(settings.shown["muted" if shown else "not_muted"], state, clauses)


_CLAUSES: Mapping[str, _Clause] = {
    "volume_level": _volume,
    "mode": _mode,
    "set_to": _set_to,
    "source": _named("source"),
    "sound_mode": _named("sound_mode"),
    "version": _named("installed_version"),
    "remaining": _remaining,
    "order": _order,
    "speed": _speed,
    "direction": _direction,
    "oscillating": _oscillating,
    "muted": _muted,
}
