"""The time zone, sunrise and sunset that Home Assistant tells."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.home.assistant.states import States
from sarai_mqtt.home.assistant.websocket import Connection

_SUN = "sun.sun"

log = logging.getLogger(__name__)


class SurroundingsReader:
    """Follows the entity of the sun, exposed or not, and the time zone of Home Assistant's settings.

    Calls `on_surroundings` whenever they have changed.
    """

    def __init__(self, on_surroundings: Callable[[Surroundings], None]) -> None:
        self._on_surroundings = on_surroundings
        self._told = Surroundings()
        self._zone = ""
        self._states = States()

    async def follow(self, connection: Connection) -> None:
        """Follow the sun as long as the connection lasts. Raises HomeAssistantError as `subscribe` does."""
        self._states = States()
        await connection.subscribe(self._take, "subscribe_entities", entity_ids=[_SUN])

    def take_settings(self, settings: Mapping[str, Any]) -> None:
        """Take the time zone of Home Assistant's settings, the result of `get_config`."""
        self._zone = str(settings.get("time_zone") or "")
        self._tell()

    def _take(self, event: dict[str, Any]) -> None:
        self._states.apply(event)
        self._tell()

    def _tell(self) -> None:
        sun = self._states.get(_SUN)
        attributes = sun.attributes if sun else {}
        rising, setting = (_seconds(attributes.get(name)) for name in ("next_rising", "next_setting"))
        told = Surroundings(self._zone, rising, setting)
        if told != self._told:
            self._told = told
            try:
                self._on_surroundings(told)
            except Exception:
                log.exception("the time zone and the sun that were told cannot be used")


def _seconds(moment: Any) -> float | None:
    """Return a moment in ISO 8601 with its offset as seconds since the epoch; None for anything else."""
    try:
        read = datetime.fromisoformat(str(moment))
    except ValueError:
        return None
    return None if read.tzinfo is None else read.timestamp()
