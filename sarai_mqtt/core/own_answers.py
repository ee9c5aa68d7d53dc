"""Answers that are ours, never a Thinker's: to danger, small talk, what we cannot do and do not know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sarai_mqtt.core.danger import is_danger
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.house_questions import concerns_house
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.core.replies import sentence
from sarai_mqtt.core.requests import is_request
from sarai_mqtt.core.small_talk import SmallTalk, small_talk_of
from sarai_mqtt.core.wording import wording

# repeat: what we said last is to be said again; refused: an order; left_over: an order of which not every
# word was understood; unknown: a question about the house
Kind = Literal["danger", "small_talk", "never_mind", "repeat", "refused", "left_over", "unknown"]
_MOST_SAID = 80  # letters of what was not understood that are said back


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A sentence of ours, whole, and what it answers."""

    kind: Kind
    text: str
    language: str

    @property
    def final(self) -> bool:
        """True when nobody else may be asked: no other agent, and no Thinker for what may have been meant."""
        return self.kind not in ("refused", "unknown")


def danger_answer(
    text: str, languages: Sequence[str], emergency_number: str, *, understood: bool = True
) -> OwnAnswer | None:
    """Give the sober answer in the first of `languages` in which `text` is danger; else None.

    With `understood` only what is danger whatever else it may mean.
    """
    for language in languages:
        if is_danger(text, language, understood=understood):
            said = sentence("danger", language).format(number=emergency_number)
            return OwnAnswer("danger", said, language)
    return None


def own_answer(text: str, languages: Sequence[str], home: Home, emergency_number: str) -> OwnAnswer | None:
    """Give our answer to `text`, which is no command, in the first of `languages` that has one; else None.

    What is to be repeated is only known where the talk is: its text here says that there is nothing.
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
    """Give the refusal of an order that names what of it was not understood."""
    words = wording(left.language).listed([said[:_MOST_SAID] for said in left.words])
    return OwnAnswer("left_over", sentence(left.reason, left.language).format(words=words), left.language)


def _small_talk(talk: SmallTalk, language: str) -> OwnAnswer:
    match talk:
        case "repeat":
            return OwnAnswer("repeat", sentence("nothing_to_repeat", language), language)
        case "never_mind":
            return OwnAnswer("never_mind", sentence("all_right", language), language)
    return OwnAnswer("small_talk", sentence(talk, language), language)
