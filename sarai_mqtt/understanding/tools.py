"""The tools of a home for a language model, and the frames of orders that its calls stand for (ADR 38).

The arguments are names of exposed things and of rooms, kinds of things ("every light"), and numbers. Locks,
alarms, garage doors and whatever needs a yes by itself are not offered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.home import Entity, Home, names_in
from sarai_mqtt.core.tools import Argument, Tool, ToolCall
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.reader.frames import Action, AmountSaid, Frame, Place, Things
from sarai_mqtt.understanding.reader.resolve_intents import GUARDED_COVERS, MOVED, SWITCHED, intent_of

_MAX_THINGS = 120  # names; a longer list fits no context, and no small model finds its way in it
_LONGEST_NAME = 60  # characters
_CONTROL = "<|"  # begins a control token of a chat model
_EVERY = "every "
_KINDS: tuple[Class, ...] = ("light", "fan", "blind", "curtain", "awning", "cover")
_THING, _ROOM, _STATE, _NUMBER, _MORE = "thing", "room", "state", "value", "direction"
_STARTED = frozenset({"scene", "script", "button", "input_button", "vacuum", "lawn_mower"})
_IN_PERCENT = frozenset({"light", "cover", "valve", "fan", "media_player", "humidifier"})
_IN_DEGREES = frozenset({"climate", "water_heater"})


@dataclass(frozen=True, slots=True)
class _Row:
    """A tool: the domains of its things, and its arguments besides thing and room.

    `frame` makes the frame of a call without its things; it raises KeyError or ValueError for one that lacks
    an argument or has one of another kind.
    """

    name: str
    description: str
    domains: frozenset[str]
    arguments: tuple[Argument, ...]
    frame: Callable[[Mapping[str, str | float]], Frame]


def _number(arguments: Mapping[str, str | float]) -> float:
    value = arguments[_NUMBER]
    if isinstance(value, str):
        raise ValueError("no number")  # noqa: TRY004 - as for any value that a tool does not take
    return value


def _action(actions: Mapping[str, Action], argument: str) -> Callable[[Mapping[str, str | float]], Frame]:
    return lambda arguments: Frame(actions[str(arguments[argument])])


def _amount(unit: str) -> Callable[[Mapping[str, str | float]], Frame]:
    return lambda arguments: Frame("set", amount=AmountSaid("absolute", _number(arguments), unit))


def _change(arguments: Mapping[str, str | float]) -> Frame:
    more: Mapping[str, Action] = {"more": "increase", "less": "decrease"}
    action = more[str(arguments[_MORE])]
    if _NUMBER not in arguments:
        return Frame(action)
    by = abs(_number(arguments))
    return Frame(action, amount=AmountSaid("delta", by if action == "increase" else -by))


def _one_of(name: str, *values: str) -> Argument:
    return Argument(name, "", values)


_ROWS = (
    _Row(
        "switch",
        "Switch a thing on or off.",
        SWITCHED,
        (_one_of(_STATE, "on", "off"),),
        _action({"on": "turn_on", "off": "turn_off"}, _STATE),
    ),
    _Row(
        "move",
        "Open, close or stop a blind, curtain, awning or valve.",
        MOVED,
        (_one_of(_STATE, "open", "closed", "stopped"),),
        _action({"open": "open", "closed": "close", "stopped": "stop"}, _STATE),
    ),
    _Row("start", "Start a scene, a script, a vacuum or a mower.", _STARTED, (), lambda _: Frame("start")),
    _Row(
        "set_percent",
        "Set brightness, position, speed, volume or humidity.",
        _IN_PERCENT,
        (Argument(_NUMBER, "0 to 100."),),
        _amount("percent"),
    ),
    _Row(
        "set_temperature",
        "Set the temperature of a thermostat or boiler.",
        _IN_DEGREES,
        (Argument(_NUMBER, ""),),
        _amount("degrees"),
    ),
    _Row(
        "change",
        "Make a thing brighter, louder, warmer, faster or more open, or the opposite.",
        _IN_PERCENT | _IN_DEGREES,
        (
            _one_of(_MORE, "more", "less"),
            Argument(_NUMBER, "Percent or degrees, if said.", required=False),
        ),
        _change,
    ),
)
_BY_NAME = {row.name: row for row in _ROWS}


class HomeTools:
    """The tools of one home in one language. `tools` is empty if it has nothing that may be offered."""

    def __init__(self, home: Home, language: str) -> None:
        self._home = home
        offered = [e for e in home.matching(()) if _is_offered(e)]
        self._things = _by_name(((e.id, names_in(e.names, language)[:1]) for e in offered), _MAX_THINGS)
        self._rooms = _by_name(
            ((a.id, names_in(a.names, language)[:1]) for a in home.areas.values()), _MAX_THINGS
        )
        self._kinds = {f"{_EVERY}{k}": k for k in _KINDS if any(_is_of(e, k) for e in offered)}
        self.tools = tuple(filter(None, map(self._tool, _ROWS)))

    def frames(self, calls: Sequence[ToolCall], *, here: bool) -> tuple[Frame, ...]:
        """Return the frames of `calls`; none if one calls no tool of this home, or with other arguments.

        `here`: the speaker's room is known; a kind of things without a room is then of that room. Ranges are
        left to what resolves the frames.
        """
        try:
            return tuple(self._frame(call, here=here) for call in calls)
        except (KeyError, ValueError):
            return ()

    def _tool(self, row: _Row) -> Tool | None:
        names = [n for n, ids in self._things.items() if any(self._takes(row, i) for i in ids)]
        kinds = [n for n, kind in self._kinds.items() if THING_KINDS[kind].domains & row.domains]
        if not names:
            return None
        thing = Argument(_THING, "", (*names, *kinds), listed=True)
        room = Argument(_ROOM, "", tuple(self._rooms), required=False, listed=True)
        places = (room,) if self._rooms else ()
        return Tool(row.name, row.description, (thing, *row.arguments, *places))

    def _takes(self, row: _Row, entity: str) -> bool:
        return self._home.entities[entity].domain in row.domains

    def _frame(self, call: ToolCall, *, here: bool) -> Frame:
        """Return the frame of `call`. Raises KeyError, ValueError."""
        row, arguments = _BY_NAME[call.name], call.arguments
        tool = next((tool for tool in self.tools if tool.name == call.name), None)
        if tool is None or set(arguments) - {a.name for a in tool.arguments}:
            raise ValueError("no such tool")
        frame = row.frame(arguments)
        thing = str(arguments[_THING])
        if thing not in tool.arguments[0].values:
            raise ValueError("not a thing of this tool")
        places = (self._room(str(arguments[_ROOM])),) if _ROOM in arguments else ()
        if thing in self._things:
            # the same name may be of a thing that this tool does not do anything to
            ids = tuple(i for i in self._things[thing] if self._takes(row, i))
            things = Things(thing, entities=ids, places=places)
        elif places or here:
            things = Things(thing, self._kinds[thing], plural=True, places=places or (Place("here", ""),))
        else:
            raise ValueError("a kind of things somewhere")
        return Frame(frame.action, (things,), amount=frame.amount)

    def _room(self, name: str) -> Place:
        return Place("area", name, self._rooms[name])


def _is_offered(entity: Entity) -> bool:
    """Return True if calls may be about the entity: something does it, and it needs no yes by itself."""
    if entity.confirm or (entity.domain == "cover" and entity.device_class in GUARDED_COVERS):
        return False
    return bool(intent_of("turn_on", entity.domain) or intent_of("open", entity.domain)) and (
        entity.domain != "lock"
    )


def _is_of(entity: Entity, kind: Class) -> bool:
    each = THING_KINDS[kind]
    fits = not each.device_classes or entity.device_class in each.device_classes
    return entity.domain in each.domains and fits


def _by_name(rows: Iterable[tuple[str, tuple[str, ...]]], most: int) -> dict[str, tuple[str, ...]]:
    """Return the ids by spoken name, at most `most` names; several things may have the same."""
    found: dict[str, tuple[str, ...]] = {}
    for key, names in rows:
        for name in (" ".join(n.split()) for n in names):
            usable = name and len(name) <= _LONGEST_NAME and _CONTROL not in name
            if usable and (name in found or len(found) < most):
                found[name] = (*found.get(name, ()), key)
    return found
