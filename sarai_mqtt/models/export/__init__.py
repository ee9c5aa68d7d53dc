"""Recipes that build the model graphs from source weights; each imports its libraries only when it runs."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

Report = Callable[[str, float], None]
Recipe = Callable[[Mapping[str, Path], Path, Report], None]


class Optimize(StrEnum):
    """Storage of the weights of matrix products in an exported file; sums are float32 unless int8."""

    INT8 = "int8"
    FP16 = "fp16"
    NONE = "none"


def _sarai_audio(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    from sarai_mqtt.models.export import audio  # noqa: PLC0415 - `run` must not load onnx

    audio.build(sources, out, report)


def _sarai_audio_tiny_en(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    from sarai_mqtt.models.export import audio  # noqa: PLC0415 - as above

    audio.build_tiny_en(sources, out, report)


def _hibari_en_talker(sources: Mapping[str, Path], out: Path, report: Report) -> None:
    from sarai_mqtt.models.export import audio  # noqa: PLC0415 - as above

    audio.build_talker(sources, out, report)


# Recipe name in the catalogue -> build(sources, out, report). `sources[name]` is the folder with the files of
# that source, or the file of one of the project's own artifacts; artifacts are written into the folder `out`;
# `report(step, fraction)` gets the progress.
RECIPES: Mapping[str, Recipe] = {
    "sarai-audio": _sarai_audio,
    "sarai-audio-tiny-en": _sarai_audio_tiny_en,
    "hibari-en-talker": _hibari_en_talker,
}
