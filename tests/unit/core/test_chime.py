import numpy as np
import pytest

from sarai_mqtt.core.chime import chime


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000])
def test_a_chime_is_short_soft_and_begins_and_ends_in_silence(rate):
    samples = np.frombuffer(chime(rate), "<i2").astype(float) / 32768
    assert 0.8 < len(samples) / rate < 1.2
    assert 0.2 < np.abs(samples).max() < 0.3
    assert abs(samples[0]) < 0.01
    assert np.abs(samples[-rate // 20 :]).max() == 0
    # no step between samples that would be heard as a click
    assert np.abs(np.diff(samples)).max() < 0.2


def test_its_notes_fall():
    rate = 16000
    samples = np.frombuffer(chime(rate), "<i2").astype(float)

    def pitch(part):
        return np.argmax(np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 17))) * rate / (1 << 17)

    assert pitch(samples[: rate // 4]) == pytest.approx(659.3, abs=4)
    assert pitch(samples[rate // 2 : rate * 4 // 5]) == pytest.approx(523.3, abs=4)
