"""What Whisper made of a piece of audio, and how long audio is cut into such pieces."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sarai_mqtt.adapters.onnx.whisper_decoding import Decoding
from sarai_mqtt.core.audio import RATE, Samples
from sarai_mqtt.core.events import Transcript

SHORTEST_S = 0.1  # what is shorter says nothing
_PIECE_S = (12, 20)  # longer audio is cut at its quietest point between these
_QUIET_S = 0.2
# Of the power of the loudest frame: 26 dB less. What is louder than that stays, talk in the background too.
_QUIET_POWER = 0.0025
_FRAME_S, _MARGIN_S = 0.02, 0.25
_LOOP_TOKENS = 12
_LOOP_TIMES = 4
# The chance of no speech and the mean log-probability together part speech from noise; neither does alone.
_SURE_WEIGHT = 0.3
_NO_SPEECH = 0.88


@dataclass(frozen=True, slots=True)
class Heard:
    """What a piece of audio gave. `log_prob` is the sum over the `count` tokens chosen, the end included.

    `tokens` are those chosen, whole up to the end or none; `decoding` is where they left the decoder.
    `freely` is what was heard before the house's words put it right, "" when they did not.
    """

    text: str
    language: str
    log_prob: float
    count: int
    no_speech: float
    tokens: tuple[int, ...]
    decoding: Decoding
    freely: str = ""

    @property
    def mean(self) -> float:
        """Give the mean log-probability of a token."""
        return self.log_prob / self.count

    @property
    def silent(self) -> bool:
        """True when nothing was said."""
        said = any(letter.isalnum() for letter in self.text)
        return not said or self.doubt > _NO_SPEECH

    @property
    def doubt(self) -> float:
        """Say how little it sounds like speech: recordings give 0.71 or less, noise 1.07 or more."""
        return self.no_speech - _SURE_WEIGHT * self.mean


def transcript_of(parts: Sequence[Heard], language: str) -> Transcript:
    """Join what was heard in the parts that are not silent; `language` counts when all are."""
    heard = [part for part in parts if not part.silent]
    if not heard:
        return Transcript("", "", language, 0.0, no_speech=True)
    mean = sum(part.log_prob for part in heard) / sum(part.count for part in heard)
    text, freely = (
        " ".join(texts) for texts in zip(*((p.text, p.freely or p.text) for p in heard), strict=True)
    )
    return Transcript("", text, heard[0].language, math.exp(mean), heard="" if freely == text else freely)


def pieces(samples: Samples) -> Iterator[Samples]:
    """Cut long audio at its quietest points; leaves out a rest too short to say anything."""
    shortest, longest = (seconds * RATE for seconds in _PIECE_S)
    window = int(_QUIET_S * RATE)
    while len(samples) > longest:
        power = np.cumsum(samples[shortest:longest].astype(np.float64) ** 2)
        cut = shortest + int(np.argmin(power[window:] - power[:-window])) + window // 2
        yield samples[:cut]
        samples = samples[cut:]
    if len(samples) >= SHORTEST_S * RATE:
        yield samples


def voiced(samples: Samples) -> Samples:
    """Give `samples` without what is quiet before and after the rest, a margin aside."""
    frame = int(_FRAME_S * RATE)
    power = np.square(samples[: len(samples) // frame * frame].astype(np.float64)).reshape(-1, frame).mean(1)
    loud = np.flatnonzero(power > _QUIET_POWER * power.max(initial=0.0))
    if not len(loud):
        return samples
    margin = int(_MARGIN_S * RATE)
    return samples[max(0, loud[0] * frame - margin) : (loud[-1] + 1) * frame + margin]


def looping(tokens: Sequence[int]) -> int:
    """Say how many tokens at the end only repeat what is before them: 0, or three rounds of a loop."""
    for length in range(1, _LOOP_TOKENS + 1):
        times = max(_LOOP_TIMES, math.ceil(2 * _LOOP_TIMES / length))
        tail = list(tokens[-length * times :])
        if len(tail) == length * times and tail == tail[-length:] * times:
            return length * (times - 1)
    return 0
