"""Learns the home from Home Assistant once, for a command that does not run the service."""

import asyncio

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.core.home import Home
from sarai_mqtt.turns.engine_worker import cancel_and_wait

HOME_ASSISTANT_S = 20.0  # a large house on a small machine takes seconds


def learnt_home(assembly: Assembly) -> Home:
    """Return the home that Home Assistant describes now. Blocks, up to 20 s.

    Raises HomeAssistantError, also `ha_unreachable` if there is no answer in time; ConfigError as the client.
    """
    homes: list[Home] = []
    failures: list[HomeAssistantError] = []
    asyncio.run(_learn(assembly, homes, failures))
    if failures:
        raise failures[0]
    if not homes:
        raise HomeAssistantError("ha_unreachable", "Home Assistant did not answer.", "Check ha.url.")
    return homes[0]


async def _learn(assembly: Assembly, homes: list[Home], failures: list[HomeAssistantError]) -> None:
    """Put the first home or the first failure into its list; none if nothing comes in time."""
    heard = asyncio.Event()

    def on_home(home: Home) -> None:
        homes.append(home)
        heard.set()

    def on_failure(error: HomeAssistantError) -> None:
        failures.append(error)
        heard.set()

    client = assembly.home_assistant(on_home, on_failure)
    running = asyncio.create_task(client.run()) if client else None
    try:
        async with asyncio.timeout(HOME_ASSISTANT_S):
            await heard.wait()
    except TimeoutError:
        pass
    finally:
        if running:
            await cancel_and_wait(running)
