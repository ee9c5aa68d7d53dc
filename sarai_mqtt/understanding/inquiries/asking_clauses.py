"""Finds the clause of a sentence that asks, beside a remark or another question."""

import re

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.inquiries.vocabulary import LONGEST, phrases_of
from sarai_mqtt.understanding.orders import is_order

_BREAK = re.compile(r"\s*[,;:.!…—]+(?=\s)\s*|[?¿¡]+\s*")
_FEWEST = 2  # words of a clause that asks
_MOST = 4  # clauses


def asking_clauses(text: str, language: str) -> tuple[str, ...]:
    """Return the clauses of `text` that may ask by themselves, with a question mark; () if it has only one.

    () too if a clause orders something, as what it says may be meant of that.
    """
    inquiries = pack(language).inquiries
    if inquiries is None:
        return ()
    asks = "?" in text or "¿" in text
    clauses = [clause for part in _BREAK.split(text) if (clause := part.strip(" ,"))]
    words = "|".join(map(re.escape, inquiries.alternatives)) or "(?!)"
    alternative = re.compile(rf"\s(?:{words})\s")
    if any(is_order(clause, language) for clause in clauses if not alternative.search(clause)):
        return ()
    parts = [alternative.split(clause, maxsplit=1)[0] for clause in clauses]
    clauses += [part for part in parts if part not in clauses]
    long = [clause for clause in clauses if len(clause.split()) >= _FEWEST and clause != text.strip(" ¿?.")]
    if not asks:
        long = [clause for clause in long if _begins_to_ask(clause, language)]
    return tuple(f"{clause}?" if asks else clause for clause in long[:_MOST])


def _begins_to_ask(clause: str, language: str) -> bool:
    words, phrases = words_in(clause, language), phrases_of(language)
    return any(
        role == "opener" for end in range(1, LONGEST + 1) for role, _ in phrases.get(tuple(words[:end]), ())
    )
