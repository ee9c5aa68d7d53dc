"""A dialect that is not trusted: what it raises or returns is checked, and a call that hangs is seen."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple, get_args

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.events import Event
from sarai_mqtt.core.messages import (
    DEFAULT_SITE,
    MAX_ANNOUNCEMENT,
    NAME,
    ActionReport,
    Announce,
    AudioEnd,
    AudioIn,
    Broadcast,
    Button,
    ButtonPressed,
    ClientMessage,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.transports.mqtt.dialects import Dialect
from sarai_mqtt.transports.mqtt.payloads import MAX_TEXT, is_printable
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription

_MESSAGES: tuple[type, ...] = get_args(ClientMessage)
# MQTT 5, section 1.5.4: the length of a string is two bytes.
_MAX_TOPIC_BYTES = 65_535
# Topics with a retained message that are remembered: more than 600 sites with a state and all settings have.
MAX_RETAINED = 10_000


class Reading(NamedTuple):
    """A message that a dialect is reading: the site it concerns, and since when (monotonic clock, s)."""

    site: str
    since: float


class GuardedDialect:
    """A `Dialect` around another; it raises BadInput only, and what it returns can be used.

    Only one call at a time reaches the dialect, so that it needs no locks of its own. Thread-safe.
    """

    def __init__(self, name: str, dialect: Dialect, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what is fixed for a dialect. Raises ConfigError `bad_dialect` if it lacks something."""
        self._name = name
        self._dialect = dialect
        self._clock = clock
        self._lock = threading.Lock()
        self._reading: Reading | None = None
        # The site of each retained message that was encoded, by topic; the oldest first.
        self._retained: dict[str, str] = {}
        try:
            self.audio_in: Sequence[Subscription] = list(dialect.audio_in)
            self.control_in: Sequence[Subscription] = list(dialect.control_in)
            self.greeting = dialect.greeting
            self.will = dialect.will
        except Exception as error:
            raise ConfigError(
                "bad_dialect", f"The dialect {name} cannot be used: {type(error).__name__}: {error}."
            ) from error

    @property
    def reading(self) -> Reading | None:
        """The message that is being read now; None between messages."""
        return self._reading

    def parse(self, topic: str, payload: bytes, *, retain: bool) -> ClientMessage | None:
        """Parse a message of a client; None if it is not for us.

        Raises BadInput: those of the dialect; `bad_site` if the site's name cannot be used; `dialect_failed`
        if the dialect raises something else, or returns something that is not one message.
        """
        message: ClientMessage | None
        with self._calling("read a message", self.site_of(topic)):
            message = self._dialect.parse(topic, payload, retain=retain)
        if message is None:
            return None
        if not isinstance(message, _MESSAGES):
            raise self._failed("read a message", f"it returned a {type(message).__name__}, not one message")
        if not _can_be_used(message):
            raise self._failed("read a message", f"it returned a {type(message).__name__} of wrong values")
        if not isinstance(message.site, str) or not NAME.fullmatch(message.site):
            raise BadInput(
                "bad_site",
                f"The dialect {self._name} names a site that cannot be used.",
                "Use 1 to 64 of A-Z a-z 0-9 _ and -.",
            )
        return message

    def encode(self, site: str, event: Event) -> Outgoing | None:
        """Encode one event of `site`; None if the dialect has no message for it.

        Raises BadInput: those of the dialect; `dialect_failed` if it raises something else, or returns
        something that cannot be published.
        """
        doing = f"encode a {type(event).__name__}"
        with self._calling(doing):
            message = self._dialect.encode(site, event)
        if message is not None and not _can_be_published(message):
            raise self._failed(doing, "it returned what is not one message")
        if message is not None and message.retain:
            self._retained.pop(message.topic, None)
            if message.payload:
                self._retained[message.topic] = site
            if len(self._retained) > MAX_RETAINED:
                del self._retained[next(iter(self._retained))]
        return message

    def forget(self, site: str) -> Iterator[str]:
        """Yield the topics with retained messages about `site`: those encoded since the start, then others.

        The others are those that the dialect itself names, if it has a method `retained_topics(site)`.
        Called on the thread of `encode`. Raises BadInput `dialect_failed` if it names what is no topic.
        """
        known = [topic for topic, owner in self._retained.items() if owner == site]
        for topic in known:
            del self._retained[topic]
        yield from known
        named = getattr(self._dialect, "retained_topics", None)
        if named is None:
            return
        doing = "name its retained topics"
        with self._calling(doing):
            topics = list(islice(named(site), MAX_RETAINED))
        if not all(map(_is_topic, topics)):
            raise self._failed(doing, "it returned what is no topic")
        yield from (topic for topic in topics if topic not in known)

    def site_of(self, topic: str) -> str:
        """Return the site of `topic`; the default one if the dialect fails or names none that can be used."""
        try:
            with self._calling("name a site", DEFAULT_SITE):
                site = self._dialect.site_of(topic)
        except BadInput:
            return DEFAULT_SITE
        return site if isinstance(site, str) and NAME.fullmatch(site) else DEFAULT_SITE

    def is_audio(self, topic: str) -> bool:
        """Return True if messages on `topic` are audio; False if the dialect fails."""
        try:
            with self._calling("judge a topic"):
                return bool(self._dialect.is_audio(topic))
        except BadInput:
            return False

    @contextmanager
    def _calling(self, doing: str, reads_for: str | None = None) -> Iterator[None]:
        with self._lock:
            if reads_for is not None:
                self._reading = Reading(reads_for, self._clock())
            try:
                yield
            except BadInput:
                raise
            except BaseException as error:
                # also CancelledError and SystemExit: they would end the thread that calls
                raise self._failed(doing, type(error).__name__) from error
            finally:
                self._reading = None

    def _failed(self, doing: str, why: str) -> BadInput:
        return BadInput("dialect_failed", f"The dialect {self._name} could not {doing}: {why}.")


