"""One WebSocket connection to Home Assistant: commands with their results, and events."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from sarai_mqtt.core.documents import read_json
from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.home.assistant.rest import Access

HEARTBEAT_S = 15.0
ANSWER_S = 10.0
MAX_MESSAGE = 64 * 2**20  # bytes; enough for any registry of a large home

Handler = Callable[[dict[str, Any]], None]

log = logging.getLogger(__name__)


class Connection:
    """Commands and subscriptions over an authenticated socket; answers only arrive while `read` runs.

    `version` is Home Assistant's.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, version: str) -> None:
        self.version = version
        self._socket = socket
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._handlers: dict[int, Handler] = {}

    async def command(self, kind: str, **fields: Any) -> Any:
        """Send a command and return its result.

        Raises HomeAssistantError `ha_declined` if the answer is an error, `ha_unreachable` if the connection
        is lost or no answer comes within ANSWER_S.
        """
        return await self._command(next(self._ids), kind, fields)

    async def subscribe(self, handler: Handler, kind: str, **fields: Any) -> int:
        """Subscribe with the command `kind`; call `handler` with each event.

        Returns the subscription's number, for `unsubscribe`. Raises HomeAssistantError as `command` does.
        """
        number = next(self._ids)
        self._handlers[number] = handler
        try:
            await self._command(number, kind, fields)
        except HomeAssistantError:
            self._handlers.pop(number, None)
            raise
        return number

    async def unsubscribe(self, number: int) -> None:
        """End a subscription. Raises HomeAssistantError as `command` does."""
        self._handlers.pop(number, None)
        await self.command("unsubscribe_events", subscription=number)

    async def read(self) -> None:
        """Dispatch messages until the connection ends, then raise HomeAssistantError `ha_unreachable`."""
        try:
            async for message in self._socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(message.json(loads=read_json))
        except (aiohttp.ClientError, OSError, ValueError, AttributeError) as exc:
            log.debug("the connection to Home Assistant ended with %s", type(exc).__name__)
        finally:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(_lost())
        raise _lost()

    async def _command(self, number: int, kind: str, fields: dict[str, Any]) -> Any:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        try:
            async with asyncio.timeout(ANSWER_S):
                await self._socket.send_json({"id": number, "type": kind, **fields})
                return await future
        except (aiohttp.ClientError, OSError, TimeoutError) as exc:
            raise _lost() from exc
        finally:
            del self._waiting[number]

    def _take(self, message: dict[str, Any]) -> None:
        number = message.get("id")
        if message.get("type") == "event" and number in self._handlers:
            try:
                self._handlers[number](message["event"])
            except (AttributeError, KeyError, TypeError, ValueError) as exc:
                log.warning("an event of Home Assistant is lost: it cannot be read (%s)", type(exc).__name__)
        elif message.get("type") == "result" and (future := self._waiting.get(number or 0)):
            if future.done():
                return
            if message.get("success"):
                future.set_result(message.get("result"))
            else:
                future.set_exception(_declined(message.get("error") or {}))


@asynccontextmanager
async def connected(session: aiohttp.ClientSession, access: Access) -> AsyncIterator[Connection]:
    """Connect and authenticate; close the connection at the end.

    Raises HomeAssistantError `ha_refused` if the token is refused, `ha_strange` if something other than Home
    Assistant answers, `ha_unreachable` if nothing answers.
    """
    try:
        socket = await session.ws_connect(
            access.at("websocket"),
            heartbeat=HEARTBEAT_S,
            max_msg_size=MAX_MESSAGE,
            timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
        )
    except aiohttp.WSServerHandshakeError as exc:
        raise _strange(access, f"HTTP status {exc.status}") from exc
    except aiohttp.InvalidURL as exc:
        raise _strange(access, "no address") from exc
    except (aiohttp.ClientError, OSError, TimeoutError) as exc:
        raise HomeAssistantError(
            "ha_unreachable",
            f"Home Assistant at {access.url} cannot be reached ({type(exc).__name__}).",
            "Check SARAI_HA_URL, and that Home Assistant runs; we keep trying.",
        ) from exc
    async with socket:
        yield Connection(socket, await _authenticate(socket, access))


async def _authenticate(socket: aiohttp.ClientWebSocketResponse, access: Access) -> str:
    """Authenticate with the token; return Home Assistant's version. Raises as `connected` does."""
    try:
        async with asyncio.timeout(ANSWER_S):
            hello = await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": access.token})
            answer = await socket.receive_json()
            kind, version = answer["type"], str(hello.get("ha_version", ""))
    except (aiohttp.ClientError, OSError, TimeoutError) as exc:
        raise _lost() from exc
    except (AttributeError, KeyError, TypeError, ValueError) as exc:
        raise _strange(access, "it does not speak Home Assistant's protocol") from exc
    if kind == "auth_invalid":
        raise HomeAssistantError(
            "ha_refused",
            f"Home Assistant at {access.url} refuses our token.",
            "Make a long-lived access token there and set SARAI_HA_TOKEN to it.",
        )
    if kind != "auth_ok":
        raise _strange(access, "it does not speak Home Assistant's protocol")
    return version


def _lost() -> HomeAssistantError:
    return HomeAssistantError(
        "ha_unreachable", "The connection to Home Assistant was lost.", "We keep trying to reach it."
    )


def _declined(error: dict[str, Any]) -> HomeAssistantError:
    code, message = error.get("code", "unknown"), error.get("message", "no reason given")
    return HomeAssistantError("ha_declined", f"Home Assistant declined: {message} ({code}).")


def _strange(access: Access, what: str) -> HomeAssistantError:
    return HomeAssistantError(
        "ha_strange",
        f"What answers at {access.url} is not Home Assistant: {what}.",
        "Set SARAI_HA_URL to the address that Home Assistant's own page has, like http://homeassistant:8123.",
    )
