"""Things of an order: the entities they stand for in this home. Scope never widens by itself (ADR 35)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sarai_mqtt.core.home import Entity, spoken_name
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.understanding.reader.frames import Frame, Things
from sarai_mqtt.understanding.reader.lexicon import lexicon_of
from sarai_mqtt.understanding.reader.resolve_amounts import can, implied
from sarai_mqtt.understanding.reader.resolve_classes import (
    called,
    called_alike,
    called_so,
    head_of,
    is_misheard_all,
    members_of,
    of_that_word,
    of_word,
    partly_named,
    plain_words,
)
from sarai_mqtt.understanding.reader.resolve_exceptions import near_exceptions
from sarai_mqtt.understanding.reader.resolve_intents import (
    GUARDED_COVERS,
    MOBILE,
    everything_of,
    stands_alone,
    unsaid_of,
)
from sarai_mqtt.understanding.reader.resolve_places import Where, outdoors, spread, where
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

_MAX_CHOICES = 6  # nobody listens to a longer question
_GARAGES = frozenset({"garage", "garage_door"})
_LEVELS = frozenset({"increase", "decrease", "set"})
_EVERY = frozenset({"all", "both", "everything", "count"})


@dataclass(frozen=True, slots=True)
class Meant:
    """The entities that were meant, or, if `one_of`, of which one was meant.

    `said` are the words for them. `unasked`: the whole house is meant, as "everything", so that the person is
    asked first. `place` tells where, None if no place was said or used; `group`: they were meant by their
    kind, not one by one.
    """

    entities: tuple[Entity, ...]
    said: str
    one_of: bool = False
    unasked: bool = False
    place: Where | None = None
    group: bool = False


def find(setting: Setting, frame: Frame, things: Things) -> Meant:
    """Return the entities that `things` stand for as the object of `frame`. Raises RefusedError."""
    place = where(setting, things.places)
    if things.unknown and things.thing and things.quantity != "another":
        # a part of a name is too little to unlock or open the house by
        open_to_all = (e for e in members_of(setting, things, frame) if not _is_guarded(e))
        members = partly_named(setting, open_to_all, things)
        if members:  # "the small telly", "the reading lamps"
            things = replace(things, unknown=False, thing="", entities=tuple(e.id for e in members))
    if things.unknown:
        name = place.name if place else ""
        raise RefusedError("no_such_thing" if name else "unaccounted", things.said, place=name)
    if things.thing == "media" and frame.action in ("turn_on", "start"):
        raise RefusedError("cannot", things.said)  # what is to be played was not said
    if things.entities and not (things.thing and things.plural and len(things.entities) > 1):
        return _named(setting, frame, things, place)
    if things.quantity == "everything":
        found = _everything(setting, frame, things, place)
    elif things.thing:
        found = _of_class(setting, frame, things, place)
    else:
        found = _unsaid(setting, frame, things, place)
    return found


def _is_guarded(entity: Entity) -> bool:
    return entity.confirm or entity.domain == "lock" or entity.device_class in GUARDED_COVERS


def _named(setting: Setting, frame: Frame, things: Things, place: Where | None) -> Meant:
    """Return the entity of a name; of several with that name, the one that place and speaker tell."""
    home = setting.home
    known = [e for i in things.entities if (e := home.entities.get(i)) and e.exposed]
    if things.quantity == "another" and len(known) == 1:
        raise RefusedError("which_one")
    if not known:
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    there = [e for e in known if place is None or place.has(e) or _roams_to(setting, e, place)]
    if not there:
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    able = [e for e in there if can(frame, e.domain)]
    if not able:
        raise RefusedError("cannot", things.said)
    if place is None and (near := _nearer(setting, frame, things, able)):
        return _one_of(setting, near, things.said, place)
    wanted = {"both": 2, "count": things.count}.get(things.quantity, len(able))
    if len(able) != wanted:
        raise RefusedError("which_one")
    if len(able) > 1 and (things.quantity in _EVERY or things.plural):
        scoped = able if things.quantity in _EVERY or place else _in_scope(setting, able, things.said)
        return Meant(tuple(scoped), things.said, place=place)
    return _one_of(setting, able, things.said, place)


def _nearer(setting: Setting, frame: Frame, things: Things, named: Sequence[Entity]) -> list[Entity]:
    """Return the things of the speaker's room that are called by the bare word, if `named` are elsewhere.

    "The TV" is the one here, also if only the one of the living room has that and no more for a name.
    """
    if (
        setting.area is None
        or any(e.area == setting.area for e in named)
        or things.quantity != "the"
        or things.plural
    ):
        return []
    little = setting.words.articles | setting.words.of
    head = head_of(setting, things)
    if not head or [w for w in words_in(things.said, setting.language) if w not in little] != head.split():
        return []
    here = [e for e in members_of(setting, things, frame) if e.area == setting.area and not _is_guarded(e)]
    return of_word(setting, here, head)


def _roams_to(setting: Setting, entity: Entity, place: Where) -> bool:
    """Return True if the entity moves about, is the only one of its kind, and works in such a place.

    A vacuum works in every room, a mower out of doors.
    """
    if entity.domain not in MOBILE or len(setting.home.matching({entity.domain})) != 1:
        return False
    inside = place.areas is None or bool(place.areas - set(outdoors(setting.home)))
    return inside == (entity.domain == "vacuum") or place.areas is None


def _one_of(setting: Setting, able: Sequence[Entity], said: str, place: Where | None) -> Meant:
    """Return the one of `able` in the speaker's area, else all of them as a choice."""
    if len(able) > 1:
        able = [e for e in able if e.area is not None and e.area == setting.area] or able
    if len(able) == 1:
        return Meant(tuple(able), said, place=place)
    if len(able) > _MAX_CHOICES:
        raise RefusedError("which_one")
    return Meant(tuple(able), said, one_of=True, place=place)


