"""Joins the orders of a sentence that are one: things said before their verb, and what is left as it is."""

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import When
from sarai_mqtt.understanding.reader.places import WHOLE
from sarai_mqtt.understanding.reader.scan import Scan

_UNDOING = frozenset({"turn_off", "close"})


def front(drafts: list[Draft]) -> None:
    """Attach to a verb with a pronoun the things said before it: "the hall lights, turn them off"."""
    for at in range(len(drafts) - 1, 0, -1):
        before, draft = drafts[at - 1], drafts[at]
        bare = not (before.has_verb or before.slots or before.state or before.direction or before.negated)
        if not (bare and before.things and draft.pronoun and draft.has_verb):
            continue
        again = [p for p in draft.things if p.quantity == "all" and not (p.thing or p.entities or p.unknown)]
        if draft.things != again:
            continue
        if again:  # "…, turn them off, all but …"
            before.things[0].quantity = "all"
        draft.things, draft.places = before.things, [*before.places, *draft.places]
        draft.exceptions = [*before.exceptions, *draft.exceptions]
        draft.start, draft.pronoun = before.start, False
        del drafts[at - 1]


def keep(drafts: list[Draft]) -> None:
    """Make exceptions of what an order is to leave as it is ("… and leave the lamp"), and remove that order.

    One with a state is `kept`: whether it is an exception ("leave the lamp on") or another order, the things
    tell that both are about.
    """
    for draft in [d for d in drafts if d.keeps]:
        index = next(at for at, each in enumerate(drafts) if each is draft)
        other = next((d for d in (*reversed(drafts[:index]), *drafts[index + 1 :]) if _acts(d)), None)
        if other is None or draft.negated:
            continue
        again = bool(other.exceptions) and other.exceptions[-1].end == draft.start  # "but the lamp, leave it"
        if draft.pronoun and not draft.things and again:
            del drafts[index]
        elif not draft.things or draft.pronoun or draft.slots or draft.direction:
            continue
        elif draft.state:
            draft.kept = True
        else:
            for phrase in draft.things:
                phrase.places = phrase.places or list(draft.places)
            other.exceptions += draft.things
            del drafts[index]


def _acts(draft: Draft) -> bool:
    return not (draft.keeps or draft.negated) and bool(draft.things or draft.places or draft.pronoun)


def light_there(drafts: list[Draft], scan: Scan) -> None:
    """Turn on the light that is asked for by its noun and a place alone: "luz aquí", "en la cocina, luz".

    "The light of the kitchen" and "the lights there" only name things.
    """
    draft = drafts[0]
    said = draft.has_verb or draft.slots or draft.state or draft.direction or draft.attribute
    if said or draft.exceptions or len(drafts) > 1 or len(draft.things) != 1:
        return
    phrase, of = draft.things[0], scan.lexicon.of
    bare = phrase.quantity == "the" and not (phrase.entities or phrase.own_article or phrase.plural)
    places = [at for at, role in enumerate(scan.roles) if role and role[1] == "place"]
    led = places and (places[0] or scan.find(0, *WHOLE) or scan.word(places[-1] + 1) == ",")
    begins = [at for at in places if at - 1 not in places]
    belongs = any(scan.word(at - 1) in of or scan.word(at) in of for at in begins)
    if phrase.thing == "light" and bare and led and not belongs:
        draft.state = "turn_on"


def undo_once(drafts: list[Draft]) -> None:
    """Remove the order that only says what "for ten minutes" does: "… and then turn it off"."""
    for at in range(len(drafts) - 1, 0, -1):
        before, draft = drafts[at - 1], drafts[at]
        when = before.slots.get("when")
        lasts = isinstance(when, When) and when.kind == "for"
        plain = not (draft.things or draft.slots or draft.places or draft.negated)
        undone = draft.state in _UNDOING or {s.action for s in draft.senses if not s.rest} & {
            *_UNDOING,
            "stop",
        }
        if lasts and plain and undone and len(before.things) == 1:
            before.end = draft.end
            del drafts[at]
