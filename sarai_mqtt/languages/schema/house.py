"""Nouns of a house (house_nouns.yaml), and questions about it (house_questions.py)."""

import re
from dataclasses import dataclass, field

from sarai_mqtt.languages.schema.phrases import Phrases

THE_THING, THE_ROOM, A_THING, A_ROOM = "thething", "theroom", "athing", "aroom"
"""Marks that stand for definite nouns ("the old lamp") and for bare ones ("lamps") in marked words."""

DEFINITE = f"(?:{THE_THING}|{THE_ROOM})"
NOUN = f"(?:{THE_THING}|{THE_ROOM}|{A_THING}|{A_ROOM})"
"""Alternations for patterns that search marked words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseNouns:
    """Nouns of a house, in lower case without accents.

    Args:
        things: things of a house, whether or not there are any at home ("doors?").
        rooms: rooms and other places of a house.
        articles: what makes a noun that follows one of the house ("the", "my", "all the").
        no_adjective: what is no adjective between an article and a noun.
        connectives: what stands between two nouns of one term, such as the blank of "kitchen door".
        not_after: what makes another thing of the noun before it ("light years", "casa blanca").
        verbs: nouns that without an article are verbs or other words ("lock the door").
        common: nouns that every house has or that name no single thing ("heating", "room"): none of them is
            said to be unknown.

    """

    things: Phrases
    rooms: Phrases
    articles: Phrases
    no_adjective: Phrases
    connectives: re.Pattern[str]
    not_after: Phrases
    verbs: frozenset[str]
    common: Phrases = field(default_factory=Phrases)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseQuestions:
    """Patterns that tell questions about the house from questions about the world.

    They are for `search` in lower-case words without accents and punctuation. Those of `about` and
    `statement`, and some of `own`, are for marked words (`DEFINITE`, `NOUN`).

    Args:
        lead_in: the introduction of a question ("do you know if …"), which is removed first.
        own: texts about the house, whatever else they say.
        general: texts about the world.
        asking: a question.
        about: the thing or room of the house in a question.
        statement: a statement about the state of a thing.

    """

    lead_in: re.Pattern[str]
    own: re.Pattern[str]
    general: re.Pattern[str]
    asking: re.Pattern[str]
    about: re.Pattern[str]
    statement: re.Pattern[str]
