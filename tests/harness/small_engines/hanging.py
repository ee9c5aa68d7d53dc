"""A VAD that hangs at the frame HANGS until `RELEASED` is set; any other is judged by its loudness."""

import threading

from sarai_mqtt.core.audio import FRAME_BYTES
from sarai_mqtt.engines.engine import NO_FILES, Engine
from tests.harness.audio import LoudVad

HANGS = b"\x02\x20" * (FRAME_BYTES // 2)
RELEASED = threading.Event()


class HangingVad(LoudVad):
    def is_speech(self, frame):
        if frame == HANGS:
            assert RELEASED.wait(60)
        return super().is_speech(frame)


ENGINE = Engine(NO_FILES, lambda _: HangingVad)
