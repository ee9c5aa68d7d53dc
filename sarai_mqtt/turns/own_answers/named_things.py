"""The things of the home that a noun may stand for: by their names, in any language, or by their class."""

import re
from collections.abc import Iterable

from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.thing_classes import THING_KINDS


def named_by(noun: str, language: str, names: Iterable[str]) -> bool:
    """Return True if one of `names` has the bare `noun`, in the singular or the plural, as words of it.

    Raises BadInput (`unknown_language`).
    """
    plurals = pack(language).content.plurals
    endings = "|".join(map(re.escape, plurals))
    found = re.compile(rf"\b{re.escape(singular(noun, language))}(?:{endings})?\b")
    return any(found.search(bare_words(name)) for name in names)


def singular(noun: str, language: str) -> str:
    """Return `noun` without the ending of a plural, if it has one. Raises BadInput (`unknown_language`)."""
    ends = (end for end in pack(language).content.plurals if len(noun) > len(end) + 2 and noun.endswith(end))
    return noun.removesuffix(next(ends, ""))


def classes_of(noun: str, language: str) -> list[Class]:
    """Return the classes of things that the bare `noun` is a word for.

    Raises BadInput (`unknown_language`).
    """
    either = {noun, singular(noun, language)}
    classes = pack(language).content.classes
    return [name for name, each in classes.items() if either.intersection(map(bare_words, each.words))]


def things_called(noun: str, language: str, home: Home) -> list[Entity]:
    """Return the entities, exposed or not, that the bare `noun` may stand for, in the order of the home.

    Raises BadInput (`unknown_language`).
    """
    classes = classes_of(noun, language)
    return [
        entity
        for entity in home.entities.values()
        if named_by(noun, language, _names(entity)) or any(_is_of(entity, name, language) for name in classes)
    ]


def _is_of(entity: Entity, name: Class, language: str) -> bool:
    kind = THING_KINDS[name]
    if entity.domain not in kind.domains:
        return False
    if kind.named:
        words = pack(language).content.classes[name].words
        return any(named_by(bare_words(word), language, _names(entity)) for word in words)
    return not kind.device_classes or (entity.device_class or "") in kind.device_classes


def _names(entity: Entity) -> list[str]:
    return [name for names in entity.names.values() for name in names]
