"""Puts the small engines, and that of docs/extending/engine.md, into the registry and into settings."""

import re
import sys
from pathlib import Path
from types import ModuleType

import yaml

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.engines.registry import ENGINES

PAGE = Path(__file__).parents[3] / "docs" / "extending" / "engine.md"
SENTENCES = ("turn on the kitchen light", "why is the sky blue")


def blocks(language):
    """Return the code blocks of the page in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def install(monkeypatch):
    """Add a row for each small engine; that of the page is run as the page writes it."""
    module, row = blocks("python")
    written = ModuleType("sarai_mqtt.engines.stt.length")
    exec(compile(module, str(PAGE), "exec"), vars(written))
    monkeypatch.setitem(sys.modules, written.__name__, written)
    for kind in ENGINES:
        monkeypatch.setitem(ENGINES, kind, dict(ENGINES[kind]))
    exec(row, {"ENGINES": ENGINES})
    ENGINES["tts"]["tones"] = "tests.harness.small_engines.tones"
    ENGINES["vad"]["loudness"] = "tests.harness.small_engines.loudness"
    ENGINES["vad"]["hanging"] = "tests.harness.small_engines.hanging"
    ENGINES["llm"]["fixed"] = "tests.harness.small_engines.fixed_answers"


def settings(folder, **more):
    """Write and load settings of a profile of small engines; the recogniser's part is the page's own."""
    (folder / "sentences.txt").write_text("\n".join(SENTENCES))
    (folder / "low.txt").write_text("220")
    (folder / "answers.txt").write_text("en: Because of the air.\nes: Por el aire.")
    (page,) = map(yaml.safe_load, blocks("yaml"))
    mine = page["profiles"]["mine"]
    del mine["borrows"]
    mine["tts"] = {"engine": "tones", "voices": {"en": {"pitch": "low"}, "es": {"pitch": "low"}}}
    mine["thinker"] = {"engine": "fixed", "answers": "answers", "languages": ["en"]}
    files = page["files"] | {name: {"path": f"{name}.txt"} for name in ("low", "answers")}
    table = {
        "profile": "mine",
        "languages": ["en"],
        "files": files,
        "profiles": page["profiles"],
        "vads": {"loud": {"engine": "loudness"}},
        "audio": {"vad": "loud", "home_bias": False, "stale_ms": 10_000},
        "state": {"dir": str(folder / "state")},
    }
    file = folder / "sarai.yaml"
    file.write_text(yaml.safe_dump(table | more))
    return load_settings(file)
