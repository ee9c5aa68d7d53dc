"""A person at a satellite."""

from sarai_mqtt.adapters.wav import read_wav
from tests.e2e.home_assistant.client import wait_for
from tests.e2e.house import DATA

TURN_S = 40
LEARN_S = 30


def spoken(satellite, language, name):
    """Say a recording; give the turn."""
    satellite.play(read_wav(DATA / "commands" / language / f"{name}.wav"))
    return satellite.wait_for_turn(TURN_S)


def asked(satellite, text, language="en"):
    """Write `text`; give the turn."""
    satellite.ask(text, language)
    return satellite.wait_for_turn(TURN_S)


def asked_until(satellite, text, wanted, language="en"):
    """Write `text` until its turn is as `wanted`: what is learnt live is learnt within a moment."""
    seen = []

    def once():
        seen.append(asked(satellite, text, language))
        return seen[-1] if wanted(seen[-1]) else None

    return wait_for(once, lambda: f"{text!r} gave {seen[-1].report}", LEARN_S)


def about(*targets):
    """Give what `asked_until` wants: a command about `targets`."""
    return lambda turn: turn.report.targets == targets
