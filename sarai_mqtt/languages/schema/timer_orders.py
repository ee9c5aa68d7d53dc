"""How timers are ordered and asked about (timer_orders.yaml); a pack without the file has sentences alone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerOrders:
    """Phrases as in `Alarms`, without the length of the timer; "{name}" is its name.

    Args:
        start: what starts a timer; without a length one is asked for.
        more: what adds a length to a timer.
        less: what takes one off it.
        cancel: what cancels a timer.
        cancel_all: what cancels all.
        pause: what pauses one.
        resume: what lets one run on.
        left: what asks how long one has left.
        before_name: words before the name of a timer, behind a phrase: "for the".
        never_names: words that no name has.
        edges: words that may stand behind a phrase besides polite ones: "of", before the length.

    """

    start: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]
    cancel: tuple[str, ...]
    cancel_all: tuple[str, ...]
    pause: tuple[str, ...]
    resume: tuple[str, ...]
    left: tuple[str, ...]
    before_name: tuple[str, ...]
    never_names: tuple[str, ...]
    edges: tuple[str, ...]
