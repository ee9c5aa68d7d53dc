import numpy as np
import pytest

from sarai_mqtt.core.audio import FRAME_BYTES, RATE, to_pcm
from sarai_mqtt.engines.vad.webrtc import WebRtcVad


def vowel(seconds=1.0):
    """Give something like a spoken vowel: a 120 Hz pulse train through formants."""
    at = np.arange(int(RATE * seconds)) / RATE
    wave = sum(
        np.exp(-(((f - 700) / 300) ** 2)) * np.sin(2 * np.pi * f * at)
        + np.exp(-(((f - 1200) / 300) ** 2)) * np.sin(2 * np.pi * f * at)
        for f in range(120, 3000, 120)
    )
    return to_pcm((0.4 * wave / np.abs(wave).max()).astype(np.float32))


def verdicts(vad, pcm):
    return [vad.is_speech(pcm[i : i + FRAME_BYTES]) for i in range(0, len(pcm), FRAME_BYTES)]


@pytest.mark.parametrize("aggressiveness", range(4))
def test_speech_and_silence(aggressiveness):
    vad = WebRtcVad(aggressiveness)
    assert not any(verdicts(vad, bytes(FRAME_BYTES * 25)))
    assert sum(verdicts(vad, vowel())) > 40
    assert not any(verdicts(vad, bytes(FRAME_BYTES * 50))[25:])


@pytest.mark.parametrize("length", [0, 1, 320, FRAME_BYTES - 2, FRAME_BYTES + 2, 960])
def test_other_lengths_are_an_error(length):
    with pytest.raises(ValueError, match="frame"):
        WebRtcVad(2).is_speech(bytes(length))


@pytest.mark.parametrize("aggressiveness", [-1, 4])
def test_aggressiveness_out_of_range(aggressiveness):
    with pytest.raises(ValueError, match=r"0\.\.3"):
        WebRtcVad(aggressiveness)
