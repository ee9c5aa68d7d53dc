"""Reads what a person asks about a home: the states of its things, where its people are, and the weather."""

import re
from collections.abc import Mapping
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.recognition import Found, LeftOver
from sarai_mqtt.languages.content_words import ContentWords
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.asides import PAUSE
from sarai_mqtt.understanding.guards import HARMLESS
from sarai_mqtt.understanding.inquiries.inquiry_reader import InquiryReader, Scanned, with_day
from sarai_mqtt.understanding.inquiries.lists import list_question
from sarai_mqtt.understanding.inquiries.people import people_readers
from sarai_mqtt.understanding.inquiries.weather import weather_question

_QUESTION_AFTER = re.compile(r"^.+[,;.:!¿]\s*(?P<asked>[^,;.:!¿?]+\?)\W*$", re.DOTALL)


class HouseQuestions:
    """Reads questions about one home; calls share no mutable state."""

    def __init__(self, home: Home, content_words: Mapping[str, ContentWords], scan: Scanned) -> None:
        self._home = home
        self._inquiries = InquiryReader(home, content_words, scan)
        self._people = people_readers(home, tuple(content_words))
        self._scan = scan
        self._lists = tuple(entity.id for entity in home.matching({"todo"}))

    def state(self, text: str, language: str, area: str | None, by_template: Intent | None) -> Found | None:
        """Return the question about things or people that `text` is, said in `area` (id, None: unknown).

        `by_template` is what a template reads in it, which holds where it asks the same. Raises BadInput
        (`unknown_language`).
        """
        people = self._people.get(language)
        if "?" not in text and self._orders_after_remark(text, language):
            return None  # "we have guests, turn on the guest mode"
        asked = people.read(text) if people else None
        if isinstance(asked, LeftOver):
            return asked
        if asked is None or _may_be_sensed(asked):
            sensed = self._inquiries.read(text, language, area, of_rooms=by_template is None)
            asked = sensed if asked is None or (sensed and _is_sensed(sensed)) else asked
        if asked is None or (by_template and _orders_it(by_template, asked, text, language)):
            return None
        told = self.weather(text, language, None)
        if isinstance(told, tuple) and _is_nearer(told[0], asked):
            return told
        of_list = self.lists(text, language, None, named=True)
        if isinstance(of_list, tuple):
            return of_list  # "la lista" is ready, too
        return (by_template if by_template and _asks_the_same(by_template, asked) else asked,)

    def _orders_after_remark(self, text: str, language: str) -> bool:
        """Return True if a verb that orders something stands behind a pause."""
        scan = self._scan(text, language) if PAUSE.search(text) else None
        return scan is not None and any(
            word == "," and scan.senses(at) for at, word in enumerate(scan.words[:-1], 1)
        )

    def unanswered(
        self, text: str, language: str, area: str | None, *, sure: bool = False
    ) -> LeftOver | None:
        """Return what is not known of a question about the home; None if it asks nothing of the home.

        With `sure` it is certain to be about the house. Raises BadInput (`unknown_language`).
        """
        return self._inquiries.unanswered(text, language, area, sure=sure)

    def weather(self, text: str, language: str, by_template: Intent | None) -> Found | None:
        """Return the question about the weather that `text` is; None if it is none, or `by_template` another.

        Raises BadInput (`unknown_language`).
        """
        of_others = by_template is not None and by_template.name not in ("HassGetWeather", "HassListGetItems")
        if (
            of_others
            and by_template is not None
            and (by_template.targets or by_template.name not in QUESTIONS)
        ):
            return None
        asked = weather_question(text, language, self._home)
        return (asked,) if isinstance(asked, Intent) else asked

    def lists(
        self, text: str, language: str, by_template: Intent | None, *, named: bool = False
    ) -> Found | None:
        """Return the question about lists that `text` is; None if it is none, or `by_template` an order.

        With `named` only one that says "list", or the name of one. Raises BadInput (`unknown_language`).
        """
        inquiries = pack(language).inquiries
        if inquiries is None or inquiries.lists is None or not self._lists:
            return None
        if by_template is not None and by_template.name != "HassListGetItems":
            return None
        scan = self._scan(text, language)
        asked = list_question(text, scan, self._lists, named=named) if scan else None
        return (asked,) if isinstance(asked, Intent) else asked

    def contact(self, text: str, language: str) -> LeftOver | None:
        """Return the refusal of an order to call, or to write to, somebody; None if `text` is none."""
        people = self._people.get(language)
        return LeftOver((), "no_calls", language) if people and people.contact(text) else None


def question_after_remark(text: str) -> str:
    """Return the question that `text` ends with, after something that is told; "" if there is none."""
    found = _QUESTION_AFTER.match(text)
    return found["asked"] if found else ""


def of_remark(found: Found | None, text: str) -> Found | None:
    """Return the question `found`, which ends `text`; None if it is no question, or an order.

    The day of a forecast may be told before: "we'll have a barbecue tomorrow, will it rain?"
    """
    if not isinstance(found, tuple) or len(found) != 1 or found[0].name not in HARMLESS:
        return None
    (asked,) = found
    bare = replace(asked, slots={slot: value for slot, value in asked.slots.items() if slot != "day"})
    told = with_day(replace(bare, text=text))
    of_the_remark = "day" in told.slots and "day" not in with_day(bare).slots
    return (told if of_the_remark else replace(asked, text=text),)


def _is_nearer(weather: Intent, asked: Intent) -> bool:
    """Return True if the question about the weather is nearer to what was said than that about things.

    It is if it tells of another day, or of the air outside, which a sensor of something else does not; and
    rooms are not compared by the highs of a day.
    """
    if asked.name not in ("HassGetState", "HassClimateGetTemperature"):
        return False
    day, attribute = weather.slots.get("day", ""), weather.slots.get("attribute")
    if day not in ("", "today"):
        return True
    if attribute:
        return asked.slots.get("device_class") not in (attribute, f"atmospheric_{attribute}")
    return day == "today" and asked.asks in ("most", "least")


def _may_be_sensed(asked: Intent) -> bool:
    """Return True if a sensor may tell it, too: "is anybody outside?", "is anyone in the office?"."""
    outside = asked.asks == "any" and asked.slots.get("state") == "not_home"
    return outside or (asked.asks == "where" and "name" not in asked.slots)


def _is_sensed(asked: Intent) -> bool:
    return all(target.startswith("binary_sensor.") for target in asked.targets)


def _orders_it(by_template: Intent, asked: Intent, text: str, language: str) -> bool:
    """Return True if `text` wishes what it seems to ask: "have the fan oscillate"."""
    if by_template.name in QUESTIONS or "attribute" not in asked.slots:
        return False
    said, acts = text.lower().replace("’", "'"), pack(language).speech_acts
    return "?" not in said and acts.wish.search(said) is not None and acts.asking.search(said) is None


def _asks_the_same(one: Intent, other: Intent) -> bool:
    return (one.name, one.slots, one.targets, one.asks) == (
        other.name,
        other.slots,
        other.targets,
        other.asks,
    )
