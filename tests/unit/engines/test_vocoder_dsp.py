import numpy as np
import pytest

from sarai_mqtt.engines.tts.synthesizer import FIRST_CHUNK, LARGEST_CHUNK, chunks
from sarai_mqtt.engines.tts.vocoder_dsp import HOP, RATE, WaveformBuilder, pulse_train

SILENT = -30.0


def spectra(frames, seed=1):
    return np.random.default_rng(seed).normal(-2, 1, (3005, frames)).astype(np.float32)


def only_pulses(frames):
    """The harmonic part passes the pulse train through unchanged; noise and free phase are silent."""
    parts = np.full((5, 601, frames), SILENT, np.float32)
    parts[0], parts[1], parts[4] = 0, 0, 0
    return parts.reshape(3005, frames)


def voice(frames):
    f0 = np.linspace(120, 260, frames, dtype=np.float32)
    f0[frames // 3 : frames // 2] = 0
    return f0


def test_pulse_train_is_the_sum_of_its_harmonics():
    f0 = 200.0
    time = np.arange(1, 40 * HOP + 1) / RATE
    expected = sum(np.cos(2 * np.pi * f0 * h * time) for h in range(1, 56))
    got = pulse_train(np.full(40, f0, np.float32))
    assert np.abs(got - expected).max() < 0.05


def test_unvoiced_frames_have_no_pulses():
    assert not pulse_train(np.zeros(10, np.float32)).any()


def test_spectrum_of_ones_gives_the_pulse_train_back():
    f0 = np.full(30, 150, np.float32)
    wave = WaveformBuilder(f0).push(only_pulses(30))
    # the analysis window carries a factor of a quarter of its length
    inside = slice(4 * HOP, 26 * HOP)
    np.testing.assert_allclose(wave[inside] * 300, pulse_train(f0)[inside], atol=0.05)


@pytest.mark.parametrize("cuts", [[24], [1, 2, 3], [10, 59], [2]])
def test_portions_do_not_show(cuts):
    frames, whole = 60, spectra(60)
    expected = WaveformBuilder(voice(frames)).push(whole)
    builder = WaveformBuilder(voice(frames))
    parts = [builder.push(part) for part in np.split(whole, cuts, axis=1)]
    assert len(expected) == frames * HOP
    np.testing.assert_allclose(np.concatenate(parts), expected, atol=1e-5)


def test_samples_come_two_hops_behind():
    builder = WaveformBuilder(voice(60))
    assert len(builder.push(spectra(24))) == 22 * HOP
    assert len(builder.push(spectra(36))) == 38 * HOP


def test_noise_repeats_with_its_seed():
    first, same, other = (WaveformBuilder(voice(20), seed).push(spectra(20)) for seed in (0, 0, 1))
    assert np.array_equal(first, same)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("frames", [1, 23, 24, 47, 48, 100, 1000, 1219])
def test_chunks_cover_every_frame_once(frames):
    spans = list(chunks(frames))
    assert [frame for span in spans for frame in range(*span)] == list(range(frames))
    assert spans[0][1] < 2 * FIRST_CHUNK
    assert all(end - start < LARGEST_CHUNK + FIRST_CHUNK for start, end in spans)
