"""Writer of GGUF files with LFM2's architecture and random weights. Needs the package gguf.

They run llama.cpp's real code for this hybrid of short convolutions and attention: a tiny one in tests, one
of LFM2-1.2B's shape to measure speed and memory without the model. Their output is meaningless.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

_KERNEL = 3  # taps of the short convolutions
_SPECIAL = ("<|pad|>", "<|startoftext|>", "<|endoftext|>", "<|im_start|>", "<|im_end|>")
_PAD, _BOS, _EOS = 0, 1, 4
_EMBEDDING_SCALE = 0.05
_TEMPLATE = (
    "{{- bos_token -}}{%- for message in messages -%}"
    "{{- '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' -}}{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%}"
)
_NORMAL = gguf.TokenType.NORMAL

Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of an LFM2. Layers not in `attention_layers` are short convolutions; `context` is in tokens."""

    name: str
    layers: int
    attention_layers: tuple[int, ...]
    width: int
    feed_forward: int
    heads: int
    kv_heads: int
    vocabulary: int
    context: int

    @property
    def parameters(self) -> int:
        """Number of weights; the embedding, which is also the output matrix, counts once."""
        return sum(tensor.size for tensor in _tensors(self))


TINY = Shape("tiny", 4, (1, 3), 64, 128, 4, 2, 4096, 4096)
# From the config.json of LiquidAI/LFM2-1.2B, with the feed-forward width that it adjusts to.
FULL = Shape("LFM2-1.2B", 16, (2, 5, 8, 10, 12, 14), 2048, 8192, 32, 8, 65_536, 128_000)


@dataclass(frozen=True, slots=True)
class _Tensor:
    """One tensor to be written; `scale` is the standard deviation of its random weights, None: all ones."""

    name: str
    shape: tuple[int, ...]
    scale: float | None
    dtype: type[np.float16] | type[np.float32]

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    def draw(self, random: np.random.Generator) -> NDArray[Any]:
        if self.scale is None:
            return np.ones(self.shape, self.dtype)
        values = random.standard_normal(self.shape, dtype=np.float32)
        values *= self.scale
        return values.astype(self.dtype)


def write(shape: Shape, vocabulary: Path, out: Path, report: Report = lambda _step, _fraction: None) -> None:
    """Write a GGUF `out` with float16 matrices, the same bytes every time.

    `vocabulary` is a GGUF with a byte-level BPE tokenizer (any GPT-2-like): its first normal tokens are used,
    padded with unused ones to the size of `shape`. `report(step, fraction)` gets the progress. Needs memory
    for twice the largest tensor.
    """
    writer = gguf.GGUFWriter(out, "lfm2")
    _describe(writer, shape)
    _add_tokenizer(writer, vocabulary, shape.vocabulary)
    tensors = list(_tensors(shape))
    for tensor in tensors:
        dtype = np.dtype(tensor.dtype)
        writer.add_tensor_info(tensor.name, tensor.shape, dtype, tensor.size * dtype.itemsize)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    random = np.random.default_rng(0)
    for n, tensor in enumerate(tensors):
        report("writing random weights", n / len(tensors))
        writer.write_tensor_data(tensor.draw(random))
    writer.close()


def quantize(source: Path, out: Path, threads: int) -> None:
    """Write `out`, the GGUF `source` quantised to Q4_K_M by llama.cpp.

    Row lengths must be multiples of 256, which those of TINY are not. Raises RuntimeError if llama.cpp fails.
    """
    import llama_cpp  # noqa: PLC0415 - writing needs no llama.cpp

    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M
    params.nthread = threads
    if code := llama_cpp.llama_model_quantize(str(source).encode(), str(out).encode(), params):
        raise RuntimeError(f"llama.cpp could not quantize {source} (code {code})")


def _tensors(shape: Shape) -> Iterator[_Tensor]:
    width, head = shape.width, shape.width // shape.heads

    def matrix(name: str, rows: int, columns: int) -> _Tensor:
        return _Tensor(f"{name}.weight", (rows, columns), 1 / math.sqrt(columns), np.float16)

    def norm(name: str, length: int) -> _Tensor:
        return _Tensor(f"{name}.weight", (length,), None, np.float32)

    # The token embedding is also the output matrix.
    yield _Tensor("token_embd.weight", (shape.vocabulary, width), _EMBEDDING_SCALE, np.float16)
    yield norm("token_embd_norm", width)
    for n in range(shape.layers):
        block = f"blk.{n}"
        yield norm(f"{block}.attn_norm", width)
        yield norm(f"{block}.ffn_norm", width)
        yield matrix(f"{block}.ffn_gate", shape.feed_forward, width)
        yield matrix(f"{block}.ffn_up", shape.feed_forward, width)
        yield matrix(f"{block}.ffn_down", width, shape.feed_forward)
        if n in shape.attention_layers:
            yield norm(f"{block}.attn_q_norm", head)
            yield norm(f"{block}.attn_k_norm", head)
            yield matrix(f"{block}.attn_q", width, width)
            yield matrix(f"{block}.attn_k", shape.kv_heads * head, width)
            yield matrix(f"{block}.attn_v", shape.kv_heads * head, width)
            yield matrix(f"{block}.attn_output", width, width)
        else:
            yield _Tensor(f"{block}.shortconv.conv.weight", (width, _KERNEL), 0.5, np.float32)
            yield matrix(f"{block}.shortconv.in_proj", 3 * width, width)
            yield matrix(f"{block}.shortconv.out_proj", width, width)


def _describe(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_name(f"{shape.name}, random weights")
    writer.add_description("Architecture of LFM2 with random weights: for tests and timing only")
    writer.add_license("CC0-1.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    # llama.cpp derives the kind of a layer from this: 0 heads is a convolution.
    writer.add_head_count_kv(
        [shape.kv_heads if n in shape.attention_layers else 0 for n in range(shape.layers)]
    )
    writer.add_rope_freq_base(1e6)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_shortconv_l_cache(_KERNEL)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_chat_template(_TEMPLATE)


def _add_tokenizer(writer: gguf.GGUFWriter, vocabulary: Path, size: int) -> None:
    reader = gguf.GGUFReader(vocabulary)
    tokens: list[str] = reader.fields["tokenizer.ggml.tokens"].contents()
    types: list[int] = reader.fields["tokenizer.ggml.token_type"].contents()
    merges: list[str] = reader.fields["tokenizer.ggml.merges"].contents()
    ours = [token for token, kind in zip(tokens, types, strict=True) if kind == _NORMAL][
        : size - len(_SPECIAL)
    ]
    known = set(ours)
    unused = [f"<|unused_{n}|>" for n in range(size - len(_SPECIAL) - len(ours))]
    kinds = [gguf.TokenType.CONTROL] * len(_SPECIAL) + [_NORMAL] * len(ours)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("lfm2")
    writer.add_token_list([*_SPECIAL, *ours, *unused])
    writer.add_token_types(kinds + [gguf.TokenType.UNUSED] * len(unused))
    writer.add_token_merges(
        [merge for merge in merges if {*merge.split(" "), merge.replace(" ", "")} <= known]
    )
    writer.add_pad_token_id(_PAD)
    writer.add_bos_token_id(_BOS)
    writer.add_eos_token_id(_EOS)
    writer.add_add_bos_token(True)  # noqa: FBT003 - gguf's
