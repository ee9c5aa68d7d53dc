"""Members of a class of things, and which of them the word that was said names."""

from collections.abc import Iterable, Sequence

from sarai_mqtt.core.home import Entity, names_in
from sarai_mqtt.languages.content_words import content_words, words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.accounting.entity_names import is_of, name_words
from sarai_mqtt.understanding.reader.frames import Frame, Things
from sarai_mqtt.understanding.reader.resolve_amounts import can
from sarai_mqtt.understanding.reader.resolve_setting import Setting
from sarai_mqtt.understanding.reader.room_nouns import is_part_of_room

_COVERS = frozenset({"blind", "curtain", "awning"})


def members_of(setting: Setting, things: Things, frame: Frame | None) -> list[Entity]:
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
    if things.thing == "valve":
        return _valves(setting, members, words_in(things.said, setting.language), anywhere=not things.places)
    return [e for e in members if is_of(e, each)]


def _valves(
    setting: Setting, members: Sequence[Entity], said: Sequence[str], *, anywhere: bool
) -> list[Entity]:
    """Return the valves that were said: a tap is one that is called so, the water comes from its valve."""
    orders = pack(setting.language).orders
    own, flows = (orders.own_names, orders.flows) if orders else (frozenset[str](), frozenset[str]())
    if taps := own.intersection(said):
        alike = {w for w in own for tap in taps if _is_same_word(setting, (tap,), (w,))}
        return [e for e in members if any(of_word(setting, [e], w) for w in alike)]
    called_so = [e for word in flows.intersection(said) for e in of_word(setting, members, word)]
    return (called_so if anywhere else []) or list(members)


def _is_called_otherwise(setting: Setting, entity: Entity, things: Things) -> bool:
    """Return True if the entity is named by another word of the class: a "boiler" is not the "radiator"."""
    head = tuple(head_of(setting, things).split())
    phrases = setting.words.classes[things.thing].words if things.thing else ()
    named = [phrase for phrase in phrases if _is_called_by(setting, entity, [phrase])]
    return bool(head and named) and not any(_is_same_word(setting, head, phrase) for phrase in named)


def of_that_word(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return the covers that are called by the word said, where others of their class have another word.

    "Persianas" are the shutters, and not the one that is called "estor".
    """
    head = head_of(setting, things)
    if things.thing not in _COVERS or not head or not things.plural:
        return list(members)
    said = tuple(head.split())
    phrases = setting.words.classes[things.thing].words
    own = {phrase for phrase in phrases if _is_same_word(setting, said, phrase)}
    others = set(phrases) - own
    alike = [e for e in members if _is_called_by(setting, e, own)]
    unlike = [e for e in members if e not in alike and _is_called_by(setting, e, others)]
    return [e for e in members if e not in unlike] if alike else list(members)


def called(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return those of `members` with the word that was said in a name; all if none has it, or it is plain."""
    head = head_of(setting, things)
    plain = plain_words(setting, things)
    if not head or head in plain:
        return list(members)
    return [e for e in members if _is_called_by(setting, e, [tuple(head.split())])] or list(members)


def of_word(setting: Setting, members: Iterable[Entity], word: str) -> list[Entity]:
    """Return those of `members` with `word` in a name."""
    return [e for e in members if _is_called_by(setting, e, [tuple(word.split())])]


def called_so(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return those of `members` that are called by the word that was said, plainly if one is; else all.

    "The lamp" is the thing named "Lamp", else one with "lamp" in its name, else the one named "Light".
    """
    chosen = called(setting, members, things)
    bare = (set(word.split()) for word in (head_of(setting, things), *plain_words(setting, things)))
    found = ([e for e in chosen if words and _is_bare(setting, e, words)] for words in bare)
    return next(filter(None, found), chosen)


def head_of(setting: Setting, things: Things) -> str:
    """Return the word of the class among the words said; "" if none is."""
    phrases = setting.words.classes[things.thing].words if things.thing in setting.words.classes else ()
    said = words_in(things.said, setting.language)
    for length in range(len(said), 0, -1):
        for start in range(len(said) - length + 1):
            if said[start : start + length] in phrases:
                return " ".join(said[start : start + length])
    return ""


def plain_words(setting: Setting, things: Things) -> frozenset[str]:
    """Return the words that say no more than the class of `things`."""
    return setting.words.classes[things.thing].plain if things.thing in setting.words.classes else frozenset()


def called_alike(setting: Setting, members: Sequence[Entity], things: Things) -> list[Entity]:
    """Return those of `members` with the word that was said in a name, in the singular or plural.

    None if the word is a plain one: "the lights" are not the things named "lights".
    """
    head = (head_of(setting, things),)
    if any(_is_same_word(setting, head, (word,)) for word in plain_words(setting, things)):
        return []
    said = tuple(head_of(setting, things).split())
    phrases = setting.words.classes[things.thing].words if things.thing in setting.words.classes else ()
    own = [phrase for phrase in phrases if said and _is_same_word(setting, said, phrase)]
    return [e for e in members if _is_called_by(setting, e, own)]


def partly_named(setting: Setting, members: Iterable[Entity], things: Things) -> list[Entity]:
    """Return those of `members` with a name that has all words said but that of the class: "reading lamps".

    A plural is of several, unless the name has it.
    """
    orders = pack(setting.language).orders
    passed = (*orders.ones, *orders.prepositions) if orders else ()  # "the lamp on the left"
    little = setting.words.articles | setting.words.of | {without_accents(word) for word in passed}
    head = set(head_of(setting, things).split())
    said = [w for w in words_in(things.said, setting.language) if w not in little]
    words = [w for w in said if w not in head]
    found, whole = list[Entity](), False
    for entity in members:
        names = [words_in(n, setting.language) for n in names_in(entity.names, setting.language)]
        if not words or is_part_of_room(setting.home, setting.language, entity, words):
            continue
        if any(all(_is_in(setting, word, name) for word in words) for name in names):
            found.append(entity)
            whole = whole or any(set(said) <= set(name) for name in names)
    return found if len(found) > 1 or whole or not things.plural else []


def _is_in(setting: Setting, word: str, name: Sequence[str]) -> bool:
    return any(_is_same_word(setting, (word,), (other,)) for other in name)


def is_misheard_all(things: Things, language: str) -> bool:
    """Return True if "everything" was said with an article that it does not take: "el todo" (el toldo)."""
    words, orders = words_in(things.said, language), pack(language).orders
    known = orders.quantities.get("everything", ()) if orders else ()
    is_led = bool(words) and words[0] in content_words(language).articles
    return is_led and not any(words[: len(p)] == p for phrase in known if (p := words_in(phrase, language)))


def _is_bare(setting: Setting, entity: Entity, wanted: set[str]) -> bool:
    """Return True if a name of the entity is the word `wanted`, and perhaps its room, and nothing else."""
    area = setting.home.areas.get(entity.area or "")
    room = name_words(area.names, setting.language) if area else frozenset()
    little = setting.words.articles | setting.words.of | setting.words.owned_by | setting.words.at
    names = (name for known in entity.names.values() for name in known)
    return any(set(words_in(name, setting.language)) - little - room == wanted for name in names)


def _is_called_by(setting: Setting, entity: Entity, phrases: Iterable[tuple[str, ...]]) -> bool:
    called = name_words(entity.names, setting.language)
    return any(set(phrase) <= called for phrase in phrases)


def _is_same_word(setting: Setting, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return True if two phrases differ at most in the ending of a plural: "shutters", "shutter"."""
    long, short = sorted((" ".join(one), " ".join(other)), key=len, reverse=True)
    return long == short or any(long == short + ending for ending in setting.words.plurals)
