"""Reads questions about the states of things of one home."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.recognition import LeftOver
from sarai_mqtt.languages.content_words import ContentWords, words_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.inquiries.answerable import Answerable
from sarai_mqtt.understanding.inquiries.asking_clauses import asking_clauses
from sarai_mqtt.understanding.inquiries.pieces import QuestionParts
from sarai_mqtt.understanding.inquiries.resolve import Resolver
from sarai_mqtt.understanding.inquiries.unanswered import what_is_unknown
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

    def read(self, text: str, language: str, area: str | None, *, of_rooms: bool = False) -> Intent | None:
        """Return the question that `text` is, said in `area` (id, None: unknown); None if it is none.

        Every word of it has a part in the question. `of_rooms` is as in Resolver. Raises BadInput
        (`unknown_language`).
        """
        for resolver, parts in self._resolved(text, language, area, of_rooms=of_rooms):
            if (found := _likeliest(resolver, parts)) is not None:
                return self._asked(found, text, language)
        return None

    def unanswered(
        self, text: str, language: str, area: str | None, *, sure: bool = False
    ) -> LeftOver | None:
        """Return what is not known of a question about the home; None if it asks nothing of it.

        With `sure` it is certain to be about the house. Raises BadInput (`unknown_language`).
        """
        for one in (text, *asking_clauses(text, language)):
            for resolver, parts in self._resolved(one, language, area):
                if (found := what_is_unknown(resolver, parts, sure=sure)) is not None:
                    return found
        return None

    def _resolved(
        self, text: str, language: str, area: str | None, *, of_rooms: bool = False
    ) -> Iterator[tuple[Resolver, QuestionParts]]:
        names = self._names.get(language)
        scan = self._scan(text, language) if names else None
        if names is not None and scan is not None:
            setting = Setting(text, self._home, language, self._content_words[language], area)
            yield Resolver(setting, names, of_rooms=of_rooms), QuestionParts(scan, names)

    def _asked(self, found: Answerable, text: str, language: str) -> Intent | None:
        intent = Intent(
            "", found.name, dict(found.slots), found.targets, text, language, 1.0, asks=found.asks
        )
        return None if reasons_against(text, language, intent) else intent


def _likeliest(resolver: Resolver, parts: QuestionParts) -> Answerable | None:
    """Return the first division of a question that is about things of the home; None if none is.

    "Is there gas?" asks a detector first, and not the meter. Where words may be those of one measure ("soil
    humidity"), they are not taken for two.
    """
    value: Answerable | None = None
    of_several = False
    for asked in parts.divisions():
        several = len(asked.measures) > 1
        nearer = asked.detections or (of_several and len(asked.measures) == 1)
        found = resolver.resolve(asked) if value is None or nearer else None
        if found is None:
            continue
        if not asked.measures or not (several or asked.opener in ("is", "there")):
            return found
        if value is None or of_several:
            value, of_several = found, several
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
