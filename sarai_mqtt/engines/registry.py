"""The engines by kind and name. docs/extending/engine.md adds one: a module, a row here, a profile."""

from importlib import import_module
from typing import Any, Literal

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.engines.engine import Engine

Kind = Literal["stt", "tts", "vad", "llm"]

# Kind -> name in a profile -> module with the `ENGINE`. Names, so that only the engines in use are imported.
ENGINES: dict[Kind, dict[str, str]] = {
    "stt": {"whisper": "sarai_mqtt.engines.stt.whisper"},
    "tts": {"hibari": "sarai_mqtt.engines.tts.synthesizer"},
    "vad": {"silero": "sarai_mqtt.engines.vad.silero", "webrtc": "sarai_mqtt.engines.vad.webrtc"},
    "llm": {"llama": "sarai_mqtt.engines.llm.thinker"},
}

# VADs that are fast and never hang: they are called on the event loop. Any other is behind a guard.
TRUSTED_VADS = frozenset({"silero", "webrtc"})


def find_engine(kind: Kind, name: str, place: str = "the profile") -> Engine[Any, Any]:
    """Return the engine `name` of a kind, importing its module; `place` is where the settings name it.

    Raises ConfigError `config_invalid` if there is none, or a package that it needs is not installed.
    """
    rows = ENGINES[kind]
    if name not in rows:
        raise ConfigError(
            "config_invalid",
            f"There is no {kind} engine {name!r} (known: {', '.join(sorted(rows))}).",
            f"Correct `engine` in {place} (sarai.yaml).",
        )
    try:
        engine: Engine[Any, Any] = import_module(rows[name]).ENGINE
    except ModuleNotFoundError as error:
        raise ConfigError(
            "config_invalid",
            f"The {kind} engine {name!r} needs {error.name}, which is not installed.",
            f"Install it, or name another `engine` in {place} (sarai.yaml).",
        ) from error
    return engine
