"""Acting without a token: a package in Home Assistant acts on the intents we publish, and reports back."""

import asyncio
from dataclasses import replace

from sarai_mqtt.core.acting import Acted, Conversed, Order
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import QUESTIONS

# Home Assistant's automation answers in a few ms; a script may take its time.
WAIT_S = 2.0


class PackageActor:
    """The Actor of `ports` for a home that acts on `intent/<site>` and reports on `acted/<site>`.

    Not `present` until the package has told of itself.
    """

    by_message = True

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._waiting: dict[str, asyncio.Future[Acted]] = {}
        self.present = False

    async def act(self, order: Order) -> Acted:
        """Wait for the report on the order's turn, whose Intent has been published."""
        turn = order.intent.turn
        report = self._waiting[turn] = asyncio.get_running_loop().create_future()
        try:
            return _of_what_was_asked(await asyncio.wait_for(report, self._wait_s), order.intent)
        except TimeoutError:
            return Acted(trouble="unreachable", reason="the package did not report")
        finally:
            del self._waiting[turn]

    async def converse(self, text: str, language: str, site: str, conversation: str = "") -> Conversed | None:  # noqa: ARG002 - the port's
        """Give None: the package hands nothing over (its second blueprint does, unasked)."""
        return None

    def reported(self, turn: str, acted: Acted) -> bool:
        """Take the report on `turn`; say whether it was waited for."""
        report = self._waiting.get(turn)
        if report is None or report.done():
            return False
        report.set_result(acted)
        return True


def _of_what_was_asked(acted: Acted, intent: Intent) -> Acted:
    """Leave out what the command is not about: anybody may write a report, and with little in it."""
    if intent.name in QUESTIONS or not intent.targets:
        return acted
    done, failed = ({*acted.done}, {*acted.failed})
    known = replace(
        acted,
        done=tuple(t for t in intent.targets if t in done),
        failed=tuple(t for t in intent.targets if t in failed),
    )
    if known.done or known.failed:
        return known
    return Acted(trouble="unreachable", reason="the report names nothing that was done")
