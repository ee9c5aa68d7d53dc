import numpy as np
import pytest

from sarai_mqtt.engines.mel import MELS, PEAK, RANGE, SILENCE, log_mel, unshifted_log_mel
from sarai_mqtt.models.export import whisper_silence

RATE = 16_000


def tone(hz, seconds=1.0, level=0.3):
    return (level * np.sin(2 * np.pi * hz * np.arange(int(RATE * seconds)) / RATE)).astype(np.float32)


def speechlike(seconds, seed=0):
    random = np.random.default_rng(seed)
    noise = random.standard_normal(int(RATE * seconds)) * np.repeat(
        random.uniform(0, 0.3, 50), RATE * seconds / 50
    )
    return noise.astype(np.float32)


def slow_log_mel(samples, frames):
    """Textbook: reflect, window, DFT by its definition, triangles, log10, eight decades, peak at PEAK."""
    x = np.zeros(frames * 160)
    x[: len(samples)] = samples
    x = np.pad(x, 200, mode="reflect")
    n = np.arange(400)
    window = np.sin(np.pi * n / 400) ** 2
    transform = np.exp(-2j * np.pi * np.outer(np.arange(201), n) / 400)
    power = np.array([np.abs(transform @ (x[i * 160 : i * 160 + 400] * window)) ** 2 for i in range(frames)])

    def hertz(mel):
        return mel * 200 / 3 if mel < 15 else 1000 * 6.4 ** ((mel - 15) / 27)

    top = 15 + 27 * np.log(8) / np.log(6.4)
    edges = [hertz(top * i / 81) for i in range(82)]
    filters = np.zeros((201, 80))
    for m in range(80):
        low, mid, high = edges[m : m + 3]
        for k in range(201):
            hz = k * 40
            filters[k, m] = (
                max(0, min((hz - low) / (mid - low), (high - hz) / (high - mid))) * 2 / (high - low)
            )
    levels = np.log10(np.maximum(power @ filters, 1e-10))
    levels = np.maximum(levels, levels.max() - 8) - levels.max() + 1.5
    return ((levels + 4) / 4).T


@pytest.mark.parametrize(("seconds", "frames"), [(0.5, 60), (0.5, 50), (1.0, 84)])
def test_it_is_the_textbook_spectrogram(seconds, frames):
    samples = speechlike(seconds)
    found = log_mel(samples, frames)
    assert found.dtype == np.float32
    assert found.shape == (1, MELS, frames)
    np.testing.assert_allclose(found[0], slow_log_mel(samples[: frames * 160], frames), atol=2e-4)


def test_the_unshifted_one_differs_by_the_shift_alone():
    samples = speechlike(1.0)
    shifted, found = log_mel(samples, 100), unshifted_log_mel(samples, 100)
    assert found.shape == (1, MELS, 100)
    assert np.ptp(shifted - found) < 1e-5
    louder = unshifted_log_mel(samples * np.float32(10), 100)
    assert (louder - found).max() == pytest.approx(2 / 4, abs=1e-4)


def test_silence_is_the_constant_of_the_remembered_tail():
    assert SILENCE == whisper_silence.SILENCE
    np.testing.assert_allclose(log_mel(np.zeros(0, np.float32), 10), SILENCE, rtol=1e-6)
    np.testing.assert_allclose(log_mel(tone(500), 140)[..., 104:], SILENCE, rtol=1e-6)


def test_loudness_does_not_matter_but_hiss_stays_quiet():
    samples = speechlike(1.0)
    loud, soft = log_mel(samples, 100), log_mel(samples * np.float32(0.2), 100)
    np.testing.assert_allclose(loud, soft, atol=2e-3)
    assert loud.max() == pytest.approx((PEAK + 4) / 4)
    hiss = log_mel(samples * np.float32(1e-4), 100)
    assert hiss.max() < (PEAK - RANGE / 4 + 4) / 4


@pytest.mark.parametrize(("hz", "band"), [(500, 12), (1000, 26), (4000, 62)])
def test_a_tone_is_loudest_in_its_band(hz, band):
    assert abs(int(log_mel(tone(hz), 100)[0, :, 50].argmax()) - band) <= 1
