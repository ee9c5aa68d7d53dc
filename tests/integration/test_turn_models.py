"""Silero's VAD and smart-turn (`models build silero-vad smart-turn`, which `make test` does)."""

import wave
from pathlib import Path

import numpy as np
import pytest

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import FRAME_BYTES, RATE, to_pcm, to_samples
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader
from sarai_mqtt.engines.vad.silero import SileroVad
from sarai_mqtt.engines.vad.smart_turn import SmartTurn
from sarai_mqtt.engines.vad.webrtc import WebRtcVad
from sarai_mqtt.models.store import open_store

pytestmark = pytest.mark.slow
COMMANDS = Path(__file__).parents[1] / "data" / "commands"


def role(name):
    models = load_settings().models
    store = open_store(models.catalogue, models.cache_dir)
    return RoleLoader(threads=1).open(RoleFile(store.path(name)))


@pytest.fixture(scope="module")
def silero():
    return role("silero-vad")


@pytest.fixture(scope="module")
def turn_end():
    return SmartTurn(role("smart-turn"))


def recording(name):
    with wave.open(str(COMMANDS / name)) as sound:
        return to_samples(sound.readframes(sound.getnframes()))


def speech_share(vad, samples):
    pcm = to_pcm(samples)
    frames = [pcm[i : i + FRAME_BYTES] for i in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)]
    return np.mean([vad.is_speech(frame) for frame in frames])


def bursts():
    """Give 5 s in which every second brings 100 ms of noise."""
    noise = np.random.default_rng(0).standard_normal(5 * RATE) * 0.03
    return (noise * (np.arange(5 * RATE) % RATE < RATE // 10)).astype(np.float32)


@pytest.mark.parametrize("name", ["en/turn-on-the-kitchen-light.wav", "es/enciende-la-luz-de-la-cocina.wav"])
def test_silero_hears_a_command(silero, name):
    samples = recording(name)
    assert (
        speech_share(SileroVad(silero, WebRtcVad(2)), samples)
        > 0.7 * speech_share(WebRtcVad(2), samples)
        > 0.2
    )


def test_silero_takes_no_bang_for_speech(silero):
    assert speech_share(WebRtcVad(2), bursts()) > 0.05
    assert speech_share(SileroVad(silero, WebRtcVad(2)), bursts()) == 0


def finished(turn_end, language, share):
    """Give how finished the commands sound when they break off after `share` of them."""
    for file in sorted((COMMANDS / language).glob("*.wav")):
        samples = recording(f"{language}/{file.name}")
        first, last = np.flatnonzero(np.abs(samples) > 0.02 * np.abs(samples).max())[[0, -1]]
        said = samples[: int(first + share * (last - first))]
        yield turn_end.finished(np.concatenate([said, np.zeros(RATE // 5, np.float32)]))


@pytest.mark.parametrize("language", ["en", "es"])
def test_whole_commands_sound_finished(turn_end, language):
    assert np.median(list(finished(turn_end, language, 1.0))) > 0.9


def test_spanish_commands_that_break_off_do_not(turn_end):
    # in English these voices break off as if they had finished
    assert np.median(list(finished(turn_end, "es", 0.6))) < 0.3
