"""Rules for the scale of a temperature: it counts wherever the sentence names it."""

from collections.abc import Iterator

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.understanding.accounting.amounts import Amount
from sarai_mqtt.understanding.accounting.text_account import TextAccount, Unused
from sarai_mqtt.understanding.temperature_scales import other_scale, scale_of

_NEAR = 2  # tokens: "not celsius", "not in celsius"


def sets_temperature(account: TextAccount) -> bool:
    """Return True if the intent sets a temperature of the air; that of a light is in kelvin."""
    return "temperature" in account.intent.slots and account.intent.name != "HassLightSet"


def unused_scales(account: TextAccount) -> Iterator[Unused]:
    """Yield the words that may give a temperature another scale than the home's, without those of amounts.

    `account.unused()` must be exhausted. The scale of the home is yielded only if it is denied. In a reading
    found by similarity, an unknown word after the temperature may be a scale too: "20 degrees american", "25
    eff".
    """
    if not (sets_temperature(account) or "conversation_command" in account.intent.slots):
        return
    for place, token in enumerate(account.tokens):
        scale = None if place in account.taken else scale_of(token.text, account.words)
        if scale is None:
            continue
        if reason := other_scale(scale, account.home):
            yield Unused(place, place + 1, reason)
        elif any(m.kind == "exception_before" and 0 <= place - m.end < _NEAR for m in account.marks):
            yield Unused(place, place + 1, "unaccounted")
    if account.intent.source != "sentence" and sets_temperature(account):
        yield from (
            Unused(a.end, a.end + 1, "unaccounted") for a in account.amounts if _is_qualified(account, a)
        )


def _is_qualified(account: TextAccount, amount: Amount) -> bool:
    """Return True if an unknown word follows a temperature without a scale."""
    place, word = amount.end, account.word(amount.end)
    if amount.unit not in ("", "degrees") or not word.isalpha() or place in account.taken:
        return False
    little = pack(account.intent.language).words
    known = account.words.articles | account.words.vague | account.words.at | account.words.here
    if word in known or scale_of(word, account.words) or any(m.start <= place < m.end for m in account.marks):
        return False
    return word not in {without_accents(w) for w in little.function | little.frequent | little.elided}
