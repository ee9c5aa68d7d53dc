"""Tells what of a question about the home is not known, so that nobody makes an answer up."""

from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.understanding.inquiries.pieces import Asked, QuestionParts
from sarai_mqtt.understanding.inquiries.resolve import Resolver


def what_is_unknown(resolver: Resolver, parts: QuestionParts, *, sure: bool) -> LeftOver | None:
    """Return the reason why the question has no answer; None if it asks nothing of the home.

    Without `sure`, words without a part are a question about the home only where a thing or a room of it is
    named, and it does not ask how things are in general.
    """
    whole = next(parts.divisions(), None)
    general = not sure and resolver.is_general
    if whole is not None and not (general and not whole.extremes and not _measures_home(whole)):
        named = whole.places or whole.entities or whole.owners or whole.classes
        # "the speed of light" is no measure of the house
        if (sure or named or len(whole.about) < 2) and (left := _not_there(resolver, whole)) is not None:
            return left
    asked = next(parts.divisions(gaps=True), None)
    if asked is None or not asked.gaps:
        return None
    language = resolver.language
    said = (word for word in asked.gaps if word[:1].isalpha())
    words = tuple(word for word in said if not is_function_word(word.lower(), language))
    if not words or general or not (sure or _is_about_home(asked)):
        return None
    return LeftOver(words, "not_told", language)


def _not_there(resolver: Resolver, asked: Asked) -> LeftOver | None:
    """Return what the home lacks for a question of which every word is known."""
    place = resolver.place_name(asked)
    language = resolver.language
    if asked.measures or asked.detections or asked.extremes:
        if place is None:
            return None
        return LeftOver(asked.about, "not_measured", language, place)
    if asked.classes and not asked.entities:
        return LeftOver(asked.kinds[:1], "no_such_thing", language, place or "")
    if asked.entities or asked.owners:
        said = tuple(resolver.name_of(ids[0]) for ids in asked.entities) or asked.owners
        return LeftOver(said, "no_such_state", language)
    return None


def _measures_home(asked: Asked) -> bool:
    """Return True if a value of a thing or a room of the home is asked for, in whatever words."""
    of = asked.entities or any(place.kind == "area" for place in asked.places)
    return bool(of and (asked.measures or asked.detections))


def _is_about_home(asked: Asked) -> bool:
    named = any(place.kind in ("area", "floor") for place in asked.places)
    detected = asked.detections and asked.led_gap  # "is anyone on the couch?"
    return bool(named or asked.entities or asked.classes or asked.update or detected)
