import numpy as np
import pytest

from sarai_mqtt.engines.stt.whisper_heard import looping, pieces, voiced

RATE = 16_000


def loud(seconds):
    return np.random.default_rng(0).uniform(-0.5, 0.5, int(seconds * RATE)).astype(np.float32)


def test_twenty_seconds_stay_whole():
    samples = loud(20)
    (only,) = pieces(samples)
    assert only is samples


def test_long_audio_is_cut_in_its_pauses():
    samples = loud(50)
    for second in (14.0, 31.0):
        samples[int(second * RATE) : int((second + 0.4) * RATE)] = 0
    parts = list(pieces(samples))
    np.testing.assert_array_equal(np.concatenate(parts), samples)
    ends = np.cumsum([len(part) / RATE for part in parts])
    assert 14.0 < ends[0] < 14.4
    assert 31.0 < ends[1] < 31.4
    assert max(len(part) for part in parts) <= 20 * RATE


@pytest.mark.parametrize("seconds", [0, 0.05])
def test_too_little_is_nothing(seconds):
    assert list(pieces(loud(seconds))) == []


@pytest.mark.parametrize(
    ("tokens", "surplus"),
    [
        ([1, 2, 3], 0),
        ([5, 5, 5, 5], 0),
        ([9] + [5] * 8, 7),
        ([1, 2] * 4, 6),
        ([1, 2] * 3 + [1], 0),
        ([7, *[1, 2, 3, 4, 5] * 4], 15),
        (list(range(13)) * 4, 0),
    ],
)
def test_a_loop_leaves_one_round(tokens, surplus):
    assert looping(tokens) == surplus


def test_what_is_quiet_before_and_after_is_left_out():
    rng = np.random.default_rng(1)
    quiet = (0.003 * rng.standard_normal(5 * RATE)).astype(np.float32)
    said = np.concatenate([quiet, loud(0.4), quiet[:RATE], 0.1 * loud(0.2), quiet])
    left = voiced(said)
    assert len(left) / RATE == pytest.approx(0.4 + 1 + 0.2 + 2 * 0.25, abs=0.05)
    assert np.shares_memory(left, said)


@pytest.mark.parametrize("samples", [np.zeros(RATE, np.float32), loud(0.01), loud(1), loud(0)])
def test_where_nothing_stands_out_all_stays(samples):
    assert len(voiced(samples)) == len(samples)
