"""Spanish as it is spoken."""

import re
from collections.abc import Callable

from sarai_mqtt.languages.es.phonemes import phonemes
from sarai_mqtt.languages.schema.speaking import Speaking


def _normalizer() -> Callable[[str], str]:
    # Unicode's number formatter is imported when Spanish is first spoken.
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415

    from sarai_mqtt.languages.es.text_normalizer import SpanishNormalizer  # noqa: PLC0415

    return SpanishNormalizer(RbnfEngine.for_language("es"))


SPEAKING = Speaking(
    dot=" punto ",
    power=" elevado a ",
    dialled=re.compile(
        # "marca 1500 vatios" is no call
        r"\b(?:llam\w+ (?:ya )?(?:al |el )?|marc\w+ (?:ya )?(?:al |el |(?=\d{3}\b)))(\d{3,6})\b(?![-.,]\d|-)",
        re.IGNORECASE,
    ),
    normalizer=_normalizer,
    sentences=re.compile(r"(?<=[.!?…])[\"”»’)\]]*\s+").split,
    phonemizer=lambda: phonemes,
)
