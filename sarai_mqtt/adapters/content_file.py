"""The words that a command may not lose, from `lexicon/<language>/content.yaml`."""

from pathlib import Path

from sarai_mqtt.core.content_words import ContentWords
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.documents import read_yaml


def load_content_words(lexicon: Path, language: str) -> ContentWords:
    """Read a language's file. Raises ConfigError `no_lexicon` when it is not there or is damaged."""
    path = lexicon / language / "content.yaml"
    try:
        return ContentWords.of_data(read_yaml(path.read_text("utf-8")))
    # ValueError: not UTF-8, no YAML, no number; the others: a table is missing, or is something else.
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as exc:
        raise ConfigError(
            "no_lexicon", f"{path} cannot be read: {exc}.", "Install sarai-mqtt again."
        ) from exc
