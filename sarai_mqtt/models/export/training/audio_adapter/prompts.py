"""The prompts under which the adapter is trained and measured: answering, and repeating what was said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

# The small model needs examples to repeat a sentence.
_REPEAT = "Repeat what the user says, word for word."
_EXAMPLES = ("The dog is happy.", "What is your favourite colour?", "Please close the window.")
_SYSTEM, _USER, _ASSISTANT, _END = (
    "<|im_start|>system\n",
    "<|im_start|>user\n",
    "<|im_start|>assistant\n",
    "<|im_end|>\n",
)

Tokenize = Callable[[str], Sequence[int]]  # recognises control tokens


@dataclass(frozen=True, slots=True)
class Prompt:
    """Tokens before and after what the user says, and the token that ends an answer."""

    before: Sequence[int]
    after: Sequence[int]
    end: int


def answering(system: str, tokenize: Tokenize) -> Prompt:
    """Return the prompt for an answer, with the Thinker's `system` prompt, in SmolLM2's chat template."""
    return _prompt(f"{_SYSTEM}{system}{_END}", tokenize)


def repeating(tokenize: Tokenize) -> Prompt:
    """Return the prompt for repeating a sentence, with examples."""
    examples = "".join(f"{_USER}{text}{_END}{_ASSISTANT}{text}{_END}" for text in _EXAMPLES)
    return _prompt(f"{_SYSTEM}{_REPEAT}{_END}{examples}", tokenize)


def _prompt(opening: str, tokenize: Tokenize) -> Prompt:
    (end,) = tokenize("<|im_end|>")
    return Prompt(tokenize(opening + _USER), tokenize(_END + _ASSISTANT), end)
