"""Reports of who acts without a token: read whole, or refused whole."""

import json

import pytest

from sarai_mqtt.core.acting import ActionResult, EntityState, Level, Obstacle
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.transports.mqtt.action_reports import MAX_BYTES, parse_action_report


def test_all_of_a_report_is_read():
    told = {
        "turn": "t1",
        "seq": 2,
        "done": ["light.a"],
        "failed": ["select.b"],
        "sent": ["scene.c"],
        "silent": ["switch.d"],
        "begun": ["cover.e"],
        "why": {"select.b": {"kind": "cannot", "quality": "option", "options": ["Eco", "Wool"]}},
        "levels": {"light.a": {"low": 40, "at_limit": True}},
        "states": [{"id": "todo.f", "state": "1", "attributes": {"items": ["milk"]}}],
        "of_its_own": "passed over",
    }
    turn, acted, seq = parse_action_report(json.dumps(told).encode())
    assert (turn, seq) == ("t1", 2)
    assert acted == ActionResult(
        done=("light.a",),
        failed=("select.b",),
        sent=("scene.c",),
        silent=("switch.d",),
        begun=("cover.e",),
        why={"select.b": Obstacle("cannot", "option", options=("Eco", "Wool"))},
        levels={"light.a": Level(40, at_limit=True)},
        states=(EntityState("todo.f", "1", {"items": ["milk"]}),),
    )


def test_only_the_turn_is_required():
    assert parse_action_report(b'{"turn": "t1"}') == ("t1", ActionResult(), None)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "[]",
        '{"done": []}',
        '{"turn": "with a space"}',
        '{"turn": "t", "done": "light.a"}',
        '{"turn": "t", "done": ["Light A"]}',
        '{"turn": "t", "seq": -1}',
        '{"turn": "t", "why": {"light.a": {"kind": "of no kind"}}}',
        '{"turn": "t", "why": {"light.a": {"kind": "cannot", "options": [1]}}}',
        '{"turn": "t", "levels": {"light.a": {"low": "bright"}}}',
        json.dumps({"turn": "t", "done": ["light.a"] * 501}),
        json.dumps({"turn": "t", "said": "x" * MAX_BYTES}),
    ],
)
def test_any_other_form_is_refused(given):
    with pytest.raises(BadInput) as refused:
        parse_action_report(given.encode())
    assert refused.value.code == "bad_report"
