"""The words that a command may not lose, from `lexicon/<language>/content.yaml`."""

from pathlib import Path
from typing import Any

import yaml

from sarai_mqtt.core.content_words import ContentWords
from sarai_mqtt.core.errors import ConfigError


def load_content_words(lexicon: Path, language: str) -> ContentWords:
    """Read a language's file. Raises ConfigError `no_lexicon` when it is not there or lacks a part."""
    path = lexicon / language / "content.yaml"
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        return ContentWords.of_data(data)
    except (OSError, KeyError, TypeError) as exc:
        raise ConfigError(
            "no_lexicon", f"{path} cannot be read: {exc}.", "Install sarai-mqtt again."
        ) from exc
