import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from setup import home_assistant as editions
from tests.brokers import Mosquitto
from tests.e2e.home_assistant.client import Client
from tests.e2e.home_assistant.furnish import move_in
from tests.e2e.home_assistant.instance import Instance

WANTED = os.environ.get("TEST_HOME_ASSISTANT", "")
# Where screenshots and logs are kept.
KEEP = Path(os.environ.get("TEST_HOME_ASSISTANT_KEEP", "build/test-ha"))


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.home_assistant)
            if not WANTED:
                item.add_marker(pytest.mark.skip(reason="needs a Home Assistant: make test-ha"))


@dataclass
class House:
    """A furnished Home Assistant on a broker without persistence."""

    instance: Instance
    broker: Mosquitto
    owner: Client
    browser: dict
    user: Client


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """Give the house that all tests share."""
    installation = editions.installation(editions.edition(WANTED))
    assert installation.done, "Home Assistant is not installed: make test-ha"
    broker = Mosquitto(tmp_path_factory.mktemp("broker")).start()
    instance = Instance(installation, tmp_path_factory.mktemp("home-assistant") / "config")
    try:
        instance.start()
        owner, browser, user = move_in(instance.url, broker.port)
        yield House(instance, broker, owner, browser, user)
    finally:
        instance.stop()
        broker.stop()
        KEEP.mkdir(parents=True, exist_ok=True)
        shutil.copy(instance.log, KEEP)
