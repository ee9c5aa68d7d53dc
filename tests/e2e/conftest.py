import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from tests.harness.brokers import Mosquitto
from tests.harness.process import ServiceProcess


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """Yield a running service that all tests share."""
    folder = tmp_path_factory.mktemp("house")
    broker = Mosquitto(folder).start()
    running = ServiceProcess(broker, folder)
    try:
        yield running.wait_online()
    finally:
        running.stop()
        broker.stop()


@pytest.fixture(scope="session")
def assembly():
    """Return the parts of the service in this process, to check what it said."""
    return Assembly(load_settings())
