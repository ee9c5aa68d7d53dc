"""What a site's speaker is playing, and whether its microphone hears just that.

Time is a clock reading given by the caller, seconds. What a speaker really does is not known: it plays the
pieces as they come or waits for the whole reply, and may say that it is done.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import FRAME_MS, RATE

# Network, sound card and room hold our voice back a little.
ECHO_S = 1.0

Bands = npt.NDArray[np.float64]

# The bands of a small loudspeaker; below is hum, above is little of a voice.
_EDGES_HZ = np.geomspace(200, 4000, 13)
# In a room the sound of a moment ago is still there: quieter than this under the loudest says nothing.
_RANGE_DB = 40.0
# The more is heard, the less a stranger's voice resembles ours by chance. See
# tests/bench/barge_in.py.
_SHORTEST_MS, _LONGEST_MS = 500, 1000
_LIKE_US = 0.45, 0.55
# Replies that may sound one behind the other and still be known as ours.
_REPLIES = 4


@dataclass(slots=True)
class _Speech:
    """What was sent of one turn; `begins` are the clock readings at which its playing may have begun.

    `pcm` is empty where nobody wants to know it again; `seconds` counts all. For `waited` seconds the speaker
    had no more of it. It may be heard until `until`.
    """

    rate: int
    begins: set[float]
    text: str = ""
    pcm: bytearray = field(default_factory=bytearray)
    seconds: float = 0.0
    waited: float = 0.0
    until: float = 0.0

    def parts(self, steps: int, now: float) -> list[Bands]:
        """Give the loudness where so many steps may lie that a microphone has heard `now`."""
        sent, size = np.frombuffer(bytes(self.pcm), "<i2"), self.rate * FRAME_MS // 1000
        # What was heard may begin before our speech, or end after it.
        quiet = _LONGEST_MS * self.rate // 1000
        parts = []
        for begun in self.begins:
            last = round((now - begun) * self.rate)
            first = round((now - begun - self.waited - ECHO_S) * self.rate) - steps * size
            first, last = max(first, -quiet), min(last, len(sent) + quiet)
            if last - first < steps * size:
                continue
            heard = np.zeros(last - first, np.int16)
            inside = sent[max(0, first) : max(0, last)]
            heard[max(0, -first) : max(0, -first) + len(inside)] = inside
            # The microphone's steps begin anywhere within ours.
            parts += [_bands(heard[shift:], self.rate) for shift in (0, size // 2)]
        return parts


class Playback:
    """One site's speaker. `turn` is whose speech it last got, `quiet_at` when that should be over."""

    def __init__(self) -> None:
        self.turn = ""
        self.quiet_at = 0.0
        self._playing_until = 0.0
        self._sent: deque[_Speech] = deque(maxlen=_REPLIES)

    def add(self, turn: str, text: str, pcm: bytes, rate: int, now: float, *, keep: bool = True) -> None:
        """Take a piece of speech that was sent: s16le mono at `rate` Hz; `text` is the sentence it begins.

        It can be told from a person's only if it is kept.
        """
        if turn != self.turn or not self._sent:
            self.turn = turn
            # A speaker may let the reply before end first.
            self._sent.append(_Speech(rate, {now, max(now, self.quiet_at)}))
        speech = self._sent[-1]
        speech.text = f"{speech.text} {text}".strip()
        speech.seconds += _seconds(pcm, rate)
        if keep:
            speech.pcm += pcm
        self.quiet_at = max(self.quiet_at, now) + _seconds(pcm, rate)
        speech.waited = max(0.0, self.quiet_at - max(speech.begins) - speech.seconds)
        self._last(speech)
        for other in self._sent:
            if now >= other.until:
                other.pcm.clear()

    def whole(self, now: float) -> None:
        """Note that the whole reply was sent: a speaker that waited for it begins only now."""
        if self._sent:
            *before, speech = self._sent
            speech.begins |= {now, max([now, *(other.until - ECHO_S for other in before)])}
            self._last(speech)

    def _last(self, speech: _Speech) -> None:
        """Let `speech` last to its end, whenever it began."""
        end = max(speech.begins) + speech.waited + speech.seconds
        speech.until = max(speech.until, end + ECHO_S)
        self._playing_until = max(self._playing_until, speech.until)

    def over(self, now: float) -> None:
        """Note that the speaker has fallen silent."""
        self.quiet_at = min(self.quiet_at, now)
        self._playing_until = min(self._playing_until, now)
        for speech in self._sent:
            speech.until = min(speech.until, now + ECHO_S)

    def playing(self, now: float) -> bool:
        """Say whether the speaker may still be playing."""
        return now < self._playing_until

    def said(self, since: float) -> str:
        """Give the text of the speech that may have been heard at `since` or later, else ""."""
        return " ".join(speech.text for speech in self._sent if since < speech.until)

    def is_heard_in(self, pcm: bytes, now: float) -> bool | None:
        """Say whether `pcm` (16 kHz mono s16le, its last second counts) is our speech come back by the room.

        None when it is too short to tell, or what was sent was not kept. Compared is the loudness of 12 bands
        in steps of 20 ms, each band less its mean, since loudspeaker and room colour a voice but keep its
        rhythm: by correlation with the best of the places in what was sent that may be heard `now`.
        """
        mic = _bands(np.frombuffer(pcm, "<i2")[-_LONGEST_MS * RATE // 1000 :], RATE)
        length = len(mic) * FRAME_MS
        playing = [speech for speech in self._sent if now < speech.until + _LONGEST_MS / 1000]
        if length < _SHORTEST_MS or any(_seconds(s.pcm, s.rate) < s.seconds for s in playing):
            return None
        limit = float(np.interp(length, (_SHORTEST_MS, _LONGEST_MS), _LIKE_US))
        return any(
            _likeness(mic, part) >= limit for speech in playing for part in speech.parts(len(mic), now)
        )


def _seconds(pcm: bytes | bytearray, rate: int) -> float:
    return len(pcm) / (2 * rate)


def _bands(samples: npt.NDArray[np.int16], rate: int) -> Bands:
    """Give the loudness [steps, 12] in dB of `samples` [n]."""
    size = rate * FRAME_MS // 1000
    steps = len(samples) // size
    frames = samples[: steps * size].reshape(steps, size) * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    # a band above half of a low rate is the last of what there is
    bounds = np.minimum(np.searchsorted(np.fft.rfftfreq(size, 1 / rate), _EDGES_HZ), power.shape[1] - 1)
    bands = np.add.reduceat(power, bounds, axis=1)[:, :-1]
    floor = 10 ** (-_RANGE_DB / 10) * bands.max(initial=1.0)
    return np.asarray(10 * np.log10(np.maximum(bands, floor)))


def _likeness(mic: Bands, sent: Bands) -> float:
    """Give the highest correlation of `mic` [n, 12] with n steps in a row of `sent` [m, 12]."""
    if len(sent) < len(mic):
        return 0.0
    windows: npt.NDArray[Any] = np.lib.stride_tricks.sliding_window_view(sent, len(mic), axis=0)
    windows = windows - windows.mean(axis=2, keepdims=True)
    wanted = (mic - mic.mean(axis=0)).T
    norms = np.sqrt((windows**2).sum(axis=(1, 2))) * np.sqrt((wanted**2).sum())
    return float((np.einsum("tbw,bw->t", windows, wanted) / np.maximum(norms, 1e-9)).max())
