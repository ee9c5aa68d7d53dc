"""Things of an order: the entities they stand for in this home. Scope never widens by itself (ADR 35)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.orders import orders_of
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.accounting.text_account import is_of, name_words
from sarai_mqtt.understanding.reader.frames import Frame, Things
from sarai_mqtt.understanding.reader.resolve_amounts import can, implied
from sarai_mqtt.understanding.reader.resolve_intents import (
    GUARDED_COVERS,
    MOBILE,
    everything_of,
    stands_alone,
    unsaid_of,
)
from sarai_mqtt.understanding.reader.resolve_places import Where, spread, where
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting

_MAX_CHOICES = 6  # nobody listens to a longer question
_PLURAL_ENDING = 2  # letters: "-s", "-es"
_COVERS = frozenset({"blind", "curtain", "awning"})
_SHORT_WORD = 4  # letters of a word whose plural is told by more than its ending
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


def left_out(setting: Setting, exceptions: Sequence[Things], frame: Frame) -> Callable[[Entity], bool]:
    """Return a predicate for the entities that the exceptions name. Raises RefusedError for unknown ones."""
    rules = [_exception(setting, each, frame) for each in exceptions]
    return lambda entity: any(rule(entity) for rule in rules)


def _exception(setting: Setting, things: Things, frame: Frame) -> Callable[[Entity], bool]:
    place = where(setting, things.places)
    if things.quantity in ("one", "count", "another"):
        raise RefusedError("which_one")  # "all but one light"
    if things.unknown and (kept := _partly_named(setting, things, frame)):
        return lambda entity: entity.id in kept
    if things.unknown:
        # what is not shown to us stays as it is: "everything but the fridge"
        if _is_hidden(setting, things.said):
            return lambda _: False
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    if things.entities:
        ids = set(things.entities)
        return lambda entity: entity.id in ids and (place is None or place.has(entity))
    if things.thing:
        members = {e.id for e in _members(setting, things, None)}
        if not members:
            raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
        return lambda entity: entity.id in members and (place is None or place.has(entity))
    if place is None or place.areas is None:
        raise RefusedError("unaccounted", things.said or setting.text.strip())
    return place.has


def _partly_named(setting: Setting, things: Things, frame: Frame) -> frozenset[str]:
    """Return the ids of the things ordered whose names have all words of an exception: "the south one"."""
    ignored = setting.words.articles | setting.words.of
    ones = orders.ones if (orders := orders_of(setting.language)) else ()
    words = {w for w in words_in(things.said, setting.language) if w not in ignored and w not in ones}
    ordered = {e.id: e for each in frame.things for e in _members(setting, each, frame)}
    named = (i for i, e in ordered.items() if words and words <= name_words(e.names, setting.language))
    return frozenset(named)


def _is_hidden(setting: Setting, said: str) -> bool:
    """Return True if an entity that is not exposed has all words of `said` in one of its names."""
    ignored = setting.words.articles | setting.words.of
    words = {w for w in words_in(said, setting.language) if w not in ignored}
    hidden = (e for e in setting.home.entities.values() if not e.exposed)
    return bool(words) and any(words <= name_words(e.names, setting.language) for e in hidden)


def _named(setting: Setting, frame: Frame, things: Things, place: Where | None) -> Meant:
    """Return the entity of a name; of several with that name, the one that place and speaker tell."""
    home = setting.home
    known = [e for i in things.entities if (e := home.entities.get(i)) and e.exposed]
    if things.quantity == "another" and len(known) == 1:
        raise RefusedError("which_one")
    if not known:
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    there = [e for e in known if place is None or place.has(e) or _roams_to(setting, e)]
    if not there:
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    able = [e for e in there if can(frame, e.domain)]
    if not able:
        raise RefusedError("cannot", things.said)
    if len(able) > 1 and (things.quantity in _EVERY or things.plural):
        if things.quantity == "both" and len(able) != 2:
            raise RefusedError("which_one")
        scoped = able if things.quantity in _EVERY or place else _in_scope(setting, able, things.said)
        return Meant(tuple(scoped), things.said, place=place)
    return _one_of(setting, able, things.said, place)


def _roams_to(setting: Setting, entity: Entity) -> bool:
    """Return True if the entity moves about and is the only one of its kind: it works in every room."""
    return entity.domain in MOBILE and len(setting.home.matching({entity.domain})) == 1


def _one_of(setting: Setting, able: Sequence[Entity], said: str, place: Where | None) -> Meant:
    """Return the one of `able` in the speaker's area, else all of them as a choice."""
    if len(able) > 1:
        able = [e for e in able if e.area is not None and e.area == setting.area] or able
    if len(able) == 1:
        return Meant(tuple(able), said, place=place)
    if len(able) > _MAX_CHOICES:
        raise RefusedError("which_one")
    return Meant(tuple(able), said, one_of=True, place=place)


