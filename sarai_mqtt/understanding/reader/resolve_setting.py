"""What an order is resolved against, and the refusal of one that this home cannot carry out."""

from dataclasses import dataclass

from sarai_mqtt.core.home import Home, spoken_name
from sarai_mqtt.core.recognition import LeftOver, Reason
from sarai_mqtt.languages.content_words import ContentWords


@dataclass(frozen=True, slots=True)
class Setting:
    """The sentence, the home it is about, and the speaker's area (id; None: unknown)."""

    text: str
    home: Home
    language: str
    words: ContentWords
    area: str | None

    def place_name(self, place: str) -> str:
        """Return the spoken name of an area or floor (id); "" if it has none."""
        found = self.home.areas.get(place) or self.home.floors.get(place)
        return spoken_name(found.names, self.language) if found else ""


class RefusedError(Exception):
    """The order cannot be carried out in this home; `words`, `reason` … as in `LeftOver`."""

    def __init__(
        self,
        reason: Reason,
        *words: str,
        place: str = "",
        limits: tuple[float, float] | None = None,
        options: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.words = tuple(word for word in words if word)
        self.reason: Reason = reason
        self.place, self.limits, self.options = place, limits, options

    def left_over(self, language: str) -> LeftOver:
        """Return the refusal as the result of a reading."""
        return LeftOver(self.words, self.reason, language, self.place, self.limits, self.options)
