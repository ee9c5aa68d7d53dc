"""Limits and defaults of the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sarai_mqtt.core.events import BargeIn
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.dialogue import DialogueTimeouts


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the service, and the initial settings of its sites.

    Args:
        endpointing: when an utterance begins and ends.
        language: language of every utterance, or None to detect it for each.
        turns_at_once: maximum number of turns that run at the same time, all sites together.
        stale_ms: audio that waited longer is dropped.
        max_sites: maximum number of sites known at the same time.
        barge_in: what may silence a reply at a site, until that setting is changed.
        barge_in_at: the same by site, where it differs.
        arbitration: limits of arbitration between sites that hear the same words.
        dialogue_timeouts: how long a question waits for its answer, and a command for a follow-up.
        area_of: area id by site, where the settings give one.

    """

    endpointing: EndpointingLimits
    language: str | None = None
    turns_at_once: int = 8
    stale_ms: int = 500
    max_sites: int = 300
    barge_in: BargeIn = "off"
    barge_in_at: Mapping[str, BargeIn] = field(default_factory=dict)
    arbitration: ArbitrationLimits = field(default_factory=ArbitrationLimits)
    dialogue_timeouts: DialogueTimeouts = field(default_factory=DialogueTimeouts)
    area_of: Mapping[str, str] = field(default_factory=dict)
