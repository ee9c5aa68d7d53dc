"""Turns what was said of an order into a frame: the action, and how its amount counts."""

from collections.abc import Sequence
from typing import cast

from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.schema.content import Class
from sarai_mqtt.languages.thing_classes import THING_KINDS
from sarai_mqtt.understanding.reader.action_amounts import RELATIVE, amount_of, opened
from sarai_mqtt.understanding.reader.action_of_things import as_meant
from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Action, AmountSaid, Attribute, Frame, Things, When
from sarai_mqtt.understanding.reader.lexicon import Lexicon, VerbSense

_WARM = frozenset({"climate", "heater"})
_SPEEDS = frozenset({"low", "medium", "high"})
_VALUES = frozenset({"amount", "colour", "kelvin", "mode", "mode_or_kelvin"})
_LEVEL_ONLY = frozenset({"amount"})
_HOLDS_VALUES = frozenset({"set", "turn_on", "open", "close", *RELATIVE})


def _is_of(things: Things, name: Class, home: Home) -> bool:
    """Return True if things are of a class, as it was said or as those named are."""
    kind, named = THING_KINDS[name], [home.entities[i] for i in things.entities]
    if not named:
        return things.thing == name
    return all(
        e.domain in kind.domains and (not kind.device_classes or e.device_class in kind.device_classes)
        for e in named
    )


_NO_STATE = "none"  # of `states_of`: the word asks nothing of that class


def frame_of(draft: Draft, home: Home, lexicon: Lexicon) -> Frame | None:
    """Return the frame of an order; None if it does not fit together."""
    courteous = lexicon.content.courteous_bit
    things = tuple(phrase.things() for phrase in draft.things)
    draft.state = _state_of_class(draft, things, home, lexicon) or draft.state
    if draft.state == _NO_STATE:
        return None
    action = _action(draft, things, home)
    if action is None or not _takes_values(draft, action) or _leaves_only(draft):
        return None
    sense = draft.sense or next((s for s in draft.senses if not s.rest and s.action == action), None)
    attribute = draft.attribute or (sense.concerns if sense else "")
    coloured = draft.slots.keys() & {"colour", "kelvin"}
    if attribute == "colour" and not coloured:
        return None
    meant = _implied(action, things, sense, home)
    if meant is None or not _has_object(action, meant, draft):
        return None
    amount = amount_of(draft, action, courteous)
    if amount is not None and amount.level == "least" and action in ("open", "close", "increase"):
        return None
    action, amount = opened(draft, action, amount)
    mode, kelvin = _mode_or_kelvin(draft, meant, home)
    return Frame(
        action=action,
        things=meant,
        exceptions=tuple(phrase.things() for phrase in draft.exceptions),
        amount=amount,
        attribute=cast("Attribute", "" if attribute == "colour" else attribute),
        colour=cast("str", draft.slots.get("colour", "")),
        kelvin=kelvin,
        mode=mode,
        when=cast("When | None", draft.slots.get("when")),
        negated=draft.negated,
        kept=draft.kept,
    )


def _state_of_class(draft: Draft, things: tuple[Things, ...], home: Home, lexicon: Lexicon) -> str:
    """Return the action that the word for a state asks of these things alone: an awning is "out"; else ""."""
    for name, states in lexicon.orders.states_of.items() if draft.state_said and things else ():
        action = next((action for action, words in states.items() if draft.state_said in words), "")
        if action and all(_is_of(t, cast("Class", name), home) for t in things):
            return action
    return ""


def _leaves_only(draft: Draft) -> bool:
    """Return True if all other things are meant: "leave only the kitchen light on"."""
    only = [mark[0] for phrase in draft.things for mark in phrase.marks if mark[2] == "only"]
    return (draft.only or bool(only)) and draft.keeps and not draft.kept


def _takes_values(draft: Draft, action: Action) -> bool:
    """Return True if the action can have the values that were said."""
    values = draft.slots.keys() & _VALUES
    if action == "turn_off" and values == {"amount"}:
        return getattr(draft.slots["amount"], "level", "") == "most"  # "apaga del todo"
    return not values or (action in _HOLDS_VALUES and not (action in RELATIVE and values - _LEVEL_ONLY))


