"""Decides whether a person who pauses has finished, from the words and voice heard so far."""

from dataclasses import replace
from typing import Literal

from sarai_mqtt.core.audio import to_samples
from sarai_mqtt.core.events import Intent
from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.turns.hearing import Heard
from sarai_mqtt.turns.meaning import Command, Commands, Declined, Meaning, Understood, WhichOne, asked_about
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.understanding.orders import is_order

# complete: a command that names its things; open: may or may not continue; dangling: cannot end here
Ending = Literal["complete", "open", "dangling"]


_PLACES = frozenset({"name", "area", "floor"})
# Below this score of ports.TurnEnd a voice may well continue; chosen on recordings (docs/bench.md).
_GOES_ON = 0.8


async def ending_so_far(
    request: TurnRequest, engines: Engines, heard: Heard, understood: Understood
) -> Ending:
    """Return how the utterance may end; a draft asks the end-of-turn model if the words leave it open.

    An announcement, and an utterance without speech, is open. Raises BadInput (`unknown_language`).
    """
    if request.announce or heard.silent or heard.code:
        return "open"  # after the digits of a code more of them may come
    ending = ending_of(understood.text, understood.language, _intent_to_end(understood.meaning))
    judge = engines.turn_end
    if judge is None or request.utterance is None or request.floor.given or ending != "open":
        return ending
    samples = to_samples(request.utterance.pcm)
    return refined_by_voice(
        ending, await engines.text_worker.call(lambda _: judge.finished(samples), lambda: request.due)
    )


def _intent_to_end(meaning: Meaning) -> Intent | None:
    match meaning:
        # "yes" may go on: "but not now"
        case Command(intent=intent, consent=None) | Declined(intent=intent):
            return intent
        case Commands(commands=commands, choice=None):
            return commands[-1].intent
        case WhichOne(choice=choice):
            # as a command without a place, which may still come: "the lamp … in the bedroom"
            return replace(asked_about(choice), slots={})
    return None


def ending_of(text: str, language: str, intent: Intent | None) -> Ending:
    """Return whether the utterance may end after `text`; `intent` is its command, or None.

    An order that this home does not know may lack its object or its unit ("set a timer for ten"). A command
    that acts on several things without saying where may continue with a place ("turn on the lights … in the
    kitchen"), and one that ends in a number with more of it ("to twenty … one degrees").
    Raises BadInput (`unknown_language`).
    """
    said, words = text.rstrip(), words_of(text)
    # not after a question mark, nor for a single word, which may be an answer ("para", "sí")
    leading_on = pack(language).words.leading_on
    is_led_on = len(words) > 1 and _last_of(said).isalpha() and words[-1] in leading_on
    if is_led_on or said.endswith(("...", "…", ",", "-", "—")):
        return "dangling"
    if intent is None:
        return "dangling" if is_order(text, language) else "open"
    says_where = len(intent.targets) <= 1 or _PLACES & intent.slots.keys()
    return "complete" if says_where and not _last_of(said).isdigit() else "open"


def refined_by_voice(ending: Ending, finished: float) -> Ending:
    """Return `ending`, corrected by how finished the voice sounds (0 to 1).

    Only an `open` ending changes: the voice decides what the words leave open.
    """
    return "dangling" if ending == "open" and finished < _GOES_ON else ending


def _last_of(said: str) -> str:
    """Return the last character of `said`, ignoring full stops; it is a letter only after a word."""
    return said.rstrip(".!¡ ")[-1:]
