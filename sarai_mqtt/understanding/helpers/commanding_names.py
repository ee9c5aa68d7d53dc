"""Things that are called by what they do: "reboot the router" presses the button "Reboot router"."""

from collections.abc import Sequence

from sarai_mqtt.core.home import Entity, names_in
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.understanding.helpers.names import HelperNames
from sarai_mqtt.understanding.helpers.phrases import KINDS, PhraseTable, Words
from sarai_mqtt.understanding.time_phrases import plain_words

_STARTED = frozenset({"press", "run"})


class CommandingNames:
    """The names of buttons, scenes and scripts of one home that begin with a verb, as orders."""

    def __init__(self, names: HelperNames, table: PhraseTable, language: str) -> None:
        self._names, self._articles = names, table.articles
        self._known: dict[Words, list[Entity]] = {}
        self._own = set[Words]()
        forms = pack(language).verbs.orders_of
        for entity in names.helpers:
            if KINDS[entity.domain] not in _STARTED:
                continue
            for name in names_in(entity.names, language):
                first, *rest = names.bare(plain_words(name).joined.split())
                self._own.add((first, *rest))
                for form in forms(first) if rest else ():
                    found = self._known.setdefault((form, *rest), [])
                    if entity not in found:
                        found.append(entity)

    def of(self, words: Sequence[str]) -> Entity | None:
        """Return the only thing whose name, as an order, is all of `words`; None without one."""
        bare = self._names.bare(words)
        # a name that is said as it is may be no order: "dinner bell"
        ordered = bare[:1] == tuple(words[:1]) and any(word in self._articles for word in words)
        found = self._known.get(bare, ()) if ordered or bare not in self._own else ()
        return found[0] if len(found) == 1 else None
