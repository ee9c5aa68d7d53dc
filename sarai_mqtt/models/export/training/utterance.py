"""Training data of a student: the phonemes of a sentence, its teacher's prosody, and the audio."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from hibari import dsp

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.models.export.publishing import publish

_LOUDEST = 32767


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence of L phonemes and F frames of 12.5 ms; a phoneme lasts a whole number of two-frame steps.

    Args:
        text: the text given to the teacher.
        ids: int16 [L], phonemes between two zeros.
        durations: int16 [L], in steps of 25 ms; F is twice their sum.
        f0: float32 [F], Hz; below 40 is unvoiced.
        energy: float32 [F], in the teacher's unit.
        audio: int16 [F * 300], mono at 24 kHz.

    Raises BadInput `utterance_damaged` if the lengths are inconsistent.

    """

    text: str
    ids: npt.NDArray[np.int16]
    durations: npt.NDArray[np.int16]
    f0: npt.NDArray[np.float32]
    energy: npt.NDArray[np.float32]
    audio: npt.NDArray[np.int16]

    def __post_init__(self) -> None:
        frames = 2 * int(self.durations.sum())
        expected = {"durations": len(self.ids), "f0": frames, "energy": frames, "audio": frames * dsp.HOP}
        found = {name: np.shape(getattr(self, name)) for name in expected}
        if any(found[name] != (length,) for name, length in expected.items()):
            raise _damaged(f"{self.text!r} must have {expected} values, it has {found}")

    @property
    def frames(self) -> int:
        """Number of frames of 12.5 ms, F."""
        return len(self.f0)

    def save(self, path: Path) -> None:
        """Write the .npz file `path` atomically."""
        unfinished = path.with_name(f"{path.name}.part")
        with unfinished.open("wb") as file:
            np.savez(file, **{field.name: getattr(self, field.name) for field in fields(self)})
        publish(unfinished, path)


def pcm(samples: npt.NDArray[Any], frames: int) -> npt.NDArray[np.int16]:
    """Return `samples`, float [n] in -1..1, as int16 [frames * 300]: clipped, cut or padded with zeros."""
    samples = samples[: frames * dsp.HOP]
    filled = np.pad(samples, (0, frames * dsp.HOP - len(samples)))
    loud: npt.NDArray[np.int16] = (np.clip(filled, -1, 1) * _LOUDEST).astype(np.int16)
    return loud


def load(path: Path) -> Utterance:
    """Read an utterance that `save` wrote. Raises BadInput `utterance_damaged` if it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {field.name: file[field.name] for field in fields(Utterance)}
        return Utterance(**(arrays | {"text": str(arrays["text"])}))
    except (OSError, EOFError, ValueError, LookupError, BadZipFile, BadInput) as error:
        raise _damaged(f"{path} is no utterance that `teach` wrote: {error}") from error


def _damaged(why: str) -> BadInput:
    return BadInput("utterance_damaged", f"{why}.", "Delete it and run `teach` again, which makes it anew.")
