"""Text to phoneme ids, by the phonemes of each language's pack."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files

from sarai_mqtt.languages.speaking import phonemizer_of, speaking

# The voices were trained on sentences of up to about 400 phonemes; longer ones lose their melody.
LONGEST = 350
_CLAUSE = re.compile(r"(?<=[,;:—]) ")


class Phonemizer:
    """Converts text to phoneme ids, sentence by sentence, in the alphabet that all voices share (Kokoro's).

    Args:
        normalize: text, language -> the text with numbers, signs and abbreviations written out in words.

    """

    def __init__(self, normalize: Callable[[str, str], str]) -> None:
        self._normalize = normalize
        self._phonemizers: dict[str, Callable[[str], str]] = {}
        vocabulary = (files("hibari") / "assets" / "vocab.json").read_text("utf-8")
        self._ids: dict[str, int] = json.loads(vocabulary)

    def __call__(self, text: str, language: str) -> list[list[int]]:
        """Return the ids of each sentence of `text`, 2 to `LONGEST` of them; longer sentences are cut.

        Raises BadInput `unknown_language`.
        """
        sentences = (self._encode(phonemes) for phonemes in self.phonemes(text, language))
        return [ids for ids in sentences if len(ids) > 1]

    def phonemes(self, text: str, language: str) -> Iterator[str]:
        """Yield the phonemes of each sentence of `text`, long ones cut by `split_phonemes`.

        Raises BadInput `unknown_language`.
        """
        if language not in self._phonemizers:
            self._phonemizers[language] = phonemizer_of(language)
        for sentence in speaking(language).sentences(self._normalize(text, language)):
            yield from split_phonemes(self._phonemizers[language](sentence))

    def _encode(self, phonemes: str) -> list[int]:
        return [self._ids[phoneme] for phoneme in phonemes if phoneme in self._ids]


def split_phonemes(phonemes: str, longest: int = LONGEST) -> Iterator[str]:
    """Yield `phonemes` in pieces of at most `longest` characters.

    They are cut after clause punctuation, else between words, else within a word.
    """
    if len(phonemes) <= longest:
        yield phonemes
        return
    for separator in (_CLAUSE, re.compile(" ")):
        parts = separator.split(phonemes)
        if len(parts) > 1:
            break
    else:
        parts = [phonemes[i : i + longest] for i in range(0, len(phonemes), longest)]
    piece = ""
    for part in parts:
        if piece and len(piece) + 1 + len(part) > longest:
            yield from split_phonemes(piece, longest)
            piece = part
        else:
            piece = f"{piece} {part}" if piece else part
    yield from split_phonemes(piece, longest)
