"""How well Whisper base hears a language: a class by the word error rate that its authors published.

The figures and their source (Radford et al. 2022, table 13: FLEURS) are in `whisper_languages.yaml`. They are
of the model as published; docs/models.md has what the int8 one of this project was measured at.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sarai_mqtt.config.yaml_documents import read_yaml

_GOOD, _FAIR = 20.0, 40.0
"""Highest error rate (%) of a class, chosen here: one word in five, two in five."""

Grade = Literal["good", "fair", "poor", "unknown", "none"]
"""`unknown`: the model has the language, the source has no figure. `none`: the model does not have it."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """The class of a language, and its error rate in % (None: not published)."""

    grade: Grade
    error_rate: float | None = None


def hearing_of(language: str) -> Hearing:
    """Return how well Whisper base hears `language`, a code of Home Assistant such as `fr` or `pt-BR`.

    A variety has the figure of its language, unless it is spoken too differently.
    """
    data = _data()
    token = data["tokens"].get(language, language.partition("-")[0])
    if token not in data["error_rates"]:
        return Hearing("none")
    rate = None if language in data["unmeasured"] else data["error_rates"][token]
    if rate is None:
        return Hearing("unknown")
    return Hearing("good" if rate <= _GOOD else "fair" if rate <= _FAIR else "poor", rate)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return data
