"""Reads what goes on a list after something that was put there: "and butter, too"."""

from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.understanding.reader.list_items import items_between
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.shopping_told import are_goods

_ADDED = "HassListAddItem"
_MOST_WORDS = 12


def more_on_list(scan: Scan, before: Intent) -> tuple[Intent, ...] | None:
    """Return the orders to put on the list of the order `before` what the sentence names after "and".

    None if it names nothing that shops sell, or `before` put nothing on a list.
    """
    start = 0
    while joiner := scan.find(start, "joiner", "filler"):
        start = joiner.end
    led = any(scan.find(place, "joiner") for place in range(start))
    if before.name != _ADDED or not led or not start < len(scan) <= _MOST_WORDS or scan.senses(start):
        return None
    if not are_goods(scan, start, len(scan), bare=True):
        return None
    items = items_between(scan, start, len(scan))
    more = (replace(before, slots={**before.slots, "item": item}, text=scan.text) for item in items)
    return tuple(more) or None
