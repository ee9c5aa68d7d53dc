"""Training of a student on the utterances of a folder; the vocoder is frozen."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np
import torch
from hibari import dsp
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from sarai_mqtt.core.errors import BadInput, SaraiError
from sarai_mqtt.models.export.publishing import publish
from sarai_mqtt.models.export.training import loss
from sarai_mqtt.models.export.training.loss import Losses
from sarai_mqtt.models.export.training.student import Student, latents
from sarai_mqtt.models.export.training.utterance import load

# Frames: audio is compared in spans of 1.2 s, for which the vocoder gets 27 more on either side as context.
_SPAN, _CONTEXT = 96, 27
# Samples: half a window at both ends of a span lacks the overlap of further frames and is not compared.
_EDGE = dsp.N_FFT // 2
_LOWEST_F0 = 40.0
_CACHED_UTTERANCES = 1500  # utterances cached in memory, about 1 MB each
_WARM_UP, _LOWEST_RATE = 50, 0.02
_LARGEST_GRADIENT = 5.0
_REPORT_STEPS = 100  # steps between two reports; the weights are saved at each


@dataclass(frozen=True, slots=True)
class Plan:
    """Parameters of a training run; exactly one of `minutes` and `steps` is given.

    Args:
        minutes: wall time of the run, or None.
        steps: number of steps (one batch each), or None.
        batch: utterances per step.
        prosody_rate: peak learning rate of the prosody network (durations, pitch, energy).
        content_rate: peak learning rate of the content encoder.
        seed: of all random draws.

    Raises BadInput `bad_plan` if neither or both of `minutes` and `steps` are given.

    """

    minutes: float | None = None
    steps: int | None = None
    batch: int = 8
    prosody_rate: float = 3e-4
    content_rate: float = 8e-4
    seed: int = 0

    def __post_init__(self) -> None:
        if (self.minutes is None) == (self.steps is None):
            raise BadInput("bad_plan", "Say how long to train: either minutes or steps.")


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a run: `losses` are means since the last report, `done` is the fraction completed.

    `utterances` is the number of files in the folder.
    """

    step: int
    done: float
    utterances: int
    losses: Losses


@dataclass(frozen=True, slots=True)
class _Item:
    """An utterance as tensors (see Utterance); `steps` are durations, `audio` is float32 in -1..1.

    `pulses` is the pulse train, float32 [(F + 4) * 300], extended by half a window at both ends.
    """

    ids: Tensor
    steps: Tensor
    f0: Tensor
    energy: Tensor
    audio: Tensor
    pulses: Tensor


