"""Age limits of outgoing messages: a late one would do harm or mean nothing (ADR 19)."""

from dataclasses import dataclass
from math import inf
from typing import Literal

from sarai_mqtt.core.events import (
    Event,
    Intent,
    Listen,
    Presence,
    Reply,
    ServiceReport,
    SettingChanged,
    Silence,
    SpeechChunk,
    StateChanged,
    TurnReport,
    UpcomingAlarms,
)

# act: makes somebody act; reply: speech; event: news; state: valid until the next one
Kind = Literal["act", "reply", "event", "state"]

ACT_S = 5.0

_STATES = (StateChanged, SettingChanged, Presence, UpcomingAlarms, ServiceReport)
_REPLIES = (Reply, SpeechChunk, Silence)


@dataclass(frozen=True, slots=True)
class Ages:
    """Age limits in seconds.

    The age of an act counts from its sentence, its confirmation or the moment it was due; that of anything
    else from its creation.
    """

    act_s: float = ACT_S
    reply_s: float = 10.0
    event_s: float = 30.0

    def limit(self, kind: Kind) -> float:
        """Return the limit for `kind` in seconds; infinity for a state."""
        return {"act": self.act_s, "reply": self.reply_s, "event": self.event_s, "state": inf}[kind]


def kind_of(event: Event) -> Kind:
    """Return the kind of `event`, from the point of view of its receivers.

    An Intent that is neither handled nor waiting for a confirmation is an act, and so is the report of a turn
    that nobody understood and other agents may take up. Listen is an act because it opens a microphone.
    """
    match event:
        case Intent(handled=False, confirm=False) | Listen():
            return "act"
        case TurnReport(for_others=True, source="none"):
            return "act"
    if isinstance(event, _STATES):
        return "state"
    return "reply" if isinstance(event, _REPLIES) else "event"
