"""Names of devices and rooms of a language (devices.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Names of our own devices in Home Assistant, and words of everybody's.

    Args:
        labels: display name of each component of the devices of a site and of the service.
        words: words that are frequent in names of rooms and devices and reveal the language of a name.

    """

    labels: Mapping[str, str]
    words: frozenset[str]
