import asyncio
import threading
from concurrent.futures import CancelledError
from types import SimpleNamespace

import pytest

from sarai_mqtt.core.errors import Cancelled, SaraiError
from sarai_mqtt.turns import engine_worker
from sarai_mqtt.turns.engine_worker import CancelToken, Worker
from tests.harness.clock import ManualClock
from tests.harness.waiting import WAIT_S, until


def test_token_runs_each_callback_once_even_when_late():
    token, calls = CancelToken(), []
    forget = token.on_cancel(lambda: calls.append("forgotten"))
    token.on_cancel(lambda: calls.append("kept"))
    forget()
    token.cancel()
    token.cancel()
    token.on_cancel(lambda: calls.append("late"))
    assert calls == ["kept", "late"]
    assert token.cancelled


async def test_call_runs_on_its_own_thread():
    worker = Worker("audio")
    assert await worker.call(lambda _: threading.current_thread().name) != threading.current_thread().name
    worker.close()


async def test_cancelling_the_await_stops_the_engine_first():
    worker, begun, stopped = Worker("audio"), threading.Event(), threading.Event()

    def engine(cancel):
        given_up = threading.Event()
        cancel.on_cancel(given_up.set)
        begun.set()
        assert given_up.wait(WAIT_S)
        stopped.set()
        raise Cancelled

    task = asyncio.create_task(worker.call(engine))
    await until(begun.is_set)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stopped.is_set()
    assert await worker.call(lambda _: "usable") == "usable"
    worker.close()


async def test_streams_of_two_turns_take_turns():
    worker, order = Worker("audio"), []

    def engine(name):
        for i in range(3):
            order.append(name)
            yield i

    async def consume(name):
        return [i async for i in worker.stream(lambda _: engine(name))]

    assert await asyncio.gather(consume("a"), consume("b")) == [[0, 1, 2], [0, 1, 2]]
    assert order[:4] in (["a", "b", "a", "b"], ["b", "a", "b", "a"])
    worker.close()


async def test_an_exclusive_engine_serves_one_stream_at_a_time():
    worker, order = Worker("thinker", exclusive=True), []

    def engine(name):
        for i in range(3):
            order.append(name)
            yield i

    async def consume(name):
        return [i async for i in worker.stream(lambda _: engine(name))]

    await asyncio.gather(consume("a"), consume("b"))
    assert order == ["a"] * 3 + ["b"] * 3
    worker.close()


async def test_ahead_makes_exactly_one_more():
    worker, made = Worker("thinker"), []

    def engine(_):
        for i in range(10):
            made.append(i)
            yield i

    stream = worker.stream(engine, ahead=True)
    assert await anext(stream) == 0
    await worker.call(lambda _: None)  # the thread has done all it was given
    assert made == [0, 1]
    await stream.aclose()
    worker.close()


async def test_leaving_a_stream_closes_the_generator_on_its_thread():
    worker, closed_on = Worker("thinker", exclusive=True), []

    def engine(cancel):
        try:
            while not cancel.cancelled:
                yield 1
        finally:
            closed_on.append(threading.current_thread().name)

    stream = worker.stream(engine)
    await anext(stream)
    await stream.aclose()
    assert closed_on
    assert closed_on[0].startswith("thinker")
    assert [i async for i in worker.stream(lambda _: iter("xy"))] == ["x", "y"]
    worker.close()


async def test_an_engine_error_reaches_the_consumer():
    worker = Worker("audio")

    def engine(_):
        yield 1
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        [i async for i in worker.stream(engine)]
    worker.close()


