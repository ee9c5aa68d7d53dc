"""Answers to questions about lists, from the items that Home Assistant has on them."""

from collections.abc import Sequence

from sarai_mqtt.core.acting import EntityState
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.replies import ListReplies
from sarai_mqtt.turns.responses.names import Names, readable

_TOLD = 12  # items; nobody listens to more


def list_answer(states: Sequence[EntityState], item: str, names: Names, *, counted: bool = False) -> str:
    """Return what is on the lists, or whether `item` is; "" if it is not known or the pack has no words.

    `counted`: the number of items is told, too.

    The attribute `items` of a state has the open items; `asked` tells whether `item` is among them.
    """
    house = pack(names.words.language).replies.house
    known = [state for state in states if isinstance(state.attributes.get("items"), list)]
    if house is None or not known:
        return ""
    if item:
        there = [state for state in known if state.attributes.get("asked")]
        template = house.lists.has if there else house.lists.has_not
        return template.format(the=names.listed([state.id for state in there or known]))
    return " ".join(_told(state, house.lists, names, counted=counted) for state in known)


def _told(state: EntityState, replies: ListReplies, names: Names, *, counted: bool) -> str:
    items = [readable(item) for item in state.attributes["items"]]
    the = names.the(state.id)
    if not items:
        return replies.none.format(the=the)
    more = [replies.more.format(count=len(items) - _TOLD)] if len(items) > _TOLD else []
    told = _joined([*items[:_TOLD], *more], names)
    if counted:
        return replies.count.format(the=the, items=told, count=len(items))
    return replies.items.format(the=the, items=told)


def _joined(items: Sequence[str], names: Names) -> str:
    """Return the items as one phrase, all of them: `Wording.listed` only counts those at the end."""
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-2])}{', ' if len(items) > 2 else ''}{names.words.listed(items[-2:])}"
