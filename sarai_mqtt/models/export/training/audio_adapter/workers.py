"""Data-parallel training by forked processes that average their gradients once a step."""

import os
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import torch
from torch import nn

_TIMEOUT_S = 600.0  # for the slowest worker


class Workers:
    """`count` processes with the same `module`, forked when the context is entered; `rank` 0 is the first.

    All apply the same averaged gradients, so the modules stay the same without being sent.
    """

    def __init__(self, count: int, module: nn.Module) -> None:
        self._parameters = list(module.parameters())
        size = sum(each.numel() for each in self._parameters)
        self._gradients = torch.zeros(count, size).share_memory_()
        self._done = torch.zeros(1, dtype=torch.float64).share_memory_()
        self._barrier = get_context("fork").Barrier(count)
        self._children: list[int] = []
        self._count = count
        self.rank = 0

    def __enter__(self) -> Self:
        for rank in range(1, self._count):
            child = os.fork()
            if child == 0:
                self.rank, self._children = rank, []
                break
            self._children.append(child)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._barrier.abort()
        self.end()

    def end(self) -> None:
        """End this process unless it is the first, which waits for the others."""
        if self.rank:
            os._exit(0)
        for child in self._children:
            os.waitpid(child, 0)
        self._children = []

    def average(self, done: float) -> float:
        """Replace the gradients by the mean of all workers' and return `done` of the first.

        Raises BrokenBarrierError if a worker failed or is too slow.
        """
        if self._count == 1:
            return done
        torch.cat([each.grad.flatten() for each in self._parameters], out=self._gradients[self.rank])
        if self.rank == 0:
            self._done[0] = done
        self._barrier.wait(_TIMEOUT_S)
        mean, agreed = self._gradients.mean(0), float(self._done)
        self._barrier.wait(_TIMEOUT_S)  # before anybody writes again
        start = 0
        for each in self._parameters:
            each.grad.copy_(mean[start : start + each.numel()].view_as(each))
            start += each.numel()
        return agreed
