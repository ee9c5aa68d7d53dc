"""Records events that could not be sent: acts are audited at once, all are reported once the link is back."""

import asyncio
from collections import Counter
from collections.abc import Callable

from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.events import Intent, TurnReport
from sarai_mqtt.core.ports import Audit, Outbox
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.satellites.error_reports import ErrorReporter
from sarai_mqtt.turns.responses.replies import sentence

# Delay of the report once the link is back, seconds: its readers must have reconnected to the broker, too.
RECONNECTED_S = 3.0


class Undelivered:
    """Reports dropped events: an error event for each site and code, and a spoken sentence if it was an act.

    Args:
        outbox: tells whether the link to the broker is up.
        error_reporter: counts, logs and publishes the errors.
        audit: records the acts that were dropped.
        announce: speaks at a site; called with its name, the text and the text's language.

    """

    def __init__(
        self,
        outbox: Outbox,
        error_reporter: ErrorReporter,
        audit: Audit,
        announce: Callable[[str, str, str], None],
    ) -> None:
        self._outbox = outbox
        self._error_reporter = error_reporter
        self._audit = audit
        self._announce = announce
        self._counts: Counter[tuple[str, str]] = Counter()
        self._errors: dict[tuple[str, str], SaraiError] = {}
        # The last dropped act of each site.
        self._acts: dict[str, Unsent] = {}
        self._armed: asyncio.TimerHandle | None = None

    def record(self, unsent: Unsent) -> None:
        """Record a dropped event; on the event loop."""
        error = unsent.error
        key = unsent.site, error.code
        self._counts[key] += 1
        self._errors[key] = error
        # Nobody asked for the other acts: that a microphone was not opened need not be announced.
        if unsent.is_act and isinstance(unsent.event, Intent | TurnReport):
            self._acts[unsent.site] = unsent
            self._audit_act(unsent)
        if unsent.why != "late" and self._outbox.connected:
            self.report()
        else:
            self.schedule_report()

    def schedule_report(self) -> None:
        """Schedule the report, if there is anything to report: the link may be back."""
        if self._counts and self._armed is None:
            self._armed = asyncio.get_running_loop().call_later(RECONNECTED_S, self._report_if_connected)

    def report(self) -> None:
        """Report all dropped events recorded so far."""
        counts, self._counts = self._counts, Counter()
        errors, self._errors = self._errors, {}
        acts, self._acts = self._acts, {}
        for (site, code), count in counts.items():
            self._error_reporter.refuse(site, errors[site, code], count)
        for site, act in acts.items():
            language = getattr(act.event, "language", "")
            try:
                said = sentence("may_be_undone" if act.sent else "undone", language)
            except BadInput as error:
                self._error_reporter.refuse(site, error)
            else:
                self._announce(site, said, language)

    def _report_if_connected(self) -> None:
        self._armed = None
        # Otherwise it is reported when the link is back.
        if self._outbox.connected:
            self.report()

    def _audit_act(self, unsent: Unsent) -> None:
        verdict: Verdict = "unknown" if unsent.sent else "refused"
        event = unsent.event
        reason = f"not sent: {unsent.cause}"
        if isinstance(event, Intent):
            self._audit.note(AuditEntry.of(unsent.site, verdict, event, reason=reason))
        elif isinstance(event, TurnReport):
            entry = AuditEntry(
                unsent.site,
                event.turn,
                verdict,
                event.text,
                event.language,
                source=event.source,
                reason=reason,
            )
            self._audit.note(entry)
