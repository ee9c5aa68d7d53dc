"""What an MQTT client publishes and subscribes to, in any dialect."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One MQTT publish."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """One topic filter and the QoS requested."""

    topic_filter: str
    qos: int
