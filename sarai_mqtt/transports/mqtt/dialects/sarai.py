"""MQTT topics, and the encoding and decoding of messages on them.

This module and `payloads` are the only ones that know topic strings and payload formats; docs/mqtt.md
describes them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.events import (
    Arbitration,
    Event,
    Failure,
    Hypothesis,
    Intent,
    LastTurn,
    Listen,
    Presence,
    Reply,
    ServiceReport,
    SettingChanged,
    Silence,
    SpeechChunk,
    State,
    StateChanged,
    Transcript,
    TurnReport,
    UpcomingAlarms,
)
from sarai_mqtt.core.messages import (
    DEFAULT_SITE,
    NAME,
    ActionReport,
    Announce,
    AudioEnd,
    AudioIn,
    Broadcast,
    ButtonPressed,
    ClientMessage,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.core.wav import write_wav
from sarai_mqtt.transports.mqtt.action_reports import parse_action_report
from sarai_mqtt.transports.mqtt.broadcasts import parse_broadcast, to_body
from sarai_mqtt.transports.mqtt.payloads import (
    OFFLINE,
    ONLINE,
    check_setting_name,
    check_site_name,
    parse_button,
    parse_played,
    parse_presence,
    parse_setting_value,
    parse_speech,
    parse_text,
    quoted,
    to_json,
)
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription

TOPICS_KNOWN = 2000

_STATE = TypeAdapter[State](State)
_JSON_TOPICS: Mapping[type[Event], str] = {
    Hypothesis: "stt/partial",
    Transcript: "stt/transcript",
    Intent: "intent",
    TurnReport: "turn",
    Arbitration: "arbitration",
    Failure: "error",
    Silence: "tts/stop",
    Listen: "listen",
    Presence: "presence",
    UpcomingAlarms: "alarm",
    LastTurn: "last",
    ServiceReport: "service",
}
_JSON_EVENTS = {topic: TypeAdapter[Any](event) for event, topic in _JSON_TOPICS.items()}
_RETAINED = (Presence, UpcomingAlarms, ServiceReport)
# Presence of a satellite, which it publishes retained: it holds until the next one.
_SATELLITE = "satellite"
# The only kind that belongs to no site, and so has no level for one.
_BROADCAST = "announce"


class Topics:
    """The `Dialect` of Sarai's own clients: topics under one root, for both directions.

    Its only state is whether the default site last sent on a topic without a site level: its reply then goes
    to the topic without a site level, too.
    """

    def __init__(self, root: str = "sarai") -> None:
        """Raise ConfigError `bad_root` if `root` is not 1 to 8 levels, each formed like a site name."""
        levels = root.split("/")
        if len(levels) > 8 or not all(NAME.fullmatch(level) for level in levels):
            raise ConfigError("bad_root", f"The MQTT root {quoted(root)} cannot be used.", "Use e.g. sarai.")
        self._root = root
        self._bare = False
        # Each site sends audio on its topic some 50 times a second.
        self._parsed = lru_cache(TOPICS_KNOWN)(self._parts)
        self._audio_topic = f"{root}/audio/in"
        self.status = f"{root}/status"
        self.greeting = Outgoing(self.status, ONLINE, retain=True)
        self.will = Outgoing(self.status, OFFLINE, retain=True)
        # `#` also matches the topic itself and too many levels, so that these are refused with an error
        # rather than silently ignored. The end of the audio is on the connection of the audio: on the other
        # one it could overtake it.
        self.audio_in = [Subscription(f"{root}/audio/in/#", 0), Subscription(f"{root}/audio/end/#", 1)]
        self.control_in = [
            Subscription(f"{root}/{t}/#", 1)
            for t in ("tts/say", "tts/played", "ask", "wake", "set", "do", "acted", _SATELLITE, _BROADCAST)
        ]
        # The retained catalogue of the home, published by a Home Assistant package.
        self.home = f"{root}/home"
        self.control_in.append(Subscription(self.home, 1))

    def parse(self, topic: str, payload: bytes, *, retain: bool) -> ClientMessage:
        """Parse a message from a client; on a topic without a site level it belongs to the default site.

        `retain` is its retain flag: only presence may be retained.
        Raises BadInput: bad_site, bad_topic, retained, bad_text, text_empty, text_too_long, bad_json,
        bad_language, bad_turn, bad_value, bad_report.
        """
        kind, site, key = self._parsed(topic)
        # An old command must not be executed when the service starts.
        if retain and kind != _SATELLITE:
            raise BadInput("retained", f"A retained message on {kind} is ignored.", "Publish it unretained.")
        if site in (None, DEFAULT_SITE):
            self._bare = site is None if kind in _REPLY_TOPIC_KINDS else self._bare
            site = DEFAULT_SITE
        if kind == _BROADCAST:
            return parse_broadcast(payload)
        if kind == "set":
            return SettingChange(site, key, parse_setting_value(payload))
        return _PARSERS[kind](site, payload)

    def site_of(self, topic: str) -> str:
        """Return the site to which a refused message on `topic` is reported; the default site if none."""
        try:
            return self._parsed(topic)[1] or DEFAULT_SITE
        except BadInput:
            return DEFAULT_SITE

    def is_audio(self, topic: str) -> bool:
        """Return True if messages on `topic` are audio, which is worthless when it is late."""
        return topic.startswith(self._audio_topic)

    def encode_inbound(self, message: ClientMessage, *, bare: bool = False) -> Outgoing:
        """Encode a message from a client to the service, the inverse of `parse`.

        `bare` leaves the site level out (`message.site` must be the default site); a setting always has one.
        Raises BadInput `bad_site`, of a setting also `bad_topic`.
        """
        match message:
            case Broadcast():
                return Outgoing(f"{self._root}/{_BROADCAST}", to_json(to_body(message)))
            case SettingChange(site=site, key=key, value=value):
                where = f"{check_site_name(site)}/{check_setting_name(key)}"
                return Outgoing(f"{self._root}/set/{where}", value.encode())
            case _:
                kind, payload = _kind_and_payload(message)
        suffix = "" if bare else f"/{check_site_name(message.site)}"
        qos = 0 if kind == "audio/in" else 1
        return Outgoing(f"{self._root}/{kind}{suffix}", payload, qos, retain=kind == _SATELLITE)

    def encode(self, site: str, event: Event) -> Outgoing:
        """Encode one event of `site`. Raises BadInput `bad_site` if the name of site or turn is invalid."""
        check_site_name(site)
        match event:
            case Reply():
                topic = "tts/out" if site == DEFAULT_SITE and self._bare else f"tts/out/{site}"
                return Outgoing(f"{self._root}/{topic}", write_wav(event.pcm, event.rate))
            case SpeechChunk():
                where = f"{site}/{check_site_name(event.turn)}/{event.seq}/{int(event.last)}"
                return Outgoing(f"{self._root}/tts/stream/{where}", write_wav(event.pcm, event.rate), qos=0)
            case StateChanged():
                return Outgoing(f"{self._root}/state/{site}", event.state.encode(), retain=True)
            case SettingChanged():
                return Outgoing(f"{self._root}/state/{site}/{event.key}", event.value.encode(), retain=True)
            case _:
                kind = _JSON_TOPICS[type(event)]
                return Outgoing(
                    f"{self._root}/{kind}"
                    if isinstance(event, ServiceReport)
                    else f"{self._root}/{kind}/{site}",
                    _JSON_EVENTS[kind].dump_json(
                        event, fallback=dict, warnings=False, exclude=_left_out(event)
                    ),
                    qos=0 if isinstance(event, Hypothesis) else 1,
                    retain=isinstance(event, _RETAINED),
                )

    def decode(self, topic: str, payload: bytes) -> tuple[str, Event]:
        """Decode a message of the service into site and event, the inverse of `encode`.

        A Reply has only its audio: the WAV has the plain 44-byte header that the simplest player accepts, so
        `turn`, `text` and `language` are empty (the TurnReport has them).
        Raises BadInput: bad_topic, bad_site, bad_json, bad_state, bad_value and those of
        `core.wav.parse_wav`.
        """
        if topic.startswith(f"{self._root}/tts/stream/"):
            return _speech_chunk(topic.removeprefix(f"{self._root}/tts/stream/").split("/"), payload)
        if topic.startswith(f"{self._root}/state/") and topic.count("/") > self._root.count("/") + 2:
            site, _, key = topic.removeprefix(f"{self._root}/state/").partition("/")
            return check_site_name(site), SettingChanged(
                check_setting_name(key), parse_setting_value(payload)
            )
        kind, name = self._split(topic, ("tts/out", "state", *_JSON_EVENTS))
        site = name or DEFAULT_SITE
        match kind:
            case "tts/out":
                return site, Reply("", "", "", *parse_speech(payload))
            case "state":
                try:
                    return site, StateChanged(_STATE.validate_python(payload.decode(errors="replace")))
                except ValidationError:
                    raise BadInput("bad_state", "The payload is no state of ours.") from None
            case _:
                return site, _event(kind, payload)

    def event_subscriptions(self, site: str) -> list[Subscription]:
        """Return the subscriptions to all events of `site`. Raises BadInput `bad_site`."""
        check_site_name(site)
        kinds = ("tts/out", "state", *(kind for kind in _JSON_EVENTS if kind != "service"))
        filters = [*(f"{kind}/{site}" for kind in kinds), f"state/{site}/+", f"tts/stream/{site}/#"]
        if site == DEFAULT_SITE:
            filters.append("tts/out")
        return [Subscription(f"{self._root}/{f}", 0 if f.startswith("tts/stream/") else 1) for f in filters]

    def path(self, kind: str, site: str | None, key: str = "") -> str:
        """Return the topic of `kind` ("stt/transcript"), with levels for site and setting key if given."""
        return "/".join(part for part in (self._root, kind, site, key) if part)

    def retained_topics(self, site: str, settings: Iterable[str]) -> list[str]:
        """Return the topics of `site` with retained messages; `settings` are the keys of its settings."""
        states = [f"state/{site}", f"presence/{site}", f"alarm/{site}"]
        kinds = [*states, *(f"state/{site}/{key}" for key in settings)]
        return [self.path(kind, None) for kind in kinds]

    def _parts(self, topic: str) -> tuple[str, str | None, str]:
        """Return kind, site (None: no site level) and setting key ("" if none) of a client's topic."""
        prefix = f"{self._root}/set/"
        if topic.startswith(prefix):
            site, _, key = topic.removeprefix(prefix).partition("/")
            return "set", check_site_name(site), check_setting_name(key)
        if topic == f"{self._root}/{_BROADCAST}":
            return _BROADCAST, None, ""
        return *self._split(topic, tuple(_PARSERS)), ""

    def _split(self, topic: str, kinds: tuple[str, ...]) -> tuple[str, str | None]:
        """Return the kind of `topic`, one of `kinds`, and its site (None: no site level)."""
        for kind in kinds:
            prefix = f"{self._root}/{kind}"
            if topic == prefix:
                return kind, None
            if topic.startswith(f"{prefix}/"):
                return kind, check_site_name(topic.removeprefix(f"{prefix}/"))
        raise BadInput("bad_topic", f"{quoted(topic)} is not one of our topics.")


