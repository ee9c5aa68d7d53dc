"""The patterns that tell a language's questions about the house from questions about the world."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HousePatterns:
    """Patterns of a language, for `search` in bare words or in marked ones (see `forms_of`).

    `lead_in` matches the introduction of a question ("do you know if …"), which is removed first. `own`
    matches texts about the house, whatever else they say; `general` texts about the world. `asking` matches a
    question, `about` the thing or room of the house in it, and `statement` a statement about the state of
    one.
    """

    lead_in: re.Pattern[str]
    own: re.Pattern[str]
    general: re.Pattern[str]
    asking: re.Pattern[str]
    about: re.Pattern[str]
    statement: re.Pattern[str]
