"""The real voices: English is built from the installed hibari package, Spanish is in models/."""

from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from sarai_mqtt.core.errors import BadInput, Cancelled, ModelError
from sarai_mqtt.engines.onnx.roles import Role, RoleFile, RoleLoader
from sarai_mqtt.engines.tts import synthesizer as module
from sarai_mqtt.engines.tts.cache import ReplyCache
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.synthesizer import SpeechSynthesizer, Voice
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.engines.tts.vocoder_dsp import HOP
from sarai_mqtt.models.export import hibari, voice
from sarai_mqtt.models.export.weights import file_bytes
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.models import GivesUpAt

pytestmark = pytest.mark.slow

SPANISH = Path(__file__).parents[2] / "models" / "sarai-es"
LONG = {
    "en": "I have turned off the heating in the bedroom, and then I closed the garage door and the kitchen window.",
    "es": "He apagado la calefacción del dormitorio, y después he cerrado la puerta del garaje y la ventana.",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    out = tmp_path_factory.mktemp("hibari")
    with as_file(files("hibari") / "assets") as assets:
        weights = hibari.weights(assets / "hibari.onnx")
    for part in (voice.text_encoder, voice.talker, voice.vocoder):
        (out / f"{part.__name__}.onnx").write_bytes(file_bytes(part(weights)))
    return out


@pytest.fixture(scope="module")
def roles():
    return RoleLoader(threads=1)


@pytest.fixture(scope="module")
def vocoder(models, roles):
    return roles.open(RoleFile(models / "vocoder.onnx"))


@pytest.fixture(scope="module")
def voices(models, roles):
    folders = {"en": (models, ""), "es": (SPANISH, "sarai-es-")}
    return {
        language: Voice(
            *(
                roles.open(RoleFile(folder / f"{start}{part.replace('_', '-') if start else part}.onnx"))
                for part in ("text_encoder", "talker")
            )
        )
        for language, (folder, start) in folders.items()
    }


@pytest.fixture(scope="module")
def phonemizer():
    return Phonemizer(TextNormalizer())


@pytest.fixture(scope="module")
def synthesizer(voices, vocoder, phonemizer):
    return SpeechSynthesizer(voices, vocoder, phonemizer)


def samples(pcm):
    return np.frombuffer(pcm, "<i2").astype(np.float32) / 32767


def test_parts_agree_with_the_whole_of_hibari(models, phonemizer):
    ids = np.array([[0, *phonemizer("The living room light is on.", "en")[0], 0]])
    speed = np.ones(1, np.float32)
    whole = onnx.load(str(files("hibari") / "assets" / "hibari.onnx"))
    *spectra, f0 = ort.InferenceSession(whole.SerializeToString()).run(None, {"ids": ids, "speed": speed})
    sessions = [
        ort.InferenceSession(models / f"{part}.onnx") for part in ("text_encoder", "talker", "vocoder")
    ]
    (hidden,) = sessions[0].run(None, {"ids": ids})
    latents, our_f0 = sessions[1].run(None, {"hidden_states": hidden, "speed": speed})
    (ours,) = sessions[2].run(None, {"latents": latents})
    assert abs(our_f0.shape[1] - f0.shape[1]) <= 4
    voiced = our_f0[our_f0 > 40], f0[f0 > 40]
    assert np.mean(voiced[0]) == pytest.approx(np.mean(voiced[1]), rel=0.02)
    loudness = np.concatenate(spectra, 1)[0, :601].mean(1)
    assert np.abs(ours[0, :601].mean(1) - loudness).max() < 0.5


@pytest.mark.parametrize("language", ["en", "es"])
def test_chunks_join_to_what_one_piece_would_be(synthesizer, monkeypatch, language):
    pieces = list(synthesizer.synthesize(LONG[language], language, CancelToken()))
    monkeypatch.setattr(module, "FIRST_CHUNK", 100_000)
    (whole,) = synthesizer.synthesize(LONG[language], language, CancelToken())
    assert len(pieces) > 3
    chunked = samples(b"".join(pieces))
    assert np.abs(chunked - samples(whole)).max() <= 1e-4
    assert 3 < len(chunked) / synthesizer.rate < 9
    assert 0.02 < np.sqrt(np.mean(chunked**2)) < 0.3
    assert np.abs(chunked).max() < 1


@pytest.mark.parametrize("text", ["Uno, dos, tres.", LONG["es"], LONG["es"] * 4])
def test_first_chunk_does_not_grow_with_the_text(synthesizer, text):
    first = next(synthesizer.synthesize(text, "es", CancelToken()))
    assert len(first) == (module.FIRST_CHUNK - 2) * HOP * 2


def test_same_text_same_bytes(synthesizer):
    one, two = (b"".join(synthesizer.synthesize("Buenas noches.", "es", CancelToken())) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("text", ["", "  ", "😀", "..."])
def test_nothing_to_say_gives_nothing(synthesizer, text):
    assert list(synthesizer.synthesize(text, "es", CancelToken())) == []


def test_unknown_language(synthesizer):
    with pytest.raises(BadInput) as error:
        next(synthesizer.synthesize("hallo", "de", CancelToken()))
    assert error.value.code == "unknown_language"


def test_cancel_between_chunks(synthesizer):
    cancel = CancelToken()
    pieces = synthesizer.synthesize(LONG["en"], "en", cancel)
    next(pieces)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(pieces)
    assert list(synthesizer.synthesize("OK.", "en", CancelToken()))


class CancelledDuringTheRun:
    """Alive when asked before the first run, given up while it goes on."""

    def __init__(self):
        self._asked = 0

    @property
    def cancelled(self):
        self._asked += 1
        return self._asked > 1

    def on_cancel(self, callback):
        callback()
        return lambda: None


def test_cancel_within_a_run(synthesizer):
    with pytest.raises(Cancelled):
        next(synthesizer.synthesize("Hola.", "es", CancelledDuringTheRun()))
    assert list(synthesizer.synthesize("Hola.", "es", CancelToken()))


@pytest.mark.parametrize("at", [1, 2, 3, 4])  # Text Encoder, Talker, Vocoder twice
def test_no_graph_runs_to_its_end_after_a_cancel(synthesizer, monkeypatch, at):
    watched = GivesUpAt(Role.run, at)
    monkeypatch.setattr(Role, "run", watched)
    with pytest.raises(Cancelled):
        list(synthesizer.synthesize(LONG["en"], "en", watched.token))
    assert watched.runs == at


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_kept_reply_is_the_same_bit_for_bit(synthesizer, language):
    cache = ReplyCache(synthesizer, 2_000_000)
    made = list(synthesizer.synthesize(LONG[language], language, CancelToken()))
    said = [list(cache.synthesize(LONG[language], language, CancelToken())) for _ in range(3)]
    assert said == [made] * 3
    assert sum(map(len, made)) < cache.cached_bytes < sum(map(len, made)) + 2000


def test_a_reply_cancelled_within_a_run_is_not_kept(synthesizer, capfd):
    cache = ReplyCache(synthesizer, 2_000_000)
    list(cache.synthesize("Hola.", "es", CancelToken()))
    with pytest.raises(Cancelled):
        list(cache.synthesize("Hola.", "es", CancelledDuringTheRun()))
    assert cache.cached_bytes == 0
    assert capfd.readouterr().err == ""  # onnxruntime would log it as an error


def test_warm_up_runs_every_voice(vocoder, voices):
    asked = []

    def phonemize(text, language):
        asked.append(language)
        return [[50, 51]]

    SpeechSynthesizer(voices, vocoder, phonemize).warm_up()
    assert asked == ["en", "es"]


def test_wrong_graph_is_refused(models, roles, voices, phonemizer):
    with pytest.raises(ModelError, match="talker") as error:
        SpeechSynthesizer(voices, roles.open(RoleFile(models / "talker.onnx")), phonemizer)
    assert error.value.code == "model_shape"
