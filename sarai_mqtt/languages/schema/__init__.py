"""The schema of a language pack: all that this software knows of one language. Every field is required."""

from collections.abc import Callable
from dataclasses import dataclass

from sarai_mqtt.languages.schema.answers import Answers
from sarai_mqtt.languages.schema.commands import Commands
from sarai_mqtt.languages.schema.content import Content
from sarai_mqtt.languages.schema.danger import DangerSigns
from sarai_mqtt.languages.schema.devices import Devices
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.hearing import Hearing
from sarai_mqtt.languages.schema.house import HouseNouns, HouseQuestions
from sarai_mqtt.languages.schema.lists import Lists
from sarai_mqtt.languages.schema.numbers import Numbers
from sarai_mqtt.languages.schema.paraphrases import Rewording
from sarai_mqtt.languages.schema.replies import Replies
from sarai_mqtt.languages.schema.requests import Requests
from sarai_mqtt.languages.schema.samples import Samples
from sarai_mqtt.languages.schema.small_talk import SmallTalkPhrases
from sarai_mqtt.languages.schema.sounds import Sounds
from sarai_mqtt.languages.schema.speaking import Speaking
from sarai_mqtt.languages.schema.speech_acts import SpeechActs
from sarai_mqtt.languages.schema.states import States
from sarai_mqtt.languages.schema.thinker import ThinkerTexts
from sarai_mqtt.languages.schema.timers import Timers
from sarai_mqtt.languages.schema.units import Units
from sarai_mqtt.languages.schema.verbs import Verbs
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.languages.schema.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePack:
    """Everything of one language but its sentence files, which understanding reads (pack_files:SENTENCES).

    Args:
        code: ISO 639-1 code, the name of the folder.
        name: English name of the language.
        devices: names of devices and rooms.
        replies: sentences of replies.
        samples: sentences with which this software tries itself.
        states: words for states, and clauses of answers about them.
        timers: clauses about timers.
        units: names of units of measurement.
        wording: the grammar of replies.
        words: little words.
        speech_acts: patterns of sentences that must not act although they name an action.
        house_nouns: nouns of a house.
        house_questions: patterns of questions about the house.
        requests: patterns of orders, however they are phrased.
        danger: patterns of sentences about danger.
        small_talk: phrases that have fixed answers.
        thinker: prompts of the Thinker, labels of speakers in what it writes, and what is said where it
            cannot converse.
        hearing: how a spoken yes or no is recognised.
        speaking: how a text is spoken; None if there is no voice of this project for the language.
        sounds: how words sound.
        numbers: numbers in words.
        answers: spoken yes, no and stop.
        commands: the vocabulary of commands, apart from its verbs.
        verbs: the verbs of orders, with their forms.
        guards: words for directions, changes, and what is guarded.
        paraphrases: how orders are reworded; compiled at its first call.
        lists: how one speaks of lists, and of parts of names.
        content: words that a command must not ignore.

    """

    code: str
    name: str
    devices: Devices
    replies: Replies
    samples: Samples
    states: States
    timers: Timers
    units: Units
    wording: Wording
    words: Words
    speech_acts: SpeechActs
    house_nouns: HouseNouns
    house_questions: HouseQuestions
    requests: Requests
    danger: DangerSigns
    small_talk: SmallTalkPhrases
    thinker: ThinkerTexts
    hearing: Hearing
    speaking: Speaking | None
    sounds: Sounds
    numbers: Numbers
    answers: Answers
    commands: Commands
    verbs: Verbs
    guards: Guards
    paraphrases: Callable[[], Rewording]
    lists: Lists
    content: Content
