"""Whether a person who pauses has finished, judged by what was heard so far."""

from collections.abc import Mapping
from typing import Literal

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.language import words_of
from sarai_mqtt.core.orders import is_order

# complete: a command that says what it is about; open: may or may not go on; dangling: cannot end here
Ending = Literal["complete", "open", "dangling"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A sentence does not end with these.
_LEADING_ON: Mapping[str, frozenset[str]] = {
    "en": _words(
        "a an and are at because but could every for from if in is let's my of or our set the their to your"
    ),
    "es": _words("""
        a al aunque con cuando de del el en entre hasta la las los mi mis o para pero por porque que si sin
        sobre su sus tu tus u un una unas unos y
    """),
}
_PLACES = frozenset({"name", "area", "floor"})


def ending_of(text: str, language: str, intent: Intent | None) -> Ending:
    """Say how `text`, of which `intent` is the command if it is one, may end here.

    An order that is none of this home's may lack its object or its unit ("set a timer for ten"). A command
    that moves something but does not say where may go on with it ("turn on the light … in the kitchen").
    """
    said, words = text.rstrip(), words_of(text)
    # a question mark was heard, and a word alone is an answer ("para", "sí")
    led_on = len(words) > 1 and not said.endswith("?") and words[-1] in _LEADING_ON.get(language, ())
    if led_on or said.endswith(("...", "…", ",", "-", "—")):
        return "dangling"
    if intent is None:
        return "dangling" if is_order(text, language) else "open"
    return "complete" if not intent.targets or _PLACES & intent.slots.keys() else "open"
