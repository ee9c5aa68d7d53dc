"""Recipes: the shared audio models of the profiles `embedded` and `tiny-en`, and the English Talker."""

from collections.abc import Callable, Mapping
from pathlib import Path

import onnx

from sarai_mqtt.models.export import hibari, shared, voice, whisper
from sarai_mqtt.models.export.weights import file_bytes

Report = Callable[[str, float], None]


def build(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    """Write `sarai_audio_int8.onnx` and its `.data` into `out`.

    `sources` has the folders `whisper-base-ct2` and `hibari-en`, and the file `sarai-es-text-encoder`.
    Raises ModelError if a source is missing, damaged or of the wrong shape.
    """
    spanish = onnx.load(sources["sarai-es-text-encoder"])
    _join(
        sources["whisper-base-ct2"],
        sources["hibari-en"],
        {"tts_text_encoder_es": spanish},
        out / "sarai_audio_int8.onnx",
        report,
    )


def build_tiny_en(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    """Write `sarai_audio_tiny_en_int8.onnx` and its `.data` into `out`, for English only.

    `sources` has the folders `whisper-tiny-en-ct2` and `hibari-en`. Raises ModelError as `build` does.
    """
    file = out / "sarai_audio_tiny_en_int8.onnx"
    _join(sources["whisper-tiny-en-ct2"], sources["hibari-en"], {}, file, report)


def build_talker(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    """Write `hibari-en-talker.onnx` into `out`; `sources` has the folder `hibari-en`.

    Raises ModelError `model_shape` if hibari's graph is not the expected one.
    """
    report("hibari: writing the Talker", 0.0)
    english = hibari.weights(sources["hibari-en"] / "hibari.onnx")
    (out / "hibari-en-talker.onnx").write_bytes(file_bytes(voice.talker(english)))
    report("the English Talker is written", 1.0)


def _join(
    whisper_folder: Path,
    hibari_folder: Path,
    others: Mapping[str, onnx.ModelProto],
    file: Path,
    report: Report,
) -> None:
    """Write the shared model `file` from a Whisper, hibari, and text encoders of further languages.

    `whisper_folder` and `hibari_folder` hold their weights; `others`: role -> text encoder.
    """
    encoder, decoder = whisper.graphs(whisper_folder, lambda step, done: report(step, 0.8 * done))
    report("hibari: writing the voice", 0.85)
    english = hibari.weights(hibari_folder / "hibari.onnx")
    report("joining the shared audio model", 0.9)
    roles = {
        # The decoder first: it runs once per token, and each branch further down costs a comparison.
        "stt_decoder": decoder.model(),
        "stt_encoder": encoder.model(),
        "tts_text_encoder_en": voice.text_encoder(english),
        **others,
        "vocoder": voice.vocoder(english),
    }
    shared.save(shared.join(roles), file)
    report("the shared audio model is written", 1.0)
