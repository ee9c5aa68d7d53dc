"""Which templates a sentence can match at all: hassil asks that of each template again for every sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import Intent, IntentData, Intents, SlotList, TextSlotList
from hassil.util import normalize_for_matching

_DEEPEST = 20  # rules within rules


@dataclass(frozen=True, slots=True)
class _Template:
    """What a sentence must have: a fragment of each of these clauses, and a name of each of these lists."""

    clauses: tuple[int, ...]
    lists: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """Templates with the same slots and context, and the kinds of things that their names may be of."""

    intent: str
    data: IntentData
    domains: frozenset[str]
    templates: tuple[_Template, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a home's slot lists: their words, and the kind of thing they are of ("" for none)."""

    of_list: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, lists: Mapping[str, SlotList]) -> "Names":
        """Read the lists' values, which are plain text."""
        return cls({k: tuple(_values(v)) for k, v in lists.items() if isinstance(v, TextSlotList)})

    def domains_in(self, said: str) -> dict[str, set[str]]:
        """Give for each list the kinds of things of which a name may be in `said`."""
        return {
            name: {domain for words, domain in values if all(word in said for word in words)}
            for name, values in self.of_list.items()
        }


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The literal text and the names that each template needs, looked for once a sentence.

    A clause is met when one of its fragments is in the sentence (hassil's `Sentence.get_required_clauses`).
    Leaving out a block that cannot match loses no match.
    """

    intents: Intents
    clauses: tuple[tuple[str, ...], ...]
    blocks: tuple[_Block, ...]

    @classmethod
    def of(cls, intents: Intents) -> "Prefilter":
        """Look at every template; takes some ms."""
        numbers: dict[frozenset[str], int] = {}
        blocks = []
        for name, intent in intents.intents.items():
            for data in intent.data:
                rules = {**intents.expansion_rules, **data.expansion_rules}
                templates = {
                    _Template(
                        tuple(
                            sorted(numbers.setdefault(c, len(numbers)) for c in s.get_required_clauses(rules))
                        ),
                        frozenset(_lists(s.expression, rules) - data.slot_lists.keys()),
                    )
                    for s in data.sentences
                }
                blocks.append(_Block(name, data, _domains(data.requires_context), tuple(templates)))
        return cls(intents, tuple(tuple(clause) for clause in numbers), tuple(blocks))

    def narrowed(self, text: str, names: Names) -> Intents:
        """Give the intents with the blocks of which a template may match `text`."""
        said = normalize_for_matching(text).text.casefold()
        met = [_any_in(clause, said) for clause in self.clauses]
        named = names.domains_in(said)
        kept: dict[str, list[IntentData]] = {}
        for block in self.blocks:
            if any(
                all([met[c] for c in template.clauses])  # noqa: C419 - a list is faster for so few
                and all(_fits(named.get(each), block.domains) for each in template.lists)
                for template in block.templates
            ):
                kept.setdefault(block.intent, []).append(block.data)
        return replace(self.intents, intents={name: Intent(name, data) for name, data in kept.items()})


def _any_in(fragments: Iterable[str], said: str) -> bool:
    for fragment in fragments:  # noqa: SIM110 - any() of a generator costs more than the search
        if fragment in said:
            return True
    return False


def _fits(domains: set[str] | None, wanted: frozenset[str]) -> bool:
    """Say whether a name of a wanted kind is there; None: it is not a list of names."""
    if domains is None:
        return True
    return bool(domains & wanted if wanted and "" not in domains else domains)


def _domains(context: Mapping[str, Any]) -> frozenset[str]:
    """Give the kinds of things that a block's names may be of; none: any."""
    wanted = context.get("domain", ())
    wanted = wanted.get("value", ()) if isinstance(wanted, Mapping) else wanted
    return frozenset([wanted] if isinstance(wanted, str) else wanted or ())


def _values(names: TextSlotList) -> Iterator[tuple[tuple[str, ...], str]]:
    for value in names.values:
        text = value.text_in.text if isinstance(value.text_in, TextChunk) else ""
        plain = normalize_for_matching(text).text.casefold()
        yield tuple(plain.split()), str((value.context or {}).get("domain", ""))


def _lists(expression: Expression, rules: Mapping[str, Sentence], depth: int = 0) -> set[str]:
    """Give the lists that every way through the template takes a value of."""
    if isinstance(expression, ListReference):
        return {expression.list_name}
    if depth > _DEEPEST or (isinstance(expression, Alternative) and expression.is_optional):
        return set()
    if isinstance(expression, RuleReference):
        rule = rules.get(expression.rule_name)
        return _lists(rule.expression, rules, depth + 1) if rule else set()
    each = (
        [_lists(item, rules, depth + 1) for item in expression.items] if isinstance(expression, Group) else []
    )
    return set.intersection(*each) if each and isinstance(expression, Alternative) else set().union(*each)
