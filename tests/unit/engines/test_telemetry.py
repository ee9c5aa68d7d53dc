import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from sarai_mqtt.app.doctor import _telemetry
from sarai_mqtt.cli import cli
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.engines.onnx import telemetry
from sarai_mqtt.engines.onnx.session import open_session

NAMES = ["deviceid", "onnxruntime.db", "onnxruntime.db-shm", "onnxruntime.db-wal"]


def python(code, **variables):
    """Run `code`; CI keeps onnxruntime itself quiet here. Gives what it printed."""
    clean = {name: value for name, value in os.environ.items() if name != telemetry.VARIABLE}
    command, environment = [sys.executable, "-c", code], clean | {"CI": "1"} | variables
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()


@pytest.fixture
def left(tmp_path, monkeypatch):
    """Give the folder with what earlier runs left, and with a file that is somebody else's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = tmp_path / "Microsoft" / "DeveloperTools" / ".onnxruntime"
    folder.mkdir(parents=True)
    for name in [*NAMES, "else"]:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize("variables", [{}, {telemetry.VARIABLE: "0"}, {telemetry.VARIABLE: ""}])
def test_it_is_off_in_every_process_whatever_the_user_says(variables):
    code = "import sarai_mqtt, subprocess, sys; subprocess.run([sys.executable, '-c', 'import os; print(os.environ[\"%s\"])'])"
    assert python(code % telemetry.VARIABLE, **variables) == ["1"]


@pytest.mark.parametrize(
    ("first", "variables", "expected"),
    [
        ("onnxruntime, sarai_mqtt", {}, "telemetry_on"),
        ("onnxruntime, sarai_mqtt", {telemetry.VARIABLE: "0"}, "telemetry_on"),
        ("onnxruntime, sarai_mqtt", {telemetry.VARIABLE: "1"}, "model_missing"),
        ("sarai_mqtt, onnxruntime", {}, "model_missing"),
    ],
)
def test_nothing_runs_on_an_onnxruntime_that_came_before_us(first, variables, expected):
    code = f"import {first}\nfrom pathlib import Path\nfrom sarai_mqtt.engines.onnx.session import open_session\n"
    code += "try: open_session(Path('nowhere'), 1)\nexcept Exception as error: print(error.code, bool(error.remedy))"
    assert python(code, **variables) == [expected, "True"]


def test_a_version_that_does_not_obey_is_found_out(tmp_path):
    with (
        (tmp_path / "onnxruntime.db").open("w"),
        pytest.raises(ConfigError, match="database open") as refused,
    ):
        open_session(tmp_path / "nowhere", 1)
    assert refused.value.code == "telemetry_on"
    telemetry.require_off()


def test_doctor_names_what_is_left(left):
    detail, remedy = _telemetry(None)
    assert all(name in detail for name in [*NAMES, str(left)])
    assert "else" not in detail
    assert "--remove-telemetry" in remedy


def test_what_is_left_goes_when_asked_for_and_nothing_besides(left):
    result = CliRunner().invoke(cli, ["doctor", "--remove-telemetry", "--json"])
    assert result.exit_code == 0
    removed = [json.loads(line)["removed"] for line in result.stdout.splitlines()]
    assert removed == [str(left / name) for name in NAMES]
    assert [file.name for file in left.iterdir()] == ["else"]
    assert _telemetry(None)[1] == ""
    assert CliRunner().invoke(cli, ["doctor", "--remove-telemetry"]).stdout == ""


def test_its_own_folder_goes_with_the_last_file(left):
    (left / "else").unlink()
    assert len(telemetry.remove_traces()) == len(NAMES)
    assert not left.exists()
    assert left.parent.exists()
    assert telemetry.traces() == []
