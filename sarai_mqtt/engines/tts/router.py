"""Text to speech by several engines: each language is spoken by its own."""

from collections.abc import Iterator, Mapping

from sarai_mqtt.core.audio import RATE
from sarai_mqtt.core.ports import Cancel, TextToSpeech
from sarai_mqtt.languages.packs import entry_for


class VoiceRouter:
    """The `ports.TextToSpeech` that passes each text to the engine of its language in `voices`.

    `rate` is that of the first of them (16 kHz if there is none): the rate of the speech in a language is
    that of its own engine.
    """

    def __init__(self, voices: Mapping[str, TextToSpeech]) -> None:
        self._voices = dict(voices)
        self.rate = next((voice.rate for voice in self._voices.values()), RATE)

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Return the speech as the engine of `language` yields it. Raises BadInput `unknown_language`."""
        voice = entry_for(self._voices, language, "There is no voice")
        return voice.synthesize(text, language, cancel)
