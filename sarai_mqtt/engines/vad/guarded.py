"""A VAD that is not trusted: it judges on a thread, so that one that hangs makes its own site deaf only.

A VAD is asked on the event loop. Those of this project never hang and are called directly; a further one is
asked on a thread, for which the loop waits `LIMIT_S` at most. That costs 0.02 to 0.13 ms a frame.
"""

import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from sarai_mqtt.core.audio import FRAME_MS
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.ports import Clock, Vad
from sarai_mqtt.engines.engine import NewVad

log = logging.getLogger(__name__)

# Longest wait for a verdict, and how far a VAD that is slower than real time may fall behind, seconds.
LIMIT_S = 0.25
# The wait is split into steps: if the whole process is suspended, it uses up one of them, not all.
_STEPS = 5
# Time until a site whose VAD was given up gets a new one, and the longest: it doubles each time, seconds.
RETRY_S, LONGEST_RETRY_S = 10.0, 600.0
# After this many frames judged in time (a minute) the wait for a new VAD starts at RETRY_S again.
_PROVEN = 3000
# Frames in a row at which a VAD may raise before it is given up.
MAX_FAULTS = 5
# With this many hung threads, no VAD is tried that has not judged a frame yet.
MAX_HUNG = 8
# Without a VAD, one frame in this many is refused with an error: one a second.
_REFUSED_EVERY = 1000 // FRAME_MS

_FRAME_S = FRAME_MS / 1000


class VadGuard:
    """Makes the VADs of all sites by `make`, and asks them on one thread, which is left behind when it hangs.

    Args:
        make: returns a VAD for one site; it is called on the thread, too.
        limit_s: longest wait for a verdict, seconds.
        clock: monotonic time, seconds.

    """

    def __init__(self, make: NewVad, limit_s: float = LIMIT_S, clock: Clock = time.monotonic) -> None:
        self.make = make
        self.limit_s = limit_s
        self.clock = clock
        self._thread: _Thread | None = None
        self._hung: list[_Thread] = []

    def new_vad(self) -> Vad:
        """Return the VAD of one site, made when it is first asked."""
        return GuardedVad(self)

    @property
    def hung(self) -> int:
        """Number of threads that have not returned yet."""
        self._hung = [thread for thread in self._hung if thread.is_alive]
        return len(self._hung)

    def ask(self, call: Callable[..., Any], *args: bytes) -> Any:
        """Return the result of `call(*args)` on the thread. Raises what it raises; HangsError."""
        if self._thread is None:
            self._thread = _Thread()
        try:
            return self._thread.ask(call, args, self.limit_s)
        except HangsError:
            # Python cannot end a thread: this one ends when the call returns; its result is dropped.
            self._thread.end()
            self._hung.append(self._thread)
            self._thread = None
            raise


class GuardedVad:
    """The `ports.Vad` of one site; `guard` makes it and asks it.

    A VAD that hangs, that is too slow, that returns no bool, or that raises at each of `MAX_FAULTS` frames is
    given up, and replaced by a new one after `RETRY_S`. Until then the site is deaf: what was being said ends
    as if nothing more came, and one frame a second is refused.
    """

    def __init__(self, guard: VadGuard) -> None:
        self._guard = guard
        self._vad: Vad | None = None
        self._error: SaraiError | None = None
        self._retry_at, self._retry_s = 0.0, RETRY_S
        self._skipped = self._faults = self._judged = 0
        self._behind_s = 0.0

    def is_speech(self, frame: bytes) -> bool:
        """Return True if a 20 ms frame of 16 kHz mono s16le holds speech; False while there is no VAD.

        Raises what the VAD raises; SaraiError `engine_stuck`, `engine_failed`.
        """
        if self._error is not None and self._guard.clock() < self._retry_at:
            return self._skip(self._error)
        if not self._judged and self._guard.hung >= MAX_HUNG:
            return self._skip(SaraiError("engine_stuck", f"{MAX_HUNG} VADs hang; no further one is tried."))
        began = self._guard.clock()
        verdict = self._ask(frame)
        if not isinstance(verdict, bool):
            reason = f"The VAD returned a {type(verdict).__name__} in place of a bool."
            raise self._give_up(SaraiError("engine_failed", reason))
        self._behind_s = max(0.0, self._behind_s + self._guard.clock() - began - _FRAME_S)
        if self._behind_s > self._guard.limit_s:
            raise self._give_up(SaraiError("engine_stuck", f"The VAD needs more than {FRAME_MS} ms a frame."))
        self._judged += 1
        self._error, self._faults = None, 0
        if self._judged == _PROVEN:
            self._retry_s = RETRY_S
        return verdict

    def _ask(self, frame: bytes) -> Any:
        try:
            if self._vad is None:
                self._vad = self._guard.ask(self._guard.make)
            return self._guard.ask(self._vad.is_speech, frame)
        except HangsError:
            reason = f"The VAD has not returned for {self._guard.limit_s:g} s."
            raise self._give_up(SaraiError("engine_stuck", reason)) from None
        except Exception as error:
            self._faults += 1
            if self._faults >= MAX_FAULTS:
                reason = f"The VAD failed {self._faults} times in a row, last with {type(error).__name__}."
                raise self._give_up(SaraiError("engine_failed", reason)) from error
            raise

    def _give_up(self, error: SaraiError) -> SaraiError:
        """Do without a VAD for a while, and return `error`, the reason."""
        log.error("%s The site is deaf for %g s.", error.reason, self._retry_s)
        self._vad, self._error = None, error
        self._retry_at = self._guard.clock() + self._retry_s
        self._retry_s = min(2 * self._retry_s, LONGEST_RETRY_S)
        self._skipped = self._faults = self._judged = 0
        self._behind_s = 0.0
        return error

    def _skip(self, error: SaraiError) -> bool:
        """Refuse a frame with `error`, or let it pass for silence, so that what was being said can end."""
        self._skipped += 1
        if self._skipped % _REFUSED_EVERY == 0:
            raise error.with_traceback(None)  # else each raise would add to it
        return False


class HangsError(Exception):
    """A call has not returned in time. It is not TimeoutError, which a VAD might raise."""


class _Thread:
    """A thread that makes the calls it is given, one at a time. The process does not wait for it to end."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[tuple[Callable[..., Any], tuple[bytes, ...]] | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="vad", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """True until it has ended."""
        return self._thread.is_alive()

    def ask(self, call: Callable[..., Any], args: tuple[bytes, ...], limit_s: float) -> Any:
        """Return the result of `call(*args)`. Raises what it raises; HangsError after `limit_s` seconds."""
        self._calls.put((call, args))
        for _ in range(_STEPS):
            try:
                result, error = self._answers.get(timeout=limit_s / _STEPS)
            except Empty:
                continue
            if error is not None:
                raise error
            return result
        raise HangsError

    def end(self) -> None:
        """Let the thread end once its call has returned."""
        self._calls.put(None)

    def _run(self) -> None:
        while (given := self._calls.get()) is not None:
            call, args = given
            try:
                self._answers.put((call(*args), None))
            except Exception as error:  # noqa: BLE001 - raised where it was asked
                self._answers.put((None, error))
            except BaseException as error:  # noqa: BLE001 - it must not end the service
                failure = SaraiError("engine_failed", f"The VAD ended with {type(error).__name__}.")
                self._answers.put((None, failure))
