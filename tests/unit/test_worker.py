import asyncio
import threading

import pytest

from sarai_mqtt.core.errors import Cancelled
from sarai_mqtt.worker import CancelToken, Worker


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
        assert given_up.wait(5)
        stopped.set()
        raise Cancelled

    task = asyncio.create_task(worker.call(engine))
    await asyncio.to_thread(begun.wait, 5)
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
