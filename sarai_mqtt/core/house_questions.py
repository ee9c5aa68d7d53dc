"""Questions about the house, and what is told of it, whether or not the home knows such a thing.

What our own state answers do not answer is not known: a Thinker would make a state up. How things work in
general, who invented them and what is best is talk, whatever words of the house are in it.
"""

from collections.abc import Mapping

from sarai_mqtt.core import house_questions_en, house_questions_es
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.house_nouns import forms_of
from sarai_mqtt.core.house_patterns import HousePatterns
from sarai_mqtt.core.language import for_language

_QUESTIONS: Mapping[str, HousePatterns] = {
    "en": house_questions_en.QUESTIONS,
    "es": house_questions_es.QUESTIONS,
}


def concerns_house(text: str, language: str, home: Home) -> bool:
    """Say whether `text` asks about the house, its things, rooms, people or states, or tells a state of it.

    Raises BadInput (`unknown_language`).
    """
    questions = for_language(_QUESTIONS, language)
    bare, marked = forms_of(text, language, home)
    led_in = bool(questions.led_in.search(bare))
    bare, marked = questions.led_in.sub("", bare, count=1), questions.led_in.sub("", marked, count=1)
    if questions.own.search(bare) or questions.own.search(marked):
        return True
    if questions.general.search(bare):
        return False
    asked = led_in or "?" in text or questions.asking.search(bare)
    return bool((asked and questions.about.search(marked)) or questions.told.search(marked))
