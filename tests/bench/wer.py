"""What is compared when recognised text is scored: recordings with their words, and both texts written alike."""

import json
import random
import re
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import jiwer  # type: ignore[import-not-found,unused-ignore]
from unicode_rbnf import RbnfEngine
from whisper_normalizer.basic import BasicTextNormalizer  # type: ignore[import-not-found,unused-ignore]
from whisper_normalizer.english import EnglishTextNormalizer  # type: ignore[import-not-found,unused-ignore]

from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.languages.es import phonemes as spanish_phonemes
from sarai_mqtt.languages.packs import pack

LONGEST_S = 6.0
_NUMBER = re.compile(r"(?<![\w.,:$€£])\d+(?:\.\d+)?(?![\w,:%°]|\.\d)")
_UNHEARD = str.maketrans("ɛ", "e", "ˈˌ")

Rows = list[tuple[bytes, str]]


def load(folder: Path, refs: Path, longest: float = LONGEST_S) -> Rows:
    """Give the PCM and the words of each recording of `refs` that is in `folder` and not over `longest` seconds."""
    rows = []
    for row in json.loads(refs.read_text()):
        path = folder / row.get("file", f"{row.get('prompt')}.wav")
        if not path.exists():
            continue
        with wave.open(str(path)) as audio:
            if (audio.getframerate(), audio.getnchannels(), audio.getsampwidth()) != (16_000, 1, 2):
                raise SystemExit(f"{path} is not 16 kHz mono 16 bit")
            if audio.getnframes() <= longest * audio.getframerate():
                rows.append((audio.readframes(audio.getnframes()), row["text"]))
    return rows


def normaliser(language: str) -> tuple[str, Callable[[str], str]]:
    """Give the normaliser of a language and its name. Numbers come out alike, however they were written."""
    if language == "en":
        english, numbers = EnglishTextNormalizer(), RbnfEngine.for_language(language)

        def written(text: str) -> str:
            return str(english(_NUMBER.sub(lambda n: numbers.format_number(n[0]).text, text)))

        return "Whisper's English one, after numbers are spelled out", written
    basic = BasicTextNormalizer()
    if not pack(language).speaking:
        spelled = RbnfEngine.for_language(language)

        def spelled_out(text: str) -> str:
            return str(basic(_NUMBER.sub(lambda n: spelled.format_number(n[0]).text, text))).strip()

        return "Whisper's basic one, after numbers are spelled out", spelled_out
    spoken = TextNormalizer()

    def said(text: str) -> str:
        return str(basic(spoken(text, language))).replace("veintiún ", "veintiuno ").strip()

    return "Whisper's basic one, after numbers, signs and units are written as words by sarai_mqtt", said


def sounds(words: str) -> str:
    """Write each normalised Spanish word as its phonemes without stress: words that sound alike come out alike."""
    said = (spanish_phonemes.phonemes(word).translate(_UNHEARD) for word in words.split())
    return " ".join(word for word in said if word)


def wer(expected: Sequence[str], heard: Sequence[str]) -> float:
    """Give the word error rate in %."""
    return 100 * float(jiwer.wer(list(expected), list(heard)))


def phoneme_error_rate(expected: Sequence[str], heard: Sequence[str]) -> float:
    """Give the phoneme error rate in % of what `sounds` wrote, whatever the words' boundaries."""
    whole, got = ([text.replace(" ", "") for text in texts] for texts in (expected, heard))
    return 100 * float(jiwer.cer(whole, got))


def interval(expected: Sequence[str], heard: Sequence[str], draws: int = 1000) -> tuple[float, float]:
    """Give the 95 % interval of the word error rate: percentiles of a bootstrap over the sentences, seeded."""
    counts = [jiwer.process_words(e, h) for e, h in zip(expected, heard, strict=True)]
    wrong = [c.substitutions + c.deletions + c.insertions for c in counts]
    words = [c.hits + c.substitutions + c.deletions for c in counts]
    chance, rates = random.Random(0), []
    for _ in range(draws):
        drawn = chance.choices(range(len(counts)), k=len(counts))
        rates.append(100 * sum(wrong[i] for i in drawn) / sum(words[i] for i in drawn))
    rates.sort()
    return rates[round(0.025 * draws)], rates[round(0.975 * draws) - 1]
