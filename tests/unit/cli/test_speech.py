import pytest
from typer.testing import CliRunner

from sarai_mqtt.app import asking, assembly
from sarai_mqtt.cli import cli


class AssemblyOfNothing:
    understander = None

    def __init__(self, settings):
        self.settings = settings


def asked(intents, reply):
    """Return what `ask` returns for commands with these intents."""
    reading = [
        {"words": "turn on", "role": "action", "value": "turn_on"},
        {"words": "please", "role": "filler", "value": ""},
    ]
    commands = [{"intent": name, "slots": {}, "targets": ["light.kitchen"]} for name in intents]
    return {"reply": reply, "source": "none", "commands": commands, "reading": reading}


@pytest.mark.parametrize(
    ("intents", "reply", "line"),
    [
        ([], "", "(no answer)  [none]"),
        (["HassTurnOn"], "Done.", "Done.  [HassTurnOn light.kitchen]"),
        (
            ["HassTurnOn", "HassTurnOff"],
            "Done.",
            "Done.  [HassTurnOn light.kitchen; HassTurnOff light.kitchen]",
        ),
    ],
)
def test_ask_prints_the_reply_and_where_it_came_from(monkeypatch, intents, reply, line):
    result = asked(intents, reply)
    monkeypatch.setattr(assembly, "Assembly", AssemblyOfNothing)
    monkeypatch.setattr(asking, "ask", lambda *_, **__: result)
    done = CliRunner().invoke(cli, ["ask", "--no-thinker", "something"])
    assert (done.exit_code, done.stdout) == (0, f"{line}\n")


def test_ask_explains_which_words_mean_what(monkeypatch):
    monkeypatch.setattr(assembly, "Assembly", AssemblyOfNothing)
    monkeypatch.setattr(asking, "ask", lambda *_, **__: asked(["HassTurnOn"], "Done."))
    done = CliRunner().invoke(cli, ["ask", "--explain", "--no-thinker", "turn on the lamp"])
    assert done.stdout.splitlines() == [
        "Done.  [HassTurnOn light.kitchen]",
        "  turn on: action turn_on",
        "  please: filler",
    ]
