"""Whisper models of random weights in the files of CTranslate2."""

import json
import struct

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel


class Ct2File:
    """Writes a CTranslate2 model.bin (version 6) from arrays."""

    TYPES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}

    def __init__(self, variables, aliases=(), version=6):
        self.variables, self.aliases, self.version = variables, aliases, version

    def to_bytes(self):
        out = (
            struct.pack("<I", self.version)
            + self.string("WhisperSpec")
            + struct.pack("<II", 3, len(self.variables))
        )
        for name, array in self.variables.items():
            out += self.string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
            out += struct.pack("<BI", self.TYPES[array.dtype.name], array.nbytes) + array.tobytes()
        out += struct.pack("<I", len(self.aliases))
        return out + b"".join(self.string(text) for pair in self.aliases for text in pair)

    @staticmethod
    def string(text):
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


class TinyWhisper:
    """A Whisper of random weights with the files of a CTranslate2 folder; 16 mels, 40 frames, width 24, 3 heads."""

    mels, frames, positions, width, heads, layers = 16, 40, 64, 24, 3, 2
    languages = ("en", "zh", "de", "es")

    def __init__(self, folder, seed=0, mels=None, frames=None, vocabulary=51865):
        self.folder, self.mels, self.frames = folder, mels or self.mels, frames or self.frames
        self.vocabulary, self.end = vocabulary, vocabulary - 12
        tail = ["translate", "transcribe", "nocaptions", "notimestamps"]
        names = ["endoftext", "startoftranscript", *self.languages, *tail]
        self.special = {f"<|{name}|>": self.end + i for i, name in enumerate(names)}
        self.config = {
            "suppress_ids": [1, 5, 9, self.end + 1],
            "suppress_ids_begin": [3, self.end],
            "lang_ids": [self.special[f"<|{name}|>"] for name in self.languages],
        }
        self.random = np.random.default_rng(seed)
        self.variables = dict(self._variables())
        (folder / "model.bin").write_bytes(Ct2File(self.variables).to_bytes())
        (folder / "config.json").write_text(json.dumps(self.config))
        words = {f"w{i}": i for i in range(self.end)} | self.special
        tokenizer = Tokenizer(WordLevel(words, unk_token="w0"))
        tokenizer.add_special_tokens(list(self.special))
        tokenizer.save(str(folder / "tokenizer.json"))

    def _some(self, *shape, spread=0.25):
        return (self.random.standard_normal(shape) * spread).astype(np.float16)

    def _linear(self, name, out, into):
        yield f"{name}/weight", self._some(out, into)
        yield f"{name}/bias", self._some(out)

    def _norm(self, name):
        yield f"{name}/gamma", (1 + self._some(self.width)).astype(np.float16)
        yield f"{name}/beta", self._some(self.width)

    def _variables(self):
        d = self.width
        for side in ("encoder", "decoder"):
            yield f"{side}/num_heads", np.array(self.heads, np.int16)
            yield from self._norm(f"{side}/layer_norm")
            for i in range(self.layers):
                at = f"{side}/layer_{i}"
                yield from self._norm(f"{at}/self_attention/layer_norm")
                yield from self._linear(f"{at}/self_attention/linear_0", 3 * d, d)
                yield from self._linear(f"{at}/self_attention/linear_1", d, d)
                if side == "decoder":
                    yield from self._norm(f"{at}/attention/layer_norm")
                    yield from self._linear(f"{at}/attention/linear_0", d, d)
                    yield from self._linear(f"{at}/attention/linear_1", 2 * d, d)
                    yield from self._linear(f"{at}/attention/linear_2", d, d)
                yield from self._norm(f"{at}/ffn/layer_norm")
                yield from self._linear(f"{at}/ffn/linear_0", 4 * d, d)
                yield from self._linear(f"{at}/ffn/linear_1", d, 4 * d)
        yield "encoder/conv1/weight", self._some(d, self.mels, 3)
        yield "encoder/conv1/bias", self._some(d)
        yield "encoder/conv2/weight", self._some(d, d, 3)
        yield "encoder/conv2/bias", self._some(d)
        yield "encoder/position_encodings/encodings", self._some(self.frames, d, spread=1)
        yield "decoder/position_encodings/encodings", self._some(self.positions, d, spread=1)
        yield "decoder/embeddings/weight", self._some(self.vocabulary, d, spread=1)
