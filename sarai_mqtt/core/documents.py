"""Parses documents from outside; every fault in one is raised as BadDocument."""

import json
from typing import Any


class BadDocument(ValueError):
    """A document that is not valid, or not usable; `line` is the line of the fault, 0 if unknown."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason, self.line = reason, line


def read_json(text: str | bytes) -> Any:
    """Parse JSON. Raises BadDocument if it is not valid or is nested too deep."""
    try:
        return json.loads(text)
    except RecursionError as exc:
        raise BadDocument("it is nested too deep") from exc
    except ValueError as exc:
        raise BadDocument(f"this is not JSON ({exc})") from exc
