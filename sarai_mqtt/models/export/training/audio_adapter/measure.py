"""Measures of an adapter: repeating and answering, against another recording and the text heard."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from torch import Tensor
from unicode_rbnf import RbnfEngine

from sarai_mqtt.models.export.training.audio_adapter import LANGUAGE
from sarai_mqtt.models.export.training.audio_adapter.prompts import Prompt
from sarai_mqtt.models.export.training.audio_adapter.through_llama import Through

_SPELLED_ALIKE = {"colour": "color", "grey": "gray", "neighbour": "neighbor", "favourite": "favorite"}
_Z = 1.96  # of a 95 % interval
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a recording to the model: `embeddings` [T', E] of each recording."""

    name: str
    embeddings: Sequence[Tensor]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `count`."""

    hits: int
    count: int

    def __str__(self) -> str:
        """Return the share in percent with its 95 % interval (Wilson, 1927)."""
        if not self.count:
            return "-"
        share, square = self.hits / self.count, _Z**2 / self.count
        middle = (share + square / 2) / (1 + square)
        half = _Z * math.sqrt(share * (1 - share) / self.count + square / self.count / 4) / (1 + square)
        low, high = (100 * max(middle + side, 0) for side in (-half, half))
        return f"{100 * share:.0f} % ({low:.0f}-{high:.0f}) of {self.count}"


def answers(through: Through, prompt: Prompt, embeddings: Sequence[Tensor], most: int) -> list[list[int]]:
    """Return the model's tokens for each recording, `most` at most; similar lengths are run together."""
    found: list[list[int]] = [[] for _ in embeddings]
    order = sorted(range(len(embeddings)), key=lambda number: len(embeddings[number]))
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        made = through.generate([embeddings[number] for number in part], prompt, most)
        for number, tokens in zip(part, made, strict=True):
            found[number] = tokens
    return found


def words(text: str) -> list[str]:
    """Return the words of a text in small letters, numbers written out, one spelling of each."""
    spelled = RbnfEngine.for_language(LANGUAGE)
    text = re.sub(r"\d+", lambda number: f" {spelled.format_number(int(number[0])).text} ", text)
    return [_SPELLED_ALIKE.get(word, word) for word in re.findall(r"[a-z']+", text.lower())]


def word_errors(said: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """Return the number of word errors and of words of texts; an edit is an error."""
    errors = total = 0
    for expected, found in zip(said, heard, strict=True):
        expected_words = words(expected)
        errors += Levenshtein.distance(expected_words, words(found))
        total += len(expected_words)
    return errors, total


def keyword_share(keywords: Sequence[str], found: Sequence[str]) -> Share:
    """Return in how many of the texts the keyword is a word, among those that have one."""
    asked = [(key, text) for key, text in zip(keywords, found, strict=True) if key]
    hits = sum(key.lower() in words(text) for key, text in asked)
    return Share(hits, len(asked))


def exact_share(said: Sequence[str], heard: Sequence[str]) -> Share:
    """Return how many texts were repeated without any error."""
    return Share(sum(words(a) == words(b) for a, b in zip(said, heard, strict=True)), len(said))


def content_share(said: Sequence[str], heard: Sequence[str], common: frozenset[str]) -> Share:
    """Return how many of the words that are not `common` occur in what was repeated."""
    hits = count = 0
    for expected, found in zip(said, heard, strict=True):
        there = set(words(found))
        wanted = [word for word in words(expected) if word not in common]
        hits += sum(word in there for word in wanted)
        count += len(wanted)
    return Share(hits, count)


def another(embeddings: Sequence[Tensor]) -> list[Tensor]:
    """Return for each recording the embeddings of another: the control."""
    return [*embeddings[1:], *embeddings[:1]]


def rows(
    name: str,
    ways: Sequence[Way],
    said: Sequence[str],
    keywords: Sequence[str],
    *,
    run: Callable[[Sequence[Tensor], bool], Sequence[str]],
    common: frozenset[str],
) -> Iterator[Mapping[str, str]]:
    """Yield the row of each way for a set of recordings.

    `run` returns the model's texts for embeddings: repeated, or as answers if its second argument is True.
    """
    asked = [number for number, key in enumerate(keywords) if key]
    for way in ways:
        repeated = run(way.embeddings, False)  # noqa: FBT003
        errors, total = word_errors(said, repeated)
        replies = run([way.embeddings[number] for number in asked], True)  # noqa: FBT003
        yield {
            "recordings": name,
            "way": way.name,
            "word errors": f"{100 * errors / total:.0f} % of {total}",
            "repeated without error": str(exact_share(said, repeated)),
            "content words": str(content_share(said, repeated, common)),
            "answers with the keyword": str(keyword_share([keywords[number] for number in asked], replies)),
        }
