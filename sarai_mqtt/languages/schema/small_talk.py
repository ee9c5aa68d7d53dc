"""Small talk that has fixed answers (small_talk.yaml)."""

from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.languages.schema.phrases import Phrases

SmallTalk = Literal[
    "thanks", "good_night", "goodbye", "greeting", "capabilities", "who", "never_mind", "all_right", "repeat"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTalkPhrases:
    """Whole sentences of small talk, in lower case without accents and punctuation.

    The kinds are tried in this order; each has a fixed answer.

    Args:
        polite: polite words before or after small talk; alone they are not small talk.
        thanks: thanks, and praise.
        good_night: wishes at bedtime.
        goodbye: other goodbyes.
        greeting: greetings, and "are you there".
        capabilities: what the assistant can do.
        who: who the assistant is.
        never_mind: the person wants nothing after all.
        all_right: agreement.
        repeat: the last reply is to be repeated.

    """

    polite: Phrases
    thanks: Phrases
    good_night: Phrases
    goodbye: Phrases
    greeting: Phrases
    capabilities: Phrases
    who: Phrases
    never_mind: Phrases
    all_right: Phrases
    repeat: Phrases
