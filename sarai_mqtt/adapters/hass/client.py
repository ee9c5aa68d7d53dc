"""Home Assistant as a whole: connected again and again, its home followed live."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from sarai_mqtt.adapters.hass.actor import DEFAULT_AGENT, HomeAssistantActor, House
from sarai_mqtt.adapters.hass.connection import Connection, connected
from sarai_mqtt.adapters.hass.registry import Learnt, Registries, SiteOf, exposed_ids, learn_home
from sarai_mqtt.adapters.hass.rest import Access, Rest
from sarai_mqtt.adapters.hass.states import States
from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.core.home import Home
from sarai_mqtt.worker import stopped

RETRY_MIN_S, RETRY_MAX_S = 1.0, 10.0
REFUSED_S = 300.0  # Home Assistant may ban who tries a bad token too often
QUIET_S, QUIET_TIMES = 0.25, 8  # changes come in bursts
STARTING_S = 1.0
RELEARN_S = 600.0  # what is in no registry (YAML without unique ids) changes without an event
EXPOSED_S = 5.0
WARM_UP_S = 10.0
CHANGES = (
    "entity_registry_updated",
    "device_registry_updated",
    "area_registry_updated",
    "floor_registry_updated",
    "component_loaded",
)

log = logging.getLogger(__name__)


def _log_failure(error: HomeAssistantError) -> None:
    log.error("%s %s", error.reason, error.remedy)


class HomeAssistant:
    """Learns the home and keeps it; `actor` acts in it. `run` does the work.

    `on_home` gets the home whenever it is another than before. `tell` gets a failure when it is a new one:
    what goes on and on is told once.
    """

    def __init__(
        self,
        access: Access,
        languages: Sequence[str],
        site_of: SiteOf,
        on_home: Callable[[Home], None],
        *,
        agent: str | None = None,
        tell: Callable[[HomeAssistantError], None] = _log_failure,
    ) -> None:
        self._access = access
        self._languages = languages
        self._site_of = site_of
        self._on_home = on_home
        self._tell = tell
        self._rest = Rest(access)
        self._house: House | None = None
        self._home: Home | None = None
        self._failure: HomeAssistantError | None = None
        self.actor = HomeAssistantActor(self._rest, lambda: self._house, agent)

    @property
    def connected(self) -> bool:
        """True while the home and its states are known and followed."""
        return self._house is not None

    @property
    def failure(self) -> HomeAssistantError | None:
        """Why the last try failed; None once connected."""
        return self._failure

    async def run(self) -> NoReturn:
        """Connect, learn, follow, and begin again when that ends; until cancelled."""
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
                    self._house = None
                refused = self._failure is not None and self._failure.code == "ha_refused"
                await asyncio.sleep(REFUSED_S if refused else pause)

    def _fail(self, error: HomeAssistantError) -> None:
        known = self._failure is not None and self._failure.code == error.code
        self._failure = error
        if known:
            return
        if error.code == "ha_failed":
            log.info("why, for a report:", exc_info=error.__cause__)
        self._tell(error)

    async def _follow_while_read(self, connection: Connection) -> None:
        reading = asyncio.create_task(connection.read(), name="hass:read")
        following = asyncio.create_task(self._follow(connection), name="hass:follow")
        try:
            await asyncio.wait([reading, following], return_when=asyncio.FIRST_COMPLETED)
            # Of the two it is the reader's end that makes the other one fail.
            (reading if reading.done() else following).result()
        finally:
            await stopped(following)
            await stopped(reading)
            for task in (reading, following):
                if not task.cancelled():
                    task.exception()

    async def _follow(self, connection: Connection) -> None:
        changed = asyncio.Event()
        for kind in CHANGES:
            await connection.subscribe(lambda _: changed.set(), "subscribe_events", event_type=kind)
        # Not allowed to hear of the end of its start, and until then things are missing.
        while (config := await connection.command("get_config")).get("state") != "RUNNING":  # noqa: ASYNC110
            await asyncio.sleep(STARTING_S)
        house, subscription = await self._learn(connection, config)
        self._failure = None
        log.info("Home Assistant %s connected: %d things", connection.version, len(house.home.entities))
        await self._warm_up()
        while True:
            await _next_change(changed)
            house, subscription = await self._learn(connection, config, house, subscription)

    async def _learn(
        self,
        connection: Connection,
        config: dict[str, Any],
        before: House | None = None,
        subscription: int | None = None,
    ) -> tuple[House, int | None]:
        """Learn the home anew, follow its states, and tell who wants to know if it is another one."""
        learnt, plain = await self._ask(connection, str(config.get("language", "")))
        states = before.states if before else States()
        if before is None or before.home.entities.keys() != learnt.home.entities.keys():
            states, old = States(), subscription
            subscription = await _follow_states(connection, states, list(learnt.home.entities))
            if old is not None:
                await connection.unsubscribe(old)
        house = House(connection, learnt.home, learnt.devices, states, plain)
        self._house = house
        if learnt.home != self._home:
            self._home = learnt.home
            try:
                self._on_home(learnt.home)
            except Exception:
                log.exception("the home that was learnt cannot be used")
        return house, subscription

    async def _ask(self, connection: Connection, language: str) -> tuple[Learnt, bool]:
        """Give what Home Assistant has, and whether it is too old to know the keys that say who asks."""
        exposed = await self._exposed()
        entities, states, devices, areas, floors = await asyncio.gather(
            connection.command("config/entity_registry/list"),
            connection.command("get_states"),
            connection.command("config/device_registry/list"),
            connection.command("config/area_registry/list"),
            connection.command("config/floor_registry/list"),
        )
        found = Registries(entities, states, devices, areas, floors, {}, exposed, language)
        known = {entry["entity_id"] for entry in entities}
        wanted = sorted(exposed_ids(found) & known)
        entries = await connection.command("config/entity_registry/get_entries", entity_ids=wanted)
        entries = {entity: entry for entity, entry in entries.items() if entry}
        full = Registries(entities, states, devices, areas, floors, entries, exposed, language)
        # A large home takes tenths of a second, which no satellite is to wait for.
        learnt = await asyncio.to_thread(learn_home, full, self._languages, self._site_of)
        return learnt, exposed is None

    async def _exposed(self) -> list[str] | None:
        """Ask what is exposed: a question about the state of everything goes to just that.

        None from a Home Assistant that is too old to be asked.
        """
        question = {"name": "HassGetState", "data": {}, "assistant": "conversation"}
        answer = await self._rest.post("intent/handle", question, EXPOSED_S)
        if answer.status != 200:
            return None
        results = (answer.body.get("data") or {}).get("success") or []
        return [str(r["id"]) for r in results if r.get("type") == "entity"]

    async def _warm_up(self) -> None:
        """Say something that means nothing in each language: the first sentence in it is slow.

        `conversation/prepare` does not spare that (measured with 2026.11).
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
    """Wait for a change, and then until there are no more for a moment."""
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
    """Subscribe to the states of `entities`; return the subscription's number when they are known."""
    if not entities:  # to Home Assistant an empty list is all there is
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
