"""Tracks what the speaker of one site is playing, and detects that speech in its microphone.

Every time is a clock reading in seconds, passed in by the caller. What a speaker really does is not known: it
plays the pieces as they arrive or waits for the whole reply, and it may report when it has finished.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sarai_mqtt.core.audio import FRAME_MS, RATE

# Maximum delay, in seconds, that network, sound card and room add to our voice.
ECHO_S = 1.0

Bands = npt.NDArray[np.float64]

# The range of a small loudspeaker: below is hum, above little of a voice.
_EDGES_HZ = np.geomspace(200, 4000, 13)
# A room still holds the sound of a moment ago: levels further than this below the loudest are ignored.
_RANGE_DB = 40.0
# Lengths of the stretch that is compared, and the least correlation with our speech that counts as an echo of
# it, at each length. Measured in tests/bench/barge_in.py.
_SHORTEST_MS, _LONGEST_MS = 500, 1000
_MIN_CORRELATION = 0.45, 0.55
# Number of replies that are kept: a speaker may play them one after another.
_REPLIES = 4


@dataclass(slots=True)
class _Speech:
    """The speech of one turn that was sent to the speaker.

    Args:
        rate: sampling rate, Hz.
        begins: clock readings at which its playback may have begun.
        text: the words spoken.
        pcm: its samples, s16le mono; empty if the speech need not be recognised again.
        seconds: duration of all that was sent, kept or not.
        waited: seconds for which the speaker had nothing left to play.
        until: clock reading until which it may be heard.

    """

    rate: int
    begins: set[float]
    text: str = ""
    pcm: bytearray = field(default_factory=bytearray)
    seconds: float = 0.0
    waited: float = 0.0
    until: float = 0.0

    def parts(self, steps: int, now: float) -> list[Bands]:
        """Return the parts of this speech that may fill the last `steps` steps of a microphone at `now`.

        Each is the loudness [m, 12] in dB of a stretch of at least `steps` steps of 20 ms: one for each
        possible beginning and each of two alignments of the steps.
        """
        sent, size = np.frombuffer(bytes(self.pcm), "<i2"), self.rate * FRAME_MS // 1000
        # What was heard may begin before the speech, or end after it.
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
            # The steps of the microphone may begin anywhere within a step of the speech.
            parts += [_bands(heard[shift:], self.rate) for shift in (0, size // 2)]
        return parts


class Playback:
    """The playback of one site's speaker.

    `turn` is the turn whose speech was sent last, `quiet_at` the clock reading at which all speech should be
    over.
    """

    def __init__(self) -> None:
        self.turn = ""
        self.quiet_at = 0.0
        self._playing_until = 0.0
        self._sent: deque[_Speech] = deque(maxlen=_REPLIES)

    def add_speech(
        self, turn: str, text: str, pcm: bytes, rate: int, now: float, *, keep: bool = True
    ) -> None:
        """Record a piece of speech that was sent: `pcm` is s16le mono at `rate` Hz, `text` its words.

        With `keep` the samples are stored, so that `is_heard_in` can distinguish the speech from a person.
        """
        if turn != self.turn or not self._sent:
            self.turn = turn
            # A speaker may finish the previous reply first.
            self._sent.append(_Speech(rate, {now, max(now, self.quiet_at)}))
        speech = self._sent[-1]
        speech.text = f"{speech.text} {text}".strip()
        speech.seconds += _seconds(pcm, rate)
        if keep:
            speech.pcm += pcm
        self.quiet_at = max(self.quiet_at, now) + _seconds(pcm, rate)
        speech.waited = max(0.0, self.quiet_at - max(speech.begins) - speech.seconds)
        self._extend(speech)
        for other in self._sent:
            if now >= other.until:
                other.pcm.clear()

    def complete(self, now: float) -> None:
        """Record that the reply is complete at `now`: a speaker that waited for it begins only now."""
        if self._sent:
            *before, speech = self._sent
            speech.begins |= {now, max([now, *(other.until - ECHO_S for other in before)])}
            self._extend(speech)

    def _extend(self, speech: _Speech) -> None:
        """Extend the time until which `speech` may be heard, for the latest of its possible beginnings."""
        end = max(speech.begins) + speech.waited + speech.seconds
        speech.until = max(speech.until, end + ECHO_S)
        self._playing_until = max(self._playing_until, speech.until)

    def stop(self, now: float) -> None:
        """Record that the speaker has fallen silent at `now`."""
        self.quiet_at = min(self.quiet_at, now)
        self._playing_until = min(self._playing_until, now)
        for speech in self._sent:
            speech.until = min(speech.until, now + ECHO_S)

    def playing(self, now: float) -> bool:
        """Return True if the speaker may still be playing at `now`."""
        return now < self._playing_until

    def text_since(self, since: float) -> str:
        """Return the text of the speech that may have been audible at `since` or later, "" for none."""
        return " ".join(speech.text for speech in self._sent if since < speech.until)

    def is_heard_in(self, pcm: bytes, now: float) -> bool | None:
        """Return True if `pcm` (16 kHz mono s16le) is our own speech, picked up by the microphone.

        Only its last second counts. Returns None if it is shorter than 500 ms, or if the speech that was sent
        was not kept. The loudness of 12 bands (200 to 4000 Hz) in steps of 20 ms, each band minus its mean,
        is correlated with the speech that may be audible at `now`; the best match decides. Loudspeaker and
        room colour a voice but keep its rhythm, which the bands show.
        """
        mic = _bands(np.frombuffer(pcm, "<i2")[-_LONGEST_MS * RATE // 1000 :], RATE)
        length = len(mic) * FRAME_MS
        playing = [speech for speech in self._sent if now < speech.until + _LONGEST_MS / 1000]
        if length < _SHORTEST_MS or any(_seconds(s.pcm, s.rate) < s.seconds for s in playing):
            return None
        limit = float(np.interp(length, (_SHORTEST_MS, _LONGEST_MS), _MIN_CORRELATION))
        return any(
            _max_correlation(mic, part) >= limit for speech in playing for part in speech.parts(len(mic), now)
        )


def _seconds(pcm: bytes | bytearray, rate: int) -> float:
    return len(pcm) / (2 * rate)


def _bands(samples: npt.NDArray[np.int16], rate: int) -> Bands:
    """Return the loudness [steps, 12] in dB of `samples` [n] at `rate` Hz, in steps of 20 ms."""
    size = rate * FRAME_MS // 1000
    steps = len(samples) // size
    frames = samples[: steps * size].reshape(steps, size) * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    # at a low rate, bands above its half get the last bin
    bounds = np.minimum(np.searchsorted(np.fft.rfftfreq(size, 1 / rate), _EDGES_HZ), power.shape[1] - 1)
    bands = np.add.reduceat(power, bounds, axis=1)[:, :-1]
    floor = 10 ** (-_RANGE_DB / 10) * bands.max(initial=1.0)
    return np.asarray(10 * np.log10(np.maximum(bands, floor)))


def _max_correlation(mic: Bands, sent: Bands) -> float:
    """Return the highest correlation, -1 to 1, of `mic` [n, 12] with n consecutive steps of `sent` [m, 12].

    0 if `sent` is shorter than `mic`.
    """
    if len(sent) < len(mic):
        return 0.0
    windows: npt.NDArray[Any] = np.lib.stride_tricks.sliding_window_view(sent, len(mic), axis=0)
    windows = windows - windows.mean(axis=2, keepdims=True)
    wanted = (mic - mic.mean(axis=0)).T
    norms = np.sqrt((windows**2).sum(axis=(1, 2))) * np.sqrt((wanted**2).sum())
    return float((np.einsum("tbw,bw->t", windows, wanted) / np.maximum(norms, 1e-9)).max())
