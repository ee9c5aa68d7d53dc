"""Features of the shared speech encoder for shards of speech, kept on disk as float16."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from sarai_mqtt.core.audio import RATE, Samples, to_samples
from sarai_mqtt.engines.mel import HOP, log_mel
from sarai_mqtt.engines.onnx.roles import Role, values
from sarai_mqtt.models.export.publishing import publish
from sarai_mqtt.models.export.training.audio_adapter.speech import Line, Shard

_FRAME = 2 * HOP  # samples of a frame of the encoder, 20 ms
_PAD_S = 1.0  # of silence that the encoder sees after the speech, as in speech to text


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line and the features of its speech, float16 [T, D]; one frame is 20 ms."""

    line: Line
    features: npt.NDArray[np.float16]


class Encoder:
    """The shared model's speech encoder; `output` is the one of its outputs that is used, as `cross_v_5`."""

    def __init__(self, role: Role, output: str) -> None:
        self._role = role
        self._output = output

    def __call__(self, samples: Samples) -> npt.NDArray[np.float32]:
        """Return the features float32 [T, D] of `samples`, 16 kHz; T is their length in frames, rounded up.

        The heads of the output, values [1, H, S, W], are joined: D is H * W.
        """
        frames = 2 * math.ceil((len(samples) / RATE + _PAD_S) * RATE / HOP / 2)
        outputs = self._role.run(values(mel=log_mel(samples, frames)), ort.RunOptions())
        heads = outputs[self._output].numpy()[0]
        joined = heads.transpose(1, 0, 2).reshape(heads.shape[1], -1)
        return np.ascontiguousarray(joined[: math.ceil(len(samples) / _FRAME)])


def encode(encoder: Encoder, shards: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Write the features of each shard of speech into `folder`, and yield the files.

    Files that exist are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for shard in shards:
        path = folder / shard.name
        if not path.exists():
            speech = Shard.load(shard)
            made = [encoder(to_samples(audio.tobytes())) for audio in speech.audio]
            unfinished = path.with_name(f"{path.name}.part")
            with unfinished.open("wb") as file:
                np.savez(
                    file,
                    texts=np.array([line.text for line in speech.lines]),
                    speakers=np.array([line.speaker for line in speech.lines]),
                    lengths=np.array([len(each) for each in made]),
                    features=np.concatenate(made).astype(np.float16),
                )
            publish(unfinished, path)
        yield path


def load(path: Path) -> list[Spoken]:
    """Read the features of a shard."""
    with np.load(path) as stored:
        parts = np.split(stored["features"], np.cumsum(stored["lengths"])[:-1])
        rows = zip(stored["texts"], stored["speakers"], parts, strict=True)
        return [Spoken(Line(str(text), str(speaker)), features) for text, speaker, features in rows]
