"""The `Actor` port through Home Assistant: commands, questions and conversation."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from sarai_mqtt.core.acting import (
    ActionRequest,
    ActionResult,
    ConversationResult,
    EntityState,
    Obstacle,
    Trouble,
)
from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import EMPTY_LIST, QUESTIONS
from sarai_mqtt.home.assistant.abilities import as_listed, needs_code, obstacle_to
from sarai_mqtt.home.assistant.amounts import Absolute, absolute, at_end, at_time, delta_slot, level_shown
from sarai_mqtt.home.assistant.meanings import meant_for, runs_already
from sarai_mqtt.home.assistant.progress import UNPROVEN, Progress, has_changed, progress_of
from sarai_mqtt.home.assistant.requests import data_for, targets_meant
from sarai_mqtt.home.assistant.rest import Answer, Rest
from sarai_mqtt.home.assistant.results import (
    DONE,
    SENT,
    SILENT,
    Outcome,
    combine_outcomes,
    conversation_result,
    obstructed,
    outcome_of,
)
from sarai_mqtt.home.assistant.services import NEWER_INTENTS, by_service, service_for
from sarai_mqtt.home.assistant.states import GONE, States
from sarai_mqtt.home.assistant.todo import CHANGES as LIST_CHANGES
from sarai_mqtt.home.assistant.todo import (
    Item,
    call_for,
    call_to_empty,
    called,
    items_of,
    outcome_shown,
    settled,
    with_items,
)
from sarai_mqtt.home.assistant.websocket import Connection

ANSWER_S = 2.0
# How long to wait, after Home Assistant's answer, until the state shows that the command was carried out.
STATE_S = 1.2
TALK_S = 8.0  # an agent may be a language model
FORECAST_S = 1.0
FORECAST_DAYS = 8
_GONE = Outcome("failed", "unavailable")
_TOO_LATE = Outcome("late", "a second try would be too late")
DEFAULT_AGENT = "conversation.home_assistant"

log = logging.getLogger(__name__)


@dataclass(slots=True)
class ConnectedHome:
    """The home while Home Assistant is connected, and the facts learnt about this Home Assistant.

    `devices` are the device ids by site. `legacy` is true if Home Assistant is too old for the keys that tell
    who asks (`assistant`, `language`, `device_id`). `unknown` are the intents that it lacks.
    """

    connection: Connection
    home: Home
    devices: Mapping[str, str]
    states: States
    legacy: bool = False
    unknown: set[str] = field(default_factory=set)


class HomeAssistantActor:
    """Acts in the home that `connected_home()` returns: None while Home Assistant is not connected.

    A command about several entities is one request for each of them, all at once: so it reaches exactly
    these, and each has its own result. A command that an entity cannot carry out is not sent. One that was
    sent counts as done only when the state of the entity shows it (ADR 36).

    `agent` is the entity id of the conversation agent; None: Home Assistant's own. `alarm_code` is the code
    for alarms that need one, where the person has said none; "" if it is not known.
    """

    present = True
    by_message = False

    def __init__(
        self,
        rest: Rest,
        connected_home: Callable[[], ConnectedHome | None],
        agent: str | None = None,
        alarm_code: str = "",
    ) -> None:
        self._rest = rest
        self._connected_home = connected_home
        self._agent = agent
        self._alarm_code = alarm_code

    async def act(self, request: ActionRequest) -> ActionResult:
        """Carry out the command, or look up the states asked for. Never raises.

        It takes ANSWER_S and STATE_S at most, a second attempt aside.

        An entity that is unavailable, before or afterwards, counts as failed: Home Assistant skips it
        without an error.
        """
        connected_home = self._connected_home()
        if connected_home is None:
            return ActionResult(trouble="unreachable", reason="Home Assistant is not connected")
        try:
            if request.intent.name in QUESTIONS:
                return await self._look_up(request.intent, connected_home)
            return await self._carry_out(request, connected_home)
        except HomeAssistantError as error:
            return ActionResult(trouble="unreachable", reason=error.reason)
        except Exception:
            log.exception("acting on %s failed", request.intent.name)
            return ActionResult(trouble="unreachable", reason="an error of ours; see the log")

    async def converse(
        self, text: str, language: str, site: str, conversation: str = ""
    ) -> ConversationResult | None:
        """Return the conversation agent's answer; None if it did not understand or cannot be asked.

        `conversation` is the id of the conversation that `text` continues; "" begins a new one. Never raises.
        """
        connected_home = self._connected_home()
        if connected_home is None:
            return None
        body = {"text": text, "language": language, "agent_id": self._agent or DEFAULT_AGENT}
        if conversation:
            body["conversation_id"] = conversation
        device = connected_home.devices.get(site)
        try:
            answer = await self._post("conversation/process", body, {"device_id": device} if device else {})
            return conversation_result(answer, default_agent=body["agent_id"] == DEFAULT_AGENT)
        except HomeAssistantError as error:
            log.warning("the conversation agent was not asked: %s", error.reason)
        except Exception:
            log.exception("talking to the conversation agent failed")
        return None

    async def _carry_out(self, request: ActionRequest, connected_home: ConnectedHome) -> ActionResult:
        intent = request.intent
        targets = targets_meant(request, connected_home.home, connected_home.states)
        if any(not (e := connected_home.home.entities.get(t)) or not e.exposed for t in targets):
            return ActionResult(trouble="refused", reason="not exposed")
        if len(targets) > 1 and intent.name in LIST_CHANGES:
            targets = await self._lists_with(targets, intent, connected_home)
            if len(targets) > 1 and "name" not in intent.slots:
                return ActionResult(trouble="refused", reason="no list or several have the item")
        if targets and intent.name.startswith("Hass"):
            outcomes = await asyncio.gather(*(self._act_on(t, request, connected_home) for t in targets))
            return combine_outcomes(targets, outcomes)
        outcome = await self._handle(request, dict(intent.slots), None, connected_home)
        if outcome.kind == "done":
            return ActionResult(done=targets)
        if outcome.kind == "failed" and targets:
            return ActionResult(failed=targets, reason=outcome.reason)
        trouble: Trouble = outcome.kind if outcome.kind in {"unreachable", "late"} else "refused"
        return ActionResult(trouble=trouble, reason=outcome.reason)

    async def _lists_with(
        self, targets: tuple[str, ...], intent: Intent, connected_home: ConnectedHome
    ) -> tuple[str, ...]:
        """Return those of several lists that have the item of `intent` still open; all if none has."""
        read = await asyncio.gather(*(items_of(connected_home.connection, target) for target in targets))
        said = str(intent.slots.get("item", ""))
        found = [called(items or (), said, intent.language) for items in read]
        having = [(t, item) for t, item in zip(targets, found, strict=True) if item]
        still_open = [target for target, item in having if not item.completed]
        return tuple(still_open or (target for target, _ in having)) or targets

    async def _act_on(self, target: str, request: ActionRequest, connected_home: ConnectedHome) -> Outcome:
        if connected_home.states.is_gone(target):
            return _GONE
        if request.intent.name in LIST_CHANGES:
            items = await items_of(connected_home.connection, target)
            if items is not None:
                return await self._change_list(target, request, connected_home, items)
        return await self._change(target, request, connected_home)

    async def _change(self, target: str, request: ActionRequest, connected_home: ConnectedHome) -> Outcome:
        """Carry out a command on the entity `target`, and wait for the state that shows it."""
        states = connected_home.states
        before = states.get(target)
        meant = _meant_by(request.intent, before, has_code=bool(request.code or self._alarm_code))
        if isinstance(meant, Obstacle):
            return obstructed(meant)
        if not meant.moves:
            return replace(DONE, level=meant.level)
        asked = replace(request, intent=meant.intent)
        outcome = await self._handle(asked, data_for(meant.intent, target), target, connected_home)
        if outcome.kind != "done":
            return outcome
        outcome = SENT if before is None else await self._confirmed(meant.intent, before, states)
        return _GONE if states.is_gone(target) else _with_level(outcome, meant, states.get(target))

    async def _change_list(
        self, target: str, request: ActionRequest, connected_home: ConnectedHome, items: Sequence[Item]
    ) -> Outcome:
        """Add, tick off or remove an item of the list `target`, or all, unless its `items` show it done."""
        intent = request.intent
        item = None if intent.name == EMPTY_LIST else settled(intent, items)
        if isinstance(item, Outcome):
            return item
        if intent.name == EMPTY_LIST:
            service, data = call_to_empty(target, items)
            outcome = await _call("todo", service, data, connected_home) if items else DONE
        elif item is None:
            outcome = await self._handle(request, data_for(intent, target), target, connected_home)
        else:
            service, data = call_for(intent, target, item)
            outcome = await _call("todo", service, data, connected_home)
        if outcome.kind != "done":
            return outcome
        return outcome_shown(intent, item, await items_of(connected_home.connection, target))

    async def _confirmed(self, intent: Intent, before: EntityState, states: States) -> Outcome:
        """Wait for the state that confirms what Home Assistant reported done, for STATE_S at most."""
        progress: Progress | None = None
        now: EntityState | None = before
        with suppress(TimeoutError):
            async with asyncio.timeout(STATE_S):
                while (now := states.get(before.id)) and now.state not in GONE:
                    progress = progress_of(intent, before, now)
                    if progress != "unchanged":
                        break
                    await states.changed()
        if progress in ("done", "begun"):
            return replace(DONE, begun=progress == "begun")
        if progress is None or intent.name in UNPROVEN:
            return SENT
        changed = progress == "stuck" or (now is not None and has_changed(before, now))
        return obstructed(Obstacle("unchanged")) if changed else SILENT

    async def _handle(
        self, request: ActionRequest, data: dict[str, Any], target: str | None, connected_home: ConnectedHome
    ) -> Outcome:
        """Send an intent with the slots `data`, or call a service if Home Assistant lacks the intent."""
        intent, started = request.intent, asyncio.get_running_loop().time()

        def is_late() -> bool:
            """Return True if a second attempt would come too late."""
            return asyncio.get_running_loop().time() - started > request.left_s

        try:
            # An old Home Assistant reports done even if its service failed, and lacks some intents: call
            # the service. No version has intents for all commands.
            ours = target is not None and by_service(intent, target)
            lacked = connected_home.legacy or intent.name in connected_home.unknown
            if target and (ours or (lacked and service_for(intent, target))):
                return await self._call_instead(intent, target, connected_home, request.code)
            body = {"name": intent.name, "data": data}
            who: dict[str, Any] = {"assistant": "conversation", "language": intent.language}
            if device := connected_home.devices.get(request.site):
                who["device_id"] = device
            answer = await self._intent(body, who, connected_home, is_late)
            if answer is None:
                return _TOO_LATE
            # An intent that Home Assistant lacks is answered with 500, as is one that fails.
            if answer.status == 500 and target and intent.name in NEWER_INTENTS:
                connected_home.unknown.add(intent.name)
                return _TOO_LATE if is_late() else await self._call_instead(intent, target, connected_home)
            return outcome_of(answer, intent.name, target, legacy=connected_home.legacy)
        except HomeAssistantError as error:
            return Outcome("unreachable", error.reason)

    async def _intent(
        self,
        body: dict[str, Any],
        who: dict[str, Any],
        connected_home: ConnectedHome,
        is_late: Callable[[], bool],
    ) -> Answer | None:
        """Send an intent with the keys `who`, or without them if Home Assistant does not know them.

        Returns None if it turned out not to know them and a second attempt would come too late.
        """
        if connected_home.legacy:
            return await self._rest.post("intent/handle", body, ANSWER_S)
        answer = await self._rest.post("intent/handle", {**body, **who}, ANSWER_S)
        if answer.status != 400:
            return answer
        if is_late():
            return None
        answer = await self._rest.post("intent/handle", body, ANSWER_S)
        # If it is declined without the keys as well, they were not the reason.
        connected_home.legacy = answer.status != 400
        return answer

    async def _call_instead(
        self, intent: Intent, target: str, connected_home: ConnectedHome, code: str = ""
    ) -> Outcome:
        """Call the service that does for `target` what `intent` would do, an alarm's with its code."""
        call = service_for(intent, target)
        if call is None:
            return Outcome("refused", "Home Assistant does not know this intent")
        data, code = dict(call.data), code or self._alarm_code
        if code and call.domain == "alarm_control_panel":
            data["code"] = code
        outcome = await _call(call.domain, call.service, data, connected_home)
        # its own words may have the code in them
        return replace(outcome, reason=outcome.reason.replace(code, "•") if code else outcome.reason)

    async def _post(self, path: str, body: dict[str, Any], newer: dict[str, Any]) -> Answer:
        """Post `body` with the keys `newer`, and again without them if Home Assistant does not know them."""
        answer = await self._rest.post(path, {**body, **newer}, TALK_S)
        if answer.status == 400 and newer:
            answer = await self._rest.post(path, body, TALK_S)
        return answer

    async def _look_up(self, intent: Intent, connected_home: ConnectedHome) -> ActionResult:
        exposed = [t for t in intent.targets if (e := connected_home.home.entities.get(t)) and e.exposed]
        if intent.targets and not exposed:
            return ActionResult(trouble="refused", reason="not exposed")
        states = [connected_home.states.get(t) or EntityState(t, "unavailable") for t in exposed]
        if intent.name == "HassGetWeather":
            states = [await self._with_forecast(state, connected_home) for state in states]
        if intent.name == "HassListGetItems":
            read = await asyncio.gather(*(items_of(connected_home.connection, s.id) for s in states))
            states = [with_items(state, items, intent) for state, items in zip(states, read, strict=True)]
        return ActionResult(states=tuple(states))

    async def _with_forecast(self, state: EntityState, connected_home: ConnectedHome) -> EntityState:
        """Return `state` with the next FORECAST_DAYS days as attribute `forecast`, if there is a forecast."""
        try:
            async with asyncio.timeout(FORECAST_S):
                answer = await connected_home.connection.command(
                    "call_service",
                    domain="weather",
                    service="get_forecasts",
                    service_data={"type": "daily"},
                    target={"entity_id": state.id},
                    return_response=True,
                )
            days = answer["response"][state.id]["forecast"][:FORECAST_DAYS]
        except (TimeoutError, HomeAssistantError, KeyError, TypeError):
            return state
        return replace(state, attributes={**state.attributes, "forecast": days})


