"""Checks that a command uses every word that matters in the sentence it was read from (ADR 23).

If a reading does not use a number, unit, room, floor, thing, kind of thing, quantifier, exception, "and …",
"a bit" or direction of the sentence, it is not what was said. Nothing is done then, and the reply names the
unused words.
"""

from collections.abc import Iterator, Mapping, Sequence

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home, names_in
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.content_words import ContentWords, Token, tokens_of, words_in
from sarai_mqtt.languages.packs import entry_for, pack
from sarai_mqtt.understanding.accounting.amount_rules import beyond_range, unused_amounts, wrong_end
from sarai_mqtt.understanding.accounting.every_word import lost_words, unused_by
from sarai_mqtt.understanding.accounting.owners import unknown_owners
from sarai_mqtt.understanding.accounting.rules import uses
from sarai_mqtt.understanding.accounting.scale_rules import unused_scales
from sarai_mqtt.understanding.accounting.scope import is_one_of_several, spans_rooms
from sarai_mqtt.understanding.accounting.text_account import (
    LONGEST_NAME,
    NOT_ACTED_ON,
    REASON_KINDS,
    Referents,
    TextAccount,
    Unused,
)
from sarai_mqtt.understanding.accounting.unknown_things import unknown_things
from sarai_mqtt.understanding.guards import HARMLESS
from sarai_mqtt.understanding.orders import is_order

_UNKNOWN = frozenset({"thing", "place", "exception"})


