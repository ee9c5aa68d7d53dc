"""Sentences about timers of a language (timers.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

TimerClause = Literal[
    "named",
    "unnamed",
    "commanding",
    "started",
    "started_named",
    "started_command",
    "cancelled",
    "cancelled_all",
    "paused",
    "resumed",
    "added",
    "left",
    "left_paused",
    "more",
    "done",
    "done_late",
    "command_late",
    "none",
    "no_such",
    "none_running",
    "none_paused",
    "which",
    "no_time",
    "too_long",
    "too_many",
    "too_little",
    "no_command",
]
"""Clauses about timers; `named`, `unnamed` and `commanding` (with a delayed command) are names of a timer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timers:
    """Sentences about timers. None may contain the words of a command, because a microphone may hear it.

    Args:
        clauses: sentences without capital and full stop. `{the}` names the timer, `{of}` is "of" and the
            timer, `{name}` its own name, `{time}` a duration, `{count}` a number of timers; the language
            adds what `Wording.timer_parts` returns.

    """

    clauses: Mapping[TimerClause, str]
