from typer.testing import CliRunner

from sarai_mqtt.app import doctor
from sarai_mqtt.app.doctor import CHECKS, CheckResult
from sarai_mqtt.cli import cli


def test_what_was_found_and_what_to_do_stand_in_one_column(monkeypatch):
    found = [CheckResult(name, ok=name != "broker", detail="<found>", remedy="<to do>") for name in CHECKS]
    monkeypatch.setattr(doctor, "run_checks", lambda _: iter(found))
    result = CliRunner().invoke(cli, ["doctor"])
    lines = result.stdout.splitlines()
    assert [line.split("<")[0].split()[1:] for line in lines[::2]] == [name.split() for name in CHECKS]
    assert len({line.index("<") for line in lines}) == 1
    assert len(lines) == 2 * len(CHECKS)
    assert result.exit_code == 1
