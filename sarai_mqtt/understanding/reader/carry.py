"""Carries over what people leave out: the class, the place, the things of an order said before."""

from collections.abc import Sequence
from copy import copy
from itertools import pairwise

from sarai_mqtt.understanding.reader.draft import Draft
from sarai_mqtt.understanding.reader.frames import Place
from sarai_mqtt.understanding.reader.lexicon import Lexicon
from sarai_mqtt.understanding.reader.markers import COMMAS
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.scan import Scan


def carry_over(drafts: Sequence[Draft], default_places: Sequence[Place], scan: Scan) -> bool:
    """Fill in what each order leaves to those before it. Return False if something refers to nothing.

    * "la del baño", "the bedroom ones": of the class said last; in an exception, of the class excepted from.
    * "the kitchen light and the bathroom", "… in the kitchen and the bathroom": the same class there.
    * "the light and the fan in the bedroom": both are there; not "… and the kitchen light".
    * "it", "ponla", and a verb without things: those of the order before; "close and lock the door": after.
    """
    last: Phrase | None = None
    for index, draft in enumerate(drafts):
        _places(draft, default_places, scan.lexicon, scan)
        lacking = not draft.things and (draft.pronoun or not _needs_none(draft))
        if lacking and not _from_others(drafts, index):
            return False
        previous: Phrase | None = None
        for phrase in list(draft.things):
            before = phrase.instead or previous or last
            alone = phrase.elliptic and not (phrase.thing or phrase.unknown or before)
            if alone and draft.exceptions:
                phrase.quantity, phrase.plural = "all", True  # of the kind of what is excepted
                continue
            if previous and _specifies(phrase, previous, scan):
                draft.things.remove(previous)
            if draft.has_verb or before or phrase.elliptic:
                scan.name_parts.complete(phrase, before, _unknown_words(phrase, scan), scan.area)
            if not _refer(phrase, before, previous):
                return False
            previous = phrase
            last = phrase if phrase.like or phrase.entities else last
        main = next((p for p in draft.things if p.like), None)
        if not all(_refer(phrase, main or last, None) for phrase in draft.exceptions):
            return False
    return True


def _needs_none(draft: Draft) -> bool:
    """Return True if the order may be without things: "más luz", "pause", or one with a place."""
    return bool(draft.places or draft.direction or draft.attribute or draft.slots) or any(
        (not s.rest and s.action in _ALONE) or (s is draft.sense and (s.implies or s.action in _ALONE))
        for s in draft.senses
    )


_ALONE = frozenset({
    "increase", "decrease", "stop", "pause", "resume", "play", "next", "previous", "mute", "unmute", "clean",
    "start", "dock",
})  # fmt: skip


def _from_others(drafts: Sequence[Draft], index: int) -> bool:
    """Set for the order at `index` the things of the one before it, or of the one after it without any."""
    draft = drafts[index]
    if index and drafts[index - 1].things:
        before = drafts[index - 1]
        draft.things = [copy(phrase) for phrase in before.things]
        draft.exceptions = draft.exceptions or [copy(phrase) for phrase in before.exceptions]
        draft.places = draft.places or list(before.places)
        return True
    if draft.pronoun:
        return bool(draft.direction or draft.attribute)  # "make it warmer"
    following = drafts[index + 1] if index + 1 < len(drafts) else None
    said = draft.slots or draft.state
    if following and following.things and (draft.negated or not said):
        draft.things = [copy(phrase) for phrase in following.things]
        draft.places = list(following.places)
        return True
    return False


def _specifies(phrase: Phrase, previous: Phrase, scan: Scan) -> bool:
    """Return True if a phrase says which of the things before it is meant: "the door, the front one"."""
    kind = bool(previous.thing) and not (previous.entities or previous.places)
    partly = phrase.elliptic or (phrase.unknown and phrase.own_article and not phrase.thing)
    return partly and kind and scan.word(phrase.start - 1) in COMMAS and not phrase.instead


def _unknown_words(phrase: Phrase, scan: Scan) -> list[str]:
    marks = (mark for mark in phrase.marks if mark[2:] == ("thing", "unknown"))
    places = (at for start, end, _, _ in marks for at in range(start, end))
    return [scan.words[at] for at in places if not scan.find(at, "one")]


def _refer(phrase: Phrase, before: Phrase | None, previous: Phrase | None) -> bool:
    """Set the class that a phrase leaves out. Return False if there is nothing to refer to."""
    if phrase.elliptic and not phrase.thing and not phrase.unknown:
        if before is None:
            return False
        if len(before.entities) > 1 and phrase.places:
            phrase.entities, phrase.like = before.entities, before.like  # "the radio, no, the workshop one"
            return True
        phrase.thing = phrase.like = before.like
        return bool(before.like)
    named = previous and previous.entities and not previous.thing
    carries = previous and (previous.places or named) and previous.like
    if previous and phrase.is_place_only and carries:
        phrase.thing = phrase.like = previous.like
        phrase.quantity, phrase.plural = previous.quantity, previous.plural
    return True


def _places(draft: Draft, default_places: Sequence[Place], some: Lexicon, scan: Scan) -> None:
    """Set the places of each phrase of an order that are said of all."""
    phrases = draft.things
    if len(phrases) > 1 and not draft.has_verb and phrases[0].is_place_only:
        default_places = phrases.pop(0).places  # "nursery, all lights off"
    for before, phrase in pairwise(phrases):
        if _leads(before) and not phrase.own_article and not phrase.places and not phrase.entities:
            phrase.places = list(before.places)
    if phrases and phrases[-1].places and _is_of_all(phrases[-1], some, scan):
        for phrase in phrases[:-1]:
            if not phrase.entities:
                phrase.places = phrase.places or list(phrases[-1].places)
    if draft.places and not phrases:
        phrases.append(Phrase(draft.start, places=list(draft.places), said=draft.places[0].said))
    elif draft.places:
        _add_places(phrases, draft.places)
    for phrase in phrases:
        phrase.places = phrase.places or list(default_places)


def _add_places(phrases: Sequence[Phrase], places: Sequence[Place]) -> None:
    """Set for the phrases without a place those of the order; if all have one, each is in all of them."""
    if any(not phrase.places for phrase in phrases):
        for phrase in phrases:
            phrase.places = phrase.places or list(places)
    else:
        for phrase in phrases:
            phrase.places = [*phrase.places, *places]


def _leads(phrase: Phrase) -> bool:
    """Return True if the place of a phrase is said before its things: "the kitchen lights"."""
    roles = [role for _, _, role, _ in phrase.marks if role in ("place", "thing")]
    return bool(roles) and roles[0] == "place" and "thing" in roles


def _is_of_all(phrase: Phrase, some: Lexicon, scan: Scan) -> bool:
    """Return True if the place after a list of things is said of all: "in the room", not "of …"."""
    places = [mark for mark in phrase.marks if mark[2] == "place"]
    if not places or phrase.is_place_only:
        return False
    before = next((m for m in phrase.marks if m[1] == places[-1][0] and m[2] == "link"), None)
    if before is None:
        return phrase.marks[-1] is places[-1] and bool(scan.find(places[-1][0], "here", "outside"))
    return scan.word(before[0]) in some.at_place - some.of
