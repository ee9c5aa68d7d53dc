"""Builds the model graphs from source weights. Each recipe loads its libraries when it is run, not before."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

Report = Callable[[str, float], None]
Recipe = Callable[[Mapping[str, Path], Path, Report], None]


class Optimize(StrEnum):
    """How an exported file keeps the weights of its matrix products; sums are float32 unless int8."""

    INT8 = "int8"
    FP16 = "fp16"
    NONE = "none"


def _sarai_audio(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    from sarai_mqtt.export import audio  # noqa: PLC0415 - `run` must not load onnx

    audio.build(sources, out, report)


def _sarai_audio_tiny_en(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    from sarai_mqtt.export import audio  # noqa: PLC0415 - as above

    audio.build_tiny_en(sources, out, report)


def _hibari_en_talker(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    from sarai_mqtt.export import audio  # noqa: PLC0415 - as above

    audio.build_talker(sources, out, report)


# Recipe name in the catalogue -> build(sources, out, report): `sources[name]` is a folder with that source's
# files, or an own artifact's file; the artifacts are written into the folder `out`; `report(step, fraction)`
# tells the progress.
RECIPES: Mapping[str, Recipe] = {
    "sarai-audio": _sarai_audio,
    "sarai-audio-tiny-en": _sarai_audio_tiny_en,
    "hibari-en-talker": _hibari_en_talker,
}
