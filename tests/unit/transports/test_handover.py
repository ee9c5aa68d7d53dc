import asyncio
import threading
from types import SimpleNamespace

from sarai_mqtt.transports.mqtt import handover as module
from sarai_mqtt.transports.mqtt.handover import BATCH, MAX_BYTES, MAX_MESSAGES, Handover
from tests.harness.waiting import until


class Desk:
    """A handover whose messages are kept."""

    def __init__(self, take=None):
        self.taken, self.lost = [], []
        self.handover = Handover(
            asyncio.get_running_loop(),
            take or self.taken.append,
            lambda *what: self.lost.append(what),
            lambda topic: topic.startswith("sound"),
        )

    def payloads(self):
        return [message.payload for message in self.taken]

    async def until(self, n):
        await until(lambda: len(self.taken) >= n)


async def test_messages_of_other_threads_come_in_order_on_the_loop():
    threads = set()
    desk = Desk(lambda message: (desk.taken.append(message), threads.add(threading.get_ident())))

    def send(name):
        for n in range(2000):
            desk.handover.put(name, str(n).encode(), False)

    senders = [threading.Thread(target=send, args=(name,)) for name in ("a", "b")]
    for sender in senders:
        sender.start()
    await desk.until(4000)
    for sender in senders:
        sender.join()
    for name in ("a", "b"):
        assert [int(m.payload) for m in desk.taken if m.topic == name] == list(range(2000))
    assert threads == {threading.get_ident()}
    assert not desk.lost


async def test_the_loop_is_woken_once_for_all_that_waits_and_looks_after_others_in_between():
    desk, between = Desk(), []
    for n in range(3 * BATCH):
        desk.handover.put("sound/a", b"", False)
    asyncio.get_running_loop().call_soon(lambda: between.append(len(desk.taken)))
    await asyncio.sleep(0)
    assert len(desk.taken) == BATCH
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(desk.taken) == 3 * BATCH
    assert between == [BATCH]
    desk.handover.put("sound/a", b"", False)
    await desk.until(3 * BATCH + 1)


async def test_too_much_gives_up_the_oldest_sound_and_counts_it_by_topic():
    desk = Desk()
    for n in range(MAX_MESSAGES + 30):
        desk.handover.put(f"sound/{n % 3}", n.to_bytes(4), False)
    await desk.until(MAX_MESSAGES)
    assert desk.payloads() == [n.to_bytes(4) for n in range(30, MAX_MESSAGES + 30)]
    assert sorted(desk.lost) == [("sound/0", 40), ("sound/1", 40), ("sound/2", 40)]


async def test_what_waits_is_bounded_in_bytes():
    desk = Desk()
    for n in range(5):
        desk.handover.put("sound/a", bytes([n]) * (MAX_BYTES // 3), False)
    await desk.until(3)
    assert [payload[0] for payload in desk.payloads()] == [2, 3, 4]
    assert desk.lost == [("sound/a", 2 * (MAX_BYTES // 3))]


async def test_what_is_no_sound_outlives_a_flood_and_stays_before_what_came_after_it():
    desk = Desk()
    desk.handover.put("sound/a", b"before", False)
    desk.handover.put("end/a", b"end", False)
    for n in range(MAX_MESSAGES + 5):
        desk.handover.put("sound/b", b"flood", False)
    await desk.until(MAX_MESSAGES + 1)
    assert desk.payloads()[0] == b"end"
    assert ("sound/a", 6) in desk.lost


async def test_a_flood_of_texts_is_bounded_too():
    desk = Desk()
    for n in range(MAX_MESSAGES + BATCH + 10):
        desk.handover.put("ask/a", n.to_bytes(4), False)
    await desk.until(MAX_MESSAGES + BATCH)
    assert desk.payloads() == [n.to_bytes(4) for n in range(10, MAX_MESSAGES + BATCH + 10)]
    assert desk.lost == [("ask/a", 40)]


async def test_a_fault_in_one_message_harms_no_other(caplog):
    def take(message):
        if message.payload == b"poison":
            raise RuntimeError("boom")
        desk.taken.append(message)

    desk = Desk(take)
    for payload in (b"a", b"poison", b"b"):
        desk.handover.put("sound/a", payload, False)
    await desk.until(2)
    assert desk.payloads() == [b"a", b"b"]
    assert "a message was lost" in caplog.text
    desk.handover.put("sound/a", b"c", False)
    await desk.until(3)


async def test_arrival_is_when_it_was_put(monkeypatch):
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: 12.5))  # not the loop's
    desk = Desk()
    desk.handover.put("sound/a", b"", True)
    await desk.until(1)
    assert desk.taken == [("sound/a", b"", True, 12.5)]
