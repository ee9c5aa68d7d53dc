"""Reads what stands before things: how many they are, and articles."""

from typing import cast

from sarai_mqtt.understanding.reader.frames import Quantity
from sarai_mqtt.understanding.reader.lexicon import Match
from sarai_mqtt.understanding.reader.phrase import Phrase
from sarai_mqtt.understanding.reader.places import PlaceReader, place_at

_MOST_COUNT = 99


class DeterminerReader(PlaceReader):
    """Reads quantifiers, counts and articles of one sentence."""

    def determiners(self, phrase: Phrase, start: int) -> int:
        """Read quantifiers, counts and articles into `phrase`; return the index after them."""
        scan, place = self._scan, start
        while place < len(scan):
            if place > start and any("entity" in n.ids for n in scan.named(place)):
                break
            end = (
                self._quantifier(phrase, place) or self._article(phrase, place) or self._count(phrase, place)
            )
            if not end:
                break
            place = end
        return place

    def _quantifier(self, phrase: Phrase, place: int) -> int:
        """Read "all", "both", "only"; return the index after it, 0 if there is none."""
        quantity = self._quantity_at(place, own_article=phrase.own_article)
        alone = quantity and self._scan.word(place) in self._lexicon.content.everything
        if alone and phrase.own_article:
            return 0  # "abre el todo": the awning (toldo), misheard
        if quantity and phrase.quantity in ("the", "one"):
            phrase.quantity = cast("Quantity", quantity.value)
            phrase.plural = quantity.value in ("all", "both")
            if quantity.value == "rest":  # "the others", but not "the rest", which may be anything
                phrase.plural = self._scan.word(quantity.end - 1).endswith("s")
            phrase.own_article = True
            phrase.marks.append((place, quantity.end, "quantity", quantity.value))
            return self._of_them(phrase, quantity.end)
        if not phrase.own_article and (only := self._scan.find(place, "only")):
            phrase.marks.append((place, only.end, "only", ""))
            return only.end
        return 0

    def _quantity_at(self, place: int, *, own_article: bool) -> Match | None:
        scan = self._scan
        quantity, longest = scan.find(place, "quantity"), next(iter(scan.matches(place)), None)
        if quantity and longest and longest.end > quantity.end and longest.role in ("house", "exception"):
            return None
        if quantity and quantity.value == "one" and not self._is_head(quantity.end):
            return None  # only an article
        if quantity and own_article and scan.word(place) in self._lexicon.of:
            return None  # "celles des chambres"
        return quantity

    def _of_them(self, phrase: Phrase, place: int) -> int:
        """Pass "of" between a quantifier and an article: "all of the lights"."""
        if self._scan.word(place) not in self._lexicon.of or phrase.quantity == "everything":
            return place
        if self._scan.word(place + 1) not in self._lexicon.articles:
            return place
        phrase.marks.append((place, place + 1, "link", ""))
        return place + 1

    def _article(self, phrase: Phrase, place: int) -> int:
        word = self._scan.word(place)
        if word not in self._lexicon.articles or (word in self._lexicon.of and phrase.own_article):
            return 0  # not of "la del baño"
        phrase.own_article = True
        phrase.marks.append((place, place + 1, "article", ""))
        return place + 1

    def _count(self, phrase: Phrase, place: int) -> int:
        amount = self._scan.amount(place)
        if amount is None or amount.unit:
            return 0
        end = amount.end
        if phrase.quantity == "all":  # "all three of the lights"
            of = self._scan.skip(end, self._lexicon.of, 1)
            end = self._scan.skip(of, self._lexicon.articles, 1) if of > end else end
        named = phrase.own_article and any("entity" in n.ids for n in self._scan.named(end))
        if not (named or self._is_counted(end)):
            return 0
        if not (amount.value.is_integer() and 1 < amount.value <= _MOST_COUNT):
            return 0
        phrase.quantity, phrase.count, phrase.plural = "count", int(amount.value), True
        phrase.marks.append((place, end, "quantity", str(phrase.count)))
        return end

    def _is_head(self, place: int) -> bool:
        known = self._scan.find(place, "class", "media", "one", "thing_word")
        return known is not None or place_at(self._scan, place) is not None

    def _is_counted(self, place: int) -> bool:
        if self._scan.find(place, "class", "thing_word"):
            return True
        found = place_at(self._scan, place)
        return found is not None and self._scan.find(found[1], "class", "one") is not None
