"""What people ask about things, such as "open" or "running", and the states of Home Assistant that are it.

Source of device classes and states: Home Assistant 2026.11, `BinarySensorDeviceClass` and the entity docs.
"""

from collections.abc import Mapping
from typing import Literal

from sarai_mqtt.core.acting import EntityState

Condition = Literal[
    "on", "off", "open", "closed", "locked", "unlocked", "jammed", "home", "away", "low",
    "charging", "not_charging", "connected", "disconnected", "plugged", "unplugged", "running", "stopped",
    "problem", "fine", "outdated", "current", "playing", "paused", "cleaning", "docked", "mowing", "armed",
    "disarmed", "sounding", "hot", "cold", "wet", "dry", "occupied", "free", "moving", "still", "safe",
    "unsafe", "undocked", "extended", "retracted", "flowing", "shut_off",
]  # fmt: skip
"""What can be asked of a thing in words of its own."""

DETECTED = "detected"
"""What is asked of a sensor with the name of what it detects ("is there smoke?")."""

_ON, _OFF = frozenset({"on"}), frozenset({"off"})
_OPENINGS = ("door", "garage_door", "opening", "window")
_DETECTING = (
    "carbon_monoxide", "gas", "heat", "cold", "light", "moisture", "motion", "moving", "occupancy",
    "presence", "smoke", "sound", "vibration", "problem", "tamper", "safety",
)  # fmt: skip


def _sensed(*classes: str, by: frozenset[str] = _ON) -> dict[str, frozenset[str]]:
    return {f"binary_sensor.{name}": by for name in classes}


_OPENED = frozenset({"open", "opening", "closing"})
_ARMED = frozenset(
    {"armed_home", "armed_away", "armed_night", "armed_vacation", "armed_custom_bypass", "arming"}
)
CONDITIONS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "open": {
        **_sensed(*_OPENINGS),
        "cover": _OPENED,
        "valve": _OPENED,
        "lock": frozenset({"unlocked", "unlocking", "open", "opening"}),
    },
    "closed": {
        **_sensed(*_OPENINGS, by=_OFF),
        "cover": frozenset({"closed"}),
        "valve": frozenset({"closed"}),
        "lock": frozenset({"locked"}),
    },
    "locked": {"lock": frozenset({"locked"}), **_sensed("lock", by=_OFF)},
    "unlocked": {"lock": frozenset({"unlocked", "unlocking", "open", "opening"}), **_sensed("lock")},
    "jammed": {
        "lock": frozenset({"jammed"}),
        "vacuum": frozenset({"error"}),
        "lawn_mower": frozenset({"error"}),
    },
    "home": {"person": frozenset({"home"}), "device_tracker": frozenset({"home"})},
    "away": {"person": frozenset({"not_home"}), "device_tracker": frozenset({"not_home"})},
    DETECTED: _sensed(*_DETECTING),
    "low": _sensed("battery"),
    "charging": _sensed("battery_charging"),
    "not_charging": _sensed("battery_charging", by=_OFF),
    "connected": _sensed("connectivity"),
    "disconnected": _sensed("connectivity", by=_OFF),
    "plugged": _sensed("plug"),
    "unplugged": _sensed("plug", by=_OFF),
    "running": {
        **_sensed("running", "power", "moving"),
        "vacuum": frozenset({"cleaning"}),
        "lawn_mower": frozenset({"mowing"}),
        "timer": frozenset({"active"}),
        "script": _ON,
        "switch": _ON,
        "fan": _ON,
        "humidifier": _ON,
    },
    "stopped": {
        **_sensed("running", "power", "moving", by=_OFF),
        "switch": _OFF,
        "fan": _OFF,
        "humidifier": _OFF,
    },
    "problem": {
        **_sensed("problem", "safety", "tamper"),
        "vacuum": frozenset({"error"}),
        "lawn_mower": frozenset({"error"}),
    },
    "fine": _sensed("problem", "safety", "tamper", "battery", by=_OFF),
    "outdated": {"update": _ON, **_sensed("update")},
    "current": {"update": _OFF, **_sensed("update", by=_OFF)},
    "playing": {"media_player": frozenset({"playing", "buffering"})},
    "paused": {
        "media_player": frozenset({"paused"}),
        "timer": frozenset({"paused"}),
        "vacuum": frozenset({"paused"}),
    },
    "cleaning": {"vacuum": frozenset({"cleaning"})},
    "docked": {"vacuum": frozenset({"docked"}), "lawn_mower": frozenset({"docked"})},
    "undocked": {
        "vacuum": frozenset({"cleaning", "paused", "idle", "returning", "error"}),
        "lawn_mower": frozenset({"mowing", "paused", "returning", "error"}),
    },
    "mowing": {"lawn_mower": frozenset({"mowing"})},
    "armed": {"alarm_control_panel": _ARMED},
    "disarmed": {"alarm_control_panel": frozenset({"disarmed"})},
    "sounding": {"siren": _ON, "alarm_control_panel": frozenset({"triggered"})},
    "hot": _sensed("heat"),
    "cold": _sensed("cold"),
    "wet": _sensed("moisture"),
    "dry": _sensed("moisture", by=_OFF),
    "occupied": _sensed("occupancy", "presence", "motion"),
    "free": _sensed("occupancy", "presence", "motion", by=_OFF),
    "moving": {
        **_sensed("motion", "moving", "vibration"),
        "cover": frozenset({"opening", "closing"}),
        "valve": frozenset({"opening", "closing"}),
    },
    "heating": {"climate": frozenset({"heat", "heat_cool", "auto"})},
    "not_heating": {"climate": frozenset({"off", "cool", "dry", "fan_only"})},
    "extended": {"cover.awning": _OPENED},
    "retracted": {"cover.awning": frozenset({"closed"})},
    "flowing": {"valve": _OPENED},
    "shut_off": {"valve": frozenset({"closed"})},
    "still": _sensed("motion", "moving", "vibration", by=_OFF),
    "safe": _sensed("safety", by=_OFF),
    "unsafe": _sensed("safety"),
}
"""The states that are each condition, by domain, or by domain and device class of a binary sensor.

"on" and "off" are not in it: every domain that can be switched has them.
"""

