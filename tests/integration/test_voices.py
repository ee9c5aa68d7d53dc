"""The whole service on the real models, with one language spoken by an engine from outside at another rate."""

import asyncio
import json
import re
from contextlib import asynccontextmanager

import pytest
import samplerate

from sarai_mqtt.app import process
from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import RATE, Utterance, to_pcm, to_samples
from sarai_mqtt.engines.onnx import roles
from sarai_mqtt.engines.onnx.session import open_session
from sarai_mqtt.engines.registry import ENGINES
from sarai_mqtt.engines.tts.vocoder_dsp import RATE as HIBARI_RATE
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.process import TURN_S
from tests.harness.small_engines import bells

pytestmark = pytest.mark.slow

START_S = 180
SETTINGS = """
voices:
  ringing: {{engine: bells, bells: chime, line: first}}
  by-name: {{vocoder: sarai-audio-int8#vocoder, text_encoder: sarai-audio-int8#tts_text_encoder_es, talker: sarai-es-talker}}
language_options:
  en: {{voice: ringing}}
  es: {{voice: by-name}}
files:
  chime: {{path: chime.txt}}
  first: {{path: first.txt}}
mqtt: {{host: "{host}", port: {port}, protocol: 3.1.1}}
state: {{dir: state}}
audio: {{vad: webrtc}}
thinker: {{name: none}}
"""


@pytest.fixture
def settings(tmp_path, embedded_broker, monkeypatch):
    """Return settings of the shipped profile with those choices."""
    monkeypatch.setitem(ENGINES, "tts", ENGINES["tts"] | {"bells": "tests.harness.small_engines.bells"})
    monkeypatch.setattr(bells, "opened", [])
    (tmp_path / "chime.txt").write_text("500")
    (tmp_path / "first.txt").write_text("0")
    shipped = load_settings().model_dump(mode="json")["profiles"]
    monkeypatch.setenv("SARAI_PROFILES", json.dumps({"embedded": shipped["embedded"]}))
    file = tmp_path / "sarai.yaml"
    file.write_text(SETTINGS.format(host=embedded_broker.host, port=embedded_broker.port))
    return load_settings(file)


@asynccontextmanager
async def running(settings):
    """Run the process on `settings`."""
    ready = asyncio.Event()
    serving = asyncio.create_task(process.serve(settings, ready.set))
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait([serving, waiting], timeout=START_S, return_when=asyncio.FIRST_COMPLETED)
        assert ready.is_set()
        yield
    finally:
        for task in (serving, waiting):
            task.cancel()
        await asyncio.wait([serving, waiting])


def turn(settings, text, language):
    """Write `text` to the service over MQTT and return its turn, with chunks: a busy broker loses some (QoS 0)."""
    options = process.mqtt_options(settings)
    with VirtualSatellite("kitchen", options) as satellite:
        satellite.wait_connected(START_S)
        satellite.wait_for_service(START_S)
        for _ in range(5):
            satellite.ask(text, language)
            heard = satellite.wait_for_turn(TURN_S)
            if heard.chunks:
                break
        return heard


async def test_two_engines_speak_at_their_own_rates(settings):
    async with running(settings):
        english = await asyncio.to_thread(turn, settings, "Turn on the kitchen light.", "en")
        spanish = await asyncio.to_thread(turn, settings, "Enciende la luz de la cocina.", "es")
    assert (english.reply.rate, spanish.reply.rate) == (bells.BellTts.rate, HIBARI_RATE)
    assert {chunk.rate for chunk in english.chunks} == {bells.BellTts.rate}
    assert {chunk.rate for chunk in spanish.chunks} == {HIBARI_RATE}
    assert bells.opened == [["en"]]
    # a tenth of a second of bells a word
    seconds = len(english.reply.pcm) / english.reply.rate / 2
    assert seconds == pytest.approx(len(english.report.reply.split()) / 10)
    # and what is said in Spanish is understood at the rate that its WAV states
    sound = samplerate.resample(to_samples(spanish.reply.pcm), RATE / spanish.reply.rate, "sinc_medium")
    pcm = to_pcm(sound)
    heard = Assembly(settings).stt.transcribe(Utterance("x", pcm, len(pcm) // 32), "es", CancelToken()).text
    said, found = (set(re.findall(r"\w+", text.lower())) for text in (spanish.report.reply, heard))
    assert len(said & found) >= len(said) * 2 / 3, (said, found)


def test_the_shared_audio_model_is_loaded_once(settings, monkeypatch):
    opened = []

    def counted(path, threads):
        opened.append(path.name)
        return open_session(path, threads)

    monkeypatch.setattr(roles, "open_session", counted)
    assembly = Assembly(settings)
    assert sorted(assembly.voices) == ["en", "es"]
    assert assembly.stt is not None
    assert sorted(opened) == sorted(set(opened))
    assert [name for name in opened if name.startswith("sarai_audio_int8")] == ["sarai_audio_int8.onnx"]
