"""A person speaks over a reply: the real service, broker, voices and ears."""

import numpy as np
import pytest
import samplerate

from sarai_mqtt.core.audio import to_pcm, to_samples
from sarai_mqtt.core.events import Silence, SpeechChunk
from tests.harness.process import TURN_S, recording

pytestmark = pytest.mark.slow
LONG = {
    "en": "Tomorrow morning looks mild and mostly sunny, with a high of nineteen degrees. There is a small chance "
    "of rain after lunch, so a light jacket should be enough. The evening will be dry again, with some wind.",
    "es": "Mañana por la mañana hará buen tiempo, con una máxima de diecinueve grados. Después de comer puede que "
    "llueva un poco, así que basta con una chaqueta ligera. Por la noche no lloverá, pero hará algo de viento.",
}


@pytest.mark.parametrize(
    ("language", "name", "intent"),
    [
        ("en", "turn-off-the-bedroom-lamp", "HassTurnOff"),
        ("es", "baja-la-luz-del-despacho-al-treinta-por-ciento", "HassLightSet"),
    ],
)
def test_a_command_over_a_long_reply_silences_it_and_is_carried_out(service, language, name, intent):
    with service.satellite(f"over-{language}") as satellite:
        satellite.set("barge_in", "vad")
        satellite.say(LONG[language], language)
        first = satellite.wait_for(SpeechChunk, TURN_S)
        satellite.play(recording(language, name))
        assert satellite.wait_for(Silence, TURN_S) == Silence(first.turn)
        turns = [satellite.wait_for_turn(TURN_S), satellite.wait_for_turn(TURN_S)]
    assert turns[0].report.turn == first.turn
    assert (turns[1].report.outcome, turns[1].report.intent) == ("answered", intent)


@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_voice_come_back_by_the_room_silences_nothing(service, language):
    rng = np.random.default_rng(0)
    with service.satellite(f"echo-{language}") as satellite:
        satellite.set("barge_in", "vad")
        satellite.say(LONG[language], language)
        satellite.wait_for(SpeechChunk, TURN_S)
        turn = satellite.wait_for_turn(TURN_S)
        said = samplerate.resample(to_samples(turn.reply.pcm), 16000 / turn.reply.rate, "sinc_medium")
        tail = np.arange(6400) / 16000
        room = np.r_[1.0, np.zeros(160), rng.normal(size=6400) * np.exp(-tail / 0.06) * 0.05]
        satellite.play(to_pcm(0.2 * np.convolve(said, room)[: len(said)].astype(np.float32)))
        assert not [e for e in satellite.events() if isinstance(e, Silence)]
