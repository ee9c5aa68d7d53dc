"""The Thinker as the last reader of an order: it calls tools, and the person is asked (ADR 38)."""

from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.turns.meaning import Command, Understood
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.understanding.orders import is_order
from sarai_mqtt.understanding.tool_reader import command_of_calls, may_be_tried
from sarai_mqtt.understanding.tools import HomeTools


async def read_by_tools(request: TurnRequest, engines: Engines, understood: Understood) -> Understood:
    """Return what the Thinker reads in an order that nobody understood; it needs confirmation.

    Returns `understood` itself if it is no order, the Thinker does not read orders in its language, or its
    calls are not borne out by the words. Errors of the Thinker are raised.
    """
    thinker, text, language = engines.tool_thinker, understood.text, understood.language
    if thinker is None or language not in thinker.tool_languages or not _is_order(understood):
        return understood
    home, area = engines.understander.home, request.area

    def read(cancel: Cancel) -> Intent | None:
        tools = HomeTools(home, language).tools
        calls = thinker.call_tools(text, language, tools, cancel) if tools else ()
        return command_of_calls(calls, text, language, home, area) if calls else None

    intent = await engines.thinker_worker.call(read, lambda: request.due)
    if intent is None:
        return understood
    command = Command(replace(intent, turn=request.turn))
    return replace(understood, meaning=command, source="thinker")


def _is_order(understood: Understood) -> bool:
    """Return True if the text is an order by its verb, or was refused as one, and no talk."""
    meaning, text, language = understood.meaning, understood.text, understood.language
    refused = isinstance(meaning, OwnAnswer) and meaning.kind == "refused"
    return may_be_tried(text, language) and (refused or is_order(text, language))
