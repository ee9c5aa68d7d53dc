"""The same order in plainer words, for what no template has: without hesitation, courtesy and reasons.

English has a table of patterns (`rewording_en`), Spanish steps (`rewording_es`); other languages stay as they are. What comes out is looked up like any
sentence, so a pattern that fits too much finds nothing in the home.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sarai_mqtt.core.rewording_en import ENGLISH
from sarai_mqtt.core.rewording_es import plain_spanish
from sarai_mqtt.core.rewriting import Rewriting, Rule

_MOST_RULES = 4  # "could you … stick the telly on …" takes three
_SPACES = re.compile(r"\s+")
_EDGES = " ,.;:!¡?¿…-"

_TABLES: Mapping[str, Rewriting] = {"en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence in plainer words.

    `settled`: a pattern fitted the whole of it, so that a subject or a denial in it ("we don't need … any more") is part
    of the order; else the guards must still allow the sentence as it was said.
    `whole`: only its form has changed, so the guards need not look at the sentence as it was said.
    """

    text: str
    settled: bool
    whole: bool = False


def reworded(text: str, language: str) -> Reworded | None:
    """Give `text` in plainer words, or None when there are none."""
    if language == "es":
        spanish = plain_spanish(text)
        return Reworded(spanish, settled=True, whole=True) if spanish != text else None
    table = _TABLES.get(language)
    if table is None:
        return None
    said = _trimmed(text)
    plain, settled = _ruled(_bare(said, table), table.rules)
    if not settled and (core := _core(plain, table)) != plain:
        plain, settled = _ruled(_bare(core, table), table.rules)
    if plain == said or not plain:
        return None
    return Reworded(plain, settled)


def _trimmed(text: str) -> str:
    return _SPACES.sub(" ", text.replace("’", "'")).strip(_EDGES)


def _bare(text: str, table: Rewriting) -> str:
    """Leave out hesitations, calls and courtesies before and after."""
    text = table.hesitation.sub(" ", text)
    before = ""
    while before != text:
        before = text
        text = _trimmed(table.after.sub("", table.before.sub("", _trimmed(text))))
    return text


def _core(text: str, table: Rewriting) -> str:
    """Leave out the reason before or after an order."""
    for pattern in table.reasons:
        if found := pattern.fullmatch(text):
            return _trimmed(found["order"])
    return text


def _ruled(text: str, rules: Sequence[Rule]) -> tuple[str, bool]:
    settled = False
    for _ in range(_MOST_RULES):
        changed = _rewritten(text, rules)
        if not changed:
            break
        text, settled = changed, True
    return text, settled


def _rewritten(text: str, rules: Sequence[Rule]) -> str:
    """Give what the first rule that changes `text` makes of it, else ""."""
    for rule in rules:
        if found := rule.said.fullmatch(text):
            new = _trimmed(found.expand(rule.means))
            if new.lower() != text.lower():
                return new
    return ""
