"""Names of devices and rooms of a language (devices.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Group = Literal[
    "light",
    "fan",
    "switch",
    "cover",
    "blind",
    "curtain",
    "shutter",
    "shade",
    "awning",
    "door",
    "garage",
    "gate",
    "window",
    "lock",
    "valve",
    "media_player",
    "climate",
    "vacuum",
]
"""Kinds of things that are named as a group: domains and device classes of Home Assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Names of our own devices in Home Assistant, and words of everybody's.

    Args:
        labels: display name of each component of the devices of a site and of the service.
        groups: plural noun of each kind of things, without article.
        words: words that are frequent in names of rooms and devices and reveal the language of a name.

    """

    labels: Mapping[str, str]
    groups: Mapping[Group, str]
    words: frozenset[str]
