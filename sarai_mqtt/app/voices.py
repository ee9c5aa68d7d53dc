"""The voices of the languages in use, which may be of several engines."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sarai_mqtt.app.model_roles import BoundFiles, ModelRoles
from sarai_mqtt.config.profiles import Profile
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.ports import TextToSpeech
from sarai_mqtt.engines.checked import CheckedTts
from sarai_mqtt.engines.engine import TtsEngine, TtsOptions
from sarai_mqtt.engines.registry import find_engine
from sarai_mqtt.engines.tts.router import VoiceRouter


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """The voice of one language as the settings name it, not opened.

    `place` is where they name its own `files` (role -> name), `shared_place` where its engine and the files
    that it shares with other voices of the engine; both are the same for a voice of `voices`. `chosen_at` is
    the setting that chose that one, "" for a voice of the profile.
    """

    name: str
    engine: str
    place: str
    files: Mapping[str, str]
    shared_place: str
    shared: Mapping[str, str]
    chosen_at: str = ""


def voice_choices(profile: Profile, settings: Settings) -> dict[str, VoiceChoice]:
    """Return the voice of each language in use that has one: that of its options, else the profile's."""
    tts, place = profile.tts, profile.place("tts", settings.profile)
    choices = {}
    for language in dict.fromkeys([*tts.voices, *settings.languages]):
        chosen = settings.options_of(language).voice
        if language not in settings.languages or chosen == "none":
            continue
        if chosen is not None:
            named, where = settings.voices[chosen], f"voices.{chosen}"
            choices[language] = VoiceChoice(
                chosen,
                named.engine,
                where,
                named.files,
                where,
                named.files,
                f"language_options.{language}.voice",
            )
        elif language in tts.voices:
            voice = tts.voices[language]
            # a voice of the profile is called after its Talker ("hibari-en")
            name = voice.named_after.partition("#")[0].removesuffix("-talker") or language
            choices[language] = VoiceChoice(
                name, tts.engine, f"{place}.voices.{language}", voice.files, place, tts.files
            )
    return choices


def import_voice_engines(choices: Mapping[str, VoiceChoice]) -> None:
    """Import the module of each engine among `choices`. Raises ConfigError."""
    for choice in choices.values():
        find_engine("tts", choice.engine, choice.shared_place)


def open_voices(
    roles: ModelRoles, choices: Mapping[str, VoiceChoice], threads: int
) -> dict[str, TextToSpeech]:
    """Open the voices by language, warmed up; those of one engine that share the same files in one go.

    Raises ModelError, ConfigError; for a voice of `voices`, with the settings that name it.
    """
    groups: dict[tuple[str, frozenset[tuple[str, str]]], _Group] = {}
    for language, choice in choices.items():
        engine, shared, own = _bind(roles, choice)
        key = choice.engine, frozenset(shared.files.items())
        group = groups.setdefault(key, _Group(engine, shared))
        group.voices[language] = own
        if choice.chosen_at:
            group.chosen_at.append(f"{choice.place} ({choice.chosen_at})")
    opened: dict[str, TextToSpeech] = {}
    for group in groups.values():
        with _named(group.chosen_at):
            tts = group.engine.open(TtsOptions(group.shared, group.voices, threads))
        opened |= dict.fromkeys(group.voices, tts)
    return opened


def speaker_of(voices: Mapping[str, TextToSpeech]) -> TextToSpeech:
    """Return the one engine of `voices` (language -> engine), or a `VoiceRouter` if there are several."""
    engines = list({id(voice): voice for voice in voices.values()}.values())
    return engines[0] if len(engines) == 1 else VoiceRouter(voices)


def checked(voices: Mapping[str, TextToSpeech]) -> dict[str, TextToSpeech]:
    """Return `voices` with each engine in a `CheckedTts`. Raises SaraiError `engine_failed`."""
    made = {id(voice): CheckedTts(voice) for voice in voices.values()}
    return {language: made[id(voice)] for language, voice in voices.items()}


@dataclass(slots=True)
class _Group:
    """Voices that one engine speaks with the same shared files; `chosen_at` are settings that name them."""

    engine: TtsEngine
    shared: BoundFiles
    voices: dict[str, BoundFiles] = field(default_factory=dict)
    chosen_at: list[str] = field(default_factory=list)


def _bind(roles: ModelRoles, choice: VoiceChoice) -> tuple[TtsEngine, BoundFiles, BoundFiles]:
    """Return the engine of a voice with its shared and its own files. Raises ConfigError `config_invalid`."""
    engine: TtsEngine = find_engine("tts", choice.engine, choice.shared_place)
    shared, own = choice.shared, choice.files
    if choice.place == choice.shared_place:
        engine.files.joined(engine.voice_files).check(choice.place, own)
        shared, own = engine.files.select(shared), engine.voice_files.select(own)
    return (
        engine,
        roles.bind(choice.shared_place, engine.files, shared),
        roles.bind(choice.place, engine.voice_files, own),
    )


@contextmanager
def _named(places: list[str]) -> Iterator[None]:
    """Put `places` before the reason of an error; the errors of the profile's voices stay as they are."""
    try:
        yield
    except SaraiError as error:
        if not places:
            raise
        raise type(error)(error.code, f"{', '.join(places)}: {error.reason}", error.remedy) from error
