"""Composition root: chooses the adapter behind each port."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sarai_mqtt.app.device_discovery import option_table
from sarai_mqtt.app.home_client import home_assistant_client
from sarai_mqtt.app.house_clock import house_zone, machine_clock
from sarai_mqtt.app.missing_voices import MissingVoice, missing_voices
from sarai_mqtt.app.model_roles import ModelRoles
from sarai_mqtt.app.options import ages_of, limits_of
from sarai_mqtt.app.silent_thinker import SilentThinker
from sarai_mqtt.app.state_store import StateStore
from sarai_mqtt.app.thinker_pool import ModelPool, load_thinker, speech_thinker
from sarai_mqtt.app.voices import (
    VoiceChoice,
    checked,
    import_voice_engines,
    open_voices,
    speaker_of,
    voice_choices,
)
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.config.wordings import wordings
from sarai_mqtt.core.errors import ConfigError, HomeAssistantError
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.ports import (
    Actor,
    FeatureSpeechToText,
    SpeechToText,
    TextToSpeech,
    Thinker,
    ToolThinker,
    TurnEnd,
    Vad,
)
from sarai_mqtt.core.surroundings import Surroundings
from sarai_mqtt.engines.checked import (
    CheckedAudioThinker,
    CheckedFeatureStt,
    CheckedStt,
    CheckedThinker,
    CheckedToolThinker,
)
from sarai_mqtt.engines.engine import (
    NewVad,
    SttEngine,
    SttOptions,
    VadEngine,
    VadOptions,
)
from sarai_mqtt.engines.registry import TRUSTED_VADS, find_engine
from sarai_mqtt.engines.tts.cache import ReplyCache
from sarai_mqtt.engines.vad.guarded import VadGuard
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.audit_log import AuditFile
from sarai_mqtt.home.yaml_file import HomeFile
from sarai_mqtt.languages.content_words import ContentWords, content_words
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.turns.engine_worker import Worker
from sarai_mqtt.turns.reading import commands_or_answer
from sarai_mqtt.turns.request import Engines
from sarai_mqtt.turns.timers.house_clock import HouseClock
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

if TYPE_CHECKING:
    from sarai_mqtt.turns.spoken_input import SpokenInput

log = logging.getLogger(__name__)
_ANY_DAY = date(2026, 1, 1)


class Assembly:
    """Builds the parts of the service from the settings; its cached properties once, on first access."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def model_roles(self) -> ModelRoles:
        """The model files, bound to the roles of the active profile."""
        return ModelRoles(self.settings)

    @cached_property
    def pool(self) -> ModelPool:
        """Pool of the Thinkers, each loaded on first use. Raises as `feature_stt` if they take speech."""
        if self.settings.thinker.input == "text":
            return ModelPool(self.settings)
        widths = self.feature_stt.feature_widths
        load = partial(load_thinker, model_roles=self.model_roles, features=widths)
        return ModelPool(self.settings, load=load)

    @cached_property
    def stt(self) -> SpeechToText:
        """Speech to text, warmed up. Raises ModelError and ConfigError."""
        roles, settings = self.model_roles, self.settings
        stt = roles.profile.stt
        engine: SttEngine = find_engine("stt", stt.engine)
        files = roles.bind(roles.profile.place("stt", settings.profile), engine.files, stt.files)
        threads = settings.share_threads().speech
        return engine.open(SttOptions(files, settings.languages, threads, self.contextual_biasing))

    @property
    def feature_stt(self) -> FeatureSpeechToText:
        """Speech to text that also has audio features. Raises as `stt`; ConfigError if it has none."""
        stt = self.stt
        if not isinstance(stt, FeatureSpeechToText):
            raise ConfigError(
                "config_invalid",
                f"thinker.input wants audio features, and the stt engine "
                f"{self.model_roles.profile.stt.engine!r} has none.",
                "Set thinker.input to text, or choose another profile.",
            )
        return stt

    @cached_property
    def contextual_biasing(self) -> HomeBiasing | None:
        """Contextual biasing of speech to text by this home's commands; None if `audio.home_bias` is off."""
        if not self.settings.audio.home_bias:
            return None
        return HomeBiasing(self.home_file.home, self.content_words, self.understander.understand)

    @cached_property
    def voice_choices(self) -> Mapping[str, VoiceChoice]:
        """The voice of each language in use that has one, not opened. Raises ModelError, ConfigError."""
        return voice_choices(self.model_roles.profile, self.settings)

    @cached_property
    def voices(self) -> Mapping[str, TextToSpeech]:
        """Engine that speaks each language with a voice, warmed up. Raises ModelError and ConfigError."""
        if found := self.model_roles.check_logits_talker():
            log.warning("%s fits, but is not heard: there is no vocoder for audio logits here", found)
        return open_voices(self.model_roles, self.voice_choices, self.settings.share_threads().speech)

    @property
    def tts(self) -> TextToSpeech:
        """Text to speech in all `voices`. Raises ModelError and ConfigError."""
        return speaker_of(self.voices)

    @cached_property
    def missing_voices(self) -> Mapping[str, MissingVoice]:
        """The missing voice of each language in use without one. Raises ModelError, ConfigError."""
        return missing_voices(self.model_roles.profile, self.settings, self.voice_choices)

    @cached_property
    def home_file(self) -> HomeFile:
        """The user's home file. Raises ConfigError."""
        return HomeFile(self.settings.home.file)

    @cached_property
    def store(self) -> StateStore:
        """Store of small values that survive a restart, in `state.dir`."""
        return StateStore(self.settings.state.dir)

    @cached_property
    def house_clock(self) -> HouseClock:
        """The clocks of the house; the zone may be told later by Home Assistant. Raises ConfigError."""
        return machine_clock(house_zone(self.settings.home.time_zone))

    def local_time(self) -> datetime:
        """Return the local time, with its time zone. Raises ConfigError."""
        return self.house_clock.local()

    @cached_property
    def site_table(self) -> OptionTable:
        """Table of the settings that each site has."""
        return option_table(self.voice_choices, self.settings.languages)

    @cached_property
    def understander(self) -> Understanding:
        """Recogniser of commands, warmed up: of the home file until `learn`. Raises ConfigError."""
        understander = self.understanding(self.home_file.home)
        languages = self.settings.languages
        for samples in (pack(language).samples for language in languages):
            # what is compiled at its first use, 50 to 100 ms, is no part of anybody's first turn
            for said in (samples.command, *samples.questions[:1]):
                commands_or_answer(understander, said, languages, "", today=_ANY_DAY)
        return understander

    def understanding(self, home: Home) -> Understanding:
        """Build the recogniser of the commands of `home`: templates, then fuzzy matching, then retrieval."""
        languages = self.settings.languages
        sentences = SentenceUnderstander(home, languages, self.settings.home.sentences)
        layers = (
            (Gazetteer(home, languages), FUZZY),
            (SentenceSearch(home, languages), RETRIEVAL),
        )
        return Understanding(sentences, layers, self.content_words)

    @cached_property
    def content_words(self) -> Mapping[str, ContentWords]:
        """Content words by language: the words of a sentence that its command must account for."""
        return {str(language): content_words(language) for language in self.settings.languages}

    def learn(self, home: Home) -> None:
        """Replace the home in the recogniser and in the biasing of speech to text. Blocking."""
        self.understander.learn(home)
        if self.contextual_biasing is not None:
            self.contextual_biasing.learn(home)

    @cached_property
    def thinker(self) -> Thinker:
        """The Thinker `thinker.name`, loaded; refusals in the languages without one.

        Raises ModelError, ConfigError.
        """
        settings, answered = self.settings, self.settings.thinker_languages
        loaded = self.pool.get(settings.thinker.name) if answered else None
        silent = [language for language in settings.languages if language not in answered]
        if loaded is not None and not silent:
            return loaded
        refusals = thinker_texts(settings.thinker, settings.languages).refusals
        return SilentThinker(refusals, silent, loaded)

    @property
    def spoken_input(self) -> "SpokenInput | None":
        """The way from speech to the Thinker; None unless `thinker.input` wants it and there is a Thinker.

        Raises as `thinker`, `speech_thinker` and `feature_stt`.
        """
        wanted = self.settings.thinker
        if wanted.input == "text" or not self.settings.thinker_languages:
            return None
        thinker = CheckedAudioThinker(speech_thinker(self.settings, self.pool.get(wanted.name)))
        from sarai_mqtt.turns.spoken_input import SpokenInput  # noqa: PLC0415 - off by default

        return SpokenInput(CheckedFeatureStt(self.feature_stt), thinker, with_text=wanted.input == "both")

    @property
    def tool_thinker(self) -> ToolThinker | None:
        """The Thinker as a reader of orders by tools; None unless `thinker.tools` wants it and it can.

        Raises as `thinker`.
        """
        if not self.settings.thinker.tools or not self.settings.thinker_languages:
            return None
        thinker = self.pool.get(self.settings.thinker.name)
        return CheckedToolThinker(thinker) if isinstance(thinker, ToolThinker) else None

    @cached_property
    def turn_end(self) -> TurnEnd | None:
        """Model that detects the end of a turn; None if `audio.turn_model` is "none". Raises ModelError."""
        name = self.settings.audio.turn_model
        if name == "none":
            return None
        from sarai_mqtt.engines.vad.smart_turn import SmartTurn  # noqa: PLC0415 - imports onnxruntime

        return SmartTurn(self.model_roles.role(name))

    def home_assistant(
        self,
        on_home: Callable[[Home], None],
        on_error: Callable[[HomeAssistantError], None],
        on_surroundings: Callable[[Surroundings], None] = lambda _: None,
    ) -> HomeAssistant | None:
        """Build the client of Home Assistant; return None without one. As `home_assistant_client`."""
        return home_assistant_client(self.settings, on_home, on_error, on_surroundings)

    def engines(self, actor: Actor) -> Engines:
        """Build the engines of the turns. Blocks while the models load. Raises ModelError, ConfigError."""
        voices, cache = checked(self.voices), self.settings.tts.cache_mb * 10**6
        tts = speaker_of(voices)
        return Engines(
            CheckedStt(self.stt),
            self.understander,
            CheckedThinker(self.thinker),
            ReplyCache(tts, cache) if cache else tts,
            self.settings.languages,
            Worker("audio"),
            Worker("text"),
            Worker("thinker", exclusive=True),
            time.monotonic,
            actor,
            TimerScheduler(
                self.store,
                self.house_clock,
                self.settings.ages.act_s,
                follows_zone=not self.settings.home.time_zone,
            ),
            AuditFile(self.settings.state.dir, self.local_time),
            self.local_time,
            self.turn_end,
            self.settings.ha.converse,
            self.settings.choosing_languages,
            self.settings.emergency_number,
            ages_of(self.settings),
            tuple(self.missing_voices),
            {language: voice.rate for language, voice in voices.items()},
            wordings(self.settings.language_options),
            spoken_input=self.spoken_input,
            tool_thinker=self.tool_thinker,
        )

    def import_engines(self) -> None:
        """Import the modules of the speech engines in use. Raises ConfigError.

        Call it on the main thread, before models load: with the garbage collector off, and in the heap of
        another thread, these imports leave some 20 MB that are never given back.
        """
        profile = self.model_roles.profile
        find_engine("stt", profile.stt.engine)
        import_voice_engines(self.voice_choices)
        find_engine("vad", self.settings.vads[self.settings.audio.vad].engine)

    def new_vad(self) -> Vad:
        """Make a VAD for one site. Raises ModelError, ConfigError."""
        return self._new_vad()

    @cached_property
    def _new_vad(self) -> NewVad:
        audio = self.settings.audio
        vad = self.settings.vads[audio.vad]
        engine: VadEngine = find_engine("vad", vad.engine)
        files = self.model_roles.bind(f"vads.{audio.vad}", engine.files, vad.files)
        make = engine.open(VadOptions(files, audio.vad_aggressiveness))
        return make if vad.engine in TRUSTED_VADS else VadGuard(make).new_vad

    def limits(self) -> Limits:
        """Return the limits and defaults of the service."""
        return limits_of(self.settings)
