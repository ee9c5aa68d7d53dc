"""Finds unknown words that may name a thing or place that a reading by similarity ignored."""

from collections.abc import Iterator

from sarai_mqtt.understanding.accounting.entity_names import classes_of
from sarai_mqtt.understanding.accounting.similar_words import SHORT, is_like
from sarai_mqtt.understanding.accounting.text_account import MEDIA_INTENTS, TextAccount, Unused
from sarai_mqtt.understanding.orders import is_order

_MIN_RATIO_NAME = 0.6  # similarity ratio of difflib from which a word may be a misheard name


def unknown_things(account: TextAccount) -> Iterator[Unused]:
    """Yield unknown words that may name another thing, if the intent was found by similarity.

    Only orders are checked, and none about media. `account.unused()` must be exhausted.
    """
    intent = account.intent
    by_similarity = intent.source != "sentence" and account.targets
    if not by_similarity or intent.name in MEDIA_INTENTS or not is_order(account.text, intent.language):
        return
    if "name" in intent.slots:
        yield from _unknown_places(account)
        return
    if any(m.kind == "class" for m in account.marks):
        yield from _unknown_places(account)
        return
    known = account.taken.union(*(range(m.start, m.end) for m in account.marks))
    kinds = classes_of(account.targets, account.words.classes.values())
    near = {word for c in kinds for words in c.words for word in words}
    for place in range(1, min(len(account.tokens), account.ordered)):
        word = account.word(place)
        follows = account.word(place - 1) in account.words.articles or place - 1 in account.taken
        if follows and place not in known and _may_be_name(account, word) and not is_like(word, near):
            yield Unused(place, place + 1, "unaccounted")


def _unknown_places(account: TextAccount) -> Iterator[Unused]:
    """Yield words that must be unknown places: "the thermostat in the solarium"."""
    known = account.taken.union(*(range(m.start, m.end) for m in account.marks))
    near = {w for called in account.called for w in called} | {w for words in account.names for w in words}
    for place in range(2, min(len(account.tokens), account.ordered)):
        word = account.word(place)
        led = (
            account.word(place - 2) in account.words.at and account.word(place - 1) in account.words.articles
        )
        led = led or (account.word(place - 1) in account.words.at & account.words.articles)
        if (
            led
            and place not in known
            and _may_be_name(account, word)
            and not is_like(word, near, _MIN_RATIO_NAME)
        ):
            yield Unused(place, place + 1, "not_here")


def _may_be_name(account: TextAccount, word: str) -> bool:
    """Return True if `word` has more than three letters and may name something."""
    return word.isalpha() and len(word) > SHORT and word not in account.words.articles | account.words.vague
