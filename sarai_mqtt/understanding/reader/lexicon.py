"""The words of orders in one language, for looking them up at a place in a sentence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sarai_mqtt.languages.content_words import ContentWords, Token, content_words, words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.orders import Orders
from sarai_mqtt.languages.spelling import without_accents

Words = tuple[str, ...]

LONGEST = 6  # tokens of a phrase
_ORDERING = ("imperative", "infinitive", "formal", "regional", "present", "present_regional", "plural",
             "plural_formal")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase at tokens `start` to `end` (excluded): a role it may have, and what it stands for there."""

    start: int
    end: int
    role: str
    value: str


@dataclass(frozen=True, slots=True)
class VerbSense:
    """One meaning of a verb: an action, with the words that belong to the verb (`rest`, may be empty).

    `keeps`: the verb is said of what is to be left as it is ("leave"); `gives`: also of more of a level;
    `apart`: no state may follow it at once ("get off"); `causes`: a participle may follow its things ("get
    the lamp turned off"); `takes_away`: with an amount it lowers a level ("quita dos grados").
    """

    action: str
    rest: Words
    implies: str
    concerns: str
    bare_on: bool
    keeps: bool = False
    gives: bool = False
    apart: bool = False
    causes: bool = False
    takes_away: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their words, each with its roles, and verbs by their forms."""

    language: str
    orders: Orders
    content: ContentWords
    phrases: Mapping[Words, tuple[tuple[str, str], ...]]
    longest: Mapping[str, int]
    verbs: Mapping[str, tuple[VerbSense, ...]]
    prohibitive: Mapping[str, str]
    articles: frozenset[str]
    of: frozenset[str]
    links: frozenset[str]
    to: frozenset[str]
    by: frozenset[str]
    at_place: frozenset[str]
    frequent: frozenset[str]
    attached: Mapping[str, str]
    gerunds: Mapping[str, str]
    participles: Mapping[str, str]

    def matches(self, words: Sequence[str], start: int) -> Iterator[Match]:
        """Yield the phrases that begin at index `start` of `words`, longest first."""
        longest = self.longest.get(words[start], 0)
        for end in range(min(start + longest, len(words)), start, -1):
            for role, value in self.phrases.get(tuple(words[start:end]), ()):
                yield Match(start, end, role, value)

    def verb(self, token: Token, said: str) -> str | None:
        """Return the verb form that `token`, said as `said`, is without its pronouns; None: no verb."""
        if token.text in self.verbs:
            return token.text
        bare = without_accents(pack(self.language).verbs.bare(said.lower()))
        if bare not in self.verbs:
            bare = self.attached.get(token.text, "")  # without the accent: "prendelas"
        return bare if bare in self.verbs else None


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """Return the lexicon of a language; None if its pack has no words of orders.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    orders = pack(language).orders
    return _lexicon(orders, content_words(language), language) if orders else None


def _lexicon(orders: Orders, content: ContentWords, language: str) -> Lexicon:
    little = content.articles | _plain(orders.articles) | _plain(orders.prepositions)
    phrases: dict[Words, list[tuple[str, str]]] = {}
    for phrase, role, value in _rows(orders, language):
        words = words_in(phrase, language)
        if phrase.endswith("'"):
            words = (*words[:-1], words[-1] + "'")  # "n'" is a token of its own
        if not _spoken(phrase.lower(), little):
            continue  # "là" must not be "la"
        known = phrases.setdefault(words, [])
        if words and (role, value) not in known:
            known.append((role, value))
    longest: dict[str, int] = {}
    for words in phrases:
        if words:
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    senses, prohibitive = _verbs(orders, language)
    return Lexicon(
        language, orders, content,
        {words: tuple(roles) for words, roles in phrases.items()},
        longest, senses, prohibitive,
        articles=content.articles | _plain(orders.articles),
        of=_plain(orders.of),
        links=_plain(orders.prepositions),
        to=_plain(orders.to),
        by=_plain(orders.by),
        at_place=_plain(orders.at_place),
        frequent=_plain(pack(language).words.frequent),
        attached={
            without_accents(said): without_accents(verb)
            for said, (verb, _) in pack(language).verbs.with_pronoun.items()
        },
        gerunds=_forms_of(language, "gerund") if orders.before_gerund else {},
        participles=_forms_of(language, "participle", "past") if orders.causes else {},
    )  # fmt: skip


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(without_accents(word) for word in words)


