"""What becomes of an order that is asked in a test."""

from pathlib import Path

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Understander

HOME = Path(__file__).parents[3] / "data" / "reader" / "home.yaml"
"""The home of the development sentences."""


def commands(understander: Understander, text: str, language: str, area: str | None) -> tuple[Intent, ...]:
    """Return the commands that `text` acts by; empty if nothing acts."""
    found = understander.read(text, language, area)
    return found if isinstance(found, tuple) else ()


def acted_on(understander: Understander, text: str, language: str, area: str | None) -> set[str]:
    """Return the ids of the things that `text` acts on."""
    return {target for intent in commands(understander, text, language, area) for target in intent.targets}
