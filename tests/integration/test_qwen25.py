"""The shipped profile `qwen25` from the outside, on generated files beside the built models."""

import json
import os
import subprocess
import sys

import pytest

from sarai_mqtt.config.groups import PROJECT
from tests.harness.qwen25 import write_audio_model, write_talker

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mine")
    write_talker(folder / "qwen25_7b_audio.onnx")
    write_talker(folder / "head.onnx", middle=8)
    write_talker(folder / "wrong.onnx", middle=8, wide=(2048, 8448))
    write_audio_model(folder / "qwen25_audio_int8.onnx", folder / "work")
    return folder


def sarai(files, *arguments, audio="head.onnx", talker="qwen25_7b_audio.onnx"):
    """Run a command in the profile; give its exit code, its JSON lines and what it said besides."""
    own = {"qwen25-audio": {"path": str(files / audio)}, "qwen25-talker": {"path": str(files / talker)}}
    # its Thinker is a download of 730 MB
    variables = {
        "SARAI_PROFILE": "qwen25",
        "SARAI_THINKER_NAME": "none",
        "SARAI_FILES": json.dumps(own),
        "SARAI_MQTT_PORT": "1",
    }
    result = subprocess.run(
        [sys.executable, "-m", "sarai_mqtt", *arguments, "--json"],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=180,
        cwd=PROJECT,
    )
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def test_verify_says_what_is_borrowed_and_what_is_not_pinned(files):
    code, rows, said = sarai(files, "models", "verify")
    assert code == 0, said
    assert all(row["ok"] for row in rows if "name" in row)
    borrowed = {row["borrowed"]: row["why"] for row in rows if "borrowed" in row}
    assert borrowed == {
        "stt": "no role qwen25-audio#stt_encoder, qwen25-audio#stt_decoder",
        "tts": "left out of the profile",
    }
    assert said.count("files.qwen25-talker.data_sha256 is not pinned") == 1


def test_verify_borrows_no_speech_to_text_for_a_file_that_has_it(files):
    code, rows, said = sarai(files, "models", "verify", audio="qwen25_audio_int8.onnx")
    assert code == 0, said
    assert [row["borrowed"] for row in rows if "borrowed" in row] == ["tts"]


def test_doctor_checks_the_talker_and_hears_the_borrowed_voice(files):
    _, findings, _ = sarai(files, "doctor")
    found = {row["check"]: row for row in findings}
    assert found["audio"]["ok"]
    assert "audio_logits float32[B, S, 8448]: shape right, not heard" in found["roles"]["detail"]
    assert "stt borrowed from embedded" in found["roles"]["detail"]
    assert "not pinned: qwen25-audio, qwen25-talker" in found["models"]["detail"]


def test_nothing_speaks_with_a_talker_of_another_shape(files):
    _, findings, _ = sarai(files, "doctor", talker="wrong.onnx")
    found = {row["check"]: row for row in findings}
    for check in ("roles", "audio"):
        assert not found[check]["ok"]
        assert "wrong.onnx cannot be the Talker with audio logits" in found[check]["detail"]
        assert "dimension 2 is 2048, not 3584" in found[check]["detail"]
        assert "sarai.yaml" in found[check]["remedy"]
