"""What tells danger in a language, as patterns."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """Patterns of a language, for `search` in bare words.

    `signs` say danger whatever else is understood; `hints` only when nothing is. `titles` finds what is only
    played, listed, reminded of or asked about: a song's name says nothing.
    """

    signs: re.Pattern[str]
    hints: re.Pattern[str]
    titles: re.Pattern[str]
