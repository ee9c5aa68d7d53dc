"""No field of a turn or of a site is written from more than one module."""

from pathlib import Path

import pytest

import sarai_mqtt
from tests.harness.field_writers import field_writers
from tests.harness.source_modules import sources_of

# The classes that a turn and a site begin with; a turn keeps its speech in a variable.
ROOTS = ("Turn", "TurnRequest", "Speech", "Site")
# Classes that a turn or a site may hold, but that are no part of one: all sites share them.
SHARED = {
    "Arbiter": "decides between the claims of all sites",
    "Engines": "what all turns run on",
    "TimerScheduler": "the timers of all sites",
    "Worker": "a thread of an engine",
}
# Fields that their class changes by rules of its own, and one other module by a method that only assigns. What is
# assigned there is the class's affair, not the caller's: it gets a moment, a size or an intent, and no field.
OPERATIONS = {
    "AudioQueue.dropped_ms": "count_dropped adds bytes as milliseconds; take_dropped empties it",
    "Dialogue._asked": "ask makes the time limit; answers and the clock close it",
    "Dialogue._done": "what was done last; never mind forgets it",
    "Microphone._open_until": "open and close; question_ended opens it, too",
    "Microphone._question": "expect_answer and drop_question; question_ended takes it",
    "SiteTurns.floor_task": "hold_floor; end_turn lets go of it",
    "SpeakingFloor.due": "queue_from; give moves it on",
}
# Some classes that must have been found, among many.
SITE = {
    *("Site", "SiteTurns", "Draft", "Microphone", "Ear", "AudioQueue", "UtteranceSegmenter", "Endpointer"),
    *("Mouth", "Playback", "Dialogue"),
}
TURN = {"Turn", "Speech", "TurnRequest", "SpeakingFloor", "Candidate", "Claim"}

# A small package: the class under test, what it holds, and a class that it does not hold.
TURN_MODULE = '''
import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol
from sarai_mqtt.turns.parts import Part

class Turn:
    size: int = 0

    def __init__(self, part: Part) -> None:
        self.state, self.words = "new", deque([""])
        self.at: dict[str, float] = {}
        self.over = asyncio.Event()
        self.part = part
        self.parts: deque["Part"] = deque()
        self.named: dict[str, Part | None] = {}
        self.done: Callable[[Other], None] = print
        self.shared = Shared()
        self._title = ""
        self.rename("")

    def rename(self, title: str) -> None:
        """Rename it."""
        self._title = title.strip()
        self.at[title] = 0.0

    @property
    def title(self) -> str:
        return self._title

    @title.setter
    def title(self, title: str) -> None:
        if title:
            self._title = title

class Other:
    state: str = ""
    words: list[str] = []

class Shared:
    state: str = ""

class Stated(Protocol):
    state: str
'''
PARTS = """
from __future__ import annotations

class Part:
    def __init__(self) -> None:
        self.length = 0
        self.words = Words()

    def step(self) -> None:
        if self.length:
            self.length += 1

    def shorten(self) -> None:
        self.length = 1

class LongPart(Part):
    lines: int = 0

class Words:
    def clear(self) -> None:
        pass
"""
HEADER = """
from asyncio import to_thread
from copy import replace
from functools import partial
from sarai_mqtt.turns.parts import Part
from sarai_mqtt.turns.turn import Other, Stated, Turn
from .turn import Other as Relative

def change(turn: Turn, other: Other, stated: Stated, unknown, maker: "Maker") -> None:
"""
MAKER = """
class Maker:
    def __init__(self, turn: Turn) -> None:
        self.state = ""
        self.turn = turn
        self.turns = {"": turn}

    def make(self) -> Turn:
        self.state = "made"
        return Turn(Part())
"""


def found_in(*bodies, turn=TURN_MODULE, parts=PARTS):
    """Return the writers of the fields of the small package, with one further module for each body."""
    sources = {"turns.turn": turn, "turns.parts": parts}
    for number, body in enumerate(bodies):
        lines = "".join(f"    {line}\n" for line in body.splitlines())
        sources[f"turns.module{number}"] = HEADER + lines + MAKER
    return field_writers(sources, ["Turn"], shared=["Shared"])


