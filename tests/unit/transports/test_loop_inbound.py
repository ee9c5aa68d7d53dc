"""What other threads hand to the loop arrives there, in order and bounded."""

import asyncio
import threading

from sarai_mqtt.core.messages import AudioIn, TextCommand
from sarai_mqtt.transports import loop_inbound
from sarai_mqtt.transports.loop_inbound import LoopInbound
from tests.harness.waiting import WAIT_S


class Taken:
    """An `Inbound` that keeps its calls, and the thread of each."""

    def __init__(self, failing=""):
        self.calls, self.threads, self._failing = [], set(), failing
        self.news = asyncio.Event()

    def _note(self, *call):
        self.calls.append(call)
        self.threads.add(threading.current_thread())
        self.news.set()
        if self._failing in call:
            raise ZeroDivisionError

    def receive(self, message, arrived):
        self._note(message, arrived)

    def miss(self, site, size, *, sound=True):
        self._note("miss", site, size, sound)

    def refuse(self, site, error, times=1):
        self._note("refuse", site, error, times)

    async def until(self, count):
        async with asyncio.timeout(WAIT_S):
            while len(self.calls) < count:
                self.news.clear()
                await self.news.wait()


async def test_calls_of_other_threads_arrive_on_the_loop_in_order():
    taken = Taken()
    inbound = LoopInbound(asyncio.get_running_loop(), taken)

    def work():
        for n in range(loop_inbound.BATCH * 2):
            inbound.receive(TextCommand("den", str(n)), float(n))
        inbound.miss("den", 7, sound=False)
        inbound.refuse("den", "error", 2)

    await asyncio.to_thread(work)
    await taken.until(loop_inbound.BATCH * 2 + 2)
    assert [arrived for _, arrived in taken.calls[:-2]] == [float(n) for n in range(loop_inbound.BATCH * 2)]
    assert taken.calls[-2:] == [("miss", "den", 7, False), ("refuse", "den", "error", 2)]
    assert taken.threads == {threading.current_thread()}


async def test_when_the_loop_is_busy_the_oldest_are_dropped_and_told():
    taken = Taken()
    inbound = LoopInbound(asyncio.get_running_loop(), taken, max_calls=3)
    for message in (
        AudioIn("den", bytes(4)),
        AudioIn("den", bytes(6)),
        TextCommand("hall", "lost"),
        *(TextCommand("hall", str(n)) for n in range(3)),
    ):
        inbound.receive(message, 0.0)
    await taken.until(5)
    assert sorted(taken.calls[:2]) == [("miss", "den", 10, True), ("miss", "hall", 0, False)]
    assert [message.text for message, _ in taken.calls[2:]] == ["0", "1", "2"]


async def test_large_messages_are_bounded_too(monkeypatch):
    monkeypatch.setattr(loop_inbound, "MAX_BYTES", 100)
    taken = Taken()
    inbound = LoopInbound(asyncio.get_running_loop(), taken)
    for _ in range(3):
        inbound.receive(AudioIn("den", bytes(40)), 0.0)
    await taken.until(3)
    assert taken.calls[0] == ("miss", "den", 40, True)
    for _ in range(2):
        inbound.receive(AudioIn("den", bytes(40)), 1.0)
    await taken.until(5)
    assert [call for call in taken.calls if call[0] == "miss"] == [("miss", "den", 40, True)]


async def test_a_call_that_fails_harms_no_other():
    taken = Taken(failing=0.5)
    inbound = LoopInbound(asyncio.get_running_loop(), taken)
    for arrived in (0.25, 0.5, 0.75):
        inbound.receive(TextCommand("den", "x"), arrived)
    await taken.until(3)
    assert [arrived for _, arrived in taken.calls] == [0.25, 0.5, 0.75]


def test_nothing_is_raised_when_the_loop_has_ended():
    loop = asyncio.new_event_loop()
    loop.close()
    LoopInbound(loop, Taken()).receive(TextCommand("den", "x"), 0.0)
