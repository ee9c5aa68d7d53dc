"""Profiles: which model files play which role of the pipeline, as `sarai.yaml` lists them."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["en", "es"]
Part = Literal["stt", "tts", "thinker"]
PARTS: tuple[Part, ...] = ("stt", "tts", "thinker")
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+$")]


class Group(BaseModel):
    """Base of a table of settings; a field that it does not have is refused."""

    model_config = ConfigDict(extra="forbid")


class UserFile(Group):
    """A model file of the user. `data_sha256` is the hash of the weights beside it, `<path>.data`, if any."""

    path: Path
    sha256: Sha256 | None = None
    data_sha256: Sha256 | None = None


class SttProfile(Group):
    """The model files of speech to text. A graph is `<artifact>`, or `<artifact>#<role>` in a shared model.

    Here and below, a key of the settings' `files` can replace an artifact.
    """

    encoder: str
    decoder: str
    tokenizer: str


class VoiceProfile(Group):
    """The graphs of one language's voice."""

    text_encoder: str
    talker: str


class TtsProfile(Group):
    """The model files of text to speech: a vocoder, which all voices share, and a voice per language."""

    vocoder: str
    voices: dict[Language, VoiceProfile]


class ThinkerProfile(Group):
    """A GGUF artifact and the languages in which it can hold a conversation.

    `chooses` is True if it is good enough to choose among the likely meanings of a sentence
    (`thinker.choosing`).
    """

    model: str
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
        """Return the names of the files that `part` needs for these languages."""
        if part == "stt":
            return [self.stt.encoder, self.stt.decoder, self.stt.tokenizer]
        voices = [self.tts.voices[language] for language in languages if language in self.tts.voices]
        return [self.tts.vocoder, *(name for v in voices for name in (v.text_encoder, v.talker))]
