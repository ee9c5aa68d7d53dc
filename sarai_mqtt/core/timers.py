"""Timers and delayed commands, counted by the time they are given.

Every `now` is the wall clock in seconds, so that timers outlive a restart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sarai_mqtt.core.ages import ACT_S
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.replies import doing_of, things_of
from sarai_mqtt.core.timer_choice import likeliest, matching, seconds_in
from sarai_mqtt.core.timer_records import Timer, timer_from, timer_to
from sarai_mqtt.core.timer_sentences import called, rounded, said
from sarai_mqtt.core.wording import Wording, wording

MOST = 50
LONGEST = 100 * 3600.0  # what the sentences can say
# After so long a timer is told to have been done then.
LATE = 60.0

_LISTED = 3


@dataclass(frozen=True, slots=True)
class Finished:
    """A timer that is done: `sentence` is to be said at `site`, then `command` to be carried out.

    `sentence` is "" when there is a command to carry out, which has a reply of its own. The command needs no
    confirmation: it got it, if it wanted one, when it was given. It was due `late_s` seconds ago. `missed`
    is a command that is not carried out any more: `sentence` says so.
    """

    site: str
    language: str
    sentence: str
    command: Intent | None = None
    late_s: float = 0.0
    missed: Intent | None = None


@dataclass(frozen=True, slots=True)
class _Request:
    """What somebody wants of the timers."""

    intent: Intent
    site: str
    now: float
    home: Home
    command: Intent | None

    @property
    def words(self) -> Wording:
        return wording(self.intent.language)

    @property
    def seconds(self) -> float:
        """The length of time that is spoken of, s."""
        return seconds_in(self.intent.slots)

    def say(self, key: str, **parts: Any) -> str:
        return said(key, self.words, **parts)

    def call(self, timer: Timer) -> str:
        return called(timer.name, timer.about, timer.length, self.words)


class Timers:
    """The timers of a house.

    Args:
        most: how many there may be at once.
        longest: how long one may run, s.

    """

    def __init__(self, *, most: int = MOST, longest: float = LONGEST) -> None:
        self._most = most
        self._longest = longest
        self._timers: list[Timer] = []

    def __len__(self) -> int:
        return len(self._timers)

    @classmethod
    def load(cls, data: Any, *, most: int = MOST, longest: float = LONGEST) -> "Timers":
        """Give the timers that `dump` wrote down, without what is none of them or beyond the limits."""
        timers = cls(most=most, longest=longest)
        found = (timer_from(item) for item in data) if isinstance(data, list) else ()
        kept = [timer for timer in found if timer is not None and 0 < timer.length <= longest]
        timers._timers = [replace(timer, number=number) for number, timer in enumerate(kept[:most], 1)]
        return timers

    def dump(self) -> list[dict[str, Any]]:
        """Give the timers as plain data."""
        return [timer_to(timer) for timer in self._timers]

    def carry_out(
        self, intent: Intent, site: str, now: float, home: Home, *, command: Intent | None = None
    ) -> str:
        """Do what a timer intent of Home Assistant's asks, for somebody at `site`; give the sentence to say.

        `command` is the slot `conversation_command`, understood. Where a timer may be any of several, the
        likeliest is meant (timer_choice.py); if that leaves several, nothing is done and they are named.
        Raises KeyError for an intent that is not about timers.
        """
        return self.INTENTS[intent.name](self, _Request(intent, site, now, home, command))

    def next_due(self) -> float | None:
        """Give when the next timer is done; None when none is running."""
        return min((timer.ends for timer in self._timers if timer.ends is not None), default=None)

    def due(
        self, now: float, act_s: float = ACT_S, may_end: Callable[[Timer], bool] = lambda _: True
    ) -> list[Finished]:
        """Take out the timers that are done, the first one first, but for those that may not end yet.

        A command is not carried out more than `act_s` seconds after its time.
        """
        ended = [
            timer for timer in self._timers if timer.ends is not None and timer.ends <= now and may_end(timer)
        ]
        self._timers = [timer for timer in self._timers if timer not in ended]
        return [_finished(timer, now, act_s) for timer in sorted(ended, key=lambda timer: timer.ends or 0.0)]

    def _start(self, request: _Request) -> str:
        seconds, slots = request.seconds, request.intent.slots
        if seconds <= 0:
            return request.say("no_time")
        if seconds > self._longest:
            return request.say("too_long", seconds=self._longest)
        if len(self._timers) >= self._most:
            return request.say("too_many", count=len(self._timers))
        delayed = "conversation_command" in slots
        if delayed and request.command is None:
            return request.say("no_command")
        name = "" if delayed else str(slots.get("name", ""))
        command = replace(request.command, confirm=False) if request.command and delayed else None
        number = 1 + max((timer.number for timer in self._timers), default=0)
        self._timers.append(
            Timer(
                number=number,
                site=request.site,
                language=request.intent.language,
                name=name,
                length=seconds,
                ends=request.now + seconds,
                command=command,
                about=things_of(command, request.home) if command else "",
            )
        )
        if command is not None:
            doing = doing_of(command, request.home).rstrip(".")
            return request.say("started_command", name=doing, seconds=seconds)
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
        timer = self._meant(request)
        if isinstance(timer, str):
            return timer
        if not seconds:
            return request.say("no_time")
        left = timer.left(request.now)
        the = request.call(timer)
        if left + seconds > self._longest:
            return request.say("too_long", seconds=self._longest)
        if left + seconds <= 0:
            return request.say("too_little", the=the, seconds=rounded(left))
        paused = timer.ends is None
        left += seconds
        self._change(replace(timer, paused_with=left) if paused else replace(timer, ends=request.now + left))
        return request.say("added", the=the, seconds=rounded(left))

    def _status(self, request: _Request) -> str:
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
        otherwise: str = "none",
    ) -> Timer | str:
        """Give the one timer that is meant of those that `can`; else the sentence that says why not.

        `otherwise` is said when there are none at all that can. Of timers that cannot be told apart in
        speech, the one that is done first is meant.
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
        return matching(self._timers, request.intent.slots, request.home)

    def _change(self, changed: Timer) -> None:
        self._timers = [changed if timer.number == changed.number else timer for timer in self._timers]

    INTENTS: ClassVar[Mapping[str, "Callable[[Timers, _Request], str]"]] = {
        "HassStartTimer": _start,
        "HassCancelTimer": _cancel,
        "HassCancelAllTimers": _cancel_all,
        "HassPauseTimer": _pause,
        "HassUnpauseTimer": _resume,
        "HassIncreaseTimer": _increase,
        "HassDecreaseTimer": _decrease,
        "HassTimerStatus": _status,
    }
    """What `carry_out` serves."""


def _left_on(timer: Timer, request: _Request) -> str:
    key = "left_paused" if timer.ends is None else "left"
    return request.say(key, the=request.call(timer), seconds=rounded(timer.left(request.now)))


def _finished(timer: Timer, now: float, act_s: float) -> Finished:
    words = wording(timer.language)
    late = now - (timer.ends or now)
    the = called(timer.name, timer.about, timer.length, words)
    if timer.command is not None:
        if late <= act_s:
            return Finished(timer.site, timer.language, "", timer.command, late)
        sentence = said("command_late", words, the=the)
        return Finished(timer.site, timer.language, sentence, late_s=late, missed=timer.command)
    key = "done" if late <= LATE else "done_late"
    return Finished(timer.site, timer.language, said(key, words, the=the, seconds=rounded(late)))
