"""The service under test, with fakes for engines, for the house and for all that it writes to."""

import asyncio
from datetime import datetime

from sarai_mqtt.core.events import (
    LastTurn,
    Presence,
    ServiceReport,
    SettingChanged,
    StateChanged,
    TurnReport,
)
from sarai_mqtt.core.messages import AudioIn, TextCommand
from sarai_mqtt.engines.checked import CheckedStt, CheckedThinker, CheckedToolThinker, CheckedTts
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.engine_worker import LIMIT_S, Worker
from sarai_mqtt.turns.request import Engines
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from tests.harness.audio import LOUD, QUIET, LoudVad, RawDecoder
from tests.harness.clock import ManualClock
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import FakeActor, FakeUnderstander
from tests.harness.ports import FakeAudit, FakeOutbox, FakeStore
from tests.harness.waiting import until

_SHOWN = StateChanged | SettingChanged | Presence | LastTurn | ServiceReport
NO_DRAFTS = EndpointingLimits(draft_ms=0)
DRAFTS = EndpointingLimits(draft_ms=140, complete_ms=260, dangling_ms=1200)


class ServiceHarness:
    """A running service with fakes all round; time stands still unless the test moves it."""

    def __init__(
        self,
        stt=None,
        thinker=None,
        vad=LoudVad,
        decoder=RawDecoder,
        endpointing=NO_DRAFTS,
        turn_end=None,
        actor=None,
        understander=None,
        store=None,
        converse=False,
        chooses=(),
        tool_thinker=None,
        tts=None,
        emergency_number="112",
        engine_limit_s=LIMIT_S,
        outbox=None,
        audit=None,
        worker=Worker,
        voiceless=(),
        arbitration=ArbitrationLimits(wait_ms=600_000),
        **limits,
    ):
        self.clock, self.outbox, self.tts = ManualClock(), outbox or FakeOutbox(), tts or FakeTts()
        self.stt, self.thinker = stt or FakeStt(), thinker or FakeThinker()
        self.actor, self.audit = actor or FakeActor(present=False), audit or FakeAudit()
        self.understander, self.store = understander or FakeUnderstander(), store or FakeStore()
        self.engines = Engines(
            CheckedStt(self.stt),
            self.understander,
            CheckedThinker(self.thinker),
            CheckedTts(self.tts),
            ("en", "es"),
            worker("audio", limit_s=engine_limit_s),
            worker("text"),
            worker("thinker", exclusive=True, limit_s=engine_limit_s),
            self.clock,
            self.actor,
            TimerScheduler(self.store, self.clock),
            self.audit,
            lambda: datetime(2026, 11, 23, 15, 5),
            turn_end,
            converse,
            ("en", "es") if chooses is True else chooses,
            emergency_number,
            voiceless=voiceless,
            tool_thinker=tool_thinker and CheckedToolThinker(tool_thinker),
        )
        self.service = VoiceService(
            self.engines, self.outbox, Limits(endpointing, arbitration=arbitration, **limits), vad, decoder
        )

    async def __aenter__(self):
        started = asyncio.Event()
        self.task = asyncio.create_task(self.service.run(started))
        await started.wait()
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.wait([self.task])
        self.engines.close()

    def hear(self, payload, site="kitchen", age=0.0):
        self.service.receive(AudioIn(site, payload), self.clock.now - age)

    def say(self, site="kitchen", speech=20, silence=40):
        for frame in [LOUD] * speech + [QUIET] * silence:
            self.hear(frame, site)

    until = staticmethod(until)

    async def until_said(self, text):
        await self.until(lambda: text in [said for said, _ in self.tts.said])

    async def mail_taken(self):
        await self.until(lambda: all(s.ear.audio_queue.empty for s in self.service.sites.values()))

    async def settle(self):
        """Let all mail be taken, and what it began come as far as it can."""
        await self.mail_taken()
        engines = self.engines
        for _ in range(3):
            for worker in (engines.audio_worker, engines.text_worker, engines.thinker_worker):
                await worker.call(lambda _: None)

    async def state(self, state):
        await self.outbox.until(lambda: self.outbox.of(StateChanged)[-1].state == state)

    async def turns(self, n, site=None):
        await self.outbox.until(lambda: len(self.outbox.of(TurnReport, site)) >= n)
        return self.outbox.of(TurnReport, site)


class TextHarness(ServiceHarness):
    """A service that somebody writes to, one question at a time."""

    turns_so_far = 0

    async def ask(self, text, language=None, site="kitchen"):
        """Write `text` and return the report of its turn."""
        self.turns_so_far += 1
        self.service.receive(TextCommand(site, text, language), self.clock.now)
        return (await self.turns(self.turns_so_far))[-1]


def kinds(house):
    """Return the types of the events of turns, in order: without what is shown beside the turns."""
    return [type(e) for _, e in house.outbox.sent if not isinstance(e, _SHOWN)]
