"""An audio adapter is checked against the encoder before it and the Thinker behind it when it is opened."""

import numpy as np
import pytest
from onnx import TensorProto

from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.engines.engine import LlmOptions
from sarai_mqtt.engines.llm import thinker
from sarai_mqtt.engines.llm.audio_adapter import AudioAdapter, AudioPrompt
from sarai_mqtt.engines.llm.thinker import ENGINE, LlamaThinker
from sarai_mqtt.engines.onnx.roles import Role, RoleFile, RoleLoader, values
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.audio_adapters import write_adapter
from tests.harness.models import FakeLlamaModel

WIDTHS = {"cross_v_4": 6, "cross_v_5": 6}
FIT = {"width": 6, "embedding": 4, "stack": 2}


def opened(folder, **more):
    file = write_adapter(folder / "adapter.onnx", **{**FIT, **more})
    return AudioAdapter(RoleLoader(threads=1).open(RoleFile(file)), WIDTHS)


def thinking(folder, monkeypatch, **more):
    """Return a Thinker with the adapter, and the stand-in for its model, which is 4 wide and called fake."""
    model = FakeLlamaModel(says=[b"Yes", b"."])
    monkeypatch.setattr(thinker, "Model", lambda *_: model)
    texts = {"prompts": {"en": "be brief"}, "languages": ["en"], "refusals": {"es": "No."}}
    made = LlamaThinker(folder, **texts, threads=1, adapter=opened(folder, **more))
    return made, model


def heard(frames):
    return np.random.default_rng(0).standard_normal((1, frames, 6)).astype(np.float32)


@pytest.mark.parametrize(
    ("code", "wrong", "reason"),
    [
        ("model_shape", {"width": 7}, "features of width 7, and cross_v_5 of the speech encoder is 6 wide"),
        ("model_shape", {"rank": 2}, "output embeddings is float32[s, 4], expected float32[1, s, E] (rank 2"),
        ("model_shape", {"kind": TensorProto.DOUBLE}, "type float64, not float32"),
        (
            "model_shape",
            {"features": "cross_v_9"},
            "'cross_v_9', and the speech encoder makes cross_v_4, cross_v_5",
        ),
        ("model_shape", {"stacks": 3}, "makes [1, 4, 4] of 7 frames, not [1, 3, 4]: it stacks 3"),
        ("model_unreadable", {"stacks": 1}, "sarai.stack should be a whole number from 2 to 100"),
        ("model_unreadable", {"stacks": "two"}, "sarai.stack should be a whole number from 2 to 100"),
        ("model_unreadable", {"stacks": 101}, "sarai.stack should be a whole number from 2 to 100"),
        ("model_unreadable", {"stacks": "9" * 5000}, "sarai.stack should be a whole number from 2 to 100"),
        ("model_unreadable", {"languages": " , "}, "sarai.languages should be codes of languages"),
        ("model_unreadable", {"features": None}, "sarai.features should be a text"),
        ("model_unreadable", {"languages": None}, "sarai.languages should be a text"),
        ("model_unreadable", {"prompt": "{"}, "sarai.prompt should be"),
        ("model_unreadable", {"prompt": {"en": {"user": "no place for it"}}}, "{audio} once"),
        ("model_unreadable", {"prompt": {"en": {"user": "{audio} {audio}"}}}, "{audio} once"),
        ("model_unreadable", {"prompt": {"en": {"System": "x"}}}, "sarai.prompt should be"),
        ("model_unreadable", {"prompt": {"en": {"system": 3}}}, "sarai.prompt should be"),
        ("model_failed", {"bias": float("nan")}, "made embeddings that are not finite"),
    ],
)
def test_what_does_not_fit_the_encoder_or_itself_is_refused(tmp_path, code, wrong, reason):
    with pytest.raises(ModelError) as refused:
        opened(tmp_path, **wrong)
    assert refused.value.code == code
    assert reason in refused.value.reason
    assert "adapter.onnx" in refused.value.reason
    assert "audio_adapter" in refused.value.reason
    assert refused.value.remedy.startswith("Name another file as audio_adapter of the Thinker")


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (np.zeros((1, 4, 4), np.float32), "makes [1, 4, 4] of 5 frames, not [1, 3, 4]: it stacks 2"),
        (np.zeros((1, 3, 2), np.float32), "makes [1, 3, 2] of 5 frames, not [1, 3, 4]: it stacks 2"),
        (np.zeros((2, 3, 4), np.float32), "makes [2, 3, 4] of 5 frames, not [1, 3, 4]: it stacks 2"),
        (None, "cannot run on 5 frames"),
    ],
)
def test_what_it_makes_of_some_speech_only_is_checked_too(tmp_path, monkeypatch, made, reason):
    """llama.cpp would read beyond an array that is too small."""
    adapter = opened(tmp_path)

    def run(*_):
        if made is None:
            raise RuntimeError
        return values(embeddings=made)

    monkeypatch.setattr(Role, "run", run)
    with pytest.raises(ModelError) as refused:
        adapter.embed(heard(5))
    assert refused.value.code == "model_shape"
    assert refused.value.reason == f"adapter.onnx, the audio_adapter, {reason}."


