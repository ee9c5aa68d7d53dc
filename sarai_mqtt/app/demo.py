"""The demo: a broker, the real service in its own process, and a satellite that speaks to it."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.engines.audio_decoder import read_wav, write_wav
from sarai_mqtt.languages.packs import UNKNOWN_LANGUAGE
from sarai_mqtt.transports.mqtt.embedded_broker import EmbeddedBroker
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.transports.mqtt.virtual_satellite import HeardTurn, VirtualSatellite

RECORDINGS = PROJECT / "tests" / "data" / "commands"
UTTERANCES = (
    ("kitchen", "en", "turn-on-the-kitchen-light.wav"),
    ("dormitorio", "es", "apaga-la-lampara-del-dormitorio.wav"),
    ("office", "en", "tell-me-a-short-joke.wav"),
)
START_S = 60
TURN_S = 30.0


@dataclass(frozen=True, slots=True)
class DemoTurn:
    """One turn of the demo, and where its reply was saved (None: no reply)."""

    site: str
    recording: Path
    heard: HeardTurn
    reply_file: Path | None

    def as_dict(self) -> dict[str, Any]:
        """Return the turn as plain data."""
        report = self.heard.report
        return {
            "site": self.site,
            "file": str(self.recording),
            "language": report.language,
            "text": report.text,
            "intent": report.intent,
            "slots": dict(report.slots),
            "targets": list(report.targets),
            "reply": report.reply,
            "reply_file": str(self.reply_file) if self.reply_file else None,
            "timings": dict(report.timings),
        }


class Demo:
    """A running service and its embedded broker; `running_demo` makes it."""

    def __init__(self, options: MqttOptions, process: psutil.Process, output: Path) -> None:
        self._options = options
        self._process = process
        self._output = output

    def turns(self, languages: Collection[str]) -> Iterator[DemoTurn]:
        """Stream the recordings in `languages` in real time, each from its own site; yield every turn.

        Raises BadInput (`unknown_language`) for a language without a recording.
        """
        recorded = {language for _, language, _ in UTTERANCES}
        for language in languages:
            if language not in recorded:
                raise BadInput(
                    UNKNOWN_LANGUAGE,
                    f"There is no recording for the language {language!r}.",
                    f"Use one of: {', '.join(sorted(recorded))}.",
                )
        for site, language, file in UTTERANCES:
            if language not in languages:
                continue
            recording = RECORDINGS / language / file
            with VirtualSatellite(site, self._options) as satellite:
                satellite.wait_connected(START_S)
                satellite.play(read_wav(recording))
                heard = satellite.wait_for_turn(TURN_S)
            reply_file = None
            if heard.reply is not None:
                reply_file = self._output / f"{site}.wav"
                reply_file.write_bytes(write_wav(heard.reply.pcm, heard.reply.rate))
            yield DemoTurn(site, recording, heard, reply_file)

    def rss_mb(self) -> float:
        """Return the resident memory of the service, MB (10^6 bytes)."""
        return round(float(self._process.memory_info().rss) / 1e6, 1)


@contextmanager
def running_demo(config: Path | None, output: Path) -> Iterator[Demo]:
    """Start the broker and the service, yield the Demo, then stop both.

    Log, state and replies go to the folder `output`. Raises SaraiError `service_start`.
    """
    output.mkdir(parents=True, exist_ok=True)
    log = output / "service.log"
    with EmbeddedBroker() as broker, log.open("wb") as log_file:
        command = [sys.executable, "-m", "sarai_mqtt", "run", *(["--config", str(config)] if config else [])]
        with subprocess.Popen(  # noqa: S603 - our own program
            command, env=_environment(broker, output), stdout=log_file, stderr=subprocess.STDOUT
        ) as service:
            try:
                options = MqttOptions(host=broker.host, port=broker.port)
                _wait_online(options, service, log)
                yield Demo(options, psutil.Process(service.pid), output)
            finally:
                service.terminate()


def _environment(broker: EmbeddedBroker, output: Path) -> dict[str, str]:
    """Return the service's environment: the user's, but with the embedded broker, and state in `output`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SARAI_MQTT_")}
    return kept | {
        "SARAI_MQTT_HOST": broker.host,
        "SARAI_MQTT_PORT": str(broker.port),
        "SARAI_MQTT_PROTOCOL": "3.1.1",
        "SARAI_STATE_DIR": str(output / "state"),
    }


def _wait_online(options: MqttOptions, service: "subprocess.Popen[bytes]", log: Path) -> None:
    with VirtualSatellite("demo", options) as listener:
        for _ in range(START_S):
            try:
                listener.wait_for_service(1.0)
            except SaraiError:
                if service.poll() is not None:
                    break
            else:
                return
    said = log.read_text(errors="replace").strip().splitlines()
    reason = "\n".join(said[-6:]) or "nothing"
    raise SaraiError("service_start", f"The service did not start; it said: {reason}", f"See {log}.")