OPPOSITES: Mapping[str, str] = {
    "on": "off", "off": "on", "open": "closed", "closed": "open", "locked": "unlocked", "unlocked": "locked",
    "plugged": "unplugged", "unplugged": "plugged", "armed": "disarmed", "disarmed": "armed",
}  # fmt: skip
"""What a thing is left in by who forgot to bring it into the condition."""

NEGATIVE: frozenset[str] = frozenset(
    {
        "off", "closed", "locked", "fine", "current", "dry", "docked", "still", "free", "safe", "retracted",
        "shut_off",
    }
)  # fmt: skip
"""Conditions that people expect of all things: "are the windows closed?" asks about every one."""

_SOMEBODY = frozenset({"person", "device_tracker"})
_AWAY = frozenset({"away", "not_home"})
_BUSY_IS_ON = frozenset({"climate", "media_player", "water_heater", "humidifier", "vacuum", "lawn_mower"})
_NOT_BUSY = frozenset({"off", "standby", "docked"})


def holds(wanted: str, state: EntityState, device_class: str | None = None) -> bool:
    """Return True if the thing is in the condition or in the state asked about.

    "on" includes being busy, such as playing. `device_class` is that of a binary sensor.
    """
    domain = state.id.partition(".")[0]
    if wanted in {"on", "off"}:
        if domain in _BUSY_IS_ON:
            return (state.state in _NOT_BUSY) == (wanted == "off")
        return state.state == wanted
    if wanted in _AWAY and domain in _SOMEBODY:
        return state.state != "home"  # who is in another zone is away, too
    states = states_of(wanted, domain, device_class)
    return state.state in states if states else state.state.casefold() == wanted.casefold()


def states_of(wanted: str, domain: str, device_class: str | None) -> frozenset[str]:
    """Return the states in which an entity of `domain` is in the condition; empty if it is none of it."""
    row = CONDITIONS.get(wanted, {})
    return row.get(f"{domain}.{device_class or ''}") or row.get(domain) or frozenset()
