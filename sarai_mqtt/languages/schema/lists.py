"""How a language speaks of lists and of parts of names in sentence templates (lists.yaml)."""

import re
from dataclasses import dataclass

from sarai_mqtt.languages.patterns import NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Patterns; "(?!)" matches nothing.

    Args:
        shopping: found in a text about the shopping list.
        which: found in a text that says which list is meant.
        tasks: found in a text that says the list of what has to be done.
        around_item: removed from a list item wherever it matches.
        no_item: found in what is a separate order, not a list item.
        unit_spellings: a unit written out in more words than the templates have; group 1 remains.
        plurals: endings of a plural, longest first, without which an item of a list is the same.
        with_kind: the name of a thing that begins with its kind; group 1 is the rest of the name.

    """

    shopping: re.Pattern[str]
    which: re.Pattern[str]
    around_item: re.Pattern[str]
    no_item: re.Pattern[str]
    unit_spellings: re.Pattern[str]
    with_kind: re.Pattern[str]
    tasks: re.Pattern[str] = NEVER
    plurals: tuple[str, ...] = ()
