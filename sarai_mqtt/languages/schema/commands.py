"""The vocabulary of commands of a language, apart from its verbs (commands.yaml)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A little word that is often heard in place of another.

    Args:
        said: the words that were heard.
        after: what the word before is: a kind of thing, or a head.
        before: what the words after begin: the name of a place, or another name or kind of thing.
        meant: the word that was meant.

    """

    said: frozenset[str]
    after: Literal["thing", "head"]
    before: Literal["place", "thing"]
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Words of commands, in lower case. A head makes a sentence an order or a question; each command has one.

    Args:
        heads: heads that are no verbs of verbs.yaml.
        rare_heads: the same, never put in place of another word: rare, and too similar to others.
        things: kinds of things; each command has one of these or a name.
        others: all other words of commands.
        results: requested states and values, to which a misheard word may be corrected.
        short: heads and things of fewer than four letters to which a misheard word may be corrected.
        never_targets: heads and things to which none is.
        doubtful: heads that are often misheard themselves.
        doubtful_later: the same, unless they begin the sentence.
        particles: second words of verbs ("turn … on") that stand for the verb in "lights on".
        misheard_first: first words often heard in place of an order that sounds quite different.
        run_together: phrases spoken as one word, besides a verb with an article of `swallowed_articles`.
        swallowed_articles: articles that a verb before them may swallow ("pon el" heard as "ponen").
        third_person: ending that makes an imperative a statement about somebody else; "" if none does.
        gerund: matches verbs that say what is being done, not what to do.
        lead_ins: phrases that may precede an order; none of them a subject, which makes it a statement.
        never_first: words that begin no order: at the start they are a misheard verb.
        passed_over: articles that are skipped in looking for the word after a misheard one.
        slips: little words heard in place of others.
        order_lead_ins: single words that may precede an order that is not understood.
        reasons: regular expressions for words that begin the reason after an order.
        comparisons: regular expressions for a comparison that has a word of `reasons` in it.
        remarks: regular expressions for the beginning of a remark that gives the reason for an order, before
            it or after it, with a pause between: "it's", "the baby". Empty if none are known.
        telling: regular expressions for finite verbs, by which what is said before an order is a statement:
            "is", "forgot". Empty if none are known.
        therefore: regular expressions for words that lead from a statement to an order: "so".
        unmeant: regular expressions for words by which nothing in the sentence is meant: "kidding".
        complaints: regular expressions for words that make a remark about a thing a complaint: "too".
        past: a regular expression for words in the past, with which no reason is given for an order without a
            verb ("…, que daban miedo"); empty without such forms.
        plain_orders: the verb that orders an action of `understanding/reader/frames:Action` in plain words,
            which the things follow with their article. Without one, nothing is undone after a while.

    """

    heads: frozenset[str]
    rare_heads: frozenset[str]
    things: frozenset[str]
    others: frozenset[str]
    results: frozenset[str]
    short: frozenset[str]
    never_targets: frozenset[str]
    doubtful: frozenset[str]
    doubtful_later: frozenset[str]
    particles: frozenset[str]
    misheard_first: Mapping[str, str]
    run_together: tuple[str, ...]
    swallowed_articles: tuple[str, ...]
    third_person: str
    gerund: re.Pattern[str]
    lead_ins: tuple[str, ...]
    never_first: frozenset[str]
    passed_over: frozenset[str]
    slips: tuple[Slip, ...]
    order_lead_ins: frozenset[str]
    reasons: tuple[str, ...]
    comparisons: tuple[str, ...] = ()
    past: str = ""
    plain_orders: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    therefore: tuple[str, ...] = ()
    unmeant: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
