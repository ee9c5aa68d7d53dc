"""The whole service in its own process, and what is said to it."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.engines.audio_decoder import read_wav
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite

DATA = Path(__file__).parents[1] / "data"
START_S, TURN_S = 180, 120
# However slow the machine is: nothing is dropped for its age, and the site that hears better gets its words out.
PATIENT = {"SARAI_AUDIO_STALE_MS": "10000", "SARAI_ARBITRATION_WAIT_MS": "2000", "SARAI_AGES_ACT_S": "60"}
# What eight people say at the same moment, and what each wants: no two the same, which would be taken for one person.
AT_ONCE = [
    ("en/turn-on-the-kitchen-light", "HassTurnOn"),
    ("es/apaga-la-lampara-del-dormitorio", "HassTurnOff"),
    ("en/set-the-thermostat-to-twenty-one-degrees", "HassClimateSetTemperature"),
    ("es/pon-un-temporizador-de-diez-minutos", "HassStartTimer"),
    ("en/close-the-garage-door", "HassTurnOff"),
    ("es/sube-las-persianas-del-salon", "HassTurnOn"),
    ("en/dim-the-office-light-to-thirty-percent", "HassLightSet"),
    ("en/lock-the-front-door", "HassTurnOn"),
]


class ServiceProcess:
    """The real service in its own process, on a real mosquitto.

    `environment` is what it inherits (None: all of this process's), `tracer` who looks on (egress.py).
    """

    def __init__(self, broker, folder, *, environment=None, tracer=None, **variables):
        self.broker = broker
        self.log = folder / "service.log"
        self.root = variables.get("SARAI_MQTT_ROOT")
        options = broker.options()
        environment = (os.environ if environment is None else environment) | {
            "SARAI_MQTT_HOST": "127.0.0.1",
            "SARAI_MQTT_PORT": str(broker.port),
            "SARAI_MQTT_USERNAME": options.username,
            "SARAI_MQTT_PASSWORD": options.password,
            "SARAI_STATE_DIR": str(folder / "state"),
            **PATIENT,
            **variables,
        }
        command = [sys.executable, "-m", "sarai_mqtt", "run"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                tracer.command(*command) if tracer else command,
                env=environment,
                stdout=log,
                stderr=log,
                cwd=Path(__file__).parents[2],
            )

    def wait_online(self):
        with self.satellite("waiting") as listener:
            for _ in range(START_S):
                with suppress(SaraiError):
                    listener.wait_for_service(1.0)
                    return self
                assert self.process.poll() is None, self.log.read_text()
        raise AssertionError(self.log.read_text())

    def wait_said(self, words):
        """Wait until the log has `words`."""
        until = time.monotonic() + START_S
        while words not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    @contextmanager
    def satellite(self, site, **options):
        with VirtualSatellite(site, self.broker.options(), root=self.root, **options) as satellite:
            satellite.wait_connected(START_S)
            yield satellite

    def rss_mb(self):
        return psutil.Process(self.process.pid).memory_info().rss / 1e6

    def stop(self):
        self.process.terminate()
        return self.process.wait(START_S)


def recording(language, name):
    """Return the PCM of a recorded command."""
    return read_wav(DATA / "commands" / language / f"{name}.wav")
