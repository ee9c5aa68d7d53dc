"""What there is for each language of Home Assistant: sentences, a pack, hearing by Whisper base, a voice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from home_assistant_intents import get_languages

from sarai_mqtt import languages
from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.engines.stt.whisper_languages import Hearing, hearing_of
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.understanding.templates.loader import count_templates

_HEAD = ("code", "language", "intents", "sentences", "pack", "hearing", "voice")
_NONE = "–"


@dataclass(frozen=True, slots=True)
class LanguageSupport:
    """What there is for one language; `intents` and `sentences` are those of Home Assistant that are used."""

    language: str
    name: str
    intents: int
    sentences: int
    has_pack: bool
    hearing: Hearing
    has_voice: bool


def support_of_languages() -> Iterator[LanguageSupport]:
    """Yield the support of each language of Home Assistant and of each pack, by code.

    Raises ConfigError (`language_incomplete`) if a pack cannot be loaded.
    """
    names = read_yaml(Path(languages.__file__).with_name("names.yaml").read_text("utf-8"))
    for code in sorted({*get_languages(), *available()}):
        found = pack(code) if code in available() else None
        intents, sentences = count_templates(code)
        yield LanguageSupport(
            code,
            found.name if found else names.get(code, code),
            intents,
            sentences,
            has_pack=found is not None,
            hearing=hearing_of(code),
            has_voice=found is not None and found.has_voice,
        )


def as_markdown(rows: Iterable[LanguageSupport]) -> str:
    """Return the table of `rows` in Markdown, with columns of one width each for a terminal."""
    cells = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def _cells(row: LanguageSupport) -> tuple[str, ...]:
    rate = row.hearing.error_rate
    hearing = row.hearing.grade if rate is None else f"{row.hearing.grade}, {rate} %"
    return (
        row.language,
        row.name,
        str(row.intents),
        str(row.sentences),
        "yes" if row.has_pack else _NONE,
        _NONE if hearing == "none" else hearing,
        "ours" if row.has_voice else _NONE,
    )
