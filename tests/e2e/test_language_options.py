"""A service of which one language has a voice by name, and the other neither a voice nor the Thinker."""

import json
from pathlib import Path

import pytest

from sarai_mqtt.languages.packs import pack
from tests.harness.brokers import Mosquitto
from tests.harness.process import TURN_S, ServiceProcess, recording

pytestmark = pytest.mark.slow

SPANISH = "sarai-audio-int8#tts_text_encoder_es"
VOICES = {
    "hers": {"vocoder": "sarai-audio-int8#vocoder", "text_encoder": SPANISH, "talker": "sarai-es-talker"}
}
OPTIONS = {"es": {"voice": "hers"}, "en": {"voice": "none", "thinker": "none"}}


@pytest.fixture
def start(tmp_path):
    """Yield a function that starts a service with such language options and waits until it is online."""
    broker = Mosquitto(tmp_path).start()
    services = []

    def start(options):
        variables = {"SARAI_VOICES": json.dumps(VOICES), "SARAI_LANGUAGE_OPTIONS": json.dumps(options)}
        services.append(ServiceProcess(broker, tmp_path, **variables))
        return services[-1].wait_online()

    yield start
    for service in services:
        service.stop()
    broker.stop()


def has_loaded_llama(service):
    """Return True if the library of the Thinker is in the memory of the service."""
    return "libllama" in Path(f"/proc/{service.process.pid}/maps").read_text()


def test_one_language_is_spoken_and_the_other_written(start):
    service = start(OPTIONS)
    assert "language_options.en.voice is none: replies in 'en' go out as text only" in service.log.read_text()
    with service.satellite("kitchen") as satellite:
        satellite.play(recording("en", "turn-on-the-kitchen-light"))
        english = satellite.wait_for_turn(TURN_S)
        satellite.ask("why is the sky blue", "en")
        refused = satellite.wait_for_turn(TURN_S)
        satellite.play(recording("es", "apaga-la-lampara-del-dormitorio"))
        spanish = satellite.wait_for_turn(TURN_S)
    assert (english.report.outcome, english.report.intent) == ("answered", "HassTurnOn")
    assert english.report.reply
    assert (english.reply, english.chunks, refused.reply, refused.chunks) == (None, (), None, ())
    assert refused.report.reply == pack("en").thinker.refusal
    assert (spanish.report.outcome, spanish.report.intent) == ("answered", "HassTurnOff")
    assert any(spanish.reply.pcm)
    assert has_loaded_llama(service)  # Spanish leaves the Thinker as it was


def test_no_language_with_the_thinker_does_without_its_model(start):
    service = start({language: {"thinker": "none"} for language in ("en", "es")})
    with service.satellite("kitchen") as satellite:
        satellite.ask("why is the sky blue", "en")
        refused = satellite.wait_for_turn(TURN_S)
    assert refused.report.reply == pack("en").thinker.refusal
    assert refused.reply is not None
    assert not has_loaded_llama(service)
