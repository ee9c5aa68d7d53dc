"""A virtual satellite: streams recordings as a microphone does, and collects the service's events."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sarai_mqtt.core.ages import Kind
from sarai_mqtt.core.audio import RATE, SAMPLE_WIDTH
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.events import (
    Event,
    Failure,
    Intent,
    Reply,
    Silence,
    SpeechChunk,
    Transcript,
    TurnReport,
)
from sarai_mqtt.core.messages import (
    DEFAULT_SITE,
    Announce,
    AudioEnd,
    AudioIn,
    ClientMessage,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
)
from sarai_mqtt.core.unsent import STREAM_ONLY
from sarai_mqtt.transports.mqtt.connection import MqttConnection
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.packets import PacketLimit
from sarai_mqtt.transports.mqtt.payloads import ONLINE
from sarai_mqtt.transports.mqtt.publishing import Subscription

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event and its arrival time in seconds after the end of the recording (or the text) was sent."""

    event: Event
    after_s: float


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """One complete turn as the satellite received it; `arrivals` are all its events in order of arrival."""

    report: TurnReport
    transcript: Transcript | None
    intent: Intent | None
    reply: Reply | None
    chunks: tuple[SpeechChunk, ...]
    failures: tuple[Failure, ...]
    arrivals: tuple[Arrival, ...]

    def first(self, kind: type[Event]) -> float | None:
        """Return the arrival time (s, see Arrival) of the first event of `kind`, None if there was none."""
        return next((a.after_s for a in self.arrivals if isinstance(a.event, kind)), None)


