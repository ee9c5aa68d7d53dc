"""Recipe: CTranslate2 Whisper weights -> two int8 ONNX graphs with the silence-tail memory."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sarai_mqtt.export import whisper_graphs, whisper_silence
from sarai_mqtt.export.quantize import Int8Products
from sarai_mqtt.export.whisper_weights import load


def build(sources: Mapping[str, Path], out: Path, report: Callable[[str, float], None]) -> None:
    """Write `whisper-base-encoder.onnx` and `whisper-base-decoder.onnx` from source `whisper-base-ct2`.

    The source holds model.bin (float16), config.json and tokenizer.json. Raises ModelError.
    """
    export(sources["whisper-base-ct2"], out, "whisper-base", report)


def export(source: Path, out: Path, name: str, report: Callable[[str, float], None]) -> None:
    """Write `name`-encoder.onnx and `name`-decoder.onnx from a CTranslate2 Whisper of any size."""
    report("Whisper: reading the weights", 0.0)
    weights, tokens = load(source)
    report("Whisper: remembering silence", 0.05)
    own, cross = whisper_silence.remember(
        weights, lambda done: report("Whisper: remembering silence", 0.05 + 0.75 * done)
    )
    products = Int8Products()
    report("Whisper: writing the encoder", 0.8)
    whisper_graphs.encoder(weights, own, cross, products).save(out / f"{name}-encoder.onnx")
    report("Whisper: writing the decoder", 0.9)
    whisper_graphs.decoder(weights, tokens, products).save(out / f"{name}-decoder.onnx")
    report("Whisper: done", 1.0)