def test_whole_groups_and_parts_of_one_are_tried_when_it_is_opened(tmp_path, monkeypatch):
    tried, embed = [], AudioAdapter.embed

    def tried_out(adapter, features):
        tried.append(features.shape[1])
        return embed(adapter, features)

    monkeypatch.setattr(AudioAdapter, "embed", tried_out)
    opened(tmp_path)
    assert sorted(tried) == [1, 2, 5]


@pytest.mark.parametrize("languages", ["en,,en", " en , en"])
def test_a_language_counts_once(tmp_path, languages):
    assert opened(tmp_path, languages=languages).languages == ("en",)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"embedding": 5}, "makes embeddings 5 wide, and those of the Thinker are 4"),
        ({"thinker": "another"}, "was trained for 'another', and the Thinker is 'fake'"),
        ({"languages": "es, fr"}, "was trained for es, fr, and the Thinker has en"),
    ],
)
def test_what_does_not_fit_the_thinker_is_refused_and_the_model_freed(tmp_path, monkeypatch, wrong, reason):
    closed = []
    monkeypatch.setattr(FakeLlamaModel, "close", lambda _: closed.append(True))
    with pytest.raises(ModelError) as refused:
        thinking(tmp_path, monkeypatch, **wrong)
    assert refused.value.code == "model_shape"
    assert f"adapter.onnx, the audio_adapter, {reason}" in refused.value.reason
    assert closed == [True]


def test_a_profile_without_an_adapter_is_refused_when_speech_is_wanted(monkeypatch):
    class NoAdapter:
        def has(self, role):
            return False

    values = dict.fromkeys(LlmOptions.__slots__, 1)
    with pytest.raises(ConfigError, match="no audio_adapter"):
        ENGINE.open(LlmOptions(**{**values, "files": NoAdapter(), "features": WIDTHS}))


class OneFile:
    """The files of a profile whose audio adapter is `file`."""

    def __init__(self, file):
        self.file = file

    def has(self, role):
        return True

    def graph(self, role):
        return RoleLoader(threads=1).open(RoleFile(self.file))


