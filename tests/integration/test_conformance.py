"""The engines of the shipped profile behave as any engine of their kind does."""

import wave
from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from tests.harness.conformance import check_llm, check_stt, check_tts, check_vad

pytestmark = pytest.mark.slow
COMMAND = Path(__file__).parents[1] / "data" / "commands" / "en" / "turn-on-the-kitchen-light.wav"


@pytest.fixture(scope="module")
def assembly():
    """Yield the parts of a service as shipped, without the bias to a home: only the engines are looked at."""
    settings = load_settings()
    audio = settings.audio.model_copy(update={"home_bias": False})
    made = Assembly(settings.model_copy(update={"audio": audio}))
    yield made
    made.pool.close()


@pytest.fixture(scope="module")
def speech():
    """Return a spoken command, 16 kHz mono s16le."""
    with wave.open(str(COMMAND)) as sound:
        return sound.readframes(sound.getnframes())


def test_whisper(assembly, speech):
    check_stt(assembly.stt, ["en", "es"], speech)


def test_hibari(assembly):
    check_tts(assembly.tts, ["en", "es"])


def test_silero(assembly, speech):
    check_vad(assembly.new_vad, speech)


def test_llama(assembly):
    check_llm(assembly.thinker, "en")
