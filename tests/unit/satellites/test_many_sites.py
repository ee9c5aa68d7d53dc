import threading

import pytest

from sarai_mqtt.core.events import Reply, TurnReport
from sarai_mqtt.core.messages import Announce, TextCommand
from tests.harness.engines import FakeStt, FakeThinker
from tests.harness.service import DRAFTS, ServiceHarness
from tests.harness.waiting import WAIT_S


async def test_who_has_ended_is_heard_before_who_only_pauses():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate), endpointing=DRAFTS) as house:
        house.say("first", silence=40)
        await house.until(lambda: house.stt.heard)
        house.say("pausing", silence=7)
        house.clock.now += 0.3
        house.say("second", silence=40)
        house.clock.now += 0.1
        house.say("third", silence=40)
        await house.mail_taken()
        gate.set()
        await house.turns(3)
        assert [u.site for u in house.stt.heard][:4] == ["first", "second", "third", "pausing"]


@pytest.mark.parametrize("flood", [TextCommand, Announce])
async def test_a_site_that_floods_text_delays_no_other_by_more_than_a_turn(flood):
    async with ServiceHarness() as house:
        for n in range(9):
            house.service.receive(flood("noisy", f"turn on the light {n}", "en"), house.clock.now)
        house.clock.now += 0.01
        house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        await house.turns(10)
        sites = [site for site, event in house.outbox.sent if isinstance(event, TurnReport)]
    assert sites.index("kitchen") <= 2


async def test_a_turn_that_waited_behind_its_site_s_own_is_due_when_that_one_ended():
    gate = threading.Event()
    async with ServiceHarness(stt=FakeStt(gate=gate)) as house:
        house.say("noisy")
        await house.until(lambda: house.stt.heard)
        house.service.receive(TextCommand("noisy", "turn on the light", "en"), house.clock.now)
        (waiting,) = house.service.sites["noisy"].turns.queued
        assert waiting.due == house.clock.now
        house.clock.now += 5
        gate.set()
        await house.turns(2)
        assert waiting.due == house.clock.now
        assert waiting.floor.endpoint == house.clock.now - 5


async def test_commands_are_answered_while_other_sites_wait_for_the_thinker():
    gate = threading.Event()

    class Slow(FakeThinker):
        def think(self, *_):
            assert gate.wait(WAIT_S)
            yield "Done."

    async with ServiceHarness(thinker=Slow()) as house:
        for n in range(7):
            house.service.receive(TextCommand(f"asking-{n}", "tell me", "en"), house.clock.now)
        house.service.receive(TextCommand("kitchen", "turn on the light", "en"), house.clock.now)
        (report,) = await house.turns(1)
        assert report.intent == "HassTurnOn"
        gate.set()
        await house.turns(8)
    assert len(house.outbox.of(Reply)) == 8


async def test_eight_at_once_are_all_answered_each_at_its_own_site():
    sites = [f"room-{n}" for n in range(8)]
    async with ServiceHarness(endpointing=DRAFTS) as house:
        for site in sites:
            house.say(site, silence=60)
        await house.turns(8)
    replies = [site for site, event in house.outbox.sent if isinstance(event, Reply)]
    assert sorted(replies) == sites


async def test_what_was_given_up_of_a_site_we_do_not_know_makes_no_site():
    async with ServiceHarness() as house:
        house.service.miss("nobody", 640)
        assert not house.service.sites


async def test_a_turn_from_a_pause_that_holds_the_thinker_needs_no_slot_of_those_who_wait_for_it():
    async with ServiceHarness(stt=FakeStt("tell me a story"), endpointing=DRAFTS, turns_at_once=1) as house:
        house.say("pausing", silence=7)
        await house.until_said("One.")
        house.service.receive(TextCommand("writing", "tell me a story", "en"), house.clock.now)
        await house.settle()
        house.say("pausing", speech=0)
        await house.turns(2)
    assert [r.outcome for r in house.outbox.of(TurnReport)] == ["answered"] * 2
