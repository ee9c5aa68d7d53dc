"""Detects questions and statements about the house, even about things that this home lacks (ADR 20).

Such a question, if no state intent has answered it, gets the answer that the state is not known: a Thinker
would invent one. Questions about how things work in general, who invented them or which is best are talk,
even if they name things of the house.
"""

from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.house_nouns import forms_of
from sarai_mqtt.languages.packs import pack


def concerns_house(text: str, language: str, home: Home) -> bool:
    """Return True if `text` asks about the house, its things, rooms, people or states, or reports a state.

    Raises BadInput (`unknown_language`).
    """
    questions = pack(language).house_questions
    bare, marked = forms_of(text, language, home)
    lead_in = bool(questions.lead_in.search(bare))
    bare, marked = questions.lead_in.sub("", bare, count=1), questions.lead_in.sub("", marked, count=1)
    if questions.own.search(bare) or questions.own.search(marked):
        return True
    if questions.general.search(bare):
        return False
    asked = lead_in or "?" in text or questions.asking.search(bare)
    return bool((asked and questions.about.search(marked)) or questions.statement.search(marked))
