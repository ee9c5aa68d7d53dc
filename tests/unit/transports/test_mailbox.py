"""A receiver that is slow, fails or hangs harms only itself."""

import threading
from asyncio import CancelledError
from collections import Counter

import pytest

from sarai_mqtt.core.ages import Ages
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent, SpeechChunk, StateChanged, Transcript
from sarai_mqtt.transports import mailbox
from sarai_mqtt.transports.mailbox import Mailbox
from tests.harness.clock import ManualClock
from tests.harness.waiting import WAIT_S

INTENT = Intent("t1", "HassTurnOff", {}, ("lock.door",), "unlock the door", "en", 1.0)


class Slow:
    """An outbox that takes an event only when `go_on` is set, and raises `error` if there is one."""

    connected = True

    def __init__(self, error=None):
        self.taken, self.ages, self.error = [], [], error
        self.go_on, self.begun = threading.Event(), threading.Event()

    def publish(self, site, event, age=0.0):
        self.begun.set()
        assert self.go_on.wait(WAIT_S)
        if self.error is not None:
            raise self.error
        self.taken.append(event)
        self.ages.append(age)


def words(n):
    return Transcript(f"t{n}", "hello", "en", 1.0)


def chunk(n, size=2):
    return SpeechChunk("t", n, bytes(size), 16000)


@pytest.fixture
def make():
    """Return a function that makes a started mailbox, what it could not send, and its clock."""
    boxes = []

    def box(outbox, **more):
        unsent, clock = [], ManualClock()
        boxes.append((Mailbox("far", outbox, Ages(), unsent.append, clock=clock, **more), outbox))
        boxes[-1][0].start()
        return boxes[-1][0], unsent, clock

    yield box
    for made, outbox in boxes:
        outbox.go_on.set()
        made.stop()


def test_a_slow_receiver_is_bounded_and_loses_speech_first_then_what_is_oldest(make):
    slow = Slow()
    box, unsent, _ = make(slow, max_waiting=4)
    box.publish("den", words(0))
    assert slow.begun.wait(WAIT_S)
    for event in (words(1), chunk(0), words(2), chunk(1), words(3), words(4), words(5)):
        box.publish("den", event)
    assert [u.event for u in unsent] == [chunk(0), chunk(1), words(1)]
    assert {(u.site, u.why, u.error.code) for u in unsent} == {("den", "full", "outbox_full")}
    assert box.dropped == 3
    slow.go_on.set()
    box.stop()
    assert slow.taken == [words(0), *(words(n) for n in range(2, 6))]


def test_a_slow_receiver_is_bounded_in_bytes(make):
    slow = Slow()
    box, unsent, _ = make(slow)
    box.publish("den", words(0))
    assert slow.begun.wait(WAIT_S)
    for n in range(5):
        box.publish("den", chunk(n, mailbox.MAX_WAITING_BYTES // 4))
    assert [u.event.seq for u in unsent] == [0]


@pytest.mark.parametrize("error", [ZeroDivisionError, CancelledError, SystemExit])
def test_a_receiver_that_fails_loses_that_event_and_gets_the_next(make, error):
    failing = Slow(error("no"))
    failing.go_on.set()
    box, unsent, _ = make(failing)
    box.publish("den", words(0))
    box.publish("den", INTENT)
    box.stop()
    assert [(u.event, u.why) for u in unsent] == [(words(0), "refused"), (INTENT, "refused")]
    assert f"far failed with {error.__name__}" in unsent[0].error.reason


def test_a_reason_that_the_receiver_gives_is_told(make):
    failing = Slow(BadInput("bad_site", "Nobody lives there."))
    failing.go_on.set()
    box, unsent, _ = make(failing)
    box.publish("den", words(0))
    box.stop()
    assert unsent[0].error.reason == "Transcript was dropped: Nobody lives there."


def test_what_waits_too_long_is_dropped_and_its_age_goes_with_it(make):
    slow = Slow()
    box, unsent, clock = make(slow)
    box.publish("den", words(0))
    assert slow.begun.wait(WAIT_S)
    box.publish("den", INTENT, age=4.0)
    box.publish("den", StateChanged("idle"))
    box.publish("den", words(1), age=1.0)
    clock.now += 1.5
    box.check()
    assert [(u.event, u.why, u.error.code) for u in unsent] == [(INTENT, "late", "act_late")]
    slow.go_on.set()
    box.stop()
    assert slow.taken == [words(0), StateChanged("idle"), words(1)]
    assert slow.ages == [0.0, 1.5, 2.5]


def test_a_receiver_that_hangs_is_told_of_once_and_its_event_is_not_counted_again(make):
    hung = Slow(ZeroDivisionError("late"))
    box, unsent, clock = make(hung)
    box.publish("den", words(0))
    assert hung.begun.wait(WAIT_S)
    box.check()
    assert not unsent
    clock.now += mailbox.HANGS_S + 1
    box.check()
    box.check()
    # it may still arrive
    assert [(u.event, u.why, u.sent) for u in unsent] == [(words(0), "late", True)]
    assert "hangs" in unsent[0].cause
    hung.go_on.set()
    box.stop()
    assert len(unsent) == 1


def test_what_is_left_when_the_service_stops_is_told_and_so_is_what_comes_then(make, monkeypatch):
    monkeypatch.setattr(mailbox, "STOP_S", 0.05)
    slow = Slow()
    box, unsent, _ = make(slow)
    box.publish("den", words(0))
    assert slow.begun.wait(WAIT_S)
    box.publish("den", words(1))
    box.stop()
    box.publish("den", words(2))
    assert [(u.event, u.why) for u in unsent] == [(words(1), "late"), (words(2), "late")]


def test_many_threads_lose_nothing(make):
    quick = Slow()
    quick.go_on.set()
    box, unsent, _ = make(quick, max_waiting=10_000)
    writers = [
        threading.Thread(target=lambda: [box.publish("den", words(n)) for n in range(500)]) for _ in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    box.stop()
    assert Counter(event.turn for event in quick.taken) == {f"t{n}": 4 for n in range(500)}
    assert not unsent


class Keeper(Slow):
    """An outbox that can forget a site."""

    def forget(self, site):
        if self.error is not None:
            raise self.error
        self.taken.append(f"forget {site}")


def test_a_site_is_forgotten_after_what_was_published_before_and_however_late(make):
    keeper = Keeper()
    box, unsent, clock = make(keeper)
    box.publish("den", StateChanged("idle"))
    assert keeper.begun.wait(WAIT_S)
    box.forget("den")
    box.publish("den", StateChanged("listening"))
    clock.now += 3600
    keeper.go_on.set()
    box.stop()
    assert keeper.taken == [StateChanged("idle"), "forget den", StateChanged("listening")]
    assert not unsent


def test_a_receiver_that_keeps_nothing_has_nothing_to_forget(make):
    quick = Slow()
    quick.go_on.set()
    box, unsent, _ = make(quick)
    box.forget("den")
    box.publish("den", words(0))
    box.stop()
    assert quick.taken == [words(0)]
    assert not unsent


def test_a_receiver_that_cannot_forget_is_told_of(make):
    failing = Keeper(BadInput("dialect_failed", "It could not."))
    failing.go_on.set()
    box, unsent, _ = make(failing)
    box.forget("den")
    box.stop()
    assert [(u.site, u.event, u.error.code) for u in unsent] == [("den", None, "message_refused")]
    assert "It could not" in unsent[0].error.reason
