"""Second stage: the frozen language model must repeat, and answer, what the adapter's embeddings say."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from sarai_mqtt.models.export.training.audio_adapter.frozen_llama import Cache, FrozenLlama, Gap
from sarai_mqtt.models.export.training.audio_adapter.projector import Projector
from sarai_mqtt.models.export.training.audio_adapter.prompts import Prompt
from sarai_mqtt.models.export.training.audio_adapter.workers import Workers

_WARM_UP, _LOWEST_RATE = 20, 0.05
_LARGEST_GRADIENT = 1.0
_SORTED = 12  # batches whose utterances are sorted by length together, so that little is padding


@dataclass(frozen=True, slots=True)
class Example:
    """Groups of frames [T', width] and the tokens that must follow `prompt` with them, the end left out."""

    groups: Tensor
    prompt: Prompt
    wanted: Sequence[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Parameters of a run.

    Args:
        minutes: of wall time.
        batch: examples a step, of each worker.
        rate: peak learning rate.
        seed: of the random draws.
        report_steps: steps between two reports and checkpoints.
        workers: processes whose gradients are averaged; on a busy machine better than threads, which wait
            for each other at every operation.

    """

    minutes: float
    batch: int = 16
    rate: float = 3e-4
    seed: int = 0
    report_steps: int = 20
    workers: int = 1


class Through:
    """A frozen model with the caches of its prompts; gives the loss of examples."""

    def __init__(self, model: FrozenLlama) -> None:
        self.model = model
        self._caches: dict[int, Cache] = {}

    def prefix(self, prompt: Prompt) -> Cache:
        """Return the cache of the tokens before the user's words; computed once per prompt."""
        if id(prompt) not in self._caches:
            self._caches[id(prompt)] = self.model.prefix(prompt.before)
        return self._caches[id(prompt)]

    def loss(self, embeddings: Sequence[Tensor], examples: Sequence[Example]) -> Tensor:
        """Return the mean cross entropy of the wanted tokens; all examples have the same prompt."""
        prompt = examples[0].prompt
        rows, spots, targets = [], [], []
        for number, (made, example) in enumerate(zip(embeddings, examples, strict=True)):
            wanted = [*example.wanted, prompt.end]
            known = self.model.embed([*prompt.after, *example.wanted])
            rows.append(torch.cat((made.to(self.model.dtype), known)))
            first = len(made) + len(prompt.after) - 1
            spots += [(number, first + i) for i in range(len(wanted))]
            targets += wanted
        hidden, _ = self.model.run(pad_sequence(rows, batch_first=True), self.prefix(prompt))
        where = torch.tensor(spots)
        logits = self.model.logits(hidden[where[:, 0], where[:, 1]])
        return functional.cross_entropy(logits, torch.tensor(targets))

    def generate(self, embeddings: Sequence[Tensor], prompt: Prompt, most: int) -> list[list[int]]:
        """Return the likeliest tokens after `prompt` with each of `embeddings` [T', E], `most` at most."""
        with torch.no_grad():
            return self._generate(embeddings, prompt, most)

    def _generate(self, embeddings: Sequence[Tensor], prompt: Prompt, most: int) -> list[list[int]]:
        model, past = self.model, self.prefix(prompt)
        rows = [torch.cat((each.to(model.dtype), model.embed(prompt.after))) for each in embeddings]
        x = pad_sequence(rows, batch_first=True, padding_side="left")
        gap = Gap(len(prompt.before), torch.tensor([x.shape[1] - len(row) for row in rows]))
        found: list[list[int]] = [[] for _ in rows]
        ended = [False] * len(rows)
        for _ in range(most):
            hidden, past = model.run(x, past, gap)
            best = model.logits(hidden[:, -1]).argmax(-1)
            for row, token in enumerate(best.tolist()):
                ended[row] = ended[row] or token == prompt.end
                if not ended[row]:
                    found[row].append(token)
            if all(ended):
                break
            x = model.embeddings[best][:, None]
        return found


def train(
    projector: Projector,
    through: Through,
    examples: Callable[[], Sequence[Example]],
    plan: Plan,
    checkpoint: Path,
) -> Iterator[str]:
    """Train `projector` in place; write it to `checkpoint` at each report and at the end.

    `examples` is called for each pass, so that what was made meanwhile is taken in.
    """
    with Workers(plan.workers, projector) as workers:
        optimiser = torch.optim.AdamW(projector.parameters(), lr=plan.rate, weight_decay=0.01)
        start = time.monotonic()
        losses: list[float] = []
        step = 0
        for batch in _endless(examples, plan.batch, Random(plan.seed + workers.rank)):  # noqa: S311
            groups = torch.cat([each.groups for each in batch])
            with torch.autocast("cpu", torch.bfloat16):
                made = projector(groups)
            loss = through.loss(made.split([len(each.groups) for each in batch]), batch)
            optimiser.zero_grad()
            loss.backward()
            done = workers.average((time.monotonic() - start) / 60 / plan.minutes)
            if done >= 1:
                break
            rate = plan.rate * min((step + 1) / _WARM_UP, 1)
            rate *= _LOWEST_RATE + (1 - _LOWEST_RATE) * (1 + math.cos(math.pi * done)) / 2
            for group in optimiser.param_groups:
                group["lr"] = rate
            torch.nn.utils.clip_grad_norm_(projector.parameters(), _LARGEST_GRADIENT)
            optimiser.step()
            losses.append(float(loss.detach()))
            step += 1
            if workers.rank == 0 and step % plan.report_steps == 0:
                projector.save(checkpoint)
                yield f"{done:4.0%} step {step}: loss {sum(losses) / len(losses):.3f}"
                losses.clear()
        workers.end()
        projector.save(checkpoint)
        yield f"{step} steps of {plan.batch * plan.workers} examples"


def _endless(
    examples: Callable[[], Sequence[Example]], size: int, random: Random
) -> Iterator[Sequence[Example]]:
    """Yield the batches of one pass after the other."""
    while True:
        yield from _batches(examples(), size, random)


def _batches(examples: Sequence[Example], size: int, random: Random) -> Iterator[Sequence[Example]]:
    """Yield batches of one prompt and similar lengths, in random order."""
    by_prompt: dict[int, list[Example]] = {}
    for example in examples:
        by_prompt.setdefault(id(example.prompt), []).append(example)
    batches: list[list[Example]] = []
    for same in by_prompt.values():
        random.shuffle(same)
        for start in range(0, len(same), size * _SORTED):
            part = sorted(same[start : start + size * _SORTED], key=lambda each: len(each.groups))
            batches += [part[i : i + size] for i in range(0, len(part), size)]
    random.shuffle(batches)
    yield from batches
