"""How old what goes out may get while it waits: late, it would do harm or mean nothing."""

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
)

# act: something is done on it; reply: speech; event: news; state: holds until the next one
Kind = Literal["act", "reply", "event", "state"]

ACT_S = 5.0

_STATES = (StateChanged, SettingChanged, Presence, ServiceReport)
_REPLIES = (Reply, SpeechChunk, Silence)


@dataclass(frozen=True, slots=True)
class Ages:
    """The limits, s: of an act since its sentence, its yes or its due moment; of all else since made."""

    act_s: float = ACT_S
    reply_s: float = 10.0
    event_s: float = 30.0

    def limit(self, kind: Kind) -> float:
        """Give the limit of `kind`; a state has none."""
        return {"act": self.act_s, "reply": self.reply_s, "event": self.event_s, "state": inf}[kind]


def kind_of(event: Event) -> Kind:
    """Say what `event` is to those who get it.

    An Intent that is neither seen to nor to be confirmed is acted on, as is a turn that nobody understood and
    others may be asked about; Listen opens a microphone.
    """
    match event:
        case Intent(handled=False, confirm=False) | Listen():
            return "act"
        case TurnReport(for_others=True, source="none"):
            return "act"
    if isinstance(event, _STATES):
        return "state"
    return "reply" if isinstance(event, _REPLIES) else "event"
