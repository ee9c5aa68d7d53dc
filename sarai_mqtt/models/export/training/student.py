"""The student: hibari's architecture (Maureese Williams, Apache-2.0) in PyTorch, with its names of weights.

`models/export/voice.py` builds the same layers as ONNX graphs. Values are float32 [B, n, C] (inside
convolutions [B, C, n]). In the shapes: L phonemes, C and P widths of content and prosody, T steps of 25 ms,
F = 2 T frames.
"""

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models.export import hibari, safetensors_folder
from sarai_mqtt.models.export.voice import Int8, Weights

_HEADS = 2
_CONTENT_PASSES, _PROSODY_PASSES = 4, 6
_PROSODY_DILATIONS = (1, 2, 4, 8, 1, 2)
_DECODER_BLOCKS = 8
_F0_UNIT, _ENERGY_UNIT, _LATENT_UNIT = 100.0, 5.0, 5.0


class Block(nn.Module):
    """One ConvNeXt block on [B, n, C]."""

    def __init__(self, width: int, size: int, inner: int, dilation: int = 1) -> None:
        super().__init__()
        padding = dilation * (size // 2)
        self.dw = nn.Conv1d(width, width, size, padding=padding, dilation=dilation, groups=width)
        self.norm = nn.LayerNorm(width)
        self.pw1 = nn.Linear(width, inner)
        self.pw2 = nn.Linear(inner, width)
        self.gamma = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        """Return the block's output, of the shape of `x`."""
        y = self.norm(_convolved(self.dw, x))
        return x + self.gamma * self.pw2(functional.gelu(self.pw1(y)))


class Text(nn.Module):
    """Encoder of phonemes: two ConvNeXt blocks, and one attention layer that is applied `passes` times."""

    def __init__(self, symbols: int, width: int, passes: int) -> None:
        super().__init__()
        self.emb = nn.Embedding(symbols, width)
        self.convs = nn.ModuleList(Block(width, 5, 2 * width) for _ in range(2))
        self.attn = nn.TransformerEncoderLayer(
            width, _HEADS, 2 * width, dropout=0.0, activation="gelu", norm_first=True, batch_first=True
        )
        self.norm = nn.LayerNorm(width)
        self._passes = passes

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """Encode `ids` int64 [B, L] as [B, L, C].

        `mask` bool [B, L] is False for padding, which does not influence the rest; None: no padding.
        """
        x = self.emb(ids)
        for block in self.convs:
            x = block(x if mask is None else x * mask[..., None])
        for _ in range(self._passes):
            x = self.attn(x, src_key_padding_mask=None if mask is None else ~mask)
        return self.norm(x)


class Prosody(nn.Module):
    """The prosody network: `text` encodes phonemes, from which durations, pitch and energy are predicted."""

    def __init__(self, symbols: int, width: int) -> None:
        super().__init__()
        self.text = Text(symbols, width, _PROSODY_PASSES)
        self.dur = nn.Sequential(nn.Conv1d(width, width, 3, padding=1), nn.GELU(), nn.Conv1d(width, 1, 1))
        self.pro_in = nn.Conv1d(width, width, 1)
        self.pro = nn.ModuleList(Block(width, 7, 2 * width, dilation) for dilation in _PROSODY_DILATIONS)
        self.pro_out = nn.Conv1d(width, 4, 1)

    def log_length(self, read: Tensor) -> Tensor:
        """Return log(1 + duration in steps of 25 ms), [B, L], for the output of `text`, [B, L, P]."""
        return self.dur(read.transpose(1, 2))[:, 0]

    def melody(self, steps: Tensor) -> tuple[Tensor, Tensor]:
        """Return f0 in Hz and energy, each [B, 2 T]; `steps` [B, T, P] is `text`'s output for each step."""
        x = _convolved(self.pro_in, steps)
        for block in self.pro:
            x = block(x)
        y = self.pro_out(x.transpose(1, 2))
        # Two channels for pitch and two for energy: the two frames of each step.
        f0, energy = y.unflatten(1, (2, 2)).transpose(2, 3).flatten(2).unbind(1)
        return f0 * _F0_UNIT, energy * _ENERGY_UNIT


class Speech(nn.Module):
    """The content encoder `text`, and the vocoder, which predicts spectra from latents."""

    def __init__(self, symbols: int, width: int, wide: int, inner: int, spectra: int) -> None:
        super().__init__()
        self.text = Text(symbols, width, _CONTENT_PASSES)
        self.dec_in = nn.Conv1d(width + 2, wide, 7, padding=3)
        self.dec = nn.ModuleList(Block(wide, 7, inner) for _ in range(_DECODER_BLOCKS))
        self.dec_norm = nn.LayerNorm(wide)
        self.head = nn.Linear(wide, spectra)

    def spectra(self, latents: Tensor) -> Tensor:
        """Return the spectra [B, 3005, F] for `latents` [B, C + 2, F]."""
        x = self.dec_in(latents).transpose(1, 2)
        for block in self.dec:
            x = block(x)
        return self.head(self.dec_norm(x)).transpose(1, 2)


class Student(nn.Module):
    """The whole voice: content and vocoder `m`, prosody `pn`.

    The weights have the names of `models/export/voice.py`; `shapes` are those of a state dict with these
    names.
    """

    def __init__(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        super().__init__()
        symbols, content = shapes["m.text.emb.weight"]
        inner, wide = shapes["m.dec.0.pw1.weight"]
        self.m = Speech(symbols, content, wide, inner, shapes["m.head.bias"][0])
        self.pn = Prosody(symbols, shapes["pn.text.emb.weight"][1])

    def freeze_vocoder(self) -> None:
        """Freeze the vocoder, which is shared with another voice; all other weights are trained."""
        self.m.requires_grad_(requires_grad=False)
        self.m.text.requires_grad_(requires_grad=True)


def latents(content: Tensor, f0: Tensor, energy: Tensor) -> Tensor:
    """Return the vocoder's input [C + 2, F] for `content` [F, C], `f0` [F] in Hz and `energy` [F]."""
    heard = torch.log(1 + functional.relu(f0)) / _LATENT_UNIT
    return torch.cat([content.T, heard[None], energy[None] / _LATENT_UNIT])


def student(weights: Weights) -> Student:
    """Return a student with `weights`, int8 ones converted to float32.

    Raises ModelError `model_shape` if they are not those of hibari's architecture.
    """
    arrays = {name: _floats(weight) for name, weight in weights.items()}
    try:
        made = Student({name: array.shape for name, array in arrays.items()})
        made.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    except (LookupError, ValueError, RuntimeError, AssertionError) as error:
        raise ModelError(
            "model_shape",
            f"The weights are not those of hibari's architecture: {error}.",
            "Start from hibari, or from a file that `train` wrote.",
        ) from error
    return made


def hibari_weights() -> Weights:
    """Return the weights of the English voice in the package hibari, from which a student may start."""
    with as_file(files("hibari") / "assets" / "hibari.onnx") as path:
        return hibari.weights(path)


def read(path: Path) -> Weights:
    """Read weights that `train` wrote. Raises ModelError: `model_missing`, `model_damaged`."""
    if not path.is_file():
        raise ModelError(
            "model_missing", f"There is no {path}.", "Name a .safetensors file that `train` wrote."
        )
    return safetensors_folder.read_file(path)


def _floats(weight: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    if isinstance(weight, Int8):
        return (weight.values * weight.scale).astype(np.float32)
    return np.array(weight, np.float32)


def _convolved(layer: nn.Conv1d, x: Tensor) -> Tensor:
    return layer(x.transpose(1, 2)).transpose(1, 2)
