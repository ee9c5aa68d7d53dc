"""Entities of a site and of the service, as components of Home Assistant's MQTT device discovery."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from sarai_mqtt.core.events import State
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.satellites.options import Choice, OptionTable, Range, Switch

Component = dict[str, Any]
# Returns the topic of a kind ("state") and, for a setting, its key.
TopicOf = Callable[..., str]

# Every intent of Home Assistant's own sentences; intents of a user's own sentences appear as "other".
INTENTS: Sequence[str] = """
    HassBroadcast HassCancelAllTimers HassCancelTimer HassClimateGetTemperature HassClimateSetFanMode
    HassClimateSetTemperature HassDecreaseTimer HassFanSetSpeed HassGetCurrentDate HassGetCurrentTime
    HassGetState HassGetWeather HassIncreaseTimer HassLawnMowerDock HassLawnMowerStartMowing HassLightSet
    HassListAddItem HassListCompleteItem HassListRemoveItem HassMediaNext HassMediaPause
    HassMediaPlayerMute HassMediaPlayerUnmute HassMediaPrevious HassMediaSearchAndPlay
    HassMediaUnpause HassNevermind HassPauseTimer HassRespond
    HassSetPosition HassSetVolume HassSetVolumeRelative HassShoppingListAddItem HassShoppingListCompleteItem
    HassStartTimer HassTimerStatus HassTurnOff HassTurnOn HassUnpauseTimer HassVacuumCleanArea
    HassVacuumReturnToBase HassVacuumStart
""".split()  # noqa: SIM905 - a list with one word per line would fill a page

# Timings of a turn (keys of TurnReport.timings), in their order; the sensors of the rare ones are disabled by
# default.
TIMINGS = ("endpoint_delay", "stt", "understand", "act", "tts_first", "response", "e2e")
RARE_TIMINGS = ("ttft", "ttfs", "tts")

_ICONS: Mapping[str, str] = {
    "state": "mdi:account-voice",
    "transcript": "mdi:text-recognition",
    "intent": "mdi:lightbulb-question",
    "alarm": "mdi:alarm",
    "say": "mdi:bullhorn",
    "enabled": "mdi:power",
    "mute": "mdi:microphone-off",
    "mode": "mdi:ear-hearing",
    "language": "mdi:translate",
    "voice": "mdi:account-tie-voice",
    "barge_in": "mdi:account-voice-off",
    "volume": "mdi:volume-high",
    "silence_ms": "mdi:timer-sand",
    "stop": "mdi:stop",
    "test": "mdi:play-circle",
    "forget": "mdi:map-marker-remove",
    "verify_models": "mdi:file-check",
}
_DIAGNOSTIC = {"entity_category": "diagnostic"}
_CONFIG = {"entity_category": "config"}
# Sent as JSON, so that a text that begins like JSON is spoken literally.
_AS_TEXT = "{{ {'text': value} | tojson }}"
# Settings changed in daily use: these are not listed under "Configuration".
_DAILY = frozenset({"enabled", "mute", "volume"})


def name_of(key: str, language: str) -> str:
    """Return the display name of component `key` in `language`.

    Raises KeyError for a component without a name, BadInput (`unknown_language`).
    """
    return pack(language).devices.labels[key]


def icon_of(key: str) -> Component:
    """Return the `icon` entry of component `key`, {} if Home Assistant's default icon is right."""
    return {"icon": _ICONS[key]} if key in _ICONS else {}


def service_components(at: TopicOf) -> dict[str, Component]:
    """Return the components of the service's own device: key -> component; `at` returns topics."""
    report = {"state_topic": at("service")}
    return {
        "service": {
            "platform": "binary_sensor",
            "device_class": "connectivity",
            "state_topic": at("status"),
            "payload_on": "online",
            "payload_off": "offline",
            # This entity reports the availability of all others, so it is always available itself.
            "availability": [],
            **_DIAGNOSTIC,
        },
        "memory": {
            "platform": "sensor",
            "device_class": "data_size",
            "unit_of_measurement": "MB",
            "state_class": "measurement",
            "suggested_display_precision": 0,
            "value_template": "{{ value_json.memory_mb }}",
            **report,
            **_DIAGNOSTIC,
        },
        "version": {
            "platform": "sensor",
            "value_template": "{{ value_json.version }}",
            **report,
            **_DIAGNOSTIC,
        },
        "sites": {
            "platform": "sensor",
            "state_class": "measurement",
            "value_template": "{{ value_json.sites }}",
            **report,
            **_DIAGNOSTIC,
        },
        "models": {
            "platform": "update",
            "value_template": (
                "{% if value_json.models_expected %}"
                "{{ {'installed_version': value_json.models, 'latest_version': value_json.models_expected,"
                " 'release_summary': value_json.models_note[:255]} | tojson }}"
                "{% endif %}"
            ),
            **report,
            **_DIAGNOSTIC,
        },
        "verify_models": {
            "platform": "button",
            "command_topic": at("do"),
            "payload_press": "verify_models",
            **_DIAGNOSTIC,
        },
        # at every site; that of a site is for it alone
        "announce": {"platform": "notify", "command_topic": at("announce"), "command_template": _AS_TEXT},
    }


