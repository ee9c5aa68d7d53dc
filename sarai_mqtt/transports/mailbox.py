"""A queue and a thread in front of an outbox: whatever that does, its callers go on."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from math import inf
from typing import NamedTuple, Protocol, runtime_checkable

from sarai_mqtt.core.ages import Ages, kind_of
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import Event, SpeechChunk
from sarai_mqtt.core.ports import Outbox
from sarai_mqtt.core.unsent import Unsent, Why

log = logging.getLogger(__name__)

MAX_WAITING, MAX_WAITING_BYTES = 256, 32 * 1024 * 1024
# An outbox that has not returned from a call for so long hangs, seconds.
HANGS_S = 5.0
# Longest wait for what is still queued when the service stops, seconds.
STOP_S = 2.0


@runtime_checkable
class KeepsRetained(Protocol):
    """An outbox that can clear what its clients would still find about a site that was forgotten."""

    def forget(self, site: str) -> None:
        """Clear what is retained about `site`. Called on the thread of `publish`; may raise as that does."""
        ...


class _Letter(NamedTuple):
    """A queued event: when it was made and until when it may be sent (monotonic clock, s), and its size.

    `event` is None for a request to forget the site.
    """

    site: str
    event: Event | None
    made: float
    until: float
    size: int


class Mailbox:
    """The `ports.Outbox` in front of `outbox`, whose `publish` is called on the thread of the mailbox.

    `publish` never blocks and never raises. An event is dropped if it becomes too old (`ages`) before the
    outbox takes it, or if the outbox raises. When too many wait, the oldest piece of speech is dropped, or
    else the oldest event. Each dropped event is counted and passed to `on_unsent`, on any thread.
    """

    def __init__(
        self,
        name: str,
        outbox: Outbox,
        ages: Ages,
        on_unsent: Callable[[Unsent], None],
        *,
        max_waiting: int = MAX_WAITING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._outbox = outbox
        self._ages = ages
        self._on_unsent = on_unsent
        self._max_waiting = max_waiting
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: deque[_Letter] = deque()
        self._bytes = 0
        # What the outbox has been given and has not returned from, and since when; whether that was reported.
        self._given: tuple[_Letter, float] | None = None
        self._hang_reported = False
        self._stopping = False
        self._dropped = 0
        self._thread = threading.Thread(target=self._run, name=f"mailbox-{name}", daemon=True)

    @property
    def connected(self) -> bool:
        """True while the outbox can send at once."""
        return self._outbox.connected

    @property
    def dropped(self) -> int:
        """Number of events dropped since the start."""
        return self._dropped

    def start(self) -> None:
        """Start to hand over what is published."""
        self._thread.start()

    def stop(self) -> None:
        """Hand over what waits, for STOP_S at most; drop what is left, and all that is published later."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        with self._changed:
            left = list(self._waiting)
            self._waiting.clear()
            self._bytes = 0
        self._give_up(left, "late", "the service was stopped before it could be sent")

    def publish(self, site: str, event: Event, age: float = 0.0) -> None:
        """Queue one event; `age` is how old it is already, s."""
        now = self._clock()
        until = now - age + self._ages.limit(kind_of(event))
        self._put(_Letter(site, event, now - age, until, len(getattr(event, "pcm", b""))), now)

    def forget(self, site: str) -> None:
        """Queue a request to clear what the outbox has retained about `site`."""
        now = self._clock()
        self._put(_Letter(site, None, now, inf, 0), now)

    def _put(self, letter: _Letter, now: float) -> None:
        with self._changed:
            late = self._take_late(now)
            full = []
            if self._stopping:
                late.append(letter)
            else:
                self._waiting.append(letter)
                self._bytes += letter.size
            while len(self._waiting) > self._max_waiting or self._bytes > MAX_WAITING_BYTES:
                full.append(self._take_least())
            self._changed.notify_all()
        self._give_up(late, "late", f"it waited too long for {self._name}")
        self._give_up(full, "full", f"too many wait for {self._name}")

    def check(self) -> None:
        """Drop what is too late, and report an event in which the outbox hangs; call it once a second."""
        now, hung = self._clock(), []
        with self._changed:
            late = self._take_late(now)
            if self._given is not None and not self._hang_reported and now - self._given[1] > HANGS_S:
                self._hang_reported = True
                hung.append(self._given[0])
        self._give_up(late, "late", f"it waited too long for {self._name}")
        self._give_up(hung, "late", f"{self._name} has not taken it for {HANGS_S:g} s, and hangs", sent=True)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._stopping)
                if not self._waiting:
                    return
                letter, now = self._waiting.popleft(), self._clock()
                self._bytes -= letter.size
                if letter.until >= now:
                    self._given, self._hang_reported = (letter, now), False
            if letter.until < now:
                self._give_up([letter], "late", f"it waited too long for {self._name}")
            else:
                self._hand_over(letter, now)

    def _hand_over(self, letter: _Letter, now: float) -> None:
        failure = ""
        try:
            if letter.event is not None:
                self._outbox.publish(letter.site, letter.event, now - letter.made)
            elif isinstance(self._outbox, KeepsRetained):
                self._outbox.forget(letter.site)
        except SaraiError as error:
            failure = error.reason.removesuffix(".")
        except BaseException as error:  # the thread must not end, whatever it is
            log.exception("%s failed at an event", self._name)
            failure = f"{self._name} failed with {type(error).__name__}"
        with self._changed:
            reported, self._given = self._hang_reported, None
        if failure and not reported:
            self._give_up([letter], "refused", failure)

    def _take_late(self, now: float) -> list[_Letter]:
        """Remove and return what is too late; the caller holds the lock."""
        late = [letter for letter in self._waiting if letter.until < now]
        if late:
            self._waiting = deque(letter for letter in self._waiting if letter.until >= now)
            self._bytes -= sum(letter.size for letter in late)
        return late

    def _take_least(self) -> _Letter:
        """Remove and return what is missed least: the oldest piece of speech, else the oldest event."""
        at = next((i for i, letter in enumerate(self._waiting) if isinstance(letter.event, SpeechChunk)), 0)
        letter = self._waiting[at]
        del self._waiting[at]
        self._bytes -= letter.size
        return letter

    def _give_up(self, letters: list[_Letter], why: Why, cause: str, *, sent: bool = False) -> None:
        with self._changed:
            self._dropped += len(letters)
        for letter in letters:
            self._on_unsent(Unsent(letter.site, letter.event, why, cause, sent))
