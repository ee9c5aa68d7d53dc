"""Waiting for what no event tells, however slow the machine is."""

import asyncio

# Longest wait, seconds: only a test that would fail anyway waits this long.
WAIT_S = 30


async def until(condition):
    """Wait until `condition()` is true, and leave the processor to the threads that bring it about."""
    async with asyncio.timeout(WAIT_S):
        while not condition():
            await asyncio.sleep(0.001)


async def until_in_some_round(condition):
    """Wait until `condition()` is true, and look after every round of the loop, not to miss what is soon past.

    Takes the processor from other threads: for what the loop itself brings about.
    """
    async with asyncio.timeout(WAIT_S):
        while not condition():
            await asyncio.sleep(0)
