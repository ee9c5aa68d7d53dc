"""Answers to a pending question: a yes or a no, or which one is meant."""

from collections.abc import Sequence
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.recognition import Choice
from sarai_mqtt.turns.hearing import Heard
from sarai_mqtt.turns.meaning import Command, Commands, Declined, asked_about
from sarai_mqtt.turns.reading import commands_of_turn, delayed_command
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.understanding.choosing import commands_of, options_meant
from sarai_mqtt.understanding.confirmation import answer_of


async def answered(
    request: TurnRequest,
    engines: Engines,
    heard: Heard,
    question: Intent | Choice,
    languages: Sequence[str],
) -> Command | Commands | Declined | None:
    """Return what an answer to `question` means; None if what was heard does not answer it.

    Raises BadInput (`unknown_language`).
    """
    if isinstance(question, Choice):
        return await _chosen(request, engines, heard.order, question, languages)
    agreed = _agrees(request, heard, question, languages)
    if agreed is None:
        return None
    return await _confirmed(request, engines, question) if agreed else Declined(question)


def _agrees(request: TurnRequest, heard: Heard, pending: Intent, languages: Sequence[str]) -> bool | None:
    """Return the yes (True) or no (False) to `pending`; None for neither.

    A text is judged by its words, an utterance by what speech to text heard as an answer to that question.
    """
    if request.utterance is not None:
        return heard.agrees if heard.asked == pending else None
    return next((a for c in languages if (a := answer_of(heard.order, c)) is not None), None)


async def _confirmed(request: TurnRequest, engines: Engines, pending: Intent) -> Command:
    delayed = await delayed_command(request, engines, pending)
    intent = replace(pending, turn=request.turn, confirm=False, seq=None)
    return Command(intent, consent=pending, delayed=delayed)


async def _chosen(
    request: TurnRequest, engines: Engines, text: str, choice: Choice, languages: Sequence[str]
) -> Commands | Declined | None:
    """Return the commands of the options that `text` means; Declined for none of them; None if unclear."""
    home = engines.understander.home
    for language in languages:
        meant = options_meant(choice, text, language, home)
        if meant is None and answer_of(text, language) is False:
            meant = ()
        if meant is not None:
            if not meant:
                return Declined(asked_about(choice), choice)
            commands = await commands_of_turn(request, engines, commands_of(choice, meant))
            return Commands(commands, choice)
    return None
