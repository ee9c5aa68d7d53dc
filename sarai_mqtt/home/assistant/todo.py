"""Items of Home Assistant's to-do lists, read before one is changed and again afterwards.

The state of a list is only the number of its open items: it does not tell which item was ticked off, nor that
there was no such item.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sarai_mqtt.core.acting import EntityState, Obstacle
from sarai_mqtt.core.errors import HomeAssistantError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.intents import EMPTY_LIST
from sarai_mqtt.home.assistant.results import DONE, SILENT, Outcome, obstructed
from sarai_mqtt.home.assistant.websocket import Connection
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents

READ_S = 1.0
CHANGES = frozenset({"HassListAddItem", "HassListCompleteItem", "HassListRemoveItem", EMPTY_LIST})
"""Intents that change what is on a list."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, as Home Assistant shows it; `uid` is "" if the list gives its items none."""

    summary: str
    uid: str = ""
    completed: bool = False

    @property
    def reference(self) -> str:
        """The name of the item in service calls."""
        return self.uid or self.summary


async def items_of(connection: Connection, todo: str) -> tuple[Item, ...] | None:
    """Return all items of the list with the entity id `todo`; None if they cannot be read within READ_S."""
    try:
        async with asyncio.timeout(READ_S):
            answer = await connection.command(
                "call_service",
                domain="todo",
                service="get_items",
                service_data={"entity_id": todo, "status": ["needs_action", "completed"]},
                return_response=True,
            )
        rows = answer["response"][todo]["items"]
        return tuple(
            Item(str(row["summary"]), str(row.get("uid") or ""), row.get("status") == "completed")
            for row in rows
            if row.get("summary")
        )
    except (TimeoutError, HomeAssistantError, AttributeError, KeyError, TypeError):
        return None


def with_items(state: EntityState, items: Sequence[Item] | None, intent: Intent) -> EntityState:
    """Return `state` with the open items as the attribute `items`; without it if they are not known.

    The attribute `asked` is True if the item that `intent` asks about is among them.
    """
    if items is None:
        return state
    still_open = [item for item in items if not item.completed]
    asked = called(still_open, str(intent.slots.get("item", "")), intent.language) is not None
    told = {"items": [item.summary for item in still_open], "asked": asked}
    return replace(state, attributes={**state.attributes, **told})


def called(items: Sequence[Item], said: str, language: str) -> Item | None:
    """Return the item that is called `said`, an open one first; None without one, or if several may be meant.

    Case, accents, an article before it and the ending of a plural do not matter, nor the tense of what was to
    be done: "called the plumber" is "call the plumber".
    """
    wanted = _plain(said, language)
    same = [item for item in items if _plain(item.summary, language) == wanted]
    singular = _singular(wanted, language)
    alike = same or [i for i in items if _singular(_plain(i.summary, language), language) == singular]
    alike = alike or [item for item in items if _is_deed(_plain(item.summary, language), wanted, language)]
    still_open = [item for item in alike if not item.completed] or alike
    one_name = len({_plain(item.summary, language) for item in still_open}) == 1
    return still_open[0] if one_name and wanted else None


def _is_deed(task: Sequence[str], done: Sequence[str], language: str) -> bool:
    """Return True if `done` tells of a task that it was done: all but the form of its verb is the same.

    The verb may be left out: "done the plants".
    """
    articles = pack(language).content.articles
    one, other = ([word for word in words if word not in articles] for words in (task, done))
    return len(one) > 1 and (one[1:] == other or (one[1:] == other[1:] and one[0][:1] == other[0][:1]))


def _plain(text: str, language: str) -> tuple[str, ...]:
    said = pack(language).lists.around_item.sub("", text.lower().replace("’", "'"))
    words = [without_accents(word) for word in words_of(said)]
    little = pack(language).content.articles
    while len(words) > 1 and words[0] in little:
        del words[0]
    return tuple(words)


def _singular(words: Sequence[str], language: str) -> tuple[str, ...]:
    plurals = pack(language).lists.plurals
    return tuple(
        next((word.removesuffix(end) for end in plurals if word.endswith(end)), word) for word in words
    )


def settled(intent: Intent, items: Sequence[Item]) -> Outcome | Item | None:
    """Return the outcome that the list shows already, else the item to change; None: one is to be added."""
    said = str(intent.slots.get("item", ""))
    item = called(items, said, intent.language)
    if intent.name == "HassListAddItem":
        return DONE if item and not item.completed else None
    if item is None:
        return obstructed(Obstacle("not_listed", said))
    return DONE if item.completed and intent.name == "HassListCompleteItem" else item


def call_for(intent: Intent, todo: str, item: Item) -> tuple[str, dict[str, Any]]:
    """Return the service of `todo`, and its data, that ticks `item` off or takes it off the list."""
    data = {"entity_id": todo, "item": item.reference}
    if intent.name == "HassListCompleteItem":
        return "update_item", {**data, "status": "completed"}
    return "remove_item", data


def call_to_empty(todo: str, items: Sequence[Item]) -> tuple[str, dict[str, Any]]:
    """Return the service of `todo`, and its data, that takes all `items` off the list."""
    return "remove_item", {"entity_id": todo, "item": [item.reference for item in items]}


def outcome_shown(intent: Intent, item: Item | None, items: Sequence[Item] | None) -> Outcome:
    """Return the outcome that the list shows after `intent`; `item` is the one that was changed.

    A list that can no longer be read shows nothing: then it was only sent.
    """
    if items is None:
        return Outcome("sent")
    if intent.name == EMPTY_LIST:
        return SILENT if items else DONE
    if intent.name == "HassListAddItem":
        added = called(items, str(intent.slots.get("item", "")), intent.language)
        return DONE if added and not added.completed else SILENT
    still = [i for i in items if item and i.reference == item.reference]
    left = [i for i in still if not i.completed or intent.name == "HassListRemoveItem"]
    return SILENT if left else DONE
