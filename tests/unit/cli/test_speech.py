import pytest
from typer.testing import CliRunner

from sarai_mqtt.app import assembly
from sarai_mqtt.cli import cli


class AssemblyOfNothing:
    understander = None

    def __init__(self, settings):
        self.settings = settings


@pytest.mark.parametrize(
    ("intent", "reply", "line"),
    [("", "", "(no answer)  [none]"), ("HassTurnOn", "Done.", "Done.  [HassTurnOn light.kitchen]")],
)
def test_ask_prints_the_reply_and_where_it_came_from(monkeypatch, intent, reply, line):
    result = {"intent": intent, "targets": ["light.kitchen"], "reply": reply, "source": "none"}
    monkeypatch.setattr(assembly, "Assembly", AssemblyOfNothing)
    monkeypatch.setattr(assembly, "ask", lambda *_, **__: result)
    done = CliRunner().invoke(cli, ["ask", "--no-thinker", "something"])
    assert (done.exit_code, done.stdout) == (0, f"{line}\n")
