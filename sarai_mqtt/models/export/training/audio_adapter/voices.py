"""The voices that speak the sentences: our own, those of flite, and Kokoro's."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from sarai_mqtt.core.audio import Samples
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.models.export.training.audio_adapter import LANGUAGE
from sarai_mqtt.models.export.training.audio_adapter.parts import english_voice
from sarai_mqtt.models.export.training.audio_adapter.speech import Speaker, at_16k, flite
from sarai_mqtt.models.export.training.teacher import Teacher, joined
from sarai_mqtt.turns.engine_worker import CancelToken

_KOKORO_RATE = 24_000


def speaker_of(parts: Sequence[Path], voices: Path | None) -> Callable[[str], Speaker]:
    """Return a function name -> speaker for `sarai`, `flite:VOICE` and `kokoro:VOICE`.

    `parts` are the files of Kokoro-82M and `voices` the folder of its voices; both may be left out if no
    name needs them.
    """

    def speaker(name: str) -> Speaker:
        """Return the speaker of a name. Raises BadInput `unknown_voice`."""
        kind, _, voice = name.partition(":")
        if kind == "sarai":
            return _own()
        if kind == "flite":
            return flite(voice)
        if kind == "kokoro" and voices is not None:
            return _kokoro(parts, voices / f"{voice}.bin")
        raise BadInput(
            "unknown_voice", f"There is no voice {name}.", "Name sarai, flite:slt or kokoro:af_sky."
        )

    return speaker


def _own() -> Speaker:
    """Return the English voice of the settings."""
    tts = english_voice()

    def say(text: str) -> Samples:
        """Speak one sentence."""
        return at_16k(b"".join(tts.synthesize(text, LANGUAGE, CancelToken())), tts.rate)

    return say


def _kokoro(parts: Sequence[Path], voice: Path) -> Speaker:
    teacher, phonemizer = Teacher(parts, [voice], 1.0), Phonemizer(TextNormalizer())

    def say(text: str) -> Samples:
        """Speak one sentence."""
        audio = teacher(text, joined(phonemizer(text, LANGUAGE))).audio
        return at_16k(np.asarray(audio, "<i2").tobytes(), _KOKORO_RATE)

    return say
