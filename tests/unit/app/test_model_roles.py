import hashlib
import json
import logging

import numpy as np
import onnxruntime as ort
import pytest
import yaml

from sarai_mqtt.app.model_roles import ModelRoles
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.engines.onnx.roles import RoleFile, RoleLoader, values
from sarai_mqtt.engines.stt.whisper import WhisperStt
from tests.harness.qwen25 import write_audio_model, write_talker


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Give a folder with whole and lacking models, each written once."""
    folder = tmp_path_factory.mktemp("made")
    write_talker(folder / "talker.onnx", middle=8)
    write_audio_model(folder / "audio.onnx", folder / "whole")
    write_audio_model(folder / "half.onnx", folder / "lacking", roles=("stt_encoder",))
    return folder


def model_roles(folder, audio="audio.onnx", talker="talker.onnx", borrows="house", **hashes):
    """Bind a profile like the shipped qwen25 to files of `folder`; it may borrow from the profile `house`."""
    stt = {"encoder": "mine#stt_encoder", "decoder": "mine#stt_decoder", "tokenizer": "words"}
    house = {
        "stt": {"encoder": "lent-encoder", "decoder": "lent-decoder", "tokenizer": "words"},
        "tts": {"vocoder": "v", "voices": {"en": {"text_encoder": "t", "talker": "u"}}},
        "thinker": {"model": "m", "languages": ["en"]},
    }
    mine = {"borrows": borrows, "stt": stt} if borrows else house | {"stt": stt}
    files = {
        "mine": folder / audio,
        "words": folder / "whole" / "tokenizer.json",
        "lent-encoder": folder / "whole" / "stt_encoder.onnx",
        "lent-decoder": folder / "whole" / "stt_decoder.onnx",
    }
    table = {name: {"path": str(path)} for name, path in files.items()}
    table["talker"] = {"path": str(folder / talker), **hashes}
    file = folder / "sarai.yaml"
    profiles = {"house": house, "mine": mine | {"logits_talker": "talker"}}
    file.write_text(
        yaml.safe_dump({"profile": "mine", "languages": ["en"], "files": table, "profiles": profiles})
    )
    return ModelRoles(load_settings(file))


def test_the_talker_of_the_design_fits_and_runs(tmp_path, made):
    path = write_talker(tmp_path / "qwen25_7b_audio.onnx")
    assert 40 < path.with_name(f"{path.name}.data").stat().st_size / 2**20 < 42
    found = model_roles(made, talker=path).check_logits_talker()
    assert found == (
        "qwen25_7b_audio.onnx: hidden_states float32[B, S, 3584] -> audio_logits float32[B, S, 8448]"
    )
    feeds = values(hidden_states=np.ones((1, 3, 3584), np.float32))
    logits = RoleLoader(threads=1).open(RoleFile(path)).run(feeds, ort.RunOptions())["audio_logits"].numpy()
    assert logits.shape == (1, 3, 8448)
    assert logits.std() > 0


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            {"wide": (4096, 8448)},
            [
                "hidden_states is float32[B, S, 4096], expected float32[b, s, 3584] (dimension 2 is 4096, not 3584)"
            ],
        ),
        ({"wide": (3584, 8192)}, ["output audio_logits is float32[B, S, 8192]", "8192, not 8448"]),
        ({"batch": ("S",)}, ["hidden_states is float32[S, 3584]", "rank 2, not 3", "audio_logits"]),
        ({"batch": ("B", 50)}, ["dimension 1 is 50, not free"]),
        ({"half": True}, ["type float16, not float32"]),
        (
            {"names": ("hidden", "audio_logits")},
            ["input hidden_states is missing", "input hidden float32[B, S, 3584] is not expected"],
        ),
        ({"names": ("hidden_states", "logits")}, ["output audio_logits is missing", "output logits"]),
    ],
    ids=["input size", "output size", "rank", "fixed length", "type", "input name", "output name"],
)
def test_another_talker_is_refused_with_what_is_wrong(tmp_path, made, wrong, expected):
    write_talker(tmp_path / "other.onnx", middle=8, **wrong)
    with pytest.raises(ModelError) as error:
        model_roles(made, talker=tmp_path / "other.onnx").check_logits_talker()
    assert error.value.code == "model_shape"
    assert error.value.reason.startswith("other.onnx cannot be the Talker with audio logits: ")
    for part in expected:
        assert part in error.value.reason


def test_missing_weights_are_named(tmp_path, made):
    write_talker(tmp_path / "talker.onnx", middle=8)
    (tmp_path / "talker.onnx.data").unlink()
    with pytest.raises(ModelError, match=r"keeps its weights in talker\.onnx\.data") as error:
        model_roles(made, talker=tmp_path / "talker.onnx").check_logits_talker()
    assert error.value.code == "model_missing"


def test_a_file_with_every_role_lends_nothing_but_what_was_left_out(made):
    bound = model_roles(made)
    assert bound.borrowed() == dict.fromkeys(("tts", "thinker"), "left out of the profile")
    stt = bound.profile.stt
    WhisperStt(bound.role(stt.encoder), bound.role(stt.decoder), bound.path(stt.tokenizer), ["en"]).warm_up()


@pytest.mark.parametrize(
    ("audio", "lacking"),
    [("half.onnx", "mine#stt_decoder"), ("talker.onnx", "mine#stt_encoder, mine#stt_decoder")],
    ids=["one role is missing", "a single head"],
)
def test_a_part_is_borrowed_whole_when_the_file_lacks_a_role(made, caplog, audio, lacking):
    bound = model_roles(made, audio)
    assert bound.profile.stt.encoder == "lent-encoder"
    assert bound.profile.stt.decoder == "lent-decoder"
    assert bound.borrowed()["stt"] == f"no role {lacking}"
    assert caplog.text.count(f"borrows stt from house: there is no {lacking}") == 1


def test_without_a_lender_a_missing_role_is_an_error(made):
    bound = model_roles(made, "half.onnx", borrows=None)
    assert bound.borrowed() == {}
    with pytest.raises(
        ModelError, match=r"half\.onnx has no role 'stt_decoder' \(it has: stt_encoder, other\)"
    ):
        bound.role(bound.profile.stt.decoder)


def test_hashes_are_checked_when_they_are_given(made, caplog):
    hashes = {
        name: hashlib.sha256((made / file).read_bytes()).hexdigest()
        for name, file in (("sha256", "talker.onnx"), ("data_sha256", "talker.onnx.data"))
    }
    bound = model_roles(made, **hashes)
    bound.path("talker")
    assert bound.files.pinned("talker")
    assert "not pinned" not in caplog.text
    for wrong in hashes:
        with pytest.raises(ModelError, match=rf"not the one that files\.talker\.{wrong} pins") as error:
            model_roles(made, **hashes | {wrong: "0" * 64}).path("talker")
        assert error.value.code == "model_wrong_hash"
        assert hashes[wrong] in error.value.reason


def test_a_file_without_a_hash_is_told_once_with_its_hash(made, caplog):
    caplog.set_level(logging.WARNING)
    bound = model_roles(made)
    for _ in range(3):
        bound.path("talker")
    assert not bound.files.pinned("talker")
    assert caplog.text.count("files.talker.sha256 is not pinned") == 1
    assert caplog.text.count("files.talker.data_sha256 is not pinned") == 1
    assert hashlib.sha256((made / "talker.onnx").read_bytes()).hexdigest() in caplog.text


def test_an_absent_file_and_a_name_of_the_catalogue_are_refused(made, monkeypatch):
    with pytest.raises(ModelError, match=r"absent\.onnx is not there") as error:
        model_roles(made, talker="absent.onnx").path("talker")
    assert error.value.code == "model_missing"
    monkeypatch.setenv("SARAI_FILES", json.dumps({"smollm2-135m": {"path": "x"}}))
    with pytest.raises(ConfigError, match=r"files\.smollm2-135m"):
        _ = model_roles(made).files
