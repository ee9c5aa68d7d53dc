"""Shares the equal parts of parsed templates: nine in ten parts of a language's templates occur in others."""

from collections.abc import Mapping

from hassil import Intents
from hassil.expression import Expression, Group, ListReference, RuleReference, Sentence, TextChunk


def share_parts(intents: Intents) -> None:
    """Parse all sentences of `intents` and let their equal parts, and equal clauses, be the same objects.

    hassil makes each part anew, 40,000 a language. It only reads them afterwards; the parent of a text, which
    matching does not use, is dropped. Each block of sentences is parsed and shared before the next one, so
    that what is freed is used again.
    """
    shared = _Shared()
    for rule in intents.expansion_rules.values():
        shared.take(rule)
    for intent in intents.intents.values():
        for block in intent.data:
            for rule in block.expansion_rules.values():
                shared.take(rule)
            rules = {**intents.expansion_rules, **block.expansion_rules}
            for sentence in block.sentences:
                shared.take(sentence)
                shared.take_clauses(sentence, rules)


class _Shared:
    """Parts of templates by their content, and the clauses that templates require."""

    def __init__(self) -> None:
        self._parts: dict[tuple[object, ...], Expression] = {}
        self._clauses: dict[frozenset[str], frozenset[str]] = {}
        self._required: dict[frozenset[frozenset[str]], frozenset[frozenset[str]]] = {}

    def take(self, sentence: Sentence) -> None:
        """Replace the parts of `sentence` by equal ones that were met before."""
        sentence.expression = self._part(sentence.expression)

    def take_clauses(self, sentence: Sentence, rules: Mapping[str, Sentence]) -> None:
        """Compute the clauses that `sentence` requires, and replace them by equal ones."""
        clauses = sentence.get_required_clauses(dict(rules))
        required = self._required.get(clauses)
        if required is None:
            required = frozenset(self._clauses.setdefault(each, each) for each in clauses)
            self._required[required] = required
        sentence.required_clauses = required

    def _part(self, part: Expression) -> Expression:
        key: tuple[object, ...]
        match part:
            case Group():
                part.items = [self._part(item) for item in part.items]
                # parts that are shared are equal only if they are the same
                items = tuple(map(id, part.items))
                key = (type(part), getattr(part, "is_optional", None), *items)
            case TextChunk():
                part.parent = None
                key = (TextChunk, part.text, part.original_text)
            case RuleReference() | ListReference():
                key = (type(part), *vars(part).values())
            case _:
                return part
        return self._parts.setdefault(key, part)
