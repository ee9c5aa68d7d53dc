"""Pool of Thinkers by name, each loaded once, on first use."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from sarai_mqtt.app.model_roles import ModelRoles
from sarai_mqtt.config.profiles import ThinkerProfile
from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.core.ports import AudioThinker, Thinker
from sarai_mqtt.engines.engine import LlmEngine, LlmOptions, LoadedThinker
from sarai_mqtt.engines.registry import find_engine

Load = Callable[[ThinkerProfile, Settings], LoadedThinker]


def load_thinker(
    profile: ThinkerProfile,
    settings: Settings,
    *,
    model_roles: ModelRoles | None = None,
    features: Mapping[str, int] | None = None,
) -> LoadedThinker:
    """Check and load the profile's model files. Raises ModelError, ConfigError.

    `features` are those of the recogniser, name -> width, for a Thinker that is to take speech. Graphs are
    opened by `model_roles`, so that one in a file that is open shares its session.
    """
    thinker, threads = settings.thinker, settings.share_threads()
    engine: LlmEngine = find_engine("llm", profile.engine)
    named = (f"thinkers.{name}" for name, other in settings.thinkers.items() if other is profile)
    place = next(named, None) or settings.active_profile.place("thinker", settings.profile)
    texts = thinker_texts(thinker, {*settings.languages, *profile.languages})
    options = LlmOptions(
        (model_roles or ModelRoles(settings)).bind(place, engine.files, profile.files),
        languages=[one for one in profile.languages if settings.options_of(one).thinker != "none"],
        prompts=texts.prompts,
        refusals=texts.refusals,
        choosing=texts.choosing if profile.chooses else {},
        calling=texts.calling if thinker.tools else {},
        threads=threads.tokens,
        prompt_threads=threads.prompt,
        context_tokens=thinker.context_tokens,
        batch_tokens=thinker.batch_tokens,
        max_tokens=thinker.max_tokens,
        temperature=thinker.temperature,
        min_p=thinker.min_p,
        repeat_penalty=thinker.repeat_penalty,
        features=features or {},
    )
    return engine.open(options)


class ModelPool:
    """Loads Thinkers lazily. Thread-safe: each name is loaded once, and a load delays no other name.

    "tiny" is the Thinker of the active profile, other names are those of `thinkers` in the settings.

    Args:
        config: settings, or the path of the settings file.
        load: makes a Thinker from its profile.

    """

    def __init__(self, config: str | Path | Settings, *, load: Load = load_thinker) -> None:
        self._settings = config if isinstance(config, Settings) else load_settings(Path(config))
        self._load = load
        self._slots: dict[str, _Slot] = {}
        self._lock = threading.Lock()
        self._closed = False

    def get(self, name: str) -> LoadedThinker:
        """Return the Thinker `name`, loading it on first use; a load that failed is tried again.

        Raises ConfigError `unknown_model`, ModelError `pool_closed` or what loading raises.
        """
        profile = self._settings.thinker_profile(name)
        with self._lock:
            slot = self._slots.setdefault(name, _Slot())
        with slot.lock:
            if self._closed:
                raise ModelError("pool_closed", "The model pool has been closed.")
            if slot.thinker is None:
                slot.thinker = self._load(profile, self._settings)
            return slot.thinker

    def unload(self, name: str) -> None:
        """Free the Thinker `name` if it is loaded; the next `get` loads it again.

        Raises ConfigError `unknown_model`.
        """
        self._settings.thinker_profile(name)
        with self._lock:
            slot = self._slots.get(name)
        if slot is not None:
            slot.free()

    def memory(self) -> dict[str, int]:
        """Return the bytes occupied by each loaded Thinker. Does not wait for one that is being loaded."""
        with self._lock:
            slots = dict(self._slots)
        return {name: t.memory_bytes for name, slot in slots.items() if (t := slot.thinker) is not None}

    def close(self) -> None:
        """Free all Thinkers; `get` raises ModelError `pool_closed` from then on."""
        with self._lock:
            self._closed = True
            slots = list(self._slots.values())
        for slot in slots:
            slot.free()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Slot:
    """The Thinker of one name, and the lock held while it is loaded or freed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.thinker: LoadedThinker | None = None

    def free(self) -> None:
        with self.lock:
            thinker, self.thinker = self.thinker, None
            if thinker is not None:
                thinker.close()


def speech_thinker(settings: Settings, thinker: Thinker) -> AudioThinker:
    """Return `thinker`, the one of the settings, as one that takes speech in a language in use.

    Raises ConfigError `config_invalid` if its engine takes text only, or speech in no language in use.
    """
    wanted = settings.thinker
    if not isinstance(thinker, AudioThinker):
        raise ConfigError(
            "config_invalid",
            f"thinker.input is {wanted.input}, and the engine of the Thinker {wanted.name!r} takes text.",
            "Set thinker.input to text, or choose another Thinker.",
        )
    if not set(thinker.audio_languages) & set(settings.thinker_languages):
        raise ConfigError(
            "config_invalid",
            f"thinker.input is {wanted.input}, and the audio adapter takes speech in "
            f"{', '.join(thinker.audio_languages) or 'no language'}, not in a language in use.",
            "Set thinker.input to text, or add such a language to `languages` in sarai.yaml.",
        )
    return thinker
