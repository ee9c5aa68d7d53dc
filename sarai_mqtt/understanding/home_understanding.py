"""Reads sentences about one home: by sentence templates, by their parts, and by similarity."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.core.recognition import Choice, Found, LeftOver, ReadingPart
from sarai_mqtt.languages.content_words import ContentWords
from sarai_mqtt.understanding.accounting.accounting import Accounting
from sarai_mqtt.understanding.clock_asides import is_of_clocks, swallows_reason
from sarai_mqtt.understanding.guards import HARMLESS
from sarai_mqtt.understanding.helpers.reader import HelperReader
from sarai_mqtt.understanding.inquiries.house_questions import HouseQuestions
from sarai_mqtt.understanding.inquiries.inquiry_reader import with_day
from sarai_mqtt.understanding.later import (
    about_alarms,
    about_timers,
    at_a_moment,
    change_of,
    clock_refusal,
    until_a_moment,
)
from sarai_mqtt.understanding.orders import order_of
from sarai_mqtt.understanding.preferred_readings import (
    agrees_with,
    asks_for_more,
    is_elsewhere,
    is_half,
    is_narrower,
    is_nearer,
    is_of_any_player,
    is_of_kind,
    is_of_own_words,
    is_of_several_players,
    names_only_the_list,
    names_several,
    orders_something,
    sets_a_time,
)
from sarai_mqtt.understanding.reader.list_follow_ups import more_on_list
from sarai_mqtt.understanding.reader.order_reader import OrderReader, intents_in
from sarai_mqtt.understanding.reader.reader import Reader
from sarai_mqtt.understanding.reader.remarks import is_unmeant
from sarai_mqtt.understanding.reader.signs import Signs
from sarai_mqtt.understanding.said_beside import SaidBeside, acts
from sarai_mqtt.understanding.similarity_reader import Bounds, Layer, SimilarityReader
from sarai_mqtt.understanding.template_reader import Match, SentenceRecognizer, TemplateReader
from sarai_mqtt.understanding.timer_helpers import of_helper
from sarai_mqtt.understanding.vacuums import for_vacuums
from sarai_mqtt.understanding.wished_orders import is_wish

# What a person wants to be reminded of may be said in any way, and "at most" and "the" may end it.
_UNGUARDED = HARMLESS | {"HassSetReminder"}
_OF_STATES = ("HassGetState", "HassClimateGetTemperature")


class HomeUnderstanding:
    """Reads sentences about one home, as `recognizer.Understanding` tells. Calls share no mutable state."""

    def __init__(
        self,
        sentences: SentenceRecognizer,
        layers: Sequence[tuple[Layer, Bounds]],
        content_words: Mapping[str, ContentWords],
    ) -> None:
        self.home = sentences.home
        self._sentences = sentences
        self._layers = tuple(layers)
        self._content_words = content_words
        self._accounting = Accounting(self.home, content_words)
        self._frames = Reader(self.home, content_words)
        self._reader = OrderReader(self.home, content_words, self._frames)
        self._helpers = HelperReader(self.home, tuple(content_words))
        self._questions = HouseQuestions(self.home, content_words, self._frames.scan)
        self._templates = TemplateReader(sentences, self._accounting)
        self._similarity = SimilarityReader(self._templates, layers, self._accounting)
        self._beside = SaidBeside(
            self.home,
            self._frames,
            self._questions,
            self._templates,
            as_said=self._as_said,
            strictly=self._strictly,
        )

    def of(self, home: Home) -> "HomeUnderstanding":
        """Return what reads sentences about `home`. The parts of this one are left as they are."""
        sentences = copy.copy(self._sentences)
        sentences.learn(home)
        layers = [(copy.copy(layer), bounds) for layer, bounds in self._layers]
        for layer, _ in layers:
            layer.learn(home)
        return HomeUnderstanding(sentences, layers, self._content_words)

    def reload_if_changed(self) -> bool:
        """Read changed sentence files again. Return True if they are in use.

        Raises ConfigError (`bad_sentences`).
        """
        return self._sentences.reload_if_changed()

    def understand(self, text: str, language: str, area: str | None = None) -> Intent | None:
        """Return the intent, or None if `text` is not exactly one command that is sure enough to act on.

        Raises BadInput (`unknown_language`).
        """
        found = self.read(text, language, area)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else None

    def read(self, text: str, language: str, area: str | None = None) -> Found | None:
        """Return the commands in `text`, a choice, or the words that no reading uses; None if it is none.

        Raises BadInput (`unknown_language`).
        """
        if is_unmeant(text, language):
            return None
        found = self._as_said(text, language, area)
        if (wished := is_wish(text, language)) and not acts(found):
            found = self._beside.wished(text, language, area)  # "que se apague la luz" asks nothing
        sure = found is not None and not isinstance(found, LeftOver) and not swallows_reason(found)
        if found is None or not sure or is_of_several_players(found):
            found = (
                self._beside.read(text, language, area)
                or found
                or self._questions.contact(text, language)
                or clock_refusal(text, language)
            )
        if wished and isinstance(found, tuple) and not acts(found):
            return None
        if found is not None and self.home.entities and _finds_nothing(found):
            found = self._questions.unanswered(text, language, area) or found
        if found is None or isinstance(found, LeftOver):
            found = self._beside.in_plainer_words(text, language, area) or found
        loose = area is None and found is not None and is_of_any_player(found)
        if loose and not self._frames.signs(text, language).wide:
            return LeftOver((), "which_one", language)
        kept = self._kept(found, language, area) if found is not None else None
        if (
            kept is None
            and found is not None
            and (plain := self._beside.in_plainer_words(text, language, area))
        ):
            return self._kept(plain, language, area)  # "have it open at ten": alone "have it open" may ask
        return kept

    def _kept(self, found: Found, language: str, area: str | None) -> Found | None:
        """Return `found` if the words it keeps for later are read, alone, as the same order of these things.

        They are read again when they are due: what is something else then would never be done. Else what is
        wrong with them, or None.
        """
        for intent in intents_in(found):
            said = intent.slots.get("conversation_command")
            if not isinstance(said, str) or not intent.targets:
                continue
            again = self.read(said, language, area)
            orders = again if isinstance(again, tuple) else ()
            same = {target for order in orders for target in order.targets} == set(intent.targets)
            if not same or any(order.name in QUESTIONS for order in orders):
                return again if isinstance(again, LeftOver) else None
        return found

    def _as_said(self, text: str, language: str, area: str | None) -> Found | None:
        signs = self._frames.signs(text, language)
        plain = not (signs.corrected or signs.narrow)
        helper = self._helpers.read(text, language) if plain else None
        found = (helper,) if helper else self._read(text, language, area, signs)
        if plain and (found is None or isinstance(found, LeftOver)):
            guess = self._helpers.guess(text, language)
            found = (guess,) if guess else found
        found = for_vacuums(found, self.home)
        acts = isinstance(found, Choice) or (
            isinstance(found, tuple) and any(intent.name not in _UNGUARDED for intent in found)
        )
        if acts and (is_half(text, self._content_words[language]) or sets_a_time(text, found)):
            return None
        return LeftOver((signs.limit,), "unaccounted", language) if acts and signs.limit else found

    def _read(self, text: str, language: str, area: str | None, signs: Signs) -> Found | None:
        if signs.corrected or signs.narrow:
            # no other reading knows what was taken back, nor that "next to the kitchen" is not in it
            not_asked = self._accounting.not_asked_for(text, language)
            found = not_asked or self._reader.read(text, language, area).found
            return found or self._timer(text, language, area)
        first = self._templates.match(text, language, area)
        by_template, left = self._templates.read(text, language, area, first)
        by_template = of_helper(by_template, self.home)
        alarm = about_alarms(text, language, self.home, by_template)
        # "is any alarm set" would be about the panel, "does it get dark" about a sensor
        of_clocks = alarm is not None and alarm[0].name in ("HassAlarmStatus", "HassSunStatus")
        asked = None if of_clocks else self._questions.state(text, language, area, by_template)
        asked = asked or alarm or about_timers(text, language, by_template, self.home)
        asked = asked or self._questions.weather(text, language, by_template)
        asked = asked or self._questions.lists(text, language, by_template)
        if asked is not None:
            return asked
        plainly = partial(self._plainly, language=language, area=area)
        if by_template is None or not is_of_own_words(by_template):
            planned = at_a_moment(text, language, plainly)
            settled = planned or self._accounting.not_asked_for(text, language)
            if settled is not None:
                return settled
        if by_template is not None:
            return self._template_or_parts(by_template, text, language, area)
        lasting = until_a_moment(text, language, partial(self._reader.lasting, language=language, area=area))
        found = lasting or self._without_template(text, language, area, first, left, signs=signs)
        no_amount = found is None or isinstance(found, LeftOver)  # of "at seven"
        planned = at_a_moment(text, language, plainly, bare=True) if no_amount else None
        return planned or found

    def _strictly(self, text: str, language: str, area: str | None) -> Found | None:
        """Return what a template or the reader finds in `text`, which is never a similar command."""
        signs = self._frames.signs(text, language)
        if signs.limit or is_half(text, self._content_words[language]):
            return None
        if not (signs.corrected or signs.narrow):
            by_template, _ = self._templates.read(text, language, area)
            if by_template is not None:
                return self._template_or_parts(by_template, text, language, area)
        return self._reader.read(text, language, area).found

    def _plainly(self, text: str, language: str, area: str | None) -> Found | None:
        """Return what is found in `text` as `_strictly` tells, or an order to a button, scene or helper."""
        found = self._strictly(text, language, area)
        if isinstance(found, tuple | Choice):
            return found
        helper = self._helpers.read(text, language) or self._helpers.guess(text, language)
        return (helper,) if helper else found

    def _template_or_parts(self, intent: Intent, text: str, language: str, area: str | None) -> Found:
        """Return the command `intent` of a template, or the reading of the parts where that is nearer."""
        if intent.name in QUESTIONS:
            # "all the lights off" is no question
            read = None if "?" in text else self._reader.read(text, language, area).found
            return read if read is not None and orders_something(read) else (with_day(intent),)
        if intent.name.startswith(("HassList", "HassShoppingList")):
            # a template takes "milk and bread", or "milk for cream", for one item
            read = self._reader.read(text, language, area).found
            if isinstance(read, tuple) or not names_only_the_list(intent, self.home):
                return read if isinstance(read, tuple) else (intent,)
            return LeftOver((str(intent.slots["item"]),), "unaccounted", language)
        if is_elsewhere(intent, self.home, area):
            read = self._reader.read(text, language, area).found
            return read if read is not None and is_nearer(read, intent, self.home, area) else (intent,)
        if not is_of_kind(intent):
            return (intent,)
        parts = self._reader.read(text, language, area)
        read = parts.found
        better = read and (
            is_narrower(read, intent) or asks_for_more(read, intent) or names_several(parts.reading)
        )
        return read if read and better else (intent,)

    def _without_template(
        self,
        text: str,
        language: str,
        area: str | None,
        first: Match | None,
        left: LeftOver | None,
        *,
        signs: Signs,
    ) -> Found | None:
        """Return the reading of the parts, else what the layers propose, else the words that none uses."""
        read = self._reader.read(text, language, area)
        refused = read.found if isinstance(read.found, LeftOver) else None
        if read.found is not None and not (refused and read.unplaced):
            return left or refused if refused and refused.reason == "unaccounted" else read.found
        # an unknown word may be a misheard one; a name alone is no order to the nearest command
        intent, similar_to = self._similarity.read(text, language, area, first)
        if intent is not None and read.reading is not None and not agrees_with(read.reading, intent):
            intent = None  # the parts say what is to be done, if not to what
        if intent is not None and (intent.name in HARMLESS or not self._is_unsure(text, language, signs)):
            found = self._accounting.account(text, intent, read.unplaced, similar_to)
            if isinstance(found, Intent):
                return (found,)
            left = left or found
        # an unknown thing may be known to somebody else
        return left if refused is None or refused.reason == "unaccounted" else refused

    def _timer(self, text: str, language: str, area: str | None) -> tuple[Intent, ...] | None:
        """Return the command for a timer whose length is said again: "ten minutes, sorry, fifteen"."""
        said = self._frames.with_last_length(text, language)
        found = self._templates.read(said, language, area)[0] if said else None
        return (replace(found, text=text),) if found and found.name.endswith("Timer") else None

    def _is_unsure(self, text: str, language: str, signs: Signs) -> bool:
        """Return True if `text`, without a reason for the order, must not be taken for a similar one."""
        order = order_of(text, language)
        return (self._frames.signs(order, language) if order else signs).unsure

    def explain(
        self,
        text: str,
        language: str,
        area: str | None = None,  # noqa: ARG002 - the words mean the same in every room
    ) -> tuple[ReadingPart, ...]:
        """Return which words of `text` mean what, in their order; empty if the language is not read so."""
        return self._reader.explain(text, language)

    def unknown(self, text: str, language: str) -> LeftOver | None:
        """Return the words of an order that name things or places the home does not have; None if none do.

        Raises BadInput (`unknown_language`).
        """
        return self._accounting.unknown(text, language)

    def unanswered(
        self, text: str, language: str, area: str | None = None, *, sure: bool = False
    ) -> LeftOver | None:
        """Return what is not known of a question about the home; None if it asks nothing of the home.

        With `sure` it is certain to be about the house. Raises BadInput (`unknown_language`).
        """
        return (
            None if is_wish(text, language) else self._questions.unanswered(text, language, area, sure=sure)
        )

    def candidates(self, text: str, language: str, area: str | None = None) -> Sequence[Intent]:
        """Return what `text` may mean, likeliest first, at most five; empty if it is probably no command.

        They are for asking the person, or for the Thinker to choose from, not to be acted on. Raises BadInput
        (`unknown_language`).
        """
        return self._similarity.candidates(text, language, area)

    def follow_up(self, text: str, language: str, before: Intent, area: str | None = None) -> Found | None:
        """Return what a fragment means as a follow-up to the command `before`, or the words it leaves over.

        None if it is no follow-up. Raises BadInput (`unknown_language`).
        """
        if is_of_clocks(before):
            changed = change_of(text, language, before)
            return None if changed is None else (changed,)
        scan = self._frames.scan(text, language) if before.name.startswith("HassList") else None
        if scan is not None and (more := more_on_list(scan, before)):
            return more
        intent = self._sentences.follow_up(text, language, before, area)
        if intent is None:
            return None
        found = self._accounting.account(text, intent)
        return (found,) if isinstance(found, Intent) else found


def _finds_nothing(found: Found) -> bool:
    """Return True if it is a question that no thing of the home answers, or that is only like one."""
    if not isinstance(found, tuple) or len(found) > 1 or found[0].name not in _OF_STATES:
        return False
    return not found[0].targets or found[0].source in ("fuzzy", "retrieval")
