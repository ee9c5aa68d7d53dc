"""What the service holds itself to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sarai_mqtt.arbiter import Rules
from sarai_mqtt.core.dialogue import Patience
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.events import BargeIn


@dataclass(frozen=True, slots=True)
class Limits:
    """The service's limits, and what it does unless a site is set otherwise.

    Args:
        endpointing: when an utterance begins and ends.
        language: the language of every utterance, or None when each may choose.
        turns_at_once: turns in work at the same time, all sites together.
        stale_ms: audio that waited longer is dropped.
        max_sites: sites known at the same time.
        barge_in: what may silence our speech at a site, until it is set otherwise.
        barge_in_at: the same at some sites.
        arbitration: how sites that hear the same words agree who acts.
        patience: how long an answer is waited for, and a command may be added to.
        area_of: the area id some sites stand in.

    """

    endpointing: Endpointing
    language: str | None = None
    turns_at_once: int = 8
    stale_ms: int = 500
    max_sites: int = 300
    barge_in: BargeIn = "off"
    barge_in_at: Mapping[str, BargeIn] = field(default_factory=dict)
    arbitration: Rules = field(default_factory=Rules)
    patience: Patience = field(default_factory=Patience)
    area_of: Mapping[str, str] = field(default_factory=dict)
