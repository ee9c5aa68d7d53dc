"""What tells danger in a language, as patterns."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """Patterns of a language, for `search` in bare words.

    `addressed` is what a sentence may begin with, to be left out. `signs` say danger whatever else is
    understood; `hints` only when nothing is. `titles` finds what is only played, listed, reminded of or asked
    about: a song's name says nothing.
    """

    addressed: re.Pattern[str]
    signs: re.Pattern[str]
    hints: re.Pattern[str]
    titles: re.Pattern[str]
