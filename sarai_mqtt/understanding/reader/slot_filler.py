"""Fills the slots of the orders of a sentence, and begins another order where one is full."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import AmountSaid
from sarai_mqtt.understanding.reader.scan import Scan
from sarai_mqtt.understanding.reader.value import Value


class SlotFiller:
    """Puts states and values into `drafts`, the last of which is being read."""

    def __init__(self, scan: Scan, drafts: list[Draft]) -> None:
        self._scan = scan
        self._drafts = drafts

    def take(self, value: Value) -> bool:
        """Put a value into the last draft, or begin another order with it.

        Returns False if it has no place.
        """
        draft = self._drafts[-1]
        if value.slot == "direction":
            bit = draft.slots.get("amount")
            if draft.direction and draft.direction != value.direction:
                return False
            if isinstance(bit, AmountSaid) and draft.direction:
                return False
            draft.direction = value.direction
            draft.attribute = value.attribute or draft.attribute
            return True
        if not self.put(draft, value.slot, value.value):
            return False
        draft = self._drafts[-1]
        draft.to, draft.by = draft.to or value.to, draft.by or value.by
        if value.direction:
            draft.direction = value.direction
        draft.attribute = value.attribute or draft.attribute
        return True

    def put(self, draft: Draft, slot: str, value: object) -> bool:
        """Put a value of `slot` into `draft`, or begin another order with it after an "and".

        Returns False if it has no place.
        """
        if slot == "when" and self._is_said_now(draft):
            return False  # "turn them off now and again in 10 minutes"
        known = draft.state if slot == "state" else draft.slots.get(slot)
        fresh = draft.segment > 0 and len(draft.things) > draft.segment and slot not in draft.set_in_segment
        if known and not fresh and slot not in draft.replaceable:
            return slot == "state" and known == value
        draft.replaceable.discard(slot)
        # "chandelier 50 percent, lamp blue": the value before the comma is not the lamp's
        set_before = not draft.set_in_segment and bool(draft.slots.keys() - {"when"} or _is_said_after(draft))
        if fresh and (known or set_before):
            draft = draft.split()
            self._drafts.append(draft)
        if slot == "state":
            draft.state = str(value)
        else:
            draft.slots[slot] = value
        draft.set_in_segment.add(slot)
        draft.valued = len(draft.things)
        return True

    def _is_said_now(self, draft: Draft) -> bool:
        """Return True if a part of the order before the last "and" is for now."""
        now = range(draft.verb_end, len(self._scan)) if draft.segment else ()
        return any(self._scan.find(at, "now") for at in now)


def _is_said_after(draft: Draft) -> bool:
    """Return True if a state was said after things, not with the verb: "radio off and the hood to max"."""
    return bool(draft.state and draft.things) and draft.state_at > draft.things[0].start
