"""The letters of a text without accents and punctuation, each with its place in the text."""

import re
import unicodedata
from dataclasses import dataclass

from sarai_mqtt.languages.detection import bare_words

_CLOSING = re.compile(r"\s*[.!?…]+\s*")


@dataclass(frozen=True, slots=True)
class TracedText:
    """A text `said`, its `bare` words without accents and signs, and each bare letter's index in `said`."""

    said: str
    bare: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, said: str) -> "TracedText":
        """Return `said` with its bare letters; an apostrophe in a word counts as one."""
        said = unicodedata.normalize("NFC", said)
        letters, places = list[str](), list[int]()
        for index, sign in enumerate(said):
            in_word = bool(letters) and letters[-1] != " "
            for letter in bare_words(sign) or ("'" if sign in "'’" and in_word else " "):
                if letter != " " or in_word:
                    letters.append(letter)
                    places.append(index)
        while letters and letters[-1] in " '":
            letters.pop()
            places.pop()
        return cls(said, "".join(letters), tuple(places))

    def slice(self, start: int, end: int) -> str:
        """Return what the bare letters `start` to `end` (excluded) stand for, and a full stop behind it."""
        if start >= end:
            return ""
        last = self.places[end - 1] + 1
        after = self.said[last : self.places[end] if end < len(self.places) else len(self.said)]
        closing = after.strip() if _CLOSING.fullmatch(after) else ""
        return self.said[self.places[start] : last] + closing

    def before(self, place: int) -> str:
        """Return what the text has between bare letter `place` and the word before it: ": “"."""
        words = self.bare[:place].rstrip()
        if not words or place >= len(self.places):
            return ""
        return self.said[self.places[len(words) - 1] + 1 : self.places[place]]
