"""Texts as a tree of tokens, for the decoder to score in one pass: a common beginning is fed once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_NEVER = -1e9


class TokenTree:
    """Texts that follow one prompt, each a sequence of tokens with its end.

    A node is the beginning of at least one text; its token is fed after those of its ancestors. What all
    texts begin with is not fed, but for its last token (the prompt's if they have nothing in common), the
    root.
    """

    def __init__(self, prompt: Sequence[int], text: Sequence[int], most: int) -> None:
        """Begin with one text. The tree will have at most `most` nodes."""
        self._prompt, self._most = list(prompt), most
        self.texts = [tuple(text)]
        self._common = len(text) - 1

    def add(self, text: Sequence[int]) -> bool:
        """Add a text before any array is asked for; False when it does not fit."""
        new = tuple(text)
        alike = (a == b for a, b in zip(new, self.texts[0], strict=False))
        common = min(self._common, next((i for i, same in enumerate(alike) if not same), len(new) - 1))
        if len(_nodes([*self.texts, new], common)) > self._most:
            return False
        self.texts.append(new)
        self._common = common
        return True

    @property
    def start(self) -> int:
        """How many tokens the decoder has before it when the root is fed."""
        return len(self._prompt) + self._common - 1

    @cached_property
    def tokens(self) -> npt.NDArray[np.int64]:
        """The nodes' tokens, parents first, int64 [m]."""
        return np.array([node[-1] if node else self._prompt[-1] for node in self._places], np.int64)

    @cached_property
    def shift(self) -> npt.NDArray[np.int64]:
        """A node's place in its text less its place in the row, int64 [m]."""
        return np.array([len(node) - self._common - row for node, row in self._places.items()], np.int64)

    @cached_property
    def bias(self) -> FloatArray:
        """0 where the row's node follows the column's or is it, else -1e9, float32 [m, m]."""
        bias = np.full((len(self._places), len(self._places)), _NEVER, np.float32)
        for node, row in self._places.items():
            for length in range(self._common, len(node) + 1):
                bias[row, self._places[node[:length]]] = 0.0
        return bias

    @cached_property
    def next(self) -> npt.NDArray[np.int64]:
        """The tokens that follow each node, int64 [m, r]; filled up with 0."""
        branches = [list(following) for following in self._following]
        widest = max(map(len, branches))
        return np.array([[*tokens, *[0] * (widest - len(tokens))] for tokens in branches], np.int64)

    def sums(self, scores: FloatArray) -> list[float]:
        """Add up each text's log-probability from those of `next`; what all begin with is left out."""
        return [
            sum(
                float(scores[row, self._following[row][text[end]]])
                for end in range(self._common, len(text))
                for row in [self._places[text[:end]]]
            )
            for text in self.texts
        ]

    @cached_property
    def _places(self) -> dict[tuple[int, ...], int]:
        return {node: row for row, node in enumerate(_nodes(self.texts, self._common))}

    @cached_property
    def _following(self) -> list[dict[int, int]]:
        """What follows each node, and its column."""
        following: list[dict[int, int]] = [{} for _ in self._places]
        for text in self.texts:
            for end in range(self._common, len(text)):
                after = following[self._places[text[:end]]]
                after.setdefault(text[end], len(after))
        return following


def _nodes(texts: Sequence[tuple[int, ...]], common: int) -> dict[tuple[int, ...], None]:
    return dict.fromkeys(text[:end] for text in texts for end in range(common, len(text)))
