"""Converts English text to phonemes by hibari's lexicon and rules."""

import gzip
import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, cast

from hibari.g2p import G2P, Lexicon, Tagger, Tokenizer

_ASSETS = files("hibari") / "assets"


def phonemizer() -> Callable[[str], str]:
    """Return what converts a sentence to phonemes.

    Does what G2P.__init__ does, with tables that take a tenth of its memory (100 MB).
    """
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
