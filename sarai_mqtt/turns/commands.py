"""Carries out the commands of a turn that has the floor, each on its own, and tells all in one reply."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace

from sarai_mqtt.core.acting import ActionRequest, ActionResult
from sarai_mqtt.core.audit import Verdict
from sarai_mqtt.core.events import Intent, Source
from sarai_mqtt.core.intents import ANSWERED, BROADCAST, QUESTIONS
from sarai_mqtt.turns.announcing import announce
from sarai_mqtt.turns.engine_worker import cancel_and_wait
from sarai_mqtt.turns.meaning import Command, Commands
from sarai_mqtt.turns.questions import ask, audit, drop_question
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.responses.command_kinds import RELATIVE
from sarai_mqtt.turns.responses.replies import (
    confirmation_question,
    outcome_sentence,
    reply_to,
    sentence,
)
from sarai_mqtt.turns.responses.several import Told, told_together
from sarai_mqtt.turns.timers.scheduler import INTENTS
from sarai_mqtt.turns.timings import Timings

# Intents that are complete with their spoken reply: nothing in the house has to act on them.
_ANSWERED_BY_REPLY = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassNevermind"})
# Intents that change nothing are never too late.
_ASKING = QUESTIONS | {"HassAlarmStatus"}
_HARMLESS = _ASKING | _ANSWERED_BY_REPLY
# Their actions may be anything, so what is said after them waits for them.
_MAY_BE_ANYTHING = frozenset({"scene", "script", "button", "input_button", "automation"})
_AT_ONCE = 8  # actions that run side by side at most


@dataclass(frozen=True, slots=True)
class Acted:
    """Result of the actions of a turn.

    * say: the reply; None when it is the Thinker's, or the text of an announcement
    * asks: the reply is a question
    * for_others: another agent may be asked about this text
    * late_s: age of the sentence when it was found too late to act on it, s; else 0
    * result: what the house reports; None when nothing was acted on
    * source: Home Assistant's agent if it made the reply; None if the reply is that of what was understood
    """

    say: str | None = None
    asks: bool = False
    for_others: bool = False
    late_s: float = 0.0
    result: ActionResult | None = None
    source: Source | None = None
    timings: Timings = ()


def expected_results(engines: Engines, commands: Sequence[Command]) -> str:
    """Return the reply to commands if all goes well; "" while it is not known yet.

    Raises BadInput (`unknown_language`).
    """
    now_done = [command.intent for command in commands if not command.intent.confirm]
    asked = [command.intent for command in commands if command.intent.confirm]
    said = [_expected_result(engines, intent) for intent in now_done]
    if "" in said:
        return ""
    home = engines.understander.home
    told = [
        Told(intent, text, ActionResult(done=intent.targets))
        if _is_acted_on(intent, engines)
        else Told(intent, text, under_way=True)
        for intent, text in zip(now_done, said, strict=True)
    ]
    question = [confirmation_question(asked[0], home, engines.wording_of)] if asked else []
    return " ".join([*told_together(told, home, engines.local_time(), engines.wording_of), *question])


def _expected_result(engines: Engines, intent: Intent) -> str:
    if intent.name in INTENTS:
        return ""
    home, now = engines.understander.home, engines.local_time()
    if not _is_acted_on(intent, engines):
        return reply_to(intent, home, now, engines.wording_of)
    if intent.name in QUESTIONS or not intent.slots.keys().isdisjoint(RELATIVE):
        return ""  # what it leads to is known from the state only
    return outcome_sentence(intent, ActionResult(done=intent.targets), home, now, engines.wording_of)


async def carry_out_commands(
    request: TurnRequest, engines: Engines, meaning: Command | Commands
) -> AsyncGenerator[Intent | Acted, None]:
    """Act on commands in their order: yield each Intent to publish, and at last the result.

    A command that needs a confirmation stops nothing but itself: the others are done, then it is asked about.
    No success is claimed before the house has reported it. Raises BadInput (`unknown_language`).
    """
    commands = (meaning,) if isinstance(meaning, Command) else meaning.commands
    answers = commands[0].consent if isinstance(meaning, Command) else meaning.choice
    to_ask: tuple[Intent, ...] = ()
    if answers is None:
        # other commands are no answer to the open question
        drop_question(request, engines)
    else:
        to_ask = request.dialogue.next_questions
        if not request.dialogue.close_question(answers):
            for command in commands:
                _refuse(request, engines, command.intent, "the question was no longer open")
            yield Acted(sentence("expired", answers.language))
            return
    told: list[_Result] = []
    for batch in _batches(commands, engines):
        async with aclosing(_carried_out(request, engines, batch)) as steps:
            async for step in steps:
                if isinstance(step, Intent):
                    yield step
                else:
                    told.append(step)
    asked = tuple(command.intent for command in commands if command.intent.confirm)
    yield _summed_up(request, engines, told, asked + to_ask)


def late_by(request: TurnRequest, engines: Engines) -> float:
    """Return the age of the sentence, s, if it is too late to act on it; else 0."""
    age = engines.clock() - request.speech_end
    return age if age > engines.ages.act_s else 0.0


@dataclass(frozen=True, slots=True)
class _Result:
    """The result of one command: the sentence that tells it, and what the house reports."""

    told: Told
    late_s: float = 0.0


def _summed_up(
    request: TurnRequest, engines: Engines, results: Sequence[_Result], to_ask: Sequence[Intent]
) -> Acted:
    """Return the result of all commands: what was done, what failed, and the question about the next one."""
    home, now = engines.understander.home, engines.local_time()
    said = told_together([result.told for result in results], home, now, engines.wording_of)
    if to_ask:
        said.append(ask(request, engines, to_ask))
    late_s = max((result.late_s for result in results), default=0.0)
    reported = [result.told.result for result in results if result.told.result is not None]
    return Acted(" ".join(said), asks=bool(to_ask), late_s=late_s, result=_all_of(reported))


def _all_of(results: Sequence[ActionResult]) -> ActionResult | None:
    """Return the ids that any of `results` has; the only result itself, None if there is none."""
    if len(results) <= 1:
        return next(iter(results), None)

    def union(things: Callable[[ActionResult], tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(thing for result in results for thing in things(result)))

    return ActionResult(
        union(lambda result: result.done),
        union(lambda result: result.failed),
        sent=union(lambda result: result.sent),
        silent=union(lambda result: result.silent),
    )


def _batches(commands: Sequence[Command], engines: Engines) -> Iterator[list[Command]]:
    """Yield runs of commands that can be carried out side by side, in order."""
    batch: list[Command] = []
    for command in commands:
        if batch and not _may_join(batch, command, engines):
            yield batch
            batch = []
        batch.append(command)
    yield batch


def _may_join(batch: Sequence[Command], command: Command, engines: Engines) -> bool:
    """Return True if `command` need not wait for those of `batch`: all are done to things of their own.

    Who acts by message gets one at a time, as it may take messages in any order.
    """
    if engines.actor.by_message or len(batch) >= _AT_ONCE:
        return False
    busy: set[str] = set()
    for intent in (*(known.intent for known in batch), command.intent):
        things = set(intent.targets)
        domains = {thing.partition(".")[0] for thing in things}
        own = things and things.isdisjoint(busy) and domains.isdisjoint(_MAY_BE_ANYTHING)
        if not own or intent.confirm or not _is_acted_on(intent, engines):
            return False
        busy |= things
    return True


async def _carried_out(
    request: TurnRequest, engines: Engines, batch: Sequence[Command]
) -> AsyncGenerator[Intent | _Result, None]:
    """Carry out commands side by side; yield the intents to publish and the results in order."""
    late_s = late_by(request, engines)
    for number, command in enumerate(batch):
        intent = command.intent
        if intent.confirm:
            yield intent
        elif late_s and intent.name not in _HARMLESS:
            _refuse(request, engines, intent, f"{late_s:.1f} s after it was asked")
            yield _Result(Told(intent, sentence("late", intent.language)), late_s)
        elif intent.name in INTENTS:
            said = _set_timer(request, engines, command)
            yield replace(intent, handled=True)
            yield _Result(Told(intent, said))
        elif intent.name == BROADCAST:
            said = announce(request, engines, intent)
            yield replace(intent, handled=True)
            yield _Result(Told(intent, said))
        elif not _is_acted_on(intent, engines):
            said = _publish_only(request, engines, intent)
            yield replace(intent, handled=intent.name in _ANSWERED_BY_REPLY)
            yield _Result(Told(intent, said, under_way=True))
        else:
            async for step in _act(request, engines, [each.intent for each in batch[number:]]):
                yield step
            return


def _set_timer(request: TurnRequest, engines: Engines, command: Command) -> str:
    intent, home = command.intent, engines.understander.home
    say, changed = engines.timers.carry_out(intent, request.site, home, command.delayed, engines.wording_of)
    if intent.name not in _ASKING:
        audit(request, engines, "done" if changed else "refused", intent)
        if intent.seq is None:
            # what is said next may change it, or tell the moment that is asked for
            request.dialogue.remember_command(intent, engines.clock())
    return say


def _publish_only(request: TurnRequest, engines: Engines, intent: Intent) -> str:
    """Return the reply where the service itself does not act.

    An intent of `_ANSWERED_BY_REPLY` is handled by its reply; all others are left to the subscribers of the
    Intent.
    """
    say = reply_to(intent, engines.understander.home, engines.local_time(), engines.wording_of)
    if intent.name == "HassNevermind":
        engines.timers.quiet(request.site)
        request.dialogue.forget_commands()
    if intent.name not in _HARMLESS:
        audit(request, engines, "sent", intent)
        request.dialogue.remember_command(intent, engines.clock())
    return say


async def _act(
    request: TurnRequest, engines: Engines, intents: Sequence[Intent]
) -> AsyncGenerator[Intent | _Result, None]:
    """Let the house carry out `intents` side by side; yield them to publish, and the results, in order."""
    if engines.actor.by_message:
        for intent in intents:
            yield intent
    left = engines.ages.act_s - (engines.clock() - request.speech_end)
    actions: list[Awaitable[ActionResult]] = [
        engines.actor.act(ActionRequest(intent, request.site, request.area, left, _code_for(intent, request)))
        for intent in intents
    ]
    async with AsyncExitStack() as stack:
        if len(actions) > 1:
            begun = [asyncio.ensure_future(action) for action in actions]
            for task in begun:
                stack.push_async_callback(cancel_and_wait, task)
            actions = [*begun]
        for number, (intent, action) in enumerate(zip(intents, actions, strict=True)):
            try:
                result = await action
            except asyncio.CancelledError:
                for given_up in intents[number:]:
                    audit(request, engines, "unknown", given_up, ActionResult(reason="the turn was given up"))
                raise
            if not engines.actor.by_message:
                # Also after a failure: a subscriber that acts on unhandled intents would try again, and may
                # not check which things are exposed.
                yield replace(intent, handled=True)
            yield _outcome(request, engines, intent, result)


def _code_for(intent: Intent, request: TurnRequest) -> str:
    """Return the code that the person has said for an alarm; "" without one, and for anything else."""
    alarms = any(target.startswith("alarm_control_panel.") for target in intent.targets)
    return request.dialogue.code(request.began) if alarms else ""


def _outcome(request: TurnRequest, engines: Engines, intent: Intent, result: ActionResult) -> _Result:
    late_s = engines.clock() - request.speech_end if result.trouble == "late" else 0.0
    if intent.name not in QUESTIONS:
        audit(request, engines, _verdict(result), intent, result)
    say = outcome_sentence(
        intent, result, engines.understander.home, engines.local_time(), engines.wording_of
    )
    if result.trouble is None:
        request.dialogue.remember_command(intent, engines.clock())
    return _Result(Told(intent, say, result), late_s)


def _refuse(request: TurnRequest, engines: Engines, intent: Intent, reason: str) -> None:
    audit(request, engines, "refused", intent, ActionResult(reason=reason))


def _is_acted_on(intent: Intent, engines: Engines) -> bool:
    """Return True if the house carries out `intent` and reports; a user-defined intent is only published."""
    timer = intent.name in INTENTS
    return engines.actor.present and not timer and intent.name in ANSWERED - _ANSWERED_BY_REPLY


def _verdict(result: ActionResult) -> Verdict:
    if result.untried:
        return "refused"
    if result.trouble is not None:
        return "unknown" if result.trouble == "unreachable" else "refused"
    if result.failed:
        return "partly" if result.done else "failed"
    if result.silent:
        return "partly" if result.done else "silent"
    return "sent" if result.sent and not result.done else "done"
