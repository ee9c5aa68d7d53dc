"""Audio features of Whisper's encoder, taken from a run that transcription needs anyway.

The encoder's graph has no output for its last state. The values `cross_v_*` that it makes for a layer of the
decoder are that state behind one linear layer of the same width: an adapter that was trained on them loses
nothing, and the pinned model file stays as it is.
"""

from fnmatch import fnmatchcase

import numpy as np
import onnxruntime as ort

from sarai_mqtt.core.audio import RATE, Features
from sarai_mqtt.engines.mel import HOP
from sarai_mqtt.engines.onnx.roles import Role, Values
from sarai_mqtt.engines.stt.whisper_decoding import Run

PAD_S = 1.0  # silence after the audio: with 0.3 s the decoder falls into loops
_PAD_FRAMES = int(PAD_S * RATE / HOP / 2)  # frames of the encoder, 20 ms
_NAMES = "cross_v_*"


def feature_widths(encoder: Role) -> dict[str, int]:
    """Return the width D of each kind of features that `encoder` makes, by name."""
    found = {name: value.shape for name, value in encoder.outputs.items() if fnmatchcase(name, _NAMES)}
    # [1, heads, frames, width of a head]; contracts have made sure of it
    return {name: int(shape[1] or 0) * int(shape[3] or 0) for name, shape in found.items()}


def features_of(memory: Values, name: str, frames: int) -> Features:
    """Return the features `name` of the first `frames` frames of `memory`, the encoder's outputs."""
    heads = memory[name].numpy()[:, :, :frames]
    return np.ascontiguousarray(heads.transpose(0, 2, 1, 3).reshape(1, heads.shape[2], -1), np.float32)


class FeatureRecorder:
    """Keeps the features `name` of each run of `encoder` that goes through `run`."""

    def __init__(self, encoder: Role, name: str, run: Run) -> None:
        self._encoder, self._name, self._run = encoder, name, run
        self._parts: list[Features] = []

    def run(self, role: Role, feeds: Values) -> dict[str, ort.OrtValue]:
        """Run `role` as `run` does, and record its features if it is the encoder."""
        outputs = self._run(role, feeds)
        if role is self._encoder:
            frames = feeds["mel"].shape()[2] // 2 - _PAD_FRAMES
            self._parts.append(features_of(outputs, self._name, frames))
        return outputs

    def features(self) -> Features:
        """Return the features recorded so far, one run after the other, without the silence of each."""
        width = feature_widths(self._encoder)[self._name]
        return np.concatenate([np.zeros((1, 0, width), np.float32), *self._parts], axis=1)
