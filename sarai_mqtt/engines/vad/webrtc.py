"""Voice activity detection, frame by frame, by WebRTC's detector."""

import webrtcvad

from sarai_mqtt.core.audio import FRAME_BYTES, RATE
from sarai_mqtt.engines.engine import NO_FILES, Engine, NewVad, VadOptions


class WebRtcVad:
    """The `Vad` port of one site: it adapts to the site's noise, so it must not be shared.

    `aggressiveness` is 0..3: the higher, the less is taken for speech. Raises ValueError for other values.
    """

    def __init__(self, aggressiveness: int) -> None:
        if aggressiveness not in range(4):
            raise ValueError(f"aggressiveness is 0..3, not {aggressiveness}")
        self._vad = webrtcvad.Vad(aggressiveness)

    def is_speech(self, frame: bytes) -> bool:
        """Return True if a 20 ms frame (16 kHz mono s16le) is speech. Raises ValueError for other lengths."""
        # The library also takes 10 and 30 ms, but then every duration counted in frames would be wrong.
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame is {FRAME_BYTES} bytes, not {len(frame)}")
        return bool(self._vad.is_speech(frame, RATE))


def _open(options: VadOptions) -> NewVad:
    return lambda: WebRtcVad(options.aggressiveness)


ENGINE = Engine(NO_FILES, _open)
