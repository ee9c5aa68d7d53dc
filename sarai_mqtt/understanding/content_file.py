"""Loads the content words of a language, which a command must not ignore, from its `content.yaml`."""

from pathlib import Path

from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.content_words import ContentWords


def load_content_words(data: Path, language: str) -> ContentWords:
    """Read the file of `language`. Raises ConfigError `no_lexicon` if it is missing or damaged."""
    path = data / language / "content.yaml"
    try:
        return ContentWords.of_data(read_yaml(path.read_text("utf-8")))
    # ValueError: invalid UTF-8, YAML or number; the others: a table is missing or of the wrong type.
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as exc:
        raise ConfigError(
            "no_lexicon", f"{path} cannot be read: {exc}.", "Install sarai-mqtt again."
        ) from exc