async def _call(domain: str, service: str, data: Mapping[str, Any], connected_home: ConnectedHome) -> Outcome:
    """Call a service of Home Assistant."""
    try:
        async with asyncio.timeout(ANSWER_S):
            await connected_home.connection.command(
                "call_service", domain=domain, service=service, service_data=dict(data)
            )
    except TimeoutError:
        return Outcome("unreachable", "no answer in time")
    except HomeAssistantError as error:
        return Outcome("failed" if error.code == "ha_declined" else "unreachable", error.reason)
    return DONE


def _meant_by(intent: Intent, state: EntityState | None, *, has_code: bool) -> Absolute | Obstacle:
    """Return what `intent` means for the entity in `state`, with absolute amounts; else why it cannot.

    Without a state (None) only a light can be asked for a relative amount: its service counts from its own.
    """
    if state is None:
        unknown = delta_slot(intent) not in (None, "brightness_delta")
        return Obstacle("no_level") if unknown else Absolute(intent, None)
    intent = as_listed(meant_for(intent, state), state)
    if obstacle := obstacle_to(intent, state):
        return obstacle
    if needs_code(intent, state) and not has_code:
        return Obstacle("cannot", "code")
    return _with_amounts(intent, state)


def _with_amounts(intent: Intent, state: EntityState) -> Absolute | Obstacle:
    """Return `intent` with absolute amounts, as the entity in `state` has them; else why there are none."""
    if "value_end" in intent.slots:
        return at_end(intent, state)
    if intent.name == "HassSetTime":
        return at_time(intent, state)
    if delta_slot(intent) is None:
        return Absolute(intent, None, moves=not runs_already(intent, state))
    return absolute(intent, state)


def _with_level(outcome: Outcome, meant: Absolute, now: EntityState | None) -> Outcome:
    """Return the outcome of a relative command with the level that it led to, as the state shows it."""
    if outcome.kind != "done" or meant.level is None:
        return outcome
    if outcome.begun or now is None:
        return replace(outcome, level=meant.level)
    return replace(outcome, level=level_shown(meant.intent, now, meant.level))
