"""How the amount of an order counts: as a value, a change, or a part of what it is now."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Action, AmountSaid

RELATIVE = frozenset({"increase", "decrease"})
SWITCHING = frozenset({"turn_on", "turn_off", "toggle"})
_MOVING = frozenset({"open", "close"})
_WHOLE = 100  # percent


def amount_of(draft: Draft, action: Action, courteous: frozenset[str]) -> AmountSaid | None:
    """Return the amount with its level: a value where one is said ("to 30"), else a change.

    `courteous` are phrases for a small step that may be a manner of speaking. None without an amount, and for
    a change that goes neither up nor down ("set it by 20").
    """
    found = draft.slots.get("amount")
    return _counted(draft, action, found, courteous) if isinstance(found, AmountSaid) else None


def _counted(draft: Draft, action: Action, found: AmountSaid, courteous: frozenset[str]) -> AmountSaid | None:
    sign = -1 if action == "decrease" else 1
    if found.level == "bit":
        polite = action in SWITCHING and found.said in courteous  # "préndeme tantito la luz"
        which = float(sign if action in RELATIVE else draft.direction)
        return None if polite else AmountSaid("bit", which, "", found.said)
    if found.level != "absolute":
        return found
    by = draft.by and not draft.to
    if found.part and action == "decrease" and not draft.to and not draft.direction:
        return AmountSaid("share", _WHOLE - found.value, "percent", found.said, part=not by)
    # "open it by a third": from where it is
    if draft.direction or (by and action in _MOVING) or (action in RELATIVE and (by or not draft.to)):
        return AmountSaid("delta", sign * abs(found.value), found.unit, found.said)
    # "leave it by half" is half way: "por la mitad"
    return None if by and not found.part and action == "set" else found


def opened(draft: Draft, action: Action, amount: AmountSaid | None) -> tuple[Action, AmountSaid | None]:
    """Return the action and the amount of what is opened or closed in part, or down to an end.

    "Close them 30 percent" is left as it is: it may be either way round. "Three quarters" is not.
    """
    if amount is None:
        further = action in _MOVING and draft.direction > 0  # "open it more": a step
        return (
            ("increase" if action == "open" else "decrease", AmountSaid("delta"))
            if further
            else (action, None)
        )
    if action == "decrease" and amount.level == "most":
        return action, AmountSaid("least", 0.0, "", amount.said)  # "all the way", downwards
    if action == "turn_off" and amount.level == "most":
        return action, None
    return _moved(draft, action, amount) if action in _MOVING else (action, amount)


def _moved(draft: Draft, action: Action, amount: AmountSaid) -> tuple[Action, AmountSaid | None]:
    opens = action == "open"
    match amount.level:
        case "most":
            return action, None
        case "absolute" if opens or (draft.to and not amount.part):
            return "set", amount
        case "absolute" if amount.part and not draft.to:  # "close it to a quarter": from which end?
            return "set", AmountSaid("absolute", _WHOLE - amount.value, amount.unit, amount.said)
        case "bit" | "delta":
            sign = 1 if opens else -1
            value = sign * abs(amount.value) if amount.level == "delta" else float(sign)
            moved = AmountSaid(amount.level, value, amount.unit, amount.said)
            return "increase" if opens else "decrease", moved
    return action, amount