def _members(setting: Setting, things: Things, frame: Frame | None) -> list[Entity]:
    """Return the exposed entities of the class of `things` that `frame` may act on (None: all)."""
    if things.thing == "media":
        return [e for e in setting.home.matching({"media_player"}) if frame is None or can(frame, e.domain)]
    if not things.thing:
        return []
    kind, each = THING_KINDS[things.thing], setting.words.classes[things.thing]
    exposed = setting.home.matching(kind.domains) if kind.domains else ()
    members = [e for e in exposed if frame is None or can(frame, e.domain)]
    if things.thing == "heater":
        members = [e for e in members if not _is_called_otherwise(setting, e, things)]
    if things.thing == "door" and frame is not None and frame.action in ("open", "close"):
        # a door that only locks is one of the doors too: the garage is not "the door" beside it
        members = [e for e in exposed if e.domain in ("cover", "lock")]
    if kind.named:
        return [e for e in members if _is_called_by(setting, e, each.words)]
    return [e for e in members if is_of(e, each)]


def _is_called_otherwise(setting: Setting, entity: Entity, things: Things) -> bool:
    """Return True if the entity is named by another word of the class: a "boiler" is not the "radiator"."""
    head = tuple(_head(setting, things).split())
    phrases = setting.words.classes[things.thing].words if things.thing else ()
    named = [phrase for phrase in phrases if _is_called_by(setting, entity, [phrase])]
    return bool(head and named) and not any(_is_same_word(head, phrase) for phrase in named)


