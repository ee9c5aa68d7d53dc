"""`sarai-mqtt satellite` with a stand-in for PortAudio, on a real broker."""

import json
import threading

import pytest

from sarai_mqtt.app import sound_card
from sarai_mqtt.cli.satellite import satellite
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.engines.audio_decoder import write_wav
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from tests.harness.audio import FakeSound
from tests.harness.mqtt import Seen
from tests.harness.mqtt_service import serving

ATTIC = "sarai/satellite/attic"


@pytest.fixture
def own_broker(mosquitto, monkeypatch):
    monkeypatch.setenv("SARAI_MQTT_HOST", "127.0.0.1")
    monkeypatch.setenv("SARAI_MQTT_PORT", str(mosquitto.port))
    return mosquitto


@pytest.mark.parametrize("fails", ["error", "start_error"])
async def test_without_a_sound_card_nothing_is_announced(own_broker, monkeypatch, tmp_path, fails):
    monkeypatch.setattr(sound_card, "_sounddevice", lambda: FakeSound(**{fails: OSError("no such device")}))
    with pytest.raises(ConfigError) as refused:
        satellite(None, site="attic")
    assert refused.value.code == "no_microphone"
    with Seen(own_broker.options()) as seen:
        seen.client.publish("test/after", "all of it", 1)
        await seen.until_last("test/after", b"all of it")
        assert [t for t, _, _ in seen.inbox.messages] == ["test/after"]
    assert connections(own_broker) == 1, "it did not even connect"


async def test_with_one_it_is_there_until_it_ends(own_broker, monkeypatch):
    sound = FakeSound(play_error=KeyboardInterrupt())
    monkeypatch.setattr(sound_card, "_sounddevice", lambda: sound)
    ended = threading.Event()

    def run():
        with pytest.raises(KeyboardInterrupt):
            satellite(None, site="attic")
        ended.set()

    with Seen(own_broker.options()) as seen:
        threading.Thread(target=run, daemon=True).start()
        await seen.until_last(ATTIC, b"online")
        assert "sarai/audio/in/attic" not in [t for t, _, _ in seen.inbox.messages], (
            "sent before it was there"
        )
        assert sound.opened[-1] == "started"
        seen.client.publish("sarai/tts/out/attic", write_wav(b"\x01\x00" * 100, 24_000), 1)
        await seen.until_last(ATTIC, b"offline")
    assert connections(own_broker) == 2
    assert ended.wait(60)
    assert sound.opened[-1] == "closed"


def connections(broker):
    """Give how many clients have connected; the test itself is one."""
    return (broker.folder / "log").read_text().count("New client connected")


def presence(seen):
    """Give what was last said of how the attic is there."""
    return json.loads(seen.last("sarai/presence/attic") or "{}")


async def test_a_site_that_is_retained_as_gone_is_revived_by_what_comes_from_it(mosquitto, tmp_path):
    options = mosquitto.options()
    with Seen(options) as seen:
        async with serving(options, tmp_path):
            with VirtualSatellite("attic", options, announce=True):
                await seen.until(lambda: presence(seen).get("connected"))
            await seen.until(lambda: not presence(seen)["available"])
            await seen.until_last(ATTIC, b"offline")
            with VirtualSatellite("attic", options) as another:
                another.wait_connected(10)
                another.release()
                await seen.until(lambda: presence(seen)["available"])
            await seen.until_last(ATTIC, b"")
        seen.inbox.messages.clear()
        async with serving(options, tmp_path):
            await seen.until(lambda: presence(seen).get("available"))
    with Seen(options, client_id="later") as later:
        await later.until(lambda: later.last("sarai/presence/attic"))
        assert later.last(ATTIC) is None
