"""Somebody who speaks in a room: audio of which each frame can be recognised later."""

import struct

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS
from tests.harness.audio import LOUD, QUIET

_HEAD = struct.Struct("<HHI")
_MARK = 0x5A5A


def loud_frame(site, number):
    """Return a frame of speech that can be recognised: the `number`th frame of site number `site`."""
    return _HEAD.pack(_MARK, site, number) + LOUD[_HEAD.size :]


def numbers_in(pcm, until_ms):
    """Return the numbers of the loud frames in `pcm` that begin before `until_ms`."""
    heads = (_HEAD.unpack_from(pcm, at) for at in range(0, until_ms // FRAME_MS * FRAME_BYTES, FRAME_BYTES))
    return [number for mark, _, number in heads if mark == _MARK]


def named(frame):
    """Return the number of the site and the number of a loud frame."""
    _, site, number = _HEAD.unpack_from(frame)
    return site, number


class Room:
    """Somebody in a room: the frames that are still to be sent, and how many were.

    `quiet`: frames since the last one with speech. `text` is said in other rooms, too; None if nobody else
    hears what is said here.
    """

    def __init__(self, number):
        self.number, self.count = number, 0
        self.plan, self.streams, self.text = [], True, None
        self.quiet = 99

    def frame(self, chance):
        """Return the next 20 ms of the room; a person speaks now and then."""
        if not self.plan:
            self.plan, self.text = list(reversed(plan(chance))), None
        self.count += 1
        if self.plan.pop():
            self.quiet = 0
            return loud_frame(self.number, self.count)
        self.quiet += 1
        return QUIET

    @property
    def pauses(self):
        """True if a person has just fallen silent."""
        return 6 < self.quiet < 25


def plan(chance):
    """Return True for each frame of speech and False for each of silence: a pause, and often an utterance."""
    quiet = [False] * chance.choice((5, 40, 90, 150))
    kind = chance.choice(("none", "cough", "short", "short", "pause", "pause", "breaths", "long"))
    loud = [True] * chance.choice((6, 7, *range(8, 25)))
    match kind:
        case "none":
            return quiet
        case "cough":
            return [*quiet, *[True] * chance.randrange(1, 5)]
        case "short":
            return [*quiet, *loud, *[False] * 45]
        case "pause":
            pause = [False] * chance.randrange(8, 22)
            return [*quiet, *loud, *pause, *[True] * chance.randrange(1, 15), *[False] * 45]
        case "breaths":
            breaths = [[True] * chance.randrange(3, 12) + [False] * chance.randrange(2, 14) for _ in range(5)]
            return [*quiet, *loud, *(frame for breath in breaths for frame in breath)]
    return [*quiet, *[True] * 130]
