"""Fixed answers that never come from the Thinker: danger, small talk, refusals and unknown states."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.languages.schema.small_talk import SmallTalk
from sarai_mqtt.turns.own_answers.danger import is_danger
from sarai_mqtt.turns.own_answers.house_questions import concerns_house
from sarai_mqtt.turns.own_answers.requests import is_request
from sarai_mqtt.turns.own_answers.small_talk import small_talk_of
from sarai_mqtt.turns.responses.replies import sentence

# repeat: a request to repeat the last reply; refused: an order that is not possible; left_over: an order with
# words that were not understood; unknown: a question about the house
Kind = Literal["danger", "small_talk", "never_mind", "repeat", "refused", "left_over", "unknown"]
_MAX_QUOTED = 80  # characters of each phrase not understood that the refusal quotes


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A complete fixed answer, and the kind of sentence it answers."""

    kind: Kind
    text: str
    language: str

    @property
    def final(self) -> bool:
        """True if nobody else may be asked: no other agent, and no Thinker to choose between guesses."""
        return self.kind not in ("refused", "unknown")


def danger_answer(
    text: str, languages: Sequence[str], emergency_number: str, *, understood: bool = True
) -> OwnAnswer | None:
    """Return the safety answer in the first of `languages` in which `text` is about danger; else None.

    `emergency_number` is the number to call that the answer names. With `understood` only text that is
    certain to be about danger counts; without it, text that merely hints at danger counts too.
    Raises BadInput (`unknown_language`).
    """
    for language in languages:
        if is_danger(text, language, understood=understood):
            said = sentence("danger", language).format(number=emergency_number)
            return OwnAnswer("danger", said, language)
    return None


def own_answer(text: str, languages: Sequence[str], home: Home, emergency_number: str) -> OwnAnswer | None:
    """Return the fixed answer to `text`, which is no command; None if it is for the Thinker.

    The first of `languages` with an answer decides: small talk in any of them goes before requests and
    questions about the house. For "repeat" the text says that there is nothing to repeat: only the caller
    knows what was said last. Raises BadInput (`unknown_language`).
    """
    for language in languages:
        talk = small_talk_of(text, language)
        if talk is not None:
            return _small_talk(talk, language)
    for language in languages:
        if is_request(text, language, home):
            return OwnAnswer("refused", sentence("cannot", language), language)
        if concerns_house(text, language, home):
            return OwnAnswer("unknown", sentence("unknown_state", language), language)
    # last: words that only hint at danger may be in an order, or in a question about a detector
    return danger_answer(text, languages, emergency_number, understood=False)


def refusal(left: LeftOver) -> OwnAnswer:
    """Return the refusal of an order, which quotes the words of it that were not understood.

    Raises BadInput (`unknown_language`).
    """
    words = wording(left.language).listed([said[:_MAX_QUOTED] for said in left.words])
    return OwnAnswer("left_over", sentence(left.reason, left.language).format(words=words), left.language)


def _small_talk(talk: SmallTalk, language: str) -> OwnAnswer:
    match talk:
        case "repeat":
            return OwnAnswer("repeat", sentence("nothing_to_repeat", language), language)
        case "never_mind":
            return OwnAnswer("never_mind", sentence("all_right", language), language)
    return OwnAnswer("small_talk", sentence(talk, language), language)
