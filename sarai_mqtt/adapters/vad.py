"""Speech or not, frame by frame, by WebRTC's voice activity detector."""

import webrtcvad

from sarai_mqtt.core.audio import FRAME_BYTES, RATE


class WebRtcVad:
    """`ports.Vad` of one site: it adapts to the site's noise, so it must not be shared.

    `aggressiveness` 0..3: higher takes less for speech. Raises ValueError outside that.
    """

    def __init__(self, aggressiveness: int) -> None:
        if aggressiveness not in range(4):
            raise ValueError(f"aggressiveness is 0..3, not {aggressiveness}")
        self._vad = webrtcvad.Vad(aggressiveness)

    def is_speech(self, frame: bytes) -> bool:
        """Judge one 20 ms frame of 16 kHz s16le. Raises ValueError for any other length."""
        # The library also takes 10 and 30 ms, which would put every count of frames out.
        if len(frame) != FRAME_BYTES:
            raise ValueError(f"a frame is {FRAME_BYTES} bytes, not {len(frame)}")
        return bool(self._vad.is_speech(frame, RATE))
