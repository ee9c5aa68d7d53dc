"""Languages in use without a voice, by choice or for want of one: their replies go out as text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sarai_mqtt.config.profiles import Profile
from sarai_mqtt.config.settings import Settings


@dataclass(frozen=True, slots=True)
class MissingVoice:
    """A `language` in use without a voice; `place` is the setting that could name one.

    `by_choice` is True if that setting says "none", False if there is nothing at it.
    """

    language: str
    place: str
    by_choice: bool = False

    @property
    def reason(self) -> str:
        """Sentence about what is missing, or chosen, and its consequence, without a full stop."""
        if self.by_choice:
            return f"{self.place} is none: replies in {self.language!r} go out as text only"
        return f"no voice for the language {self.language!r}: replies in it go out as text only"

    @property
    def remedy(self) -> str:
        """Sentence about the setting that would end this."""
        if self.by_choice:
            return (
                f"Leave {self.place} out of sarai.yaml, or name one of `voices` there, to have them spoken."
            )
        return f"Set {self.place} in sarai.yaml to a voice that this engine speaks it with."


def missing_voices(
    profile: Profile, settings: Settings, spoken: Collection[str]
) -> Mapping[str, MissingVoice]:
    """Return, for each language in use that is not `spoken`, what is missing; in the order of `languages`."""
    place = f"{profile.place('tts', settings.profile)}.voices"
    return {
        language: MissingVoice(language, f"language_options.{language}.voice", by_choice=True)
        if settings.options_of(language).voice == "none"
        else MissingVoice(language, f"{place}.{language}")
        for language in settings.languages
        if language not in spoken
    }