def _is_same_word(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return True if two phrases differ at most in the ending of a plural: "shutters", "shutter"."""
    long, short = sorted((" ".join(one), " ".join(other)), key=len, reverse=True)
    return long.startswith(short) and len(long) - len(short) <= _PLURAL_ENDING


def _is_called_by(setting: Setting, entity: Entity, phrases: Iterable[tuple[str, ...]]) -> bool:
    called = name_words(entity.names, setting.language)
    return any(set(phrase) <= called for phrase in phrases)


def _of_class(setting: Setting, frame: Frame, things: Things, place: Where | None) -> Meant:
    """Return the entities of a class, in the place said or else within the speaker's reach."""
    members = _of_that_word(setting, _members(setting, things, frame), things)
    if not members:
        able = _members(setting, things, None)
        if able and (place is None or any(map(place.has, able))):
            raise RefusedError("cannot", things.said)
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    if things.thing == "media" and place is None:  # what plays, wherever: it is a mass
        here = [e for e in members if e.area is not None and e.area == setting.area] or members
        if len(here) > 1 and frame.amount is not None and frame.amount.level == "absolute":
            raise RefusedError("which_one")
        return Meant(tuple(here), things.said, group=True)
    scoped = _counted(setting, things, _reached(setting, frame, things, members, place), place)
    if things.quantity == "one" and things.plural and len(scoped) > 1:
        raise RefusedError("which_one")  # "one of the lights", "some lights"
    if things.plural or things.quantity in _EVERY:
        if place is not None and place.alike and spread(scoped) > 1 and things.quantity != "all":
            raise RefusedError("which_one")
        return Meant(_unguarded(scoped), things.said, place=place, group=True)
    return _singular(setting, scoped, things, place)


def _of_that_word(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return the covers that are called by the word said, where others of their class have another word.

    "Persianas" are the shutters, and not the one that is called "estor".
    """
    head = _head(setting, things)
    if things.thing not in _COVERS or not head or not things.plural:
        return list(members)
    stem = head[:-2] if len(head) > _SHORT_WORD else head
    own = {p for p in setting.words.classes[things.thing].words if p[0].startswith(stem)}
    others = set(setting.words.classes[things.thing].words) - own
    called = [e for e in members if _is_called_by(setting, e, own)]
    unlike = [e for e in members if e not in called and _is_called_by(setting, e, others)]
    return [e for e in members if e not in unlike] if called else list(members)


def _reached(
    setting: Setting, frame: Frame, things: Things, members: Sequence[Entity], place: Where | None
) -> list[Entity]:
    """Return those of `members` in the place said, everywhere if all are meant, else within reach."""
    if place is not None:
        there = _in_place(setting, members, place)
        if not there:
            raise RefusedError("no_such_thing", things.said, place=place.name)
        return there
    if frame.exceptions and (near := _near_exceptions(setting, frame, members, things.quantity == "all")):
        return near
    by_place = any(not t.thing and not t.entities for t in frame.exceptions)
    if things.quantity in ("all", "both", "count") or (frame.exceptions and (by_place or not setting.area)):
        return list(members)
    narrowed = members if things.plural else _called(setting, members, things)
    return _in_scope(setting, narrowed, things.said, frame, one=not things.plural)


def _near_exceptions(
    setting: Setting,
    frame: Frame,
    members: Sequence[Entity],
    every: bool,  # noqa: FBT001
) -> list[Entity]:
    """Return those of `members` in the speaker's room if something there is excepted; else an empty list.

    "The lights but the mirror", said in the bathroom whose mirror it is, are those of the bathroom; also with
    `every`. Raises RefusedError if a thing elsewhere is excepted and the room has no `members` at all.
    """
    if setting.area is None:
        return []
    here = [e for e in members if e.area == setting.area]
    excepted = left_out(setting, frame.exceptions, frame)
    kept_out = [e for e in setting.home.entities.values() if e.exposed and excepted(e)]
    within = bool(kept_out) and all(e.area == setting.area for e in kept_out)
    if within and any(not excepted(e) for e in here):
        return here
    if not here and not every and all(t.entities for t in frame.exceptions):
        raise RefusedError("no_such_thing", said_of(frame), place=setting.place_name(setting.area))
    return []


def said_of(frame: Frame) -> str:
    """Return the words for the first things of `frame` that were said; "" without any."""
    return next((things.said for things in frame.things if things.said), "")


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
        raise RefusedError("which_one")
    return chosen


def _in_place(setting: Setting, members: Sequence[Entity], place: Where) -> list[Entity]:
    there = [e for e in members if place.has(e)]
    return there or [e for e in members if _roams_to(setting, e) and place.areas is not None]


def _singular(setting: Setting, scoped: Sequence[Entity], things: Things, place: Where | None) -> Meant:
    """Return the one thing that a class in the singular means.

    "The light" of a room that has several is all of them, as "light" is a mass; "the lamp" is one.
    """
    if things.quantity == "another" and len(scoped) == 1:
        raise RefusedError("which_one")
    if things.quantity in ("another", "one") and len(scoped) > 1:
        return _one_of(setting, scoped, things.said, place)
    plain = _plain_words(setting, things)
    head = _head(setting, things)
    mass = things.thing == "light" and things.quantity == "the" and head in plain
    if mass and len(scoped) > 1 and spread(scoped) == 1:
        return Meant(_unguarded(scoped), things.said, place=place, group=True)
    return _one_of(setting, _called_so(setting, scoped, things), things.said, place)


def _plain_words(setting: Setting, things: Things) -> frozenset[str]:
    """Return the words that say no more than the class of `things`."""
    return setting.words.classes[things.thing].plain if things.thing in setting.words.classes else frozenset()


def _head(setting: Setting, things: Things) -> str:
    """Return the word of the class among the words said; "" if none is."""
    phrases = setting.words.classes[things.thing].words if things.thing in setting.words.classes else ()
    said = words_in(things.said, setting.language)
    for length in range(len(said), 0, -1):
        for start in range(len(said) - length + 1):
            if said[start : start + length] in phrases:
                return " ".join(said[start : start + length])
    return ""


def _called(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return those of `members` with the word that was said in a name; all if none has it, or it is plain."""
    head = _head(setting, things)
    plain = _plain_words(setting, things)
    if not head or head in plain:
        return list(members)
    return [e for e in members if _is_called_by(setting, e, [tuple(head.split())])] or list(members)


def _called_so(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return those of `members` that are called by the word that was said, plainly if one is; else all.

    "The lamp" is the thing named "Lamp", else one with "lamp" in its name, else the one named "Light".
    """
    called = _called(setting, members, things)
    bare = (set(word.split()) for word in (_head(setting, things), *_plain_words(setting, things)))
    found = ([e for e in called if words and _is_bare(setting, e, words)] for words in bare)
    return next(filter(None, found), called)


def _is_bare(setting: Setting, entity: Entity, wanted: set[str]) -> bool:
    """Return True if a name of the entity is the word `wanted`, and perhaps its room, and nothing else."""
    area = setting.home.areas.get(entity.area or "")
    room = name_words(area.names, setting.language) if area else frozenset()
    little = setting.words.articles | setting.words.of | setting.words.owned_by | setting.words.at
    names = (name for known in entity.names.values() for name in known)
    return any(set(words_in(name, setting.language)) - little - room == wanted for name in names)


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
    if frame is not None and frame.action == "stop":
        return list(members)  # to stop everything that moves is never too much
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
    first = words_in(things.said, setting.language)[:1]
    if first and first[0] in setting.words.articles:  # "el todo" is a misheard thing
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
    near = _near_exceptions(setting, frame, found, every=True) if place is None and frame.exceptions else []
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
        if not found:
            raise RefusedError("not_here", place.name)
        return Meant(_unguarded(found), things.said, place=place, group=True)
    here = [e for e in members if setting.area is not None and e.area == setting.area]
    media = domains == {"media_player"}
    alone = stands_alone(frame.action) or media or domains == {"climate"} or (here and implied(frame))
    found = here or members
    if not alone or not found:
        raise RefusedError("unaccounted", things.said)
    if len(found) > 1 and implied(frame) and not media:
        raise RefusedError("which_one")
    return Meant(tuple(found), things.said, place=place, group=True)


def _unguarded(found: Sequence[Entity]) -> tuple[Entity, ...]:
    """Return the entities without those that need a yes, unless all of them do, as `targets_of` does."""
    return tuple(e for e in found if not e.confirm) or tuple(found)
