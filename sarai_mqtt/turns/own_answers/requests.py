"""Recognises orders in all the ways that people phrase them, whether or not this home can carry them out.

Such a sentence that is no command of the home is refused: a Thinker would claim to have carried it out. Plain
orders are recognised by their verb (`is_order`). The patterns here distinguish orders from talk, not one
order from another.
"""

import re

from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.house_nouns import forms_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.orders import is_order

_CLAUSE = re.compile(r"[,;.!?:¿¡…]+")
# Stands for a verb in the past: the accent distinguishes a report ("apagué", I turned off) from an order
# ("apague", turn off), and accents are not compared.
_PAST = "told"


def is_request(text: str, language: str, home: Home) -> bool:
    """Return True if `text` asks for something that a house or a machine does; "tell me a joke" is talk.

    Raises BadInput (`unknown_language`).
    """
    asked = pack(language).requests
    text = asked.past_tense.sub(_PAST, text)
    clauses = [part for part in _CLAUSE.split(text) if part.strip()]
    forms = {form for part in {text, *clauses} for form in forms_of(part, language, home)}
    if any(asked.no_order.search(form) for form in forms):
        return False
    return is_order(text, language) or any(asked.requests.search(form) for form in forms)
