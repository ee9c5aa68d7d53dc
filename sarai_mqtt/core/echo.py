"""Tells our own voice, heard by the site's microphone, from an answer to it."""

import re
from difflib import SequenceMatcher

# Speech to text misses some of what a loudspeaker says across a room; an answer shares few words in order.
_SHARE = 0.6
_FEWEST_WORDS = 2


def is_echo(heard: str, said: str) -> bool:
    """Say whether `heard` is a stretch of `said`: most of its words, in order.

    A single word never is: it may be a person's "yes" to a question that holds that word.
    """
    heard_words, said_words = (re.findall(r"\w+", text.casefold()) for text in (heard, said))
    if len(heard_words) < _FEWEST_WORDS:
        return False
    matcher = SequenceMatcher(None, heard_words, said_words, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return common >= _SHARE * len(heard_words)
