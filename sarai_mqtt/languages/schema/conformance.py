"""Sentences by which a pack is tried (conformance.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Room = Literal["kitchen", "bedroom", "living_room"]
Thing = Literal[
    "light.kitchen",
    "light.bedroom",
    "light.floor_lamp",
    "switch.coffee_machine",
    "cover.bedroom_blind",
    "climate.thermostat",
    "fan.bedroom",
    "media_player.radio",
    "vacuum.robot",
    "lock.front_door",
]
Kind = Literal["negated", "quoted", "conditional", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A command, and what it is to be understood as.

    Args:
        say: the sentence.
        intent: name of Home Assistant's intent.
        things: the things that it acts on; empty for a timer, a list or the time.

    """

    say: str
    intent: str
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """Sentences in a small home, as people say them.

    Args:
        rooms: spoken name of each room of the home.
        things: spoken name of each thing of the home; the floor lamp and the radio are in the living room.
        commands: at least 30 commands, with every kind of thing.
        refused: at least 30 sentences that name an action but order none, at least 5 of each kind:
            `negated` ("don't turn on the light"), `quoted` ("she said turn on the light"), `conditional`
            ("if it rains, close the blind"), `asked` ("did you turn on the light?").
        yes: at least 5 ways to say yes.
        no: at least 5 ways to say no.
        talk: at least 5 sentences that are neither an order nor about the house.

    """

    rooms: Mapping[Room, str]
    things: Mapping[Thing, str]
    commands: tuple[Said, ...]
    refused: Mapping[Kind, tuple[str, ...]]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    talk: tuple[str, ...]
