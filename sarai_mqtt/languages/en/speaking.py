"""English as it is spoken: hibari's lexicon and rules, and what they need before them."""

import re
from collections.abc import Callable, Iterable

from sarai_mqtt.languages.schema.speaking import Speaking


def _sentences(text: str) -> Iterable[str]:
    from hibari.tts import Hibari  # noqa: PLC0415 - as below

    found: Iterable[str] = Hibari.split_sentences(text)
    return found


def _normalizer() -> Callable[[str], str]:
    from sarai_mqtt.languages.en.text_normalizer import EnglishNormalizer  # noqa: PLC0415 - it reads the pack

    return EnglishNormalizer()


def _phonemizer() -> Callable[[str], str]:
    # hibari is imported when English is first spoken: its tables cost time and memory
    from sarai_mqtt.languages.en.phonemes import phonemizer  # noqa: PLC0415

    return phonemizer()


SPEAKING = Speaking(
    dot=" dot ",
    power=" to the power of ",
    dialled=re.compile(r"\b(?:call|dial|ring) (\d{3,6})\b(?![-.,]\d|-)", re.IGNORECASE),
    normalizer=_normalizer,
    sentences=_sentences,
    phonemizer=_phonemizer,
)
