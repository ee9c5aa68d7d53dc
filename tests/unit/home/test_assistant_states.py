import pytest

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.home.assistant.rest import Access, Answer
from sarai_mqtt.home.assistant.results import Outcome, combine_outcomes, conversation_result, outcome_of
from sarai_mqtt.home.assistant.states import States


def test_events_are_put_together():
    states = States()
    states.apply({"a": {"light.a": {"s": "on", "a": {"brightness": 9, "color": 1}}, "fan.b": {"s": "off"}}})
    states.apply({"c": {"light.a": {"+": {"a": {"brightness": 10}}, "-": {"a": ["color"]}}}})
    state = states.get("light.a")
    assert (state.state, state.attributes) == ("on", {"brightness": 10})
    states.apply({"c": {"light.a": {"+": {"s": "unavailable", "lc": 1.0}}}, "r": ["fan.b"]})
    assert states.is_gone("light.a")
    assert not states.is_gone("fan.b")
    assert states.get("fan.b") is None


def test_a_change_of_an_unknown_thing_is_passed_over():
    states = States()
    states.apply({"c": {"light.a": {"+": {"s": "on"}}}, "r": ["light.b"]})
    assert states.get("light.a") is None


def test_keys_to_pictures_are_not_kept():
    states = States()
    states.apply({"a": {"camera.a": {"s": "idle", "a": {"access_token": "k", "entity_picture": "p"}}}})
    states.apply({"c": {"camera.a": {"+": {"a": {"access_token": "k2", "brand": "x"}}}}})
    assert states.get("camera.a").attributes == {"brand": "x"}


def answer(kind="action_done", *, success=(), failed=(), speech="", code=""):
    data = (
        {"code": code}
        if code
        else {
            "success": [{"type": "entity", "id": i} for i in success],
            "failed": [{"type": "entity", "id": i} for i in failed],
        }
    )
    said = {"plain": {"speech": speech}} if speech else {}
    return Answer(200, {"response_type": kind, "speech": said, "data": data})


@pytest.mark.parametrize(
    ("given", "old", "kind"),
    [
        (answer(success=["light.a"]), False, "done"),
        (answer(success=["light.a"], speech="All right"), True, "done"),
        (answer(), False, "done"),  # handlers that list no success, as the volume's
        (answer(), True, "done"),
        (answer("partial_action_done", success=["hall"], failed=["light.a"]), False, "failed"),
        (answer(speech="Failed to call turn_on for: []"), True, "failed"),
        (answer(speech="<MatchFailedError result=…>"), True, "refused"),
        (answer("error", speech="Failed to call turn_on for: []", code="failed_to_handle"), False, "failed"),
        (answer("error", speech="Error searching media: x", code="failed_to_handle"), False, "failed"),
        (answer("error", speech="No entities matched the name", code="failed_to_handle"), False, "refused"),
        (Answer(401, {}), False, "refused"),
        (Answer(404, {}), False, "refused"),
        (Answer(500, {}), False, "failed"),
        (Answer(502, {}), True, "failed"),
    ],
)
def test_what_an_answer_says(given, old, kind):
    assert outcome_of(given, "HassTurnOn", "light.a", legacy=old).kind == kind


DONE, FAILED, REFUSED, LATE = (Outcome(k, k) for k in ("done", "failed", "refused", "unreachable"))


@pytest.mark.parametrize(
    ("outcomes", "acted"),
    [
        ([DONE, DONE], ActionResult(("a", "b"))),
        ([DONE, FAILED], ActionResult(("a",), ("b",))),
        ([REFUSED, DONE], ActionResult(("b",), ("a",))),
        ([LATE, DONE], ActionResult(("b",), ("a",))),
        ([FAILED, LATE], ActionResult((), ("a", "b"))),
        ([REFUSED, REFUSED], ActionResult(trouble="refused")),
        ([LATE, LATE], ActionResult(trouble="unreachable")),
        ([LATE, REFUSED], ActionResult(trouble="unreachable")),
    ],
)
def test_outcomes_together(outcomes, acted):
    found = combine_outcomes(["a", "b"], outcomes)
    assert (found.done, found.failed, found.trouble) == (acted.done, acted.failed, acted.trouble)
    assert bool(found.reason) == (outcomes != [DONE, DONE])


def talk(response, **more):
    return Answer(200, {"response": response, "conversation_id": "01", **more})


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        (talk(answer("error", speech="What?", code="no_intent_match").body), False),
        (talk(answer("error", speech="No device", code="no_valid_targets").body), False),
        (talk(answer("error", speech="It broke", code="failed_to_handle").body), True),
        (talk(answer("query_answer", speech="It is on").body), True),
        (Answer(500, {}), False),
        (Answer(200, {"response": "nonsense"}), False),
    ],
)
def test_talk(given, understood):
    said = conversation_result(given, default_agent=True)
    assert (said is not None) == understood
    assert said is None or not said.acted


def test_access_shows_no_token():
    access = Access("http://ha:8123/", "secret")
    assert "secret" not in repr(access)
    assert access.at("websocket") == "http://ha:8123/api/websocket"
