"""The report of a Home Assistant package on an intent that it executed."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from sarai_mqtt.core.acting import ActionResult, EntityState, Level, Obstacle, ObstacleKind
from sarai_mqtt.core.errors import BadInput

MAX_BYTES = 256 * 1024

_Turn = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
_EntityId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")]


class _Tolerant(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _State(_Tolerant):
    id: _EntityId
    state: Annotated[str, StringConstraints(max_length=255)]
    attributes: dict[str, Any] = {}


class _Obstacle(_Tolerant):
    kind: ObstacleKind
    quality: Annotated[str, StringConstraints(max_length=32)] = ""
    low: float | None = None
    high: float | None = None
    options: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=255)], ...], Field(max_length=500)
    ] = ()


class _Level(_Tolerant):
    low: float
    high: float | None = None
    at_limit: bool = False


class _Report(_Tolerant):
    turn: _Turn
    seq: Annotated[int, Field(ge=0, le=999)] | None = None
    done: Annotated[tuple[_EntityId, ...], Field(max_length=500)] = ()
    failed: Annotated[tuple[_EntityId, ...], Field(max_length=500)] = ()
    states: Annotated[tuple[_State, ...], Field(max_length=500)] = ()
    sent: Annotated[tuple[_EntityId, ...], Field(max_length=500)] = ()
    silent: Annotated[tuple[_EntityId, ...], Field(max_length=500)] = ()
    begun: Annotated[tuple[_EntityId, ...], Field(max_length=500)] = ()
    why: Annotated[dict[_EntityId, _Obstacle], Field(max_length=500)] = {}
    levels: Annotated[dict[_EntityId, _Level], Field(max_length=500)] = {}


def parse_action_report(payload: bytes) -> tuple[str, ActionResult, int | None]:
    """Parse a report into the id of its turn, the result, and `seq` of the intent (None: the whole turn).

    Its form is `{"turn", "seq", "done": [ids], "failed": [ids], "sent": [ids], "silent": [ids],
    "begun": [ids], "why": {id: {"kind", "quality", "low", "high", "options"}},
    "levels": {id: {"low", "high", "at_limit"}}, "states": [{"id", "state", "attributes"}]}`; only `turn` is
    required, other keys are ignored.

    Raises BadInput `bad_report` for any other form, more than 500 entries in a list, or over 256 KiB.
    """
    try:
        if len(payload) > MAX_BYTES:
            raise ValueError("too long")  # noqa: TRY301 - all end as BadInput
        report = _Report.model_validate_json(payload)
    except (ValidationError, ValueError):
        raise BadInput(
            "bad_report",
            "The report of an action is not as it should be.",
            'Send {"turn": "…", "done": ["light.kitchen"], "failed": []}.',
        ) from None
    states = tuple(EntityState(s.id, s.state, s.attributes) for s in report.states)
    result = ActionResult(
        report.done,
        report.failed,
        states,
        why={id_: Obstacle(o.kind, o.quality, o.low, o.high, o.options) for id_, o in report.why.items()},
        begun=report.begun,
        sent=report.sent,
        silent=report.silent,
        levels={id_: Level(level.low, level.high, level.at_limit) for id_, level in report.levels.items()},
    )
    return report.turn, result, report.seq
