"""The states of the home's entities, kept up to date by `subscribe_entities`."""

import asyncio
from typing import Any

from sarai_mqtt.core.acting import EntityState

GONE = frozenset({"unavailable"})
# Keys to cameras and pictures: nobody asks for them by voice.
_SECRET = frozenset({"access_token", "entity_picture", "entity_picture_local"})


class States:
    """Home Assistant's compressed state events, put together."""

    def __init__(self) -> None:
        self._states: dict[str, EntityState] = {}
        self._news = asyncio.Event()

    def get(self, entity: str) -> EntityState | None:
        """Give the state of an entity; None when Home Assistant has none."""
        return self._states.get(entity)

    def is_gone(self, entity: str) -> bool:
        """Say whether the entity is known to be out of reach."""
        state = self._states.get(entity)
        return state is not None and state.state in GONE

    async def changed(self) -> None:
        """Return when the next event has been taken in."""
        await self._news.wait()

    def apply(self, event: dict[str, Any]) -> None:
        """Take in one event: entities added `a`, changed `c` (`+` is new, `-` is gone), removed `r`.

        Raises KeyError, TypeError, ValueError or AttributeError when it is not of this form.
        """
        for entity, whole in event.get("a", {}).items():
            self._states[entity] = EntityState(entity, str(whole["s"]), _public(whole.get("a", {})))
        for entity, change in event.get("c", {}).items():
            if (old := self._states.get(entity)) is None:
                continue
            new, dropped = change.get("+", {}), change.get("-", {}).get("a", ())
            kept = {k: v for k, v in old.attributes.items() if k not in dropped}
            attributes = {**kept, **_public(new.get("a", {}))}
            self._states[entity] = EntityState(entity, str(new.get("s", old.state)), attributes)
        for entity in event.get("r", ()):
            self._states.pop(entity, None)
        self._news.set()
        self._news = asyncio.Event()


def _public(attributes: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in attributes.items() if k not in _SECRET}