def _rows(orders: Orders, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield every phrase with its role and value."""
    content = pack(language).content
    for name, row in content.classes.items():
        yield from ((word, "class", name) for word in (*row.words, *orders.classes.get(name, ())))
    tables: Mapping[str, Mapping[Any, Iterable[str]]] = {
        "state": orders.states, "attribute": orders.attributes, "more": orders.more, "less": orders.less,
        "quantity": orders.quantities, "mode": orders.modes, "preset": orders.presets,
        "colour": orders.colours, "warmth": orders.warmth, "time": orders.times,
        "speed": orders.fan_speeds, "part": orders.parts, "level": orders.levels, "way": orders.ways,
    }  # fmt: skip
    for role, table in tables.items():
        for value, words in table.items():
            yield from ((word, role, str(value)) for word in words)
    lists: Mapping[str, Iterable[str]] = {
        "bit": (*orders.bit, *(b for b in content.bit if not b.endswith("*"))),
        "most": orders.most, "least": orders.least, "half": orders.half,
        "relative": orders.relatives, "only": orders.only, "exception": orders.exceptions,
        "exception_before": orders.exceptions_before, "joiner": orders.joiners, "turn": orders.turns,
        "one": orders.ones, "pronoun": orders.pronouns, "here": orders.here, "house": orders.house,
        "outside": orders.outside, "media": orders.media, "filler": orders.fillers,
        "exception_after": orders.exceptions_after, "alternative": orders.alternatives,
        "this_floor": orders.this_floor, "near": orders.near,
        "mode_noun": orders.mode_nouns, "clock": orders.clock, "list": orders.lists,
        "ticked": orders.ticked, "bought": orders.bought,
        "to_buy": orders.to_buy, "ran_out": orders.ran_out, "list_tail": orders.list_tails,
        "negation": orders.negations, "wish": orders.wishes, "correction": orders.corrections,
        "now": orders.now, "wait": orders.waits, "before_gerund": orders.before_gerund,
        "taken_off": orders.taken_off, "copula": orders.copulas,
        "thing_word": content.things, "place_word": content.places,
        "by_half": orders.by_half, "again": orders.again, "bound": orders.bounds, "from_now": orders.from_now,
        "later": (t for t in content.times if not t.endswith("*")),
    }  # fmt: skip
    for role, words in lists.items():
        yield from ((word, role, "") for word in words)


def _forms_of(language: str, *names: str) -> dict[str, str]:
    """Return the imperative of each verb by its form, the first of `names` that it has."""
    forms = (verb.forms for verb in pack(language).verbs.table.verbs)
    known = ((next((f[name] for name in names if name in f), ""), f["imperative"]) for f in forms)
    return {without_accents(form): without_accents(verb) for form, verb in known if form}


def _spoken(form: str, little: frozenset[str]) -> str:
    """Return a form without accents; "" if that makes another word of it ("dé", "de")."""
    bare = without_accents(form)
    return "" if bare != form and bare in little else bare


def _verbs(orders: Orders, language: str) -> tuple[dict[str, tuple[VerbSense, ...]], dict[str, str]]:
    """Return the senses of every form of a verb, and the forms that forbid, each with its imperative."""
    table = {without_accents(v.forms["imperative"]): v.forms for v in pack(language).verbs.table.verbs}
    implies = {words_in(p, language): name for name, some in orders.implies.items() for p in some}
    concerns = {words_in(p, language): name for name, some in orders.concerns.items() for p in some}
    bare_on, keeps, gives = _plain(orders.bare_on), _plain(orders.keeps), _plain(orders.gives)
    apart, takes_away = _plain(orders.apart), _plain(orders.takes_away)
    causes = {words_in(phrase, language) for phrase in orders.causes}
    little = _plain(orders.prepositions) | _plain(orders.articles)
    senses: dict[str, list[VerbSense]] = {}
    prohibitive: dict[str, str] = {}
    for action, phrases in orders.actions.items():
        for phrase in phrases:
            words = words_in(phrase, language)
            if not words:
                continue
            forms = table.get(words[0], {})
            sense = VerbSense(
                action, words[1:], implies.get(words, ""), concerns.get(words, ""), words[0] in bare_on,
                words[0] in keeps, words[0] in gives, words[0] in apart, words in causes,
                action == "turn_off" and words[0] in takes_away,
            )  # fmt: skip
            said = {words[0]} | {_spoken(forms[form], little) for form in _ORDERING if form in forms}
            said.discard("")
            for form, ending in orders.prohibitive.items():
                if form in forms:
                    prohibitive[without_accents(forms[form]) + ending] = words[0]
            for word in said:
                if sense not in senses.setdefault(word, []):
                    senses[word].append(sense)
    ordered = {word: tuple(sorted(some, key=lambda s: -len(s.rest))) for word, some in senses.items()}
    return ordered, prohibitive
