"""Takes the pictures of docs/home-assistant.md, of a real Home Assistant and the whole service: `make pictures`.

    python -m tests.harness.home_assistant.pictures [--edition 2026.11] [--into docs/images]

Needs what `make test-ha` installs, and `deploy` on the module path. Pictures are written when all of them could be taken.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.harness.home_assistant.furnish import HOME
from tests.harness.home_assistant.house import furnished
from tests.harness.home_assistant.speaking import LEARN_S, about, areas_of, asked, asked_until, spoken

ROOT = Path(__file__).parents[3]
PUMP, VOLUME = "switch.garden_pump", "number.sarai_kitchen_volume"


def take(edition, folder, keep):
    """Take all pictures into `keep`; Home Assistant, broker and service write into `folder`."""
    with furnished(edition, folder, keep) as house:
        take_without_token(house, folder / "without-token")
        house.package("turn_off")
        take_with_token(house, folder / "with-token")


def take_without_token(house, folder):
    """Photograph the automations of the package after they have acted."""
    folder.mkdir()
    with house.sarai(folder, HOME.read_text()) as service, service.satellite("kitchen") as kitchen:
        asked_until(kitchen, "turn on the garden pump", about(PUMP))  # only the package has told of it
        asked(kitchen, "turn off the kitchen light")
        shot = {"path": "/config/automation/dashboard", "wait": "do what was said", "file": "package.png"}
        house.photograph(shot | {"width": 1000, "height": 480})


def take_with_token(house, folder):
    """Photograph the pages on which a user, its token, the exposure and the devices are found."""
    folder.mkdir()
    given = {"SARAI_HA_URL": house.instance.url, "SARAI_HA_TOKEN": house.user.token}
    with house.sarai(folder, **given) as service, service.satellite("kitchen") as kitchen:
        house.owner.wait_state(VOLUME, "100", "100.0", timeout=LEARN_S)
        house.owner.call("number.set_value", entity_id=VOLUME, value=70)
        with service.satellite("bedroom") as bedroom:
            asked(bedroom, "what time is it")
            areas_of(house, "bedroom")  # it is a device now
        spoken(kitchen, "en", "turn-on-the-kitchen-light")
        devices = house.owner.command("config/device_registry/list")
        site = next(device["id"] for device in devices if device["name"] == "Sarai kitchen")
        shots = [
            ("site", f"/config/devices/device/{site}", "Last transcript", [], (1200, 840)),
            ("add-user", "/config/users", "Sarai", ["Add user"], (1000, 720)),
            ("token", "/profile/security", "Create token", ["Create token"], (1000, 720)),
            ("expose", "/config/voice-assistants/expose", "Kitchen ceiling light", [], (1000, 720)),
            ("devices", "/config/devices/dashboard?domain=mqtt", "Sarai kitchen", [], (1000, 720)),
        ]
        house.photograph(
            *(
                {"file": f"{name}.png", "path": path, "wait": text, "click": clicks}
                | dict(zip(("width", "height"), size, strict=True))
                for name, path, text, clicks, size in shots
            )
        )


def main():
    parser = argparse.ArgumentParser(description="Take the pictures of docs/home-assistant.md.")
    parser.add_argument("--edition", default="2026.11", help="the version of Home Assistant")
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "images", help="where they are written")
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "pictures"
        take(arguments.edition, Path(folder), taken)
        for picture in sorted(taken.glob("*.png")):
            print(shutil.copy(picture, arguments.into))


if __name__ == "__main__":
    main()