def _can_be_used(message: ClientMessage) -> bool:
    """Return True if the fields of `message` are of their types, and texts can be used.

    A lone surrogate in a text could not be published again, in the report of its turn.
    """
    match message:
        case (
            AudioIn(payload=bytes())
            | AudioEnd()
            | WakeWordDetected()
            | Played(turn=str())
            | SatellitePresence(online=None | bool())
            | ActionReport(turn=str(), acted=ActionResult())
        ):
            return True
        case (
            TextCommand(text=str(text), language=None | str() as language)
            | Announce(text=str(text), language=None | str() as language)
        ):
            return bool(text.strip()) and len(text) <= MAX_TEXT and is_printable(text + (language or ""))
        case Broadcast(text=str(text), language=None | str() as language, max_age_s=float() | int()):
            where = (message.sites, message.areas, message.floors, message.excluded, (message.id,))
            named = all(
                isinstance(names, tuple) and all(isinstance(n, str) for n in names) for names in where
            )
            usable = bool(text.strip()) and len(text) <= MAX_ANNOUNCEMENT
            return named and usable and is_printable(text + (language or ""))
        case SettingChange(key=str(key), value=str(value)):
            return is_printable(key + value)
        case ButtonPressed(button=button):
            return button in get_args(Button)
    return False


def _can_be_published(message: object) -> bool:
    """Return True if `message` is an Outgoing that a broker can be sent: paho would fail on another later."""
    return (
        isinstance(message, Outgoing)
        and _is_topic(message.topic)
        and isinstance(message.payload, bytes)
        and message.qos in (0, 1)
        and isinstance(message.retain, bool)
    )


def _is_topic(topic: object) -> bool:
    return (
        isinstance(topic, str)
        and 0 < len(topic.encode(errors="replace")) <= _MAX_TOPIC_BYTES
        and not any(c in "+#\0" for c in topic)
    )
