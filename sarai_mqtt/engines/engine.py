"""An engine as the service sees it: the roles of its model files, and the function that opens it.

Each module of the registry has one `ENGINE`. Nothing here loads a model library.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.ports import ContextualBiasing, SpeechToText, TextToSpeech, Thinker, Vad

if TYPE_CHECKING:
    from sarai_mqtt.engines.onnx.roles import Role

OptionsT = TypeVar("OptionsT")
EngineT = TypeVar("EngineT")


@dataclass(frozen=True, slots=True)
class FileRoles:
    """The roles of an engine's model files: a profile must name a file for each that is `required`."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def check(self, place: str, named: Collection[str]) -> None:
        """Raise ConfigError `config_invalid` if a required role is not `named`, or one that is unknown is.

        `place` is where the settings name the files, e.g. "profiles.embedded.stt".
        """
        known = (*self.required, *self.optional)
        faults = [f"{place}.{role} is missing" for role in self.required if role not in named]
        faults += [f"{place}.{role} is unknown" for role in named if role not in known]
        if faults:
            raise ConfigError(
                "config_invalid",
                f"{'; '.join(faults)}: the files of this engine are {', '.join(known) or 'none'}.",
                f"Correct {place} in sarai.yaml, or the `engine`.",
            )

    def joined(self, other: "FileRoles") -> "FileRoles":
        """Return the roles of this one and of `other` in one."""
        return FileRoles(self.required + other.required, self.optional + other.optional)

    def select(self, files: Mapping[str, str]) -> dict[str, str]:
        """Return those of `files` (role -> name) that have one of these roles, in the order of the roles."""
        return {role: files[role] for role in (*self.required, *self.optional) if role in files}

    def names(self, files: Mapping[str, str]) -> list[str]:
        """Return the names of `files` (role -> name) in the order of the roles; none of an unknown role."""
        return list(self.select(files).values())


NO_FILES = FileRoles()


class EngineFiles(Protocol):
    """The model files that a profile names for an engine, by role."""

    def has(self, role: str) -> bool:
        """Return True if the profile names a file for `role`."""
        ...

    def path(self, role: str) -> Path:
        """Return the file of `role`, checked against its hash. Raises ModelError."""
        ...

    def graph(self, role: str) -> "Role":
        """Open the ONNX graph of `role`, each file once for all engines. Raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class SttOptions:
    """What a speech recogniser is opened with.

    `languages` are the codes that may be spoken; `threads` is its share of the thread budget.
    """

    files: EngineFiles
    languages: Sequence[str]
    threads: int
    biasing: ContextualBiasing | None = None


@dataclass(frozen=True, slots=True)
class TtsOptions:
    """What a speech synthesizer is opened with: `files` of all voices, and those of each language's voice."""

    files: EngineFiles
    voices: Mapping[str, EngineFiles]
    threads: int


@dataclass(frozen=True, slots=True)
class VadOptions:
    """What a VAD is opened with. `aggressiveness` is 0..3: the higher, the less is taken for speech."""

    files: EngineFiles
    aggressiveness: int


@dataclass(frozen=True, slots=True)
class LlmOptions:
    """What a Thinker is opened with; texts are by language. `choosing` is empty if it is not to choose.

    `calling` has the system prompts for calling tools; empty: it is not to.
    `features` has the audio features that the recogniser offers, name -> width; empty: the Thinker takes text
    only, and opens no audio adapter.
    """

    files: EngineFiles
    languages: Sequence[str]
    prompts: Mapping[str, str]
    refusals: Mapping[str, str]
    choosing: Mapping[str, str]
    threads: int
    prompt_threads: int
    context_tokens: int
    batch_tokens: int
    max_tokens: int
    temperature: float
    min_p: float
    repeat_penalty: float
    features: Mapping[str, int] = field(default_factory=dict)
    calling: Mapping[str, str] = field(default_factory=dict)


class LoadedThinker(Thinker, Protocol):
    """A Thinker that knows its size and can be freed."""

    @property
    def memory_bytes(self) -> int:
        """Approximate memory that it occupies, bytes."""
        ...

    def close(self) -> None:
        """Free it. It cannot be used afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class Engine(Generic[OptionsT, EngineT]):
    """One engine of the registry.

    `open` returns the engine ready for use, so that its first call does not pay for first runs; it raises
    ModelError and ConfigError. `voice_files` are the file roles of each voice of a synthesizer.
    """

    files: FileRoles
    open: Callable[[OptionsT], EngineT]
    voice_files: FileRoles = NO_FILES


NewVad = Callable[[], Vad]  # a VAD keeps the state of its site, so each site has its own
SttEngine = Engine[SttOptions, SpeechToText]
TtsEngine = Engine[TtsOptions, TextToSpeech]
VadEngine = Engine[VadOptions, NewVad]
LlmEngine = Engine[LlmOptions, LoadedThinker]
