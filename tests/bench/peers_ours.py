"""Our side of `make bench`: the service as its users run it, and satellites that speak to it over MQTT."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Self

from sarai_mqtt.core.events import Event, Intent, Reply, SpeechChunk, Transcript, TurnReport
from sarai_mqtt.core.messages import Announce, AudioEnd, AudioIn, ClientMessage
from sarai_mqtt.transports.mqtt.connection import MqttConnection
from sarai_mqtt.transports.mqtt.dialects.sarai import ONLINE, Topics
from sarai_mqtt.transports.mqtt.embedded_broker import EmbeddedBroker
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.publishing import Subscription
from tests.bench.peers_audio import CHUNK_BYTES, CHUNK_MS, Clip
from tests.bench.peers_machine import cpu_s, memory

START_S = 120
TURN_S = 60
# So many that a site's last reply is long over when its turn comes again.
_SITES = [f"bench-{number}" for number in range(24)]


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn: ms after t = 0 (the end of the last speech sample), None for what did not come."""

    transcript: float | None
    intent: float | None
    first_audio: float | None
    text: str
    source: str
    timings: Mapping[str, float]


class Ours:
    """The service in a process of its own, on an embedded broker. A context manager."""

    def __init__(self, log: Path, variables: Mapping[str, str]) -> None:
        """Start nothing yet; `variables` are the settings, as SARAI_* without the prefix."""
        self._log = log
        self._variables = variables
        self._topics = Topics()
        self._news = threading.Condition()
        self._arrived: dict[str, list[tuple[float, Event]]] = {site: [] for site in _SITES}
        self._online = False
        self._sites = cycle(_SITES)
        self.ready_s = 0.0

    def __enter__(self) -> Self:
        """Start broker and service; returns when it says that it is online. Raises RuntimeError."""
        with ExitStack() as started:
            broker = started.enter_context(EmbeddedBroker())
            options = MqttOptions(host=broker.host, port=broker.port, protocol="3.1.1")
            topics = [s for site in _SITES for s in self._topics.event_subscriptions(site)]
            status = Subscription(self._topics.status, 1)
            self._connection = MqttConnection(options, "bench", [*topics, status], self._receive)
            self._connection.start()
            started.callback(self._connection.stop)
            self._connection.wait_up(START_S)
            self._run(options)
            started.callback(self._process.wait, 20)
            started.callback(self._process.terminate)
            self._wait_online()
            self._started = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop both."""
        self._started.close()

    def _run(self, options: MqttOptions) -> None:
        mine = {"MQTT_HOST": options.host, "MQTT_PORT": str(options.port), "MQTT_PROTOCOL": "3.1.1"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SARAI_")}
        environment |= {f"SARAI_{name}": value for name, value in {**self._variables, **mine}.items()}
        with self._log.open("wb") as log:
            command = [sys.executable, "-m", "sarai_mqtt", "run"]
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)

    def _wait_online(self) -> None:
        start = time.monotonic()
        with self._news:
            while not self._news.wait_for(lambda: self._online, 0.2):
                if self._process.poll() is not None or time.monotonic() - start > START_S:
                    raise RuntimeError(f"the service did not start: {self._log.read_text()[-2000:]}")
        self.ready_s = time.monotonic() - start

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds so far."""
        return {"all": cpu_s(self._process.pid)}

    def memory(self) -> dict[str, float]:
        """Memory now, MB; see peers_machine.memory."""
        return memory(self._process.pid)

    def hear(self, clips: Sequence[Clip], *, push_to_talk: bool) -> list[Heard]:
        """Speak all clips (of one length) at once, each from a site of its own, in real time.

        With `push_to_talk` every site's button is released at t = 0; else the microphones stay open and the service ends
        the turns. Returns when all turns have ended and all replies are here. Raises TimeoutError.
        """
        spoken = {next(self._sites): clip for clip in clips}
        with self._news:
            for site in spoken:
                self._arrived[site].clear()
        due = self._play({site: clip.speech for site, clip in spoken.items()}, time.monotonic())
        end = due
        if push_to_talk:
            for site in spoken:
                self._send(AudioEnd(site))
            with self._news:
                self._news.wait_for(lambda: all(map(self._ended, spoken)), TURN_S)
        else:
            tails = {site: clip.tail for site, clip in spoken.items()}
            while not all(map(self._ended, spoken)) and due < end + TURN_S:
                due = self._play({site: tail[:CHUNK_BYTES] for site, tail in tails.items()}, due)
                tails = {site: tail[CHUNK_BYTES:] for site, tail in tails.items()}
        return [self._heard(site, end) for site in spoken]

    def say(self, text: str) -> float:
        """Have a text spoken; gives ms from sending it to its first sound. Raises TimeoutError."""
        site = next(self._sites)
        with self._news:
            self._arrived[site].clear()
        start = time.monotonic()
        self._send(Announce(site, text, "en"))
        with self._news:
            if not self._news.wait_for(lambda: self._first(site, Reply), TURN_S):
                raise TimeoutError(f"nothing was said in {TURN_S} s")
        first = self._first(site, SpeechChunk)
        if first is None:
            raise TimeoutError("the reply came without its chunks")
        return 1e3 * (first[0] - start)

    def _play(self, sounds: Mapping[str, bytes], due: float) -> float:
        """Send each chunk when its sound is over; `due` is when the first one begins. Gives when the last one ended."""
        for start in range(0, max(CHUNK_BYTES, *map(len, sounds.values())), CHUNK_BYTES):
            due += CHUNK_MS / 1000
            time.sleep(max(0.0, due - time.monotonic()))
            for site, sound in sounds.items():
                self._send(AudioIn(site, sound[start : start + CHUNK_BYTES].ljust(CHUNK_BYTES, b"\0")))
        return due

    def _send(self, message: ClientMessage) -> None:
        self._connection.send(self._topics.encode_inbound(message))

    def _receive(self, topic: str, payload: bytes, _retained: bool) -> None:
        arrived = time.monotonic()
        if topic == self._topics.status:
            site, event = None, None
        else:
            site, event = self._topics.decode(topic, payload)
        with self._news:
            if event is None:
                self._online = payload == ONLINE
            else:
                self._arrived[site].append((arrived, event))
            self._news.notify_all()

    def _first(self, site: str, kind: type[Event]) -> tuple[float, Event] | None:
        """Give the first event of `kind`; of chunks the first with sound. The caller may hold `_news`."""
        with self._news:
            return next(
                (
                    (at, event)
                    for at, event in self._arrived[site]
                    if isinstance(event, kind) and getattr(event, "pcm", b"x")
                ),
                None,
            )

    def _ended(self, site: str) -> bool:
        report = self._first(site, TurnReport)
        return report is not None and (
            report[1].outcome != "answered" or self._first(site, Reply) is not None
        )

    def _heard(self, site: str, end: float) -> Heard:
        report = self._first(site, TurnReport)
        if report is None:
            came = [type(event).__name__ for _, event in self._arrived[site]]
            raise TimeoutError(f"no turn ended at {site} in {TURN_S} s; what came: {came}")
        transcript, intent, chunk = (self._first(site, kind) for kind in (Transcript, Intent, SpeechChunk))

        def after(found: tuple[float, Event] | None) -> float | None:
            return 1e3 * (found[0] - end) if found else None

        turn = report[1]
        return Heard(after(transcript), after(intent), after(chunk), turn.text, turn.source, turn.timings)
