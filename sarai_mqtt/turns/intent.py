"""The meaning of what was heard: a command, an answer to a pending question, or what is no command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.ports import Understander
from sarai_mqtt.core.recognition import Choice, Found, LeftOver
from sarai_mqtt.languages.detection import guess_language, words_of
from sarai_mqtt.languages.packs import pack, unknown_language
from sarai_mqtt.turns.hearing import Heard
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer, danger_answer, own_answer, refusal
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.replies import confirmation_question
from sarai_mqtt.turns.timings import Timing, Timings
from sarai_mqtt.understanding.confirmation import answer_of, is_stop
from sarai_mqtt.understanding.guards import no_order

# A text of more words than this that is no command was not meant as an answer to the pending question.
ANSWER_WORDS = 4
# The slot in which Home Assistant's sentences put the command to carry out when a timer ends.
DELAYED = "conversation_command"


@dataclass(frozen=True, slots=True)
class Command:
    """A command for the house, a timer or the assistant.

    `consent` is the pending command that this turn confirms; None if `intent` was said now. `delayed` is the
    command that the timer which `intent` sets is to carry out when it ends.
    """

    intent: Intent
    consent: Intent | None = None
    delayed: Intent | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """A no to the pending command `intent`."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class Unclear:
    """Neither yes nor no to a pending question, which is asked once more."""


