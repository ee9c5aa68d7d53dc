"""Finds the clause of a sentence that asks, beside a remark or another question."""

import re

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.inquiries.vocabulary import LONGEST, phrases_of
from sarai_mqtt.understanding.orders import is_order

_BREAK = re.compile(r"\s*([,;:.!…—]+)(?=\s)\s*|([?¿¡]+)\s*")
_ENDS = frozenset("?.!…;")
_FEWEST = 2  # words of a clause that asks
_MOST = 4  # clauses
_MOST_WORDS = 30  # more is a text: what we offer to say is not asked when it is heard


def asking_clauses(text: str, language: str) -> tuple[str, ...]:
    """Return the clauses of `text` that may ask by themselves, with a question mark; () if it has only one.

    What follows such a clause is no part of it: it ends a sentence, or another question follows ("what's the
    temperature, in Madrid?" is about Madrid). () too if a clause orders something.
    """
    inquiries = pack(language).inquiries
    if inquiries is None or len(text.split()) > _MOST_WORDS:
        return ()
    words = "|".join(map(re.escape, inquiries.alternatives)) or "(?!)"
    alternative = re.compile(rf"\s(?:{words})\s")
    pieces = [(part.strip(" ,"), mark) for part, mark in _pieces(text) if part.strip(" ,")]
    if any(is_order(clause, language) for clause, _ in pieces if not alternative.search(clause)):
        return ()
    asks = "?" in text or "¿" in text
    found: list[str] = []
    for at, (clause, mark) in enumerate(pieces):
        is_last = at == len(pieces) - 1
        alone = is_last or set(mark) & _ENDS or _begins_to_ask(pieces[at + 1][0], language)
        if alone and (asks or _begins_to_ask(clause, language)):
            found += [clause] * (len(pieces) > 1)
            found += [first] if (first := alternative.split(clause, maxsplit=1)[0]) != clause else []
    long = [clause for clause in found if len(clause.split()) >= _FEWEST]
    return tuple(f"{clause}?" if asks else clause for clause in long[:_MOST])


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the parts of `text` between signs, each with the sign after it."""
    parts = [part or "" for part in _BREAK.split(text)]
    return [(parts[i], "".join(parts[i + 1 : i + 3])) for i in range(0, len(parts), 3)]


def _begins_to_ask(clause: str, language: str) -> bool:
    words, phrases = words_in(clause, language), phrases_of(language)
    return any(
        role == "opener" for end in range(1, LONGEST + 1) for role, _ in phrases.get(tuple(words[:end]), ())
    )
