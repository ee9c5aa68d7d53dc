"""The phrases of helpers.yaml of one language as patterns, the same for every home."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.helpers import HelperKind, HelperOrder, Helpers
from sarai_mqtt.understanding.numbers import is_one
from sarai_mqtt.understanding.time_phrases import PlainWords, any_of, expression, plain_words

NAME = "#"
"""Stands for the name of a thing, and a noun beside it."""

Words = tuple[str, ...]

KINDS: Mapping[str, HelperKind] = {
    "number": "number", "input_number": "number", "counter": "number", "text": "text", "input_text": "text",
    "time": "time", "input_datetime": "time", "select": "option", "input_select": "option",
    "button": "press", "input_button": "press", "scene": "run", "script": "run",
}  # fmt: skip
"""The kind of the things of a domain."""

_OF: Mapping[HelperOrder, frozenset[HelperKind]] = {
    **dict.fromkeys(("add", "subtract", "put", "set", "most", "least"), frozenset({"number"})),
    **dict.fromkeys(("write", "clear"), frozenset({"text"})),
    **dict.fromkeys(("set_time", "earlier", "later"), frozenset({"time"})),
    **dict.fromkeys(("choose", "is_option"), frozenset({"option"})),
    "press": frozenset({"press"}),
    "run": frozenset({"run"}),
    "ask": frozenset({"number", "text", "time", "option"}),
    **dict.fromkeys(("add_one", "subtract_one", "reset"), frozenset({"number"})),
}
COUNTED: frozenset[HelperOrder] = frozenset({"add_one", "subtract_one", "reset"})
"""Orders to counters alone: of other numbers "more" is not one more."""

# Forms of a verb that ask for something; the present ("pones") only does so in a question.
_ORDERING = ("imperative", "infinitive", "formal", "regional", "plural", "plural_formal", "gerund")
_VERB = re.compile(r"<(\w+)>")
_NUMBER = "v"
_FREE = ("text", "moment", "length", "option")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is asked of which kinds of things by a sentence that `pattern` matches as a whole."""

    order: HelperOrder
    kinds: frozenset[HelperKind]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The phrases of a language. `leads` and `tails` are words of politeness, longest first.

    `told` are what tells that a counter has one more, `noted` what asks to count that. `little` are the words
    that may stand anywhere in a loose order, `nouns` those that may stand beside a name, and `skipped` the
    little words in a name.
    """

    phrases: tuple[Phrase, ...]
    leads: tuple[Words, ...]
    tails: tuple[Words, ...]
    nouns: Mapping[HelperKind, tuple[Words, ...]]
    articles: frozenset[str]
    skipped: frozenset[str]
    asked: tuple[Words, ...]
    means: Mapping[str, str]
    told: tuple[re.Pattern[str], ...]
    noted: re.Pattern[str]
    verbs: Mapping[str, re.Pattern[str]]
    little: frozenset[str]
    openers: tuple[Words, ...]


@cache
def phrase_table(language: str) -> PhraseTable | None:
    """Return the phrases of `language`; None if its pack has none.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    known = pack(language)
    helpers, orders = known.helpers, known.orders
    if helpers is None or orders is None:
        return None
    holes = _holes(helpers, language)
    articles = frozenset(_each((*known.content.articles, *orders.articles)))
    fillers = _sorted(orders.fillers)
    return PhraseTable(
        tuple(_compiled(helpers, holes)),
        tuple(
            sorted({*fillers, *_sorted(orders.wishes), *_sorted(orders.before_gerund)}, key=len, reverse=True)
        ),
        fillers,
        {kind: _sorted(words) for kind, words in helpers.nouns.items()},
        articles,
        articles | frozenset(_each(orders.of)) | frozenset(_each(orders.relatives)),
        _sorted(helpers.asked),
        {plain_words(said).joined: plain_words(word).joined for said, word in helpers.means.items()},
        tuple(re.compile(expression(phrase, holes)) for phrase in helpers.told),
        re.compile(any_of(helpers.noted)),
        {name: re.compile(holes[f"<{name}>"]) for name in helpers.verbs},
        articles | frozenset(_each((*orders.of, *orders.to, *orders.at_place, *orders.prepositions))),
        _sorted(helpers.openers),
    )


def verb_forms(imperatives: Iterable[str], language: str) -> frozenset[str]:
    """Return all forms in which verbs order something, in lower case without accents.

    A form that ends in a stressed "i" is left out where it also tells of the past: "subí". After a wish the
    language may have another form: "que pongas".
    """
    known = pack(language)
    table = {verb.forms["imperative"]: verb.forms for verb in known.verbs.table.verbs}
    endings = known.orders.prohibitive if known.orders else {}
    found = set[str]()
    for imperative in imperatives:
        first, _, rest = imperative.partition(" ")
        forms = table.get(first, {"imperative": first})
        said = {forms[form] for form in _ORDERING if form in forms and not forms[form].endswith("í")}
        said |= {forms[form] + ending for form, ending in endings.items() if form in forms}
        found |= {plain_words(f"{form} {rest}").joined for form in said}
    return frozenset(found)


def _compiled(helpers: Helpers, holes: Mapping[str, str]) -> Iterator[Phrase]:
    for order, phrases in helpers.phrases.items():
        for phrase in phrases:
            yield Phrase(order, _OF[order], re.compile(expression(phrase, holes)))


def _holes(helpers: Helpers, language: str) -> dict[str, str]:
    """Return the pattern of each placeholder. A word for "one" is no article: "take a glass off"."""
    content, orders = pack(language).content, pack(language).orders
    articles = [
        w for w in _each((*content.articles, *(orders.articles if orders else ()))) if not is_one(w, language)
    ]
    pronouns = any_of(helpers.pronouns)
    verbs = {
        name: _with_pronouns(verb_forms(imperatives, language), pronouns)
        for name, imperatives in helpers.verbs.items()
    }
    numbers = pack(language).numbers
    number = rf"(?:\d+|{any_of((*numbers.values, *numbers.large))})"
    joined = rf"{number}(?: (?:{re.escape(plain_words(numbers.joiner).joined)} )?{number})*"
    return {
        "{n}": f"(?:{any_of(articles)} ){{0,2}}{NAME}",
        "{v}": f"(?P<{_NUMBER}>{joined})",
        **{f"{{{name}}}": f"(?P<{name}>.+?)" for name in _FREE},
        **{f"<{name}>": forms for name, forms in verbs.items()},
    }


def _with_pronouns(forms: Iterable[str], pronouns: str) -> str:
    """Return the pattern of verb forms with pronouns attached ("ponme") or after them ("give me")."""
    single = [form for form in forms if " " not in form]
    others = [form for form in forms if " " in form]
    return f"(?:{any_of(others)}|{any_of(single)}(?:{pronouns})?(?: {pronouns})?)"


def _sorted(phrases: Iterable[str]) -> tuple[Words, ...]:
    return tuple(sorted({_words(phrase) for phrase in phrases} - {()}, key=len, reverse=True))


def _each(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        yield from _words(phrase)


def _words(phrase: str) -> Words:
    return tuple(plain_words(phrase).joined.split())


def words_of(words: PlainWords) -> list[str]:
    """Return the words of a text, in lower case without accents."""
    return words.joined.split(" ") if words.starts else []
