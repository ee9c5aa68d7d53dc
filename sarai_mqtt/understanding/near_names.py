"""Narrows what gazetteer-matcher compares with a sentence to names and verbs that share a word with it."""

import copy
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from gazetteer_matcher.config import normalize_tokens, phrase_tokens
from gazetteer_matcher.tagger import SpanTagger
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist, extractOne

_FEW = 100  # so few names are compared faster than narrowed
_MIN_SIMILARITY = 0.5  # of two words, from which one may be misheard for the other
_MIN_SHARE = 0.5  # of the letters of a name: the matcher itself asks for more
_SHORT = 3  # letters; a word so short is most often a misheard function word


class NearNames:
    """The words that a tagger knows, and the names in it by their words. A new home gets a new one."""

    def __init__(self, tagger: SpanTagger) -> None:
        self._tagger = tagger
        self._known = frozenset(word for entry in tagger.entries for word in entry.tokens)
        self._long = tuple(word for word in self._known if len(word) > _SHORT)
        self._names = tuple(tagger.fuzzy_choices["name"])
        words = [phrase_tokens(name) for name in self._names]
        self._words = tuple(dict.fromkeys(word for name in words for word in name))
        places = {word: place for place, word in enumerate(self._words)}
        self._ids = np.full((len(words), max(map(len, words), default=1)), len(places), np.intp)
        for row, name in zip(self._ids, words, strict=True):
            row[: len(name)] = [places[word] for word in name]
        self._letters = np.array([*map(len, self._words), 0], np.float32)
        self._split = _split_phrases(tagger.config.vocabulary.get("actions") or {})

    def unknown(self, text: str, most: int) -> int:
        """Return how many long words of `text` are neither known nor like a known one, at most `most`."""
        count = 0
        for token in normalize_tokens(text):
            word = token.text
            if len(word) <= _SHORT or word in self._known or not word.isalpha():
                continue
            near = extractOne(
                word, self._long, scorer=OSA.normalized_similarity, score_cutoff=_MIN_SIMILARITY
            )
            count += near is None
            if count == most:
                break
        return count

    def tagger(self, text: str) -> SpanTagger:
        """Return the tagger, without the names of which `text` has no like of half of the letters.

        Its actions have only those phrases that may be in `text` with other words between theirs; the tagger
        reads the list for nothing else, but cuts each phrase of it into words for each sentence.
        """
        words = [token.text for token in normalize_tokens(text)]
        narrowed = copy.copy(self._tagger)
        narrowed.config = copy.copy(self._tagger.config)
        vocabulary = self._tagger.config.vocabulary
        said = frozenset(words)
        split = {
            action: {**vocabulary["actions"][action], "phrases": [p for first, p in phrases if first in said]}
            for action, phrases in self._split.items()
        }
        narrowed.config.vocabulary = {**vocabulary, "actions": {**(vocabulary.get("actions") or {}), **split}}
        if len(self._names) > _FEW:
            self._narrow_names(narrowed, words)
        return narrowed

    def _narrow_names(self, narrowed: SpanTagger, words: Sequence[str]) -> None:
        near = self._near([*words, *(one + other for one, other in pairwise(words))])
        letters = self._letters * near
        of_name = self._letters[self._ids].sum(axis=1)
        kept = np.flatnonzero(letters[self._ids].sum(axis=1) >= _MIN_SHARE * of_name)
        names = [self._names[i] for i in kept]
        for table in ("fuzzy_choices", "fuzzy_choice_tokens"):
            every = getattr(self._tagger, table)
            setattr(narrowed, table, {**every, "name": {name: every["name"][name] for name in names}})
        batch = self._tagger._choice_batch(names)  # noqa: SLF001 - how the tagger makes its own
        narrowed.fuzzy_batches = {**self._tagger.fuzzy_batches, "name": batch}

    def _near(self, said: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Return 1 for each word of the names that is like one of `said`, 0 for others and padding."""
        similarity = cdist(
            said,
            self._words,
            scorer=OSA.normalized_similarity,
            score_cutoff=_MIN_SIMILARITY,
            dtype=np.float32,
        )
        return np.append(similarity.max(axis=0, initial=0) > 0, False).astype(np.float32)


def _split_phrases(actions: Mapping[str, Mapping[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """Return the first word and the text of each phrase of an action that may be said in two pieces."""
    found: dict[str, list[tuple[str, str]]] = {}
    for action, spec in actions.items():
        if spec.get("allow_interstitial_skips") or spec.get("allow_interstitial_targets"):
            rows = ((phrase_tokens(str(phrase)), phrase) for phrase in spec.get("phrases") or ())
            found[action] = [(words[0], phrase) for words, phrase in rows if len(words) > 1]
    return found
