"""The schema of a language pack: all that this software knows of one language.

The sections `alarms`, `announcing`, `asides`, `clock_changes`, `clock_times`, `dates`, `help`, `helpers`,
`inquiries`, `orders`, `sums` and `timer_orders` may be missing, and no other.

A new section is a field of `LanguagePack` and a file of its name in each pack; nothing else lists them.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, get_args, get_type_hints

from sarai_mqtt.languages.schema.alarms import Alarms
from sarai_mqtt.languages.schema.announcing import Announcing
from sarai_mqtt.languages.schema.answers import Answers
from sarai_mqtt.languages.schema.asides import Asides
from sarai_mqtt.languages.schema.clock_changes import ClockChanges
from sarai_mqtt.languages.schema.clock_times import ClockTimes
from sarai_mqtt.languages.schema.commands import Commands
from sarai_mqtt.languages.schema.content import Content
from sarai_mqtt.languages.schema.conventions import Conventions
from sarai_mqtt.languages.schema.danger import DangerSigns
from sarai_mqtt.languages.schema.dates import Dates
from sarai_mqtt.languages.schema.devices import Devices
from sarai_mqtt.languages.schema.guards import Guards
from sarai_mqtt.languages.schema.hearing import Hearing
from sarai_mqtt.languages.schema.help import Help
from sarai_mqtt.languages.schema.helpers import Helpers
from sarai_mqtt.languages.schema.house import HouseNouns, HouseQuestions
from sarai_mqtt.languages.schema.inquiries import Inquiries
from sarai_mqtt.languages.schema.lists import Lists
from sarai_mqtt.languages.schema.numbers import Numbers
from sarai_mqtt.languages.schema.orders import Orders
from sarai_mqtt.languages.schema.paraphrases import Rewording
from sarai_mqtt.languages.schema.replies import Replies
from sarai_mqtt.languages.schema.requests import Requests
from sarai_mqtt.languages.schema.samples import Samples
from sarai_mqtt.languages.schema.small_talk import SmallTalkPhrases
from sarai_mqtt.languages.schema.sounds import Sounds
from sarai_mqtt.languages.schema.speaking import Speaking
from sarai_mqtt.languages.schema.speech_acts import SpeechActs
from sarai_mqtt.languages.schema.states import States
from sarai_mqtt.languages.schema.sums import Sums
from sarai_mqtt.languages.schema.thinker import ThinkerTexts
from sarai_mqtt.languages.schema.timer_orders import TimerOrders
from sarai_mqtt.languages.schema.timers import Timers
from sarai_mqtt.languages.schema.units import Units
from sarai_mqtt.languages.schema.verbs import Verbs
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.languages.schema.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeParts:
    """What a pack gives as Python.

    Args:
        name: English name of the language.
        wording: makes the grammar of replies with these conventions: the pack's, or what the user chose.
        speech_acts: patterns of sentences that must not act although they name an action.
        house_questions: patterns of questions about the house.
        requests: patterns of orders, however they are phrased.
        danger: patterns of sentences about danger.
        speaking: how a text is written out for speech, and its phonemes if a voice of this project speaks the
            language; None: neither.
        verbs: the verbs of orders, with their forms.
        paraphrases: how orders are reworded; compiled at its first call.

    """

    name: str
    wording: Callable[[Conventions], Wording]
    speech_acts: SpeechActs
    house_questions: HouseQuestions
    requests: Requests
    danger: DangerSigns
    speaking: Speaking | None
    verbs: Verbs
    paraphrases: Callable[[], Rewording]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePack(CodeParts):
    """Everything of one language: what it gives as Python and, of each name below, what its YAML file says.

    Its sentence files (`pack_files:SENTENCES`) are read where understanding loads its templates.

    Args:
        code: ISO 639-1 code: the name of the folder, and in no file.
        alarms: sentences about alarms, reminders and orders for later; None: there are none.
        announcing: how announcements for other rooms are ordered; None: not by voice.
        answers: spoken yes, no and stop.
        asides: clauses beside an order that only give its reason; None: an order has none.
        clock_changes: how what was set for later is changed or taken back; None: it is not.
        clock_times: how times of the clock and days are said; None: none are understood.
        commands: the vocabulary of commands, apart from its verbs.
        conventions: how its speakers write numbers and times.
        content: words that a command must not ignore.
        dates: how days of the calendar are asked for and told; None: they are talk.
        devices: names of devices and rooms.
        guards: words for directions, changes, and what is guarded.
        hearing: how a spoken yes or no is recognised.
        help: examples of what can be said; None: help names things alone.
        helpers: how numbers, texts, times and options are set; None: as sentences and orders have it.
        house_nouns: nouns of a house.
        inquiries: words of questions about states; None: they are read by sentences alone.
        lists: how one speaks of lists, and of parts of names.
        numbers: numbers in words.
        orders: the words with which things are ordered; None: orders are read by sentences alone.
        replies: sentences of replies.
        samples: sentences with which this software tries itself.
        small_talk: phrases that have fixed answers.
        sounds: how words sound.
        sums: how sums are asked and answered; None: they are talk.
        states: words for states, and clauses of answers about them.
        thinker: prompts of the Thinker, labels of speakers in what it writes, and what is said where it
            cannot converse.
        timer_orders: how timers are ordered and asked about; None: by sentences alone.
        timers: clauses about timers.
        units: names of units of measurement.
        words: little words.

    """

    code: str
    alarms: Alarms | None
    announcing: Announcing | None
    answers: Answers
    asides: Asides | None
    clock_changes: ClockChanges | None
    clock_times: ClockTimes | None
    commands: Commands
    content: Content
    conventions: Conventions
    dates: Dates | None
    devices: Devices
    guards: Guards
    hearing: Hearing
    help: Help | None
    helpers: Helpers | None
    house_nouns: HouseNouns
    inquiries: Inquiries | None
    lists: Lists
    numbers: Numbers
    orders: Orders | None
    replies: Replies
    samples: Samples
    small_talk: SmallTalkPhrases
    sounds: Sounds
    states: States
    sums: Sums | None
    thinker: ThinkerTexts
    timer_orders: TimerOrders | None
    timers: Timers
    units: Units
    words: Words

    @property
    def has_voice(self) -> bool:
        """True if a voice of this project can speak the language."""
        return self.speaking is not None and self.speaking.phonemizer is not None


def sections() -> dict[str, type[Any]]:
    """Return the dataclass of each section that has a YAML file, by the name of both."""
    in_code = {"code", *(field.name for field in fields(CodeParts))}
    hints = {name: kind for name, kind in get_type_hints(LanguagePack).items() if name not in in_code}
    return {name: next(iter(get_args(kind)), kind) for name, kind in hints.items()}


def may_lack(section: str) -> bool:
    """Return True if a pack may be without the YAML file of `section`; the section is None then."""
    return type(None) in get_args(get_type_hints(LanguagePack)[section])
