"""Conversion of Whisper's state dict, as named by transformers or openai-whisper, into `Weights`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export.graph import Array
from sarai_mqtt.models.export.whisper_weights import Weights


@dataclass(frozen=True, slots=True)
class Names:
    """Parts of the tensor names in one library; `positions` and `table` are whole names below a side."""

    layers: str
    positions: str
    table: str
    end_norm: Mapping[str, str]
    self_norm: str
    self_attention: str
    cross_norm: str
    cross_attention: str
    queries: str
    keys: str
    values: str
    out: str
    ffn_norm: str
    ffn_in: str
    ffn_out: str


HUGGING_FACE = Names(
    layers="layers",
    positions="embed_positions.weight",
    table="embed_tokens.weight",
    end_norm={"encoder": "layer_norm", "decoder": "layer_norm"},
    self_norm="self_attn_layer_norm",
    self_attention="self_attn",
    cross_norm="encoder_attn_layer_norm",
    cross_attention="encoder_attn",
    queries="q_proj",
    keys="k_proj",
    values="v_proj",
    out="out_proj",
    ffn_norm="final_layer_norm",
    ffn_in="fc1",
    ffn_out="fc2",
)
OPENAI = Names(
    layers="blocks",
    positions="positional_embedding",
    table="token_embedding.weight",
    end_norm={"encoder": "ln_post", "decoder": "ln"},
    self_norm="attn_ln",
    self_attention="attn",
    cross_norm="cross_attn_ln",
    cross_attention="cross_attn",
    queries="query",
    keys="key",
    values="value",
    out="out",
    ffn_norm="mlp_ln",
    ffn_in="mlp.0",
    ffn_out="mlp.2",
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes that a state dict does not hold, or only implies by its tensor names."""

    heads: int
    encoder_layers: int
    decoder_layers: int


def weights(source: Path, state: Mapping[str, Array], names: Names, sizes: Sizes) -> Weights:
    """Rename and join the tensors of `state` into Weights; `source` is the file or folder, for errors.

    Raises ModelError: `model_damaged` for a missing tensor, `model_shape` for tensors that do not fit.
    """
    reader = _Reader(source, state, names)
    variables = {"encoder/num_heads": np.array(sizes.heads), **dict(reader.front())}
    for side, layers in (("encoder", sizes.encoder_layers), ("decoder", sizes.decoder_layers)):
        variables |= dict(reader.side(side, layers))
    return Weights(source, variables)


class _Reader:
    def __init__(self, source: Path, state: Mapping[str, Array], names: Names) -> None:
        self._source, self._state, self._names = source, state, names

    def front(self) -> Iterator[tuple[str, Array]]:
        for name in ("conv1", "conv2"):
            for part in ("weight", "bias"):
                yield f"encoder/{name}/{part}", self._tensor(f"encoder.{name}.{part}")
        yield "decoder/embeddings/weight", self._tensor(f"decoder.{self._names.table}")

    def side(self, side: str, layers: int) -> Iterator[tuple[str, Array]]:
        names = self._names
        yield f"{side}/position_encodings/encodings", self._tensor(f"{side}.{names.positions}")
        yield from self._norm(f"{side}/layer_norm", f"{side}.{names.end_norm[side]}")
        for i in range(layers):
            at, own = f"{side}.{names.layers}.{i}", f"{side}/layer_{i}"
            q, k, v, out = (
                f"{at}.{names.self_attention}.{part}"
                for part in (names.queries, names.keys, names.values, names.out)
            )
            yield from self._norm(f"{own}/self_attention/layer_norm", f"{at}.{names.self_norm}")
            yield from self._linear(f"{own}/self_attention/linear_0", q, k, v)
            yield from self._linear(f"{own}/self_attention/linear_1", out)
            if side == "decoder":
                q, k, v, out = (
                    f"{at}.{names.cross_attention}.{part}"
                    for part in (names.queries, names.keys, names.values, names.out)
                )
                yield from self._norm(f"{own}/attention/layer_norm", f"{at}.{names.cross_norm}")
                yield from self._linear(f"{own}/attention/linear_0", q)
                yield from self._linear(f"{own}/attention/linear_1", k, v)
                yield from self._linear(f"{own}/attention/linear_2", out)
            yield from self._norm(f"{own}/ffn/layer_norm", f"{at}.{names.ffn_norm}")
            yield from self._linear(f"{own}/ffn/linear_0", f"{at}.{names.ffn_in}")
            yield from self._linear(f"{own}/ffn/linear_1", f"{at}.{names.ffn_out}")

    def _norm(self, own: str, name: str) -> Iterator[tuple[str, Array]]:
        yield f"{own}/gamma", self._tensor(f"{name}.weight")
        yield f"{own}/beta", self._tensor(f"{name}.bias")

    def _linear(self, own: str, *names: str) -> Iterator[tuple[str, Array]]:
        """Yield weight and bias of one or more linear layers joined along their outputs.

        Whisper's key projections have no bias: theirs becomes zeros.
        """
        pieces = [self._tensor(f"{name}.weight") for name in names]
        biases = [
            np.zeros(len(piece), piece.dtype)
            if name.endswith(f".{self._names.keys}")
            else self._tensor(f"{name}.bias")
            for name, piece in zip(names, pieces, strict=True)
        ]
        try:
            yield f"{own}/weight", np.concatenate(pieces)
            yield f"{own}/bias", np.concatenate(biases)
        except ValueError as error:
            shapes = ", ".join(str(list(piece.shape)) for piece in (*pieces, *biases))
            reason = f"{self._source}: {', '.join(names)} do not fit together: {shapes}."
            raise ModelError("model_shape", reason) from error

    def _tensor(self, name: str) -> Array:
        if name not in self._state:
            raise ModelError(
                "model_damaged",
                f"{self._source} lacks {name}: it is not a Whisper, or not whole.",
                "Give the whole model, encoder and decoder.",
            )
        tensor = self._state[name]
        if tensor.ndim == 0:
            raise ModelError("model_shape", f"{self._source}: {name} is a single number.")
        # float32 represents bfloat16 exactly.
        return tensor if tensor.dtype == np.float16 else tensor.astype(np.float32)
