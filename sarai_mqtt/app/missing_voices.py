"""Languages in use for which the profile has no voice: their replies go out as text."""

from collections.abc import Mapping
from dataclasses import dataclass

from sarai_mqtt.config.profiles import Profile
from sarai_mqtt.config.settings import Settings


@dataclass(frozen=True, slots=True)
class MissingVoice:
    """A `language` in use that has no entry among the voices at `place` in the settings."""

    language: str
    place: str

    @property
    def reason(self) -> str:
        """Sentence about what is missing and its consequence, without a full stop."""
        return f"no voice for the language {self.language!r}: replies in it go out as text only"

    @property
    def remedy(self) -> str:
        """Sentence about the setting that would end this."""
        return f"Set {self.place}.{self.language} in sarai.yaml to a voice that this engine speaks it with."


def missing_voices(profile: Profile, settings: Settings) -> Mapping[str, MissingVoice]:
    """Return the missing voices by language, in the order of the setting `languages`."""
    place = f"{profile.place('tts', settings.profile)}.voices"
    silent = [str(language) for language in settings.languages if language not in profile.tts.voices]
    return {language: MissingVoice(language, place) for language in silent}
