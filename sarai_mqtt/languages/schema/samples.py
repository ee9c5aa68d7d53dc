"""Sentences with which this software tries itself (samples.yaml)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Sentences of trials.

    Args:
        test: what a site says when its button Test is pressed.
        command: a command that `doctor` speaks, hears and understands.
        command_word: word of `command`, in lower case, by which it is recognised in what was heard.
        questions: questions for the Thinker, for measuring it.

    """

    test: str
    command: str
    command_word: str
    questions: tuple[str, ...]
