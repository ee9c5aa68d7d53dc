"""Recognises an order by its verb, whether or not this home can carry it out."""

import re
from functools import cache

from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents


@cache
def _verbs(language: str) -> frozenset[str]:
    forms = pack(language).verbs.used_as("order")
    return forms | {without_accents(form) for form in forms}  # a pronoun takes the accent: "encendeme"


@cache
def _comparison(language: str) -> re.Pattern[str] | None:
    comparisons = pack(language).commands.comparisons
    return re.compile(rf"\b(?:{'|'.join(comparisons)})\b", re.IGNORECASE) if comparisons else None


@cache
def _reason(language: str) -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{'|'.join(pack(language).commands.reasons)})\s", re.IGNORECASE)


def is_order(text: str, language: str) -> bool:
    """Return True if `text` begins, after polite words, with a verb that orders a house to do something.

    Pronouns may be attached to the verb ("enciéndela", "apágamelo").
    Raises BadInput (`unknown_language`).
    """
    words, verbs = pack(language), _verbs(language)
    first = next((word for word in words_of(text) if word not in words.commands.order_lead_ins), "")
    return first in verbs or words.verbs.bare(first) in verbs


def order_of(text: str, language: str) -> str:
    """Return an order without the reason after it ("… que voy a dormir", "… because I'm cold").

    Returns "" if `text` is no order or has no such reason, if what looks like one is a comparison ("más alta
    que la otra"), or if fewer than three words are left: an order needs a verb and an object.
    Raises BadInput (`unknown_language`).
    """
    if not is_order(text, language) or _compares(text, language):
        return ""
    order = _reason(language).split(text, maxsplit=1)[0]
    if order == text or orders_more(text[len(order) :], language):
        return ""
    return order if len(order.split()) > 2 else ""


def before_reason(text: str, language: str) -> str:
    """Return the words before a comma and a reason, whatever they are ("luces fuera, que voy a dormir").

    Returns "" if there is no such reason, if it tells of the past ("…, que daban miedo"), or if it is a
    comparison. Raises BadInput (`unknown_language`).
    """
    reasons = () if _compares(text, language) else _reason(language).finditer(text)
    found = next((each for each in reasons if each.group().startswith(",")), None)
    past = pack(language).commands.past
    if found is None or (past and re.search(past, text[found.end() :])):
        return ""
    if orders_more(text[found.end() :], language):
        return ""
    return text[: found.start()]


def orders_more(reason: str, language: str) -> bool:
    """Return True if another order is joined to a reason: "because I'm cold and close the window".

    Raises BadInput (`unknown_language`).
    """
    joined = _joined(language)
    return joined is not None and any(
        is_order(reason[found.end() :], language) for found in joined.finditer(reason)
    )


@cache
def _joined(language: str) -> re.Pattern[str] | None:
    orders = pack(language).orders
    words = [re.escape(said) for said in orders.joiners if said[0].isalpha()] if orders else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) if words else None


def _compares(text: str, language: str) -> bool:
    comparison = _comparison(language)
    return bool(comparison and comparison.search(text))
