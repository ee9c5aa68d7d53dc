"""Nothing is acted on late, be it for a slow turn or a broker that was away, and the user is told so."""

import asyncio
import threading
from dataclasses import replace

import pytest

from sarai_mqtt.core.acting import ActionResult, ConversationResult
from sarai_mqtt.core.ages import Ages, kind_of
from sarai_mqtt.core.events import (
    Arbitration,
    Failure,
    Hypothesis,
    Intent,
    LastTurn,
    Listen,
    Presence,
    Reply,
    ServiceReport,
    SettingChanged,
    Silence,
    SpeechChunk,
    StateChanged,
    Transcript,
    TurnReport,
)
from sarai_mqtt.core.messages import SettingChange, TextCommand
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.satellites import service, undelivered
from sarai_mqtt.satellites.undelivered import RECONNECTED_S
from tests.harness.engines import FakeStt
from tests.harness.home import FakeActor
from tests.harness.ports import FakeStore
from tests.harness.service import ServiceHarness, TextHarness

LATE_EN = "That took me too long, so I haven't done it. Please say it again."
INTENT = Intent("t1", "HassTurnOn", {}, ("light.a",), "turn on the light", "en", 1.0)
REPORT = TurnReport("t1", "answered", "hum", "en", for_others=True)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (INTENT, "act"),
        (replace(INTENT, confirm=True), "event"),
        (replace(INTENT, handled=True), "event"),
        (REPORT, "act"),
        (replace(REPORT, source="thinker"), "event"),
        (replace(REPORT, for_others=False), "event"),
        (Listen("t", 8.0), "act"),
        (Reply("t", "", "", b"", 1), "reply"),
        (SpeechChunk("t", 0, b"", 1), "reply"),
        (Silence("t"), "reply"),
        (Hypothesis("t", "", "", 1.0), "event"),
        (Transcript("t", "", "", 1.0), "event"),
        (Arbitration("t", "", "", 1.0, {}, {}), "event"),
        (Failure("x", "", 1), "event"),
        (LastTurn("answered", "", "", None, "", "none"), "event"),
        (StateChanged("idle"), "state"),
        (SettingChanged("mute", "on"), "state"),
        (Presence(True, True, True, False), "state"),
        (ServiceReport("", 0.0, 0), "state"),
    ],
)
def test_what_an_event_is_to_those_who_get_it(event, kind):
    assert kind_of(event) == kind
    assert Ages().limit(kind) == {"act": 5, "reply": 10, "event": 30, "state": float("inf")}[kind]


async def spoken_late(house, gate, seconds):
    house.say()
    await house.until(lambda: house.stt.heard)
    house.clock.now += seconds
    gate.set()
    return (await house.turns(1))[-1]


@pytest.mark.parametrize("present", [True, False])
async def test_a_slow_turn_does_not_act_and_says_so(present):
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), actor=FakeActor(present=present)) as house:
        report = await spoken_late(house, gate, 6)
        assert report.reply == LATE_EN
        assert not house.actor.orders
        assert not house.outbox.of(Intent)
        (failure,) = house.outbox.of(Failure)
        assert (failure.code, failure.count) == ("act_late", 1)
    (entry,) = house.audit.entries
    assert (entry.verdict, entry.intent) == ("refused", "HassTurnOn")
    assert "s after it was asked" in entry.reason


async def test_a_turn_in_time_acts_and_says_how_much_time_is_left():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), actor=FakeActor()) as house:
        report = await spoken_late(house, gate, 3)
    assert report.done == ("light.a",)
    (order,) = house.actor.orders
    assert 0 < order.left_s < 2


async def test_an_intent_for_others_goes_out_with_its_age():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate)) as house:
        await spoken_late(house, gate, 3)
        ages = {type(e): age for (_, e), age in zip(house.outbox.sent, house.outbox.ages, strict=True)}
    assert 3 <= ages[Intent] < 5
    assert ages[TurnReport] == ages[Reply] == ages[Transcript] == 0


async def test_a_question_is_answered_however_late():
    gate = threading.Event()
    async with ServiceHarness(
        stt=FakeStt("is the light on", gate=gate), actor=FakeActor(ActionResult())
    ) as house:
        report = await spoken_late(house, gate, 60)
    assert report.intent == "HassGetState"
    assert report.reply != LATE_EN


async def test_a_timer_that_is_set_late_is_not_set():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt("set a timer", gate=gate)) as house:
        report = await spoken_late(house, gate, 6)
        assert report.reply == LATE_EN
        assert not house.store.kept.get("timers")


