"""Reads YAML that users write; any fault in a text is raised as BadDocument."""

from contextlib import suppress
from typing import Any

import yaml

from sarai_mqtt.core.documents import BadDocument

MOST_NESTED = 50
"""Deepest nesting of YAML. The project's own files stay below ten; each level takes Python stack."""

_FAST: Any = getattr(yaml, "CSafeLoader", None)  # parses in C, where PyYAML was built with it


def read_yaml(text: str) -> Any:
    """Parse YAML into plain data; None for an empty text. Raises BadDocument."""
    if _FAST is not None:
        with suppress(yaml.YAMLError, ValueError, OverflowError):  # told by the other one, as ever
            if _is_shallow(text, _FAST):
                return yaml.load(text, _FAST)  # noqa: S506 - a safe loader
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
    except (ValueError, OverflowError, RecursionError) as exc:  # no such date, or an infinite number
        raise BadDocument(f"a value cannot be read ({exc})") from exc


def written_value(text: str, key: str) -> str:
    """Return the value of `key` in the YAML mapping `text` as it is written: YAML reads 061 as the number 49.

    "" if there is no such key, or its value is no scalar. Raises yaml.YAMLError or BadDocument for text that
    cannot be parsed.
    """
    root = yaml.compose(text, _Loader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = [value.value for name, value in pairs if name.value == key and isinstance(value, yaml.ScalarNode)]
    return str(found[-1]) if found else ""


def _is_shallow(text: str, loader: Any) -> bool:
    """Return True if `text` is not nested too deep: the fast loader would exhaust the stack."""
    level = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        if level > MOST_NESTED:
            return False
    return True


class _Loader(yaml.SafeLoader):
    """A SafeLoader that raises BadDocument before deep nesting exhausts Python's stack."""

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