def _of_class(setting: Setting, frame: Frame, things: Things, place: Where | None) -> Meant:
    """Return the entities of a class, in the place said or else within the speaker's reach."""
    members = of_that_word(setting, members_of(setting, things, frame), things)
    members = _alike(setting, things, members, place)
    if not members:
        able = members_of(setting, things, None)
        if able and (place is None or any(map(place.has, able))):
            raise RefusedError("cannot", things.said)
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    if things.thing == "media" and place is None:  # what plays, wherever: it is a mass
        here = [e for e in members if e.area is not None and e.area == setting.area]
        areas = {e.area for e in members}
        room = setting.home.areas.get(setting.area or "")
        if not here and room and frame.action in _LEVELS and len(areas) > 1:
            name = spoken_name(room.names, setting.language)
            raise RefusedError("no_such_thing", things.said, place=name)  # not what others listen to
        here = here or members
        if len(here) > 1 and frame.amount is not None and frame.amount.level == "absolute":
            raise RefusedError("which_one")
        return Meant(tuple(here), things.said, group=True)
    scoped = _counted(setting, things, _reached(setting, frame, things, members, place), place)
    if things.quantity == "one" and things.plural:
        raise RefusedError("which_one")  # "one of the lights", "some lights"
    if things.plural or things.quantity in _EVERY:
        if place is not None and place.alike and spread(scoped) > 1 and things.quantity != "all":
            raise RefusedError("which_one")
        return Meant(_unguarded(scoped), things.said, place=place, group=True)
    return _singular(setting, scoped, things, place)


def _alike(setting: Setting, things: Things, members: list[Entity], place: Where | None) -> list[Entity]:
    """Return those of `members` in reach that are called by the word said, if it is of several but not all.

    "The lamps" of a room with a chandelier are two of three; "las lamparitas" are those of one room.
    """
    if not things.plural or things.quantity in ("one", "rest"):
        return members
    near = place or setting.area
    within = [e for e in members if place.has(e)] if place else members
    within = [e for e in within if e.area == setting.area] if setting.area and not place else within
    alike = called_alike(setting, within, things)
    if not (1 < len(alike) < len(within)) or (near is None and spread(alike) > 1):
        return members
    return [e for e in members if e in alike or e not in within] if near else alike


