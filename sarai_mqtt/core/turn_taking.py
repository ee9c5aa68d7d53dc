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
    "en": _words("""
        a an and are at because but can could every for from how if in is let's my of or our please set the
        their then to turn what when where which who will with would your
    """),
    "es": _words("""
        a al aunque como con cuando de del el en entre hasta la las los mi mis o para pero pon por porque que
        según si sin sobre su sus tu tus u un una unas unos y
    """),
}
_PLACES = frozenset({"name", "area", "floor"})


def ending_of(text: str, language: str, intent: Intent | None) -> Ending:
    """Say how `text`, of which `intent` is the command if it is one, may end here.

    An order that is none of this home's may lack its object or its unit ("set a timer for ten"). A command
    that moves something but does not say where may go on with it ("turn on the light … in the kitchen").
    """
    said = text.rstrip()
    last = (words_of(said) or [""])[-1]
    if said.endswith(("...", "…", ",", "-", "—")) or last in _LEADING_ON.get(language, ()):
        return "dangling"
    if intent is None:
        return "dangling" if is_order(text, language) else "open"
    return "complete" if not intent.targets or _PLACES & intent.slots.keys() else "open"
