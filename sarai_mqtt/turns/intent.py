"""Intent recognition in a turn: a command, an answer to a pending question, or a follow-up to a command."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Understander
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.tables import require_known
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer, danger_answer, own_answer, refusal
from sarai_mqtt.turns.request import Engines, TurnInput
from sarai_mqtt.turns.responses.replies import question_of
from sarai_mqtt.turns.state import Course, in_ms
from sarai_mqtt.understanding.confirmation import answer_of, is_stop

# A text of more words that is no command was not meant as an answer to the pending question.
ANSWER_WORDS = 4
# The slot in which Home Assistant's sentences put the command to carry out when a timer ends.
DELAYED = "conversation_command"


async def understand(given: TurnInput, engines: Engines, course: Course) -> Intent | None:
    """Return the turn's command: a new one, the pending one that it confirms, or a follow-up; else None.

    Sets the language, source, consent, refusal, built-in answer and delayed command of `course`. Raises
    BadInput (`unknown_language`).
    """
    require_known(given.intent.language if given.intent is not None else course.language)
    if given.intent is not None:
        course.source, course.language = given.intent.source, given.intent.language
        return replace(given.intent, turn=given.turn)
    start = engines.clock()
    pending = given.dialogue.pending(given.began)
    candidates = languages_to_try(given.language, course.language, engines.languages)
    if pending is not None:
        candidates = [pending.language, *(c for c in candidates if c != pending.language)]
        agreed = _answer(given, course, pending, candidates)
        if agreed is not None:
            course.language, course.source = pending.language, pending.source
            course.consent, course.declined = (pending, None) if agreed else (None, pending)
            if not agreed:
                return None
            course.command = await _later(given, engines, pending)
            return replace(pending, turn=given.turn, confirm=False)
    before = {c: given.dialogue.before(c, given.began) for c in candidates}
    read = partial(
        command_or_answer,
        engines.understander,
        course.text,
        candidates,
        engines.emergency_number,
        area=given.area,
        before=before,
    )
    found = await engines.text_worker.call(lambda _: read(), lambda: given.due)
    course.timings["understand"] = in_ms(engines.clock() - start)
    if not isinstance(found, Intent):
        own = found
        brief = len(words_of(course.text)) <= ANSWER_WORDS
        settled = own is not None and own.kind in ("danger", "repeat")
        course.unclear = brief and not settled and given.dialogue.may_ask_again(given.began)
        if own is not None and not course.unclear:
            course.own = _repeated(given, engines, own) if own.kind == "repeat" else own
            course.language = course.own.language
        return None
    course.language, course.source = found.language, found.source
    course.command = await _later(given, engines, found)
    confirm = found.confirm or (course.command is not None and course.command.confirm)
    return replace(found, turn=given.turn, confirm=confirm)


def command_or_answer(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    emergency_number: str,
    *,
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Intent | OwnAnswer | None:
    """Return the command that `text` is, else the built-in answer to it; None when it is for the Thinker.

    A text that reports danger is never a command, whatever it resembles. `area` and `before` are as in
    `find`. Raises BadInput for an unknown language.
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


def _repeated(given: TurnInput, engines: Engines, own: OwnAnswer) -> OwnAnswer:
    """Return the answer that repeats the pending question, else the last reply at the site if recent."""
    pending = given.dialogue.pending(given.began)
    if pending is not None:
        # the last reply may be a timer's announcement: a yes to it would be misunderstood
        return replace(own, text=question_of(pending, engines.understander.home), language=pending.language)
    said = given.dialogue.last_said(given.began)
    return own if said is None else replace(own, text=said[0], language=said[1])


def _answer(given: TurnInput, course: Course, pending: Intent, languages: Sequence[str]) -> bool | None:
    """Return the yes (True) or no (False) to `pending`; None for neither.

    A text is judged by its words, an utterance by what speech to text heard as an answer to that question.
    """
    if given.utterance is not None:
        return course.agrees if course.asked == pending else None
    return next((a for c in languages if (a := answer_of(course.text, c)) is not None), None)


async def _later(given: TurnInput, engines: Engines, intent: Intent) -> Intent | None:
    """Return the delayed command of a timer intent; None if it has none, or none that is understood."""
    text = intent.slots.get(DELAYED)
    if text is None:
        return None
    find = partial(find_intent, engines.understander, str(text), [intent.language], given.area)
    return await engines.text_worker.call(lambda _: find(), lambda: given.due)


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
    """Return the command that `text` is, as `find` does; None if it is none or leaves words over."""
    found = find(understander, text, languages, area, before)
    return found if isinstance(found, Intent) else None


def find(
    understander: Understander,
    text: str,
    languages: Sequence[str],
    area: str | None = None,
    before: Mapping[str, Intent | None] | None = None,
) -> Intent | LeftOver | None:
    """Return the command that `text` is in the first of `languages` that has one, or what it leaves over.

    `area` is the id of the speaker's area, `before` the last command in each language, which `text` may
    follow up. None when nothing matches. Raises BadInput for an unknown language.
    """
    added = [
        found
        for language in languages
        if (earlier := (before or {}).get(language)) is not None
        and (found := understander.follow_up(text, language, earlier, area)) is not None
    ]
    # Follow-ups first: "turn it up" is about the last thing, if there is one. But a follow-up that leaves
    # words over may be a whole command.
    if commands := [found for found in added if isinstance(found, Intent)]:
        return commands[0]
    read = (understander.read(text, language, area) for language in languages)
    return next((found for found in chain(read, added) if found is not None), None)


async def choose(given: TurnInput, engines: Engines, course: Course) -> None:
    """Let the Thinker choose among the likely commands, if the text is none; a choice needs confirmation.

    Sets `course.intent`. Does nothing where the Thinker may not choose, or nothing is plausible.
    """
    undecided = course.intent is None and course.declined is None and not (course.unclear or given.announce)
    if course.own is not None:
        # a question about the house, or small talk, is no order to choose a command for
        undecided = undecided and course.own.kind == "refused"
    if not (engines.chooses and undecided):
        return
    text, language, home = course.text, course.language, engines.understander.home
    find = partial(engines.understander.candidates, text, language, given.area)
    options = await engines.text_worker.call(lambda _: find(), lambda: given.due)
    if not options:
        return
    sentences = [question_of(option, home) for option in options]
    chosen = await engines.thinker_worker.call(
        lambda cancel: engines.thinker.choose(text, language, sentences, cancel), lambda: given.due
    )
    if chosen is not None:
        course.intent = replace(options[chosen], turn=given.turn, source="thinker", confirm=True)
        course.source = "thinker"
