"""Announces the words of an order in other rooms."""

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.messages import MAX_ANNOUNCEMENT, Broadcast
from sarai_mqtt.turns.own_answers.own_answers import danger_answer
from sarai_mqtt.turns.questions import audit
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.announcements import announcement_reply, announcing_sentence


def announce(request: TurnRequest, engines: Engines, intent: Intent) -> str:
    """Announce the message of `intent` where it says, but not where it was said; return the reply.

    To the announcement of a danger it adds what to do. Raises BadInput (`unknown_language`).
    """
    message, language = str(intent.slots.get("message", "")), intent.language
    if len(message) > MAX_ANNOUNCEMENT:
        audit(request, engines, "refused", intent, ActionResult(reason="the announcement is too long"))
        return announcement_reply("too_long", language)
    places = {slot: (str(intent.slots[slot]),) if slot in intent.slots else () for slot in ("area", "floor")}
    said = Broadcast(
        message, language, areas=places["area"], floors=places["floor"], excluded=(request.site,)
    )
    try:
        reached = request.announcer.announce(said) if request.announcer else ()
    except BadInput as error:
        audit(request, engines, "refused", intent, ActionResult(reason=error.reason))
        return announcement_reply("nobody", language)
    audit(request, engines, "sent" if reached else "refused", intent)
    if not reached:
        return announcement_reply("nobody", language)
    reply = announcing_sentence(intent, engines.understander.home, engines.wording_of)
    danger = danger_answer(message, [language], engines.emergency_number)
    return f"{reply} {danger.text}" if danger else reply
