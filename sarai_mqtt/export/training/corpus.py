"""Spanish sentences for a teacher to speak: replies of a house, everyday sentences, rare words in a row.

Replies are what the voice will say most; sentences of people give it melody, and rare words every sound
beside every other.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.export.training.house import SHORT, reply

# Shares of what people said, one reply and rare words; the rest are two replies in one.
_SAID, _REPLY, _RARE = 0.45, 0.37, 0.10
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_AUTHOR = re.compile(r"--|\(|—")
# A whole sentence of plain words: no digits, abbreviations in capitals or dots that trail off.
_PLAIN = re.compile(r"[¡¿A-ZÁÉÍÓÚÑ][a-zA-ZáéíóúüñÁÉÍÓÚÑ ,;:.¡!¿?]+[.!?]")
_UNPLAIN = re.compile(r"\b[A-Z]{2,}\b|\.\.")
_SHORTEST, _LONGEST = 18, 105
_WORD = re.compile(r"[a-záéíóúüñ]{4,12}")
_MOST_WORDS = 7
_BEFORE = ("el", "la", "un", "una", "los", "mi", "su", "este", "aquella", "cada")
_BETWEEN = ("de", "con", "para", "sin", "y", "que", "en", "por", "sobre")


def lines(path: Path) -> list[str]:
    """Give the lines of a UTF-8 text. Raises BadInput (`text_unusable`)."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BadInput("text_unusable", f"There is no text {path}.", "Name a UTF-8 text file.") from None
    except ValueError as error:
        raise BadInput(
            "text_unusable", f"{path} is not UTF-8: {error}.", "Write it anew as UTF-8 (`iconv -t utf-8`)."
        ) from error


def said(texts: Iterable[Path]) -> list[str]:
    """Give the plain sentences of `texts`, sorted: as Debian's fortunes are written, sayings apart by %.

    Raises BadInput (`text_unusable`).
    """
    blocks = (block for path in texts for block in "\n".join(lines(path)).split("\n%"))
    return sorted({sentence for block in blocks for sentence in _sentences(block)})


def words(path: Path) -> list[str]:
    """Give the words of 4 to 12 small letters in a list of one a line. Raises BadInput (`text_unusable`)."""
    found = [word for line in lines(path) if _WORD.fullmatch(word := line.strip())]
    if len(found) < _MOST_WORDS:
        raise BadInput(
            "text_unusable",
            f"{path} has {len(found)} words of 4 to 12 Spanish small letters; {_MOST_WORDS} is the least.",
            "Name a list of one word a line, as Debian's wspanish.",
        )
    return found


def corpus(
    count: int, sayings: Sequence[str], rare: Sequence[str], without: Collection[str], seed: int = 11
) -> list[str]:
    """Give at least `count` different sentences, none of them of `without`; the same for the same input.

    Args:
        count: the short replies come on top when it is smaller than their number.
        sayings: sentences of people, each used once at most; replies take their place when they run out.
        rare: at least seven words.
        without: sentences to keep unheard, as those of a benchmark.
        seed: of the draw.

    """
    random = Random(seed)  # noqa: S311 - a draw that can be repeated
    left = list(sayings)
    random.shuffle(left)
    found: dict[str, None] = {text: None for text in SHORT if text not in without}
    while len(found) < count:
        text = _draw(random, left, rare)
        if text not in without:
            found[text] = None
    drawn = list(found)
    random.shuffle(drawn)
    return drawn


def _draw(random: Random, left: list[str], rare: Sequence[str]) -> str:
    share = random.random()
    if share < _SAID and left:
        return left.pop()
    if share < _SAID + _REPLY:
        return reply(random)
    if share < _SAID + _REPLY + _RARE:
        return _row(random, rare)
    return f"{reply(random)} {reply(random)}"


def _row(random: Random, rare: Sequence[str]) -> str:
    """Put four to seven words in a row that has the rhythm of a sentence."""
    row = random.sample(rare, random.randint(4, _MOST_WORDS))
    row.insert(0, random.choice(_BEFORE))
    if len(row) > 5:
        row.insert(3, random.choice(_BETWEEN))
    text = " ".join(row)
    return text[0].upper() + text[1:] + random.choice("...?!")


def _sentences(block: str) -> Iterator[str]:
    text = _AUTHOR.split(re.sub(r"\s+", " ", block).strip())[0]
    for part in _SENTENCE_END.split(text):
        sentence = part.strip(' "«»-')
        short_enough = _SHORTEST <= len(sentence) <= _LONGEST
        if short_enough and _PLAIN.fullmatch(sentence) and not _UNPLAIN.search(sentence):
            yield sentence
