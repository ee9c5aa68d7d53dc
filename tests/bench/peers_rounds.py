"""What is played, in which order, and what is made of the times."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.bench.peers_audio import Clip, joined, together
from tests.bench.peers_machine import Others
from tests.bench.peers_ours import Ours
from tests.bench.peers_theirs import Theirs

# What the peer answers a command with; ours answers what it understood.
REPLY = "Okay, the kitchen light is on."
# Home Assistant's silence (VadSensitivity.DEFAULT).
HA_SILENCE_S = 0.7
SECONDS = (1, 2.5, 5, 10)
SITES = (1, 2, 4, 8)
_TOPICS = (
    "washing machine",
    "living room window",
    "front door",
    "dinner",
    "laundry",
    "garden hose",
    "oven",
    "heating",
)
_SETTLE_S = 0.2

Side = Ours | Theirs
# Who plays, and what.
Play = tuple[Side, Callable[[], Any]]
# What a play gave, and the CPU ms that its side spent on it, by server.
Played = tuple[Any, dict[str, float]]


@dataclass(slots=True)
class Rounds:
    """Plays rounds, and plays those again in which others used the box (at most `again` of them)."""

    max_others: float
    again: int
    note: Callable[[str], None]
    played: int = 0
    dropped: int = 0
    busy: int = 0
    others: list[float] = field(default_factory=list)

    def play(self, number: int, plays: Mapping[str, Play]) -> dict[str, Played]:
        """Play all, backwards if `number` is odd, until others leave the box alone or no more may be played again."""
        order = list(plays) if number % 2 == 0 else list(plays)[::-1]
        while True:
            others = Others()
            result = {name: spent(*plays[name]) for name in order}
            cores = others.cores()
            if cores > self.max_others and self.dropped < self.again:
                self.dropped += 1
                self.note(f"others used {cores:.2f} cores: once more")
                continue
            self.played += 1
            self.busy += cores > self.max_others
            self.others.append(cores)
            return result

    def report(self) -> dict[str, Any]:
        """Say how quiet the box was."""
        return {
            "kept": self.played,
            "played_again": self.dropped,
            "kept_though_busy": self.busy,
            "others_cores_median": round(statistics.median(self.others), 2) if self.others else None,
        }


def spent(side: Side, play: Callable[[], Any]) -> Played:
    """Play, and count the CPU ms of `side` with what it does right after."""
    before = side.cpu_s()
    result = play()
    time.sleep(_SETTLE_S)
    return result, {name: 1e3 * (now - before[name]) for name, now in side.cpu_s().items()}


def stats(values: Sequence[float | None]) -> dict[str, float | int] | None:
    """Give median, 95th percentile, least and number; None without values."""
    there = [value for value in values if value is not None]
    if not there:
        return None
    return {
        "median": round(statistics.median(there), 1),
        "p95": round(float(np.percentile(there, 95)), 1),
        "min": round(min(there), 1),
        "n": len(there),
    }


def both(
    plays: Sequence[Mapping[str, Played]], how: str, value: Callable[[Played], float | None]
) -> dict[str, Any]:
    """Give the stats of a value of each side's plays named `<side><how>`."""
    return {side: stats([value(play[f"{side}{how}"]) for play in plays]) for side in ("ours", "peer")}


def commands(ours: Ours, theirs: Theirs, clips: Sequence[Clip], count: int, rounds: Rounds) -> dict[str, Any]:
    """Speak one command a round to both, with an oracle's stop and with the silence each waits for; rows by name."""
    plays = []
    for number in range(count):
        clip = clips[number % len(clips)]
        plan: dict[str, Play] = {
            "ours stop": (ours, lambda: ours.hear([clip], push_to_talk=True)[0]),
            "peer stop": (theirs, lambda: theirs.hear([clip], wait_s=0, reply=REPLY)[0]),
            "ours wait": (ours, lambda: ours.hear([clip], push_to_talk=False)[0]),
            "peer wait": (theirs, lambda: theirs.hear([clip], wait_s=HA_SILENCE_S, reply=REPLY)[0]),
        }
        plays.append(rounds.play(number, plan))

    def row(how: str, what: str) -> dict[str, Any]:
        return both(plays, f" {how}", lambda played: getattr(played[0], what, None))

    def cpu(how: str) -> dict[str, Any]:
        return both(plays, f" {how}", lambda played: sum(played[1].values()))

    cut = [
        play["ours wait"][0].text
        for play in plays
        if len(play["ours wait"][0].text.split()) < len(play["ours stop"][0].text.split())
    ]
    return {
        "stop to transcript": row("stop", "transcript"),
        "stop to first audio": row("stop", "first_audio"),
        "speech end to transcript": row("wait", "transcript"),
        "speech end to intent": row("wait", "intent"),
        "speech end to first audio": row("wait", "first_audio"),
        "CPU of a command, stop known": cpu("stop"),
        "CPU of a command": cpu("wait"),
        "cut short by us": {"of": len(plays), "texts": cut},
    }


