"""The audio adapter in PyTorch: stacked frames -> linear -> ReLU -> linear, as in SLAM-LLM's projector."""

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from sarai_mqtt.models.export.publishing import publish

_NAME = "encoder_projector"  # of its layers in a file, as SLAM-LLM's
_MEAN, _SCALE = "mean", "scale"


class Projector(nn.Module):
    """Maps frames [B, T, D] to embeddings [B, ceil(T / stack), E]; the last group is padded with zeros.

    `mean` and `scale` [D] normalise the features; they are folded into the first layer in `folded`.
    """

    def __init__(self, stack: int, features: int, hidden: int, embeddings: int) -> None:
        super().__init__()
        self.stack = stack
        self.linear1 = nn.Linear(stack * features, hidden)
        self.linear2 = nn.Linear(hidden, embeddings)
        self.register_buffer(_MEAN, torch.zeros(features))
        self.register_buffer(_SCALE, torch.ones(features))

    def normalise(self, frames: Sequence[Tensor]) -> None:
        """Take mean and scale of the features from some utterances, each [T, D]."""
        joined = torch.cat([each.float() for each in frames])
        self.mean.copy_(joined.mean(0))
        self.scale.copy_(1 / joined.std(0).clamp_min(1e-3))

    def groups(self, frames: Tensor) -> Tensor:
        """Return the stacked frames [ceil(T / stack), stack * D] of one utterance [T, D], not normalised."""
        missing = -len(frames) % self.stack
        return functional.pad(frames, (0, 0, 0, missing)).reshape(-1, self.stack * frames.shape[1])

    def forward(self, groups: Tensor) -> Tensor:
        """Return the embeddings [..., E] of groups [..., stack * D]."""
        normal = (groups.float() - self.mean.repeat(self.stack)) * self.scale.repeat(self.stack)
        hidden: Tensor = self.linear2(functional.relu(self.linear1(normal)))
        return hidden.float()

    def folded(self) -> dict[str, Tensor]:
        """Return the weights under SLAM-LLM's names, with the normalisation folded into the first layer."""
        scale = self.scale.repeat(self.stack)
        weight = self.linear1.weight * scale
        return {
            f"{_NAME}.linear1.weight": weight.detach().contiguous(),
            f"{_NAME}.linear1.bias": (self.linear1.bias - weight @ self.mean.repeat(self.stack)).detach(),
            f"{_NAME}.linear2.weight": self.linear2.weight.detach().contiguous(),
            f"{_NAME}.linear2.bias": self.linear2.bias.detach(),
        }

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all; `read` reads it."""
        _save(self.state_dict() | {"stack": torch.tensor(self.stack)}, path)

    def save_folded(self, path: Path) -> None:
        """Write the weights that `sarai-mqtt models export audio-adapter` takes."""
        _save(self.folded(), path)


def read(path: Path) -> Projector:
    """Read a checkpoint that `Projector.save` wrote."""
    weights = load_file(path)
    stack = int(weights.pop("stack"))
    hidden, width = weights["linear1.weight"].shape
    projector = Projector(stack, width // stack, hidden, len(weights["linear2.weight"]))
    projector.load_state_dict(weights)
    return projector


def _save(weights: dict[str, Tensor], path: Path) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    save_file(weights, unfinished)
    publish(unfinished, path)
