"""End-of-turn detection from the sound of the voice during a pause: smart-turn v3 (Pipecat)."""

import numpy as np
import onnxruntime as ort

from sarai_mqtt.core.audio import RATE, Samples
from sarai_mqtt.engines.mel import HOP, MELS, unshifted_log_mel
from sarai_mqtt.engines.onnx.contracts import Contract
from sarai_mqtt.engines.onnx.roles import Role, values

_SECONDS = 8
_FRAMES = _SECONDS * RATE // HOP
_LEAST_VARIANCE = 1e-7  # of Hugging Face's WhisperFeatureExtractor, with which the model was trained

TURN_END = Contract(
    "turn end", {"input_features": f"float32[1, {MELS}, {_FRAMES}]"}, {"logits": "float32[1, 1]"}
)


class SmartTurn:
    """The `ports.TurnEnd` on `role`. Raises ModelError `model_shape` if that is not a smart-turn v3 model."""

    def __init__(self, role: Role) -> None:
        self._role = role.expect(TURN_END)
        self._options = ort.RunOptions()

    def finished(self, samples: Samples) -> float:
        """Return the probability (0..1) that the speaker has finished, from the last 8 s of `samples`.

        `samples` is float32 [n] at 16 kHz; shorter audio is padded with silence in front.
        """
        window = np.zeros(_SECONDS * RATE, np.float32)
        kept = samples[-len(window) :]
        window[len(window) - len(kept) :] = kept
        window = (window - window.mean()) / np.sqrt(window.var() + np.float32(_LEAST_VARIANCE))
        outputs = self._role.run(values(input_features=unshifted_log_mel(window, _FRAMES)), self._options)
        return float(outputs["logits"].numpy()[0, 0])  # a probability: the graph has the sigmoid
