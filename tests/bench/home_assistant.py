"""What a real Home Assistant costs us: to learn the home, to act, to answer from its states.

    HA_URL=http://homeassistant:8123 HA_TOKEN=... python tests/bench/home_assistant.py --light light.office [--times 100]

Switches `--light` on and off, and asks what it is. Prints one JSON object: how many things were learnt, and for each
kind of work its wall milliseconds, median and 95th percentile. Kinds take turns, so that a busy moment falls on all.
`learn` is from nothing to a home with its states; `switch_seen` is from the order until its new state is known here;
`together` is the light named ten times in one order. `cpu` is our processor time for one switch.
"""

import argparse
import asyncio
import json
import os
import statistics
import time

from sarai_mqtt.core.acting import ActionRequest
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access


def order(name, light, times=1):
    slots = {"name": light} if times == 1 else {}
    return ActionRequest(Intent("bench", name, slots, (light,) * times, "", "en", 1.0), "bench")


def ms(seconds):
    ordered = sorted(seconds)
    return {
        "p50": round(1e3 * statistics.median(ordered), 2),
        "p95": round(1e3 * ordered[int(0.95 * (len(ordered) - 1))], 2),
    }


async def learnt(access, languages):
    """Start a client; give it, its task, its home, and how long that took."""
    started, homes = time.perf_counter(), []
    hass = HomeAssistant(access, languages, site_of_root("sarai"), homes.append)
    task = asyncio.create_task(hass.run())
    while not hass.connected:
        if hass.failure:
            raise SystemExit(hass.failure.reason)
        await asyncio.sleep(0.001)
    return hass, task, homes[-1], time.perf_counter() - started


async def ended(task):
    task.cancel()
    await asyncio.wait([task])


async def main(light, times):
    access = Access(os.environ["HA_URL"], os.environ["HA_TOKEN"])
    learn = []
    for _ in range(5):
        _, task, _, took = await learnt(access, ["en", "es"])
        learn.append(took)
        await ended(task)
    hass, task, home, _ = await learnt(access, ["en", "es"])
    act = hass.actor.act
    taken = {"switch": [], "switch_seen": [], "ask": [], "together": []}
    cpu = 0.0
    for i in range(times):
        name, want = (("HassTurnOff", "off"), ("HassTurnOn", "on"))[i % 2]
        started, used = time.perf_counter(), time.process_time()
        acted = await act(order(name, light))
        taken["switch"].append(time.perf_counter() - started)
        cpu += time.process_time() - used
        if acted.done != (light,):
            raise SystemExit(f"{light}: {acted}")
        while (await act(order("HassGetState", light))).states[0].state != want:
            await asyncio.sleep(0)
        taken["switch_seen"].append(time.perf_counter() - started)
        started = time.perf_counter()
        await act(order("HassGetState", light))
        taken["ask"].append(time.perf_counter() - started)
        started = time.perf_counter()
        await act(order(name, light, 10))
        taken["together"].append(time.perf_counter() - started)
    await ended(task)
    found = {"areas": len(home.areas), "floors": len(home.floors), "things": len(home.entities)}
    report = {**found, "learn": ms(learn), **{kind: ms(t) for kind, t in taken.items()}}
    print(json.dumps({**report, "cpu": round(1e3 * cpu / times, 2)}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--light", required=True)
    parser.add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    asyncio.run(main(options.light, options.times))
