"""Names the thing or room in a question that this home does not have: "I don't know any swimming pool"."""

import re

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.house_nouns import terms_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.turns.own_answers.named_things import classes_of, named_by, things_called


def unknown_thing(text: str, language: str, home: Home) -> LeftOver | None:
    """Return the first term of the house in `text` that names nothing of `home`; None if all of them do.

    A term counts as known if a name of the home, in any language, has one of its nouns, or if there is a
    thing of the class that the noun stands for. Raises BadInput (`unknown_language`).
    """
    common = re.compile(pack(language).house_nouns.common.group)
    for term in terms_in(text, language):
        particular = [noun for noun in term.nouns if not common.fullmatch(noun[0])]
        unknown = [said for noun, said in particular if not _is_known(noun, language, home)]
        if unknown:
            # "the battery of the lock": it is the lock that is not known
            said = term.said if len(particular) == len(term.nouns) else unknown[0]
            return LeftOver((said,), "no_such_thing", language)
    return None


def _is_known(noun: str, language: str, home: Home) -> bool:
    """Return True if the home has a thing or a place of that name, or a thing of its class.

    A class without things, such as timers, is always known.
    """
    tables = [*(area.names for area in home.areas.values()), *(floor.names for floor in home.floors.values())]
    places = (name for table in tables for names in table.values() for name in names)
    return (
        named_by(noun, language, places)
        or any(not THING_KINDS[name].domains for name in classes_of(noun, language))
        or bool(things_called(noun, language, home))
    )
