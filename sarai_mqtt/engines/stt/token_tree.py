"""Candidate texts as a prefix tree of tokens, which the decoder scores in one pass, each prefix once."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_NEVER = -1e9


class TokenTree:
    """A prefix tree of texts that follow one prompt; each text is a sequence of tokens with the end token.

    A node is a prefix of at least one text; its token is fed after those of its ancestors. The prefix that
    all texts share is taken from the decoder's cache, except its last token, which is the root (the last
    token of the prompt if they share none). In the shapes below m is the number of nodes, r the most
    successors of one.
    """

    def __init__(self, prompt: Sequence[int], text: Sequence[int], max_nodes: int) -> None:
        """Start with one text; `add` keeps the tree to at most `max_nodes` nodes."""
        self._prompt, self._max_nodes = list(prompt), max_nodes
        self.texts = [tuple(text)]
        self._common = len(text) - 1

    def add(self, text: Sequence[int]) -> bool:
        """Add a text, and return False if the tree would get too large; call it before reading any array."""
        new = tuple(text)
        alike = (a == b for a, b in zip(new, self.texts[0], strict=False))
        common = min(self._common, next((i for i, same in enumerate(alike) if not same), len(new) - 1))
        if len(_nodes([*self.texts, new], common)) > self._max_nodes:
            return False
        self.texts.append(new)
        self._common = common
        return True

    @property
    def start(self) -> int:
        """Number of tokens in the decoder's cache before the root: of the prompt and the shared prefix."""
        return len(self._prompt) + self._common - 1

    @cached_property
    def tokens(self) -> npt.NDArray[np.int64]:
        """Tokens of the nodes, parents first, int64 [m]."""
        return np.array([node[-1] if node else self._prompt[-1] for node in self._rows], np.int64)

    @cached_property
    def shift(self) -> npt.NDArray[np.int64]:
        """Position of each node in its text minus its row, int64 [m]: corrects the position embedding."""
        return np.array([len(node) - self._common - row for node, row in self._rows.items()], np.int64)

    @cached_property
    def bias(self) -> FloatArray:
        """Attention bias, float32 [m, m]: 0 from a row's node to itself and its ancestors, else -1e9."""
        bias = np.full((len(self._rows), len(self._rows)), _NEVER, np.float32)
        for node, row in self._rows.items():
            for length in range(self._common, len(node) + 1):
                bias[row, self._rows[node[:length]]] = 0.0
        return bias

    @cached_property
    def next(self) -> npt.NDArray[np.int64]:
        """Tokens that follow each node, int64 [m, r], padded with 0."""
        branches = [list(successors) for successors in self._successors]
        widest = max(map(len, branches))
        return np.array([[*tokens, *[0] * (widest - len(tokens))] for tokens in branches], np.int64)

    def sums(self, scores: FloatArray) -> list[float]:
        """Return the log-probability of each text from `scores` of `next` (float32 [m, r]).

        The shared prefix is left out of all sums, so they only compare texts of this tree.
        """
        return [
            sum(
                float(scores[row, self._successors[row][text[end]]])
                for end in range(self._common, len(text))
                for row in [self._rows[text[:end]]]
            )
            for text in self.texts
        ]

    @cached_property
    def _rows(self) -> dict[tuple[int, ...], int]:
        return {node: row for row, node in enumerate(_nodes(self.texts, self._common))}

    @cached_property
    def _successors(self) -> list[dict[int, int]]:
        """For each node: token that follows it -> column of that token in `next`."""
        successors: list[dict[int, int]] = [{} for _ in self._rows]
        for text in self.texts:
            for end in range(self._common, len(text)):
                after = successors[self._rows[text[:end]]]
                after.setdefault(text[end], len(after))
        return successors


def _nodes(texts: Sequence[tuple[int, ...]], common: int) -> dict[tuple[int, ...], None]:
    return dict.fromkeys(text[:end] for text in texts for end in range(common, len(text)))
