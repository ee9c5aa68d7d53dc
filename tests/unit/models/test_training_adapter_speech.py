"""The sentences, the speech and the features an audio adapter is trained on."""

import numpy as np
import onnxruntime as ort
import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.models.export.training.audio_adapter import sentences, speech
from sarai_mqtt.models.export.training.audio_adapter.features import Encoder, encode, load
from sarai_mqtt.models.export.training.audio_adapter.speech import Line, Shard

SPEAKERS = ["one", "two"]


def tone(text):
    """A fake speaker: the more letters, the longer."""
    return np.sin(np.arange(1600 * len(text)) / 5).astype(np.float32) * 0.3


def test_held_out_sentences_are_never_in_the_training():
    training = {line.text for line in sentences.training_lines(3000, SPEAKERS)}
    held_out = set(sentences.held_out_sentences(60, 30))
    assert len(held_out) == 60
    assert len(training) > 2900
    assert not training & held_out


def test_questions_held_out_are_so_in_every_wording():
    by_subject = {}
    for sentence, held_out in sentences.questions():
        by_subject.setdefault((sentence.keyword, held_out), []).append(sentence.text)
    capitals = [text for (key, held), texts in by_subject.items() if key == "Canberra" for text in texts]
    assert len(capitals) == 5
    assert all(sentence.keyword for sentence, _ in sentences.questions())
    assert len({held for (key, held) in by_subject if key == "Canberra"}) == 1


def test_sentences_are_the_same_every_time_and_have_no_pattern_left():
    one, two = sentences.training_lines(300, SPEAKERS), sentences.training_lines(300, SPEAKERS)
    assert one == two
    assert not [line for line in one if "{" in line.text or " a e" in line.text]
    assert {line.speaker for line in one} == set(SPEAKERS)


def test_speech_is_kept_and_only_what_is_missing_is_spoken(tmp_path):
    lines = [Line("word " * (1 + i % 3), "one") for i in range(150)]
    asked = []

    def speaker(name):
        asked.append(name)
        return tone

    paths = list(speech.speak(lines, speaker, tmp_path, "x", seed=1, plain=False))
    assert [path.name for path in paths] == ["x-0000.npz", "x-0001.npz"]
    first = Shard.load(paths[0])
    assert first.lines == lines[:100]
    assert len({len(each) for each in first.audio}) > 90  # each at its own speed, with its own pause
    paths[1].unlink()
    before = paths[0].stat().st_mtime_ns
    asked.clear()
    list(speech.speak(lines, speaker, tmp_path, "x", seed=1, plain=False))
    assert asked == ["one"]
    assert paths[0].stat().st_mtime_ns == before
    assert len(Shard.load(paths[1]).audio) == 50


def test_varied_speech_is_finite_and_never_clips_by_much():
    random = np.random.default_rng(0)
    sound = speech.levelled(tone("a few words"))
    lengths = set()
    for _ in range(60):
        made = speech.varied(sound, random)
        assert made.dtype == np.float32
        assert np.isfinite(made).all()
        assert 0.005 < np.sqrt((made**2).mean()) < 0.5
        lengths.add(len(made))
    assert min(lengths) < len(sound) * 1.1 < max(lengths)


def test_unknown_voice_of_flite():
    with pytest.raises(BadInput) as raised:
        speech.flite("nobody")
    assert raised.value.code == "unknown_voice"


class FakeEncoder:
    """Two heads of width 2; each frame's values tell its number and its head. 50 frames of silence follow."""

    def run(self, feeds, options):
        frames = feeds["mel"].numpy().shape[2] // 2
        heads = np.stack([np.arange(frames)[:, None] + [head * 1000, head * 1000 + 0.5] for head in range(2)])
        return {"cross_v_1": ort.OrtValue.ortvalue_from_numpy(heads[None].astype(np.float32))}


@pytest.mark.parametrize(("samples", "frames"), [(320, 1), (321, 2), (48_000, 150)])
def test_features_join_the_heads_of_the_speech_alone(samples, frames):
    found = Encoder(FakeEncoder(), "cross_v_1")(np.ones(samples, np.float32))
    assert found.shape == (frames, 4)
    assert found[-1].tolist() == [frames - 1, frames - 0.5, frames + 999, frames + 999.5]


def test_features_are_kept_by_shard(tmp_path):
    shard = tmp_path / "a.npz"
    lines = [Line("one", "x"), Line("two", "y")]
    Shard(lines, [np.ones(3200, np.int16), np.ones(700, np.int16)]).save(shard)
    (path,) = encode(Encoder(FakeEncoder(), "cross_v_1"), [shard], tmp_path / "features")
    spoken = load(path)
    assert [each.line for each in spoken] == lines
    assert [each.features.shape for each in spoken] == [(10, 4), (3, 4)]
    assert spoken[1].features[:, 0].tolist() == [0, 1, 2]
    before = path.stat().st_mtime_ns
    list(encode(Encoder(FakeEncoder(), "cross_v_1"), [shard], tmp_path / "features"))
    assert path.stat().st_mtime_ns == before