def written_by(body):
    """Return the fields that a module with that function writes."""
    return {name for name, writers in found_in(body).items() if "turns.module0" in writers.modules}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("turn.state = ''", {"Turn.state"}),
        ("turn.state += ''", {"Turn.state"}),
        ("turn.state: str = ''", {"Turn.state"}),
        ("del turn.state", {"Turn.state"}),
        ("turn.size, (turn.state, *turn.words) = 1, 'ab'", {"Turn.size", "Turn.state", "Turn.words"}),
        ("for turn.size in range(2): pass", {"Turn.size"}),
        ("with open('') as turn.state: pass", {"Turn.state"}),
        ("[0 for turn.size in range(2)]", {"Turn.size"}),
        ("turn.at[''] = 1.0", {"Turn.at"}),
        ("turn.at[''] += 1.0", {"Turn.at"}),
        ("del turn.at['']", {"Turn.at"}),
        ("turn.at[''][0][1:] = []", {"Turn.at"}),
        ("turn.words.append('')", {"Turn.words"}),
        ("return turn.words.popleft()", {"Turn.words"}),
        ("turn.at.setdefault('', []).append('')", {"Turn.at"}),
        ("turn.at[''].append('')", {"Turn.at"}),
        ("partial(turn.words.clear)", {"Turn.words"}),
        ("turn.over.set()", {"Turn.over"}),
        ("words = turn.words\nwords.append('')", {"Turn.words"}),
        ("at = turn.at\nat[''] = 1.0", {"Turn.at"}),
        ("(found := turn).state = ''", {"Turn.state"}),
        ("if found := turn:\n    found.state = ''", {"Turn.state"}),
        ("if words := turn.words:\n    words.append('')", {"Turn.words"}),
        ("setattr(turn, 'state', '')", {"Turn.state"}),
        ("object.__setattr__(turn, 'state', '')", {"Turn.state"}),
        ("turn.rename('')", {"Turn._title", "Turn.at"}),
        ("partial(turn.rename, '')", {"Turn._title", "Turn.at"}),
        ("turn.title = ''", {"Turn._title"}),
        ("turn.part.length = 1", {"Part.length"}),
        ("turn.parts[0].length = 1", {"Part.length"}),
        ("turn.named[''].length = 1", {"Part.length"}),
        ("turn.named['']['']['x'] = 1", {"Turn.named"}),
        ("for part in turn.parts:\n    part.length = 1", {"Part.length"}),
        ("*_, part = turn.parts\npart.length = 1", {"Part.length"}),
        ("for name, part in turn.named.items():\n    part.length = 1", {"Part.length"}),
        ("[part.shorten() for part in turn.named.values()]", {"Part.length"}),
        ("part = turn.parts.popleft()\npart.length = 1", {"Part.length", "Turn.parts"}),
        ("maker.turn.state = ''", {"Turn.state"}),
        ("maker.turns[''].state = ''", {"Turn.state"}),
        ("maker.make().state = ''", {"Turn.state"}),
        ("async def later():\n    (await to_thread(maker.make)).state = ''", {"Turn.state"}),
        ("Turn(Part()).state = ''", {"Turn.state"}),
        ("LongPart = Part\nLongPart().length = 1", {"Part.length"}),
        ("(turn if unknown else other).state = ''", {"Turn.state"}),
        ("later = lambda: setattr(turn, 'state', '')", {"Turn.state"}),
        ("def later():\n    turn.state = ''", {"Turn.state"}),
        # Receivers of unknown type count for every class that has the field.
        ("unknown.state = ''", {"Turn.state"}),
        ("stated.state = ''", {"Turn.state"}),
        ("Relative().state = ''", {"Turn.state"}),
        ("one = Other()\none = one.next\none.state = ''", {"Turn.state"}),
        ("unknown.words = ''", {"Turn.words", "Part.words"}),
        ("unknown[0].words.append('')", {"Turn.words"}),
        ("unknown().rename('')", {"Turn._title", "Turn.at"}),
        ("unknown.title = ''", {"Turn._title"}),
        ("for one in unknown:\n    one.at[''] = 1.0", {"Turn.at"}),
        ("match unknown:\n    case [one, two]:\n        one.state = two", {"Turn.state"}),
    ],
)
def test_a_write_is_found(body, fields):
    assert written_by(body) == fields


