"""Which templates a sentence can match at all: hassil asks that of each template again for every sentence."""

from dataclasses import dataclass, replace

from hassil.intents import Intent, IntentData, Intents
from hassil.util import normalize_for_matching

_Clauses = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The literal text that every block of templates needs, each clause of it once.

    A clause is met when one of its fragments is in the sentence; a template needs all of its clauses met
    (hassil's `Sentence.get_required_clauses`). Leaving out a block that cannot match loses no match.
    """

    intents: Intents
    clauses: tuple[frozenset[str], ...]
    blocks: tuple[tuple[str, IntentData, tuple[_Clauses, ...]], ...]

    @classmethod
    def of(cls, intents: Intents) -> "Prefilter":
        """Look at every template; takes some ms."""
        numbers: dict[frozenset[str], int] = {}
        blocks = []
        for name, intent in intents.intents.items():
            for data in intent.data:
                rules = {**intents.expansion_rules, **data.expansion_rules}
                needed = {s.get_required_clauses(rules) for s in data.sentences}
                templates = (tuple(numbers.setdefault(c, len(numbers)) for c in each) for each in needed)
                blocks.append((name, data, tuple(sorted(templates, key=len))))
        return cls(intents, tuple(numbers), tuple(blocks))

    def narrowed(self, text: str) -> Intents:
        """Give the intents with the blocks of which a template may match `text`."""
        said = normalize_for_matching(text).text.casefold()
        met = [any(fragment in said for fragment in clause) for clause in self.clauses]
        kept: dict[str, list[IntentData]] = {}
        for name, data, templates in self.blocks:
            if any(all(met[c] for c in clauses) for clauses in templates):
                kept.setdefault(name, []).append(data)
        return replace(self.intents, intents={name: Intent(name, data) for name, data in kept.items()})
