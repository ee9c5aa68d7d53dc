"""Spoken words for Home Assistant's states."""

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.packs import pack


def word_of(state: EntityState, device_class: str | None, language: str) -> str | None:
    """Return what follows "is" for a thing in this state; None if the state has no word of its own.

    Raises BadInput (`unknown_language`).
    """
    words = pack(language).states
    if state.state in {"on", "off"} and device_class and state.id.startswith("binary_sensor."):
        pair = words.binary.get(device_class)
        if pair:
            return pair[0] if state.state == "on" else pair[1]
    if state.id.startswith("update.") and state.state in {"on", "off"} and "update" in words.binary:
        return words.binary["update"][state.state == "off"]
    return words.states.get(state.state)
