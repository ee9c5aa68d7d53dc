import pytest

from sarai_mqtt.core.audio import FRAME_BYTES
from sarai_mqtt.engines.vad.webrtc import WebRtcVad
from tests.harness.audio import vowel


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
