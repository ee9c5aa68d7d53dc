"""Acting without an access token: a package in Home Assistant acts on published intents and reports back."""

import asyncio
from dataclasses import replace

from sarai_mqtt.core.acting import ActionRequest, ActionResult, ConversationResult
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import QUESTIONS

# Longest wait for the report. Home Assistant's automation answers in a few ms; a script may take longer.
WAIT_S = 2.0


class PackageActor:
    """The Actor of a home that acts on `intent/<site>` and reports on `acted/<site>`.

    `present` is False until the package has published its catalogue.
    """

    by_message = True

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._waiting: dict[str, asyncio.Future[ActionResult]] = {}
        self.present = False

    async def act(self, request: ActionRequest) -> ActionResult:
        """Wait for the report on the request's turn, whose Intent has been published, and return it.

        The trouble is `unreachable` if no report comes in time, or if it names none of the command's targets.
        """
        turn = request.intent.turn
        report = self._waiting[turn] = asyncio.get_running_loop().create_future()
        try:
            return _limited_to_targets(await asyncio.wait_for(report, self._wait_s), request.intent)
        except TimeoutError:
            return ActionResult(trouble="unreachable", reason="the package did not report")
        finally:
            del self._waiting[turn]

    async def converse(
        self,
        text: str,  # noqa: ARG002 - the port's
        language: str,  # noqa: ARG002
        site: str,  # noqa: ARG002
        conversation: str = "",  # noqa: ARG002
    ) -> ConversationResult | None:
        """Return None: the package cannot be asked to converse (its second blueprint does so on its own)."""
        return None

    def reported(self, turn: str, acted: ActionResult) -> bool:
        """Deliver the report on `turn`. Return True if one was awaited."""
        report = self._waiting.get(turn)
        if report is None or report.done():
            return False
        report.set_result(acted)
        return True


def _limited_to_targets(acted: ActionResult, intent: Intent) -> ActionResult:
    """Return the report without things that the command is not about: any client may publish one."""
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
