"""A satellite in software: streams recordings as a microphone does, and keeps what comes back."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sarai_mqtt.adapters.mqtt.link import Link
from sarai_mqtt.adapters.mqtt.options import MqttOptions
from sarai_mqtt.adapters.mqtt.packets import PacketLimit
from sarai_mqtt.adapters.mqtt.payloads import ONLINE
from sarai_mqtt.adapters.mqtt.topics import Subscription, Topics
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
from sarai_mqtt.core.inbound import (
    DEFAULT_SITE,
    Ask,
    AudioEnd,
    AudioIn,
    Change,
    Inbound,
    Played,
    Present,
    Say,
)
from sarai_mqtt.core.unsent import STREAM_ONLY

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event and when it came: seconds after the last of the played sound was sent (or the question)."""

    event: Event
    after_s: float


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """One whole turn as the satellite saw it. `arrivals` holds everything, in order of arrival."""

    report: TurnReport
    transcript: Transcript | None
    intent: Intent | None
    reply: Reply | None
    chunks: tuple[SpeechChunk, ...]
    failures: tuple[Failure, ...]
    arrivals: tuple[Arrival, ...]

    def first(self, kind: type[Event]) -> float | None:
        """Give the arrival time of the first event of `kind`, None when there was none."""
        return next((a.after_s for a in self.arrivals if isinstance(a.event, kind)), None)


