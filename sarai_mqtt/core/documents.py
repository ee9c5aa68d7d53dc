"""JSON that somebody else wrote: read, or refused with one kind of error, whatever is in it."""

import json
from typing import Any


class BadDocument(ValueError):
    """What is no YAML or JSON, or cannot be taken in; `line` is where, or 0."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason, self.line = reason, line


def read_json(text: str | bytes) -> Any:
    """Give what JSON holds. Raises BadDocument."""
    try:
        return json.loads(text)
    except RecursionError as exc:
        raise BadDocument("it is nested too deep") from exc
    except ValueError as exc:
        raise BadDocument(f"this is not JSON ({exc})") from exc
