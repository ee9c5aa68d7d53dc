"""Reads commands by their similarity to known sentences, in layers that are sure enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.understanding.accounting.accounting import Accounting
from sarai_mqtt.understanding.candidates import Guesses, ranked
from sarai_mqtt.understanding.guards import reasons_against
from sarai_mqtt.understanding.orders import order_of
from sarai_mqtt.understanding.paraphrase import Paraphrase
from sarai_mqtt.understanding.preferred_readings import allowed
from sarai_mqtt.understanding.template_reader import MAX_WORDS, Match, TemplateReader

# Words of a shortened sentence for a search by similarity: "go on, I'm listening" is conversation.
_MIN_WORDS = 3
_UNFINISHED = ("…", "...")
_MAX_CANDIDATES = 5  # candidates: more than a person, or a Thinker, can choose from are no help


class Layer(Protocol):
    """Finds commands that no template matches, each with a score."""

    def guesses(self, text: str, language: str, area: str | None = None) -> Guesses:
        """Return scored readings of `text`, said in the area with the id `area` (None: unknown).

        Raises BadInput (`unknown_language`).
        """
        ...

    def learn(self, home: Home) -> None:
        """Use the names of `home` from now on; a copy of this object keeps those it has."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds on a layer's scores, 0..1.

    A reading is acted on from the score `threshold`, if it leads every other one and small talk by `margin`.
    It is a candidate to ask about from `plausible`, if it leads small talk by `margin`.
    """

    threshold: float
    margin: float
    plausible: float


class SimilarityReader:
    """Reads sentences that no template has; what it finds is a proposal that leaves no word unused."""

    def __init__(
        self, templates: TemplateReader, layers: Sequence[tuple[Layer, Bounds]], accounting: Accounting
    ) -> None:
        self._templates = templates
        self._layers = tuple(layers)
        self._accounting = accounting

    def read(
        self, text: str, language: str, area: str | None, first: Match | None = None
    ) -> tuple[Intent | None, str]:
        """Return what the layers propose for a sentence that no template has, and the words they read."""
        first = first or self._templates.match(text, language, area)
        if first is None or text.rstrip().endswith(_UNFINISHED):
            return None, text
        if first.intent is not None:
            return None, text  # it was refused: the nearest command would be it again
        said = first.said
        return self._reading_by_layers(
            said, self._templates.plain(said, text, language), text, language, area
        )

    def _reading_by_layers(
        self, said: str, plain: Paraphrase | None, text: str, language: str, area: str | None
    ) -> tuple[Intent | None, str]:
        """Return the layers' reading of `said` or its paraphrase, else that of an order before its reason.

        Returns the words that were read, too.
        """
        words = plain if plain and plain.equivalent else Paraphrase(said)
        intent = self._sure_reading(words.text, language, area)
        if intent is None and plain and not plain.accounted and len(plain.text.split()) >= _MIN_WORDS:
            words, intent = plain, self._sure_reading(plain.text, language, area)
        if intent is None and (order := order_of(words.text, language)):
            intent = self._templates.as_said(order, language, area) or self._sure_reading(
                order, language, area
            )
            # the reason may tell something ("… que me levanto"), the order itself does not
            if intent and set(reasons_against(words.text, language, intent)) - {"statement"}:
                return None, order
            words = Paraphrase(order, frozenset({"statement"}), equivalent=words.equivalent)
        return self._templates.allowed_as_said(intent, text, words), text if words.equivalent else words.text

    def candidates(self, text: str, language: str, area: str | None = None) -> Sequence[Intent]:
        """Return what `text` may mean, likeliest first, at most five; empty if it is probably no command.

        They are for asking the person, or for the Thinker to choose from, not to be acted on. Raises BadInput
        (`unknown_language`).
        """
        if len(text.split()) > MAX_WORDS:
            return ()
        guesses = self._guesses(text, language, area)
        plausible = (
            i for g, b in guesses for i in g.intents if i.confidence >= max(b.plausible, g.chat + b.margin)
        )
        accounted = (self._accounting.account(text, i) for i in plausible if i.name not in QUESTIONS)
        return ranked((i for i in accounted if isinstance(i, Intent)), most=_MAX_CANDIDATES).intents

    def _sure_reading(self, text: str, language: str, area: str | None) -> Intent | None:
        """Return the reading of the first layer that is sure of one; None if none is."""
        sure = (g.sure(bounds.threshold, bounds.margin) for g, bounds in self._guesses(text, language, area))
        return next((i for i in sure if i is not None), None)

    def _guesses(self, text: str, language: str, area: str | None) -> list[tuple[Guesses, Bounds]]:
        """Ask every layer; the highest similarity to small talk that any of them finds holds for all."""
        found = [(allowed(layer.guesses(text, language, area)), bounds) for layer, bounds in self._layers]
        chat = max((g.chat for g, _ in found), default=0.0)
        return [(replace(g, chat=chat), bounds) for g, bounds in found]
