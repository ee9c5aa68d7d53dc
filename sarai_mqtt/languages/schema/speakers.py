"""Speaker labels that a chat model writes at the start of a line ("User:", "Sarai:") (speakers.yaml)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Speaker labels, in lower case, each a single word. The chat template's own words are among them.

    Args:
        assistant: names of the assistant: always a label.
        person: names of the person. Such a line after one of the assistant's ends the reply: the model
            invents what people say.
        asks: other words for the person, which are labels only next to another label.
        answers: the same for the assistant.

    """

    assistant: frozenset[str]
    person: frozenset[str]
    asks: frozenset[str]
    answers: frozenset[str]