def site_components(at: TopicOf, table: OptionTable) -> dict[str, Component]:
    """Return the components of a site's device: key -> component; `at` returns topics."""
    return {
        **_sensors(at),
        **_binary_sensors(at),
        **_events(at),
        **_controls(at),
        **{key: _setting(at, key, kind) for key, kind in table.kinds.items()},
        **{f"intent_{name}": _trigger(at, name) for name in INTENTS},
    }


def _sensors(at: TopicOf) -> dict[str, Component]:
    last = at("last")
    sensors: dict[str, Component] = {
        "state": {"device_class": "enum", "options": list(get_args(State)), "state_topic": at("state")},
        # A state holds 255 characters; the attributes hold the full text.
        "transcript": {
            "state_topic": last,
            "value_template": "{{ value_json.text[:255] }}",
            "json_attributes_topic": last,
            "json_attributes_template": _json_of_keys("text", "language", "reply", "outcome", "source"),
        },
        "intent": {
            "state_topic": last,
            "value_template": "{{ value_json.intent }}",
            "json_attributes_topic": at("intent"),
            "json_attributes_template": _json_of_keys(
                "name", "slots", "targets", "text", "language", "handled"
            ),
        },
    }
    alarm = at("alarm")
    sensors["alarm"] = {
        "device_class": "timestamp",
        "state_topic": alarm,
        "value_template": "{{ value_json.next }}",
        "json_attributes_topic": alarm,
        "json_attributes_template": _json_of_keys("upcoming"),
    }
    for name in (*TIMINGS, *RARE_TIMINGS):
        sensors[name] = {
            "state_topic": last,
            "value_template": f"{{{{ value_json.timings.get('{name}') }}}}",
            "device_class": "duration",
            "unit_of_measurement": "ms",
            "state_class": "measurement",
            "suggested_display_precision": 0,
            **_DIAGNOSTIC,
        }
        if name in RARE_TIMINGS:
            sensors[name]["enabled_by_default"] = False
    return {key: {"platform": "sensor", **sensor} for key, sensor in sensors.items()}


def _binary_sensors(at: TopicOf) -> dict[str, Component]:
    kinds: Mapping[str, Component] = {
        "speech": {"device_class": "sound"},
        "listening": {"icon": "mdi:microphone"},
        # Available also while the satellite is offline: that is what it reports.
        "connected": {
            "device_class": "connectivity",
            "availability": [{"topic": at("status")}],
            **_DIAGNOSTIC,
        },
    }
    return {
        key: {
            "platform": "binary_sensor",
            "state_topic": at("presence"),
            "value_template": f"{{{{ 'ON' if value_json.{key} else 'OFF' }}}}",
            **kind,
        }
        for key, kind in kinds.items()
    }


def _events(at: TopicOf) -> dict[str, Component]:
    known = "{% set known = " + repr(list(INTENTS)) + " %}"
    kinds: Mapping[str, tuple[str, list[str], str]] = {
        "wake_event": ("wake", ["wake"], '{"event_type": "wake"}'),
        "transcript_event": (
            "stt/transcript",
            ["transcript", "no_speech"],
            _event("'no_speech' if value_json.no_speech else 'transcript'"),
        ),
        "intent_event": (
            "intent",
            [*INTENTS, "other"],
            known + _event("value_json.name if value_json.name in known else 'other'"),
        ),
        "error_event": ("error", ["error"], _event("'error'")),
    }
    return {
        key: {"platform": "event", "state_topic": at(kind), "event_types": types, "value_template": template}
        for key, (kind, types, template) in kinds.items()
    }


def _event(event_type: str) -> str:
    return "{{ dict(value_json, event_type=(" + event_type + ")) | tojson }}"


def _json_of_keys(*keys: str) -> str:
    """Return a template that yields these keys of the payload as JSON."""
    pairs = ", ".join(f"'{key}': value_json.{key}" for key in keys)
    return "{{ {" + pairs + "} | tojson }}"


def _controls(at: TopicOf) -> dict[str, Component]:
    say = {"command_topic": at("tts/say"), "command_template": _AS_TEXT}
    return {
        "say": {"platform": "text", "min": 1, "max": 255, **say},
        "announce": {"platform": "notify", **say},
        "stop": _button(at, "stop"),
        "test": _button(at, "test") | _DIAGNOSTIC,
        "forget": _button(at, "forget") | _CONFIG | {"enabled_by_default": False},
    }


def _button(at: TopicOf, button: str) -> Component:
    return {"platform": "button", "command_topic": at("do"), "payload_press": button}


def _setting(at: TopicOf, key: str, kind: Switch | Choice | Range) -> Component:
    shown = {"command_topic": at("set", key), "state_topic": at("state", key)}
    shown |= {} if key in _DAILY else _CONFIG
    match kind:
        case Switch():
            return {"platform": "switch", "payload_on": "on", "payload_off": "off", **shown}
        case Choice(options=options):
            return {"platform": "select", "options": list(options), **shown}
        case Range(low=low, high=high, step=step, unit=unit):
            span = {"min": low, "max": high, "step": step, "unit_of_measurement": unit}
            return {"platform": "number", "mode": "slider", **span, **shown}


def _trigger(at: TopicOf, intent: str) -> Component:
    return {
        "platform": "device_automation",
        "automation_type": "trigger",
        "type": "intent",
        "subtype": intent,
        "topic": at("intent"),
        "value_template": "{{ value_json.name }}",
        "payload": intent,
    }