# None: an announcement, silence, or a text for the Thinker.
Meaning = Command | Declined | Unclear | OwnAnswer | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A text with its meaning, and the language in which it has it, which is also that of the reply."""

    text: str
    language: str
    meaning: Meaning = None
    source: Source = "none"
    timings: Timings = ()

    @property
    def intent(self) -> Intent | None:
        """The intent of the command, None without one."""
        return self.meaning.intent if isinstance(self.meaning, Command) else None


async def understand(request: TurnRequest, engines: Engines, heard: Heard) -> Understood:
    """Find a command in what was heard: a new one, the pending one that it confirms, or a follow-up.

    Without a command, find the no to the pending one, or the built-in answer. Records the timing
    `understand`. Raises BadInput (`unknown_language`).
    """
    if request.announce or heard.silent:
        return Understood(heard.text, heard.language)
    if request.intent is not None:
        pack(request.intent.language, "There are no tables")
        known = Command(replace(request.intent, turn=request.turn))
        return Understood(heard.text, request.intent.language, known, request.intent.source)
    if heard.language not in engines.languages:
        # That there is a pack is not enough: a yes in a language that nobody chose must not unlock a door.
        raise unknown_language(heard.language, "There are no tables", engines.languages)
    start = engines.clock()
    pending = request.dialogue.pending(request.began)
    candidates = languages_to_try(request.language, heard.language, engines.languages)
    if pending is not None:
        candidates = [pending.language, *(c for c in candidates if c != pending.language)]
        agreed = _agrees(request, heard, pending, candidates)
        if agreed is not None:
            answer = await _confirmed(request, engines, pending) if agreed else Declined(pending)
            return Understood(heard.text, pending.language, answer, pending.source)
    found = await _found(request, engines, heard.text, candidates)
    timings = (Timing.between("understand", start, engines.clock()),)
    if isinstance(found, Intent):
        delayed = await _delayed_command(request, engines, found)
        confirm = found.confirm or (delayed is not None and delayed.confirm)
        command = Command(replace(found, turn=request.turn, confirm=confirm), delayed=delayed)
        return Understood(heard.text, found.language, command, found.source, timings)
    if _is_unclear(request, heard.text, found):
        return Understood(heard.text, heard.language, Unclear(), timings=timings)
    own = _repeated(request, engines, found) if found is not None and found.kind == "repeat" else found
    return Understood(heard.text, own.language if own else heard.language, own, timings=timings)


async def choose(request: TurnRequest, engines: Engines, understood: Understood) -> Understood:
    """Let the Thinker choose among likely commands, if the text is none; a choice needs confirmation.

    Returns `understood` itself where the Thinker may not choose, or nothing is plausible. Errors of the
    Thinker are raised.
    """
    meaning = understood.meaning
    # a question about the house, or small talk, is no order to choose a command for
    undecided = meaning is None or (isinstance(meaning, OwnAnswer) and meaning.kind == "refused")
    if request.announce or not undecided or understood.language not in engines.chooses:
        return understood
    text, language, home = understood.text, understood.language, engines.understander.home
    find = partial(engines.understander.candidates, text, language, request.area)
    options = await engines.text_worker.call(lambda _: find(), lambda: request.due)
    if not options:
        return understood
    sentences = [confirmation_question(option, home, engines.wording_of) for option in options]
    chosen = await engines.thinker_worker.call(
        lambda cancel: engines.thinker.choose(text, language, sentences, cancel), lambda: request.due
    )
    if chosen is None:
        return understood
    command = Command(replace(options[chosen], turn=request.turn, source="thinker", confirm=True))
    return replace(understood, meaning=command, source="thinker")


async def _found(
    request: TurnRequest, engines: Engines, text: str, languages: Sequence[str]
) -> Intent | OwnAnswer | None:
    read = partial(
        command_or_answer,
        engines.understander,
        text,
        languages,
        engines.emergency_number,
        area=request.area,
        before={c: request.dialogue.last_command(c, request.began) for c in languages},
    )
    return await engines.text_worker.call(lambda _: read(), lambda: request.due)


def _is_unclear(request: TurnRequest, text: str, own: OwnAnswer | None) -> bool:
    """Return True if `text`, which is no command, was meant as an answer to the pending question."""
    brief = len(words_of(text)) <= ANSWER_WORDS
    settled = own is not None and own.kind in ("danger", "repeat")
    return brief and not settled and request.dialogue.may_ask_again(request.began)


def command_or_answer(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    emergency_number: str,
    *,
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Intent | OwnAnswer | None:
    """Return the command in `text`, else the built-in answer to it; None when it is for the Thinker.

    A text that reports danger is never a command, whatever it resembles. `area` and `before` are as in
    `find`. Raises BadInput (`unknown_language`).
    """
    if danger := danger_answer(text, languages, emergency_number):
        return danger
    found = find(understander, text, languages, area, before)
    if isinstance(found, Intent):
        return found
    ended = next((code for code in languages if is_stop(text, code)), None)
    own = refusal(found) if found else own_answer(text, languages, understander.home, emergency_number)
    if ended is None and own is not None and own.kind == "never_mind":
        ended = own.language
    if ended is not None:
        # "stop" or "never mind" in words that no template has
        return Intent("", "HassNevermind", {}, (), text, ended, 1.0)
    if own is not None and own.kind == "refused" and (unknown := understander.unknown(text, own.language)):
        return replace(refusal(unknown), kind="refused")
    return own


def _repeated(request: TurnRequest, engines: Engines, own: OwnAnswer) -> OwnAnswer:
    """Return the answer that repeats the pending question, else the last reply at the site if recent."""
    pending = request.dialogue.pending(request.began)
    if pending is not None:
        # the last reply may be a timer's announcement: a yes to it would be misunderstood
        question = confirmation_question(pending, engines.understander.home, engines.wording_of)
        return replace(own, text=question, language=pending.language)
    said = request.dialogue.last_reply(request.began)
    return own if said is None else replace(own, text=said[0], language=said[1])


def _agrees(request: TurnRequest, heard: Heard, pending: Intent, languages: Sequence[str]) -> bool | None:
    """Return the yes (True) or no (False) to `pending`; None for neither.

    A text is judged by its words, an utterance by what speech to text heard as an answer to that question.
    """
    if request.utterance is not None:
        return heard.agrees if heard.asked == pending else None
    return next((a for c in languages if (a := answer_of(heard.text, c)) is not None), None)


async def _confirmed(request: TurnRequest, engines: Engines, pending: Intent) -> Command:
    delayed = await _delayed_command(request, engines, pending)
    return Command(replace(pending, turn=request.turn, confirm=False), consent=pending, delayed=delayed)


async def _delayed_command(request: TurnRequest, engines: Engines, intent: Intent) -> Intent | None:
    """Return the delayed command of a timer intent; None if it has none, or none that is understood."""
    text = intent.slots.get(DELAYED)
    if text is None:
        return None
    find = partial(find_intent, engines.understander, str(text), [intent.language], request.area)
    return await engines.text_worker.call(lambda _: find(), lambda: request.due)


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
    """Return the command in `text`, as `find` does; None if it is none or leaves words over.

    Raises BadInput (`unknown_language`).
    """
    found = find(understander, text, languages, area, before)
    return found if isinstance(found, Intent) else None


def find(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Intent | LeftOver | None:
    """Return the command in `text` in the first of `languages` that has one, or the words left over.

    `area` is the id of the speaker's area, `before` the last command in each language, which `text` may
    follow up. None when nothing matches. Raises BadInput (`unknown_language`).
    """
    added = [
        found
        for language in languages
        if (earlier := (before or {}).get(language)) is not None
        and (found := _only(understander.follow_up(text, language, earlier, area), text)) is not None
    ]
    # Follow-ups first: "turn it up" is about the last thing, if there is one. But a follow-up that leaves
    # words over may be a whole command.
    if commands := [found for found in added if isinstance(found, Intent)]:
        return commands[0]
    found = _read(understander, text, languages, area)
    return found if found is not None else next(iter(added), None)


def _read(
    understander: Understander, text: str, languages: Sequence[str], area: str | None
) -> Intent | LeftOver | None:
    """Return what the first of `languages` reads that reads anything.

    What its own language takes for no order is none in another: "la radio est en pause" has English words.
    """
    own = guess_language(text, languages)
    for language in languages:
        found = _only(understander.read(text, language, area), text)
        if found is not None:
            return found
        if language == own and no_order(text, language):
            break
    return None


def _only(found: Found | None, text: str) -> Intent | LeftOver | None:
    """Return the only command of `found`; several commands and choices are left over."""
    if isinstance(found, tuple):
        return found[0] if len(found) == 1 else LeftOver((text,), "unaccounted", found[0].language)
    return LeftOver((), "which_one", found.language) if isinstance(found, Choice) else found
