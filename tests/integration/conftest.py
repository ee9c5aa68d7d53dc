from contextlib import ExitStack

import pytest

from sarai_mqtt.transports.mqtt.embedded_broker import EmbeddedBroker
from sarai_mqtt.transports.mqtt.options import MqttOptions
from tests.harness.brokers import Mosquitto
from tests.harness.mqtt import Peer


@pytest.fixture
def start_mosquitto(tmp_path):
    """Return a function that starts a mosquitto: `start_mosquitto("password")`."""
    with ExitStack() as cleanup:

        def start(kind="anonymous", extra=()):
            folder = tmp_path / f"mosquitto-{kind}"
            folder.mkdir()
            broker = Mosquitto(folder, kind, extra).start()
            cleanup.callback(broker.stop)
            return broker

        yield start


@pytest.fixture
def mosquitto(start_mosquitto):
    """Return a running mosquitto that lets anybody in."""
    return start_mosquitto()


@pytest.fixture
def embedded_broker():
    """Yield the running embedded broker."""
    with EmbeddedBroker() as broker:
        yield broker


@pytest.fixture(params=["mosquitto", "embedded"])
def any_broker_options(request):
    """Return MqttOptions of mosquitto, then of the embedded broker."""
    if request.param == "mosquitto":
        return request.getfixturevalue("mosquitto").options()
    broker = request.getfixturevalue("embedded_broker")
    return MqttOptions(host=broker.host, port=broker.port)


@pytest.fixture
def peer():
    """Yield a function that makes an independent client: `peer(options)`."""
    with ExitStack() as cleanup:

        def make(options, **arguments):
            made = Peer(options, **arguments)
            cleanup.callback(made.close)
            return made

        yield make
