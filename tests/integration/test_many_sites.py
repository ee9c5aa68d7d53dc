"""The service's way in, as `app` puts it together, with many microphones on a real broker; engines are fakes."""

import asyncio
import json

import paho.mqtt.client as paho
import pytest

from sarai_mqtt.app import process
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from tests.harness.assembly import LOUD, FakeAssembly
from tests.harness.microphones import Microphones
from tests.harness.waiting import WAIT_S, until

SITES, SECONDS = 100, 2.0


@pytest.fixture
async def service(any_broker_options, monkeypatch, tmp_path):
    monkeypatch.setattr(process, "Assembly", FakeAssembly)
    monkeypatch.setenv("SARAI_MQTT_HOST", any_broker_options.host)
    monkeypatch.setenv("SARAI_MQTT_PORT", str(any_broker_options.port))
    monkeypatch.setenv("SARAI_MQTT_PROTOCOL", "3.1.1")
    monkeypatch.setenv("SARAI_STATE_DIR", str(tmp_path))
    # A busy machine is late, and that is not what is asked about.
    monkeypatch.setenv("SARAI_AUDIO_STALE_MS", "10000")
    running = asyncio.create_task(process.serve(load_settings()))
    with VirtualSatellite("waiting", any_broker_options) as satellite:
        await asyncio.to_thread(satellite.wait_for_service, WAIT_S)
    yield any_broker_options
    running.cancel()
    await asyncio.wait([running])


@pytest.mark.parametrize("room", [False, True])
async def test_a_hundred_rooms_are_heard_without_a_gap_and_who_speaks_among_them_is_answered(service, room):
    errors, frames = [], FakeAssembly.frames
    listener = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="listener")
    listener.on_message = lambda *args: errors.append(json.loads(args[2].payload))
    listener.connect(service.host, service.port)
    listener.subscribe("sarai/error/#")
    listener.loop_start()
    microphones = Microphones(service.host, service.port, SITES, room=room)
    streaming = asyncio.create_task(asyncio.to_thread(microphones.stream, SECONDS, lambda: len(frames)))

    def speak():
        with VirtualSatellite("kitchen", service, chunk_ms=20) as satellite:
            satellite.wait_connected(WAIT_S)
            satellite.play(LOUD * 30)
            return satellite.wait_for_turn(WAIT_S).report

    report = await asyncio.to_thread(speak)
    sent = await streaming
    assert sent == SITES * SECONDS * 50
    loud = sent + 30 if room else 30
    # the silence after what was said is heard as well
    await until(lambda: len(frames) >= sent + 30 and frames.count(True) >= loud)
    listener.loop_stop()
    microphones.close()
    assert (report.outcome, report.intent) == ("answered", "HassTurnOn")
    assert frames.count(True) == loud
    assert not errors
