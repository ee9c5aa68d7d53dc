"""Reads questions about the weather: sentences of nothing but words about it, a day and how one asks."""

from collections.abc import Iterator, Sequence
from functools import cache

from sarai_mqtt.core.events import Intent, SlotValue
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.inquiries.divide import Roles, Words, divided, phrase_table, spoken_words

_MOST_WORDS = 24
_MOST_OF_A_PLACE = 4  # words of a place whose weather nobody here knows


def weather_question(text: str, language: str, home: Home) -> Intent | LeftOver | None:
    """Return the question about the weather that `text` is, its day as the slot `day`; None if it is none.

    Of another place than here, and in a home that knows no weather, it is a LeftOver. Raises BadInput
    (`unknown_language`).
    """
    table = _phrases(language)
    words = spoken_words(text, language)
    if not table or not 0 < len(words) <= _MOST_WORDS:
        return None
    found = divided(words, table)
    if found is None or not _asks(found, text):
        return _elsewhere(words, text, language, home)
    if _asks_meaning(words, language):
        return None
    slots: dict[str, SlotValue] = {}
    days = list(dict.fromkeys(value for role, value in found if role == "day"))
    if len(days) > 1:
        return None
    if days or any(role == "ahead" for role, _ in found):
        slots["day"] = days[0] if days else "today"
    values = list(dict.fromkeys(value for role, value in found if role == "value"))
    if len(values) == 1 and slots.get("day", "today") == "today":
        slots["attribute"] = values[0]
    targets = tuple(entity.id for entity in home.matching({"weather"}))[:1]
    if not targets:
        return LeftOver((), "no_weather", language)
    return Intent("", "HassGetWeather", slots, targets, text, language, 1.0)


def _asks(found: Sequence[tuple[str, str]], text: str) -> bool:
    """Return True if phrases with these roles ask about the weather: "is it cold" may be about a room."""
    roles = {role for role, _ in found}
    if not ("asks" in roles or "?" in text or ("topic" in roles and found[0][0] in ("topic", "day"))):
        return False
    return "topic" in roles or (
        bool(roles & {"measure", "value"}) and bool(roles & {"day", "outside", "ahead"})
    )


def _asks_meaning(words: Words, language: str) -> bool:
    """Return True if the words ask what something is in general: "what is rain?"."""
    inquiries = pack(language).inquiries
    meanings = [words_in(phrase, language) for phrase in inquiries.meaning] if inquiries else []
    openers = [words[len(said) :] for said in meanings if words[: len(said)] == said]
    return any(rest in _bare_topics(language) for rest in openers)


def _elsewhere(words: Words, text: str, language: str, home: Home) -> LeftOver | None:
    """Return the refusal of a question about the weather of another place; None if it is none."""
    table, orders = _phrases(language), pack(language).orders
    links = {word for phrase in orders.at_place for word in words_in(phrase, language)} if orders else set()
    for at in range(max(1, len(words) - _MOST_OF_A_PLACE - 1), len(words) - 1):
        place = words[at + 1 :]
        days = [end for end in range(1, len(place)) if _is_day(place[end:], table)]
        place = place[: days[0]] if days else place
        if words[at] not in links or any(word in _known(language) for word in place):
            continue
        found = divided((*words[:at], *words[at + 1 + len(place) :]), table)
        about = found is not None and any(role == "topic" for role, _ in found) and _asks(found, text)
        if about and not _is_of_the_house(place, language, home):
            return LeftOver((_as_said(text, place[0], place[-1], language),), "no_weather_there", language)
    return None


def _is_day(words: Words, table: dict[Words, Roles]) -> bool:
    return any(role == "day" for role, _ in table.get(words, ()))


def _is_of_the_house(place: Words, language: str, home: Home) -> bool:
    """Return True if a word of a place is of a room, a floor or a thing of the home."""
    tables = (home.areas.values(), home.floors.values(), home.matching(()))
    names = (name for table in tables for each in table for names in each.names.values() for name in names)
    return any(not set(place).isdisjoint(words_in(name, language)) for name in names)


def _as_said(text: str, first: str, last: str, language: str) -> str:
    """Return the words of `text` from `first` to `last`, which are in plain form."""
    said = [word.strip("¿?¡!.,;:") for word in text.split()]
    plain = [(words_in(word, language) or ("",))[0] for word in said]
    begin = len(plain) - 1 - plain[::-1].index(first) if first in plain else 0
    end = len(plain) - 1 - plain[::-1].index(last) if last in plain else len(plain) - 1
    return " ".join(said[begin : end + 1])


@cache
def _bare_topics(language: str) -> frozenset[Words]:
    inquiries = pack(language).inquiries
    weather = inquiries.weather if inquiries else None
    return frozenset(words_in(phrase, language) for phrase in weather.topics) if weather else frozenset()


@cache
def _known(language: str) -> frozenset[str]:
    """Return the words of which a place of the world is not made."""
    return frozenset(word for words, roles in _phrases(language).items() for word in words if roles)


@cache
def _phrases(language: str) -> dict[Words, Roles]:
    """Return the roles of each phrase, with the day that it is; empty if the pack has no such words."""
    return phrase_table(_rows(language), language)


def _rows(language: str) -> Iterator[tuple[str, str, str]]:
    every = pack(language)
    inquiries = every.inquiries
    if inquiries is None or inquiries.weather is None:
        return
    said = inquiries.weather
    tables = {
        "topic": said.topics,
        "measure": said.measures,
        "asks": said.asks,
        "ahead": said.ahead,
        "outside": (*said.outside, *(every.orders.outside if every.orders else ())),
        "little": said.little,
    }
    for role, phrases in tables.items():
        yield from ((phrase, role, "") for phrase in phrases)
    for name, phrases in said.values.items():
        yield from ((phrase, "value", name) for phrase in phrases)
    for day, phrases in inquiries.days.items():
        yield from ((phrase, "day", day) for phrase in phrases)
    clock = every.clock_times
    if clock is None:
        return
    leads = ("", *clock.day_leads)
    for weekday, names in clock.weekdays.items():
        yield from ((f"{lead} {name}", "day", weekday) for name in names for lead in leads)
