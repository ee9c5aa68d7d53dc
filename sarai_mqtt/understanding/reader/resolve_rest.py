"""Orders about what other orders leave: "leave the lamp on and turn off the others"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.reader.frames import Frame, Things
from sarai_mqtt.understanding.reader.resolve_classes import members_of
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting
from sarai_mqtt.understanding.reader.resolve_things import find

_PAIRS = (("turn_on", "turn_off"), ("open", "close"), ("lock", "unlock"))
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


def settled(setting: Setting, frames: Sequence[Frame]) -> Sequence[Frame]:
    """Return the frames with the things that each leaves out. Raises RefusedError.

    A frame for things that are to be left as they are ("leave the lamp on") is no order if another one would
    change them: they are an exception of it. "The other lights" are those of which no other frame is.
    """
    kept = [frame for frame in frames if frame.kept]
    settled_frames = list[Frame]()
    dropped = list[Frame]()
    for frame in frames:
        if frame.kept:
            continue
        opposed = [k for k in kept if _OPPOSITES.get(k.action) == frame.action]
        inside = [k for k in opposed if _is_rest(frame) or _within(setting, k, frame)]
        dropped += inside
        excepted = tuple(things for k in inside for things in k.things)
        settled_frames.append(replace(frame, exceptions=(*frame.exceptions, *excepted)))
    remaining = [frame for frame in kept if frame not in dropped]
    if not any(map(_is_rest, settled_frames)):
        settled_frames = [_all_but(setting, frame) for frame in settled_frames]
        return [*remaining, *settled_frames] if remaining else settled_frames
    named = tuple(t for f in (*remaining, *settled_frames) if not _is_rest(f) for t in f.things)
    rested = [_rest(setting, f, named) if _is_rest(f) else f for f in settled_frames]
    return [*remaining, *rested]


def _is_rest(frame: Frame) -> bool:
    return any(things.quantity == "rest" for things in frame.things)


def _within(setting: Setting, kept: Frame, frame: Frame) -> bool:
    """Return True if what is to be kept is among what `frame` changes. Raises RefusedError for a part."""
    stays = {e.id for things in kept.things for e in find(setting, kept, things).entities}
    changed = {e.id for things in frame.things for e in find(setting, frame, things).entities}
    if stays & changed and not stays <= changed:
        raise RefusedError("which_one")
    return bool(stays & changed)


def _rest(setting: Setting, frame: Frame, named: Sequence[Things]) -> Frame:
    """Return `frame` for all things but those named elsewhere. Raises RefusedError if it is unclear where."""
    exceptions = (*frame.exceptions, *named)
    if len(frame.things) > 1 or not exceptions or not frame.things[0].plural:
        raise RefusedError("which_one")
    things = frame.things[0]
    things = replace(things, quantity="the", thing=things.thing or _kind_of(setting, exceptions))
    frame = replace(frame, things=(things,), exceptions=exceptions)
    if not things.places:
        ids = [i for each in exceptions for i in each.entities]
        areas = {setting.home.entities[i].area for i in ids}
        if setting.area is None or areas != {setting.area} or any(not e.entities for e in exceptions):
            raise RefusedError("which_one")  # those of which room?
    return frame


def _all_but(setting: Setting, frame: Frame) -> Frame:
    """Return `frame` with the class of "turn all off but the spotlights": that of what is excepted."""
    alone = [
        t
        for t in frame.things
        if t.quantity == "all" and t.plural and not (t.thing or t.entities or t.unknown)
    ]
    if len(alone) != 1 or len(frame.things) != 1 or not frame.exceptions:
        return frame
    return replace(frame, things=(replace(alone[0], thing=_kind_of(setting, frame.exceptions)),))


def _kind_of(setting: Setting, several: Sequence[Things]) -> Class | Literal["", "media"]:
    """Return the narrowest class that all of the things are of. Raises RefusedError if there is none."""
    entities = [setting.home.entities[i] for things in several for i in things.entities]
    classes = {things.thing for things in several if not things.entities}
    if len(classes) == 1 and not entities and (only := next(iter(classes))):
        return only
    if classes or not entities:
        raise RefusedError("which_one")
    fitting: dict[Class, int] = {}
    for name, kind in THING_KINDS.items():
        if kind.named or not kind.domains or name not in setting.words.classes:
            continue
        members: list[Entity] = members_of(setting, Things("", thing=name), None)
        if all(e in members for e in entities):
            fitting[name] = len(members)
    if not fitting:
        raise RefusedError("which_one")
    return min(fitting, key=lambda name: fitting[name])
