"""A person at a satellite."""

from tests.harness.home_assistant.client import wait_for
from tests.harness.process import TURN_S, recording

LEARN_S = 30


def spoken(satellite, language, name):
    """Say a recording; return its turn."""
    satellite.play(recording(language, name))
    return satellite.wait_for_turn(TURN_S)


def asked(satellite, text, language="en"):
    """Write `text`; return its turn."""
    satellite.ask(text, language)
    return satellite.wait_for_turn(TURN_S)


def asked_until(satellite, text, wanted, language="en"):
    """Write `text` until its turn is as `wanted`: what is learnt live is learnt within a moment."""
    seen = []

    def once():
        seen.append(asked(satellite, text, language))
        return seen[-1] if wanted(seen[-1]) else None

    return wait_for(once, lambda: f"{text!r} gave {seen[-1].report}", LEARN_S)


def areas_of(house, site):
    """Return the ids of all areas of Home Assistant, and of the area that the device of `site` is in."""
    areas = house.owner.command("config/area_registry/list")

    def device():
        devices = house.owner.command("config/device_registry/list")
        return next((d for d in devices if d["name"] == f"Sarai {site.replace('_', ' ')}"), None)

    found = wait_for(device, lambda: f"{site} is no device", LEARN_S)
    return {area["area_id"] for area in areas}, found["area_id"]


def about(*targets):
    """Return a condition for `asked_until`: a command about `targets`."""
    return lambda turn: turn.report.targets == targets
