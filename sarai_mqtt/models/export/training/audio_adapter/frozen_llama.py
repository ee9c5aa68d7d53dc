"""A GGUF of the llama architecture in PyTorch, frozen: gradients pass through it to its inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import GGUFReader, dequantize
from torch import Tensor
from torch.nn import functional

from sarai_mqtt.core.errors import ModelError

Cache = list[tuple[Tensor, Tensor]]  # of each layer: keys and values [B, heads, tokens, width]


@dataclass(frozen=True, slots=True)
class Gap:
    """Positions that do not count: in each sequence of a batch `lengths` [B] positions from `start` on."""

    start: int
    lengths: Tensor


@dataclass(frozen=True, slots=True)
class _Layer:
    attention_norm: Tensor
    queries_keys_values: Tensor
    attention_output: Tensor
    feed_forward_norm: Tensor
    gate_up: Tensor
    down: Tensor


class FrozenLlama:
    """The network of a GGUF file, with dequantised weights in `dtype` that are never trained.

    Raises ModelError `model_shape` if the file is not of the llama architecture with tied embeddings.
    """

    def __init__(self, path: Path, dtype: torch.dtype = torch.bfloat16) -> None:
        reader = GGUFReader(path)
        architecture = str(_field(reader, "general.architecture"))
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        if architecture != "llama" or "output.weight" in self._tensors:
            raise ModelError(
                "model_shape",
                f"{path} is of the architecture {architecture}.",
                "The audio adapter is trained through llama with tied embeddings, as SmolLM2 has.",
            )
        self.dtype = dtype
        self.name = str(_field(reader, "general.name"))
        self.width = int(_field(reader, "llama.embedding_length"))
        self._heads = int(_field(reader, "llama.attention.head_count"))
        self._kv_heads = int(_field(reader, "llama.attention.head_count_kv"))
        self._head_width = self.width // self._heads
        self._epsilon = float(_field(reader, "llama.attention.layer_norm_rms_epsilon"))
        self._base = float(_field(reader, "llama.rope.freq_base"))
        self.embeddings = self._weight("token_embd.weight")
        self._norm = self._weight("output_norm.weight")
        self._layers = [self._layer(f"blk.{i}") for i in range(int(_field(reader, "llama.block_count")))]
        del self._tensors

    def embed(self, ids: Sequence[int]) -> Tensor:
        """Return the embeddings of tokens, [len(ids), width]."""
        return self.embeddings[torch.tensor(ids, dtype=torch.long)]

    def prefix(self, ids: Sequence[int]) -> Cache:
        """Return the keys and values of tokens that begin every sequence; the batch dimension is 1."""
        with torch.no_grad():
            return self.run(self.embed(ids)[None])[1]

    def run(self, x: Tensor, past: Cache | None = None, gap: Gap | None = None) -> tuple[Tensor, Cache]:
        """Return the normed last hidden states [B, N, width] of embeddings `x` after `past`, and all caches.

        Sequences of different lengths are padded at their end, which causal attention never sees, or after a
        common beginning: there `gap` leaves the padding out.
        """
        before = past[0][0].shape[2] if past else 0
        batch, count, _ = x.shape
        positions = torch.arange(before, before + count)[None]
        mask = torch.ones(count, before + count, dtype=torch.bool).tril(before)
        if gap is not None:
            lengths = gap.lengths[:, None]
            keys = torch.arange(before + count) - gap.start
            mask = mask & ((keys < 0) | (keys >= lengths))[:, None, None]
            positions = (positions - lengths).clamp_min(0)
        angles = self._angles(positions)
        x = x.to(self.dtype)
        caches: Cache = []
        for number, layer in enumerate(self._layers):
            y = functional.rms_norm(x, (self.width,), layer.attention_norm, self._epsilon)
            heads = functional.linear(y, layer.queries_keys_values).view(batch, count, -1, self._head_width)
            q, k, v = heads.transpose(1, 2).split((self._heads, self._kv_heads, self._kv_heads), dim=1)
            q, k = _rotated(q, angles), _rotated(k, angles)
            if past:
                old_k, old_v = (side.expand(batch, -1, -1, -1) for side in past[number])
                k, v = torch.cat((old_k, k), 2), torch.cat((old_v, v), 2)
            caches.append((k, v))
            attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
            x = x + functional.linear(attended.transpose(1, 2).reshape(x.shape), layer.attention_output)
            y = functional.rms_norm(x, (self.width,), layer.feed_forward_norm, self._epsilon)
            gate, up = functional.linear(y, layer.gate_up).chunk(2, -1)
            x = x + functional.linear(functional.silu(gate) * up, layer.down)
        return functional.rms_norm(x, (self.width,), self._norm, self._epsilon), caches

    def logits(self, hidden: Tensor) -> Tensor:
        """Return float32 logits [..., vocabulary] of normed hidden states [..., width]."""
        return functional.linear(hidden, self.embeddings).float()

    def _layer(self, name: str) -> _Layer:
        weight = self._weight
        return _Layer(
            weight(f"{name}.attn_norm.weight"),
            torch.cat([weight(f"{name}.attn_{part}.weight") for part in "qkv"]),
            weight(f"{name}.attn_output.weight"),
            weight(f"{name}.ffn_norm.weight"),
            torch.cat([weight(f"{name}.ffn_{part}.weight") for part in ("gate", "up")]),
            weight(f"{name}.ffn_down.weight"),
        )

    def _weight(self, name: str) -> Tensor:
        if name not in self._tensors:
            raise ModelError("model_damaged", f"The GGUF file has no weights {name}.")
        tensor = self._tensors[name]
        values = dequantize(tensor.data, tensor.tensor_type)
        return torch.from_numpy(np.array(values, np.float32)).to(self.dtype)

    def _angles(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """Return cosine and sine of the rotary embedding (Su et al., 2021), [B, 1, N, head width / 2]."""
        steps = torch.arange(0, self._head_width, 2, dtype=torch.float32) / self._head_width
        turns = (positions.float()[..., None] * self._base**-steps)[:, None]
        return turns.cos().to(self.dtype), turns.sin().to(self.dtype)


def _rotated(heads: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
    """Rotate neighbouring pairs of each head: GGUF keeps llama's queries and keys in that order."""
    cos, sin = angles
    even, odd = heads[..., ::2], heads[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


def _field(reader: GGUFReader, name: str) -> Any:
    field = reader.get_field(name)
    if field is None:
        raise ModelError("model_shape", f"The GGUF file does not say {name}.")
    return field.contents()
