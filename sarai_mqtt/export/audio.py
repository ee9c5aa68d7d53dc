"""Recipe: the shared audio model of the `embedded` profile, and the English Talker."""

from collections.abc import Callable, Mapping
from pathlib import Path

import onnx

from sarai_mqtt.export import hibari, shared, voice, whisper
from sarai_mqtt.export.weights import file_bytes


def build(sources: Mapping[str, Path], out: Path, report: Callable[[str, float], None]) -> None:
    """Write `sarai_audio_int8.onnx` with its `.data`, and `hibari-en-talker.onnx`.

    `sources` gives the folders `whisper-base-ct2` and `hibari-en`, and the file `sarai-es-text-encoder`.
    Raises ModelError.
    """
    encoder, decoder = whisper.graphs(
        sources["whisper-base-ct2"], lambda step, done: report(step, 0.8 * done)
    )
    report("hibari: writing the voice", 0.85)
    english = hibari.weights(sources["hibari-en"] / "hibari.onnx")
    (out / "hibari-en-talker.onnx").write_bytes(file_bytes(voice.talker(english)))
    report("joining the shared audio model", 0.9)
    roles = {
        # the decoder first: it runs once a token, and each branch further down costs a comparison
        "stt_decoder": decoder.model(),
        "stt_encoder": encoder.model(),
        "tts_text_encoder_en": voice.text_encoder(english),
        "tts_text_encoder_es": onnx.load(sources["sarai-es-text-encoder"]),
        "vocoder": voice.vocoder(english),
    }
    shared.save(shared.join(roles), out / "sarai_audio_int8.onnx")
    report("the shared audio model is written", 1.0)
