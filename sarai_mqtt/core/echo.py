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
    heard_words, said_words = _words(heard), _words(said)
    if len(heard_words) < _FEWEST_WORDS:
        return False
    matcher = SequenceMatcher(None, heard_words, said_words, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return common >= _SHARE * len(heard_words)


def is_quote(heard: str, said: str) -> bool:
    """Say whether `heard` is a piece of `said`, word for word, two words or more.

    The end of "Shall I turn on the light?" is a command to whoever misses its beginning.
    """
    words, of = _words(heard), _words(said)
    if len(words) < _FEWEST_WORDS:
        return False
    return any(of[i : i + len(words)] == words for i in range(len(of) - len(words) + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
