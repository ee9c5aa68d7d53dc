"""Which graph plays which role: the active profile against the files that are really there."""

import logging
from functools import cached_property
from pathlib import Path
from typing import Literal

from sarai_mqtt.adapters.onnx.roles import Role, RoleFile, Roles, roles_in
from sarai_mqtt.adapters.onnx.speech import LOGITS_TALKER
from sarai_mqtt.model_files import ModelFiles, open_files
from sarai_mqtt.profiles import Part, Profile
from sarai_mqtt.settings import Settings

log = logging.getLogger(__name__)


class Bindings:
    """Opens the roles of the active profile, each file once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._checked: dict[str, Path] = {}

    @cached_property
    def files(self) -> ModelFiles:
        """The model files. Raises ConfigError."""
        return open_files(self._settings)

    @cached_property
    def profile(self) -> Profile:
        """The active profile, with the parts borrowed for which the user's files lack a role."""
        for part, roles in self._lacking.items():
            log.warning(
                "Profile %s borrows %s from %s: there is no %s",
                self._settings.profile,
                part,
                self._settings.active_profile.lender,
                ", ".join(roles),
            )
        return self._settings.borrowing(tuple(self._lacking))

    def borrowed(self) -> dict[Part, str]:
        """Say of each part that is borrowed why. Raises ModelError for a file that cannot be read."""
        return {
            part: f"no role {', '.join(self._lacking[part])}"
            if part in self._lacking
            else "left out of the profile"
            for part in self.profile.borrowed
        }

    def path(self, name: str) -> Path:
        """Give the file of an artifact, checked the first time: many roles share one. Raises ModelError."""
        if name not in self._checked:
            self._checked[name] = self.files.path(name)
        return self._checked[name]

    def role(self, name: str) -> Role:
        """Open `<artifact>` or `<artifact>#<role>`. Raises ModelError."""
        return self._roles.open(self._file(name))

    def check_logits_talker(self) -> str:
        """Check the profile's Talker with audio logits and describe it; "" without one.

        It does not stay open: nothing here turns its logits into sound. Raises ModelError.
        """
        name = self.profile.logits_talker
        if name is None:
            return ""
        return str(Roles(threads=1).open(self._file(name)).expect(LOGITS_TALKER))

    @cached_property
    def _roles(self) -> Roles:
        return Roles(self._settings.share_threads().speech)

    def _file(self, name: str) -> RoleFile:
        artifact, _, role = name.partition("#")
        return RoleFile(self.path(artifact), role)

    @cached_property
    def _lacking(self) -> dict[Part, list[str]]:
        """Roles by part that the user's files should have and have not.

        A part is borrowed as a whole: an encoder of one model and a decoder of another may fit and yet make
        no sense together.
        """
        profile = self._settings.active_profile
        lacking: dict[Part, list[str]] = {}
        parts: tuple[Literal["stt", "tts"], ...] = ("stt", "tts")
        listed: dict[str, frozenset[str]] = {}
        for part in parts if profile.lender else ():
            if part in profile.borrowed:
                continue
            for name in profile.names(part, self._settings.languages):
                file, _, role = name.partition("#")
                if not role or file not in self._settings.files:
                    continue
                if file not in listed:
                    listed[file] = roles_in(self.path(file))
                if role not in listed[file]:
                    lacking.setdefault(part, []).append(name)
        return lacking
