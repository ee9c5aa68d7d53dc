import threading

import numpy as np
import pytest

from sarai_mqtt.core.errors import BadInput, ModelError
from sarai_mqtt.models.export.training import teacher, utterance
from tests.harness.kokoro import FakeTeacher, small_teacher


def voice(path, loudness):
    np.full((510, 1, 256), loudness, np.float32).tofile(path)
    return path


@pytest.fixture
def voices(tmp_path):
    return [voice(tmp_path / "one.bin", 0.1), voice(tmp_path / "two.bin", 0.3)]


def write(path, model):
    path.write_bytes(model.SerializeToString())
    return path


def test_it_tells_how_it_spoke(tmp_path, voices):
    spoken = teacher.Teacher([write(tmp_path / "m.onnx", small_teacher())], voices, 0.5)("Sí.", [5, 6, 7])
    assert spoken.text == "Sí."
    assert spoken.ids.tolist() == [0, 5, 6, 7, 0]
    assert spoken.durations.tolist() == [2] * 5
    assert spoken.f0.tolist() == [100.0] * 20 and spoken.energy.tolist() == [2.0] * 20
    # the mean of both voices, times the speed
    assert spoken.audio.shape == (20 * 300,) and set(spoken.audio.tolist()) == {int(0.1 * 32767)}


def test_parts_are_joined_in_order(tmp_path, voices):
    data = small_teacher().SerializeToString()
    parts = [tmp_path / "1", tmp_path / "2"]
    for part, piece in zip(parts, (data[:100], data[100:]), strict=True):
        part.write_bytes(piece)
    assert teacher.Teacher(parts, voices, 1.0)("Sí.", [5]).frames == 12
    with pytest.raises(ModelError, match="2, 1 is no ONNX model") as error:
        teacher.Teacher(parts[::-1], voices, 1.0)
    assert error.value.code == "model_damaged"


def test_a_graph_without_the_inner_values_is_refused(tmp_path, voices):
    model = small_teacher()
    model.graph.node[2].output[0] = "durations"
    with pytest.raises(ModelError, match="/encoder/Clip_output_0") as error:
        teacher.Teacher([write(tmp_path / "m.onnx", model)], voices, 1.0)
    assert error.value.code == "model_shape"


def test_missing_and_misshapen_files_are_named(tmp_path, voices):
    model = write(tmp_path / "m.onnx", small_teacher())
    with pytest.raises(ModelError, match=r"gone\.onnx") as error:
        teacher.Teacher([tmp_path / "gone.onnx"], voices, 1.0)
    assert error.value.code == "model_missing"
    with pytest.raises(ModelError, match=r"gone\.bin"):
        teacher.Teacher([model], [tmp_path / "gone.bin"], 1.0)
    (tmp_path / "short.bin").write_bytes(b"\0" * 8)
    with pytest.raises(ModelError, match=r"short\.bin has 8 bytes; .* 522240") as error:
        teacher.Teacher([model], [tmp_path / "short.bin"], 1.0)
    assert error.value.code == "model_shape"


def phonemize(text):
    return [[ord(letter) % 100 for letter in part] for part in text.split("|")]


def test_each_sentence_becomes_a_file_and_a_stopped_run_goes_on(tmp_path):
    texts = [f"frase {i}" for i in range(6)]
    fake = FakeTeacher()
    taught = teacher.teach(fake, phonemize, texts, tmp_path / "out")
    first = [next(taught) for _ in range(2)]
    taught.close()
    kept = {path: path.stat().st_mtime_ns for path in first}
    told = set(fake.texts)
    files = list(teacher.teach(fake, phonemize, texts, tmp_path / "out", workers=2))
    assert files[:2] == first and kept == {path: path.stat().st_mtime_ns for path in first}
    assert sorted(fake.texts) == sorted(texts) and told <= set(texts)
    assert sorted((tmp_path / "out").iterdir()) == sorted(files)
    assert [utterance.load(path).text for path in files] == texts


def test_workers_speak_at_once(tmp_path):
    fake = FakeTeacher(meet=threading.Barrier(2, timeout=20))
    assert all(teacher.teach(fake, phonemize, ["uno", "dos"], tmp_path, workers=2))


def test_what_is_too_long_or_silent_is_left_out(tmp_path):
    texts = ["bien", "a" * 201, "", "b" * 200]
    files = list(teacher.teach(FakeTeacher(), phonemize, texts, tmp_path))
    assert [path is None for path in files] == [False, True, True, False]


def test_sentences_are_joined_by_a_space():
    assert teacher.joined([[1, 2], [3]]) == [1, 2, 16, 3]
    assert teacher.joined([]) == []


def test_an_utterance_is_read_as_it_was_written(tmp_path):
    spoken = FakeTeacher()("¿Qué?", [1, 2])
    spoken.save(tmp_path / "a.npz")
    read = utterance.load(tmp_path / "a.npz")
    assert read.text == spoken.text and read.frames == spoken.frames == 16
    for name in ("ids", "durations", "f0", "energy", "audio"):
        assert getattr(read, name).dtype == getattr(spoken, name).dtype
        assert np.array_equal(getattr(read, name), getattr(spoken, name))
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("damage", ["cut", "empty", "lacking", "uneven", "gone"])
def test_a_damaged_utterance_is_named(tmp_path, damage):
    path = tmp_path / "a.npz"
    FakeTeacher()("Sí.", [1, 2]).save(path)
    arrays = dict(np.load(path))
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:500])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "lacking":
        del arrays["f0"]
        np.savez(path, **arrays)
    elif damage == "uneven":
        np.savez(path, **arrays | {"f0": arrays["f0"][1:]})
    else:
        path.unlink()
    with pytest.raises(BadInput, match=r"a\.npz is no utterance") as error:
        utterance.load(path)
    assert error.value.code == "utterance_damaged"


def test_sound_is_cut_or_filled_to_the_frames():
    assert (
        utterance.pcm(np.array([2.0, -2.0, 0.5], np.float32), 1).tolist()
        == [32767, -32767, 16383] + [0] * 297
    )
    assert len(utterance.pcm(np.zeros(1000), 2)) == 600
