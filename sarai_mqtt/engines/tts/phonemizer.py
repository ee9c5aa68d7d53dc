"""Text to phoneme ids: English by hibari's lexicon and rules, Spanish by this project's rules."""

import gzip
import json
import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any, cast

from hibari.g2p import G2P, Lexicon, Tagger, Tokenizer
from hibari.tts import Hibari

from sarai_mqtt.languages.es import phonemes as spanish_phonemes
from sarai_mqtt.languages.tables import for_language

# The voices were trained on sentences of up to about 400 phonemes; longer ones lose their melody.
LONGEST = 350
_CLAUSE = re.compile(r"(?<=[,;:—]) ")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”»’)\]]*\s+")
_ASSETS = files("hibari") / "assets"


class Phonemizer:
    """Converts text to phoneme ids, sentence by sentence, in the alphabet that all voices share (Kokoro's).

    Args:
        normalize: text, language -> the text with numbers, signs and abbreviations written out in words.

    """

    def __init__(self, normalize: Callable[[str, str], str]) -> None:
        self._normalize = normalize
        # How a text is cut into sentences, and the phonemes of one.
        self._languages: Mapping[str, tuple[Callable[[str], Iterable[str]], Callable[[str], str]]] = {
            # a lambda: the tables of English are loaded when it is first spoken
            "en": (Hibari.split_sentences, lambda sentence: self._english(sentence)),  # noqa: PLW0108
            "es": (_SENTENCE.split, spanish_phonemes.phonemes),
        }
        self._ids: dict[str, int] = json.loads((_ASSETS / "vocab.json").read_text("utf-8"))

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
        cut, phonemes_of = for_language(self._languages, language, "There are no phonemes")
        for sentence in cut(self._normalize(text, language)):
            yield from split_phonemes(phonemes_of(sentence))

    def _encode(self, phonemes: str) -> list[int]:
        return [self._ids[phoneme] for phoneme in phonemes if phoneme in self._ids]

    @cached_property
    def _english(self) -> Callable[[str], str]:
        # Does what G2P.__init__ does, with tables that take a tenth of its memory (100 MB).
        g2p = G2P.__new__(G2P)
        g2p.lexicon = Lexicon(
            _CompactMapping(_asset("lexicon_us_gold")), _CompactMapping(_asset("lexicon_us_silver"))
        )
        g2p.tokenizer = Tokenizer(json.loads((_ASSETS / "tokenizer_exceptions.json").read_text("utf-8")))
        tagger = _asset("tagger")
        packed = {name: _CompactMapping(tagger.pop(name)) for name in ("weights", "tagdict")}
        g2p.tagger = Tagger(tagger | packed)
        g2p.british, g2p.unk, g2p._oov = False, "", None  # noqa: SLF001
        return cast("Callable[[str], str]", g2p)


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


class _CompactMapping:
    """A read-only mapping that saves memory: values are kept as JSON text, found by the hash of the key."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        ordered = sorted(entries, key=hash)
        value = json.JSONEncoder(ensure_ascii=False).encode
        rows = [f"{key}\t{value(entries[key])}".encode() for key in ordered]
        self._hashes = array("q", map(hash, ordered))
        self._starts = array("I", [0])
        for row in rows:
            self._starts.append(self._starts[-1] + len(row))
        self._rows = b"".join(rows)

    def get(self, key: str) -> Any:
        """Return the value of `key`, or None."""
        wanted = hash(key)
        i = bisect_left(self._hashes, wanted)
        while i < len(self._hashes) and self._hashes[i] == wanted:
            found, _, value = self._rows[self._starts[i] : self._starts[i + 1]].decode().partition("\t")
            if found == key:
                return json.loads(value)
            i += 1
        return None


def _asset(name: str) -> Any:
    return json.loads(gzip.decompress((_ASSETS / f"{name}.json.gz").read_bytes()))
