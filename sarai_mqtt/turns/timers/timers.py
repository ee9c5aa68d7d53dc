"""Timers and delayed commands.

Every `now` is the house time in seconds (`HouseClock`), passed in by the caller.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sarai_mqtt.core.ages import ACT_S
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.grammar import WordingOf, wording
from sarai_mqtt.languages.schema.timers import TimerClause
from sarai_mqtt.turns.timers.records import Timer, timer_from_json, timer_to_json
from sarai_mqtt.turns.timers.requests import Request
from sarai_mqtt.turns.timers.selection import likeliest, matching
from sarai_mqtt.turns.timers.sentences import rounded, timer_name, timer_sentence

# Limits of a house: number of timers, and length of one, seconds.
MAX_TIMERS = 50
MAX_LENGTH_S = 100 * 3600.0  # the longest that the sentences can say
# Delay beyond which the announcement says how long ago the timer ended, seconds.
LATE_S = 60.0

# Maximum number of timers that a sentence lists.
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Finished:
    """A timer that is done.

    Args:
        site: where to announce it.
        language: ISO 639-1 code of `sentence`.
        sentence: to be spoken at the site; "" if there is a command, whose result has a reply of its own.
        command: to be carried out; it needs no confirmation, because it got one when it was given if it
            needed one.
        late_s: seconds since it was due.
        missed: a command that is too late to be carried out; `sentence` says so.
        rings: an alarm rings; its sentence follows a chime.

    """

    site: str
    language: str
    sentence: str
    command: Intent | None = None
    late_s: float = 0.0
    missed: Intent | None = None
    rings: bool = False


@dataclass(frozen=True, slots=True)
class _Request(Request):
    """A request about timers, at the time `now`."""

    now: float

    def say(self, key: TimerClause, **parts: Any) -> str:
        """Return the sentence `key`, in the language of the request."""
        return timer_sentence(key, self.words, **parts)

    def call(self, timer: Timer) -> str:
        """Return the spoken name of `timer`, in the language of the request."""
        return timer_name(timer.name, timer.about, timer.length, self.words)


class TimerManager:
    """The timers of a house.

    Args:
        max_timers: maximum number of timers at once.
        max_length_s: maximum length of one, s.

    """

    def __init__(self, *, max_timers: int = MAX_TIMERS, max_length_s: float = MAX_LENGTH_S) -> None:
        self._max_timers = max_timers
        self._max_length_s = max_length_s
        self._timers: list[Timer] = []
        self._last: dict[str, int] = {}  # number of the one that was last set or changed, by site

    def __len__(self) -> int:
        return len(self._timers)

    @classmethod
    def load(
        cls, data: Any, *, max_timers: int = MAX_TIMERS, max_length_s: float = MAX_LENGTH_S
    ) -> "TimerManager":
        """Return the timers that `dump` wrote; invalid ones and those beyond the limits are dropped."""
        timers = cls(max_timers=max_timers, max_length_s=max_length_s)
        found = (timer_from_json(item) for item in data) if isinstance(data, list) else ()
        kept = [timer for timer in found if timer is not None and 0 < timer.length <= max_length_s]
        timers._timers = [replace(timer, number=number) for number, timer in enumerate(kept[:max_timers], 1)]
        return timers

    def dump(self) -> list[dict[str, Any]]:
        """Return the timers as plain data that can be written as JSON."""
        return [timer_to_json(timer) for timer in self._timers]

    def carry_out(
        self,
        intent: Intent,
        site: str,
        now: float,
        home: Home,
        *,
        command: Intent | None = None,
        wording_of: WordingOf = wording,
    ) -> str:
        """Carry out a Home Assistant timer intent for a person at `site`; return the sentence to speak.

        `command` is the intent that the slot `conversation_command` stands for; `wording_of` finds the
        grammar of the sentence. If several timers may be meant, the likeliest is (see `likeliest`); if
        several remain, nothing is done and the sentence names them. Raises KeyError if the intent is not
        about timers, BadInput (`unknown_language`).
        """
        return self.INTENTS[intent.name](self, _Request(intent, site, home, command, wording_of, now))

    def next_due(self) -> float | None:
        """Return the house time at which the next timer is done; None if none is running."""
        return min((timer.ends for timer in self._timers if timer.ends is not None), default=None)

    def move(self, moved: Callable[[float], float]) -> None:
        """Correct the ends of the timers."""
        self._timers = [t if t.ends is None else replace(t, ends=moved(t.ends)) for t in self._timers]

    def due(
        self,
        now: float,
        limit_s: Callable[[float], float] = lambda _: ACT_S,
        may_end: Callable[[Timer], bool] = lambda _: True,
    ) -> list[Finished]:
        """Remove the timers that are done and return them, the earliest first.

        Timers that `may_end` rejects stay. A command is missed if it is later than `limit_s` returns for
        so many seconds late.
        Raises BadInput (`unknown_language`).
        """
        ended = [
            timer for timer in self._timers if timer.ends is not None and timer.ends <= now and may_end(timer)
        ]
        self._timers = [timer for timer in self._timers if timer not in ended]
        return [
            _finished(timer, now, limit_s) for timer in sorted(ended, key=lambda timer: timer.ends or 0.0)
        ]

    def _start(self, request: _Request) -> str:
        """Start a timer or a delayed command."""
        seconds, slots = request.seconds, request.intent.slots
        if seconds <= 0:
            return request.say("no_time")
        if seconds > self._max_length_s:
            return request.say("too_long", seconds=self._max_length_s)
        if len(self._timers) >= self._max_timers:
            return request.say("too_many", count=len(self._timers))
        delayed = "conversation_command" in slots
        if delayed and request.command is None:
            return request.say("no_command")
        name = "" if delayed else str(slots.get("name", ""))
        command = replace(request.command, confirm=False) if request.command and delayed else None
        number = 1 + max((timer.number for timer in self._timers), default=0)
        self._last[request.site] = number
        self._timers.append(
            Timer(
                number=number,
                site=request.site,
                language=request.intent.language,
                name=name,
                length=seconds,
                ends=request.now + seconds,
                command=command,
                about="" if command is None else request.about,
            )
        )
        if command is not None:
            return request.say("started_command", name=request.doing, seconds=seconds)
        return request.say("started_named" if name else "started", name=name, seconds=seconds)

    def _cancel(self, request: _Request) -> str:
        timer = self._meant(request)
        if isinstance(timer, str):
            return timer
        self._timers.remove(timer)
        return request.say("cancelled", the=request.call(timer))

    def _cancel_all(self, request: _Request) -> str:
        found = self._matching(request)
        if not found:
            return request.say("no_such" if self._timers else "none")
        self._timers = [timer for timer in self._timers if timer not in found]
        if len(found) == 1:
            return request.say("cancelled", the=request.call(found[0]))
        return request.say("cancelled_all", count=len(found))

    def _pause(self, request: _Request) -> str:
        timer = self._meant(request, lambda timer: timer.ends is not None, "none_running")
        if isinstance(timer, str):
            return timer
        left = timer.left(request.now)
        self._change(replace(timer, ends=None, paused_with=left))
        return request.say("paused", the=request.call(timer), seconds=rounded(left))

    def _resume(self, request: _Request) -> str:
        timer = self._meant(request, lambda timer: timer.ends is None, "none_paused")
        if isinstance(timer, str):
            return timer
        left = timer.left(request.now)
        self._change(replace(timer, ends=request.now + left, paused_with=0.0))
        return request.say("resumed", the=request.call(timer), seconds=rounded(left))

    def _increase(self, request: _Request) -> str:
        return self._add(request, request.seconds)

    def _decrease(self, request: _Request) -> str:
        return self._add(request, -request.seconds)

    def _add(self, request: _Request, seconds: float) -> str:
        """Add `seconds`, which may be negative, to the time left of the timer meant."""
        timer = self._meant(request)
        if isinstance(timer, str):
            return timer
        if not seconds:
            return request.say("no_time")
        left = timer.left(request.now)
        the = request.call(timer)
        if left + seconds > self._max_length_s:
            return request.say("too_long", seconds=self._max_length_s)
        if left + seconds <= 0:
            return request.say("too_little", the=the, seconds=rounded(left))
        paused = timer.ends is None
        left += seconds
        self._change(replace(timer, paused_with=left) if paused else replace(timer, ends=request.now + left))
        return request.say("added", the=the, seconds=rounded(left))

    def _set_length(self, request: _Request) -> str:
        """Let a timer run for another length than it was set to, from now on."""
        timer, seconds = self._meant(request), request.seconds
        if isinstance(timer, str):
            return timer
        if not 0 < seconds <= self._max_length_s:
            return request.say("too_long" if seconds else "no_time", seconds=self._max_length_s)
        ends = None if timer.ends is None else request.now + seconds
        changed = replace(timer, length=seconds, ends=ends, paused_with=0.0 if ends else seconds)
        self._change(changed)
        if changed.command is not None:
            return request.say("left", the=request.call(changed), seconds=seconds)
        key: TimerClause = "started_named" if changed.name else "started"
        return request.say(key, name=changed.name, seconds=seconds)

    @property
    def all(self) -> tuple[Timer, ...]:
        """The timers, in the order in which they were set."""
        return tuple(self._timers)

    def delayed(self) -> list[Timer]:
        """Return the timers that carry out a command, the next one first."""
        found = [timer for timer in self._timers if timer.command is not None]
        return sorted(found, key=lambda timer: timer.ends or math.inf)

    def remove(self, timer: Timer) -> None:
        """Take a timer off the list."""
        self._timers.remove(timer)

    def _status(self, request: _Request) -> str:
        """Return the time left on the timers meant: at most three, and how many more there are."""
        found = self._matching(request)
        if not found:
            return request.say("no_such" if self._timers else "none")
        found.sort(key=lambda timer: timer.left(request.now))
        told = [_left_on(timer, request) for timer in found[:_LISTED]]
        if len(found) > _LISTED:
            told.append(request.say("more", count=len(found) - _LISTED))
        return " ".join(told)

    def _meant(
        self,
        request: _Request,
        can: Callable[[Timer], bool] = lambda _: True,
        otherwise: TimerClause = "none",
    ) -> Timer | str:
        """Return the one timer that the request means among those that satisfy `can`, else a sentence.

        The sentence says why no timer was found, or asks which one is meant; `otherwise` is its key if no
        timer satisfies `can`. Of timers whose spoken names are equal, the one that is done first is meant.
        """
        able = [timer for timer in self._timers if can(timer)]
        found = [timer for timer in self._matching(request) if can(timer)]
        choice = likeliest(found, request.intent.slots, request.site)
        if len(choice) == 1:
            return choice[0]
        if not choice:
            return request.say("no_such" if able else otherwise if self._timers else "none")
        names = list(dict.fromkeys(request.call(timer) for timer in choice))
        if len(names) == 1:
            return min(choice, key=lambda timer: timer.left(request.now))
        return request.say("which", the=request.words.listed(names))

    def _matching(self, request: _Request) -> list[Timer]:
        """Return the timers that fit the name, length and room of the request."""
        if "last" in request.intent.slots:
            last = self._last.get(request.site)
            return [timer for timer in self._timers if timer.number == last]
        return matching(self._timers, request.intent.slots, request.home)

    def _change(self, changed: Timer) -> None:
        """Replace the timer that has the number of `changed`."""
        self._timers = [changed if timer.number == changed.number else timer for timer in self._timers]

    INTENTS: ClassVar[Mapping[str, "Callable[[TimerManager, _Request], str]"]] = {
        "HassStartTimer": _start,
        "HassCancelTimer": _cancel,
        "HassCancelAllTimers": _cancel_all,
        "HassPauseTimer": _pause,
        "HassUnpauseTimer": _resume,
        "HassIncreaseTimer": _increase,
        "HassDecreaseTimer": _decrease,
        "HassChangeTimer": _set_length,
        "HassTimerStatus": _status,
    }
    """The intents that `carry_out` handles."""


def _left_on(timer: Timer, request: _Request) -> str:
    """Return the sentence about the time left on `timer`."""
    key: TimerClause = "left_paused" if timer.ends is None else "left"
    return request.say(key, the=request.call(timer), seconds=rounded(timer.left(request.now)))


def _finished(timer: Timer, now: float, limit_s: Callable[[float], float]) -> Finished:
    """Return the announcement or command of `timer`, which is done."""
    words = wording(timer.language)
    late = now - (timer.ends or now)
    the = timer_name(timer.name, timer.about, timer.length, words)
    if timer.command is not None:
        if late <= limit_s(late):
            return Finished(timer.site, timer.language, "", timer.command, late)
        sentence = timer_sentence("command_late", words, the=the)
        return Finished(timer.site, timer.language, sentence, late_s=late, missed=timer.command)
    key: TimerClause = "done" if late <= LATE_S else "done_late"
    return Finished(timer.site, timer.language, timer_sentence(key, words, the=the, seconds=rounded(late)))
