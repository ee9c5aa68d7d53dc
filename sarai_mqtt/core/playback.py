"""What a site's speaker is playing, and whether its microphone hears just that.

Time is a clock reading given by the caller, seconds. What a speaker really does is not known: it plays the
pieces as they come or waits for the whole reply, and may say that it is done.
"""

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


class Playback:
    """One site's speaker. `turn` is whose speech it last got, `quiet_at` when that should be over."""

    def __init__(self) -> None:
        self.turn = ""
        self.quiet_at = 0.0
        self._playing_until = self._echo_until = 0.0
        self._text = ""
        self._pcm = bytearray()
        self._rate = RATE
        self._begun_at = 0.0
        self._whole_at: float | None = None
        self._heard: list[Bands] = []

    def add(self, turn: str, text: str, pcm: bytes, rate: int, now: float) -> None:
        """Take a piece of speech that was sent: s16le mono at `rate` Hz; `text` is the sentence it begins."""
        if turn != self.turn:
            self.turn, self._text, self._pcm, self._rate = turn, "", bytearray(), rate
            self._begun_at, self._whole_at = now, None
        self._text = f"{self._text} {text}".strip()
        self._pcm += pcm
        self._heard = []
        self.quiet_at = max(self.quiet_at, now) + _seconds(pcm, rate)
        self._last_until(self.quiet_at + ECHO_S)

    def whole(self, now: float) -> None:
        """Note that the whole reply was sent: a speaker that waited for it begins only now."""
        self._whole_at = now
        self._last_until(now + _seconds(self._pcm, self._rate) + ECHO_S)

    def over(self, now: float) -> None:
        """Note that the speaker has fallen silent."""
        self.quiet_at = min(self.quiet_at, now)
        self._playing_until = min(self._playing_until, now)
        self._echo_until = min(self._echo_until, now + ECHO_S)

    def playing(self, now: float) -> bool:
        """Say whether the speaker may still be playing."""
        return now < self._playing_until

    def said(self, since: float) -> str:
        """Give the text of the speech that may have been heard at `since` or later, else ""."""
        return self._text if since < self._echo_until else ""

    def _last_until(self, then: float) -> None:
        self._playing_until = max(self._playing_until, then)
        self._echo_until = max(self._echo_until, then)

    def is_heard_in(self, pcm: bytes, now: float) -> bool | None:
        """Say whether `pcm` (16 kHz mono s16le, its last second counts) is our speech come back by the room.

        None when it is too short to tell. Compared is the loudness of 12 bands in steps of 20 ms, each band
        less its mean, since loudspeaker and room colour a voice but keep its rhythm: by correlation with the
        best of the places in what was sent that may be heard `now`.
        """
        mic = _bands(np.frombuffer(pcm, "<i2")[-_LONGEST_MS * RATE // 1000 :], RATE)
        length = len(mic) * FRAME_MS
        if length < _SHORTEST_MS:
            return None
        if not self._heard:
            # What was heard may begin before our speech, or end after it.
            quiet = np.zeros(_LONGEST_MS * self._rate // 1000, np.int16)
            sent = np.concatenate([quiet, np.frombuffer(bytes(self._pcm), "<i2"), quiet])
            # The microphone's steps begin anywhere within ours.
            self._heard = [_bands(sent[shift:], self._rate) for shift in (0, self._rate * FRAME_MS // 2000)]
        limit = float(np.interp(length, (_SHORTEST_MS, _LONGEST_MS), _LIKE_US))
        stretches = [self._stretch(span, len(mic)) for span in self._spans(now)]
        return any(_likeness(mic, sent[where]) >= limit for sent in self._heard for where in stretches)

    def _spans(self, now: float) -> list[tuple[float, float]]:
        """Give from where to where, in seconds of what was sent, the speaker may be `now`."""
        played = now - self._begun_at
        # what it had to wait for pieces
        waited = max(0.0, self.quiet_at - self._begun_at - _seconds(self._pcm, self._rate))
        pieces = (played - waited - ECHO_S, played)
        if self._whole_at is None:
            return [pieces]
        return [pieces, (now - self._whole_at - ECHO_S, now - self._whole_at)]

    def _stretch(self, span: tuple[float, float], steps: int) -> slice:
        """Give where in `_heard` so many steps may lie that end within `span`."""
        first, last = (round(1000 * end + _LONGEST_MS) // FRAME_MS for end in span)
        return slice(max(0, first - steps), max(0, last))


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
