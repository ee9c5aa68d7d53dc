"""What could not go out: what would have been done is audited at once, all is told once the link is back."""

import asyncio
from collections import Counter
from collections.abc import Callable

from sarai_mqtt.core.audit import AuditEntry, Verdict
from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.core.events import Intent, TurnReport
from sarai_mqtt.core.replies import sentence
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.ports import Audit, Outbox
from sarai_mqtt.refusals import Refusals

# So long after the link is back it is told: who is to hear of it must have found the broker again too.
SETTLED_S = 3.0


class Undelivered:
    """Tells of what was given up: an error event for each site and code, and a sentence where it was an act.

    Args:
        outbox: tells whether anybody can hear us.
        refusals: counts, logs and publishes.
        audit: of what was to be done.
        announce: says a text in a language at a site.

    """

    def __init__(
        self,
        outbox: Outbox,
        refusals: Refusals,
        audit: Audit,
        announce: Callable[[str, str, str], None],
    ) -> None:
        self._outbox = outbox
        self._refusals = refusals
        self._audit = audit
        self._announce = announce
        self._counts: Counter[tuple[str, str]] = Counter()
        self._errors: dict[tuple[str, str], SaraiError] = {}
        # By site: the last act that was given up.
        self._acts: dict[str, Unsent] = {}
        self._armed: asyncio.TimerHandle | None = None

    def note(self, unsent: Unsent) -> None:
        """Take note of one; on the event loop."""
        error = unsent.error
        key = unsent.site, error.code
        self._counts[key] += 1
        self._errors[key] = error
        # Nobody asked for the other acts: a microphone that was not opened is nothing to speak of.
        if unsent.is_act and isinstance(unsent.event, Intent | TurnReport):
            self._acts[unsent.site] = unsent
            self._note_act(unsent)
        if unsent.why != "late" and self._outbox.connected:
            self.tell()
        else:
            self.linked()

    def linked(self) -> None:
        """Tell soon, if there is anything to tell: the link may be back."""
        if self._counts and self._armed is None:
            self._armed = asyncio.get_running_loop().call_later(SETTLED_S, self._settle)

    def tell(self) -> None:
        """Tell what there is to tell."""
        counts, self._counts = self._counts, Counter()
        errors, self._errors = self._errors, {}
        acts, self._acts = self._acts, {}
        for (site, code), count in counts.items():
            self._refusals.refuse(site, errors[site, code], count)
        for site, act in acts.items():
            language = getattr(act.event, "language", "")
            try:
                said = sentence("may_be_undone" if act.sent else "undone", language)
            except BadInput as error:
                self._refusals.refuse(site, error)
            else:
                self._announce(site, said, language)

    def _settle(self) -> None:
        self._armed = None
        # Else it is told when the link is back.
        if self._outbox.connected:
            self.tell()

    def _note_act(self, unsent: Unsent) -> None:
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