def _implied(
    action: Action, things: tuple[Things, ...], sense: VerbSense | None, home: Home
) -> tuple[Things, ...] | None:
    """Return the things, or those that the verb is about ("mow"); None if the verb is about others."""
    if action == "dock":  # "send the vacuum back to its dock"
        things = tuple(t for t in things if t.thing != "base" or t.entities) or things
    if action == "clean":
        return _cleaned(things)
    if sense is None or not sense.implies or any(t.thing == sense.implies for t in things):
        return things
    kinds = THING_KINDS[cast("Class", sense.implies)].domains
    if things and all(t.entities and {home.entities[i].domain for i in t.entities} <= kinds for t in things):
        return things
    if any(t.thing or t.entities or t.unknown for t in things):
        return None
    places = tuple(p for t in things for p in t.places)
    return (Things(said="", thing=cast("Class", sense.implies), places=places),)


def _action(draft: Draft, things: tuple[Things, ...], home: Home) -> Action | None:
    """Return the action of the verb, of the state that is asked for, or of the values."""
    if _is_to_speed(draft):
        return "set"
    bare = [s for s in draft.senses if not s.rest]
    own = [s.action for s in bare if s.action not in ("set", "add", "remove", "complete")]
    if draft.sense and draft.sense.action != "set":
        action = None if draft.state or draft.direction else draft.sense.action
        if action == "clean" and not any(t.places for t in things):
            action = "start"
    elif draft.state:
        action = _of_state(draft, own)
    elif (
        "play" in own
        and things
        and all(t.thing == "media" for t in things)
        and not (draft.slots or draft.direction)
    ):
        action = "play"
    elif {"clean", "start"} <= set(own):
        action = "clean" if any(t.places for t in things) else "start"
    elif draft.is_neutral or _gives(draft, own):
        action = _neutral(draft, things, bare_on=any(s.bare_on for s in bare))
    else:
        action = _of_verb(draft, own)
    alone = len(home.matching({"vacuum"})) == 1
    if action == "start" and alone and any(t.places and _is_vacuum(t, home) for t in things):
        action = "clean"  # "start the vacuum in the kitchen"
    return None if action is None else as_meant(action, draft, things, home)


def _is_to_speed(draft: Draft) -> bool:
    """Return True if more or less ends at a speed: "turn the fan down to low"."""
    more = draft.direction or draft.state in RELATIVE or any(s.action in RELATIVE for s in draft.senses)
    return bool(more) and draft.slots.get("mode") in _SPEEDS and "amount" not in draft.slots


def _of_state(draft: Draft, own: Sequence[str]) -> str | None:
    """Return the action that a word for a state asks for, if it agrees with the verb."""
    relative = draft.state in RELATIVE or (draft.direction > 0 and draft.state in ("open", "close"))
    if not (draft.is_neutral or draft.state in own) or (draft.direction and not relative):
        return None
    return draft.state


def _gives(draft: Draft, own: Sequence[str]) -> bool:
    """Return True if a verb that also closes gives more or less of a level: "échale más luz"."""
    level = draft.attribute not in ("", "position") or _is_degrees(draft)
    return level and bool(draft.direction) and any(s.gives for s in draft.senses) and own[:1] != ["add"]


def _is_degrees(draft: Draft) -> bool:
    amount = draft.slots.get("amount")
    return isinstance(amount, AmountSaid) and amount.unit in ("degrees", "celsius", "fahrenheit")


def _of_verb(draft: Draft, own: Sequence[str]) -> str | None:
    """Return the action of the verb, if more or less agrees with it."""
    if any(s.action == "add" for s in draft.senses) and "amount" not in draft.slots:
        return None  # "add 10 percent" is more, "add a lamp" is not
    action = own[0] if own else None
    if action == "turn_off" and _takes_away(draft):
        return "decrease" if draft.direction <= 0 else None
    if action is None or not draft.direction:
        return action
    wanted = "increase" if draft.direction > 0 else "decrease"
    if action == "decrease" and draft.direction > 0 and not draft.attribute:
        return action  # "lower it a bit more"
    further = draft.direction > 0 and action in ("open", "close")  # "open it more"
    return action if action == wanted or further else None


