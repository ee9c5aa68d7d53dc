"""Speech or not, by Silero's VAD: dear, hard to fool by noise, and asked where a cheap one hears speech."""

from collections import deque

import numpy as np
import onnxruntime as ort

from sarai_mqtt.adapters.onnx.contracts import Contract
from sarai_mqtt.adapters.onnx.roles import Role, values
from sarai_mqtt.core.audio import FRAME_MS, RATE, to_samples
from sarai_mqtt.ports import Vad

# As Silero's own code calls the model: 32 ms windows, each behind the last 4 ms of the one before.
_WINDOW, _CONTEXT = 512, 64
_ON, _OFF = 0.5, 0.35
# It goes on for so long after the gate's last speech, and hears so much from before the first.
_HOLD_MS, _LEAD_MS = 300, 160
# A single frame of what the gate takes for speech is noise of the room, and would make a quiet one dear.
_RUN_MS = 40
# Speech lasts so much longer than Silero says: a soft end of a word is below its threshold.
_TAIL_MS = 40

SILERO = Contract(
    "VAD",
    {"input": "float32[1, s]", "state": "float32[2, 1, 128]", "sr": "int64[]"},
    {"output": "float32[1, 1]", "stateN": "float32[x, 1, y]"},
)


class SileroVad:
    """`ports.Vad` of one site, on the shared `role`: speech is what `gate` and Silero both take for it.

    Raises ModelError `model_shape` when `role` is no Silero VAD.
    """

    def __init__(self, role: Role, gate: Vad) -> None:
        self._role = role.expect(SILERO)
        self._gate = gate
        self._options = ort.RunOptions()
        self._rate = np.array(RATE, np.int64)
        self._state = np.zeros((2, 1, 128), np.float32)
        self._heard = np.zeros(_CONTEXT, np.float32)
        self._lead: deque[bytes] = deque(maxlen=_LEAD_MS // FRAME_MS)
        self._run_ms = self._hold_ms = self._tail_ms = 0
        self._speech = False

    def is_speech(self, frame: bytes) -> bool:
        """Judge one 20 ms frame of 16 kHz s16le by the last whole window. Raises what the gate raises."""
        self._run_ms = self._run_ms + FRAME_MS if self._gate.is_speech(frame) else 0
        if self._run_ms >= _RUN_MS:
            self._hold_ms = _HOLD_MS
        elif self._hold_ms:
            self._hold_ms -= FRAME_MS
        self._lead.append(frame)
        if not self._hold_ms:
            self._speech = False
            return False
        for waiting in self._lead:
            self._hear(waiting)
        self._lead.clear()
        self._tail_ms = _TAIL_MS if self._speech else max(0, self._tail_ms - FRAME_MS)
        return self._tail_ms > 0

    def _hear(self, frame: bytes) -> None:
        self._heard = np.concatenate([self._heard, to_samples(frame)])
        while len(self._heard) >= _CONTEXT + _WINDOW:
            window, self._heard = self._heard[None, : _CONTEXT + _WINDOW], self._heard[_WINDOW:]
            feeds = values(input=window, state=self._state, sr=self._rate)
            found = self._role.run(feeds, self._options)
            self._state = found["stateN"].numpy()
            self._speech = float(found["output"].numpy()[0, 0]) >= (_OFF if self._speech else _ON)
