"""Settings: `config/sarai.yaml`, overridden by `SARAI_*` environment variables.

A variable is named after group and field: `mqtt.host` is `SARAI_MQTT_HOST`, `audio.stop_ms` is
`SARAI_AUDIO_STOP_MS`. Lists and tables in a variable are JSON. A relative path in the file starts at the
file's folder, one in a variable at the working directory.
"""

import os
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from sarai_mqtt.config.artifacts import artifact_names
from sarai_mqtt.config.groups import (
    PROJECT,
    AgeSettings,
    ArbitrationSettings,
    AudioSettings,
    HomeAssistantSettings,
    HomeSettings,
    LogSettings,
    ModelSettings,
    MqttSettings,
    SiteName,
    SiteSettings,
    StateSettings,
    ThinkerSettings,
    TtsSettings,
    TurnSettings,
)
from sarai_mqtt.config.language_options import LanguageOptions
from sarai_mqtt.config.profiles import (
    FileName,
    Language,
    NamedVoice,
    PackFolder,
    Part,
    Profile,
    ProfileTable,
    ThinkerProfile,
    UserFile,
    VadProfile,
    VoiceName,
)
from sarai_mqtt.config.settings_file import read_settings_file
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.config.thread_budget import Threads, share
from sarai_mqtt.core.errors import ConfigError

# Spoken in the answer to danger. A string: an integer may be another number than the one that was written.
EmergencyNumber = Annotated[str, Field(pattern=r"^[0-9]{2,6}$")]
DEFAULT_FILE = PROJECT / "config" / "sarai.yaml"
# The settings' `vads` add to these, or replace one.
_VADS = {"silero": {"engine": "silero", "model": "silero-vad"}, "webrtc": {"engine": "webrtc"}}


def _with_known_vads(vads: object) -> object:
    return {**_VADS, **vads} if isinstance(vads, dict) else vads


VadTable = Annotated[dict[str, VadProfile], BeforeValidator(_with_known_vads)]


