"""A real Home Assistant in its own process, on loopback."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.harness.brokers import free_port

HERE = Path(__file__).parent
DEPLOY = Path(__file__).parents[3] / "deploy" / "home-assistant"
START_S = 120
# These would ask the internet where the house is, and which brands are in it.
ONBOARDED = {"version": 4, "minor_version": 1, "key": "onboarding"}
ONBOARDED_STEPS = ["core_config", "analytics", "integration"]


class Instance:
    """Home Assistant as `installation` has it, with a copy of the house of `config` in `folder`.

    `deployed`: the package and the blueprints that we ship are part of it.
    """

    def __init__(self, installation, folder, config=HERE / "config", *, deployed=True):
        self.installation = installation
        self.folder = folder
        self.log = folder.with_name(f"{folder.name}.log")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        shutil.copytree(config, folder, dirs_exist_ok=True)
        for part in ("packages", "blueprints") if deployed else ():
            shutil.copytree(DEPLOY / part, folder / part, dirs_exist_ok=True)
        configuration = folder / "configuration.yaml"
        configuration.write_text(configuration.read_text().replace("18123", str(self.port)))
        (folder / ".storage").mkdir(exist_ok=True)
        onboarded = ONBOARDED | {"data": {"done": ONBOARDED_STEPS}}
        (folder / ".storage" / "onboarding").write_text(json.dumps(onboarded))

    def start(self):
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.installation.command(self.folder), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{self.url}/manifest.json", timeout=5).close()
                return self
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(f"Home Assistant does not answer: {self.log.read_text()}")

    def stop(self):
        """Stop it as its user would."""
        self.process.terminate()
        self.process.wait(60)
