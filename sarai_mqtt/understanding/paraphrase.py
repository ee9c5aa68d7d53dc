"""Rewords an order that no template matches in plainer words, without hesitations, courtesies and reasons.

A language pack has a table of rules for it, or a function of its own. The result is looked up like any
sentence, so a pattern that matches too much finds nothing in the home.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.paraphrases import Paraphrases, Rule

_MAX_RULES = 4  # rules per sentence: "could you … stick the telly on …" takes three
_MIN_WORDS = 2  # words that must be left: "time please" and "lights please" are sentences
_SPACES = re.compile(r"\s+")
_EDGES = " ,.;:!¡?¿…-"


_ACCOUNTED_BY_RULE = frozenset({"negated", "scheduled", "statement", "state"})


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A sentence in plainer words.

    Args:
        text: the reworded sentence.
        accounted: reasons against the original sentence (`guards.reasons_against`) that no longer count. A
            pattern matched all of it, so its subject or negation is part of the order ("we don't need the
            lamp").
        equivalent: only the form changed, so the guards need not check the original sentence.

    """

    text: str
    accounted: frozenset[str] = frozenset()
    equivalent: bool = False


def without_fillers(text: str, language: str) -> str:
    """Return `text` without hesitations, calls for attention and courtesies at its ends.

    A question mark at the end stays, and nothing is removed that would leave a single word. A language with a
    function of its own removes these there: the text is returned unchanged.
    Raises BadInput (`unknown_language`).
    """
    table = pack(language).paraphrases()
    if not isinstance(table, Paraphrases):
        return text
    return _strip_fillers(_trimmed(text), table) + "?" * text.rstrip().endswith("?")


def paraphrase(text: str, language: str) -> Paraphrase | None:
    """Return `text`, already stripped by `without_fillers`, in plainer words; None if nothing changes.

    Raises BadInput (`unknown_language`).
    """
    rewording = pack(language).paraphrases()
    if isinstance(rewording, Paraphrases):
        return _paraphrase_by_table(text, rewording)
    plain = rewording(text)
    return Paraphrase(plain, equivalent=True) if plain != text else None


def _paraphrase_by_table(text: str, table: Paraphrases) -> Paraphrase | None:
    said = _trimmed(text)
    plain, accounted = _apply_rules(said, table.rules)
    if not accounted and (order := _without_reason(plain, table)) != plain:
        plain, accounted = _apply_rules(_strip_fillers(order, table), table.rules)
    return Paraphrase(plain, accounted) if plain and plain != said else None


def _trimmed(text: str) -> str:
    """Return `text` with single spaces, plain apostrophes, and no punctuation at its ends."""
    return _SPACES.sub(" ", text.replace("’", "'")).strip(_EDGES)


def _strip_fillers(said: str, table: Paraphrases) -> str:
    """Return `said` without hesitations, and without courtesies at its ends."""
    text = _trimmed(table.hesitation.sub(" ", said))
    while True:
        shorter = _trimmed(table.after.sub("", table.before.sub("", text)))
        if shorter == text or len(shorter.split()) < _MIN_WORDS:
            return text
        text = shorter


def _without_reason(text: str, table: Paraphrases) -> str:
    """Return `text` without the reason before or after the order."""
    for pattern in table.reasons:
        if found := pattern.fullmatch(text):
            return _trimmed(found["order"])
    return text


def _apply_rules(text: str, rules: Sequence[Rule]) -> tuple[str, frozenset[str]]:
    """Apply rules one after another; return the text and the reasons against it that they account for."""
    accounted: frozenset[str] = frozenset()
    for _ in range(_MAX_RULES):
        for rule in rules:
            found = rule.said.fullmatch(text)
            new = _trimmed(found.expand(rule.means)) if found else text
            if new.lower() != text.lower():
                break
        else:
            break
        text, accounted = new, accounted | _ACCOUNTED_BY_RULE | ({"question"} if rule.asked else set())
    return text, accounted
