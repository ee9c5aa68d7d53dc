"""Conversion of a Whisper of any size and format into two ONNX graphs with the silence tail."""

from collections.abc import Callable
from pathlib import Path

from sarai_mqtt.models.export import whisper_graphs, whisper_silence, whisper_sources
from sarai_mqtt.models.export.graph import Graph
from sarai_mqtt.models.export.quantize import Int8Products, Products
from sarai_mqtt.models.export.whisper_tokens import Tokens
from sarai_mqtt.models.export.whisper_weights import Weights

Report = Callable[[str, float], None]


def graphs(source: Path, report: Report) -> tuple[Graph, Graph]:
    """Return encoder and decoder of the Whisper `source` in int8. Raises as `whisper_sources.load` does."""
    report("Whisper: reading the weights", 0.0)
    weights, tokens, _ = whisper_sources.load(source)
    return from_weights(weights, tokens, Int8Products(), report)


def from_weights(weights: Weights, tokens: Tokens, products: Products, report: Report) -> tuple[Graph, Graph]:
    """Return encoder and decoder, with the matrix products that `products` makes.

    `report(step, fraction)` gets the progress.
    """
    report("Whisper: remembering silence", 0.05)
    own, cross = whisper_silence.silence_tails(
        weights, lambda done: report("Whisper: remembering silence", 0.05 + 0.75 * done)
    )
    report("Whisper: writing the encoder", 0.8)
    encoder = whisper_graphs.encoder(weights, own, cross, products)
    report("Whisper: writing the decoder", 0.9)
    decoder = whisper_graphs.decoder(weights, tokens, products)
    report("Whisper: done", 1.0)
    return encoder, decoder
