"""Divides a sentence into known phrases: every word is in one of them, or the sentence is not read."""

from collections.abc import Iterable, Mapping

from sarai_mqtt.languages.content_words import words_in

LONGEST = 6  # words of a phrase

Words = tuple[str, ...]
Roles = tuple[tuple[str, str], ...]
"""Roles that a phrase may have, each with what it stands for ("" for nothing more)."""


def spoken_words(text: str, language: str) -> Words:
    """Return the words of `text` without signs, in the form that `words_in` gives them."""
    return tuple(word for word in words_in(text, language) if word[:1].isalnum())


def phrase_table(rows: Iterable[tuple[str, str, str]], language: str) -> dict[Words, Roles]:
    """Return the roles of each phrase, from rows of a phrase, a role and what it stands for."""
    found: dict[Words, dict[tuple[str, str], None]] = {}
    for phrase, role, value in rows:
        if words := words_in(phrase, language):
            found.setdefault(words, {})[role, value] = None
    return {words: tuple(roles) for words, roles in found.items()}


def divided(words: Words, *tables: Mapping[Words, Roles]) -> list[tuple[str, str]] | None:
    """Return the roles of the fewest phrases that make up the words, in their order; None if none do.

    A phrase with several roles has all of them.
    """
    best: list[tuple[int, list[tuple[str, str]]] | None] = [None] * len(words) + [(0, [])]
    for at in range(len(words) - 1, -1, -1):
        for end in range(min(at + LONGEST, len(words)), at, -1):
            rest = best[end]
            roles = [role for table in tables for role in table.get(words[at:end], ())] if rest else []
            known = best[at]
            if rest is not None and roles and (known is None or rest[0] + 1 < known[0]):
                best[at] = rest[0] + 1, [*roles, *rest[1]]
    return best[0][1] if best[0] else None
