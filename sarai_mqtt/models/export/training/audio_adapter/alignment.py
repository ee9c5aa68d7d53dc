"""First stage: each group of frames learns the embedding of the token that is being said, without the model.

The alignment of tokens to groups is found by Viterbi training: it begins with equal shares by length of the
tokens, and is found anew from the adapter's own scores after each pass.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from sarai_mqtt.models.export.training.audio_adapter.projector import Projector

_NEVER = -1e9
_DISTANCE_WEIGHT = 0.3  # of the squared distance to the token's embedding, beside the cross entropy


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance: groups of frames float16 [T', width], and the classes of its tokens with silence around.

    `lengths` are the numbers of letters of the tokens, for the first alignment; 2 for silence.
    """

    groups: Tensor
    classes: Sequence[int]
    lengths: Sequence[int]


class Alignment:
    """Trains a projector on utterances whose tokens are classes.

    Args:
        projector: what is trained.
        embeddings: of the classes, [C, E].
        said: the utterances, each with no more classes than groups.
        rate: the learning rate at the start; it falls to a tenth.
        batch: groups a step.

    """

    def __init__(
        self,
        projector: Projector,
        embeddings: Tensor,
        said: Sequence[Said],
        rate: float = 1e-3,
        batch: int = 1024,
    ) -> None:
        self._projector = projector
        self._embeddings = embeddings.float()
        self._directions = functional.normalize(self._embeddings, dim=-1)
        self._said = said
        self._rate = rate
        self._batch = batch
        self._targets = [_equal_shares(len(each.groups), each) for each in said]

    def run(self, passes: int) -> Iterator[Mapping[str, float]]:
        """Train for some passes over the utterances; yield the means of each: loss, share of groups right."""
        optimiser = torch.optim.AdamW(self._projector.parameters(), lr=self._rate, weight_decay=0.01)
        groups = torch.cat([each.groups for each in self._said])
        for number in range(passes):
            targets = torch.cat(self._targets)
            order = torch.randperm(len(groups))
            for group in optimiser.param_groups:
                group["lr"] = self._rate * 0.1 ** (number / max(passes - 1, 1))
            losses, right = 0.0, 0
            for picked in order.split(self._batch):
                wanted = targets[picked]
                with torch.autocast("cpu", torch.bfloat16):
                    made = self._projector(groups[picked])
                scores = self._scores(made)
                distance = (made - self._embeddings[wanted]).square().sum(-1).mean()
                scale = self._embeddings.square().sum(-1).mean()
                loss = functional.cross_entropy(scores, wanted) + _DISTANCE_WEIGHT * distance / scale
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                losses += float(loss.detach()) * len(picked)
                right += int((scores.argmax(-1) == wanted).sum())
            yield {"loss": losses / len(groups), "right": right / len(groups)}
            self._align()

    def _scores(self, made: Tensor) -> Tensor:
        """Return the scores of each class for embeddings [..., E]: their cosine, sharpened."""
        return functional.normalize(made, dim=-1) @ self._directions.T * 20

    def _align(self) -> None:
        """Find the best alignment of each utterance under the present projector."""
        for number, each in enumerate(self._said):
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                made = self._projector(each.groups)
            classes = torch.tensor(each.classes)
            scores = self._scores(made).log_softmax(-1)[:, classes]
            self._targets[number] = classes[best_path(scores)]


def best_path(scores: Tensor) -> Tensor:
    """Return the position of each row on the best monotone path through `scores` [T, N], int64 [T].

    The path begins at 0 or 1 and ends at N - 1 or N - 2 (silence at both ends may be missing), and each step
    stays, or goes on by one.
    """
    steps, places = scores.shape
    best = torch.full((places,), _NEVER)
    best[:2] = scores[0, :2]
    came = torch.zeros(steps, places, dtype=torch.bool)
    for step in range(1, steps):
        moved = torch.cat((torch.tensor([_NEVER]), best[:-1]))
        came[step] = moved > best
        best = torch.maximum(best, moved) + scores[step]
    place = places - 1 if best[-1] >= best[-2] else places - 2
    path = torch.zeros(steps, dtype=torch.long)
    for step in range(steps - 1, -1, -1):
        path[step] = place
        place -= int(came[step, place])
    return path


def _equal_shares(count: int, said: Said) -> Tensor:
    """Return the class of each of `count` groups if each letter takes as long as any other."""
    ends = torch.cumsum(torch.tensor(said.lengths, dtype=torch.float32), 0)
    places = torch.searchsorted(ends / ends[-1] * count, torch.arange(count) + 0.5)
    return torch.tensor(said.classes)[places.clamp_max(len(said.classes) - 1)]
