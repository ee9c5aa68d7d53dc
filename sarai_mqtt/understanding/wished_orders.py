"""Says an order that is put as a wish plainly: "que la lámpara se encienda" is "enciende la lámpara"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import NEVER
from sarai_mqtt.understanding.plainer_orders import begins_order
from sarai_mqtt.understanding.reader.lexicon import lexicon_of

_MOST_WORDS = 6  # of what is named before the verb


@dataclass(frozen=True, slots=True)
class _Wishes:
    """How a language wishes for something to happen.

    Args:
        verb_first: a wish whose verb comes first: "que se apague la luz".
        thing_first: one that names a thing before it: "que la luz se apague".
        plain: imperatives by the forms of wishes.
        no_thing: words that no name before the verb has: those that deny, or begin another clause.

    """

    verb_first: re.Pattern[str]
    thing_first: re.Pattern[str]
    plain: Mapping[str, str]
    no_thing: frozenset[str]


@cache
def _wishes(language: str) -> _Wishes:
    some, orders = lexicon_of(language), pack(language).orders
    if orders is None or some is None or not orders.wished_by:
        return _Wishes(NEVER, NEVER, {}, frozenset())
    table = pack(language).verbs.table
    plain = {
        verb.forms[form]: verb.forms["imperative"]
        for verb in table.verbs
        for form in ("formal", "plural_formal")
        if form in verb.forms
    } | dict(orders.wished)
    verbs = "|".join(sorted(plain, key=len, reverse=True))
    leads = "|".join(sorted(orders.wished_by, key=len, reverse=True))
    pronouns = "".join(f"{each}|" for each in orders.wished_pronouns)
    alone = "".join(f"{each}|" for each in orders.wished_alone)
    verb = rf"(?P<own>(?:(?:{pronouns}(?!))\s){{0,2}}(?P<verb>{verbs}))(?:\s(?:{alone}(?!)))?(?!\w)"
    articles = "|".join(sorted(some.articles, key=len, reverse=True))
    clause = rf"(?<!\w)(?P<lead>{leads})\s"
    phrases = (*orders.negations, *orders.joiners, *orders.alternatives, *orders.turns, *orders.wished_by)
    return _Wishes(
        re.compile(clause + verb + r"(?=\s)", re.IGNORECASE),
        re.compile(
            rf"{clause}(?P<thing>(?:{articles})(?:\s\w+){{1,{_MOST_WORDS}}}?)\s{verb}(?P<rest>[^,;.!]*)",
            re.IGNORECASE,
        ),
        plain,
        frozenset(phrase for phrase in phrases if " " not in phrase),
    )


def wished_orders(text: str, language: str) -> Iterator[str]:
    """Yield `text` with the order that is put as a wish said plainly, in each way that there is.

    A wish that is asked ("¿que se apague la luz?"), or denied, is none. Raises BadInput (`unknown_language`).
    """
    found = _found(text, language)
    if found is None:
        return
    some, orders = _wishes(language), pack(language).orders
    before, after = text[: found.start()], text[found.end() :]
    said, plain = found.groupdict(), some.plain[found["verb"].lower()]
    thing, rest = said.get("thing"), said.get("rest") or ""
    for lead in orders.wished_by if orders else ():
        if lead != found["lead"].lower():
            named = f"{thing} " if thing else ""
            yield f"{before}{lead} {named}{found['own']}{rest}{after}"
    if thing is None:
        yield f"{before}{plain}{after}"
    elif not _has_object(rest, language):
        yield f"{before}{plain} {thing}{rest}{after}"


def is_wish(text: str, language: str) -> bool:
    """Return True if `text` has an order that is put as a wish. Raises BadInput (`unknown_language`)."""
    return _found(text, language) is not None


def _found(text: str, language: str) -> re.Match[str] | None:
    some = _wishes(language)
    if "?" in text:
        return None
    for pattern in (some.verb_first, some.thing_first):
        for found in pattern.finditer(text):
            thing = found.groupdict().get("thing") or ""
            if some.no_thing.isdisjoint(thing.lower().split()) and begins_order(
                text[: found.start()], language
            ):
                return found
    return None


def _has_object(rest: str, language: str) -> bool:
    """Return True if another thing follows the verb: "que la aspiradora limpie la cocina"."""
    some = lexicon_of(language)
    first = rest.split(maxsplit=1)[:1]
    return bool(some and first and first[0].lower() in some.articles)
