"""WhisperStt on real sessions: small random graphs everywhere, the built models where they must understand."""

import re
import wave
from pathlib import Path

import numpy as np
import pytest

from sarai_mqtt.adapters.onnx.whisper import WhisperStt
from sarai_mqtt.core.audio import RATE, Utterance, to_pcm, to_samples
from sarai_mqtt.core.errors import BadInput, Cancelled, ModelError
from sarai_mqtt.export import whisper
from sarai_mqtt.worker import CancelToken
from tests.fakes import TinyWhisper

COMMANDS = Path(__file__).parents[1] / "data" / "commands"


def utterance(samples):
    return Utterance("kitchen", to_pcm(np.asarray(samples, np.float32)), 0)


def noise(seconds, level=0.1):
    return np.random.default_rng(0).standard_normal(int(seconds * RATE)) * level


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("out")
    whisper.export(TinyWhisper(source, mels=80, frames=1500).folder, out, "tiny", lambda step, done: None)
    return out / "tiny-encoder.onnx", out / "tiny-decoder.onnx", source / "tokenizer.json"


class CancelsOnLook:
    """Gives up at the `looks`th time it is asked."""

    def __init__(self, looks):
        self.token, self.looks = CancelToken(), looks

    @property
    def cancelled(self):
        return self.token.cancelled

    def on_cancel(self, callback):
        return self.token.on_cancel(callback)


def test_random_weights_give_a_bounded_answer(tiny):
    stt = WhisperStt(*tiny, ["en", "es"], threads=1)
    stt.warm_up()
    heard = stt.transcribe(utterance(noise(1.0)), None, CancelToken())
    assert heard.turn == ""
    assert heard.language in ("en", "es")
    assert heard.no_speech == (heard.text == "")
    assert 0 <= heard.confidence <= 1
    assert len(heard.text.split()) <= 10 + 9 * 2


def test_nothing_is_no_speech(tiny):
    stt = WhisperStt(*tiny, ["en", "es"], threads=1)
    for seconds in (0, 0.05):
        heard = stt.transcribe(utterance(noise(seconds)), "es", CancelToken())
        assert (heard.text, heard.no_speech, heard.confidence, heard.language) == ("", True, 0.0, "es")


def test_a_cancelled_call_stops_and_the_next_one_works(tiny):
    stt = WhisperStt(*tiny, ["en"], threads=1)
    given_up = CancelToken()
    given_up.cancel()
    with pytest.raises(Cancelled):
        stt.transcribe(utterance(noise(1.0)), "en", given_up)
    stt.transcribe(utterance(noise(1.0)), "en", CancelToken())


def test_a_language_that_is_not_ours_is_refused(tiny):
    stt = WhisperStt(*tiny, ["en", "es"], threads=1)
    with pytest.raises(BadInput) as caught:
        stt.transcribe(utterance(noise(1.0)), "de", CancelToken())
    assert caught.value.code == "unknown_language"


def test_unusable_files_and_languages_are_model_errors(tiny, tmp_path):
    encoder, decoder, tokenizer = tiny
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(encoder.read_bytes()[:1000])
    for files, languages, code in (
        ((tmp_path / "absent.onnx", decoder, tokenizer), ["en"], "model_missing"),
        ((broken, decoder, tokenizer), ["en"], "model_unreadable"),
        ((encoder, decoder, broken), ["en"], "model_unreadable"),
        ((encoder, decoder, tokenizer), ["xx"], "language_unknown"),
    ):
        with pytest.raises(ModelError) as caught:
            WhisperStt(*files, languages, threads=1)
        assert caught.value.code == code
