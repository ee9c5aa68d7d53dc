"""From speech to the Thinker's answer without a way through text, as `think` runs it on recordings."""

import time
from collections.abc import Iterator
from typing import Any

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.turns.responses.clean_reply import clean_reply


def answer_speech(assembly: Assembly, utterance: Utterance, language: str | None) -> dict[str, Any]:
    """Let the Thinker answer `utterance`, and return the result as plain data.

    The speech is transcribed only if the Thinker is given the text, too (`thinker.input` both): `heard` is ""
    otherwise, and a `language` of None then is the first in use of the audio adapter's, as nobody listens for
    another. An utterance that was transcribed and had no speech gets no answer, as in a turn.
    Raises ConfigError `config_invalid` without a Thinker that takes speech; BadInput `unknown_language` if it
    takes none in that language.
    """
    audio = assembly.spoken_input
    if audio is None:
        raise ConfigError(
            "config_invalid",
            "There is no Thinker that takes speech.",
            "Set thinker.name in sarai.yaml, and leave it a language that the Thinker is not off in.",
        )
    spoken = [one for one in audio.thinker.audio_languages if one in assembly.settings.thinker_languages]
    cancel, start, heard = CancelToken(), time.perf_counter(), ""
    silent = False
    if audio.with_text:
        answer, features = audio.transcribe(utterance, None, language, cancel)
        heard, language = answer.transcript.text, answer.transcript.language
        silent = answer.transcript.no_speech
    else:
        features = audio.stt.encode(utterance, audio.thinker.audio_features, cancel)
        language = language or spoken[0]
    if language not in spoken and not silent:
        raise BadInput(
            "unknown_language",
            f"The audio adapter takes no speech in {language!r}.",
            f"Use {', '.join(spoken)}.",
        )
    features_ms, began = _ms_since(start), time.perf_counter()
    first_ms: list[float] = []

    def timed(pieces: Iterator[str]) -> Iterator[str]:
        for piece in pieces:
            first_ms.append(_ms_since(began))
            yield piece

    pieces = iter(()) if silent else audio.think(features, heard, language, cancel)
    text = " ".join(clean_reply(timed(pieces), language, assembly.home_file.home, heard))
    return {
        "text": text,
        "language": language,
        "heard": heard,
        "audio_s": round(utterance.seconds, 3),
        "frames": features.shape[1],
        "features_ms": features_ms,
        "ttft_ms": next(iter(first_ms), None),
        "think_ms": _ms_since(began),
    }


def _ms_since(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 1)
