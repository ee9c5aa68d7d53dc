"""The vocabulary of commands, apart from the names of a home; used to correct misheard words (ADR 16).

All functions that take a `language` raise BadInput (`unknown_language`) if it has no pack.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

_MIN_LETTERS = 4  # shorter words resemble too many others


@cache
def _heads(language: str) -> frozenset[str]:
    """Return the words that make a sentence an order or a question to the house; every command has one."""
    verbs = pack(language).verbs
    return pack(language).commands.heads | verbs.used_as("head") | verbs.with_pronoun.keys()


@cache
def _known_heads(language: str) -> frozenset[str]:
    """Return all heads, with those that are never put in place of another word."""
    return _heads(language) | pack(language).commands.rare_heads | pack(language).verbs.used_as("rare_head")


@cache
def _lead_ins(language: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(pack(language).commands.lead_ins)}) ")


@cache
def _with_article(language: str) -> Mapping[str, tuple[str, str]]:
    """Return orders (without accents) with a pronoun that is an article too, each with its two parts."""
    found = pack(language).verbs.with_pronoun.items()
    articles = pack(language).commands.swallowed_articles
    return {without_accents(said): parts for said, parts in found if parts[1] in articles}


def is_head(word: str, language: str) -> bool:
    """Return True if `word` (lower case) is a head of a command (rare ones too) or a particle ("off")."""
    return word in _known_heads(language) or word in pack(language).commands.particles


@cache
def _known_verbs(language: str) -> frozenset[str]:
    verbs = pack(language).verbs
    return verbs.used_as("order") | verbs.used_as("content")


def is_known_verb(word: str, language: str) -> bool:
    """Return True if `word` (lower case) is a head, or a form of a verb that orders or tells something."""
    return is_head(word, language) or word in _known_verbs(language)


def head_index(words: Sequence[str], language: str) -> int:
    """Return the index of the head at the start of `words` (lower case), after polite words; else -1."""
    text, before, start = " ".join(words), _lead_ins(language), 0
    while polite := before.match(text, start):
        start = polite.end()
    place = text[:start].count(" ")
    return place if place < len(words) and words[place] in _known_heads(language) else -1


def may_be_misheard(word: str, place: int, language: str) -> bool:
    """Return True if the head `word`, at index `place` of a sentence, may nevertheless be a misheard word."""
    words = pack(language).commands
    return (
        never_first(word, language) or word in words.doubtful or (place > 0 and word in words.doubtful_later)
    )


def without_object(word: str, following: str, language: str) -> str:
    """Return the order in `word` without the pronoun that was misheard for an article; "" if there is none.

    Only where pronouns are attached to orders: "quita las" for "quítalas" before a noun ("luces"), "pon" for
    "ponla" before "la".
    """
    order, pronoun = _with_article(language).get(without_accents(word), ("", ""))
    if following == pronoun:
        return order
    return f"{order} {pronoun}" if order and following and following in thing_words(language) else ""


def is_form_of_head(word: str, language: str) -> bool:
    """Return True if `word` may be a form of a head that states something: "apagué", "opened".

    False for words that are no verb forms ("abril", "conme"). Raises BadInput (`unknown_language`).
    """
    acts, words = pack(language).speech_acts, pack(language).commands
    third = words.third_person
    if third and word.endswith(third) and word.removesuffix(third) in _known_heads(language):
        return True
    return bool(acts.statement.search(word) or words.gerund.search(word))


def is_statement(words: Sequence[str], language: str) -> bool:
    """Return True if `words` (lower case) state or report something, and order nothing ("I opened").

    Where an order may swallow the article after it, a first word like "ponen" before a noun is ignored
    ("ponen ventilador" for "pon el ventilador"). Raises BadInput (`unknown_language`).
    """
    acts = pack(language).speech_acts
    swallowed = (
        len(words) > 1 and is_form_of_head(words[0], language) and not is_function_word(words[1], language)
    )
    said = " ".join(words[1:] if swallowed and pack(language).commands.swallowed_articles else words)
    return bool(acts.report.search(said) or (acts.statement.search(said) and not acts.wish.search(said)))


def never_first(word: str, language: str) -> bool:
    """Return True if no order begins with `word` (lower case)."""
    return word in pack(language).commands.never_first


def command_words(language: str) -> frozenset[str]:
    """Return every word that a command in `language` may contain, except the names of the home."""
    return _known_heads(language) | thing_words(language) | pack(language).commands.others


def thing_words(language: str) -> frozenset[str]:
    """Return the words for kinds of things. Raises BadInput (`unknown_language`)."""
    return pack(language).commands.things


def order_misheard_as(word: str, language: str) -> str:
    """Return the order that is often misheard as `word` at the start of a sentence; "" if there is none."""
    return pack(language).commands.misheard_first.get(word, "")


def run_together_phrases(language: str) -> tuple[str, ...]:
    """Return phrases spoken as one that the recogniser may split differently ("ponen" for "pon el")."""
    words, verbs = pack(language).commands, pack(language).verbs
    orders = sorted(verbs.used_as("takes_pronoun"))
    with_article = (f"{order} {article}" for order in orders for article in words.swallowed_articles)
    return (*with_article, *words.run_together)


def correction_targets(language: str) -> frozenset[str]:
    """Return the words to which a similar one may be corrected.

    These are heads, kinds of things, and requested states and values; of the heads and things with
    fewer than four letters only a few ("off", "luz").
    """
    words = pack(language).commands
    longer = {word for word in _heads(language) | words.things if len(word) >= _MIN_LETTERS}
    return words.short | words.results | (longer - words.never_targets)
