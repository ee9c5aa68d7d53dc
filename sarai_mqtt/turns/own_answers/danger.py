"""Detects sentences about danger (gas, smoke, fire, poison, doses, injury): a sober answer, no action.

In doubt, a sentence about a person's health counts as danger. An order or a question about a thing of the
house that only shares a word with danger ("turn off the gas heater") does not. Texts are compared without
accents.
"""

from collections.abc import Mapping

from sarai_mqtt.languages.danger_signs import DangerSigns
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.en import danger as danger_en
from sarai_mqtt.languages.es import danger as danger_es
from sarai_mqtt.languages.tables import for_language

_SIGNS: Mapping[str, DangerSigns] = {"en": danger_en.SIGNS, "es": danger_es.SIGNS}


def is_danger(text: str, language: str, *, understood: bool) -> bool:
    """Return True if `text` is about danger.

    With `understood` (the text may be a command) hints are not enough. Raises BadInput
    (`unknown_language`).
    """
    signs = for_language(_SIGNS, language)
    said = signs.lead_in.sub("", bare_words(text), count=1)
    if signs.titles.search(said):
        return False
    return bool(signs.signs.search(said) or (not understood and signs.hints.search(said)))