class Settings(BaseSettings):
    """All settings of the service."""

    model_config = SettingsConfigDict(
        env_prefix="SARAI_", env_nested_delimiter="_", env_nested_max_split=1, extra="forbid"
    )

    profile: str = "embedded"
    threads: int = Field(default=0, ge=0, le=64)
    # before `languages` and all else that names a language, as these are checked in the order of the fields
    language_packs: PackFolder | None = None
    language: str = "auto"
    languages: Annotated[list[Language], Field(min_length=1)] = ["en", "es"]
    language_options: dict[Language, LanguageOptions] = Field(default_factory=dict)
    emergency_number: EmergencyNumber = "112"
    mqtt: MqttSettings = MqttSettings()
    ages: AgeSettings = AgeSettings()
    audio: AudioSettings = AudioSettings()
    turns: TurnSettings = TurnSettings()
    arbitration: ArbitrationSettings = ArbitrationSettings()
    sites: dict[SiteName, SiteSettings] = Field(default_factory=dict)
    thinker: ThinkerSettings = ThinkerSettings()
    tts: TtsSettings = TtsSettings()
    home: HomeSettings = HomeSettings()
    ha: HomeAssistantSettings = HomeAssistantSettings()
    state: StateSettings = Field(default_factory=StateSettings)
    models: ModelSettings = Field(default_factory=ModelSettings)
    log: LogSettings = LogSettings()
    files: dict[FileName, UserFile] = Field(default_factory=dict)
    profiles: dict[str, ProfileTable] = Field(default_factory=dict)
    thinkers: dict[str, ThinkerProfile] = Field(default_factory=dict)
    vads: VadTable = Field(default_factory=dict, validate_default=True)
    voices: dict[VoiceName, NamedVoice] = Field(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources in order of precedence: the environment, then the file (the arguments)."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _language_is_configured(self) -> Self:
        if self.language not in ("auto", *self.languages):
            raise ValueError(f"language {self.language!r} is not one of languages {self.languages}")
        return self

    @model_validator(mode="after")
    def _vad_is_known(self) -> Self:
        if self.audio.vad not in self.vads:
            known = ", ".join(sorted(self.vads))
            raise ValueError(f"audio.vad {self.audio.vad!r} is none of vads (known: {known})")
        return self

    @model_validator(mode="after")
    def _voices_are_known(self) -> Self:
        for language, options in self.language_options.items():
            if options.voice not in (None, "none", *self.voices):
                known = ", ".join(sorted(self.voices)) or "none yet"
                place = f"language_options.{language}.voice"
                raise ValueError(f"{place} {options.voice!r} is none of voices (known: {known})")
        return self

    @model_validator(mode="after")
    def _lenders_are_complete(self) -> Self:
        for name, profile in self.profiles.items():
            if profile.borrows is None:
                continue
            lender = self.profiles.get(profile.borrows)
            if lender is None or lender.borrows is not None:
                why = "is no profile" if lender is None else "borrows itself"
                raise ValueError(f"profile {name!r} borrows from {profile.borrows!r}, which {why}")
        return self

    @property
    def active_profile(self) -> Profile:
        """The chosen profile. Raises ConfigError `unknown_profile`."""
        return self.borrowing(())

    def borrowing(self, also: Collection[Part]) -> Profile:
        """Return the chosen profile; if it borrows, with the parts `also` borrowed, too.

        Raises ConfigError `unknown_profile`.
        """
        if self.profile not in self.profiles:
            known = ", ".join(sorted(self.profiles)) or "none"
            raise ConfigError(
                "unknown_profile",
                f"There is no profile {self.profile!r} (known: {known}).",
                "Set SARAI_PROFILE to one of them, or add it under `profiles:` in sarai.yaml.",
            )
        table = self.profiles[self.profile]
        lender = self.profiles[table.borrows] if table.borrows else table
        return table.completed(lender, also)

    def artifacts(self) -> list[str]:
        """Return the names of the model files in use. Raises ConfigError for an unknown profile or Thinker.

        A borrowing profile may need its lender's as well: only opening the files shows which roles they lack.
        """
        return artifact_names(self)

    def catalogued(self) -> list[str]:
        """Return the `artifacts` that are not the user's own files: those that can be built or downloaded."""
        return [name for name in self.artifacts() if name not in self.files]

    def thinker_profile(self, name: str) -> ThinkerProfile:
        """Return the profile of the Thinker `name`; "tiny" is the active profile's.

        Raises ConfigError `unknown_model`.
        """
        if name == "tiny":
            return self.active_profile.thinker
        if name not in self.thinkers:
            raise ConfigError(
                "unknown_model",
                f"There is no Thinker {name!r} (known: {', '.join(sorted({'tiny', *self.thinkers}))}).",
                "Set SARAI_THINKER_NAME to one of them, or add it under `thinkers:` in sarai.yaml.",
            )
        return self.thinkers[name]

    def options_of(self, language: str) -> LanguageOptions:
        """Return what is chosen for one language; nothing if the settings say nothing of it."""
        return self.language_options.get(language) or LanguageOptions()

    @property
    def thinker_languages(self) -> list[Language]:
        """Languages in use whose options let the Thinker answer; it is not needed if there is none."""
        if self.thinker.name == "none":
            return []
        return [language for language in self.languages if self.options_of(language).thinker != "none"]

    @property
    def choosing_languages(self) -> list[Language]:
        """Languages in use in which the Thinker may choose among commands. Raises as `thinker_profile`."""
        if not self.thinker_languages:
            return []
        thinker = self.thinker_profile(self.thinker.name)
        return [one for one in self.thinker_languages if thinker.chooses and one in thinker.languages]

    def share_threads(self) -> Threads:
        """Divide the budget `threads` among the engines; their own settings, if not 0, stand as they are."""
        return share(self.threads, self.models.threads, self.thinker.threads)

    def fixed_language(self) -> Language | None:
        """Return the language of every utterance, or None if it is to be detected for each."""
        if self.language != "auto":
            return self.language
        return self.languages[0] if len(self.languages) == 1 else None

    def masked(self) -> dict[str, Any]:
        """Return all settings as plain data, secrets hidden."""
        return self.model_dump(mode="json")

    def in_force(self) -> dict[str, Any]:
        """Return `masked`, with the texts of the packs for the Thinker. Raises as `thinker_texts`."""
        settings = self.masked()
        texts = asdict(thinker_texts(self.thinker, self.languages))
        return {**settings, "thinker": {**settings["thinker"], **texts}}


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings file (`path`, else `SARAI_CONFIG`, else `config/sarai.yaml`) and the environment.

    Raises ConfigError, which names the file or variable at fault: `config_missing`, `config_unreadable`,
    `config_invalid`, `unknown_variable`.
    """
    named = path or (Path(os.environ["SARAI_CONFIG"]) if os.environ.get("SARAI_CONFIG") else None)
    file = named or DEFAULT_FILE
    if named is not None and not file.is_file():
        raise ConfigError(
            "config_missing", f"There is no settings file {file}.", "Check --config or SARAI_CONFIG."
        )
    data = read_settings_file(file) if file.is_file() else {}
    _refuse_unknown_variables()
    try:
        return Settings(**data)
    except ValidationError as exc:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in exc.errors(include_input=False)]
        raise ConfigError(
            "config_invalid",
            "; ".join(lines),
            f"Correct {file} or the SARAI_* variable of that name.",
        ) from None
    except (SettingsError, RecursionError) as exc:  # a variable's JSON may be nested too deep
        raise ConfigError(
            "config_invalid", f"{exc}.", "Write lists and tables in SARAI_* variables as JSON."
        ) from None


def _refuse_unknown_variables() -> None:
    """Raise ConfigError `unknown_variable` for a mistyped variable (pydantic checks only inside groups)."""
    known = {"CONFIG", *(name.upper() for name in Settings.model_fields)}
    for name in os.environ:
        if name.startswith("SARAI_") and name[6:] not in known and name[6:].split("_")[0] not in known:
            raise ConfigError(
                "unknown_variable",
                f"{name} is not a setting.",
                "See `sarai-mqtt run --print-config` for the names.",
            )
