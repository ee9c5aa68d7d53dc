"""The states of the home's entities, kept current by Home Assistant's `subscribe_entities`."""

import asyncio
from typing import Any

from sarai_mqtt.core.acting import EntityState

GONE = frozenset({"unavailable"})
# Access keys of cameras and pictures: nobody asks for them by voice.
_SECRET = frozenset({"access_token", "entity_picture", "entity_picture_local"})


class States:
    """The current states of entities, from Home Assistant's compressed state events."""

    def __init__(self) -> None:
        self._states: dict[str, EntityState] = {}
        self._news = asyncio.Event()

    def get(self, entity: str) -> EntityState | None:
        """Return the state of the entity with this id; None if Home Assistant has none."""
        return self._states.get(entity)

    def is_gone(self, entity: str) -> bool:
        """Return True if the entity is known to be unavailable."""
        state = self._states.get(entity)
        return state is not None and state.state in GONE

    async def changed(self) -> None:
        """Wait until the next event has been applied."""
        await self._news.wait()

    def apply(self, event: dict[str, Any]) -> None:
        """Apply one event: entities added (`a`), changed (`c`: values `+`, dropped keys `-`), removed (`r`).

        Raises KeyError, TypeError, ValueError or AttributeError if it does not have this form.
        """
        for entity, whole in event.get("a", {}).items():
            state, attributes = str(whole["s"]), _public(whole.get("a", {}))
            self._states[entity] = EntityState(entity, state, attributes, _moment(whole.get("lc")))
        for entity, change in event.get("c", {}).items():
            if (old := self._states.get(entity)) is None:
                continue
            new, dropped = change.get("+", {}), change.get("-", {}).get("a", ())
            kept = {k: v for k, v in old.attributes.items() if k not in dropped}
            attributes = {**kept, **_public(new.get("a", {}))}
            since = _moment(new["lc"]) if "lc" in new else old.since
            self._states[entity] = EntityState(entity, str(new.get("s", old.state)), attributes, since)
        for entity in event.get("r", ()):
            self._states.pop(entity, None)
        self._news.set()
        self._news = asyncio.Event()


def _moment(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _public(attributes: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in attributes.items() if k not in _SECRET}