class VirtualSatellite:
    """A microphone and a speaker at `site`. Blocking calls, one user thread; a context manager.

    `bare` speaks on the topics without a site (the site is then the default one).
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
        """Connect nothing yet; `on_silence` is called, on a network thread, when the speaker must be silent.

        `announce` says to the service that the satellite is there, and when it is gone.

        Raises BadInput `bad_site`; ValueError for a chunk not of 10 to 200 ms.
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
        topics = [*self._topics.outbound(self.site), Subscription(self._topics.status, 1)]
        hello, goodbye = (self._topics.inbound(Present(self.site, online)) for online in (True, False))
        self._link = Link(
            options,
            f"satellite-{self.site}",
            topics,
            self._receive,
            greeting=hello if announce else None,
            will=goodbye if announce else None,
        )
        self._news = threading.Condition()
        self._arrived: list[tuple[float, Event]] = []
        self._service_online = False
        self._open = False
        self._due = 0.0
        self._sent_at = 0.0

    def __enter__(self) -> Self:
        """Begin to connect."""
        self._link.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Disconnect."""
        self._link.stop()

    @property
    def limit(self) -> PacketLimit:
        """The largest packet that the broker takes, as far as is known."""
        return self._link.limit

    def wait_connected(self, timeout: float) -> None:
        """Block until connected and subscribed. Raises BrokerError."""
        self._link.wait_up(timeout)

    def wait_for_service(self, timeout: float) -> None:
        """Block until the service has said that it is online. Raises SaraiError `service_absent`."""
        with self._news:
            if not self._news.wait_for(lambda: self._service_online, timeout):
                raise SaraiError(
                    "service_absent",
                    f"No service said that it is online within {timeout:g} s.",
                    "Is `sarai-mqtt run` running on the same broker and root topic?",
                )

    def send(self, chunk: bytes) -> None:
        """Send one chunk now; for a real microphone, which keeps the time itself."""
        self._link.send(self._topics.inbound(AudioIn(self.site, chunk), bare=self._bare))

    def next_reply(self) -> Reply:
        """Block until a reply has come that may be played, and take it with all that came before."""
        with self._news:
            while True:
                self._news.wait_for(lambda: any(isinstance(e, Reply) for _, e in self._arrived))
                index, reply = next((i, e) for i, (_, e) in enumerate(self._arrived) if isinstance(e, Reply))
                del self._arrived[: index + 1]
                if not any(isinstance(e, Silence) for _, e in self._arrived):
                    return reply

    def play(self, pcm: bytes) -> None:
        """Stream 16 kHz mono s16le `pcm` in real time; returns when its last chunk has been sent.

        The microphone is open from here on: the waiting calls go on streaming silence.
        """
        self._open = True
        for start in range(0, len(pcm), self._chunk_bytes):
            self._stream(pcm[start : start + self._chunk_bytes].ljust(self._chunk_bytes, b"\0"))
        self._sent_at = time.monotonic()

    def release(self) -> None:
        """Say that push-to-talk was released, and close the microphone."""
        self._open = False
        self._say_in_time(AudioEnd(self.site))

    def played(self) -> None:
        """Say that what was to be played has been."""
        self._say_in_time(Played(self.site))

    def set(self, key: str, value: str) -> None:
        """Change a setting of the site."""
        self._say_in_time(Change(self.site, key, value))

    def ask(self, text: str, language: str | None = None) -> None:
        """Ask in writing."""
        self._sent_at = time.monotonic()
        self._say_in_time(Ask(self.site, text, language))

    def say(self, text: str, language: str | None = None) -> None:
        """Have something said."""
        self._sent_at = time.monotonic()
        self._say_in_time(Say(self.site, text, language))

    def wait_for_turn(self, timeout: float) -> HeardTurn:
        """Block until a turn has ended (and its reply is here if it has one), and take it.

        Raises SaraiError `turn_timeout` after `timeout` s, naming what did come.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._news:
                turn = self._take_turn()
                if turn is None and not self._open:
                    self._news.wait(deadline - time.monotonic())
            if turn is not None:
                return turn
            if self._open:
                self._stream(bytes(self._chunk_bytes))
        came = [
            f"error {event.code}" if isinstance(event, Failure) else type(event).__name__
            for _, event in self._arrived
        ]
        raise SaraiError(
            "turn_timeout",
            f"No turn ended at {self.site} within {timeout:g} s; what came: {', '.join(came) or 'nothing'}.",
            "Is the service running on the same broker and root topic?",
        )

    def wait_for(self, kind: type[Event], timeout: float) -> Event:
        """Block until an event of `kind` has come that no turn has taken, and give it without taking it.

        Raises SaraiError `turn_timeout`.
        """
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with self._news:
                if (found := next((e for _, e in self._arrived if isinstance(e, kind)), None)) is not None:
                    return found
                if not self._open:
                    self._news.wait(deadline - time.monotonic())
            if self._open:
                self._stream(bytes(self._chunk_bytes))
        raise SaraiError("turn_timeout", f"No {kind.__name__} came at {self.site} within {timeout:g} s.")

    def events(self) -> list[Event]:
        """Give everything that came and was not taken with a turn."""
        with self._news:
            return [event for _, event in self._arrived]

    def _say_in_time(self, message: Inbound) -> None:
        """Send what the service acts on, unless it would get there too late."""
        kind: Kind = "reply" if isinstance(message, Say) else "act"
        bare = self._bare and not isinstance(message, Change)
        self._link.send(self._topics.inbound(message, bare=bare), time.monotonic() + self._ages.limit(kind))

    def _stream(self, chunk: bytes) -> None:
        """Send one chunk when it is due: a chunk's length after the one before, whatever that one's delay."""
        now = time.monotonic()
        # After a pause (or a stop of the whole machine) a microphone has nothing to catch up.
        if now > self._due + 1.0:
            self._due = now
        # A chunk can be sent only once its sound is over.
        self._due += self._chunk_s
        with self._news:
            while (left := self._due - time.monotonic()) > 0:
                self._news.wait(left)
        self.send(chunk)

    def _receive(self, topic: str, payload: bytes, _retained: bool) -> None:  # noqa: FBT001 - Link's contract
        arrived = time.monotonic()
        if topic == self._topics.status:
            with self._news:
                self._service_online = payload == ONLINE
                self._news.notify_all()
            return
        try:
            _, event = self._topics.decode(topic, payload)
        except BadInput as error:
            log.warning("not understood at %s: %s", self.site, error.reason)
            return
        with self._news:
            self._arrived.append((arrived, event))
            if (whole := self._stream_only(event)) is not None:
                self._arrived.append((arrived, whole))
            self._news.notify_all()
        if isinstance(event, Silence):
            self._on_silence()

    def _stream_only(self, event: Event) -> Reply | None:
        """Give the reply of a turn that came as the stream only, once all has; the caller holds `_news`.

        The service tells by an error that the whole was larger than the broker takes.
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
        """Cut the first whole turn out of what has arrived; the caller holds `_news`."""
        report = next((e for _, e in self._arrived if isinstance(e, TurnReport)), None)
        if report is None:
            return None
        answered = report.outcome == "answered"
        reply = next((e for _, e in self._arrived if isinstance(e, Reply)), None) if answered else None
        if answered and reply is None:
            return None
        # A Reply and a Failure do not say whose they are; what names another turn stays for that one.
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
