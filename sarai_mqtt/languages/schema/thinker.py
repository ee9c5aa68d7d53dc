"""Texts of the Thinker (thinker.yaml); the settings may have others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkerTexts:
    """System prompts of a language model, and what is said where it cannot converse.

    Args:
        prompt: system prompt for conversation: short spoken answers, without lists.
        choosing: system prompt for choosing among likely meanings: the letter of one, or "none", which stays
            English.
        refusal: said when the Thinker cannot converse in the language.

    """

    prompt: str
    choosing: str
    refusal: str