async def test_a_yes_that_is_understood_late_does_nothing():
    gate = threading.Event()
    async with TextHarness(stt=FakeStt("yes", gate=gate), actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        house.say()
        await house.until(lambda: house.stt.heard)
        house.clock.now += 6
        gate.set()
        report = (await house.turns(2))[-1]
    assert report.reply == LATE_EN
    assert not house.actor.orders
    assert [v for v, _ in house.audit.verdicts] == ["asked", "refused"]


async def test_what_waits_behind_a_long_turn_does_not_act():
    gate = asyncio.Event()
    async with TextHarness(actor=FakeActor(gate=gate)) as house:
        for _ in range(2):
            house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        await house.until(lambda: house.actor.orders)
        house.clock.now += 6
        gate.set()
        first, second = await house.turns(2)
    assert (first.done, second.reply) == (("light.a",), LATE_EN)
    assert len(house.actor.orders) == 1


async def test_what_is_no_command_of_ours_is_not_handed_over_late():
    gate, actor = threading.Event(), FakeActor(conversed=ConversationResult("Done.", acted=True))
    async with ServiceHarness(stt=FakeStt("sing me a song", gate=gate), actor=actor, converse=True) as house:
        report = await spoken_late(house, gate, 6)
    assert not actor.talks
    assert not report.for_others


TIMER = {"number": 1, "site": "kitchen", "language": "en", "name": "pizza", "length": 60.0, "ends": 101.0}
COMMAND = {
    "turn": "t0",
    "confidence": 1.0,
    "name": "HassTurnOn",
    "slots": {},
    "targets": ["light.a"],
    "text": "turn on the light",
    "language": "en",
}


class ByMessage(FakeActor):
    by_message = True


class Away(TextHarness):
    """A house whose broker is away from the start, with a timer that is done after a second."""

    def __init__(self, timer, **options):
        super().__init__(store=FakeStore(timers=[timer]), **options)
        self.outbox.connected = False

    async def wait(self, seconds):
        """Let `seconds` of the house pass, until it has been asked whether a timer may end."""
        timers, asked = self.engines.timers, []
        may_end = timers._may_end  # noqa: SLF001
        timers._may_end = lambda timer: asked.append(timer) or may_end(timer)  # noqa: SLF001
        self.clock.now += seconds
        await self.until(lambda: asked)


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr("sarai_mqtt.turns.timers.scheduler._LONGEST_S", 0.01)
    monkeypatch.setattr("sarai_mqtt.turns.timers.scheduler._HELD_S", 0.01)
    monkeypatch.setattr(undelivered, "RECONNECTED_S", 0.02)


async def test_a_timer_that_ends_while_the_broker_is_away_is_told_when_it_is_back(soon):
    async with Away(TIMER) as house:
        await house.wait(121)
        assert not house.outbox.of(TurnReport)
        house.outbox.connected = True
        (report,) = await house.turns(1)
    assert report.reply == "The pizza timer was done 2 minutes ago."


async def test_a_timer_is_told_once_the_satellites_must_be_back_on_the_broker_too(soon):
    async with Away(TIMER) as house:
        house.service.on_connected()
        await house.wait(118)
        house.outbox.connected = True
        house.service.on_connected()
        await house.wait(RECONNECTED_S - 0.1)
        await house.wait(0)
        assert not house.outbox.of(TurnReport)
        house.clock.now += 0.2
        (report,) = await house.turns(1)
    assert report.reply == "The pizza timer was done 2 minutes ago."


async def test_a_missed_command_is_told_once_the_satellites_must_be_back_and_one_in_time_is_done_at_once(
    soon, monkeypatch
):
    monkeypatch.setattr(service, "RECONNECTED_S", 2)
    for seconds, done in ((4, True), (30, False)):
        timer = TIMER | {"command": COMMAND, "name": ""}
        async with Away(timer, actor=ByMessage(present=False)) as house:
            house.service.on_connected()
            await house.wait(seconds)
            house.outbox.connected = True
            house.service.on_connected()
            await house.until(lambda house=house: house.audit.entries)
            assert bool(house.outbox.of(TurnReport) or house.outbox.of(Intent)) == done
            assert len(await house.turns(1)) == 1


@pytest.mark.parametrize(("seconds", "acts"), [(4, True), (30, False)])
async def test_a_command_that_is_due_while_the_broker_is_away_is_done_in_time_or_told(soon, seconds, acts):
    async with Away(TIMER | {"command": COMMAND, "name": ""}, actor=ByMessage(present=False)) as house:
        await house.wait(seconds)
        assert not house.outbox.of(Intent)
        house.outbox.connected = True
        (report,) = await house.turns(1)
        sent = house.outbox.of(Intent)
        ages = [a for (_, e), a in zip(house.outbox.sent, house.outbox.ages, strict=True) if e in sent]
    assert bool(sent) == acts
    assert ages == ([seconds - 1] if acts else [])
    assert ("I missed" in report.reply) != acts
    (entry,) = house.audit.entries
    assert (entry.verdict, entry.intent) == ("sent" if acts else "refused", "HassTurnOn")
    assert entry.reason == ("" if acts else "29.0 s after it was due")


async def test_a_command_that_was_missed_is_audited_also_where_nothing_may_be_said(soon):
    async with Away(TIMER | {"command": COMMAND, "name": ""}) as house:
        house.service.receive(SettingChange("kitchen", "enabled", "off"), house.clock.now)
        await house.wait(30)
        house.outbox.connected = True
        await house.until(lambda: house.audit.entries)
        assert not house.outbox.of(TurnReport)
    assert house.audit.verdicts == [("refused", "HassTurnOn")]


async def test_who_acts_past_the_broker_does_so_while_it_is_away(soon):
    async with Away(TIMER | {"command": COMMAND, "name": ""}, actor=FakeActor()) as house:
        await house.wait(2)
        await house.until(lambda: house.actor.orders)


LATE = Unsent("kitchen", INTENT, "late", "it waited 60.0 s too long for the broker")


async def test_what_became_too_late_is_audited_at_once_and_told_when_the_link_is_back(soon):
    async with TextHarness() as house:
        await house.ask("is it fine")
        house.outbox.connected = False
        for unsent in (LATE, LATE, replace(LATE, event=Failure("x", "y", 1))):
            house.service.record_unsent(unsent)
        assert [e.verdict for e in house.audit.entries] == ["refused", "refused"]
        assert "too long for the broker" in house.audit.entries[0].reason
        teller = house.service.record_unsent.__self__
        await house.until(lambda: teller._armed is None)  # noqa: SLF001
        assert not house.outbox.of(Failure)
        house.outbox.connected = True
        house.service.on_connected()
        house.service.on_connected()
        report = (await house.turns(2))[-1]
        assert teller._armed is None  # noqa: SLF001
        house.turns_so_far = 2
        assert "connection" not in (await house.ask("is it fine")).reply
        failures = {f.code: f.count for f in house.outbox.of(Failure, "kitchen")}
    assert failures == {"act_late": 2, "event_late": 1}
    assert report.reply == "I had lost the connection: what you last asked for was not done."


async def test_of_what_may_have_arrived_nothing_is_claimed(soon):
    async with TextHarness() as house:
        await house.ask("is it fine")
        house.service.record_unsent(replace(LATE, event=replace(INTENT, language="es"), sent=True))
        report = (await house.turns(2))[-1]
    assert report.reply == (
        "Me había quedado sin conexión: puede que lo último que pediste no se haya hecho."
    )
    assert [e.verdict for e in house.audit.entries] == ["unknown"]


async def test_a_microphone_that_was_not_opened_is_no_command_that_was_not_done(soon):
    async with TextHarness() as house:
        await house.ask("is it fine")
        house.service.record_unsent(replace(LATE, event=Listen("t1", 8.0)))
        await house.outbox.until(lambda: house.outbox.of(Failure))
        (failure,) = house.outbox.of(Failure)
        # What would have been said was said before this.
        report = await house.ask("is it fine")
        assert house.outbox.of(TurnReport)[1] == report
        assert "connection" not in report.reply
    assert failure.code == "act_late"
    assert not house.audit.entries


async def test_a_house_that_finds_it_too_late_is_told_of_like_ours():
    acted, gate = ActionResult(trouble="late", reason="a second try would be too late"), asyncio.Event()
    async with TextHarness(actor=FakeActor(acted, gate=gate)) as house:
        house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        await house.until(lambda: house.actor.orders)
        house.clock.now += 6
        gate.set()
        (report,) = await house.turns(1)
        (failure,) = house.outbox.of(Failure)
    assert report.reply == LATE_EN
    assert failure.code == "act_late"
    (entry,) = house.audit.entries
    assert (entry.verdict, entry.reason) == ("refused", acted.reason)


async def test_a_site_that_is_off_or_gone_is_not_spoken_to(soon):
    async with TextHarness() as house:
        house.service.receive(SettingChange("kitchen", "enabled", "off"), house.clock.now)
        for site in ("kitchen", "cellar"):
            house.service.record_unsent(replace(LATE, site=site))
        await house.outbox.until(lambda: len(house.outbox.of(Failure)) == 2)
        await house.settle()
        assert not house.outbox.of(TurnReport)


@pytest.mark.parametrize(
    ("event", "why", "code"),
    [
        (Reply("t", "", "", b"", 1), "large", "reply_too_large"),
        (Reply("t", "", "", b"", 1), "late", "reply_late"),
        (Failure("x", "", 1), "large", "message_too_large"),
        (None, "large", "message_too_large"),
        (None, "refused", "message_refused"),
        (REPORT, "full", "outbox_full"),
        (REPORT, "late", "act_late"),
    ],
)
async def test_what_cannot_go_out_has_a_code_of_its_own(event, why, code):
    async with TextHarness() as house:
        house.service.record_unsent(Unsent("kitchen", event, why, "so it is"))
        await house.outbox.until(lambda: house.outbox.of(Failure))
        (failure,) = house.outbox.of(Failure)
    assert (failure.code, failure.count) == (code, 1)
    assert "so it is" in failure.reason
