import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sarai_mqtt.core.events import SpeechChunk
from sarai_mqtt.engines.audio_decoder import read_wav
from tests.harness.process import AT_ONCE, DATA, TURN_S

pytestmark = pytest.mark.slow
MONOLOGUE_S = 12


def recording(name):
    return read_wav(DATA / "commands" / f"{name}.wav")


def speak(service, site, pcm, start):
    with service.satellite(site) as satellite:
        start.wait(TURN_S)
        satellite.play(pcm)
        turn = satellite.wait_for_turn(TURN_S)
        return turn, satellite.events()


def test_eight_people_who_speak_at_once_each_get_their_own_answer(service):
    start = threading.Barrier(len(AT_ONCE))
    with ThreadPoolExecutor(len(AT_ONCE)) as pool:
        spoken = [
            (intent, pool.submit(speak, service, f"one-of-{n}", recording(name), start))
            for n, (name, intent) in enumerate(AT_ONCE)
        ]
        turns = [(intent, *future.result()) for intent, future in spoken]
    for intent, turn, _ in turns:
        assert (turn.report.outcome, turn.report.intent) == ("answered", intent), turn.report.text
        assert b"".join(chunk.pcm for chunk in turn.chunks) == turn.reply.pcm
        assert not turn.failures
    # nobody hears of another's turn
    mine = {turn.report.turn for _, turn, _ in turns}
    assert len(mine) == len(AT_ONCE)
    for _, turn, left in turns:
        others = mine - {turn.report.turn}
        assert not {e.turn for e in left if isinstance(e, SpeechChunk)} & others


def test_one_who_talks_on_and_one_who_floods_keep_nobody_from_an_answer(service):
    """The flood is more than may wait."""
    talk = b"".join(recording(name)[:48_000] for name, _ in AT_ONCE)[: 32_000 * MONOLOGUE_S]
    start = threading.Barrier(3)
    with ThreadPoolExecutor(2) as pool, service.satellite("flooding") as flooding:
        talking = pool.submit(speak, service, "talking", talk, start)
        asking = pool.submit(speak, service, "asking", recording("en/turn-on-the-kitchen-light"), start)
        start.wait(TURN_S)
        for n in range(30):
            flooding.ask(f"turn on the kitchen light {n}", "en")
        turn, _ = asking.result()
        assert turn.report.intent == "HassTurnOn"
        outcomes = [flooding.wait_for_turn(TURN_S).report.outcome for _ in range(30)]
        talking.result()
    assert set(outcomes) == {"answered", "cancelled"}
    assert outcomes.count("answered") >= 9
