"""Text to speech: Text Encoder -> Talker -> Vocoder, with the waveform in chunks as it is computed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime as ort

from sarai_mqtt.core.audio import Samples, to_pcm
from sarai_mqtt.core.errors import Cancelled
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.engines.engine import Engine, FileRoles, TtsOptions
from sarai_mqtt.engines.onnx.contracts import Contract
from sarai_mqtt.engines.onnx.roles import Role, Values, values
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.engines.tts.vocoder_dsp import RATE, SPECTRA, WaveformBuilder
from sarai_mqtt.languages.packs import entry_for

# Receptive field of the vocoder to either side, frames: dec_in and eight blocks, all of kernel 7 (9 * 3).
CONTEXT = 27
FIRST_CHUNK, LARGEST_CHUNK = 24, 192
_PAD = 0

# H hidden states of each of l phonemes (padding included), C latents of each of f frames of 12.5 ms; the file
# fixes H and C.
TEXT_ENCODER = Contract("text encoder", {"ids": "int64[1, l]"}, {"hidden_states": "float32[1, H, l]"})
TALKER = Contract(
    "Talker",
    {"hidden_states": "float32[1, H, l]", "speed": "float32[1]"},
    {"latents": "float32[1, C, f]", "f0": "float32[1, f]"},
)
VOCODER = Contract("vocoder", {"latents": "float32[1, C, f]"}, {"spectra": f"float32[1, {SPECTRA}, f]"})
# The Talker of another kind of model: checked when it is bound, but nothing here turns its logits into audio.
LOGITS_TALKER = Contract(
    "Talker with audio logits",
    {"hidden_states": "float32[b, s, 3584]"},
    {"audio_logits": "float32[b, s, 8448]"},
)

Phonemize = Callable[[str, str], Sequence[Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Voice:
    """The graphs of one language; the vocoder is shared."""

    text_encoder: Role
    talker: Role


class SpeechSynthesizer:
    """The `ports.TextToSpeech` for the languages of `voices`, on one shared vocoder.

    Args:
        voices: language code -> its Text Encoder and Talker.
        vocoder: the Vocoder graph.
        phonemize: text, language -> phoneme ids of each sentence, none longer than the voice was trained for.
        speed: relative speaking rate; 1.0 is that of the voice, 2.0 twice as fast.

    Raises ModelError `model_shape` if a graph does not fit its contract or the next graph.

    """

    def __init__(
        self, voices: Mapping[str, Voice], vocoder: Role, phonemize: Phonemize, speed: float = 1.0
    ) -> None:
        self._phonemize = phonemize
        self._speed = np.array([speed], np.float32)
        self._vocoder = vocoder.expect(VOCODER)
        self._voices = dict(voices)
        for voice in voices.values():
            voice.text_encoder.expect(TEXT_ENCODER).feeds(voice.talker.expect(TALKER), ["hidden_states"])
            voice.talker.feeds(vocoder, ["latents"])

    @property
    def rate(self) -> int:
        """Sample rate of the speech, Hz."""
        return RATE

    def warm_up(self) -> None:
        """Speak "OK." in every language, so that the first reply does not pay for first runs."""
        for language in self._voices:
            for _ in self.synthesize("OK.", language, _NeverCancelled()):
                pass

    def synthesize(self, text: str, language: str, cancel: Cancel) -> Iterator[bytes]:
        """Yield mono s16le PCM at `rate` as it is computed; the same text always gives the same bytes.

        Text without anything to speak yields nothing. The first chunk of a longer text is 275 ms: 24 frames
        of 12.5 ms less the two that wait for the next ones. Raises Cancelled; BadInput `unknown_language`.
        """
        voice = entry_for(self._voices, language, "There is no voice")
        options = ort.RunOptions()
        options.log_severity_level = 4  # a cancelled run is no error to log
        unsubscribe = cancel.on_cancel(lambda: setattr(options, "terminate", True))
        try:
            for ids in self._phonemize(text, language):
                for samples in self._speak(ids, voice, options, cancel):
                    yield to_pcm(samples)
        finally:
            unsubscribe()

    def _speak(
        self, ids: Sequence[int], voice: Voice, options: ort.RunOptions, cancel: Cancel
    ) -> Iterator[Samples]:
        """Yield the float32 samples of one sentence of phonemes `ids`, chunk by chunk."""

        def run(role: Role, feeds: Values) -> dict[str, ort.OrtValue]:
            if cancel.cancelled:
                raise Cancelled
            try:
                return role.run(feeds, options)
            except Exception as error:  # onnxruntime's own exceptions have no common class
                if cancel.cancelled:
                    raise Cancelled from error
                raise

        encoded = run(voice.text_encoder, values(ids=np.array([[_PAD, *ids, _PAD]], np.int64)))
        talker_output = run(voice.talker, {**encoded, **values(speed=self._speed)})
        latents, f0 = talker_output["latents"].numpy(), talker_output["f0"].numpy()
        frames = latents.shape[2]
        builder = WaveformBuilder(f0[0])
        for start, end in chunks(frames):
            window = slice(max(start - CONTEXT, 0), min(end + CONTEXT, frames))
            predicted = run(self._vocoder, values(latents=np.ascontiguousarray(latents[:, :, window])))
            yield builder.push(predicted["spectra"].numpy()[0, :, start - window.start : end - window.start])


def chunks(frames: int) -> Iterator[tuple[int, int]]:
    """Yield spans (start, end) that cover `frames`: first a short one, then long ones, no short last one.

    Each span also costs the computation of its context, so long ones are cheaper; the short first one lowers
    the latency, and while it is played there is time for a long one.
    """
    start, size = 0, FIRST_CHUNK
    while start < frames:
        end = start + size
        if frames - end < FIRST_CHUNK:
            end = frames
        yield start, end
        start, size = end, LARGEST_CHUNK


class _NeverCancelled:
    """A Cancel that is never set."""

    cancelled = False

    def on_cancel(self, _callback: Callable[[], None]) -> Callable[[], None]:
        return lambda: None


def _open(options: TtsOptions) -> SpeechSynthesizer:
    voices = {
        language: Voice(files.graph("text_encoder"), files.graph("talker"))
        for language, files in options.voices.items()
    }
    tts = SpeechSynthesizer(voices, options.files.graph("vocoder"), Phonemizer(TextNormalizer()))
    tts.warm_up()
    return tts


ENGINE = Engine(FileRoles(("vocoder",)), _open, voice_files=FileRoles(("text_encoder", "talker")))
