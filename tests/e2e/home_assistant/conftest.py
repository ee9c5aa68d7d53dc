import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from setup import home_assistant as editions
from tests.harness.brokers import Mosquitto
from tests.harness.home_assistant.client import Client
from tests.harness.home_assistant.furnish import move_in
from tests.harness.home_assistant.instance import Instance
from tests.harness.process import Service

WANTED = os.environ.get("TEST_HOME_ASSISTANT", "")
ROOT = Path(__file__).parents[3]
# Where screenshots and logs are kept.
KEEP = Path(os.environ.get("TEST_HOME_ASSISTANT_KEEP", ROOT / "build" / "test-ha"))


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

    @contextmanager
    def sarai(self, folder, home="{}", **variables):
        """Run the service, which keeps all in `folder`; `home` is its home.yaml: all that it is told."""
        file = folder / "home.yaml"
        file.write_text(home)
        own = {"SARAI_HOME_FILE": str(file), "SARAI_STATE_DIR": str(folder), "SARAI_THINKER_NAME": "none"}
        service = Service(self.broker, folder, **own, **variables)
        try:
            yield service.wait_online()
        finally:
            service.stop()
            keep(service.log, f"service-{folder.name}.log")

    def package(self, service):
        """Let the package's acting be on or off (`turn_on`, `turn_off`): with a token, Sarai acts itself."""
        self.owner.call(f"automation.{service}", entity_id="automation.sarai_do_what_was_said")

    def photograph(self, *shots):
        """Take screenshots as screenshot.py reads them; `file` is a name in the folder of what is kept."""
        KEEP.mkdir(parents=True, exist_ok=True)
        shots = [shot | {"file": str(KEEP / shot["file"])} for shot in shots]
        asked = json.dumps({"url": self.instance.url, "tokens": self.browser, "shots": shots})
        script = Path(__file__).with_name("screenshot.py")
        subprocess.run(
            [ROOT / ".venv-ha/bin/python", script], input=asked, text=True, check=True, timeout=180
        )


def keep(file, name):
    KEEP.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, KEEP / name)


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
        keep(instance.log, "home-assistant.log")
