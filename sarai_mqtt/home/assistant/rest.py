"""Home Assistant's REST API: one JSON answer for each JSON request."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp

from sarai_mqtt.core.documents import read_json
from sarai_mqtt.core.errors import HomeAssistantError

CONNECT_S = 1.5
PARALLEL = 16


@dataclass(frozen=True, slots=True)
class Access:
    """URL of Home Assistant (without `/api`) and the long-lived access token."""

    url: str
    token: str = field(repr=False)

    def at(self, path: str) -> str:
        """Return the URL of `path` below `/api`."""
        return f"{self.url.rstrip('/')}/api/{path}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP status and the JSON object of an answer; {} if its body is no JSON object."""

    status: int
    body: dict[str, Any]


class Rest:
    """Requests over reused connections; an async context manager that owns its HTTP session."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=PARALLEL))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session. Raises HomeAssistantError `ha_unreachable` outside the context."""
        if self._session is None:
            raise HomeAssistantError("ha_unreachable", "The connection to Home Assistant is closed.")
        return self._session

    async def post(self, path: str, body: dict[str, Any], timeout_s: float) -> Answer:
        """Post `body` as JSON to `/api/<path>` and return the answer, of any HTTP status.

        Raises HomeAssistantError `ha_unreachable` if there is no connection, no answer within `timeout_s`
        seconds, or an answer that cannot be read.
        """
        headers = {"Authorization": f"Bearer {self._access.token}"}
        timeout = aiohttp.ClientTimeout(total=timeout_s, connect=min(CONNECT_S, timeout_s))
        try:
            async with self.session.post(
                self._access.at(path), json=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                is_json = response.content_type == "application/json"
                found = await response.json(loads=read_json) if is_json else {}
                return Answer(response.status, found if isinstance(found, dict) else {})
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            raise HomeAssistantError(
                "ha_unreachable", f"Home Assistant did not answer ({type(exc).__name__})."
            ) from exc
