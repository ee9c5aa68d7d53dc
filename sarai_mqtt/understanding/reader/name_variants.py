"""Other names by which a thing is called: another word for the same machine, or the plug that it is on."""

from collections.abc import Iterator, Sequence

from sarai_mqtt.languages.content_words import words_in
from sarai_mqtt.understanding.reader.lexicon import Lexicon, Words

_PLUGGED = frozenset({"switch"})


class NameVariants:
    """The words of one language that stand for each other in names (`same_things` of orders.yaml)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._little = lexicon.articles | lexicon.of
        orders, language = lexicon.orders, lexicon.language
        groups = [[self._kept(words_in(p, language)) for p in group] for group in orders.same_things]
        self._others: dict[Words, list[Words]] = {}
        for group in groups:
            for phrase in group:
                self._others.setdefault(phrase, []).extend(o for o in group if o != phrase)
        self._longest = max(map(len, self._others), default=0)
        plug = lexicon.content.classes.get("plug")
        own = (words_in(p, language) for p in orders.classes.get("plug", ()))
        self._plugs = frozenset((*(plug.words if plug else ()), *own))

    def of(self, domain: str, name: Sequence[str]) -> Iterator[Words]:
        """Yield other names of a thing of `domain` that is called `name` (its words)."""
        words = self._kept(name)
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                for other in self._others.get(words[start:end], ()):
                    yield (*words[:start], *other, *words[end:])
        if domain in _PLUGGED and words and not any(plug[0] in words for plug in self._plugs):
            for plug in self._plugs:
                yield (*plug, *words)  # "the plug of the printer"
                yield (*words, *plug)  # "the printer plug"

    def _kept(self, words: Sequence[str]) -> Words:
        return tuple(word for word in words if word not in self._little)
