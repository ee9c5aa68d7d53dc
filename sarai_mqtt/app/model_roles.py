"""Binds the roles of the active profile to the graphs in the model files that are present."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sarai_mqtt.app.model_files import ModelFiles, open_files
from sarai_mqtt.config.profiles import Part, Profile
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.engines.engine import FileRoles
from sarai_mqtt.engines.registry import find_engine

if TYPE_CHECKING:
    from sarai_mqtt.engines.onnx.roles import Role, RoleFile, RoleLoader

log = logging.getLogger(__name__)


class ModelRoles:
    """Opens the model roles of the active profile, each file once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._verified: dict[str, Path] = {}

    @cached_property
    def files(self) -> ModelFiles:
        """The model files by name. Raises ConfigError."""
        return open_files(self._settings)

    @cached_property
    def profile(self) -> Profile:
        """The active profile; a part for which the user's files lack a role is borrowed from its lender."""
        for part, roles in self._missing_roles.items():
            log.warning(
                "Profile %s borrows %s from %s: there is no %s",
                self._settings.profile,
                part,
                self._settings.active_profile.lender,
                ", ".join(roles),
            )
        return self._settings.borrowing(tuple(self._missing_roles))

    def borrowed(self) -> dict[Part, str]:
        """Return the reason for each borrowed part. Raises ModelError for a file that cannot be read."""
        return {
            part: f"no role {', '.join(self._missing_roles[part])}"
            if part in self._missing_roles
            else "left out of the profile"
            for part in self.profile.borrowed
        }

    def path(self, name: str) -> Path:
        """Return the file of an artifact, checked on first use only: many roles share a file.

        Raises ModelError.
        """
        if name not in self._verified:
            self._verified[name] = self.files.path(name)
        return self._verified[name]

    def role(self, name: str) -> "Role":
        """Open `<artifact>` or `<artifact>#<role>`. Raises ModelError."""
        return self._roles.open(self._role_file(name))

    def bind(self, place: str, roles: FileRoles, files: Mapping[str, str]) -> "BoundFiles":
        """Return the `files` of an engine by role, none of them opened yet.

        Raises ConfigError `config_invalid` naming `place` if they do not fit the engine's `roles`.
        """
        roles.check(place, files)
        return BoundFiles(self, files)

    def check_logits_talker(self) -> str:
        """Check the profile's audio-logits Talker and return its description; "" if it has none.

        The file is not kept open: nothing here turns its logits into audio. Raises ModelError.
        """
        name = self.profile.logits_talker
        if name is None:
            return ""
        from sarai_mqtt.engines.onnx.roles import RoleLoader  # noqa: PLC0415 - see `_roles`
        from sarai_mqtt.engines.tts.synthesizer import LOGITS_TALKER  # noqa: PLC0415

        return str(RoleLoader(threads=1).open(self._role_file(name)).expect(LOGITS_TALKER))

    @cached_property
    def _roles(self) -> "RoleLoader":
        # imports onnxruntime, which engines without graphs do not need
        from sarai_mqtt.engines.onnx.roles import RoleLoader  # noqa: PLC0415

        return RoleLoader(self._settings.share_threads().speech)

    def _role_file(self, name: str) -> "RoleFile":
        from sarai_mqtt.engines.onnx.roles import RoleFile  # noqa: PLC0415 - see `_roles`

        artifact, _, role = name.partition("#")
        return RoleFile(self.path(artifact), role)

    def _names(self, profile: Profile, part: Literal["stt", "tts"]) -> list[str]:
        """Return the names of the files of `part`, in the order in which its engine lists their roles."""
        if part == "stt":
            return find_engine("stt", profile.stt.engine).files.names(profile.stt.files)
        voices, settings = profile.tts.voices, self._settings
        left = [language for language in settings.languages if settings.options_of(language).voice is None]
        spoken = [voices[language] for language in left if language in voices]
        if not spoken:
            return []
        engine = find_engine("tts", profile.tts.engine)
        names = engine.files.names(profile.tts.files)
        return [*names, *(name for voice in spoken for name in engine.voice_files.names(voice.files))]

    @cached_property
    def _missing_roles(self) -> dict[Part, list[str]]:
        """Roles that the user's files should have but lack, by part.

        A part is borrowed as a whole: an encoder of one model and a decoder of another may have matching
        shapes and still make no sense together.
        """
        profile = self._settings.active_profile
        missing: dict[Part, list[str]] = {}
        parts: tuple[Literal["stt", "tts"], ...] = ("stt", "tts")
        roles_by_file: dict[str, frozenset[str]] = {}
        for part in parts if profile.lender else ():
            if part in profile.borrowed:
                continue
            for name in self._names(profile, part):
                file, _, role = name.partition("#")
                if not role or file not in self._settings.files:
                    continue
                if file not in roles_by_file:
                    from sarai_mqtt.engines.onnx.roles import roles_in  # noqa: PLC0415 - see `_roles`

                    roles_by_file[file] = roles_in(self.path(file))
                if role not in roles_by_file[file]:
                    missing.setdefault(part, []).append(name)
        return missing


@dataclass(frozen=True, slots=True)
class BoundFiles:
    """The `EngineFiles` of one engine: `files` are the names in the profile by role."""

    model_roles: ModelRoles
    files: Mapping[str, str]

    def has(self, role: str) -> bool:
        """Return True if the profile names a file for `role`."""
        return role in self.files

    def path(self, role: str) -> Path:
        """Return the file of `role`, checked against its hash. Raises ModelError."""
        return self.model_roles.path(self.files[role])

    def graph(self, role: str) -> "Role":
        """Open the ONNX graph of `role`. Raises ModelError."""
        return self.model_roles.role(self.files[role])
