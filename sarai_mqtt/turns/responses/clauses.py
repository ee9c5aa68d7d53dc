"""Clauses about what became of a command: why it failed, what has not answered, and the level it led to."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sarai_mqtt.core.acting import ActionResult, Level, Obstacle
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.replies import Reached
from sarai_mqtt.languages.schema.wording import Wording
from sarai_mqtt.turns.responses.names import Names
from sarai_mqtt.turns.responses.setting_answers import mode_word

_NUMBERS = frozenset({"number", "input_number", "counter"})
_TIMES = frozenset({"time", "input_datetime"})


def failure_clauses(acted: ActionResult, names: Names) -> list[str]:
    """Return one clause for each way in which the command was not done, naming the things it concerns."""
    alike: dict[Obstacle | None, list[str]] = {}
    for thing in acted.failed:
        alike.setdefault(acted.why.get(thing), []).append(thing)
    clauses = [_failure(things, why, names) for why, things in alike.items()]
    if acted.silent:
        replies = pack(names.words.language).replies
        forms = replies.truth.silent if replies.truth else replies.failed
        clauses.append(_clause(forms, acted.silent, names))
    return clauses


def sent_sentence(things: Sequence[str], names: Names) -> str:
    """Return the sentence about things that cannot show whether they obeyed; "" if there are none."""
    if not things:
        return ""
    replies = pack(names.words.language).replies
    return _clause(replies.truth.sent, things, names) if replies.truth else replies.commands["unknown"].doing


def level_clause(things: Sequence[str], the: str, level: Level, names: Names, *, degrees: bool) -> str:
    """Return the clause that `things`, named `the`, are now at `level`: degrees, percent, a number or a time.

    "" if the language has no such clause.
    """
    words = names.words
    truth = pack(words.language).replies.truth
    if truth is None:
        return ""
    house = pack(words.language).replies.house
    low, high = (words.number(end) for end in (level.low, level.high))
    domain = things[0].partition(".")[0]
    if house is not None and domain in _TIMES:
        clock = datetime(1, 1, 1, *divmod(int(level.low), 60))  # noqa: DTZ001 - a time of any day
        return _clause(house.reached, things, names, the=the, low=words.moment(clock, clock))
    if house is not None and domain in _NUMBERS:
        forms = house.reached_limit if level.at_limit else house.reached
        return _clause(forms, things, names, the=the, low=low)
    kind = "range" if level.high is not None else "degrees" if degrees else "percent"
    forms = truth.reached[cast("Reached", kind + "_limit" * level.at_limit)]
    return _clause(forms, things, names, the=the, low=low, high=high)


def _failure(things: Sequence[str], why: Obstacle | None, names: Names) -> str:
    """Return the clause for `things` that failed for the reason `why` (None: they did not respond)."""
    words = names.words
    replies = pack(words.language).replies
    if why is None:
        return _clause(replies.failed, things, names)
    key = why.quality if why.kind == "cannot" else why.kind
    if why.kind == "out_of_range" and why.quality != "degrees":
        key = "out_of_values" if why.quality == "value" else "out_of_percent"
    every: dict[str, tuple[str, str]] = dict(replies.obstacles.items())
    if replies.truth is not None:
        every.update(replies.truth.obstacles.items())
    if replies.house is not None:
        every.update(replies.house.obstacles.items())
    forms = every.get(key, replies.obstacles["refused"])
    the = names.listed(things)
    low, high = words.number(why.low), words.number(why.high)
    told = _clause(forms, things, names, the=the, of=words.of(the), item=why.quality, low=low, high=high)
    return told + options_clause(why.options, words)


def options_clause(options: Sequence[str], words: Wording) -> str:
    """Return what is added to a refusal: the `options` that there are; "" without any, or words for them."""
    template = pack(words.language).replies.options
    named = [mode_word(option, words.language) for option in options]
    return template.format(options=words.listed(named)) if template and named else ""


def _clause(forms: tuple[str, str], things: Sequence[str], names: Names, **filled: str) -> str:
    """Return the clause for one thing or for several, with `filled`, and their names unless it has `the`."""
    one, several = forms
    are_several = names.words.is_plural([names.name(thing) for thing in things])
    return (several if are_several else one).format(**{"the": names.listed(things), **filled})
