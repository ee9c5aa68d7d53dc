"""Patterns made of many."""

import re
from collections.abc import Iterable


def pattern_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Compile the alternatives as one pattern."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))
