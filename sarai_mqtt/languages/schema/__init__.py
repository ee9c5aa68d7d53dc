"""The schema of a language pack: all that this software knows of one language. Every field is required."""

from dataclasses import dataclass

from sarai_mqtt.languages.schema.answers import Answers
from sarai_mqtt.languages.schema.commands import Commands
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.lists import Lists
from sarai_mqtt.languages.schema.numbers import Numbers
from sarai_mqtt.languages.schema.sounds import Sounds
from sarai_mqtt.languages.schema.verbs import Verbs
from sarai_mqtt.languages.schema.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePack:
    """Everything of one language.

    Args:
        code: ISO 639-1 code, the name of the folder.
        name: English name of the language.
        words: little words.
        sounds: how words sound.
        numbers: numbers in words.
        answers: spoken yes, no and stop.
        commands: the vocabulary of commands, apart from its verbs.
        verbs: the verbs of orders, with their forms.
        guards: words for directions, changes, and what is guarded.
        lists: how one speaks of lists, and of parts of names.

    """

    code: str
    name: str
    words: Words
    sounds: Sounds
    numbers: Numbers
    answers: Answers
    commands: Commands
    verbs: Verbs
    guards: Guards
    lists: Lists