def _reached(
    setting: Setting, frame: Frame, things: Things, members: Sequence[Entity], place: Where | None
) -> list[Entity]:
    """Return those of `members` in the place said, everywhere if all are meant, else within reach."""
    if place is not None:
        there = _in_place(setting, members, place)
        if not there:
            raise RefusedError("no_such_thing", things.said, place=place.name)
        return there
    if frame.exceptions and (near := near_exceptions(setting, frame, members, things.quantity == "all")):
        return near
    by_place = any(not t.thing and not t.entities for t in frame.exceptions)
    if things.quantity in ("all", "both", "count") or (frame.exceptions and (by_place or not setting.area)):
        return list(members)
    narrowed = members if things.plural else called(setting, members, things)
    return _in_scope(setting, narrowed, things.said, frame, one=not things.plural)


def _counted(
    setting: Setting, things: Things, scoped: Sequence[Entity], place: Where | None
) -> Sequence[Entity]:
    """Return as many things as were said, those of the speaker's room first. Raises RefusedError."""
    if things.quantity not in ("both", "count"):
        return scoped
    wanted = 2 if things.quantity == "both" else things.count
    near = [e for e in scoped if e.area == setting.area] if place is None else []
    chosen = near if len(near) == wanted else scoped
    if len(chosen) != wanted:
        chosen = called_alike(setting, scoped, things)
    if len(chosen) != wanted:
        raise RefusedError("which_one")
    return chosen


def _in_place(setting: Setting, members: Sequence[Entity], place: Where) -> list[Entity]:
    there = [e for e in members if place.has(e)]
    return there or [e for e in members if place.areas is not None and _roams_to(setting, e, place)]


def _singular(setting: Setting, scoped: Sequence[Entity], things: Things, place: Where | None) -> Meant:
    """Return the one thing that a class in the singular means.

    "The light" of a room that has several is all of them, as "light" is a mass; "the lamp" is one.
    """
    if things.quantity == "another" and len(scoped) == 1:
        raise RefusedError("which_one")
    if things.quantity in ("another", "one") and len(scoped) > 1:
        return _one_of(setting, scoped, things.said, place)
    plain = plain_words(setting, things)
    head = head_of(setting, things)
    mass = things.thing == "light" and things.quantity == "the" and head in plain
    wide = place is not None and not (place.area or place.floor or place.alike)
    if mass and len(scoped) > 1 and (wide or spread(scoped) == 1):
        return Meant(_unguarded(scoped), things.said, place=place, group=True)
    if mass and place is not None and not place.area:
        return _one_of(setting, scoped, things.said, place)  # "the light upstairs": which of them
    if things.thing == "door":  # "the door" beside a front door is not that of the garage
        return _one_of(setting, scoped, things.said, place)
    if place is None and setting.area and not any(e.area == setting.area for e in scoped):
        return _one_of(setting, scoped, things.said, place)  # "the heat" of a room that has none: which?
    return _one_of(setting, called_so(setting, scoped, things), things.said, place)


def _in_scope(
    setting: Setting,
    members: Sequence[Entity],
    said: str,
    frame: Frame | None = None,
    *,
    one: bool = False,
) -> list[Entity]:
    """Return those of `members` that are meant where no place was said.

    They are those of the speaker's room; without any there, the only one of the home. Otherwise the order is
    refused, which says that the room has none, or asks for the room. With `one`, several are left to choose
    from if no room is known.
    """
    here = [e for e in members if setting.area is not None and e.area == setting.area]
    if here or len(members) == 1:
        return here or list(members)
    if frame is not None and frame.action in ("stop", "lock"):
        return list(members)  # to stop everything that moves is never too much, nor to lock every door
    if one and len(members) <= _MAX_CHOICES:
        return list(members)
    if setting.area is not None:
        raise RefusedError("no_such_thing", said, place=setting.place_name(setting.area))
    if spread(members) == 1:
        return list(members)
    raise RefusedError("which_one")


