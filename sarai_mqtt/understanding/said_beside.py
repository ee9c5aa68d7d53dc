"""Reads the order or the question beside what is told, and orders said as a wish or as an errand."""

from dataclasses import replace
from functools import partial
from typing import Protocol

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.recognition import Found, LeftOver
from sarai_mqtt.understanding.clock_asides import order_beside
from sarai_mqtt.understanding.guards import HARMLESS, reasons_against
from sarai_mqtt.understanding.inquiries.asking_clauses import asking_clauses
from sarai_mqtt.understanding.inquiries.house_questions import (
    HouseQuestions,
    of_remark,
    question_after_remark,
)
from sarai_mqtt.understanding.later import clock_order
from sarai_mqtt.understanding.plainer_orders import plainer_orders
from sarai_mqtt.understanding.reader.order_reader import intents_in, with_text
from sarai_mqtt.understanding.reader.reader import Reader
from sarai_mqtt.understanding.template_reader import TemplateReader
from sarai_mqtt.understanding.wished_orders import wished_orders

# What a remark that gives the reason for an order is: a statement of somebody, or of how things are.
_OF_REMARKS = frozenset({"statement", "state"})


class Read(Protocol):
    """Reads a text in a language, said in an area (id, None: unknown)."""

    def __call__(self, text: str, language: str, area: str | None) -> Found | None:
        """Return what is found; None if it is nothing of the home."""
        ...


class SaidBeside:
    """Reads what is meant of sentences in one home that say more than it; calls share no mutable state.

    Args:
        home: the home.
        frames: finds the remarks and reasons in a sentence.
        questions: reads the questions about the home.
        templates: reads the templates of sentences.
        as_said: reads an order or a question that is said by itself.
        strictly: the same, never as a similar command.

    """

    def __init__(
        self,
        home: Home,
        frames: Reader,
        questions: HouseQuestions,
        templates: TemplateReader,
        *,
        as_said: Read,
        strictly: Read,
    ) -> None:
        self._home = home
        self._frames = frames
        self._questions = questions
        self._templates = templates
        self._as_said = as_said
        self._strictly = strictly

    def read(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands or the question beside what `text` tells; None if there are none.

        Raises BadInput (`unknown_language`).
        """
        as_said = partial(self._as_said, language=language, area=area)
        strictly = partial(self._strictly, language=language, area=area)
        return (
            self._beside_remark(text, language, area)
            or self._after_remark(text, language, area)
            or clock_order(text, language, as_said, strictly)
            or self._after_preamble(text, language, area)
            or self._asked_beside(text, language, area)
            or self._order_beside(text, language, area)
        )

    def in_plainer_words(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands in `text` said in plainer words; None if there are none, or it may be talk."""
        for plain in plainer_orders(text, language):
            found = self._as_said(plain, language, area)
            if found is None or isinstance(found, LeftOver):
                found = (
                    self._after_preamble(plain, language, area)
                    or self._order_beside(plain, language, area)
                    or found
                )
            if found is not None and all(i.name not in QUESTIONS for i in intents_in(found)):
                return with_text(found, text)
        return None

    def wished(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands of the order that `text` puts as a wish; None if there are none."""
        for plain in wished_orders(text, language):
            readings = (self._as_said, self._beside_remark, self._after_preamble, self._order_beside)
            found = next(filter(acts, (read(plain, language, area) for read in readings)), None)
            if found is not None:
                return with_text(found, text)
        return None

    def _beside_remark(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands of the order beside a remark ("it's getting dark, …"); None if there are none.

        What speaks against acting on the whole sentence still does, but that something is stated.
        """
        order = self._frames.order_beside_remark(text, language)
        found = self._as_said(order, language, area) if order else None
        if found is None or isinstance(found, LeftOver):
            return None
        against = (
            set(reasons_against(text, language, i)) - set(reasons_against(order, language, i))
            for i in intents_in(found)
        )
        return None if any(some - _OF_REMARKS for some in against) else with_text(found, text)

    def _after_remark(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the question that `text` ends with after a remark; None if there is none."""
        asked = question_after_remark(text)
        return of_remark(self._as_said(asked, language, area), text) if asked else None

    def _after_preamble(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands of the order after what was told ("the steam's gone, …"); None without any."""
        told = self._frames.order_after_preamble(text, language)
        if told is None:
            return None
        found = self._as_said(told.order, language, area)
        if found is None or isinstance(found, LeftOver):
            found = self._beside_remark(told.order, language, area) or found
        order = self._frames.scan(told.order, language)
        if found is None or order is None:
            return None
        if isinstance(found, LeftOver):
            return found
        if any(i.name in QUESTIONS for i in intents_in(found)):
            return None
        return with_text(found, text) if told.agrees_with(intents_in(found), self._home, order) else None

    def _asked_beside(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the question beside a remark or another question: "I'm off out, is the window open?".

        None if no clause is a question that is read whole.
        """
        for clause in asking_clauses(text, language):
            by_template = self._templates.read(clause, language, area)[0]
            asks = by_template is not None and by_template.name in QUESTIONS and by_template.targets
            by_template = by_template if asks else None
            if asked := self._questions.state(clause, language, area, by_template):
                return with_text(asked, text)
            if by_template is not None:
                return (replace(by_template, text=text),)
        return None

    def _order_beside(self, text: str, language: str, area: str | None) -> Found | None:
        """Return the commands of the order beside its reasons; None if there are none."""
        return order_beside(
            text,
            language,
            partial(self._as_said, language=language, area=area),
            partial(self._strictly, language=language, area=area),
            partial(self._frames.are_reasons, home=self._home, language=language),
        )


def acts(found: Found | None) -> bool:
    """Return True if something is to be done, as the words themselves say."""
    if found is None or isinstance(found, LeftOver):
        return False
    return all(i.name not in HARMLESS and i.source == "sentence" for i in intents_in(found))
