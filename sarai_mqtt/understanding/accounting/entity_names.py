"""The words of the names of entities, and the classes of things that entities belong to."""

from collections.abc import Iterable, Iterator, Mapping

from sarai_mqtt.core.home import Entity
from sarai_mqtt.languages.content_words import ThingClass, words_in


def name_words(names: Mapping[str, tuple[str, ...]], language: str) -> frozenset[str]:
    """Return all words of the names of a thing in every language, in the form of a text in `language`."""
    return frozenset(word for known in names.values() for name in known for word in words_in(name, language))


def is_of(entity: Entity, each: ThingClass) -> bool:
    """Return True if the entity belongs to the class by its domain and device class, whatever its name."""
    kind = each.kind
    if kind.named or entity.domain not in kind.domains:
        return False
    classes = kind.device_classes
    return not classes or not entity.device_class or entity.device_class in classes


def classes_of(entities: Iterable[Entity], classes: Iterable[ThingClass]) -> Iterator[ThingClass]:
    """Yield those of `classes` that one of the entities belongs to, as `is_of` tells."""
    one_of_each = {(entity.domain, entity.device_class): entity for entity in entities}
    return (each for each in classes if any(is_of(entity, each) for entity in one_of_each.values()))