class Busy:
    """A worker whose thread is held until `go`; keeps the order in which calls ran."""

    def __init__(self, **options):
        self.worker, self.ran, self._gate, self._held = (
            Worker("audio", **options),
            [],
            threading.Event(),
            None,
        )

    async def __aenter__(self):
        begun = threading.Event()

        def hold(_):
            begun.set()
            assert self._gate.wait(WAIT_S)

        self._held = asyncio.create_task(self.worker.call(hold))
        await until(begun.is_set)
        return self

    async def __aexit__(self, *_):
        self._gate.set()
        await self._held
        self.worker.close()

    def call(self, name, due):
        return asyncio.ensure_future(self.worker.call(lambda _: self.ran.append(name), due))

    async def go(self, *calls):
        await asyncio.sleep(0)
        self._gate.set()
        await asyncio.gather(*calls, return_exceptions=True)
        return self.ran


async def test_what_is_due_first_runs_first_and_else_what_came_first():
    async with Busy() as busy:
        calls = [
            busy.call(name, lambda due=due: due) for name, due in [("c", 3), ("a", 1), ("b", 2), ("b2", 2)]
        ]
        assert await busy.go(*calls) == ["a", "b", "b2", "c"]


async def test_when_a_call_is_due_may_change_while_it_waits():
    due = {"draft": 9.0, "turn": 5.0}
    async with Busy() as busy:
        calls = [busy.call(name, lambda name=name: due[name]) for name in ("turn", "draft")]
        await asyncio.sleep(0)
        due["draft"] = 1.0
        assert await busy.go(*calls) == ["draft", "turn"]


async def test_a_call_given_up_while_it_waits_never_runs():
    async with Busy() as busy:
        calls = [busy.call(name, lambda due=due: due) for name, due in [("given up", 1), ("kept", 2)]]
        await asyncio.sleep(0)
        calls[0].cancel()
        assert await busy.go(*calls) == ["kept"]


async def test_a_stream_lets_what_is_due_before_its_next_item_go_first():
    due, order = [0.0], []

    def engine(_):
        for i in range(3):
            order.append(f"item {i}")
            due[0] += 10.0
            yield i

    async with Busy() as busy:
        items = asyncio.ensure_future(anext(busy.worker.stream(engine, lambda: due[0], ahead=True)))
        call = asyncio.ensure_future(busy.worker.call(lambda _: order.append("call"), lambda: 5.0))
        await busy.go(items, call)
    assert order[:2] == ["item 0", "call"]


async def test_an_exclusive_engine_lets_in_first_who_is_due_first():
    worker, order, gate = Worker("thinker", exclusive=True), [], threading.Event()

    def engine(name):
        assert gate.wait(WAIT_S)
        order.append(name)
        yield name

    async def consume(name, due):
        return [i async for i in worker.stream(lambda _: engine(name), lambda: due)]

    first = asyncio.create_task(consume("first", 9))
    await asyncio.sleep(0)
    others = [
        asyncio.create_task(consume(name, due)) for name, due in [("late", 3), ("gone", 1), ("soon", 2)]
    ]
    await asyncio.sleep(0)
    others[1].cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others, return_exceptions=True)
    assert order == ["first", "soon", "late"]
    worker.close()


async def test_closing_gives_up_what_waits():
    async with Busy() as busy:
        call = busy.call("never", lambda: 1.0)
        await asyncio.sleep(0)
        closing = asyncio.create_task(asyncio.to_thread(busy.worker.close))
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(call, WAIT_S)
        busy._gate.set()  # noqa: SLF001
        await closing
    assert busy.ran == []


class Stuck:
    """An engine that does not listen to its cancel, and returns at `gate` only: it takes a minute of `clock`."""

    def __init__(self, clock):
        self.clock = clock
        self.gate, self.begun, self.cancelled = threading.Event(), threading.Event(), threading.Event()

    def call(self, cancel):
        cancel.on_cancel(self.cancelled.set)
        self.clock.now += 60
        self.begun.set()
        assert self.gate.wait(WAIT_S)

    def stream(self, cancel):
        self.call(cancel)
        yield "too late"


@pytest.fixture
def stuck(monkeypatch):
    """Yield an engine that hangs until the test is over; for the workers no time passes but in it."""
    clock = ManualClock()
    monkeypatch.setattr(engine_worker, "time", SimpleNamespace(monotonic=clock))
    engine = Stuck(clock)
    yield engine
    engine.gate.set()


