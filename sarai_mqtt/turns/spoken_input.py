"""Speech as the Thinker's input: the features that recognition made, in place of its text or beside it.

It is used where the Thinker would answer a text, and nowhere else: a command is read from the text alone, and
a Thinker that chooses among commands is given the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sarai_mqtt.core.audio import Features, Utterance
from sarai_mqtt.core.ports import AudioThinker, Cancel, FeatureSpeechToText
from sarai_mqtt.core.recognition import HeardAnswer


@dataclass(frozen=True, slots=True)
class SpokenInput:
    """The engines of the way from speech to the Thinker. `with_text`: it is given the text, too."""

    stt: FeatureSpeechToText
    thinker: AudioThinker
    with_text: bool = False

    def transcribe(
        self, utterance: Utterance, asked: str | None, language: str | None, cancel: Cancel
    ) -> tuple[HeardAnswer, Features]:
        """Transcribe an utterance and return the features of the same run of the encoder.

        Raises what `FeatureSpeechToText.transcribe_with_features` raises.
        """
        return self.stt.transcribe_with_features(
            utterance, asked, language, self.thinker.audio_features, cancel
        )

    def takes(self, language: str) -> bool:
        """Return True if the Thinker takes speech in `language`; else it is given the text."""
        return language in self.thinker.audio_languages

    def think(self, features: Features, text: str, language: str, cancel: Cancel) -> Iterator[str]:
        """Yield the Thinker's reply to speech whose recognised text is `text`."""
        return self.thinker.think_audio(features, text if self.with_text else "", language, cancel)
