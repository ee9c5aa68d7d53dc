"""A furnished Home Assistant, with a broker and the service beside it."""

import json
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from setup import home_assistant as editions

from tests.harness.brokers import Mosquitto
from tests.harness.home_assistant.client import Client
from tests.harness.home_assistant.furnish import move_in
from tests.harness.home_assistant.instance import Instance
from tests.harness.process import ServiceProcess

BROWSER_PYTHON = Path(__file__).parents[3] / ".venv-ha/bin/python"


@dataclass
class HomeAssistantHarness:
    """A furnished Home Assistant on a broker without persistence; logs and screenshots go into `keep`."""

    instance: Instance
    broker: Mosquitto
    owner: Client
    browser: dict
    user: Client
    keep: Path

    @contextmanager
    def sarai(self, folder, home="{}", **variables):
        """Run the service, which keeps all in `folder`; `home` is its home.yaml: all that it is told."""
        file = folder / "home.yaml"
        file.write_text(home)
        own = {"SARAI_HOME_FILE": str(file), "SARAI_STATE_DIR": str(folder), "SARAI_THINKER_NAME": "none"}
        service = ServiceProcess(self.broker, folder, **own, **variables)
        try:
            yield service.wait_online()
        finally:
            service.stop()
            shutil.copy(service.log, self.keep / f"service-{folder.name}.log")

    def package(self, service):
        """Let the package's acting be on or off (`turn_on`, `turn_off`): with a token, Sarai acts itself."""
        self.owner.call(f"automation.{service}", entity_id="automation.sarai_do_what_was_said")

    def photograph(self, *shots):
        """Take screenshots as screenshot.py reads them; `file` is a name in `keep`."""
        shots = [shot | {"file": str(self.keep / shot["file"])} for shot in shots]
        asked = json.dumps({"url": self.instance.url, "tokens": self.browser, "shots": shots})
        script = Path(__file__).with_name("screenshot.py")
        subprocess.run([BROWSER_PYTHON, script], input=asked, text=True, check=True, timeout=180)


@contextmanager
def furnished(edition, folder, keep):
    """Start that edition of Home Assistant (e.g. "2026.11") in `folder`, furnish it, and yield its harness."""
    installation = editions.installation(editions.edition(edition))
    assert installation.done, "Home Assistant is not installed: make test-ha"
    keep.mkdir(parents=True, exist_ok=True)
    (folder / "broker").mkdir()
    broker = Mosquitto(folder / "broker").start()
    instance = Instance(installation, folder / "config")
    try:
        instance.start()
        owner, browser, user = move_in(instance.url, broker.port)
        yield HomeAssistantHarness(instance, broker, owner, browser, user, keep)
    finally:
        instance.stop()
        broker.stop()
        shutil.copy(instance.log, keep / "home-assistant.log")
