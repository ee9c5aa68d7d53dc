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
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import entry_for, pack
from sarai_mqtt.understanding.accounting.amount_rules import beyond_range, unused_amounts, wrong_end
from sarai_mqtt.understanding.accounting.owners import unknown_owners
from sarai_mqtt.understanding.accounting.rules import uses
from sarai_mqtt.understanding.accounting.scale_rules import unused_scales
from sarai_mqtt.understanding.accounting.text_account import (
    LONGEST_NAME,
    NOT_ACTED_ON,
    REASON_KINDS,
    SHORT,
    Referents,
    TextAccount,
    Unused,
    is_like,
)
from sarai_mqtt.understanding.command_vocabulary import command_words, is_head
from sarai_mqtt.understanding.guards import HARMLESS

_MIN_RATIO_UNPLACED = 0.7  # similarity from which a word without a place may be a misheard one of a target
_UNKNOWN = frozenset({"thing", "place", "exception"})


class Accounting:
    """Finds the words that a reading does not use, for one home. Calls share no mutable state."""

    def __init__(self, home: Home, languages: Mapping[str, ContentWords]) -> None:
        self._home, self._languages = home, languages
        self._names = {language: _referents(home, language) for language in languages}

    def account(self, text: str, intent: Intent, unplaced: Sequence[str] = ()) -> Intent | LeftOver:
        """Return `intent` if it uses all that matters in `text`, else the words that it does not use.

        `unplaced` are words that another reading had no place for: an intent found by similarity must use
        them, or they are misheard words of it.

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
        return _left_over(account) or _unplaced(account, unplaced) or account.intent

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
    return LeftOver((), "which_one", language) if account.spans_rooms() else None


def _unplaced(account: TextAccount, words: Sequence[str]) -> LeftOver | None:
    """Return those of `words` that the intent cannot have been meant by, not even misheard; None without any.

    Little words, verbs and words that name nothing may be dropped: "could you maybe get the light going".
    """
    language = account.intent.language
    used = {t.text for i, t in enumerate(account.tokens) if i in account.taken or i >= account.ordered}
    reason = used - {
        t.text for i, t in enumerate(account.tokens[: account.ordered]) if i not in account.taken
    }
    lost = (
        said
        for said in words
        if any(w not in reason and _is_lost(account, w) for w in words_in(said, language))
    )
    left = tuple(lost)
    return LeftOver(left, "unaccounted", language) if left else None


def _is_lost(account: TextAccount, word: str) -> bool:
    language = account.intent.language
    if not word.isalpha() or len(word) <= SHORT or word in account.words.vague | account.words.articles:
        return word.isdigit()
    if is_function_word(word, language) or is_head(word, language) or word in command_words(language):
        return False
    return not is_like(word, account.possible_words(), _MIN_RATIO_UNPLACED)


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
