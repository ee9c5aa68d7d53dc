import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from typer.testing import CliRunner

from sarai_mqtt.cli import cli
from sarai_mqtt.core.errors import BadInput, ModelError

DATA = Path(__file__).parents[2] / "data" / "export"
COMMANDS = {"vocoder": "bigvgan", "tts-encoder": "vits"}


def export(command, output, *options, model=None):
    source = model or DATA / COMMANDS[command]
    arguments = ["models", "export", command, "--model", str(source), "--output", str(output), *options]
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize(
    ("command", "inputs", "outputs", "facts"),
    [
        (
            "vocoder",
            {"mel": "float32[1, 10, F]"},
            {"audio": "float32[1, N]"},
            # context: see test_export_speech
            {"hop": 8, "context_frames": 18},
        ),
        ("tts-encoder", {"ids": "int64[1, L]"}, {"hidden_states": "float32[1, 24, L]"}, {}),
    ],
)
def test_json_tells_the_file_and_its_values(tmp_path, command, inputs, outputs, facts):
    path = tmp_path / "new" / "mine.onnx"
    result = export(command, path, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    content = path.read_bytes()
    assert told.pop("parameters") > 10_000
    assert told == {
        "name": "mine",
        "file": str(path),
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "inputs": inputs,
        "outputs": outputs,
        **facts,
    }
    assert [left.name for left in path.parent.iterdir()] == ["mine.onnx"]


def test_text_is_what_the_settings_file_wants(tmp_path):
    path = tmp_path / "mine.onnx"
    told = export("vocoder", path).stdout
    digest = sha256(path.read_bytes()).hexdigest()
    assert f"mine: {{path: {path}, sha256: {digest}}}" in told
    assert "inputs: mel float32[1, 10, F]" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_optimize_chooses_the_size_and_int8_is_the_default(tmp_path, command):
    sizes = {}
    for optimize in ("none", "fp16", "int8"):
        assert export(command, tmp_path / f"{optimize}.onnx", "--optimize", optimize).exit_code == 0
        sizes[optimize] = (tmp_path / f"{optimize}.onnx").stat().st_size
    assert sizes["int8"] < sizes["fp16"] < sizes["none"]
    export(command, tmp_path / "default.onnx")
    assert (tmp_path / "default.onnx").read_bytes() == (tmp_path / "int8.onnx").read_bytes()


def test_the_written_file_gives_what_its_source_gives(tmp_path):
    export("vocoder", tmp_path / "v.onnx", "--optimize", "none")
    expected = np.load(DATA / "bigvgan" / "expected.npz")
    run = ort.InferenceSession(tmp_path / "v.onnx", providers=["CPUExecutionProvider"])
    made = run.run(None, {"mel": expected["mel_9"]})[0]
    assert np.abs(made - expected["audio_9"]).max() < 5e-6


def test_nothing_is_written_for_what_cannot_be_exported(tmp_path):
    result = export("vocoder", tmp_path / "v.onnx", model=DATA / "vits")
    assert isinstance(result.exception, ModelError)
    assert "num_mels" in result.exception.reason
    result = export("tts-encoder", tmp_path / "t.bin")
    assert isinstance(result.exception, BadInput)
    assert list(tmp_path.iterdir()) == []
