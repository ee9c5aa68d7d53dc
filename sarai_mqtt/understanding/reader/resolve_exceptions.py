"""Exceptions of an order: the entities that "all but …" leaves out, and where they narrow what is meant."""

from collections.abc import Callable, Sequence

from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.understanding.accounting.entity_names import name_words
from sarai_mqtt.understanding.reader.frames import Frame, Things
from sarai_mqtt.understanding.reader.resolve_classes import head_of, members_of, partly_named, plain_words
from sarai_mqtt.understanding.reader.resolve_intents import everything_of
from sarai_mqtt.understanding.reader.resolve_places import where
from sarai_mqtt.understanding.reader.resolve_setting import RefusedError, Setting


def left_out(setting: Setting, exceptions: Sequence[Things], frame: Frame) -> Callable[[Entity], bool]:
    """Return a predicate for the entities that the exceptions name. Raises RefusedError for unknown ones."""
    rules = [_exception(setting, each, frame) for each in exceptions]
    return lambda entity: any(rule(entity) for rule in rules)


def near_exceptions(
    setting: Setting,
    frame: Frame,
    members: Sequence[Entity],
    every: bool,  # noqa: FBT001
) -> list[Entity]:
    """Return those of `members` in the speaker's room if something there is excepted; else an empty list.

    "The lights but the mirror", said in the bathroom whose mirror it is, are those of the bathroom; also with
    `every`, and "everything but the lights" is that of the room, whatever lights are
    elsewhere. Raises RefusedError if a thing elsewhere is excepted and the room has no `members` at all.
    """
    if setting.area is None:
        return []
    here = [e for e in members if e.area == setting.area]
    excepted = left_out(setting, frame.exceptions, frame)
    kept_out = [e for e in setting.home.entities.values() if e.exposed and excepted(e)]
    by_kind = all(t.thing and t.plural and not (t.entities or t.places) for t in frame.exceptions)
    near = [e for e in kept_out if e.area == setting.area]
    within = bool(near) and (by_kind or near == kept_out)
    if within and any(not excepted(e) for e in here):
        return here
    if not here and not every and all(t.entities or t.unknown for t in frame.exceptions):
        raise RefusedError("no_such_thing", frame.said, place=setting.place_name(setting.area))
    return []


def _exception(setting: Setting, things: Things, frame: Frame) -> Callable[[Entity], bool]:
    place = where(setting, things.places)
    if things.quantity in ("one", "count", "another"):
        raise RefusedError("which_one")  # "all but one light"
    if things.unknown and (kept := _partly_named(setting, things, frame)):
        return lambda entity: entity.id in kept
    if things.unknown:
        # what is not shown to us and is nothing of "everything" stays as it is: "everything but the fridge"
        if _is_hidden_apart(setting, things.said, frame):
            return lambda _: False
        raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
    if things.entities:
        known = [e for i in things.entities if (e := setting.home.entities.get(i))]
        ids = _one_said(setting, frame, things, known)
        return lambda entity: entity.id in ids
    if things.thing:
        members = members_of(setting, things, None)
        if not members:
            raise RefusedError("no_such_thing", things.said, place=place.name if place else "")
        kept_out = _one_said(setting, frame, things, members)
        return lambda entity: entity.id in kept_out
    if place is None or place.areas is None:
        raise RefusedError("unaccounted", things.said or setting.text.strip())
    return place.has


def _one_said(setting: Setting, frame: Frame, things: Things, known: Sequence[Entity]) -> set[str]:
    """Return the ids of those of `known` that an exception leaves out, in the place said with it.

    The singular is of one, that of the place of the order, else of the speaker's room: "everything but the
    telly". Raises RefusedError if there is none. "The light" of a room is all of its lights.
    """
    place, ordered = (
        where(setting, things.places),
        where(setting, [p for t in frame.things for p in t.places]),
    )
    there = [e for e in known if place is None or place.has(e)]
    bare = head_of(setting, things) in plain_words(setting, things)
    is_mass = things.thing == "light" and not things.entities and bare
    if things.plural or things.quantity != "the" or len(there) == 1 or is_mass:
        return {e.id for e in there}
    near = [e for e in there if (ordered.has(e) if ordered else e.area == setting.area)]
    if place is None and len(near) != 1:
        raise RefusedError("which_one")
    return {e.id for e in near or there}


def _partly_named(setting: Setting, things: Things, frame: Frame) -> frozenset[str]:
    """Return the ids of the things ordered whose names have all words of an exception: "the south one"."""
    ordered = {e.id: e for each in frame.things for e in members_of(setting, each, frame)}
    return frozenset(e.id for e in partly_named(setting, ordered.values(), things))


def _is_hidden_apart(setting: Setting, said: str, frame: Frame) -> bool:
    """Return True if an entity that is not exposed is called `said`, and "everything" is of other kinds.

    A hidden lamp is none: all else would be turned off, and the lamp that was named not be found.
    """
    words = set(words_in(said, setting.language)) - setting.words.articles - setting.words.of
    domains = everything_of(frame.action) if any(t.quantity == "everything" for t in frame.things) else ()
    hidden = [
        e
        for e in setting.home.entities.values()
        if not e.exposed and words and words <= name_words(e.names, setting.language)
    ]
    return bool(hidden and domains) and all(e.domain not in domains for e in hidden)
