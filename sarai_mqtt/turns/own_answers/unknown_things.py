"""Names the thing or room in a question that this home does not have: "I don't know any swimming pool"."""

import re
from collections.abc import Iterator

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.house_nouns import terms_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.thing_classes import THING_KINDS


def unknown_thing(text: str, language: str, home: Home) -> LeftOver | None:
    """Return the first term of the house in `text` that names nothing of `home`; None if all of them do.

    A term counts as known if a name of the home, in any language, has one of its nouns, or if there is a
    thing of the class that the noun stands for. Raises BadInput (`unknown_language`).
    """
    names = " | ".join(bare_words(name) for name in _all_names(home))
    common = re.compile(pack(language).house_nouns.common.group)
    for term in terms_in(text, language):
        particular = [noun for noun in term.nouns if not common.fullmatch(noun[0])]
        unknown = [said for noun, said in particular if not _is_known(noun, language, home, names)]
        if unknown:
            # "the battery of the lock": it is the lock that is not known
            said = term.said if len(particular) == len(term.nouns) else unknown[0]
            return LeftOver((said,), "no_such_thing", language)
    return None


def _is_known(noun: str, language: str, home: Home, names: str) -> bool:
    """Return True if `names`, the bare names of the home, have the noun, or the home a thing of its class."""
    content = pack(language).content
    stem = next(
        (
            noun.removesuffix(end)
            for end in content.plurals
            if len(noun) > len(end) + 2 and noun.endswith(end)
        ),
        noun,
    )
    if re.search(rf"\b{re.escape(stem)}(?:{'|'.join(map(re.escape, content.plurals))})?\b", names):
        return True
    for name, words in content.classes.items():
        if noun not in words.words and stem not in words.words:
            continue
        kind = THING_KINDS[name]
        if kind.named:
            if any(re.search(rf"\b{re.escape(word)}\b", names) for word in words.words):
                return True
        elif not kind.domains or any(
            e.domain in kind.domains
            and (not kind.device_classes or (e.device_class or "") in kind.device_classes)
            for e in home.entities.values()
        ):
            return True
    return False


def _all_names(home: Home) -> Iterator[str]:
    for table in (
        *(entity.names for entity in home.entities.values()),
        *(area.names for area in home.areas.values()),
        *(floor.names for floor in home.floors.values()),
    ):
        for names in table.values():
            yield from names
