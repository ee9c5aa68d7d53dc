"""Detects sentences about danger (gas, smoke, fire, poison, doses, injury): a sober answer, no action.

In doubt, a sentence about a person's health counts as danger. An order or a question about a thing of the
house that only shares a word with danger ("turn off the gas heater") does not. Texts are compared without
accents.
"""

from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack


def is_danger(text: str, language: str, *, understood: bool) -> bool:
    """Return True if `text` is about danger.

    With `understood` (the text may be a command) hints are not enough. Raises BadInput
    (`unknown_language`).
    """
    danger = pack(language).danger
    said = danger.lead_in.sub("", bare_words(text), count=1)
    if danger.titles.search(said):
        return False
    return bool(danger.signs.search(said) or (not understood and danger.hints.search(said)))
