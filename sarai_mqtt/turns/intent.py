"""The meaning of what was heard: commands, an answer to a pending question, or what is no command."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack, unknown_language
from sarai_mqtt.turns.answers import answered
from sarai_mqtt.turns.hearing import Heard
from sarai_mqtt.turns.meaning import Command, Commands, Meaning, Unclear, Understood, WhichOne, asked_about
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.reading import commands_of_turn, commands_or_answer, languages_to_try
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.choices import choice_question
from sarai_mqtt.turns.responses.replies import confirmation_question
from sarai_mqtt.turns.timings import Timing
from sarai_mqtt.turns.tool_reading import read_by_tools

# A text of more words than this that is no command was not meant as an answer to the pending question.
ANSWER_WORDS = 4
# The same for the question "which one?", whose answer may name a thing and its room.
CHOICE_WORDS = 8


async def understand(request: TurnRequest, engines: Engines, heard: Heard) -> Understood:
    """Find commands in what was heard: new ones, those that a pending question was about, or a follow-up.

    Without a command, find the no to the pending question, or the built-in answer. Records the timing
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
    return await _understood(request, engines, heard)


async def _understood(request: TurnRequest, engines: Engines, heard: Heard) -> Understood:
    """Return what the words mean, which are in one of the languages of this service."""
    start = engines.clock()
    candidates = languages_to_try(request.language, heard.language, engines.languages)
    pending, choice = request.dialogue.pending(request.began), request.dialogue.choice(request.began)
    if heard.code or pending is None:
        request.dialogue.keep_code(heard.code, request.began)
    open_question = choice if pending is None else pending
    if open_question is not None:
        asked_in = open_question.language
        candidates = [asked_in, *(code for code in candidates if code != asked_in)]
        meaning = await answered(request, engines, heard, open_question, candidates)
        if meaning is not None:
            asked = asked_about(open_question) if isinstance(open_question, Choice) else open_question
            return Understood(heard.text, asked_in, meaning, asked.source)
    found = await _found(request, engines, heard.order, candidates)
    timings = (Timing.between("understand", start, engines.clock()),)
    if isinstance(found, tuple):
        commands = await commands_of_turn(request, engines, found)
        ordered: Meaning = commands[0] if len(commands) == 1 else Commands(commands)
        return Understood(heard.text, found[0].language, ordered, found[0].source, timings)
    if isinstance(found, Choice):
        return Understood(heard.text, found.language, WhichOne(found), asked_about(found).source, timings)
    if _is_unclear(request, heard.text, found):
        return Understood(heard.text, heard.language, Unclear(choice), timings=timings)
    own = _repeated(request, engines, found) if found is not None and found.kind == "repeat" else found
    return Understood(heard.text, own.language if own else heard.language, own, timings=timings)


async def choose(request: TurnRequest, engines: Engines, understood: Understood) -> Understood:
    """Let the Thinker choose among likely commands, if the text is none; a choice needs confirmation.

    Where nothing is plausible, it may read an order by tools (`turns.tool_reading`). Returns `understood`
    itself where it may do neither, or nothing comes of it. Errors of the Thinker are raised.
    """
    meaning = understood.meaning
    # a question about the house, or small talk, is no order to choose a command for
    undecided = meaning is None or (isinstance(meaning, OwnAnswer) and meaning.kind == "refused")
    if request.announce or not undecided:
        return understood
    if understood.language not in engines.chooses:
        return await read_by_tools(request, engines, understood)
    text, language, home = understood.text, understood.language, engines.understander.home
    find = partial(engines.understander.candidates, text, language, request.area)
    options = await engines.text_worker.call(lambda _: find(), lambda: request.due)
    if not options:
        return await read_by_tools(request, engines, understood)
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
) -> tuple[Intent, ...] | Choice | OwnAnswer | None:
    read = partial(
        commands_or_answer,
        engines.understander,
        text,
        languages,
        engines.emergency_number,
        area=request.area,
        today=engines.local_time().date(),
        before={c: request.dialogue.last_command(c, request.began) for c in languages},
    )
    return await engines.text_worker.call(lambda _: read(), lambda: request.due)


def _is_unclear(request: TurnRequest, text: str, own: OwnAnswer | None) -> bool:
    """Return True if `text`, which is no command, was meant as an answer to the pending question."""
    longest = ANSWER_WORDS if request.dialogue.choice(request.began) is None else CHOICE_WORDS
    brief = len(words_of(text)) <= longest
    settled = own is not None and own.kind in ("danger", "repeat")
    return brief and not settled and request.dialogue.may_ask_again(request.began)


def _repeated(request: TurnRequest, engines: Engines, own: OwnAnswer) -> OwnAnswer:
    """Return the answer that repeats the pending question, else the last reply at the site if recent."""
    choice = request.dialogue.choice(request.began)
    if choice is not None:
        which = choice_question(choice, engines.understander.home, engines.wording_of)
        return replace(own, text=which, language=choice.language)
    pending = request.dialogue.pending(request.began)
    if pending is not None:
        # the last reply may be a timer's announcement: a yes to it would be misunderstood
        question = confirmation_question(pending, engines.understander.home, engines.wording_of)
        return replace(own, text=question, language=pending.language)
    said = request.dialogue.last_reply(request.began)
    return own if said is None else replace(own, text=said[0], language=said[1])
