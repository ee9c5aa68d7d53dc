"""Names of the model files that the settings need."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sarai_mqtt.config.settings import Settings


def artifact_names(settings: "Settings") -> list[str]:
    """Return the names of the model files in use, each once. Raises as `Settings.artifacts` does."""
    profile, languages = settings.active_profile, settings.languages
    choices = {language: settings.options_of(language).voice for language in languages}
    spoken = [language for language in languages if choices[language] is None]
    names = [*profile.names("stt", languages), *profile.names("tts", spoken)]
    if profile.logits_talker:
        names.append(profile.logits_talker)
    if profile.lender:
        lent = settings.borrowing(("stt", "tts"))
        names += [*lent.names("stt", languages), *lent.names("tts", spoken)]
    for choice in choices.values():
        if choice in settings.voices:
            names += settings.voices[choice].files.values()
    names += settings.vads[settings.audio.vad].files.values()
    if settings.audio.turn_model != "none":
        names.append(settings.audio.turn_model)
    if settings.thinker_languages:
        names += settings.thinker_profile(settings.thinker.name).files.values()
    return list(dict.fromkeys(name.partition("#")[0] for name in names))
