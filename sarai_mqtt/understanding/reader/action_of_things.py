"""The action as it is meant of the things: covers go up to open, and a light that is closed is turned off."""

from collections.abc import Mapping
from typing import cast

from sarai_mqtt.core.home import Home
from sarai_mqtt.understanding.reader.action_amounts import RELATIVE
from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Action, AmountSaid, Things

_COVERS = frozenset({"blind", "curtain", "awning", "cover", "garage", "door", "window"})
_COVER_DOMAINS = frozenset({"cover", "valve"})
# What is opened and closed in Québec, Catalonia and the Canaries, too: "ferme la lumière", "abre la luz".
_SWITCHES: Mapping[str, Action] = {"open": "turn_on", "close": "turn_off"}
_SWITCHED = frozenset({"light", "television", "radio", "fan"})
_SWITCHED_DOMAINS = frozenset({"light", "media_player", "fan"})


def as_meant(action: str, draft: Draft, things: tuple[Things, ...], home: Home) -> Action:
    """Return the action as it is meant of the things: what is no cover is not opened but turned on."""
    if action in _SWITCHES and _is_switched(things, home) and not (draft.slots or draft.direction):
        return _SWITCHES[action]
    return _as_cover(action, draft, things, home)


def _as_cover(action: str, draft: Draft, things: tuple[Things, ...], home: Home) -> Action:
    """Return `open` and `close` for "up" and "down" of what opens, unless an amount is said.

    "Raise it three quarters" is opened so far.
    """
    amount = draft.slots.get("amount")
    whole = not draft.attribute and (amount is None or getattr(amount, "level", "") == "most")
    part = isinstance(amount, AmountSaid) and amount.part and not draft.by and action == "increase"
    if (
        (whole or part)
        and not (part and draft.direction)
        and action in RELATIVE
        and things
        and all(_is_cover(t, home) for t in things)
    ):
        return "open" if action == "increase" else "close"
    return cast("Action", action)


def _is_switched(things: tuple[Things, ...], home: Home) -> bool:
    """Return True if lights, fans and what plays were said, and nothing else."""
    kinds = (
        {home.entities[i].domain for i in t.entities} <= _SWITCHED_DOMAINS
        if t.entities
        else t.thing in _SWITCHED
        for t in things
    )
    return bool(things) and all(kinds)


def _is_cover(things: Things, home: Home) -> bool:
    if things.entities:
        return all(home.entities[i].domain in _COVER_DOMAINS for i in things.entities)
    return things.thing in _COVERS