class Accounting:
    """Finds the words that a reading does not use, for one home. Calls share no mutable state."""

    def __init__(self, home: Home, languages: Mapping[str, ContentWords]) -> None:
        self._home, self._languages = home, languages
        self._names = {language: _referents(home, language) for language in languages}

    def account(
        self, text: str, intent: Intent, unplaced: Sequence[str] = (), similar_to: str | None = None
    ) -> Intent | LeftOver:
        """Return `intent` if it uses all that matters in `text`, else the words that it does not use.

        `unplaced` are words that another reading had no place for. `similar_to` is the text in which the
        intent was found by similarity: every content word of it must be one of the intent, or misheard for
        one (None: it was not found so).

        The intent is narrowed where `text` asks for less: "everything" is lights, media players and fans
        only, and "a bit brighter" is not full brightness. Intents that change nothing and the user's own
        intents are returned unchanged. Raises BadInput (`unknown_language`).
        """
        pack(intent.language)  # raises for a language without a pack
        if intent.name in HARMLESS or not intent.name.startswith("Hass"):
            return intent
        words = entry_for(self._languages, intent.language)
        names = entry_for(self._names, intent.language)
        account = TextAccount(text, intent, self._home, words, names)
        return _left_over(account) or _unplaced(account, unplaced, similar_to) or account.intent

    def unknown(self, text: str, language: str) -> LeftOver | None:
        """Return the things, rooms and exceptions in `text` that this home does not know, None without any.

        They explain why `text` is no command. Words that this home does know ("the kitchen") are left out.
        Raises BadInput (`unknown_language`).
        """
        words = entry_for(self._languages, language)
        tokens = tokens_of(text, language)
        taken = {i for start, end in self._named(tokens, language) for i in range(start, end)}
        found = [m for m in words.marks(tokens, taken) if m.kind in _UNKNOWN]
        if not found:
            return None
        ends = (len(tokens) if m.kind == "exception" else m.end for m in found)
        spans = _merged([Unused(m.start, end, "unaccounted") for m, end in zip(found, ends, strict=True)])
        said = tuple(text[tokens[start].start : tokens[end - 1].end] for start, end in spans)
        return LeftOver(said, "unaccounted", language)

    def not_asked_for(self, text: str, language: str) -> LeftOver | None:
        """Return words of `text` that no command of this home is for; None without any.

        "The lights next to the kitchen" are not those in it, and nobody knows which they are; "too red"
        asks for another colour. Names may have such words. Raises BadInput (`unknown_language`).
        """
        words = entry_for(self._languages, language)
        tokens = tokens_of(text, language)
        marks = [m for m in words.marks(tokens) if m.kind in ("near", "colour")]
        if not marks:
            return None
        spans = list(self._named(tokens, language))
        against = words.less if is_order(text, language) else words.less | words.excess
        for mark in marks:
            if any(start < mark.end and end > mark.start for start, end in spans):
                continue  # "the lamp by the window" is called so
            place = mark.end
            while place < len(tokens) and tokens[place].text in words.articles:
                place += 1
            start, end = mark.start, mark.end
            if mark.kind == "near":
                end = next((e for s, e in spans if s == place and self._is_place(tokens[s:e], language)), 0)
            elif start and tokens[start - 1].text in against:
                start -= 1
            else:
                continue
            if end:
                said = text[tokens[start].start : tokens[end - 1].end]
                return LeftOver((said,), "unaccounted", language)
        return None

    def _is_place(self, tokens: Sequence[Token], language: str) -> bool:
        named = self._names[language].get(tuple(t.text for t in tokens), ())
        return any(kind != "entity" for kind, _ in named)

    def _named(self, tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of the longest names of the home."""
        names, place = entry_for(self._names, language), 0
        while place < len(tokens):
            ends = range(min(place + LONGEST_NAME, len(tokens)), place, -1)
            end = next((e for e in ends if tuple(t.text for t in tokens[place:e]) in names), 0)
            if end:
                yield place, end
            place = end or place + 1


def _left_over(account: TextAccount) -> LeftOver | None:
    unused = [
        *account.unused(),
        *unknown_things(account),
        *unused_amounts(account),
        *unused_scales(account),
        *unknown_owners(account),
    ]
    for mark in account.marks:
        in_reason = mark.start >= account.ordered and mark.kind in REASON_KINDS
        if not in_reason and not uses(account, mark):
            to_end = mark.kind in ("exception", "exception_before", "joiner")
            end = len(account.tokens) if to_end else mark.end
            unused.append(Unused(mark.start, end, "not_here" if mark.kind == "place" else "unaccounted"))
    language = account.intent.language
    if not unused and wrong_end(account):
        return LeftOver((account.text.strip(),), "unaccounted", language)
    if not unused and beyond_range(account):
        amounts = tuple(account.said(a.start, a.end) for a in account.amounts)
        return LeftOver(amounts or (account.text.strip(),), "unaccounted", language)
    if unused:
        unused.sort()
        reason = unused[0].reason
        of_unit = reason in ("in_celsius", "in_fahrenheit") and all(u.reason == reason for u in unused)
        if not of_unit and (account.placed or reason != "not_here"):
            reason = "unaccounted"
        return LeftOver(tuple(account.said(*span) for span in _merged(unused)), reason, language)
    return LeftOver((), "which_one", language) if spans_rooms(account) else None


def _unplaced(account: TextAccount, words: Sequence[str], read: str | None) -> LeftOver | None:
    """Return the words of an order that a command found by similarity in `read` cannot use; None without any.

    `words` are those that the reading of the parts had no place for. `read` None: nothing was sought.
    """
    left = unused_by(account, words)
    if not left and read is not None and account.intent.source != "sentence":
        left = lost_words(account, read)
        if not left and is_one_of_several(account):
            return LeftOver((), "which_one", account.intent.language)
    return LeftOver(left, "unaccounted", account.intent.language) if left else None


def _merged(unused: list[Unused]) -> list[tuple[int, int]]:
    """Return the spans in order, with adjacent and overlapping ones joined."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in unused:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _referents(home: Home, language: str) -> Referents:
    """Map the words of each name to the places and entities that have it, without entities nobody acts on."""
    index: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    acted = (e for e in home.entities.values() if e.domain not in NOT_ACTED_ON)
    rows = [("entity", e.id, e.names) for e in acted]
    rows += [("area", a.id, a.names) for a in home.areas.values()]
    rows += [("floor", f.id, f.names) for f in home.floors.values()]
    for kind, key, names in rows:
        for name in names_in(names, language):
            if words := words_in(name, language):
                index.setdefault(words, []).append((kind, key))
    return {words: tuple(found) for words, found in index.items()}
