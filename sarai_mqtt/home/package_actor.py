"""Acting without an access token: a package in Home Assistant acts on published intents and reports back."""

import asyncio
from dataclasses import dataclass, replace

from sarai_mqtt.core.acting import ActionRequest, ActionResult, ConversationResult, EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.home.assistant.todo import Item, with_items

# Longest wait for the report. Home Assistant's automation answers in a few ms; a script may take longer.
WAIT_S = 2.0


class PackageActor:
    """The Actor of a home that acts on `intent/<site>` and reports on `acted/<site>`.

    `present` is False until the package has published its catalogue.
    """

    by_message = True

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._waiting: dict[tuple[str, int | None], _Awaited] = {}
        self.present = False

    async def act(self, request: ActionRequest) -> ActionResult:
        """Wait for the report on the request's Intent, which has been published, and return it.

        The trouble is `unreachable` if no report comes in time, or if it names none of the command's targets.
        """
        intent = request.intent
        report: asyncio.Future[ActionResult] = asyncio.get_running_loop().create_future()
        self._waiting[intent.turn, intent.seq] = _Awaited(intent, report)
        try:
            return _limited_to_targets(await asyncio.wait_for(report, self._wait_s), intent)
        except TimeoutError:
            return ActionResult(trouble="unreachable", reason="the package did not report")
        finally:
            del self._waiting[intent.turn, intent.seq]

    async def converse(
        self,
        text: str,  # noqa: ARG002 - the port's
        language: str,  # noqa: ARG002
        site: str,  # noqa: ARG002
        conversation: str = "",  # noqa: ARG002
    ) -> ConversationResult | None:
        """Return None: the package cannot be asked to converse (its second blueprint does so on its own)."""
        return None

    def reported(self, turn: str, acted: ActionResult, seq: int | None = None) -> bool:
        """Deliver the report on the intent `seq` of `turn`, or on the whole turn. Return True if awaited.

        Of a turn with several commands, a report without `seq` only counts for those that it names.
        """
        found = [
            awaited
            for (known, number), awaited in self._waiting.items()
            if known == turn and not awaited.report.done() and seq in (None, number or 0)
        ]
        if seq is None:
            found = [one for one in found if one.intent.seq is None or one.is_named_in(acted)]
        for one in found:
            one.report.set_result(acted)
        return bool(found)


@dataclass(frozen=True, slots=True)
class _Awaited:
    """An intent, and the report on it once it is there."""

    intent: Intent
    report: asyncio.Future[ActionResult]

    def is_named_in(self, acted: ActionResult) -> bool:
        """Return True if `acted` tells anything about a target of the intent."""
        told = {*acted.done, *acted.failed, *acted.sent, *acted.silent, *(state.id for state in acted.states)}
        return not told.isdisjoint(self.intent.targets)


def _limited_to_targets(acted: ActionResult, intent: Intent) -> ActionResult:
    """Return the report without things that the command is not about: any client may publish one."""
    if intent.name == "HassListGetItems":
        return replace(acted, states=tuple(_with_items(state, intent) for state in acted.states))
    if intent.name in QUESTIONS or not intent.targets:
        return acted

    def meant(reported: tuple[str, ...]) -> tuple[str, ...]:
        """Return the targets of the intent that were reported, in the order of the targets."""
        return tuple(target for target in intent.targets if target in {*reported})

    known = replace(
        acted,
        done=meant(acted.done),
        failed=meant(acted.failed),
        begun=meant(acted.begun),
        sent=meant(acted.sent),
        silent=meant(acted.silent),
    )
    if known.done or known.failed or known.sent or known.silent:
        return known
    return ActionResult(trouble="unreachable", reason="the report names nothing that was done")


def _with_items(state: EntityState, intent: Intent) -> EntityState:
    """Return the state of a list whose attribute `items` has open items, as an answer wants it."""
    items = state.attributes.get("items")
    known = [Item(item) for item in items if isinstance(item, str)] if isinstance(items, list) else None
    return with_items(state, known, intent)
