"""One reply about several commands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.responses.replies import outcome_sentence, reply_to

# Commands about an item of a list: those of one list are told in one sentence.
_ITEMS = frozenset(
    {
        "HassListAddItem",
        "HassListCompleteItem",
        "HassListRemoveItem",
        "HassShoppingListAddItem",
        "HassShoppingListCompleteItem",
    }
)
_TOLD = 4  # sentences that a reply about several commands has, if nothing failed


@dataclass(frozen=True, slots=True)
class Told:
    """A command, the sentence about it, and the reported result; None if nothing was reported.

    `under_way`: the sentence only tells that it is, as nobody reports. `count` is the number of commands that
    the sentence is about.
    """

    intent: Intent
    say: str
    result: ActionResult | None = None
    under_way: bool = False
    count: int = 1

    @property
    def succeeded(self) -> bool:
        """True if the sentence tells no more than that all of it was done."""
        result = self.result
        untold = (
            (result.trouble, *result.failed, *result.states, *result.sent, *result.silent) if result else ()
        )
        return result is not None and not any(untold)


def told_together(
    told: Sequence[Told], home: Home, now: datetime, wording_of: WordingOf = wording
) -> list[str]:
    """Return the sentences of a reply about several commands, in order, each once.

    Items of one list are told together. Of many sentences only the first few are said, and how many more
    commands were done; whatever failed, and the answer to every question, is always told. `now` is the local
    time. Raises BadInput (`unknown_language`).
    """
    merged = [_as_one(alike, home, now, wording_of) for alike in _lists(told)]
    must = sum(not one.succeeded for one in merged)
    spare = len(merged) if len(merged) <= _TOLD else max(_TOLD - must, 0)
    said: dict[str, None] = {}
    unsaid = 0
    for one in merged:
        if one.say in said:
            continue
        if one.succeeded and not spare:
            unsaid += one.count
            continue
        spare -= one.succeeded
        said[one.say] = None
    more = [pack(told[0].intent.language).replies.more.format(count=unsaid)] if unsaid else []
    return [*said, *more]


def _lists(told: Sequence[Told]) -> list[list[Told]]:
    """Return runs of commands that put items on one list, or take them off; any other command is alone."""
    runs: list[list[Told]] = []
    for one in told:
        if runs and _kind(one) is not None and _kind(runs[-1][0]) == _kind(one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _kind(one: Told) -> tuple[object, ...] | None:
    """Return what is equal for commands about items of one list; None if it has to be told alone."""
    if one.intent.name not in _ITEMS or not (one.succeeded or one.under_way):
        return None
    others = sorted((name, str(value)) for name, value in one.intent.slots.items() if name != "item")
    return one.intent.name, one.intent.targets, others, one.under_way


def _as_one(alike: Sequence[Told], home: Home, now: datetime, wording_of: WordingOf) -> Told:
    first = alike[0]
    if len(alike) == 1:
        return first
    items = wording_of(first.intent.language).listed([str(one.intent.slots["item"]) for one in alike])
    intent = replace(first.intent, slots={**first.intent.slots, "item": items})
    say = (
        reply_to(intent, home, now, wording_of)
        if first.result is None
        else outcome_sentence(intent, first.result, home, now, wording_of)
    )
    return Told(intent, say, first.result, first.under_way, len(alike))
