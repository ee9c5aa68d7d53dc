"""YAML that somebody else wrote: read, or refused with one kind of error, whatever is in it."""

from typing import Any

import yaml

from sarai_mqtt.core.documents import BadDocument

MOST_NESTED = 50
"""Levels of lists and tables in YAML. Nothing of ours has ten, and each takes some of Python's stack."""


def read_yaml(text: str) -> Any:
    """Give what YAML holds; None for nothing. Raises BadDocument."""
    try:
        # Loads no objects: the loader is a SafeLoader.
        return yaml.load(text, _Loader)  # noqa: S506
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise BadDocument(f"this is not YAML ({exc.problem})", line) from exc
    except yaml.YAMLError as exc:
        raise BadDocument("this is not YAML") from exc
    except BadDocument:
        raise
    except (ValueError, OverflowError, RecursionError) as exc:  # a day that there is not, an endless number
        raise BadDocument(f"a value cannot be read ({exc})") from exc


def written_value(text: str, key: str) -> str:
    """Give what stands for the value of `key` in the YAML table `text`, before YAML reads it as a number.

    "" when that is no single value. Raises a YAMLError for what `read_yaml` refuses.
    """
    root = yaml.compose(text, _Loader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = [value.value for name, value in pairs if name.value == key and isinstance(value, yaml.ScalarNode)]
    return str(found[-1]) if found else ""


class _Loader(yaml.SafeLoader):
    """A SafeLoader that gives up before Python's stack does."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._level = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self._level += 1
        if self._level > MOST_NESTED + 1:  # the innermost is a value
            line = parent.start_mark.line + 1 if parent else 0
            raise BadDocument(f"this is nested deeper than {MOST_NESTED} levels", line)
        node = super().compose_node(parent, index)
        self._level -= 1
        return node
