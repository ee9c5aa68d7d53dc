"""Tells which words speech recognition may have written for others."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel
from rapidfuzz.process import extract_iter

SHORT = 3
"""Letters of a short word: most are articles or prepositions."""

# Similarity ratios of difflib from which a word may be a misheard one, and a misheard short one.
_MIN_RATIO, _MIN_RATIO_SHORT = 0.5, 0.75


def is_like(word: str, others: Iterable[str], least: float = _MIN_RATIO) -> bool:
    """Return True if speech recognition may have written `word` for one of `others`.

    `least` is the similarity ratio of difflib from which it may.
    """
    if len(word) <= SHORT:
        least = _MIN_RATIO_SHORT
    # the ratio of difflib is at most that of the longest common subsequence, which is found much faster
    near = extract_iter(word, others, scorer=Indel.normalized_similarity, score_cutoff=least)
    return any(SequenceMatcher(None, word, other).ratio() >= least for other, _, _ in near)
