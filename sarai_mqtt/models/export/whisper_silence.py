"""Keys and values of Whisper's encoder for 30 s of silence: the silence tail, which replaces the padding.

Whisper was trained on 30 s windows and falls into loops on shorter ones. The padding is always the same
silence, so its keys and values are computed once at export, thinned out (every 8th or 16th frame), and
appended to those of the real frames.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sarai_mqtt.models.export.whisper_weights import Linear, Weights

PEAK = 1.5  # log10 power to which the loudest mel value is shifted, so that silence is a constant
SILENCE = (PEAK - 8 + 4) / 4  # Whisper keeps 8 decades below the peak, then maps x to (x + 4) / 4
ENCODER_STRIDE = 16
CROSS_STRIDE = 8

_Doubles = npt.NDArray[np.float64]
_EPSILON = 1e-5


@dataclass(frozen=True, slots=True)
class Tail:
    """Keys [layers, H, d, n] and values [layers, H, n, d] of every `stride`th frame, at `positions` [n]."""

    stride: int
    positions: npt.NDArray[np.int64]
    keys: _Doubles
    values: _Doubles


def silence_tails(weights: Weights, report: Callable[[float], None]) -> tuple[Tail, Tail]:
    """Run the encoder on silence; return the tails of its self attention and of the cross attention.

    `report` gets the fraction done. All is computed in float64, so that rounding to the graph's float16 gives
    the same result on every machine: BLAS kernels differ by some 1e-13, and no value is within a thousand
    times that of a rounding boundary.
    """
    encoder_frames, cross_frames = (
        _kept_frames(weights.frames, ENCODER_STRIDE),
        _kept_frames(weights.frames, CROSS_STRIDE),
    )
    keys, values = [], []
    x = _encoder_input(weights)
    for i in range(weights.encoder_layers):
        name = f"encoder/layer_{i}"
        y = _norm(x, *weights.norm(f"{name}/self_attention/layer_norm"))
        qkv = _linear(y, weights.queries(f"{name}/self_attention/linear_0"))
        q, k, v = (_heads(part, weights.heads) for part in np.split(qkv, 3, axis=-1))
        keys.append(k[:, encoder_frames].transpose(0, 2, 1))
        values.append(v[:, encoder_frames])
        mixed = np.stack([_softmax(a @ b.T) @ c for a, b, c in zip(q, k, v, strict=True)], axis=1)
        x = x + _linear(mixed.reshape(x.shape), weights.linear(f"{name}/self_attention/linear_1"))
        y = _norm(x, *weights.norm(f"{name}/ffn/layer_norm"))
        hidden = _gelu(_linear(y, weights.linear(f"{name}/ffn/linear_0")))
        x = x + _linear(hidden, weights.linear(f"{name}/ffn/linear_1"))
        report((i + 1) / weights.encoder_layers)
    self_tail = Tail(ENCODER_STRIDE, encoder_frames, np.stack(keys), np.stack(values))
    x = _norm(x, *weights.norm("encoder/layer_norm"))[cross_frames]
    keys, values = [], []
    for i in range(weights.decoder_layers):
        both = _linear(x, weights.linear(f"decoder/layer_{i}/attention/linear_1"))
        k, v = (_heads(part, weights.heads) for part in np.split(both, 2, axis=-1))
        keys.append(k.transpose(0, 2, 1))
        values.append(v)
    return self_tail, Tail(CROSS_STRIDE, cross_frames, np.stack(keys), np.stack(values))


def _kept_frames(frames: int, stride: int) -> npt.NDArray[np.int64]:
    return np.arange(stride // 2, frames, stride, dtype=np.int64)


def _encoder_input(weights: Weights) -> _Doubles:
    """Return the encoder's input after both convolutions, with positions, for silence: [frames, width]."""
    mel = np.full((2 * weights.frames, weights.mels), SILENCE)
    for name, stride in (("conv1", 1), ("conv2", 2)):
        kernel = weights[f"encoder/{name}/weight"].astype(np.float64)
        padded = np.pad(mel, ((1, 1), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[2], axis=0)[::stride]
        flat = windows.reshape(len(windows), -1) @ kernel.reshape(len(kernel), -1).T
        mel = _gelu(flat + weights[f"encoder/{name}/bias"].astype(np.float64))
    return mel + weights["encoder/position_encodings/encodings"].astype(np.float64)


def _linear(x: _Doubles, linear: Linear) -> _Doubles:
    return x @ linear.weight.astype(np.float64).T + linear.bias.astype(np.float64)


def _heads(x: _Doubles, heads: int) -> _Doubles:
    """Split [n, width] into [heads, n, width / heads]."""
    return x.reshape(len(x), heads, -1).transpose(1, 0, 2)


def _norm(x: _Doubles, gamma: npt.NDArray[np.float16], beta: npt.NDArray[np.float16]) -> _Doubles:
    centred: _Doubles = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
    result: _Doubles = centred / spread * gamma.astype(np.float64) + beta.astype(np.float64)
    return result


def _softmax(x: _Doubles) -> _Doubles:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    scaled: _Doubles = powers / powers.sum(axis=-1, keepdims=True)
    return scaled


def _gelu(x: _Doubles) -> _Doubles:
    halves = x / math.sqrt(2)
    # numpy has no erf; one row at a time keeps the list of Python floats small.
    erf = np.stack([np.fromiter(map(math.erf, row.tolist()), np.float64, len(row)) for row in halves])
    result: _Doubles = x * (1 + erf) / 2
    return result
