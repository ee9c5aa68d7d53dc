"""Parts of the service that the training uses: speech to text, our English voice, the Thinker's file."""

from functools import cache
from pathlib import Path

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.engines.onnx.roles import Role, RoleFile, RoleLoader
from sarai_mqtt.engines.stt.whisper import WhisperStt
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.synthesizer import SpeechSynthesizer, Voice
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.models.export.training.audio_adapter import LANGUAGE
from sarai_mqtt.models.store import ModelStore, open_store

_AUDIO, _TOKENIZER = "sarai-audio-int8", "whisper-base-tokenizer"
_TALKER, _THINKER = "hibari-en-talker", "smollm2-135m"


def encoder() -> Role:
    """Return the shared speech encoder. Raises ModelError if it was not built."""
    return _role(_AUDIO, "stt_encoder")


def english_voice() -> SpeechSynthesizer:
    """Return our English voice. Raises ModelError if its files were not built."""
    voice = Voice(_role(_AUDIO, "tts_text_encoder_en"), _role(_TALKER))
    return SpeechSynthesizer({LANGUAGE: voice}, _role(_AUDIO, "vocoder"), Phonemizer(TextNormalizer()))


def speech_to_text() -> WhisperStt:
    """Return our speech to text for English, without the words of a home. Raises ModelError as above."""
    tokenizer = _store().path(_TOKENIZER)
    return WhisperStt(encoder(), _role(_AUDIO, "stt_decoder"), tokenizer, [LANGUAGE])


def thinker() -> Path:
    """Return the file of SmolLM2. Raises ModelError if it was not fetched."""
    return _store().path(_THINKER)


def _role(artifact: str, role: str = "") -> Role:
    return _loader().open(RoleFile(_store().path(artifact), role))


@cache
def _store() -> ModelStore:
    settings = load_settings()
    return open_store(settings.models.catalogue, settings.models.cache_dir)


@cache
def _loader() -> RoleLoader:
    return RoleLoader(threads=1)
