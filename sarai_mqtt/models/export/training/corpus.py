"""Spanish sentences for a teacher to speak: replies of an assistant, everyday sentences, rows of rare words.

The voice will mostly speak replies; everyday sentences bring varied intonation, and rare words bring every
combination of neighbouring phonemes.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.models.export.training.house import SHORT, reply

# Shares of everyday sentences, single replies and rows of rare words; the rest are two replies in one
# sentence.
_EVERYDAY, _REPLY, _RARE = 0.45, 0.37, 0.10
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_AUTHOR = re.compile(r"--|\(|—")
# A complete sentence of plain words, without digits, abbreviations in capitals, or trailing dots.
_PLAIN = re.compile(r"[¡¿A-ZÁÉÍÓÚÑ][a-zA-ZáéíóúüñÁÉÍÓÚÑ ,;:.¡!¿?]+[.!?]")
_NOT_PLAIN = re.compile(r"\b[A-Z]{2,}\b|\.\.")
_SHORTEST, _LONGEST = 18, 105
_WORD = re.compile(r"[a-záéíóúüñ]{4,12}")
_MOST_WORDS = 7
_DETERMINERS = ("el", "la", "un", "una", "los", "mi", "su", "este", "aquella", "cada")
_LINKING_WORDS = ("de", "con", "para", "sin", "y", "que", "en", "por", "sobre")


def lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 text. Raises BadInput `text_unusable` if it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise BadInput("text_unusable", f"There is no text {path}.", "Name a UTF-8 text file.") from None
    except ValueError as error:
        raise BadInput(
            "text_unusable", f"{path} is not UTF-8: {error}.", "Write it anew as UTF-8 (`iconv -t utf-8`)."
        ) from error


def plain_sentences(texts: Iterable[Path]) -> list[str]:
    """Return the different plain sentences (18 to 105 characters) of `texts`, sorted.

    A text has the format of Debian's fortunes: sayings separated by lines that begin with "%". Raises
    BadInput `text_unusable`.
    """
    blocks = (block for path in texts for block in "\n".join(lines(path)).split("\n%"))
    return sorted({sentence for block in blocks for sentence in _sentences(block)})


def words(path: Path) -> list[str]:
    """Return the words of 4 to 12 lower-case letters in a file of one word per line.

    Raises BadInput `text_unusable`, also for fewer than seven words.
    """
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
    """Return `count` different sentences in random order, the same for the same arguments.

    Args:
        count: of sentences; all short replies are included even if they are more.
        sayings: everyday sentences, each used once at most; replies replace them when they run out.
        rare: at least seven rare words.
        without: sentences to exclude, such as those of a benchmark.
        seed: of the random draws.

    """
    random = Random(seed)  # noqa: S311 - a draw that can be repeated
    unused = list(sayings)
    random.shuffle(unused)
    found: dict[str, None] = {text: None for text in SHORT if text not in without}
    while len(found) < count:
        text = _draw(random, unused, rare)
        if text not in without:
            found[text] = None
    drawn = list(found)
    random.shuffle(drawn)
    return drawn


def _draw(random: Random, unused: list[str], rare: Sequence[str]) -> str:
    share = random.random()
    if share < _EVERYDAY and unused:
        return unused.pop()
    if share < _EVERYDAY + _REPLY:
        return reply(random)
    if share < _EVERYDAY + _REPLY + _RARE:
        return _row(random, rare)
    return f"{reply(random)} {reply(random)}"


def _row(random: Random, rare: Sequence[str]) -> str:
    """Return four to seven random words in a row, with little words that give it a sentence's rhythm."""
    row = random.sample(rare, random.randint(4, _MOST_WORDS))
    row.insert(0, random.choice(_DETERMINERS))
    if len(row) > 5:
        row.insert(3, random.choice(_LINKING_WORDS))
    text = " ".join(row)
    return text[0].upper() + text[1:] + random.choice("...?!")


def _sentences(block: str) -> Iterator[str]:
    text = _AUTHOR.split(re.sub(r"\s+", " ", block).strip())[0]
    for part in _SENTENCE_END.split(text):
        sentence = part.strip(' "«»-')
        short_enough = _SHORTEST <= len(sentence) <= _LONGEST
        if short_enough and _PLAIN.fullmatch(sentence) and not _NOT_PLAIN.search(sentence):
            yield sentence
