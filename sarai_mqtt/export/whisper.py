"""CTranslate2 Whisper weights -> two int8 ONNX graphs with the silence-tail memory."""

from collections.abc import Callable
from pathlib import Path

from sarai_mqtt.export import whisper_graphs, whisper_silence
from sarai_mqtt.export.graph import Graph
from sarai_mqtt.export.quantize import Int8Products
from sarai_mqtt.export.whisper_weights import load

Report = Callable[[str, float], None]


def graphs(source: Path, report: Report) -> tuple[Graph, Graph]:
    """Give encoder and decoder of a Whisper of any size, int8.

    `source` holds model.bin (float16), config.json and tokenizer.json. Raises ModelError.
    """
    report("Whisper: reading the weights", 0.0)
    weights, tokens = load(source)
    report("Whisper: remembering silence", 0.05)
    own, cross = whisper_silence.remember(
        weights, lambda done: report("Whisper: remembering silence", 0.05 + 0.75 * done)
    )
    products = Int8Products()
    report("Whisper: writing the encoder", 0.8)
    encoder = whisper_graphs.encoder(weights, own, cross, products)
    report("Whisper: writing the decoder", 0.9)
    decoder = whisper_graphs.decoder(weights, tokens, products)
    report("Whisper: done", 1.0)
    return encoder, decoder
