"""Golden turns: for each journey, all that a turn puts on the wire and does, in order, as a snapshot.

`tests/data/golden/NAME.json` holds what journey NAME brought about when the snapshot was made. A move, a new
name or a new cut of the code changes none of it. Who changes behaviour on purpose writes the snapshots anew,
and reads the difference before committing it:

    GOLDEN_WRITE=1 python -m pytest tests/unit/turns/test_golden_turns.py; git diff tests/data/golden

A run that writes fails, whatever it wrote, and so does a missing snapshot: no run passes by writing.
"""

from pathlib import Path

import pytest

from tests.harness.golden import announcements, commands, several, talk  # noqa: F401 - they fill JOURNEYS
from tests.harness.golden.house import play
from tests.harness.golden.journeys import JOURNEYS
from tests.harness.golden.record import difference

GOLDEN = Path(__file__).parents[2] / "data" / "golden"


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_is_as_in_its_snapshot(name):
    walk, house = JOURNEYS[name]
    different = difference(GOLDEN / f"{name}.json", play(walk, **house))
    if different:
        pytest.fail(different, pytrace=False)


def test_every_snapshot_has_its_journey():
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.json" for name in JOURNEYS}


def test_no_run_passes_without_a_snapshot_or_by_writing_one(tmp_path, monkeypatch):
    path = tmp_path / "golden" / "turn.json"
    monkeypatch.delenv("GOLDEN_WRITE", raising=False)
    assert "no snapshot turn.json" in difference(path, "[]\n")
    monkeypatch.setenv("GOLDEN_WRITE", "1")
    assert "written, not compared" in difference(path, "[]\n")
    assert "written, not compared" in difference(path, "[]\n")
    monkeypatch.delenv("GOLDEN_WRITE")
    assert not difference(path, "[]\n")


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ('"retain": true', '"retain": false'),
        ("Turned on the kitchen light.", "Turned on the kitchen lights."),
        ('"verdict": "done"', '"verdict": "failed"'),
        ('"turn": "turn-1"', '"turn": "turn-2"'),
        ('"name": "HassTurnOn"', '"name": "HassTurnOff"'),
        ('"endpoint_delay": ', '"endpoint": '),
    ],
)
def test_a_change_is_shown_where_it_is(said, instead, monkeypatch):
    monkeypatch.delenv("GOLDEN_WRITE", raising=False)
    path = GOLDEN / "command_with_a_token.json"
    snapshot = path.read_text(encoding="utf-8")
    before, found, after = snapshot.partition(said)
    shown = difference(path, before + instead + after).splitlines()
    changed = [line for line in shown[2:] if line.startswith(("-", "+"))]
    assert found
    assert [line[0] for line in changed] == ["-", "+"]
    assert said in changed[0]
    assert instead in changed[1]
