"""What a text asks for: commands, a choice, or a built-in answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import PLANNED
from sarai_mqtt.core.ports import Understander
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.languages.detection import guess_language
from sarai_mqtt.turns.meaning import Command
from sarai_mqtt.turns.own_answers.own_answers import (
    OwnAnswer,
    danger_answer,
    help_answer,
    own_answer,
    refusal,
)
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.announcements import announcement_reply
from sarai_mqtt.turns.responses.choices import choice_question
from sarai_mqtt.turns.responses.replies import sentence
from sarai_mqtt.turns.timers.moments import with_one_time
from sarai_mqtt.understanding.alarm_reader import alarm_reader
from sarai_mqtt.understanding.announcements import announcements_in
from sarai_mqtt.understanding.announcing_later import announced_later
from sarai_mqtt.understanding.confirmation import is_stop
from sarai_mqtt.understanding.guards import no_order

# The slot in which Home Assistant's sentences put the command to carry out when a timer ends.
DELAYED = "conversation_command"
_MOMENTS = frozenset({"times", "sun", "hours", "minutes"})


def commands_or_answer(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    emergency_number: str,
    *,
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
    today: date | None = None,
) -> tuple[Intent, ...] | Choice | OwnAnswer | None:
    """Return the commands in `text` or the choice, else the built-in answer; None if it is for the Thinker.

    A text that reports danger is never a command, whatever it resembles, but it may be announced. A choice
    among things that no words tell apart is refused. `area` and `before` are as in `find`; questions about
    days need `today`. Raises BadInput (`unknown_language`).
    """
    home, reads = understander.home, partial(_reads, understander, area)
    settled = (
        _announced(text, languages, home)
        or (None if _is_reminder(text, languages) else danger_answer(text, languages, emergency_number))
        or help_answer(text, languages, home, area, reads)
    )
    if settled:
        return settled
    found = find(understander, text, languages, area, before)
    if isinstance(found, Choice):
        told_apart = choice_question(found, home)
        return found if told_apart else refusal(LeftOver((), "which_one", found.language))
    if isinstance(found, tuple):
        return found
    ended = next((code for code in languages if is_stop(text, code)), None)
    own = (
        refusal(found)
        if found
        else own_answer(
            text,
            languages,
            home,
            emergency_number,
            area=area,
            today=today,
            reads=reads,
            unanswered=partial(understander.unanswered, area=area),
        )
    )
    if ended is None and own is not None and own.kind == "never_mind":
        ended = own.language
    if ended is not None:
        # "stop" or "never mind" in words that no template has
        return (Intent("", "HassNevermind", {}, (), text, ended, 1.0),)
    if own is not None and own.kind == "refused" and (unknown := understander.unknown(text, own.language)):
        return replace(refusal(unknown), kind="refused")
    return own


def _is_reminder(text: str, languages: Sequence[str]) -> bool:
    """Return True if `text` is to be told at a moment: "remind me at nine to take my pills" is no danger."""
    readers = (alarm_reader(language) for language in languages)
    found = (reader.read(text) for reader in readers if reader)
    return any(each and each.name == "HassSetReminder" and each.slots.keys() & _MOMENTS for each in found)


def _reads(understander: Understander, area: str | None, text: str, language: str) -> Found | None:
    return understander.read(text, language, area)


def _announced(text: str, languages: Sequence[str], home: Home) -> tuple[Intent, ...] | OwnAnswer | None:
    """Return the order to announce something in other rooms that `text` is, or why it is not carried out."""
    for language in languages:
        found = announcements_in(text, language, home)
        match found:
            case LeftOver():
                return refusal(found)
            case None | "later" if planned := announced_later(text, language, home):
                return (planned,)
            case None:
                continue
            case "later":
                return OwnAnswer("left_over", sentence("cannot", language), language)
            case "place_first":
                return OwnAnswer("left_over", announcement_reply("place_first", language), language)
        return found
    return None


async def commands_of_turn(
    request: TurnRequest, engines: Engines, intents: Sequence[Intent]
) -> tuple[Command, ...]:
    """Return the commands of the turn for what was said, with their numbers if there are several."""
    commands: list[Command] = []
    for number, intent in enumerate(intents):
        delayed = await delayed_command(request, engines, intent)
        confirm = intent.confirm or (delayed is not None and delayed.confirm)
        # the question tells which of two hours is meant
        one_time = confirm and intent.name == PLANNED
        slots = with_one_time(intent.slots, engines.local_time()) if one_time else intent.slots
        seq = number if len(intents) > 1 else None
        commands.append(
            Command(
                replace(intent, slots=slots, turn=request.turn, confirm=confirm, seq=seq), delayed=delayed
            )
        )
    return tuple(commands)


async def delayed_command(request: TurnRequest, engines: Engines, intent: Intent) -> Intent | None:
    """Return the delayed command of a timer intent; None if it has none, or not exactly one."""
    text = intent.slots.get(DELAYED)
    if text is None:
        return None
    find_one = partial(_command_in, engines.understander, str(text), intent.language, request.area)
    return await engines.text_worker.call(lambda _: find_one(), lambda: request.due)


def _command_in(understander: Understander, text: str, language: str, area: str | None) -> Intent | None:
    """Return the one command in `text`, which may be to announce something; None if it is not exactly one."""
    announced = announcements_in(text, language, understander.home)
    if isinstance(announced, tuple):
        return announced[0] if len(announced) == 1 else None
    return find_intent(understander, text, [language], area)


def languages_to_try(fixed: str | None, guessed: str, languages: Sequence[str]) -> list[str]:
    """Return the fixed language alone, else all of `languages` with the guessed one first."""
    return [fixed] if fixed else [guessed, *(other for other in languages if other != guessed)]


def find_intent(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Intent | None:
    """Return the command in `text`, as `find` does; None if it is not exactly one, or leaves words over.

    Raises BadInput (`unknown_language`).
    """
    found = find(understander, text, languages, area, before)
    return found[0] if isinstance(found, tuple) and len(found) == 1 else None


def find(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Found | None:
    """Return what the first of `languages` reads in `text`: commands, a choice, or words left over.

    `area` is the id of the speaker's area, `before` the last command in each language, which `text` may
    follow up. None when nothing matches. Raises BadInput (`unknown_language`).
    """
    added = [
        found
        for language in languages
        if (earlier := (before or {}).get(language)) is not None
        and (found := understander.follow_up(text, language, earlier, area)) is not None
    ]
    # Follow-ups first: "turn it up" is about the last thing, if there is one. But a follow-up that leaves
    # words over may be a whole command.
    if commands := [found for found in added if not isinstance(found, LeftOver)]:
        return commands[0]
    found = _read(understander, text, languages, area)
    return found if found is not None else next(iter(added), None)


def _read(understander: Understander, text: str, languages: Sequence[str], area: str | None) -> Found | None:
    """Return what the first of `languages` reads that reads anything.

    What its own language takes for no order is none in another: "la radio est en pause" has English words.
    """
    own = guess_language(text, languages)
    for language in languages:
        found = understander.read(text, language, area)
        if found is not None:
            return found
        if language == own and no_order(text, language):
            break
    return None