class VirtualSatellite:
    """A microphone and a speaker at `site`, as a context manager. Its calls block; use it from one thread.

    `bare` publishes on the topics without a site level (the site is then the default one).
    """

    def __init__(
        self,
        site: str,
        options: MqttOptions,
        *,
        chunk_ms: int = 60,
        bare: bool = False,
        root: str | None = None,
        on_silence: Callable[[], None] = lambda: None,
        announce: bool = False,
    ) -> None:
        """Prepare without connecting.

        `on_silence` is called on a network thread when playback must stop. `announce` publishes the presence
        of the satellite, `online` on connecting and `offline` as its will. `root` None takes that of
        `options`.

        Raises BadInput `bad_site`; ConfigError `bad_root`; BrokerError `broker_tls`; ValueError if `chunk_ms`
        is not 10 to 200.
        """
        if not 10 <= chunk_ms <= 200:
            raise ValueError(f"a chunk is 10 to 200 ms, not {chunk_ms}")
        self.site = DEFAULT_SITE if bare else site
        self._bare = bare
        self._on_silence = on_silence
        self._chunk_s = chunk_ms / 1000
        self._chunk_bytes = RATE * chunk_ms // 1000 * SAMPLE_WIDTH
        self._ages = options.ages
        self._topics = Topics(root or options.root)
        topics = [*self._topics.event_subscriptions(self.site), Subscription(self._topics.status, 1)]
        hello, goodbye = (
            self._topics.encode_inbound(SatellitePresence(self.site, online)) for online in (True, False)
        )
        self._connection = MqttConnection(
            options,
            f"satellite-{self.site}",
            topics,
            self._receive,
            greeting=hello if announce else None,
            will=goodbye if announce else None,
        )
        self._changed = threading.Condition()
        self._arrived: list[tuple[float, Event]] = []
        self._service_online = False
        self._microphone_open = False
        self._chunk_due_at = 0.0
        self._sent_at = 0.0

    def __enter__(self) -> Self:
        """Start to connect."""
        self._connection.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        self._connection.stop()

    @property
    def limit(self) -> PacketLimit:
        """The known limit of outgoing packets."""
        return self._connection.limit

    def wait_connected(self, timeout: float) -> None:
        """Block until connected and subscribed, for `timeout` s at most.

        Raises as `MqttConnection.wait_up` does.
        """
        self._connection.wait_up(timeout)

    def wait_for_service(self, timeout: float) -> None:
        """Block until the service is online. Raises SaraiError `service_absent` after `timeout` s."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._service_online, timeout):
                raise SaraiError(
                    "service_absent",
                    f"No service said that it is online within {timeout:g} s.",
                    "Is `sarai-mqtt run` running on the same broker and root topic?",
                )

    def send(self, chunk: bytes) -> None:
        """Send one chunk of 16 kHz mono s16le PCM at once: a real microphone sets the pace itself."""
        self._connection.send(self._topics.encode_inbound(AudioIn(self.site, chunk), bare=self._bare))

    def next_reply(self) -> Reply:
        """Block until a reply to be played has arrived; remove and return it, dropping all events before it.

        A reply followed by a Silence event was cancelled and is skipped.
        """
        with self._changed:
            while True:
                self._changed.wait_for(lambda: any(isinstance(e, Reply) for _, e in self._arrived))
                index, reply = next((i, e) for i, (_, e) in enumerate(self._arrived) if isinstance(e, Reply))
                del self._arrived[: index + 1]
                if not any(isinstance(e, Silence) for _, e in self._arrived):
                    return reply

    def play(self, pcm: bytes) -> None:
        """Stream `pcm` (16 kHz mono s16le) in real time; return when its last chunk has been sent.

        The microphone stays open until `release`: `wait_for_turn` and `wait_for` go on streaming silence.
        """
        self._microphone_open = True
        for start in range(0, len(pcm), self._chunk_bytes):
            self._stream(pcm[start : start + self._chunk_bytes].ljust(self._chunk_bytes, b"\0"))
        self._sent_at = time.monotonic()

    def release(self) -> None:
        """Publish the end of the audio (push-to-talk released), and close the microphone."""
        self._microphone_open = False
        self._publish_in_time(AudioEnd(self.site))

    def played(self) -> None:
        """Publish that playback of the reply has ended."""
        self._publish_in_time(Played(self.site))

    def set(self, key: str, value: str) -> None:
        """Publish a new value for setting `key` of the site."""
        self._publish_in_time(SettingChange(self.site, key, value))

    def ask(self, text: str, language: str | None = None) -> None:
        """Publish `text` as a request in writing; `language` None lets the service choose."""
        self._sent_at = time.monotonic()
        self._publish_in_time(TextCommand(self.site, text, language))

    def say(self, text: str, language: str | None = None) -> None:
        """Publish `text` to be spoken at the site; `language` None lets the service choose."""
        self._sent_at = time.monotonic()
        self._publish_in_time(Announce(self.site, text, language))

    def wait_for_turn(self, timeout: float) -> HeardTurn:
        """Block until a turn has ended and its reply, if any, has arrived; remove and return it.

        Raises SaraiError `turn_timeout` after `timeout` s, listing the events that did arrive.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._changed:
                turn = self._take_turn()
                if turn is None and not self._microphone_open:
                    self._changed.wait(deadline - time.monotonic())
            if turn is not None:
                return turn
            if self._microphone_open:
                self._stream(bytes(self._chunk_bytes))
        names = [
            f"error {event.code}" if isinstance(event, Failure) else type(event).__name__
            for _, event in self._arrived
        ]
        raise SaraiError(
            "turn_timeout",
            f"No turn ended at {self.site} within {timeout:g} s; what came: {', '.join(names) or 'nothing'}.",
            "Is the service running on the same broker and root topic?",
        )

    def wait_for(self, kind: type[Event], timeout: float) -> Event:
        """Block until an event of `kind` has arrived that no turn has removed; return it without removing it.

        Raises SaraiError `turn_timeout` after `timeout` s.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._changed:
                if (found := next((e for _, e in self._arrived if isinstance(e, kind)), None)) is not None:
                    return found
                if not self._microphone_open:
                    self._changed.wait(deadline - time.monotonic())
            if self._microphone_open:
                self._stream(bytes(self._chunk_bytes))
        raise SaraiError("turn_timeout", f"No {kind.__name__} came at {self.site} within {timeout:g} s.")

    def events(self) -> list[Event]:
        """Return all events that have arrived and were not removed with a turn, in order of arrival."""
        with self._changed:
            return [event for _, event in self._arrived]

    def _publish_in_time(self, message: ClientMessage) -> None:
        """Publish a message that the service acts on, or drop it if it becomes too old before it is sent."""
        kind: Kind = "reply" if isinstance(message, Announce) else "act"
        bare = self._bare and not isinstance(message, SettingChange)
        self._connection.send(
            self._topics.encode_inbound(message, bare=bare), time.monotonic() + self._ages.limit(kind)
        )

    def _stream(self, chunk: bytes) -> None:
        """Send one chunk when it is due: one chunk length after the previous due time.

        After a pause of more than 1 s the clock restarts.
        """
        now = time.monotonic()
        # After a pause (or a suspended machine) a microphone has no backlog to send.
        if now > self._chunk_due_at + 1.0:
            self._chunk_due_at = now
        # A chunk can be sent only once its sound is over.
        self._chunk_due_at += self._chunk_s
        with self._changed:
            while (left := self._chunk_due_at - time.monotonic()) > 0:
                self._changed.wait(left)
        self.send(chunk)

    def _receive(self, topic: str, payload: bytes, _retained: bool) -> None:  # noqa: FBT001 - Receive
        arrived = time.monotonic()
        if topic == self._topics.status:
            with self._changed:
                self._service_online = payload == ONLINE
                self._changed.notify_all()
            return
        try:
            _, event = self._topics.decode(topic, payload)
        except BadInput as error:
            log.warning("not understood at %s: %s", self.site, error.reason)
            return
        with self._changed:
            self._arrived.append((arrived, event))
            if (whole := self._reply_from_chunks(event)) is not None:
                self._arrived.append((arrived, whole))
            self._changed.notify_all()
        if isinstance(event, Silence):
            self._on_silence()

    def _reply_from_chunks(self, event: Event) -> Reply | None:
        """Return a Reply joined from a turn's speech chunks, once they are complete, else None.

        Only for a turn whose Reply exceeded the broker's packet limit, which the service reports with error
        STREAM_ONLY. The caller holds `_changed`.
        """
        ends = isinstance(event, SpeechChunk) and event.last
        if not ends and not (isinstance(event, Failure) and event.code == STREAM_ONLY):
            return None
        events = [e for _, e in self._arrived]
        told = next((e for e in events if isinstance(e, Failure) and e.code == STREAM_ONLY), None)
        last = next((e for e in reversed(events) if isinstance(e, SpeechChunk) and e.last), None)
        if told is None or last is None or any(isinstance(e, Reply) for e in events):
            return None
        pieces = [e.pcm for e in events if isinstance(e, SpeechChunk) and e.turn == last.turn]
        return Reply(last.turn, "", "", b"".join(pieces), last.rate)

    def _take_turn(self) -> HeardTurn | None:
        """Remove and return the first complete turn, None if there is none; the caller holds `_changed`."""
        report = next((e for _, e in self._arrived if isinstance(e, TurnReport)), None)
        if report is None:
            return None
        chunks = any(isinstance(e, SpeechChunk) and e.turn == report.turn for _, e in self._arrived)
        # in a language without a voice the reply is the text of the report; chunks may get lost (QoS 0)
        text_only = bool(report.reply) and not chunks and "tts_first" not in report.timings
        spoken = report.outcome == "answered" and not text_only
        reply = next((e for _, e in self._arrived if isinstance(e, Reply)), None) if spoken else None
        if spoken and reply is None:
            return None
        # A Reply and a Failure name no turn; events that name another turn stay for that one.
        mine = [
            (at, e)
            for at, e in self._arrived
            if e is reply or isinstance(e, Failure) or getattr(e, "turn", None) == report.turn
        ]
        self._arrived = [item for item in self._arrived if item not in mine]
        events = [e for _, e in mine]
        return HeardTurn(
            report=report,
            transcript=next((e for e in events if isinstance(e, Transcript)), None),
            intent=next((e for e in events if isinstance(e, Intent)), None),
            reply=reply,
            chunks=tuple(e for e in events if isinstance(e, SpeechChunk)),
            failures=tuple(e for e in events if isinstance(e, Failure)),
            arrivals=tuple(Arrival(e, at - self._sent_at) for at, e in mine),
        )
