"""A slot list of the names of a home, which finds those at the start of a text in little memory."""

from collections.abc import Iterable

from hassil.expression import TextChunk
from hassil.intents import TextSlotList, TextSlotValue

_AS_SPACES = str.maketrans("-_", "  ")  # hassil takes "living-room" for "living room"


class NameList(TextSlotList):
    """Slot list of names with their entity, area or floor and its context.

    The index of hassil's own list is a tree with an object for each letter: 10 MB for the names of 2,000
    things in two languages. This one is a table of whole names, asked for each length that a name has.
    """

    def __init__(self, name: str, rows: Iterable[tuple[str, str, dict[str, str]]]) -> None:
        super().__init__(name, [TextSlotValue.from_tuple(row, allow_template=False) for row in rows])
        self._by_text: dict[str, list[TextSlotValue]] = {}
        self._others: list[TextSlotValue] = []
        for value in self.values:
            text = value.text_in.text.lstrip() if isinstance(value.text_in, TextChunk) else ""
            folded = text.casefold()
            if len(folded) != len(text):
                self._others.append(value)  # "ß": its length in a text is not that of its key
            elif text:
                self._by_text.setdefault(text if text == folded else folded, []).append(value)
        self._lengths = sorted({len(text) for text in self._by_text})

    def get_candidates(self, text: str) -> list[TextSlotValue]:
        """Return the values whose name may be at the start of `text`, shortest first."""
        folded = text.casefold()
        found = self._at_start(folded)
        if "-" in folded or "_" in folded:
            found += self._at_start(folded.translate(_AS_SPACES))
        return found + self._others

    def _at_start(self, text: str) -> list[TextSlotValue]:
        lengths = (length for length in self._lengths if length <= len(text))
        return [value for length in lengths for value in self._by_text.get(text[:length], ())]
