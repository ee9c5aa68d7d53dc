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
# With these a command may end ("turn the light on"), a sentence that is none does not.
_PARTICLES: Mapping[str, frozenset[str]] = {"en": _words("down off on out over up"), "es": frozenset()}
_NUMBERS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty
        hundred
    """),
    "es": _words("""
        uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta
        cincuenta sesenta cien
    """),
}
_PLACES = frozenset({"name", "area", "floor"})


def ending_of(text: str, language: str, intent: Intent | None) -> Ending:
    """Say how `text`, of which `intent` is the command if it is one, may end here.

    An order that ends in a number may lack its unit ("set a timer for ten"). A command that moves something
    but does not say where may go on with it ("turn on the light … in the kitchen").
    """
    said = text.rstrip()
    tokens = said.rstrip(".,;:!?…").lower().split()
    last = (words_of(tokens[-1]) or [""])[-1] if tokens else ""
    if said.endswith(("...", "…", ",", "-", "—")) or last in _LEADING_ON.get(language, ()):
        return "dangling"
    if intent is None:
        number = bool(tokens) and (tokens[-1].isdigit() or last in _NUMBERS.get(language, ()))
        wanting = last in _PARTICLES.get(language, ()) or number
        return "dangling" if wanting and is_order(text, language) else "open"
    return "complete" if not intent.targets or _PLACES & intent.slots.keys() else "open"
