"""Distinguishes our own voice, picked up by the site's microphone, from a person, by comparing texts."""

import re
from difflib import SequenceMatcher

# Share of the heard words. The recogniser misses some words of a loudspeaker across a room; an answer shares
# few words with the question.
_SHARE = 0.6
_FEWEST_WORDS = 2


def is_echo(heard: str, said: str) -> bool:
    """Return True if `heard` is an echo of `said`: at least 0.6 of its words occur there, in the same order.

    A single word is never an echo: it may be a person's "yes" to a question that contains it.
    """
    heard_words, said_words = _words(heard), _words(said)
    if len(heard_words) < _FEWEST_WORDS:
        return False
    matcher = SequenceMatcher(None, heard_words, said_words, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return common >= _SHARE * len(heard_words)


def is_quote(heard: str, said: str) -> bool:
    """Return True if `heard` is two or more words of `said`, word for word.

    Used for text that was understood as a command: "Shall I turn on the light?" without its beginning is one.
    """
    words, said_words = _words(heard), _words(said)
    if len(words) < _FEWEST_WORDS:
        return False
    return any(said_words[i : i + len(words)] == words for i in range(len(said_words) - len(words) + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
