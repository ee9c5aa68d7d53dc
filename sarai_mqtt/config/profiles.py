"""Profiles: which model files play which role of the pipeline, as `sarai.yaml` lists them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sarai_mqtt.languages.packs import add_folder, available

Part = Literal["stt", "tts", "thinker"]
PARTS: tuple[Part, ...] = ("stt", "tts", "thinker")
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+$")]


def _with_pack(code: str) -> str:
    """Return `code`. Raises ValueError if there is no pack for it."""
    if code not in available():
        raise ValueError(f"there is no language pack {code!r} (known: {', '.join(available())})")
    return code


def _no_keyword(name: str) -> str:
    """Return `name`. Raises ValueError if it means something else where a voice is chosen."""
    if name in ("none", "auto"):
        raise ValueError(f"a voice cannot be called {name!r}")
    return name


VoiceName = Annotated[FileName, AfterValidator(_no_keyword)]
"""Name of a voice in the settings' `voices`."""
Language = Annotated[str, AfterValidator(_with_pack)]
"""ISO 639-1 code of a language that has a pack."""


def _searched(folder: Path) -> Path:
    """Return `folder`, in which packs are looked for from now on. Raises ValueError if it is no folder."""
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    add_folder(folder.resolve())
    return folder


PackFolder = Annotated[Path, AfterValidator(_searched)]
"""Folder of language packs outside the package. Their Python is executed when a pack is loaded."""


class Group(BaseModel):
    """Base of a table of settings; a field that it does not have is refused."""

    model_config = ConfigDict(extra="forbid")


class UserFile(Group):
    """A model file of the user. `data_sha256` is the hash of the weights beside it, `<path>.data`, if any."""

    path: Path
    sha256: Sha256 | None = None
    data_sha256: Sha256 | None = None


class FileTable(BaseModel):
    """A table whose keys, other than its fields, are the roles of an engine's model files.

    A file is `<artifact>`, or for a graph `<artifact>#<role>` in a shared model; a key of the settings'
    `files` can replace an artifact. The engine knows its roles: they are checked when it is opened.
    """

    model_config = ConfigDict(extra="allow")

    @property
    def files(self) -> dict[str, str]:
        """The file's name by role."""
        return dict(self.model_extra or {})

    @model_validator(mode="after")
    def _files_are_names(self) -> Self:
        files = self.model_extra or {}
        if wrong := [role for role, name in files.items() if not isinstance(name, str)]:
            raise ValueError(f"{', '.join(wrong)} should be the name of a model file")
        return self


class SttProfile(FileTable):
    """The engine of speech to text and its model files."""

    engine: str = "whisper"


class VoiceProfile(FileTable):
    """The model files of one language's voice."""

    @property
    def named_after(self) -> str:
        """File that tells this voice from others: the Talker; of an engine without one, the last named."""
        return self.files.get("talker") or next(reversed(self.files.values()), "")


class TtsProfile(FileTable):
    """The engine of text to speech, the model files that all voices share, and a voice per language."""

    engine: str = "hibari"
    voices: dict[Language, VoiceProfile]


class NamedVoice(FileTable):
    """A voice of the settings' `voices`: its engine and all model files that it needs of that engine."""

    engine: str = "hibari"


class VadProfile(FileTable):
    """A voice activity detector: its engine and model files."""

    engine: str


class ThinkerProfile(FileTable):
    """A Thinker: its engine, its model files, and the languages in which it can hold a conversation.

    `chooses` is True if it is good enough to choose among the likely meanings of a sentence
    (`thinker.choosing`).
    """

    engine: str = "llama"
    languages: list[Language]
    chooses: bool = False


class ProfileTable(Group):
    """A profile as the settings write it. With `borrows`, parts that it leaves out are those of that profile.

    `logits_talker` is a Talker that outputs audio logits: its shapes are checked, but no vocoder here can
    turn its output into audio.
    """

    borrows: str | None = None
    stt: SttProfile | None = None
    tts: TtsProfile | None = None
    thinker: ThinkerProfile | None = None
    logits_talker: str | None = None

    @model_validator(mode="after")
    def _complete_or_borrowing(self) -> Self:
        absent = [part for part in PARTS if getattr(self, part) is None]
        if absent and self.borrows is None:
            raise ValueError(f"{', '.join(absent)} missing, and it borrows from no other profile")
        return self

    def completed(self, lender: "ProfileTable", also: Collection[Part]) -> "Profile":
        """Return the profile with the parts left out, and those of `also` if it borrows, from `lender`."""
        borrowed = tuple(
            part for part in PARTS if self.borrows and (part in also or getattr(self, part) is None)
        )
        parts = {part: getattr(lender if part in borrowed else self, part) for part in PARTS}
        return Profile(**parts, logits_talker=self.logits_talker, lender=self.borrows, borrowed=borrowed)


@dataclass(frozen=True, slots=True)
class Profile:
    """A complete profile: an artifact for every role. The parts `borrowed` are the profile `lender`'s."""

    stt: SttProfile
    tts: TtsProfile
    thinker: ThinkerProfile
    logits_talker: str | None
    lender: str | None
    borrowed: tuple[Part, ...]

    def names(self, part: Literal["stt", "tts"], languages: Collection[Language]) -> list[str]:
        """Return the names of the files that `part` needs for these languages.

        Of text to speech none if it has a voice in none of them.
        """
        if part == "stt":
            return [*self.stt.files.values()]
        voices = [self.tts.voices[language] for language in languages if language in self.tts.voices]
        shared = self.tts.files.values() if voices else ()
        return [*shared, *(name for voice in voices for name in voice.files.values())]

    def place(self, part: Part, name: str) -> str:
        """Return where the settings write `part` of this profile, which is called `name`."""
        return f"profiles.{self.lender if part in self.borrowed else name}.{part}"