async def test_a_call_that_hangs_fails_and_those_that_wait_run(stuck):
    worker = Worker("audio", limit_s=0.05)

    def usable(_):
        return "usable"

    hung = asyncio.create_task(worker.call(stuck.call))
    await until(stuck.begun.is_set)
    waiting = asyncio.create_task(worker.call(usable))
    with pytest.raises(SaraiError) as failed:
        await asyncio.wait_for(hung, WAIT_S)
    assert failed.value.code == "engine_stuck"
    assert stuck.cancelled.is_set()
    assert await asyncio.wait_for(waiting, WAIT_S) == "usable"
    assert await asyncio.wait_for(worker.call(usable), WAIT_S) == "usable"
    await asyncio.wait_for(asyncio.to_thread(worker.close), WAIT_S)


@pytest.mark.parametrize("ahead", [False, True])
async def test_a_stream_that_hangs_fails_and_can_be_left(stuck, ahead):
    worker = Worker("thinker", exclusive=True, limit_s=0.05)
    with pytest.raises(SaraiError) as failed:
        async with asyncio.timeout(WAIT_S):
            [i async for i in worker.stream(stuck.stream, ahead=ahead)]
    assert failed.value.code == "engine_stuck"
    assert [i async for i in worker.stream(lambda _: iter("xy"))] == ["x", "y"]
    worker.close()


async def test_who_gives_up_an_engine_that_hangs_does_not_wait_for_ever(stuck):
    worker = Worker("audio", limit_s=0.05)
    hung = asyncio.create_task(worker.call(stuck.call))
    await until(stuck.begun.is_set)
    hung.cancel()
    with pytest.raises((asyncio.CancelledError, SaraiError)):
        await asyncio.wait_for(hung, WAIT_S)
    assert await worker.call(lambda _: "usable") == "usable"
    worker.close()


async def test_what_returns_after_it_was_left_behind_disturbs_nobody(stuck, caplog):
    worker = Worker("audio", limit_s=0.05)
    with pytest.raises(SaraiError):
        await asyncio.wait_for(worker.call(stuck.call), WAIT_S)
    stuck.gate.set()
    ran = [await worker.call(lambda _, i=i: i) for i in range(5)]
    assert ran == [0, 1, 2, 3, 4]
    assert caplog.text.count("is left behind") == 1
    worker.close()


async def test_a_stream_that_hangs_while_it_is_closed_is_left_behind(stuck):
    worker = Worker("audio")

    def stream(_):
        try:
            yield "begun"
            yield "more"
        finally:
            stuck.call(CancelToken())

    async with asyncio.timeout(WAIT_S):
        items = worker.stream(stream)
        assert await anext(items) == "begun"
        worker._limit_s = 0.05
        await items.aclose()
    assert await asyncio.wait_for(worker.call(lambda _: "usable"), WAIT_S) == "usable"
    worker.close()


async def test_a_stream_that_fails_while_it_is_closed_is_logged(caplog):
    worker = Worker("audio")

    def stream(_):
        try:
            yield "begun"
        finally:
            raise ZeroDivisionError

    items = worker.stream(stream)
    assert await anext(items) == "begun"
    await items.aclose()
    assert "did not close" in caplog.text
    worker.close()


@pytest.mark.parametrize(
    "error",
    [StopIteration, CancelledError, asyncio.CancelledError, GeneratorExit, SystemExit, KeyboardInterrupt],
)
async def test_what_would_mean_something_else_in_a_task_is_a_failure_of_the_engine(error):
    worker = Worker("audio")

    def engine(_):
        raise error

    async with asyncio.timeout(WAIT_S):
        with pytest.raises(SaraiError) as failed:
            await worker.call(engine)
        assert failed.value.code == "engine_failed"
        assert error.__name__ in failed.value.reason
        assert await worker.call(lambda _: "usable") == "usable"
    worker.close()
