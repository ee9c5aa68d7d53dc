"""One turn, or a stage of it, on fakes and without a service."""

from contextlib import aclosing
from datetime import datetime

from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.turns.dialogue import Dialogue
from sarai_mqtt.turns.engine_worker import Worker
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from sarai_mqtt.turns.turn import Turn
from tests.harness.clock import ManualClock
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import FakeActor, FakeUnderstander
from tests.harness.ports import FakeAudit, FakeStore

SAID = Utterance("kitchen", bytes(32000), 1000)  # a second of audio


class TurnHarness:
    """Engines of fakes at one site with its dialogue; `with` ends their threads."""

    def __init__(
        self, stt=None, thinker=None, tts=None, actor=None, understander=None, chooses=False, **options
    ):
        self.clock, self.audit, self.dialogue = options.pop("clock", ManualClock()), FakeAudit(), Dialogue()
        self.stt, self.thinker, self.tts = stt or FakeStt(), thinker or FakeThinker(), tts or FakeTts()
        self.actor, self.understander = actor or FakeActor(), understander or FakeUnderstander()
        self.engines = Engines(
            self.stt,
            self.understander,
            self.thinker,
            self.tts,
            ("en", "es"),
            Worker("audio"),
            Worker("text"),
            Worker("thinker", exclusive=True),
            self.clock,
            self.actor,
            TimerScheduler(FakeStore(), self.clock),
            self.audit,
            lambda: datetime(2026, 11, 23, 15, 5),
            chooses=("en", "es") if chooses else (),
            **options,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.engines.close()

    def request(self, text="", *, draft=False, **fields):
        """Return the request for `text`, or for SAID if there is none; a draft has no floor."""
        now = self.clock()
        fields = {"utterance": None if text else SAID, "dialogue": self.dialogue} | fields
        return TurnRequest("t", now, SpeakingFloor(None if draft else now), text=text, **fields)

    def turn(self, text="", **fields):
        return Turn(self.request(text, **fields), self.engines)


async def all_of(events):
    """Return all that an async generator yields, and close it."""
    async with aclosing(events):
        return [event async for event in events]
