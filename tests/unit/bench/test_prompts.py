"""Holds the words of the French telephone prompts to the rule by which they were chosen."""

import json
from pathlib import Path

PROMPTS = Path(__file__).parents[2] / "data" / "prompts"


def rows(language: str) -> list[dict[str, str]]:
    read: list[dict[str, str]] = json.loads((PROMPTS / f"{language}.json").read_text(encoding="utf-8"))
    return read


def test_the_french_prompts_are_spanish_ones_too_in_their_order() -> None:
    french = [row["prompt"] for row in rows("fr")]
    assert len(french) >= 40
    assert french == [row["prompt"] for row in rows("es") if row["prompt"] in set(french)]


def test_every_french_prompt_has_three_words_and_no_digits() -> None:
    for row in rows("fr"):
        assert len(row["text"].split()) >= 3, row
        assert not any(character.isdigit() for character in row["text"]), row
