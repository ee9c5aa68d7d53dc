"""Tells whether an intent acts on more, or on fewer, things than its sentence names."""

from sarai_mqtt.understanding.accounting.entity_names import name_words
from sarai_mqtt.understanding.accounting.text_account import MEDIA_INTENTS, TextAccount


def spans_rooms(account: TextAccount) -> bool:
    """Return True if things in several rooms are meant although neither a room nor "all" was said."""
    intent = account.intent
    if intent.confirm or intent.name in MEDIA_INTENTS or {"name", "area", "floor"} & intent.slots.keys():
        return False
    if any(m.kind in ("all", "both", "house") for m in account.marks):
        return False
    if intent.name == "HassTurnOn" and {e.domain for e in account.targets} == {"lock"}:
        return False  # "lock up": to lock every door is never too much
    return len({e.area for e in account.targets}) > 1


def is_one_of_several(account: TextAccount) -> bool:
    """Return True if the text has several things, but the intent only one of those in its room.

    "Bruno's lights" are not the one that is called "Bruno's light".
    """
    if "name" not in account.intent.slots or len(account.targets) != 1:
        return False
    ((target,), (called,)) = account.targets, account.called
    several = any(
        token.text not in called and token.text.removesuffix(ending) in called
        for token in account.tokens
        for ending in account.words.plurals
        if token.text.endswith(ending)
    )
    room = account.home.areas.get(target.area or "")
    if not (several and room):
        return False
    plain = frozenset[str]().union(*(c.plain for c in account.words.classes.values()))
    said = {t.text for t in account.tokens} & called - plain - account.words.articles - account.words.of
    of_room = said <= name_words(room.names, account.intent.language)
    return of_room and len(account.home.matching({target.domain}, area=target.area)) > 1