def _everything(setting: Setting, frame: Frame, things: Things, place: Where | None) -> Meant:
    """Return all that "everything" stands for; in the whole house the person is asked first."""
    if place is None and things.places:
        raise RefusedError("which_one")  # "everything here", and nobody knows where
    if is_misheard_all(things, setting.language):
        raise RefusedError("no_such_thing", things.said)
    domains = implied(frame) & {"light"} or everything_of(frame.action)
    if not domains or frame.mode or (frame.amount and not implied(frame)):
        raise RefusedError("unaccounted", things.said or setting.text.strip())
    found = [
        e
        for e in setting.home.matching(domains)
        if (place is None or place.has(e)) and e.device_class not in GUARDED_COVERS
    ]
    if not found:
        raise RefusedError("not_here", place.name if place else things.said)
    near = near_exceptions(setting, frame, found, every=True) if place is None and frame.exceptions else []
    found = near or found
    house = not near and (place is None or place.areas is None)
    return Meant(_unguarded(found), things.said, unasked=house, place=place, group=True)


def _unsaid(setting: Setting, frame: Frame, things: Things, place: Where | None) -> Meant:
    """Return the things of an order that names none, such as "turn off the kitchen" and "next song"."""
    domains = implied(frame) or unsaid_of(frame.action)
    if not domains and frame.amount is not None and frame.amount.unit == "percent" and place is not None:
        domains = frozenset({"light"})
    if not domains:
        raise RefusedError("unaccounted", things.said)
    members = [
        e
        for e in setting.home.matching(domains)
        if can(frame, e.domain) and e.device_class not in GUARDED_COVERS
    ]
    if place is not None and place.areas is not None:
        found = _in_place(setting, members, place)
        if not found and frame.action in ("turn_on", "turn_off") and not implied(frame):
            return replace(_everything(setting, frame, things, place), unasked=False)
        if not found and (door := _only_door(setting, frame, things, place)):
            return Meant((door,), things.said, place=place)
        if not found:
            raise RefusedError("not_here", place.name)
        return Meant(_unguarded(found), things.said, place=place, group=True)
    here = [e for e in members if setting.area is not None and e.area == setting.area]
    media = domains == {"media_player"}
    alone = (
        stands_alone(frame.action)
        or media
        or domains in ({"climate"}, {"humidifier"})
        or (here and implied(frame))
    )
    found = members if frame.action == "lock" else here or members  # "lock up" leaves no door open
    if not alone or not found:
        raise RefusedError("unaccounted", things.said)
    lit = bool(here) and domains == {"light"}  # "brighter": as light is a mass
    if len(found) > 1 and implied(frame) and not (media or lit):
        raise RefusedError("which_one")
    return Meant(tuple(found), things.said, place=place, group=True)


def _is_led(setting: Setting, things: Things) -> bool:
    """Return True if a preposition leads to the place: "descends dans le garage" closes nothing."""
    lexicon, said = lexicon_of(setting.language), words_in(things.places[0].said, setting.language)
    words = words_in(setting.text, setting.language)
    for start in range(len(words) - len(said), 0, -1):
        if words[start : start + len(said)] == said:
            before = [
                w for w in words[:start] if lexicon is None or w not in lexicon.articles - lexicon.links
            ]
            return lexicon is None or (bool(before) and before[-1] in lexicon.links)
    return True


def _only_door(setting: Setting, frame: Frame, things: Things, place: Where) -> Entity | None:
    """Return the only garage door of a place that is itself opened or closed: "close the garage"."""
    if frame.action not in ("open", "close") or not place.area or _is_led(setting, things):
        return None
    doors = [e for e in setting.home.matching({"cover"}) if place.has(e) and e.device_class in _GARAGES]
    return doors[0] if len(doors) == 1 else None


def _unguarded(found: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return the entities without those that need a yes, unless all of them do, as `targets_of` does."""
    return tuple(e for e in found if not e.confirm) or tuple(found)
