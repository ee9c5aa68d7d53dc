"""Sentences of danger: gas, smoke, fire, poison, doses, somebody hurt. They get a sober answer, no deed.

In doubt about people and bodies a sentence is danger; an order or a question about a thing of the house that
only shares a word with danger ("turn off the gas heater") is none. Texts are compared without accents.
"""

from collections.abc import Mapping

from sarai_mqtt.core import danger_en, danger_es
from sarai_mqtt.core.danger_signs import DangerSigns
from sarai_mqtt.core.language import bare_words, for_language

_SIGNS: Mapping[str, DangerSigns] = {"en": danger_en.SIGNS, "es": danger_es.SIGNS}


def is_danger(text: str, language: str, *, understood: bool) -> bool:
    """Say whether `text` tells of danger; with `understood` (it may be a command) mere hints are left out.

    Raises BadInput (`unknown_language`).
    """
    signs = for_language(_SIGNS, language)
    said = signs.addressed.sub("", bare_words(text), count=1)
    if signs.titles.search(said):
        return False
    return bool(signs.signs.search(said) or (not understood and signs.hints.search(said)))
