"""Reads questions about the states of things of one home."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.languages.content_words import ContentWords, words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.inquiries.answerable import Answerable
from sarai_mqtt.understanding.inquiries.pieces import QuestionParts
from sarai_mqtt.understanding.inquiries.resolve import Resolver
from sarai_mqtt.understanding.inquiries.vocabulary import HomeNames, phrases_of
from sarai_mqtt.understanding.reader.resolve_setting import Setting
from sarai_mqtt.understanding.reader.scan import Scan

Scanned = Callable[[str, str], Scan | None]
"""Returns a text of a language under reading; None if the language is not read."""


class InquiryReader:
    """Reads questions about one home; calls share no mutable state."""

    def __init__(self, home: Home, content_words: Mapping[str, ContentWords], scan: Scanned) -> None:
        self._home, self._content_words, self._scan = home, content_words, scan
        self._names = {code: HomeNames(home, code) for code in content_words if phrases_of(code)}

    def read(self, text: str, language: str, area: str | None) -> Intent | None:
        """Return the question that `text` is, said in `area` (id, None: unknown); None if it is none.

        Every word of it has a part in the question. Raises BadInput (`unknown_language`).
        """
        names = self._names.get(language)
        scan = self._scan(text, language) if names else None
        if names is None or scan is None:
            return None
        setting = Setting(text, self._home, language, self._content_words[language], area)
        found = _likeliest(Resolver(setting, names), QuestionParts(scan, names))
        if found is None:
            return None
        intent = Intent(
            "", "HassGetState", dict(found.slots), found.targets, text, language, 1.0, asks=found.asks
        )
        return None if reasons_against(text, language, intent) else intent


def _likeliest(resolver: Resolver, parts: QuestionParts) -> Answerable | None:
    """Return the first division of a question that is about things of the home; None if none is.

    "Is there gas?" asks a detector first, and not the meter.
    """
    value: Answerable | None = None
    for asked in parts.divisions():
        found = None if value and not asked.detections else resolver.resolve(asked)
        if found is None:
            continue
        if not (asked.measures and asked.opener in ("is", "there")):
            return found
        value = value or found
    return value


def with_day(intent: Intent) -> Intent:
    """Return a question about the weather with the day that it names, as the slot `day`."""
    inquiries = pack(intent.language).inquiries
    if intent.name != "HassGetWeather" or inquiries is None:
        return intent
    said = words_in(intent.text, intent.language)
    found = [
        (len(words), day)
        for day, phrases in inquiries.days.items()
        for phrase in phrases
        if (words := words_in(phrase, intent.language))
        and any(said[at : at + len(words)] == words for at in range(len(said)))
    ]
    return replace(intent, slots={**intent.slots, "day": max(found)[1]}) if found else intent