def new_dialect(root: str) -> Topics:
    """Return the dialect under the topic level(s) `root`. Raises ConfigError `bad_root`."""
    return Topics(root)


def _kind_and_payload(message: ClientMessage) -> tuple[str, bytes]:
    """Return the kind and payload of a message that has its site in the topic, and nothing after it."""
    payload = b""
    match message:
        case AudioIn(payload=payload):
            kind = "audio/in"
        case AudioEnd():
            kind = "audio/end"
        case TextCommand(text=text, language=language) | Announce(text=text, language=language):
            kind = "ask" if isinstance(message, TextCommand) else "tts/say"
            payload = to_json({"text": text, "language": language})
        case Played(turn=turn):
            kind, payload = "tts/played", to_json({"turn": turn})
        case WakeWordDetected():
            kind = "wake"
        case ActionReport(turn=turn, acted=acted, seq=seq):
            fields = {key: value for key, value in asdict(acted).items() if key not in _SET_BY_SERVICE}
            which = {"turn": turn} if seq is None else {"turn": turn, "seq": seq}
            kind, payload = "acted", to_json({**which, **fields})
        case ButtonPressed(button=name):
            kind, payload = "do", name.encode()
        case SatellitePresence(online=online):
            kind, payload = _SATELLITE, {True: ONLINE, False: OFFLINE, None: b""}[online]
        case _:
            raise TypeError(type(message).__name__)
    return kind, payload


