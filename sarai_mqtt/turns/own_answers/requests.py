"""Recognises orders in all the ways that people phrase them, whether or not this home can carry them out.

Such a sentence that is no command of the home is refused: a Thinker would claim to have carried it out. Plain
orders are recognised by their verb (`is_order`). The patterns here distinguish orders from talk, not one
order from another.
"""

import re
from collections.abc import Mapping

from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.en import requests as requests_en
from sarai_mqtt.languages.es import requests as requests_es
from sarai_mqtt.languages.house_nouns import forms_of
from sarai_mqtt.languages.patterns import NEVER
from sarai_mqtt.languages.tables import for_language
from sarai_mqtt.understanding.orders import is_order


def is_request(text: str, language: str, home: Home) -> bool:
    """Return True if `text` asks for something that a house or a machine does; "tell me a joke" is talk.

    Raises BadInput (`unknown_language`).
    """
    pattern, no_order = for_language(_REQUESTS, language), for_language(_NO_ORDER, language)
    text = for_language(_PAST_TENSE, language).sub("told", text)
    clauses = [part for part in _CLAUSE.split(text) if part.strip()]
    forms = {form for part in {text, *clauses} for form in forms_of(part, language, home)}
    if any(no_order.search(form) for form in forms):
        return False
    return is_order(text, language) or any(pattern.search(form) for form in forms)


# The accent distinguishes a report ("apagué", I turned off) from an order ("apague", turn off).
_PAST_TENSE: Mapping[str, re.Pattern[str]] = {"en": NEVER, "es": requests_es.PAST_TENSE}
_CLAUSE = re.compile(r"[,;.!?:¿¡…]+")
_NO_ORDER: Mapping[str, re.Pattern[str]] = {"en": requests_en.NO_ORDER, "es": requests_es.NO_ORDER}
_REQUESTS: Mapping[str, re.Pattern[str]] = {"en": requests_en.REQUESTS, "es": requests_es.REQUESTS}
