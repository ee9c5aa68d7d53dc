"""An assembly for `app.process.serve` whose engines are fakes."""

import time

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.turns.engine_worker import Worker
from sarai_mqtt.turns.request import Engines
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from tests.harness.audio import QUIET
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import FakeUnderstander
from tests.harness.ports import FakeAudit, FakeStore

LOUD = b"\x01\x10" * 320


class CountingVad:
    """Speech is what is loud; counts the frames of all sites."""

    def __init__(self, counts):
        self._counts = counts

    def is_speech(self, frame):
        self._counts.append(frame != QUIET)
        return frame[:2] == LOUD[:2]


class Tts(FakeTts):
    rate = 16_000


class FakeAssembly(Assembly):
    """Keeps in `frames`, for each frame heard since the last start, whether it held any sound."""

    frames = ()
    understander = FakeUnderstander()

    def __init__(self, settings):
        super().__init__(settings)
        type(self).frames = []

    def engines(self, actor):
        return Engines(
            FakeStt(),
            self.understander,
            FakeThinker(),
            Tts(),
            ("en", "es"),
            Worker("audio"),
            Worker("text"),
            Worker("thinker", exclusive=True),
            time.monotonic,
            actor,
            TimerScheduler(FakeStore(), time.time),
            FakeAudit(),
            self.local_time,
        )

    def new_vad(self):
        return CountingVad(self.frames)
