"""Turns the frames of an order into commands for this home (ADR 35).

An order is done as a whole or not at all: one part that the home cannot do refuses all of it, and the refusal
says which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sarai_mqtt.core.consent import needs_yes
from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Entity
from sarai_mqtt.core.recognition import Choice, LeftOver
from sarai_mqtt.understanding.reader.frames import Frame, Reading, Things
from sarai_mqtt.understanding.reader.resolve_amounts import Values, command
from sarai_mqtt.understanding.reader.resolve_exceptions import left_out
from sarai_mqtt.understanding.reader.resolve_lists import list_commands
from sarai_mqtt.understanding.reader.resolve_places import where
from sarai_mqtt.understanding.reader.resolve_rest import settled
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting
from sarai_mqtt.understanding.reader.resolve_things import Meant, find
from sarai_mqtt.understanding.reader.resolve_times import Later, delayed, lasting

_MAX_FRAMES = 12  # commands of one breath: who says more is not ordering
_MAX_THINGS = 24  # and things of one command
_ITEM_ACTIONS = frozenset({"add", "remove", "complete"})
# What may leave things out: nobody vacuums "everything but the kitchen" with one command.
_EXCEPTED = frozenset({
    "turn_on", "turn_off", "toggle", "open", "close", "stop", "lock", "unlock", "set", "increase", "decrease",
    "mute", "unmute", "pause", "resume",
})  # fmt: skip
_ENDS = (0, 50, 100)  # percent: the same counted from either end
_WHERE_SLOTS = ("name", "area", "floor", "domain", "device_class")

Resolved = tuple[Intent, ...] | Choice | LeftOver


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """The commands of one frame, or of one for each thing that may be meant (`things`, said as `words`)."""

    options: tuple[tuple[Intent, ...], ...]
    words: str = ""
    things: tuple[str, ...] = ()


def resolve(reading: Reading, setting: Setting, later: Later) -> Resolved | None:
    """Return the commands that `reading` orders, a question which thing is meant, or a refusal.

    `later` reads the words of a delayed command as they will be read when it is due. None if the reading
    orders nothing, such as a lone "don't".
    """
    frames: Sequence[Frame] = reading.frames
    ordered = [frame for frame in frames if not frame.negated]
    if not ordered or any(things.thing == "timer" for frame in ordered for things in frame.things):
        return None  # timers are for the templates
    if any(frame.when and frame.when.seconds is None for frame in ordered):
        return None  # nothing is done at a time of day yet
    if len(ordered) > _MAX_FRAMES:
        said = tuple(filter(None, [ordered[_MAX_FRAMES].said]))
        return LeftOver(said or (setting.text.strip(),), "unaccounted", setting.language)
    try:
        frames = settled(setting, frames)
        ordered = [frame for frame in frames if not frame.negated]
        parts = [_of_frame(setting, _excepting(frame, frames), later, len(ordered) == 1) for frame in ordered]
        return _together(parts, setting)
    except RefusedError as refused:
        said_nothing = refused.reason == "unaccounted" and not refused.words  # "faster", and no thing
        return None if said_nothing else refused.left_over(setting.language)


def _excepting(frame: Frame, frames: Sequence[Frame]) -> Frame:
    """Return `frame` without what a negated frame of the same action forbids ("…, but don't … the hall")."""
    forbidden = [things for f in frames if f.negated and f.action == frame.action for things in f.things]
    kept = tuple(t for t in forbidden if t.entities or t.thing or t.places or t.unknown)
    if not kept or not any(t.plural or t.quantity != "the" for t in frame.things):
        return frame
    return replace(frame, exceptions=(*frame.exceptions, *kept))


def _together(parts: Sequence[_Alternatives], setting: Setting) -> Resolved:
    """Return the commands of all parts in order, alike ones as one; a choice if one part has options."""
    open_parts = [part for part in parts if len(part.options) > 1]
    if len(open_parts) > 1:
        raise RefusedError("which_one")
    if not open_parts:
        return _merged([intent for part in parts for intent in part.options[0]])
    asked = open_parts[0]
    options = tuple(
        _merged([i for part in parts for i in (option if part is asked else part.options[0])])
        for option in asked.options
    )
    return Choice(asked.words, options, asked.things, setting.language)


def _merged(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """Return the intents in order; neighbours of one name and the same values are one with all targets."""
    merged: list[Intent] = []
    for intent in intents:
        last = merged[-1] if merged else None
        alike = last is not None and last.name == intent.name and _values(last) == _values(intent)
        # a confirmation stops only its own: "turn off the lamp and unlock the door"
        if last and alike and last.targets and last.confirm == intent.confirm:
            targets = tuple(dict.fromkeys((*last.targets, *intent.targets)))
            shared = {k: v for k, v in last.slots.items() if intent.slots.get(k) == v and k != "name"}
            same = targets == last.targets
            merged[-1] = replace(
                last,
                slots=last.slots if same else {**shared, **_values(last)},
                targets=targets,
                confirm=last.confirm or intent.confirm,
            )
        else:
            merged.append(intent)
    return tuple(merged)


def _values(intent: Intent) -> Values:
    own = ("name",) if intent.name == "HassVacuumCleanArea" else _WHERE_SLOTS
    return {k: v for k, v in intent.slots.items() if k not in own}


def _of_frame(setting: Setting, frame: Frame, later: Later, alone: bool) -> _Alternatives:  # noqa: FBT001
    if frame.when is not None and frame.when.kind in ("at", "until"):
        raise RefusedError("unaccounted", frame.when.said)
    if frame.when is not None and not alone:
        raise RefusedError("unaccounted", frame.when.said)
    if frame.when is not None and len(frame.things) > 1 and not _is_at_an_end(setting.text, frame.when.said):
        raise RefusedError("unaccounted", frame.when.said)  # "the TV, and in ten minutes the lights"
    done = _of_list(setting, frame) if frame.action in _ITEM_ACTIONS else _acts(setting, frame)
    if frame.when is None:
        return done
    if len(done.options) > 1:
        raise RefusedError("which_one")
    make = lasting if frame.when.kind == "for" else delayed
    return replace(done, options=(make(setting, frame, frame.when, done.options[0], later),))


def _of_list(setting: Setting, frame: Frame) -> _Alternatives:
    """Return the commands about items, of each list if it was not said which."""
    unsaid = frame.which or (frame.whole and not any(things.entities for things in frame.things))
    lists = setting.home.matching({"todo"}) if unsaid else ()
    if not lists:
        return _Alternatives((tuple(list_commands(setting, frame)),))
    if frame.asked and len(lists) == 1:
        raise RefusedError("unaccounted", *frame.items)  # nothing is asked: it may be of a recipe
    each = [replace(frame, things=(Things(said="", entities=(one.id,)),), asked=False) for one in lists]
    options = tuple(tuple(list_commands(setting, frame)) for frame in each)
    words = frame.items[0] if frame.items else frame.said
    return _Alternatives(options, words, tuple(one.id for one in lists))


def _is_at_an_end(text: str, said: str) -> bool:
    """Return True if `said` begins or ends the text, so that it is about all that is ordered."""
    before, _, after = text.partition(said)
    return not any(c.isalnum() for c in before) or not any(c.isalnum() for c in after)


def _acts(setting: Setting, frame: Frame) -> _Alternatives:
    """Return the commands that one frame asks for."""
    if frame.action == "play" and not frame.query and any(t.entities or t.thing for t in frame.things):
        frame = replace(frame, action="resume")  # "press play on the radio"
    if frame.exceptions and frame.action not in _EXCEPTED:
        raise RefusedError("unaccounted", *(t.said for t in frame.exceptions))
    amount = frame.amount
    if frame.action == "close" and amount and amount.level == "absolute" and amount.value not in _ENDS:
        raise RefusedError("unaccounted", amount.said)  # closed by so much, or open so much
    if len(frame.things) > _MAX_THINGS:
        raise RefusedError("unaccounted", frame.things[_MAX_THINGS].said)
    founds = [find(setting, frame, things) for things in _things(frame)]
    excepted = left_out(setting, frame.exceptions, frame)
    _check_exceptions(setting, frame, founds)
    founds = [_without(found, excepted) for found in founds] if frame.exceptions else founds
    if amount and frame.action == "turn_on" and not (amount.unit or frame.attribute):
        played = [e for found in founds for e in found.entities if e.domain == "media_player"]
        if played:
            raise RefusedError("unaccounted", amount.said)  # "put on Radio 4": a station, no volume
    asked = [found for found in founds if found.one_of]
    if len(asked) > 1:
        raise RefusedError("which_one")
    if not asked:
        return _Alternatives((_commands(setting, frame, founds),))
    one = asked[0]
    options = tuple(
        _commands(
            setting, frame, [replace(f, entities=(e,), one_of=False) if f is one else f for f in founds]
        )
        for e in one.entities
    )
    return _Alternatives(options, one.said, tuple(e.id for e in one.entities))


def _check_exceptions(setting: Setting, frame: Frame, founds: Sequence[Meant]) -> None:
    """Raise RefusedError if what is excepted by its name is not in the place that was said.

    Also if a place is excepted in which nothing is that was meant.
    """
    for things in frame.exceptions:
        where_ = where(setting, things.places) if not things.thing and not things.entities else None
        if where_ and not things.unknown and not any(where_.has(e) for f in founds for e in f.entities):
            raise RefusedError("not_here", where_.name)
    places = [found.place for found in founds if found.place is not None and found.place.areas is not None]
    for things in frame.exceptions if len(places) == len(founds) else ():
        known = [setting.home.entities[i] for i in things.entities if i in setting.home.entities]
        if known and not things.places and not any(p.has(e) for p in places for e in known):
            raise RefusedError("no_such_thing", things.said, place=places[0].name)


def _things(frame: Frame) -> Sequence[Things]:
    """Return the things of `frame`: a place said before them is theirs, what plays is of the player said."""
    named = [
        t for t in frame.things if t.thing or t.entities or t.unknown or t.quantity in ("everything", "rest")
    ]
    places = [place for t in frame.things if t not in named for place in t.places]
    if named and places and all(not t.places and not t.entities for t in named):
        return [replace(t, places=tuple(places)) for t in named]
    # "pause the film on the telly"
    players = [t for t in frame.things if t.thing != "media" or t.unknown or frame.action == "turn_on"]
    return players or frame.things or (Things(""),)


def _without(found: Meant, excepted: Callable[[Entity], bool]) -> Meant:
    kept = tuple(e for e in found.entities if not excepted(e))
    if not kept:
        raise RefusedError("unaccounted", found.said)
    return replace(found, entities=kept)


def _commands(setting: Setting, frame: Frame, founds: Sequence[Meant]) -> tuple[Intent, ...]:
    intents: list[Intent] = []
    for found in founds:
        if frame.action == "clean" and (area := _area_to_clean(setting, frame, found)):
            slots = {"areas" if "," in area else "area": area}
            intents.append(_intent(setting, "HassVacuumCleanArea", slots, found))
            continue
        entities = found.entities
        if frame.action == "play":
            entities = entities[:1]  # one player plays; the order of the home decides which
        kinds = {e.domain for e in entities}
        parts = _parts(frame, kinds.pop() if len(kinds) == 1 else "")
        commands = [(entity, command(setting, each, entity)) for each in parts for entity in entities]
        while commands:
            name, values = commands[0][1]
            alike = tuple(e for e, (n, v) in commands if (n, v) == (name, values))
            commands = [(e, c) for e, c in commands if c != (name, values)]
            if frame.action == "play":
                values = {**values, "search_query": frame.query}
            whole = alike == found.entities and not frame.exceptions
            intents.append(_intent(setting, name, values, replace(found, entities=alike), whole=whole))
    return _merged(intents)


def _parts(frame: Frame, domain: str) -> tuple[Frame, ...]:
    """Return the frame, or one for its mode and one for its amount: "cool, at 22 degrees".

    What keeps a humidity may be off and take it all the same: "turn the humidifier on at 50 percent".
    """
    if frame.action == "turn_on" and frame.amount is not None and domain == "humidifier":
        return replace(frame, amount=None), replace(frame, action="set")
    if not frame.mode or frame.amount is None:
        return (frame,)
    return replace(frame, amount=None), replace(frame, mode="", action="set")


def _area_to_clean(setting: Setting, frame: Frame, found: Meant) -> str:
    """Return the id of the area to clean, or those of a floor with commas; "" if none was said.

    Raises RefusedError for a wider place.
    """
    place = found.place or where(setting, [place for things in frame.things for place in things.places])
    if place is None or place.areas is None:
        return ""
    if place.floor:
        return ",".join(area for area in setting.home.areas if area in place.areas)
    if not place.area:
        raise RefusedError("unaccounted", place.name)
    return place.area


def _intent(setting: Setting, name: str, values: Values, found: Meant, *, whole: bool = True) -> Intent:
    """Return an intent with the slots that truly describe its targets."""
    slots: dict[str, SlotValue] = dict(values)
    entities, place = found.entities, found.place
    if len(entities) == 1:
        slots.setdefault("name", entities[0].id)
    elif whole and found.group:
        domains = {e.domain for e in entities}
        classes = {e.device_class for e in entities}
        if len(domains) == 1:
            slots["domain"] = domains.pop()
        if len(classes) == 1 and (only := classes.pop()):
            slots["device_class"] = only
        areas = {e.area for e in entities}
        if place is not None and place.area:
            slots["area"] = place.area
        elif place is not None and place.floor:
            slots["floor"] = place.floor
        elif place is None and len(areas) == 1 and (area := areas.pop()) is not None:
            slots.setdefault("area", area)
    return Intent(
        "",
        name,
        slots,
        tuple(e.id for e in entities),
        setting.text,
        setting.language,
        1.0,
        confirm=found.unasked or needs_yes(entities, name),
    )