def _takes_away(draft: Draft) -> bool:
    """Return True if a verb that turns off says how much less there is to be: "quítale dos grados"."""
    amount = draft.slots.get("amount")
    return isinstance(amount, AmountSaid) and amount.level in ("absolute", "bit") and _takes(draft)


def _takes(draft: Draft) -> bool:
    return any(s.takes_away for s in draft.senses if not s.rest)


def _neutral(draft: Draft, things: tuple[Things, ...], *, bare_on: bool) -> str | None:
    """Return the action of an order that only sets something, or has no verb."""
    if draft.direction:
        if draft.slots.keys() & (_VALUES - _LEVEL_ONLY) or _is_lack(draft, things):
            return None
        return "increase" if draft.direction > 0 else "decrease"
    if draft.slots.keys() & _VALUES:
        return "set"
    if things and any(s.action == "start" for s in draft.senses if not s.rest):
        return "start"
    when = draft.slots.get("when")
    lasting = isinstance(when, When) and when.kind == "for"  # "the pump, two hours"
    # "pon la alarma" may go on with a time: it arms nothing
    clock = any(t.thing == "alarm" and not t.places for t in things)
    bare = bare_on and not draft.attribute and not clock
    return "turn_on" if things and (lasting or bare) else None


def _is_lack(draft: Draft, things: tuple[Things, ...]) -> bool:
    """Return True if it may be told that something is used up: "plus d'eau chaude"."""
    heaters = bool(things) and all(t.thing == "heater" and not t.entities for t in things)
    return heaters and not draft.has_verb and not draft.attribute and "amount" not in draft.slots


def _is_vacuum(things: Things, home: Home) -> bool:
    return things.thing == "vacuum" or any(home.entities[i].domain == "vacuum" for i in things.entities)


def _cleaned(things: tuple[Things, ...]) -> tuple[Things, ...]:
    """Return the vacuum that cleans in the places said: "limpia el salón con la aspiradora"."""
    named = [t for t in things if t.entities or t.thing or t.unknown]
    places = tuple(p for t in things for p in t.places)
    if not named:
        if len(places) > 1:
            return tuple(Things(said=p.said, thing="vacuum", places=(p,)) for p in places)
        return (Things(said=places[0].said if places else "", thing="vacuum", places=places),)
    first = named[0]
    return (
        Things(
            said=first.said, thing=first.thing or "", entities=first.entities, unknown=first.unknown,
            quantity=first.quantity, plural=first.plural, places=places,
        ),
        *named[1:],
    )  # fmt: skip


_NEEDS_THINGS = frozenset({"turn_on", "turn_off", "toggle", "open", "close", "lock", "unlock"})


def _has_object(action: Action, things: tuple[Things, ...], draft: Draft) -> bool:
    """Return True if it is said of what the action is."""
    known = any(t.thing or t.entities or t.unknown for t in things)
    if known or action not in (_NEEDS_THINGS | RELATIVE | {"set"}):
        return True
    if things and action not in RELATIVE:
        return True  # "turn off the kitchen"
    if action in _NEEDS_THINGS:
        return False
    return bool(draft.attribute or _is_degrees(draft) or any(s.concerns for s in draft.senses if not s.rest))


def _mode_or_kelvin(draft: Draft, things: tuple[Things, ...], home: Home) -> tuple[str, int | None]:
    """Return the mode and the colour temperature; a word for both ("frío") counts as the things do."""
    mode, kelvin = str(draft.slots.get("mode", "")), draft.slots.get("kelvin")
    both = draft.slots.get("mode_or_kelvin")
    if isinstance(both, tuple):
        domains = {home.entities[i].domain for t in things for i in t.entities}
        if any(t.thing in _WARM for t in things) or "climate" in domains:
            mode = str(both[0])
        else:
            kelvin = both[1]
    return mode, cast("int | None", kelvin)