@pytest.mark.parametrize(
    "body",
    [
        "turn = Turn(Part())",
        "turn = replace(turn, state='')",
        "turn.state: str",
        "state = turn.state\nstate += ''",
        "words = turn.words\nwords = []",
        "turn.words.index('')",
        "print(turn.at[''], turn.title, turn.over.is_set())",
        "other.state = ''",
        "other.words.append('')",
        "maker.state = ''",
        "turn.part.words.clear()",
        "turn.shared.state = ''",
        "Other().state = ''",
        "async def later():\n    (await to_thread(Other)).state = ''",
        "for one in [other]:\n    one.state = ''",
        "match unknown:\n    case Other() as one:\n        one.state = ''",
    ],
)
def test_what_writes_no_field_is_not_counted(body):
    assert written_by(body) == set()


@pytest.mark.parametrize(
    ("bodies", "shared"),
    [
        (["turn.state = ''"], False),
        (["turn.state = ''", "turn.state = ''"], True),
        (["turn.state = ''", "unknown.state = ''"], True),
        (["turn.rename('')"], False),
        (["turn.rename('')", "turn.rename('')"], True),
        (["turn.rename('')", "turn.title = ''"], True),
        (["turn.rename('')", "turn._title = ''"], True),
        (["turn.part.shorten()"], False),
        (["turn.part.shorten()", "turn.part.shorten()"], True),
        (["turn.part.length = 1"], True),
        (["turn.part.step()", "turn.part.step()"], False),
    ],
)
def test_a_field_with_two_writers_is_found(bodies, shared):
    assert any(writers.shared for writers in found_in(*bodies).values()) == shared


def test_the_logic_of_a_class_and_one_caller_of_its_setter_are_two_modules():
    length = found_in("turn.part.shorten()")["Part.length"]
    assert length.modules == {"turns.parts", "turns.module0"}


def test_an_assignment_in_a_setter_counts_for_the_caller_alone():
    title = found_in("turn.rename('')")["Turn.at"]
    assert title.modules == {"turns.module0"}


def test_a_setter_that_no_other_module_calls_is_a_write_of_its_own_module():
    assert found_in("pass")["Turn._title"].modules == {"turns.turn"}


def test_the_construction_of_an_object_is_no_write():
    assert found_in("pass")["Turn.state"].modules == set()


def test_what_a_callback_made_in_a_constructor_writes_counts():
    turn = TURN_MODULE.replace('self.rename("")', "self.done = lambda: self.words.clear()")
    assert found_in("pass", turn=turn)["Turn.words"].modules == {"turns.turn"}


def test_classes_of_one_name_are_kept_apart():
    found = found_in("pass", parts=PARTS + "\n\nclass Turn:\n    state: str\n")
    assert {"turns.turn:Turn.state", "turns.parts:Turn.state"} <= set(found)


def test_only_what_a_root_holds_is_looked_at():
    names = {name.split(".")[0] for name in found_in("pass")}
    assert names == {"Turn", "Part", "LongPart"}


@pytest.fixture(scope="module")
def writers():
    """Writers of the fields of a turn and a site of the real package."""
    return field_writers(sources_of(Path(sarai_mqtt.__file__).parent), ROOTS, shared=SHARED)


def test_the_parts_of_a_turn_and_a_site_are_found(writers):
    classes = {name.split(".")[0] for name in writers}
    assert classes >= SITE | TURN
    assert classes & set(SHARED) == set()
    # That something is written must be found, too.
    assert sum(bool(found.modules) for found in writers.values()) > len(classes)


def test_no_field_of_a_turn_or_a_site_is_written_from_two_modules(writers):
    shared = [f"{name}: {', '.join(sorted(w.modules))}" for name, w in sorted(writers.items()) if w.shared]
    assert not shared, "\n".join(["Fields written from more than one module:", *shared])


def test_only_named_operations_write_a_field_that_its_class_writes_too(writers):
    assert {name for name, found in writers.items() if len(found.modules) > 1} == set(OPERATIONS)