def _left_out(event: Event) -> set[str]:
    """Return the fields that only turns with several commands have."""
    return {name for name in ("seq", "commands") if getattr(event, name, 0) in (None, ())}


def _event(kind: str, payload: bytes) -> Event:
    """Build the event of `kind` from JSON; unknown keys are ignored (a newer service may send more)."""
    try:
        event: Event = _JSON_EVENTS[kind].validate_json(payload)
    except ValidationError as exc:
        raise BadInput("bad_json", f"The {kind} JSON has {exc.error_count()} faults.") from None
    return event


def _speech_chunk(levels: list[str], payload: bytes) -> tuple[str, SpeechChunk]:
    if len(levels) != 4 or not re.fullmatch(r"[0-9]{1,9}", levels[2]) or levels[3] not in ("0", "1"):
        raise BadInput("bad_topic", f"{quoted('/'.join(levels))} is no place in a reply.")
    site, turn, seq, last = levels
    return check_site_name(site), SpeechChunk(
        check_site_name(turn), int(seq), *parse_speech(payload), last == "1"
    )


# Parsers of client messages except settings (`set`); each kind also comes without a site level.
_PARSERS: Mapping[str, Callable[[str, bytes], ClientMessage]] = {
    "audio/in": AudioIn,
    "audio/end": lambda site, _: AudioEnd(site),
    "tts/say": lambda site, payload: Announce(site, *parse_text(payload)),
    "tts/played": lambda site, payload: Played(site, parse_played(payload)),
    "ask": lambda site, payload: TextCommand(site, *parse_text(payload)),
    "wake": lambda site, _: WakeWordDetected(site),
    "acted": lambda site, payload: ActionReport(site, *parse_action_report(payload)),
    "do": lambda site, payload: ButtonPressed(site, parse_button(payload)),
    _SATELLITE: lambda site, payload: SatellitePresence(site, parse_presence(payload)),
}
# Fields of `ActionResult` that a report cannot contain: only the service itself fills them.
_SET_BY_SERVICE = frozenset({"why", "begun"})
# Kinds that decide whether replies to the default site go to the topic without a site level.
_REPLY_TOPIC_KINDS = frozenset(_PARSERS) - {"do", _SATELLITE}
