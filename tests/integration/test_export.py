"""`models export whisper` from the outside, and what it makes bound by a profile of the user's own."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from sarai_mqtt.config.groups import PROJECT
from tests.harness.whisper import TinyWhisper

DATA = Path(__file__).parents[1] / "data"
EXPORTS = DATA / "export"
# A folder with the real Whisper base of the catalogue as CTranslate2 has it; `models build` does not keep it.
REAL = os.environ.get("WHISPER_BASE_CT2")


def sarai(*arguments, **variables):
    """Run a command; give its exit code, what it printed and what it said besides."""
    result = subprocess.run(
        [sys.executable, "-m", "sarai_mqtt", *map(str, arguments)],
        env=os.environ | {"SARAI_THINKER_NAME": "none"} | variables,
        capture_output=True,
        text=True,
        timeout=300,
        cwd=PROJECT,
    )
    return result.returncode, result.stdout, result.stderr


def export(model, output, *options):
    code, printed, said = sarai("models", "export", "whisper", "--model", model, "--output", output, *options)
    assert code == 0, said
    return printed


def bind(folder, printed):
    """Write a sarai.yaml that has the files as they were printed; give its path."""
    settings = yaml.safe_load((PROJECT / "config" / "sarai.yaml").read_text())
    settings["files"] |= yaml.safe_load(printed)["files"]
    names = {part: f"whisper-{part}" for part in ("encoder", "decoder", "tokenizer")}
    settings["profiles"]["mine"] = {"borrows": "embedded", "stt": names}
    settings |= {"profile": "mine", "home": {"file": str(PROJECT / "config" / "home.yaml")}}
    path = folder / "sarai.yaml"
    path.write_text(yaml.safe_dump(settings))
    return path


@pytest.mark.parametrize(
    ("source", "optimize"), [("ct2", "int8"), ("hf", "fp16"), ("openai-float16.pt", "none")]
)
def test_every_form_is_exported_with_its_hashes(tmp_path, source, optimize):
    extra = ["--tokenizer", EXPORTS / "hf" / "tokenizer.json"] if source.endswith(".pt") else []
    printed = export(EXPORTS / source, tmp_path, "--optimize", optimize, "--json", *extra)
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["name"] for row in rows] == ["whisper-encoder", "whisper-decoder", "whisper-tokenizer"]
    for row in rows:
        content = Path(row["file"]).read_bytes()
        assert Path(row["file"]).parent == tmp_path
        assert (row["bytes"], row["sha256"]) == (len(content), sha256(content).hexdigest())
    assert sorted(tmp_path.iterdir()) == sorted(Path(row["file"]) for row in rows)


def test_bad_input_gives_a_code_and_a_remedy(tmp_path):
    command = ["models", "export", "whisper", "--output", tmp_path / "out", "--model"]
    code, printed, said = sarai(*command, EXPORTS / "whisper.npz")
    assert (code, printed) == (4, "")
    assert "model_unrecognised" in said
    code, _, said = sarai(*command, TinyWhisper(tmp_path).folder)
    assert code == 4
    assert "listens to 16 mel bands" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_profile_of_the_users_own_hears_with_it(tmp_path):
    (tmp_path / "source").mkdir()
    source = TinyWhisper(tmp_path / "source", mels=80, frames=1500).folder
    settings = bind(tmp_path, export(source, tmp_path / "out"))
    code, printed, said = sarai("models", "verify", "--json", "--config", settings)
    assert code == 0, said
    rows = [json.loads(line) for line in printed.splitlines()]
    assert {"whisper-encoder", "whisper-decoder", "whisper-tokenizer"} <= {row.get("name") for row in rows}
    assert "not pinned" not in said
    recording = DATA / "commands" / "en" / "turn-on-the-kitchen-light.wav"
    code, printed, said = sarai("transcribe", recording, "--json", "--config", settings)
    assert code == 0, said
    assert set(json.loads(printed)["text"].split()) <= {f"w{i}" for i in range(51865)}  # its own words
    with (tmp_path / "out" / "whisper-decoder.onnx").open("ab") as file:
        file.write(b"\0")
    code, _, said = sarai("transcribe", recording, "--config", settings)
    assert code == 4
    assert "model_wrong_hash" in said


@pytest.mark.slow
@pytest.mark.skipif(REAL is None, reason="WHISPER_BASE_CT2 names no Whisper base")
@pytest.mark.parametrize("optimize", ["int8", "fp16", "none"])
def test_the_real_whisper_is_exported_bound_and_understands(tmp_path, optimize):
    settings = bind(tmp_path, export(REAL, tmp_path / "out", "--optimize", optimize))
    for language, name, wanted in (
        ("en", "turn-on-the-kitchen-light", "turn on the kitchen light"),
        ("es", "enciende-la-luz-de-la-cocina", "enciende la luz de la cocina"),
    ):
        recording = DATA / "commands" / language / f"{name}.wav"
        code, printed, said = sarai("transcribe", recording, "--json", "--config", settings)
        assert code == 0, said
        heard = json.loads(printed)
        assert (heard["text"].lower().strip(" .¡!"), heard["language"]) == (wanted, language)
