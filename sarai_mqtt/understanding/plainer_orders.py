"""Says an order in plainer words: an errand, or a form of a verb that also states."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack

_PAUSE = re.compile(r"[,;.!…¿¡]+")


def plainer_orders(text: str, language: str) -> Iterator[str]:
    """Yield `text` in plainer words, in each way that there is; nothing if it is plain.

    Errands name their machine then: "do the dishes" is "turn on the dishwasher". Verb forms that order in
    some countries and tell of the past in others ("abrí") are the plain imperative. Who asks has to judge
    whether the rest of the sentence is of the past.
    """
    for plain, errand in _errands(language):
        found = errand.search(text)
        if found and begins_order(text[: found.start()], language):
            yield text[: found.start()] + found.expand(plain) + text[found.end() :]
            return
    stating, imperatives = _regional(language)
    past = pack(language).commands.past
    if past and re.search(past, text):
        return  # "abrí la persiana porque hacía calor"
    if stating and (said := stating.sub(lambda m: imperatives[m.group().lower()], text)) != text:
        yield said


def begins_order(before: str, language: str) -> bool:
    """Return True if an order begins after `before`: nothing but polite words, or a pause, is there.

    Raises BadInput (`unknown_language`).
    """
    words = pack(language).commands
    said = words_of(_PAUSE.split(before)[-1])
    joined = {word for phrase in words.therefore for word in words_of(phrase)}
    return all(word in words.order_lead_ins or word in joined for word in said)


@cache
def _errands(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    orders = pack(language).orders
    if orders is None:
        return ()
    return tuple(
        (plain, re.compile(rf"(?<!\w)(?:{_with_parts(each, orders.errand_parts)})(?!\w)", re.IGNORECASE))
        for plain, said in orders.errands.items()
        for each in said
    )


def _with_parts(pattern: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part)
    return pattern


@cache
def _regional(language: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    """Return a pattern for regional imperatives that also state, at the start of a clause, and plain ones."""
    statement = pack(language).speech_acts.statement
    forms = (verb.forms for verb in pack(language).verbs.table.verbs)
    both = {f["regional"]: f["imperative"] for f in forms if f.get("regional", "") != ""}
    stating = {said: plain for said, plain in both.items() if said != plain and statement.search(said)}
    if not stating:
        return None, {}
    joined = "|".join(sorted(stating, key=len, reverse=True))
    return re.compile(rf"(?:(?<=^)|(?<=, )|(?<=\by ))(?:{joined})(?=\s)", re.IGNORECASE), stating
