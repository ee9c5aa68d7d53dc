"""Texts of the Thinker (thinker.yaml); the settings may have others."""

from dataclasses import dataclass, field

from sarai_mqtt.languages.schema.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerLabels:
    """Speaker labels that a chat model writes at the start of a line ("User:", "Sarai:").

    Each is a single word in lower case. The chat template's own words are among them.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkerTexts:
    """System prompts of a language model, and what is said where it cannot converse.

    Args:
        prompt: system prompt for conversation: short spoken answers, without lists.
        choosing: system prompt for choosing among likely meanings: the letter of one, or "none", which stays
            English.
        calling: system prompt for calling tools of the home, or answering "none", which stays English. The
            names of things and rooms follow it. "": no calls in this language.
        refusal: said when the Thinker cannot converse in the language.
        labels: speaker labels, which are not spoken.
        claims: sentences that no Thinker may say: that something was done or will be, or how the house is.
            For `search` in lower-case words without accents and punctuation, bare or marked
            (`schema.house`).
        stage: stage directions in brackets or between asterisks ("laughs"), which are not spoken. Whole
            texts, as `claims`.
        foreign: parts of a question that asks for another language ("in German"), as `claims`.
        wrong_language: said when the Thinker answers in another language; "": what is said without an answer.

    """

    prompt: str
    choosing: str
    refusal: str
    labels: SpeakerLabels
    calling: str = ""
    claims: Phrases = field(default_factory=Phrases)
    stage: Phrases = field(default_factory=Phrases)
    foreign: Phrases = field(default_factory=Phrases)
    wrong_language: str = ""
