"""Whisper's result for one segment of audio, splitting of long audio into segments, and loop detection."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sarai_mqtt.core.audio import RATE, Samples
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.engines.stt.whisper_decoding import Decoding

SHORTEST_S = 0.1  # shorter audio holds no word and is not transcribed
_SEGMENT_S = (12, 20)  # longer audio is cut at its quietest point in this range
_QUIET_S = 0.2
# Threshold of `trim_silence`, relative to the power of the loudest frame (-26 dB). Background talk is often
# louder than that and stays.
_QUIET_POWER = 0.0025
_FRAME_S, _MARGIN_S = 0.02, 0.25
_LOOP_TOKENS = 12  # longest loop that is looked for
_LOOP_TIMES = 4  # rounds after which a repetition counts as a loop; of a single token twice as many
# No-speech probability and mean log-probability together separate speech from noise; neither does alone.
_LOG_PROB_WEIGHT = 0.3
_NO_SPEECH = 0.88


@dataclass(frozen=True, slots=True)
class Heard:
    """The decoder's result for one segment of audio.

    Args:
        text: what was recognised, after a correction by the home's vocabulary.
        language: code of the language it was decoded in.
        log_prob: sum of the log-probabilities (nats) of the chosen tokens, the end token included.
        count: number of these tokens.
        no_speech: Whisper's probability that nobody speaks, 0..1.
        tokens: the chosen tokens without the end token; () if the decoder did not reach it.
        decoding: state of the decoder after the last token fed.
        uncorrected: the text before the correction, "" if there was none.

    """

    text: str
    language: str
    log_prob: float
    count: int
    no_speech: float
    tokens: tuple[int, ...]
    decoding: Decoding
    uncorrected: str = ""

    @property
    def mean(self) -> float:
        """Mean log-probability of a token, nats."""
        return self.log_prob / self.count

    @property
    def silent(self) -> bool:
        """True if the text has no letter or digit, or the audio sounds like noise."""
        said = any(letter.isalnum() for letter in self.text)
        return not said or self.doubt > _NO_SPEECH

    @property
    def doubt(self) -> float:
        """Score of how unlike speech the audio is; measured: recordings 0.71 or less, noise 1.07 or more."""
        return self.no_speech - _LOG_PROB_WEIGHT * self.mean


def transcript_of(parts: Sequence[Heard], language: str) -> Transcript:
    """Join the segments that are not silent into a Transcript; without any it is empty and in `language`.

    `confidence` is exp of the mean log-probability of all tokens; the language is that of the first segment.
    """
    heard = [part for part in parts if not part.silent]
    if not heard:
        return Transcript("", "", language, 0.0, no_speech=True)
    mean = sum(part.log_prob for part in heard) / sum(part.count for part in heard)
    text, uncorrected = (
        " ".join(texts) for texts in zip(*((p.text, p.uncorrected or p.text) for p in heard), strict=True)
    )
    return Transcript(
        "", text, heard[0].language, math.exp(mean), heard="" if uncorrected == text else uncorrected
    )


def segments(samples: Samples) -> Iterator[Samples]:
    """Yield `samples` (float32 [n], 16 kHz) in segments of 20 s at most, cut at the quietest points.

    A remainder shorter than SHORTEST_S is left out.
    """
    shortest, longest = (seconds * RATE for seconds in _SEGMENT_S)
    window = int(_QUIET_S * RATE)
    while len(samples) > longest:
        power = np.cumsum(samples[shortest:longest].astype(np.float64) ** 2)
        cut = shortest + int(np.argmin(power[window:] - power[:-window])) + window // 2
        yield samples[:cut]
        samples = samples[cut:]
    if len(samples) >= SHORTEST_S * RATE:
        yield samples


def trim_silence(samples: Samples) -> Samples:
    """Return `samples` (float32 [n], 16 kHz) without the silence at both ends, but for 0.25 s of each.

    Audio that is all zero is returned unchanged.
    """
    frame = int(_FRAME_S * RATE)
    power = np.square(samples[: len(samples) // frame * frame].astype(np.float64)).reshape(-1, frame).mean(1)
    loud = np.flatnonzero(power > _QUIET_POWER * power.max(initial=0.0))
    if not len(loud):
        return samples
    margin = int(_MARGIN_S * RATE)
    return samples[max(0, loud[0] * frame - margin) : (loud[-1] + 1) * frame + margin]


def loop_length(tokens: Sequence[int]) -> int:
    """Return how many tokens at the end repeat those before them in a loop; 0 if there is no loop.

    A loop is 4 rounds of 2 to 12 tokens, or 8 of one token; all of these rounds but the first are counted.
    """
    for length in range(1, _LOOP_TOKENS + 1):
        times = max(_LOOP_TIMES, math.ceil(2 * _LOOP_TIMES / length))
        tail = list(tokens[-length * times :])
        if len(tail) == length * times and tail == tail[-length:] * times:
            return length * (times - 1)
    return 0