@pytest.mark.parametrize(
    ("made", "code", "remedy"),
    [
        (lambda file: file.write_bytes(b"GGUF"), "model_unreadable", "Name another file as audio_adapter"),
        (lambda file: file.write_bytes(b""), "model_unreadable", "Name another file as audio_adapter"),
        (lambda file: file.mkdir(), "model_missing", "Run `sarai-mqtt models build`"),
        (lambda file: None, "model_missing", "Run `sarai-mqtt models build`"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named_with_its_role(tmp_path, made, code, remedy):
    made(tmp_path / "adapter.onnx")
    options = dict.fromkeys(LlmOptions.__slots__, 1) | {"features": WIDTHS}
    with pytest.raises(ModelError) as refused:
        ENGINE.open(LlmOptions(**{**options, "files": OneFile(tmp_path / "adapter.onnx")}))
    assert refused.value.code == code
    assert "adapter.onnx" in refused.value.reason
    assert refused.value.reason.endswith(" It is the audio_adapter of the Thinker.")
    assert refused.value.remedy.startswith(remedy)


@pytest.mark.parametrize(("frames", "made"), [(0, 0), (1, 1), (2, 1), (5, 3)])
def test_frames_are_stacked_the_last_group_filled_with_zeros(tmp_path, frames, made):
    adapter, features = opened(tmp_path), heard(frames)
    embeddings = adapter.embed(features)
    assert (embeddings.shape, embeddings.dtype) == ((made, 4), np.float32)
    padded = np.concatenate([features, np.zeros((1, 2 * made - frames, 6), np.float32)], axis=1)
    np.testing.assert_array_equal(embeddings, adapter.embed(padded))


def test_the_speech_stands_in_the_prompt_it_was_trained_with(tmp_path, monkeypatch):
    prompt = {"en": {"system": "listen well", "user": "hear this {audio} now answer"}}
    made, model = thinking(tmp_path, monkeypatch, prompt=prompt, thinker="fake")
    assert (made.audio_features, [*made.audio_languages]) == ("cross_v_5", ["en"])
    assert "".join(made.think_audio(heard(5), "", "en", CancelToken())) == "Yes."
    assert model.evaluated == [("listen well hear this", ["now", "answer", "<answer>"])]
    np.testing.assert_array_equal(model.embedded[0], opened(tmp_path).embed(heard(5)))
    list(made.think_audio(heard(5), "what is it", "en", CancelToken()))
    assert model.evaluated[1][1] == ["what", "is", "it", "now", "answer", "<answer>"]
    list(made.think("what is it", "en", CancelToken()))
    assert (model.evaluated[2], model.embedded[2]) == (("be brief", ["what", "is", "it", "<answer>"]), None)


def test_without_one_of_its_own_it_shares_the_prompt_of_text(tmp_path, monkeypatch):
    made, model = thinking(tmp_path, monkeypatch)
    assert made.memory_bytes == model.bytes + len("be brief")
    list(made.think_audio(heard(3), "", "en", CancelToken()))
    assert model.evaluated == [("be brief", ["<answer>"])]
    assert opened(tmp_path).prompt("en") == AudioPrompt()


def test_long_speech_and_its_text_are_cut_to_the_room_there_is(tmp_path, monkeypatch):
    made, model = thinking(tmp_path, monkeypatch, prompt={"en": {"user": "{audio} now answer"}})
    room = 256 - len(["be", "brief"]) - len(["now", "answer", "<answer>"]) - 40 - 8
    list(made.think_audio(heard(1000), "word " * 500, "en", CancelToken()))
    assert len(model.embedded[0]) == room
    assert model.evaluated[0][1] == ["now", "answer", "<answer>"]
    list(made.think_audio(heard(100), "word " * 500, "en", CancelToken()))
    assert len(model.embedded[1]) == 50
    assert len(model.evaluated[1][1]) == room - 50 + 3


def test_a_prompt_that_leaves_no_room_is_refused(tmp_path, monkeypatch):
    prompt = {"en": {"user": "{audio}" + " word" * 200}}
    with pytest.raises(ConfigError) as refused:
        thinking(tmp_path, monkeypatch, prompt=prompt)
    assert refused.value.code == "context_too_small"
    assert "after the prompt of adapter.onnx, the audio_adapter" in refused.value.reason


def test_a_thinker_without_a_language_in_use_says_so(tmp_path):
    with pytest.raises(ModelError, match="was trained for en, and the Thinker has no language in use"):
        opened(tmp_path).check(4, "fake", ())


def test_a_template_that_ends_with_the_question_is_refused(tmp_path, monkeypatch):
    """Without a token after the embeddings llama.cpp has no logits, and would end the process."""
    monkeypatch.setattr(FakeLlamaModel, "render", lambda _, system: (system.split(), []))
    with pytest.raises(ModelError) as refused:
        thinking(tmp_path, monkeypatch)
    assert refused.value.code == "bad_chat_template"


def test_a_template_that_ends_with_the_question_will_do_if_the_adapter_adds_words(tmp_path, monkeypatch):
    monkeypatch.setattr(FakeLlamaModel, "render", lambda _, system: (system.split(), []))
    made, model = thinking(tmp_path, monkeypatch, prompt={"en": {"user": "{audio} answer"}})
    assert "".join(made.think_audio(heard(3), "", "en", CancelToken())) == "Yes."
    assert model.evaluated == [("be brief", ["answer"])]


def test_no_speech_no_reply_and_no_run(tmp_path, monkeypatch):
    made, model = thinking(tmp_path, monkeypatch)
    assert list(made.think_audio(heard(0), "", "en", CancelToken())) == []
    assert model.evaluated == []


def test_a_language_the_adapter_does_not_have_is_refused_without_a_run(tmp_path, monkeypatch):
    made, model = thinking(tmp_path, monkeypatch)
    assert list(made.think_audio(heard(4), "", "es", CancelToken())) == ["No."]
    assert model.evaluated == []


def test_cancelled_before_it_began(tmp_path, monkeypatch):
    made, _ = thinking(tmp_path, monkeypatch)
    cancel = CancelToken()
    cancel.cancel()
    assert list(made.think_audio(heard(4), "", "en", cancel)) == []
    assert "".join(made.think_audio(heard(4), "", "en", CancelToken())) == "Yes."
