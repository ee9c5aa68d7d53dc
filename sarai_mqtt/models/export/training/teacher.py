"""The teacher, Kokoro-82M (hexgrad, Apache-2.0) as one ONNX graph, and its utterances for a student."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime as ort
from google.protobuf.message import DecodeError
from onnx import TensorProto, helper

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.onnx.telemetry import require_off
from sarai_mqtt.models.export.training.utterance import Utterance, pcm

# Internal values of the graph: duration of each phoneme in steps of 25 ms; f0 in Hz and energy, two per step.
_DURATIONS, _F0, _ENERGY = (
    "/encoder/Clip_output_0",
    "/encoder/Squeeze_output_0",
    "/encoder/Squeeze_1_output_0",
)
_PAD, _SPACE = 0, 16
# A voice has one style vector for each number of phonemes.
_STYLES, _STYLE_WIDTH = 510, 256
# Longer sentences are spoken with poor intonation, and take much memory in training.
_MOST_PHONEMES = 200

Phonemize = Callable[[str], Sequence[Sequence[int]]]


class Teacher:
    """Speaks phonemes, and returns the audio with durations, pitch and energy. Thread-safe.

    Args:
        parts: the model file, or the parts it was split into, in order.
        voices: files of raw float32 [510, 256], one style per number of phonemes; their mean is the voice.
        speed: relative speaking rate, 1.0 is the teacher's own.

    Raises ModelError: `model_missing`, `model_damaged`, `model_shape`.

    """

    def __init__(self, parts: Sequence[Path], voices: Sequence[Path], speed: float) -> None:
        self._session = _session(parts)
        self._styles = np.stack([_styles(path) for path in voices]).mean(0, np.float32)
        self._speed = np.array([speed], np.float32)

    def __call__(self, text: str, ids: Sequence[int]) -> Utterance:
        """Speak `ids`, the phonemes of `text`, and return the utterance; several threads may call it."""
        padded = [_PAD, *ids, _PAD]
        style = self._styles[min(len(ids), _STYLES) - 1][None]
        feeds = {"tokens": np.array([padded], np.int64), "style": style, "speed": self._speed}
        outputs = self._session.run(["audio", _DURATIONS, _F0, _ENERGY], feeds)
        audio, durations, f0, energy = (output.ravel() for output in outputs)
        return Utterance(
            text,
            np.array(padded, np.int16),
            durations.astype(np.int16),
            f0.astype(np.float32),
            energy.astype(np.float32),
            pcm(audio, len(f0)),
        )


def teach(
    teacher: Callable[[str, Sequence[int]], Utterance],
    phonemize: Phonemize,
    sentences: Sequence[str],
    folder: Path,
    workers: int = 1,
) -> Iterator[Path | None]:
    """Write an utterance for each sentence into `folder`, and yield the files in the order of the sentences.

    A file that exists is kept, so that an interrupted run can be resumed. For a sentence of more than 200
    phonemes, or without any, it yields None. Files are named by a hash of the text; no text may occur twice.
    `workers` sentences are spoken at once.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def one(text: str) -> Path | None:
        """Write one utterance unless its file exists; return the file, None if the sentence is left out."""
        path = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.npz"
        if path.exists():
            return path
        ids = joined(phonemize(text))
        if not 0 < len(ids) <= _MOST_PHONEMES:
            return None
        teacher(text, ids).save(path)
        return path

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, sentences)


def joined(parts: Sequence[Sequence[int]]) -> list[int]:
    """Return the phonemes of several sentences in one list, separated by the phoneme of a space."""
    ids: list[int] = []
    for part in parts:
        ids += [_SPACE, *part] if ids else part
    return ids


def _session(parts: Sequence[Path]) -> ort.InferenceSession:
    name = ", ".join(part.name for part in parts)
    try:
        model = onnx.load_from_string(b"".join(map(_read, parts)))
    except DecodeError as error:
        raise ModelError(
            "model_damaged", f"{name} is no ONNX model: {error}.", "Name all parts, in their order."
        ) from error
    made = {value for node in model.graph.node for value in node.output}
    missing = [value for value in (_DURATIONS, _F0, _ENERGY) if value not in made]
    if missing:
        raise ModelError(
            "model_shape",
            f"{name} lacks {', '.join(missing)} inside.",
            "Use the Kokoro-82M that docs/voices.md names.",
        )
    outputs = (
        helper.make_tensor_value_info(value, TensorProto.FLOAT, None) for value in (_DURATIONS, _F0, _ENERGY)
    )
    model.graph.output.extend(outputs)
    require_off()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # `teach` runs several at once
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _styles(path: Path) -> npt.NDArray[np.float32]:
    data, size = _read(path), 4 * _STYLES * _STYLE_WIDTH
    if len(data) != size:
        raise ModelError(
            "model_shape",
            f"{path} has {len(data)} bytes; a voice of Kokoro-82M has {size}.",
            "Use a voice in raw float32, as docs/voices.md names.",
        )
    return np.frombuffer(data, np.float32).reshape(_STYLES, _STYLE_WIDTH)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ModelError(
            "model_missing", f"There is no {path}.", "docs/voices.md says where it is from."
        ) from None
