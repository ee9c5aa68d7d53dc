"""The lasting connection to Home Assistant: reconnects as needed and follows the home live."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.home.assistant.actor import DEFAULT_AGENT, ConnectedHome, HomeAssistantActor
from sarai_mqtt.home.assistant.registries import LearnedHome, Registries, SiteOf, exposed_ids, learn_home
from sarai_mqtt.home.assistant.rest import Access, Rest
from sarai_mqtt.home.assistant.states import States
from sarai_mqtt.home.assistant.surroundings import SurroundingsReader
from sarai_mqtt.home.assistant.websocket import Connection, connected
from sarai_mqtt.turns.engine_worker import cancel_and_wait

RETRY_MIN_S, RETRY_MAX_S = 1.0, 10.0
REFUSED_S = 300.0  # Home Assistant may ban a client that tries a bad token too often
QUIET_S, QUIET_TIMES = 0.25, 8  # changes come in bursts
STARTING_S = 1.0
RELEARN_S = 600.0  # entities that are in no registry (YAML without unique ids) change without an event
EXPOSED_S = 5.0
WARM_UP_S = 10.0
CHANGES = (
    "entity_registry_updated",
    "device_registry_updated",
    "area_registry_updated",
    "floor_registry_updated",
    "component_loaded",
    "core_config_updated",
)

log = logging.getLogger(__name__)


def _log_failure(error: HomeAssistantError) -> None:
    log.error("%s %s", error.reason, error.remedy)


class HomeAssistant:
    """Learns the home and keeps it current while `run` runs; `actor` acts in it.

    Args:
        access: address and token of Home Assistant.
        languages: languages that the home's names are needed in.
        site_of: maps the identifier of an MQTT device to its site.
        on_home: called with the home whenever it differs from the one before.
        agent: entity id of the conversation agent; None: Home Assistant's own.
        alarm_code: the code of alarms that need one; "" without one.
        on_failure: called with a failure unless the last one had the same code, so that a lasting failure is
            reported once.
        on_surroundings: called with the time zone, sunrise and sunset whenever they have changed.

    """

    def __init__(
        self,
        access: Access,
        languages: Sequence[str],
        site_of: SiteOf,
        on_home: Callable[[Home], None],
        *,
        agent: str | None = None,
        alarm_code: str = "",
        on_failure: Callable[[HomeAssistantError], None] = _log_failure,
        on_surroundings: Callable[[Surroundings], None] = lambda _: None,
    ) -> None:
        self._access = access
        self._languages = languages
        self._site_of = site_of
        self._on_home = on_home
        self._on_failure = on_failure
        self._surroundings = SurroundingsReader(on_surroundings)
        self._rest = Rest(access)
        self._connected_home: ConnectedHome | None = None
        self._home: Home | None = None
        self._failure: HomeAssistantError | None = None
        self.actor = HomeAssistantActor(self._rest, lambda: self._connected_home, agent, alarm_code)

    @property
    def connected(self) -> bool:
        """True while the home and its states are known and followed."""
        return self._connected_home is not None

    @property
    def failure(self) -> HomeAssistantError | None:
        """Why the last attempt failed; None once connected."""
        return None if self.connected else self._failure

    async def run(self) -> NoReturn:
        """Connect, learn and follow the home, and start again when the connection ends; until cancelled."""
        pause = RETRY_MIN_S
        async with self._rest:
            while True:
                try:
                    async with connected(self._rest.session, self._access) as connection:
                        await self._follow_while_read(connection)
                except HomeAssistantError as error:
                    self._fail(error)
                except Exception as exc:  # noqa: BLE001 - logged when it is new
                    self._fail(_unexpected(exc))
                finally:
                    pause = RETRY_MIN_S if self.connected else min(pause * 2, RETRY_MAX_S)
                    self._connected_home = None
                refused = self._failure is not None and self._failure.code == "ha_refused"
                await asyncio.sleep(REFUSED_S if refused else pause)

    def _fail(self, error: HomeAssistantError) -> None:
        known = self._failure is not None and self._failure.code == error.code
        self._failure = error
        if known:
            return
        if error.code == "ha_failed":
            log.info("why, for a report:", exc_info=error.__cause__)
        self._on_failure(error)

    async def _follow_while_read(self, connection: Connection) -> None:
        reading = asyncio.create_task(connection.read(), name="hass:read")
        following = asyncio.create_task(self._follow(connection), name="hass:follow")
        try:
            await asyncio.wait([reading, following], return_when=asyncio.FIRST_COMPLETED)
            # When the reader ends, the commands of the other task fail too: the reader's error is the cause.
            (reading if reading.done() else following).result()
        finally:
            await cancel_and_wait(following)
            await cancel_and_wait(reading)
            for task in (reading, following):
                if not task.cancelled():
                    task.exception()

    async def _follow(self, connection: Connection) -> None:
        changed = asyncio.Event()
        for kind in CHANGES:
            await connection.subscribe(lambda _: changed.set(), "subscribe_events", event_type=kind)
        # We may not subscribe to the event "started", and entities are missing until Home Assistant runs.
        while (await connection.command("get_config")).get("state") != "RUNNING":  # noqa: ASYNC110
            await asyncio.sleep(STARTING_S)
        connected_home, subscription = await self._learn(connection)
        await self._surroundings.follow(connection)
        self._failure = None
        log.info(
            "Home Assistant %s connected: %d things", connection.version, len(connected_home.home.entities)
        )
        await self._warm_up()
        while True:
            await _next_change(changed)
            connected_home, subscription = await self._learn(connection, connected_home, subscription)

    async def _learn(
        self,
        connection: Connection,
        before: ConnectedHome | None = None,
        subscription: int | None = None,
    ) -> tuple[ConnectedHome, int | None]:
        """Learn the home again, follow its states, and call `on_home` if it differs from the one before.

        `before` and `subscription` are what the previous call returned; the subscription (None: there are no
        entities) is replaced if the entities have changed.
        """
        learnt, legacy = await self._query(connection)
        states = before.states if before else States()
        if before is None or before.home.entities.keys() != learnt.home.entities.keys():
            states, old = States(), subscription
            subscription = await _follow_states(connection, states, list(learnt.home.entities))
            if old is not None:
                await connection.unsubscribe(old)
        connected_home = ConnectedHome(connection, learnt.home, learnt.devices, states, legacy)
        self._connected_home = connected_home
        if learnt.home != self._home:
            self._home = learnt.home
            try:
                self._on_home(learnt.home)
            except Exception:
                log.exception("the home that was learnt cannot be used")
        return connected_home, subscription

    async def _query(self, connection: Connection) -> tuple[LearnedHome, bool]:
        """Return the home, and True if Home Assistant is too old to accept keys that tell who asks.

        These are `assistant`, `language` and `device_id`.
        """
        exposed = await self._exposed()
        config, entities, states, devices, areas, floors = await asyncio.gather(
            connection.command("get_config"),
            connection.command("config/entity_registry/list"),
            connection.command("get_states"),
            connection.command("config/device_registry/list"),
            connection.command("config/area_registry/list"),
            connection.command("config/floor_registry/list"),
        )
        self._surroundings.take_settings(config)
        found = Registries(entities, states, devices, areas, floors, {}, exposed, config)
        known = {entry["entity_id"] for entry in entities}
        wanted = sorted(exposed_ids(found) & known)
        entries = await connection.command("config/entity_registry/get_entries", entity_ids=wanted)
        entries = {entity: entry for entity, entry in entries.items() if entry}
        full = Registries(entities, states, devices, areas, floors, entries, exposed, config)
        # A large home takes tenths of a second, for which no satellite should have to wait.
        learnt = await asyncio.to_thread(learn_home, full, self._languages, self._site_of)
        return learnt, exposed is None

    async def _exposed(self) -> list[str] | None:
        """Return the ids of the exposed entities; None if Home Assistant is too old to be asked.

        A question about the states of everything is answered with exactly the exposed entities.
        """
        question = {"name": "HassGetState", "data": {}, "assistant": "conversation"}
        answer = await self._rest.post("intent/handle", question, EXPOSED_S)
        if answer.status != 200:
            return None
        results = (answer.body.get("data") or {}).get("success") or []
        return [str(r["id"]) for r in results if r.get("type") == "entity"]

    async def _warm_up(self) -> None:
        """Send a meaningless sentence in each language, because the first sentence in a language is slow.

        `conversation/prepare` does not avoid that (measured with 2026.11).
        """
        for language in self._languages:
            talk = {"text": "hm", "language": language, "agent_id": DEFAULT_AGENT}
            with suppress(HomeAssistantError):
                await self._rest.post("conversation/process", talk, WARM_UP_S)


def _unexpected(cause: Exception) -> HomeAssistantError:
    error = HomeAssistantError(
        "ha_failed",
        f"Following Home Assistant failed with {type(cause).__name__}.",
        "Please report it with the log; we keep trying.",
    )
    error.__cause__ = cause
    return error


async def _next_change(changed: asyncio.Event) -> None:
    """Wait for a change, and then until none follows for QUIET_S (at most QUIET_TIMES times).

    Returns without a change after RELEARN_S.
    """
    try:
        async with asyncio.timeout(RELEARN_S):
            await changed.wait()
    except TimeoutError:
        return
    for _ in range(QUIET_TIMES):
        changed.clear()
        try:
            async with asyncio.timeout(QUIET_S):
                await changed.wait()
        except TimeoutError:
            return


async def _follow_states(connection: Connection, states: States, entities: list[str]) -> int | None:
    """Subscribe to the states of `entities`; return the subscription's number once they are known.

    None if `entities` is empty. Raises HomeAssistantError `ha_unreachable` if no states come within
    EXPOSED_S, and as `Connection.subscribe` does.
    """
    if not entities:  # Home Assistant takes an empty list for all entities
        return None
    known = asyncio.get_running_loop().create_future()

    def take(event: dict[str, Any]) -> None:
        states.apply(event)
        if not known.done():
            known.set_result(None)

    number = await connection.subscribe(take, "subscribe_entities", entity_ids=entities)
    try:
        async with asyncio.timeout(EXPOSED_S):
            await known
    except TimeoutError as exc:
        raise HomeAssistantError("ha_unreachable", "Home Assistant sent no states.") from exc
    return number
