"""French as it is written out for speech; there are no phonemes, as no voice of this project speaks it."""

import re
from collections.abc import Callable

from sarai_mqtt.languages.schema.speaking import Speaking


def _normalizer() -> Callable[[str], str]:
    # Unicode's number formatter is imported when French is first written out.
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415

    from sarai_mqtt.languages.fr.text_normalizer import FrenchNormalizer  # noqa: PLC0415

    return FrenchNormalizer(RbnfEngine.for_language("fr"))


SPEAKING = Speaking(
    dot=" point ",
    power=" puissance ",
    dialled=re.compile(
        r"\b(?:appel\w+ (?:vite )?(?:le |au )?|compos\w+ (?:le )?)(\d{3,6})\b(?![-.,]\d|-)", re.IGNORECASE
    ),
    normalizer=_normalizer,
    sentences=re.compile(r"(?<=[.!?…])[\"”»’)\]]*\s+").split,
    phonemizer=None,
)
