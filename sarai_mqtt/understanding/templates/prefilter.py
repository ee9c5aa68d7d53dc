"""Selects the templates that a sentence can match; hassil tests each template anew for every sentence."""

from collections.abc import Iterator, Mapping
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

_MAX_DEPTH = 20  # levels of nested rules that are followed


@dataclass(frozen=True, slots=True)
class _Template:
    """Requirements of a template: a fragment of each of `clauses`, and a name of each of `lists`.

    The bits of `clauses` are indices into `Prefilter.clauses`: a sentence is compared with thousands of them.
    """

    clauses: int
    lists: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    """Templates with the same slots and context; their names must be of one of `domains` (empty: any)."""

    intent: str
    data: IntentData
    domains: frozenset[str]
    templates: tuple[_Template, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names in a home's slot lists: for each name its words and its domain ("" for none)."""

    of_list: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, lists: Mapping[str, SlotList]) -> "Names":
        """Read the values of those lists that hold text; they are plain text, not templates."""
        return cls({k: tuple(_values(v)) for k, v in lists.items() if isinstance(v, TextSlotList)})

    def domains_in(self, said: str) -> dict[str, set[str]]:
        """Return for each list the domains of the names that `said` may contain.

        `said` is normalized, lower-case text; the words of a name may be anywhere in it.
        """
        return {
            name: {domain for words, domain in values if all(word in said for word in words)}
            for name, values in self.of_list.items()
        }


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The literal text and the names that each template needs, looked for once per sentence.

    A clause is met if one of its fragments is in the sentence (hassil's `Sentence.get_required_clauses`).
    Only blocks that cannot match are left out, so no match is lost.
    """

    intents: Intents
    clauses: tuple[frozenset[str], ...]
    fragments: tuple[str, ...]
    blocks: tuple[_Block, ...]

    @classmethod
    def of(cls, intents: Intents) -> "Prefilter":
        """Analyse every template of `intents`; takes a few milliseconds."""
        numbers: dict[frozenset[str], int] = {}
        blocks = []
        for name, intent in intents.intents.items():
            for data in intent.data:
                rules = {**intents.expansion_rules, **data.expansion_rules}
                templates = {
                    _Template(
                        sum(
                            1 << numbers.setdefault(clause, len(numbers))
                            for clause in s.get_required_clauses(rules)
                        ),
                        frozenset(_lists(s.expression, rules) - data.slot_lists.keys()),
                    )
                    for s in data.sentences
                }
                blocks.append(_Block(name, data, _domains(data.requires_context), tuple(templates)))
        fragments = frozenset[str]().union(*numbers)
        return cls(intents, tuple(numbers), tuple(fragments), tuple(blocks))

    def narrowed(self, text: str, names: Names) -> Intents:
        """Return the intents, reduced to the blocks with a template that may match `text`."""
        said = normalize_for_matching(text).text.casefold()
        in_text = {fragment for fragment in self.fragments if fragment in said}
        unmet = sum(1 << i for i, clause in enumerate(self.clauses) if clause.isdisjoint(in_text))
        named = names.domains_in(said)
        kept: dict[str, list[IntentData]] = {}
        for block in self.blocks:
            for template in block.templates:
                if not template.clauses & unmet and all(
                    _fits(named.get(each), block.domains) for each in template.lists
                ):
                    kept.setdefault(block.intent, []).append(block.data)
                    break
        return replace(self.intents, intents={name: Intent(name, data) for name, data in kept.items()})


def _fits(domains: set[str] | None, wanted: frozenset[str]) -> bool:
    """Return True if a name of a wanted domain may be there; `domains` None: the list holds no names.

    `domains` are those of the names found, with "" for areas and floors; `wanted` empty: any.
    """
    if domains is None:
        return True
    return bool(domains & wanted if wanted and "" not in domains else domains)


def _domains(context: Mapping[str, Any]) -> frozenset[str]:
    """Return the domains that a block's names may be of; empty: any."""
    wanted = context.get("domain", ())
    wanted = wanted.get("value", ()) if isinstance(wanted, Mapping) else wanted
    return frozenset([wanted] if isinstance(wanted, str) else wanted or ())


def _values(names: TextSlotList) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words and the domain of each name of the list."""
    for value in names.values:
        text = value.text_in.text if isinstance(value.text_in, TextChunk) else ""
        plain = normalize_for_matching(text).text.casefold()
        yield tuple(plain.split()), str((value.context or {}).get("domain", ""))


def _lists(expression: Expression, rules: Mapping[str, Sentence], depth: int = 0) -> set[str]:
    """Return the names of the lists of which every match of the template takes a value."""
    if isinstance(expression, ListReference):
        return {expression.list_name}
    if depth > _MAX_DEPTH or (isinstance(expression, Alternative) and expression.is_optional):
        return set()
    if isinstance(expression, RuleReference):
        rule = rules.get(expression.rule_name)
        return _lists(rule.expression, rules, depth + 1) if rule else set()
    each = (
        [_lists(item, rules, depth + 1) for item in expression.items] if isinstance(expression, Group) else []
    )
    return set.intersection(*each) if each and isinstance(expression, Alternative) else set().union(*each)
