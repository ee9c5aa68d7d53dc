"""Voice activity detection by Silero's VAD: robust to noise but costly, so a cheap VAD gates it."""

from collections import deque

import numpy as np
import onnxruntime as ort

from sarai_mqtt.core.audio import FRAME_MS, RATE, to_samples
from sarai_mqtt.core.ports import Vad
from sarai_mqtt.engines.engine import Engine, FileRoles, NewVad, VadOptions
from sarai_mqtt.engines.onnx.contracts import Contract
from sarai_mqtt.engines.onnx.roles import Role, values
from sarai_mqtt.engines.vad.webrtc import WebRtcVad

# Samples, as in Silero's own code: windows of 32 ms, each preceded by the last 4 ms of the window before.
_WINDOW, _CONTEXT = 512, 64
_ON, _OFF = 0.5, 0.35  # probability at which speech begins, and below which it ends
# Silero runs until this long after the gate's last speech, and starts with this much audio before its first.
_HOLD_MS, _LEAD_MS = 300, 160
# Speech of the gate counts after this long: single frames are room noise, which would cost CPU time all day.
_GATE_MS = 40
# Speech is extended by this much: the soft end of a word is below Silero's threshold.
_TAIL_MS = 40

SILERO = Contract(
    "VAD",
    {"input": "float32[1, s]", "state": "float32[2, 1, 128]", "sr": "int64[]"},
    {"output": "float32[1, 1]", "stateN": "float32[x, 1, y]"},
)


class SileroVad:
    """The `ports.Vad` of one site, on the shared `role`: speech is what both `gate` and Silero detect.

    Raises ModelError `model_shape` if `role` is not a Silero VAD.
    """

    def __init__(self, role: Role, gate: Vad) -> None:
        self._role = role.expect(SILERO)
        self._gate = gate
        self._options = ort.RunOptions()
        self._rate = np.array(RATE, np.int64)
        self._state = np.zeros((2, 1, 128), np.float32)
        self._samples = np.zeros(_CONTEXT, np.float32)
        self._lead: deque[bytes] = deque(maxlen=_LEAD_MS // FRAME_MS)
        self._gate_ms = self._hold_ms = self._tail_ms = 0
        self._in_speech = False

    def is_speech(self, frame: bytes) -> bool:
        """Return True if the last complete window up to `frame` is speech, or ended less than 40 ms ago.

        `frame` is 20 ms of 16 kHz mono s16le. Raises what the gate raises.
        """
        self._gate_ms = self._gate_ms + FRAME_MS if self._gate.is_speech(frame) else 0
        if self._gate_ms >= _GATE_MS:
            self._hold_ms = _HOLD_MS
        elif self._hold_ms:
            self._hold_ms -= FRAME_MS
        self._lead.append(frame)
        if not self._hold_ms:
            self._in_speech = False
            return False
        for waiting in self._lead:
            self._run_silero(waiting)
        self._lead.clear()
        self._tail_ms = _TAIL_MS if self._in_speech else max(0, self._tail_ms - FRAME_MS)
        return self._tail_ms > 0

    def _run_silero(self, frame: bytes) -> None:
        self._samples = np.concatenate([self._samples, to_samples(frame)])
        while len(self._samples) >= _CONTEXT + _WINDOW:
            window, self._samples = self._samples[None, : _CONTEXT + _WINDOW], self._samples[_WINDOW:]
            feeds = values(input=window, state=self._state, sr=self._rate)
            outputs = self._role.run(feeds, self._options)
            self._state = outputs["stateN"].numpy()
            self._in_speech = float(outputs["output"].numpy()[0, 0]) >= (_OFF if self._in_speech else _ON)


def _open(options: VadOptions) -> NewVad:
    role = options.files.graph("model")
    return lambda: SileroVad(role, WebRtcVad(options.aggressiveness))


ENGINE = Engine(FileRoles(("model",)), _open)