def train(
    student: Student, utterances: Path, output: Path, plan: Plan, report: Callable[[Progress], None]
) -> None:
    """Train `student`, and write the moving average of its weights to `output` (.safetensors).

    `output` is written, and `report` called, every 100 steps; `output` also at the end. Utterances added to
    the folder meanwhile are used. Raises BadInput (`too_few_utterances`, `utterance_damaged`); SaraiError
    `training_diverged`.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    torch.set_flush_denormal(True)
    random = Random(plan.seed)  # noqa: S311 - a draw that can be repeated
    student.freeze_vocoder()
    optimizer = torch.optim.AdamW(
        [
            {"params": list(student.pn.parameters()), "lr": plan.prosody_rate},
            {"params": list(student.m.text.parameters()), "lr": plan.content_rate},
        ],
        betas=(0.8, 0.98),
        weight_decay=0.0,
    )
    rates = [group["lr"] for group in optimizer.param_groups]
    learning = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    average = Average(student)
    item = lru_cache(_CACHED_UTTERANCES)(_item)
    files: list[Path] = []
    history: list[Tensor] = []
    start, step = time.monotonic(), 0
    while (done := _done(plan, step, time.monotonic() - start)) < 1:
        if step % _REPORT_STEPS == 0:
            files = _files(utterances, plan.batch)
        factor = min(1, step / _WARM_UP) * max(_LOWEST_RATE, 0.5 * (1 + math.cos(math.pi * done)))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        losses = batch_losses(student, [item(file) for file in random.sample(files, plan.batch)], random)
        optimizer.zero_grad()
        losses.total.backward()
        torch.nn.utils.clip_grad_norm_(learning, _LARGEST_GRADIENT)
        optimizer.step()
        step += 1
        average.update(student, step)
        history.append(_checked(losses))
        if step % _REPORT_STEPS == 0:
            report(Progress(step, done, len(files), Losses(*torch.stack(history).mean(0))))
            average.save(student, output)
            history.clear()
    average.save(student, output)


def batch_losses(student: Student, batch: Sequence[_Item], random: Random) -> Losses:
    """Return the mean losses of `batch`; the audio is compared in a random span of each utterance."""
    ids = torch.nn.utils.rnn.pad_sequence([item.ids for item in batch], batch_first=True)
    lengths = torch.tensor([len(item.ids) for item in batch])
    mask = torch.arange(ids.shape[1]) < lengths[:, None]
    prosody, content = student.pn.text(ids, mask), student.m.text(ids, mask)
    log_length = student.pn.log_length(prosody * mask[..., None])
    parts: list[tuple[Tensor, Tensor, Tensor]] = []
    latent_spans: list[Tensor] = []
    pulses: list[Tensor] = []
    target: list[Tensor] = []
    for row, item in enumerate(batch):
        phoneme_of_step = torch.repeat_interleave(torch.arange(len(item.ids)), item.steps)
        f0, energy = student.pn.melody(prosody[row : row + 1, phoneme_of_step])
        parts.append(
            (
                loss.duration_loss(log_length[row, : len(item.ids)], item.steps),
                loss.pitch_loss(f0[0], item.f0, (item.f0 > _LOWEST_F0).float()),
                loss.energy_loss(energy[0], item.energy),
            )
        )
        frames = len(item.f0)
        start = random.randint(0, max(0, frames - _SPAN))
        stop = start + _SPAN
        # With the teacher's own pitch and energy, so that the spectral loss trains only the content encoder.
        latent = latents(content[row, phoneme_of_step].repeat_interleave(2, 0), item.f0, item.energy)
        latent_spans.append(cut(latent, start - _CONTEXT, stop + _CONTEXT))
        pulses.append(cut(loss.excitation(item.pulses, start, min(_SPAN, frames)), 0, _SPAN))
        target.append(cut(item.audio, start * dsp.HOP, stop * dsp.HOP))
    spectra = student.m.spectra(torch.stack(latent_spans))[..., _CONTEXT : _CONTEXT + _SPAN]
    samples = loss.waveform(spectra, torch.stack(pulses))
    spectral = loss.spectral_loss(samples[:, _EDGE:-_EDGE], torch.stack(target)[:, _EDGE:-_EDGE])
    return Losses(spectral, *(torch.stack(part).mean() for part in zip(*parts, strict=True)))


def cut(values: Tensor, start: int, stop: int) -> Tensor:
    """Return `values` [..., start:stop], with zeros where the span exceeds it; `start` may be negative."""
    first, last = max(start, 0), min(stop, values.shape[-1])
    return functional.pad(values[..., first:last], (first - start, stop - last))


class Average:
    """Exponential moving average of the trained weights: over few steps at first, later over about 200."""

    def __init__(self, student: Student) -> None:
        learnt = student.named_parameters()
        self._values = {name: value.detach().clone() for name, value in learnt if value.requires_grad}

    def update(self, student: Student, step: int) -> None:
        """Update the average with the weights after `step`, counted from 1."""
        kept = min(0.995, step / (step + 20))
        with torch.no_grad():
            for name, value in student.named_parameters():
                if name in self._values:
                    self._values[name].lerp_(value, 1 - kept)

    def save(self, student: Student, path: Path) -> None:
        """Write the averages and the frozen weights to `path` (.safetensors) atomically."""
        unfinished = path.with_name(f"{path.name}.part")
        save_file(student.state_dict() | self._values, unfinished)
        publish(unfinished, path)


def _item(path: Path) -> _Item:
    utterance = load(path)
    f0 = np.where(utterance.f0 > _LOWEST_F0, utterance.f0, np.float32(0))
    pulses = np.pad(dsp.pulses(f0), dsp.N_FFT // 2, mode="reflect")
    return _Item(
        torch.from_numpy(utterance.ids.astype(np.int64)),
        torch.from_numpy(utterance.durations.astype(np.int64)),
        torch.from_numpy(utterance.f0),
        torch.from_numpy(utterance.energy),
        torch.from_numpy(utterance.audio.astype(np.float32) / 32767),
        torch.from_numpy(pulses),
    )


def _files(folder: Path, batch: int) -> list[Path]:
    files = sorted(folder.glob("*.npz"))
    if len(files) < batch:
        raise BadInput(
            "too_few_utterances",
            f"{folder} has {len(files)} utterances (*.npz); a batch takes {batch}.",
            "Make some with `teach`, or ask for a smaller --batch.",
        )
    return files


def _done(plan: Plan, step: int, seconds: float) -> float:
    if plan.steps is not None:
        return step / plan.steps if plan.steps else 1.0
    return seconds / 60 / plan.minutes if plan.minutes else 1.0


def _checked(losses: Losses) -> Tensor:
    parts = torch.stack([losses.spectral, losses.duration, losses.pitch, losses.energy]).detach()
    if not parts.isfinite().all():
        raise SaraiError(
            "training_diverged",
            "The loss is no number any more.",
            "Start again from the file that was written last, with lower rates.",
        )
    return parts
