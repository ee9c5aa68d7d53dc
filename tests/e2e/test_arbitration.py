import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import numpy as np
import pytest

from sarai_mqtt.core.audio import to_pcm, to_samples
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Arbitration, Intent, Reply
from sarai_mqtt.engines.audio_decoder import read_wav
from tests.harness.process import DATA, TURN_S

pytestmark = pytest.mark.slow


def recording(language, name):
    return read_wav(DATA / "commands" / language / f"{name}.wav")


def far(pcm, seed=0):
    """Give what a microphone across the room hears: fainter, with the room's noise and its echoes."""
    random, samples = np.random.default_rng(seed), to_samples(pcm)
    echoes = random.normal(size=8000) * 10 ** (-3 * np.arange(8000) / 8000)
    echoes *= 1.3 / np.linalg.norm(echoes)
    echoes[0] = 1
    heard = 0.3 * np.convolve(samples, echoes)[: len(samples)] + 0.003 * random.normal(size=len(samples))
    return to_pcm(heard.astype(np.float32))


def speak(satellite, pcm, late_s):
    time.sleep(late_s)
    satellite.play(pcm)
    return satellite.wait_for_turn(TURN_S)


def speak_at_once(service, sounds):
    """Give the turns by site, and everything else that came there; `sounds`: (site, pcm, seconds late)."""
    with (
        ThreadPoolExecutor(4) as pool,
        service.satellite(sounds[0][0]) as one,
        service.satellite(sounds[1][0]) as two,
    ):
        satellites = {sounds[0][0]: one, sounds[1][0]: two}
        turns = {site: pool.submit(speak, satellites[site], pcm, late_s) for site, pcm, late_s in sounds}
        heard = {site: turn.result() for site, turn in turns.items()}
        for satellite in satellites.values():
            with suppress(SaraiError):  # nothing follows
                satellite.wait_for_turn(1.0)
        return heard, {site: satellite.events() for site, satellite in satellites.items()}


@pytest.mark.parametrize("late_s", [-0.05, 0.03, 0.06])
@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "turn-on-the-kitchen-light"),
        ("es", "apaga-la-lampara-del-dormitorio"),
        ("en", "what-can-you-do"),
    ],
)
def test_one_person_heard_by_two_satellites_is_answered_once_by_the_nearer(service, language, name, late_s):
    pcm = recording(language, name)
    sounds = [("near", pcm, max(0.0, -late_s)), ("far", far(pcm), max(0.0, late_s))]
    turns, rest = speak_at_once(service, sounds)
    near, other = turns["near"], turns["far"]
    assert (near.report.outcome, near.report.yielded_to) == ("answered", "")
    assert (other.report.outcome, other.report.yielded_to) == ("yielded", "near")
    everything = [a.event for turn in turns.values() for a in turn.arrivals] + [
        e for es in rest.values() for e in es
    ]
    commands = [event for event in everything if isinstance(event, Intent)]
    assert len(commands) == (0 if name == "what-can-you-do" else 1)
    assert len([event for event in everything if isinstance(event, Reply)]) == 1
    (decision,) = [event for event in everything if isinstance(event, Arbitration)]
    assert (decision.turn, decision.winner) == (other.report.turn, "near")
    assert decision.winner_turn == near.report.turn
    assert decision.scores["near"] > decision.scores["far"]
    assert decision.evidence["near"]["snr_db"] > decision.evidence["far"]["snr_db"]


def test_two_commands_at_once_are_both_done(service):
    sounds = [
        ("kitchen", recording("en", "turn-on-the-kitchen-light"), 0.0),
        ("bedroom", recording("en", "turn-off-the-bedroom-lamp"), 0.03),
    ]
    turns, _ = speak_at_once(service, sounds)
    assert turns["kitchen"].report.targets == ("light.kitchen_ceiling",)
    assert turns["bedroom"].report.targets == ("light.bedroom_lamp",)
    assert {turn.report.outcome for turn in turns.values()} == {"answered"}
    assert not [a for turn in turns.values() for a in turn.arrivals if isinstance(a.event, Arbitration)]