def speaking(ours: Ours, theirs: Theirs, count: int, rounds: Rounds) -> dict[str, Any]:
    """Have texts spoken that were never said before, and one that always is."""
    plays: dict[str, list[dict[str, Played]]] = {"new": [], "fixed": []}
    for number in range(count):
        topic = _TOPICS[number % len(_TOPICS)]
        new = f"The {topic} needs another {number + 3} minutes, please come back then."
        for kind, text in (("new", new), ("fixed", REPLY)):
            plan: dict[str, Play] = {
                "ours": (ours, lambda: ours.say(text)),
                "peer": (theirs, lambda: theirs.say(text)),
            }
            plays[kind].append(rounds.play(number, plan))
    return {
        f"{kind} text to first audio": both(of_kind, "", lambda played: played[0])
        for kind, of_kind in plays.items()
    }


def prompts(ours: Ours, theirs: Theirs, clips: Sequence[Clip], rounds: Rounds) -> dict[str, Any]:
    """Play a person's recordings, no commands, to both, with an oracle's stop."""
    plays = []
    for number, clip in enumerate(clips):
        plan: dict[str, Play] = {
            "ours": (ours, lambda: ours.hear([clip], push_to_talk=True)[0]),
            "peer": (theirs, lambda: theirs.hear([clip], wait_s=0, reply=None)[0]),
        }
        plays.append(rounds.play(number, plan))
    return {"stop to transcript, a person's 2.5 to 3 s": both(plays, "", lambda played: played[0].transcript)}


def lengths(
    ours: Ours, theirs: Theirs, clips: Sequence[Clip], count: int, rounds: Rounds
) -> list[dict[str, Any]]:
    """Speak for longer and longer, with an oracle's stop: ms to the transcript, CPU ms of all (the reply included)."""
    return [
        {"seconds": seconds} | _many(ours, theirs, [joined(clips, seconds)], count, rounds)
        for seconds in SECONDS
    ]


def sites(
    ours: Ours, theirs: Theirs, clips: Sequence[Clip], count: int, rounds: Rounds
) -> list[dict[str, Any]]:
    """Speak at more and more sites at once, each its own command, with an oracle's stop; figures of the last site."""
    return [
        {"sites": number} | _many(ours, theirs, together(clips[:number]), count, rounds) for number in SITES
    ]


def _many(
    ours: Ours, theirs: Theirs, clips: Sequence[Clip], count: int, rounds: Rounds
) -> dict[str, dict[str, Any]]:
    plan: dict[str, Play] = {
        "ours": (ours, lambda: ours.hear(clips, push_to_talk=True)),
        "peer": (theirs, lambda: theirs.hear(clips, wait_s=0, reply=REPLY)),
    }
    plays = [rounds.play(number, plan) for number in range(count)]
    return {side: _of_all([play[side] for play in plays], len(clips)) for side in ("ours", "peer")}


def _of_all(plays: Sequence[Played], number: int) -> dict[str, Any]:
    """Sum up plays of `number` sites each. CPU ms are an utterance's."""

    def last(name: str) -> dict[str, float | int] | None:
        times = [[getattr(heard, name) for heard in play] for play, _ in plays]
        return stats([max((t for t in play if t is not None), default=None) for play in times])

    found: dict[str, Any] = {
        "last transcript": last("transcript"),
        "last first audio": last("first_audio"),
        "transcripts": sum(heard.transcript is not None for play, _ in plays for heard in play),
        "utterances": number * len(plays),
        "cpu": stats([sum(cpu.values()) / number for _, cpu in plays]),
    }
    if "stt" in plays[0][1]:
        found["cpu of hearing"] = stats([cpu["stt"] / number for _, cpu in plays])
    return found
