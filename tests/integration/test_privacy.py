"""Drills on a real broker: what a person has set for privacy holds, whatever strangers send."""

import asyncio
import json

import pytest

from tests.harness.audio import LOUD, QUIET
from tests.harness.mqtt import Seen
from tests.harness.mqtt_service import serving

MOST, STRANGERS = 4, 40
PRIVATE = [("mute", "on"), ("enabled", "off"), ("mode", "wake")]


@pytest.fixture
def seen(mosquitto):
    with Seen(mosquitto.options()) as peer:
        yield peer


async def flood(seen, name):
    """Send as many sites that nobody has as fill every table ten times over, and wait until all is taken."""
    for n in range(STRANGERS):
        seen.client.publish(f"sarai/wake/{name}{n}", b"", 1)
        seen.client.publish(f"sarai/set/{name}{n}/mute", "off", 1)
        seen.client.publish(f"sarai/ask/{name}{n}", '{"text": "turn on the light", "language": "en"}', 1)
    # a person may set something meanwhile; it is taken after all that was sent before
    volume = str(ord(name))
    seen.client.publish("sarai/set/kitchen/volume", volume, 1)
    await seen.until_last("sarai/state/kitchen/volume", volume.encode())
    seen.inbox.messages.clear()


async def heard(seen, service, site):
    """Say something at `site`, and then elsewhere until that is heard or refused; say whether `site` heard."""
    before = service.error_reporter.error_counts.counts["default", "too_many_sites"]
    for place in (site, "default"):
        for frame in [LOUD] * 20 + [QUIET] * 40:
            seen.client.publish(f"sarai/audio/in/{place}", frame, 1)
    await seen.until(
        lambda: (
            seen.last("sarai/turn/default")
            or service.error_reporter.error_counts.counts["default", "too_many_sites"] > before
        )
    )
    await asyncio.sleep(0.2)
    return bool(seen.last(f"sarai/turn/{site}"))


@pytest.mark.parametrize(("key", "value"), PRIVATE)
async def test_a_closed_microphone_is_closed_after_a_flood_and_a_restart(
    mosquitto, seen, tmp_path, key, value
):
    options = mosquitto.options()
    async with serving(options, tmp_path, max_sites=MOST) as service:
        await heard(seen, service, "kitchen")
        await seen.until(lambda: seen.last("sarai/turn/kitchen"))  # the drill itself
        seen.client.publish(f"sarai/set/kitchen/{key}", value, 1)
        await seen.until_last(f"sarai/state/kitchen/{key}", value.encode())
        await flood(seen, "a")
        assert not await heard(seen, service, "kitchen")
    for name in ("b", "c"):
        async with serving(options, tmp_path, max_sites=MOST) as service:
            await flood(seen, name)
            assert not await heard(seen, service, "kitchen")
            kept = json.loads((tmp_path / "sites.json").read_text())
            assert kept["kitchen"] == {key: value, "volume": str(ord(name))}
            assert len(kept) <= 2 * MOST
    with Seen(mosquitto.options(), client_id="later") as later:
        await later.until_last(f"sarai/state/kitchen/{key}", value.encode())
        states = {t.split("/")[2] for t, p, _ in later.inbox.messages if t.startswith("sarai/state/") and p}
        assert len(states) <= 2 * MOST, "nothing retained is left of those who were forgotten"
