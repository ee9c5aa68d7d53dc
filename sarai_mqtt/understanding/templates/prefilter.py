"""Selects the templates that a sentence can match; hassil tests each template anew for every sentence."""

import copy
from collections import Counter, defaultdict
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

from sarai_mqtt.understanding.templates.template_words import WordFinder, values_of, words_of_text

_MAX_DEPTH = 20  # levels of nested rules that are followed

_Name = tuple[tuple[str, ...], str]
"""The words of a name, and the domain of what has it ("" for none)."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Templates with the same slots and context; their names must be of one of `domains` (empty: any)."""

    intent: str
    data: IntentData
    domains: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Template:
    """A template of a block, and the lists of which every match of it takes a value."""

    block: _Block
    sentence: Sentence
    lists: frozenset[str]

    def may_match(self, domains: Mapping[str, set[str]]) -> bool:
        """Return True if a name of each list is said, whose `domains` are those of all names said."""
        return all(_fits(domains.get(each), self.block.domains) for each in self.lists)


class Names:
    """The names in a home's slot lists, each found by the rarest of its words."""

    def __init__(self, lists: Mapping[str, SlotList]) -> None:
        """Read the values of those lists that hold text; they are plain text, not templates."""
        self._of_list: dict[str, dict[str, list[_Name]]] = {}
        self._last: set[str] = set()
        for name, slots in lists.items():
            if isinstance(slots, TextSlotList):
                names = list(_values(slots))
                self._of_list[name] = _by_rarest_word(names)
                self._last.update(words[-1] for words, _ in names if words)

    def found_in(self, said: set[str]) -> dict[str, list[_Name]]:
        """Return for each list the names whose words are all among `said`."""
        words = {*said, ""}
        return {
            name: [each for word in words for each in names.get(word, ()) if said.issuperset(each[0])]
            for name, names in self._of_list.items()
        }

    def end_with(self, word: str) -> bool:
        """Return True if `word` is the last one of a name."""
        return word in self._last


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The words of each template, and the literal text and the names that it needs.

    Bits are indices into `templates`. `words` and `lists` tell in which of them a word may be, or any word of
    a name of the home; in those of `unbounded` any word may be. `clauses` tells which need one of several
    fragments of text (hassil's `Sentence.get_required_clauses`). `values` are the words of other lists.

    Only templates that cannot match are left out, so no match is lost.
    """

    intents: Intents
    templates: tuple[_Template, ...]
    words: Mapping[str, int]
    lists: Mapping[str, int]
    unbounded: int
    clauses: tuple[tuple[frozenset[str], int], ...]
    values: frozenset[str]

    @classmethod
    def of(cls, intents: Intents) -> "Prefilter":
        """Analyse every template of `intents`; takes some 100 ms."""
        templates = list[_Template]()
        needed: dict[frozenset[str], frozenset[str]] = {}
        general = WordFinder(intents.expansion_rules)
        values = {name: values_of(slots, intents.language) for name, slots in intents.slot_lists.items()}
        of_home = {name for name, slots in intents.slot_lists.items() if slots == TextSlotList(name, [])}
        words, lists, unbounded = defaultdict[str, int](int), defaultdict[str, int](int), 0
        clauses = defaultdict[frozenset[str], int](int)
        for name, intent in intents.intents.items():
            for data in intent.data:
                rules = {**intents.expansion_rules, **data.expansion_rules}
                finder = WordFinder(rules) if data.expansion_rules else general
                block = _Block(name, data, _domains(data.requires_context))
                own = {each: values_of(slots, intents.language) for each, slots in data.slot_lists.items()}
                for sentence in data.sentences:
                    bit = 1 << len(templates)
                    for clause in sentence.get_required_clauses(rules):
                        clauses[clause] |= bit
                    found = finder.of(sentence.expression)
                    for each in found.words or ():
                        words[each] |= bit
                    for each in found.lists & of_home - own.keys():
                        lists[each] |= bit
                    for said in ((own if each in own else values).get(each) for each in found.lists):
                        unbounded |= bit if said is None else 0
                        for each in said or ():
                            words[each] |= bit
                    unbounded |= bit if found.words is None else 0
                    required = frozenset(_lists(sentence.expression, rules) - own.keys())
                    templates.append(_Template(block, sentence, needed.setdefault(required, required)))
        some = frozenset[str]().union(*(said or () for said in values.values()))
        return cls(
            intents, tuple(templates), dict(words), dict(lists), unbounded, tuple(clauses.items()), some
        )

    def narrowed(self, text: str, names: Names) -> Intents:
        """Return the intents, reduced to the templates that may match `text`."""
        said = normalize_for_matching(text).text.casefold()
        words = words_of_text(said)
        compounds = {word: self._divided(word, names) for word in words if word not in self.words}
        found = names.found_in({*words, *(part for parts in compounds.values() for part in parts)})
        kept: dict[int, tuple[_Block, list[Sentence]]] = {}
        domains = {name: {domain for _, domain in each} for name, each in found.items()}
        skipped = {w for each in self.intents.skip_words if each in said for w in words_of_text(each)}
        bits = self._made_of((w for w in words if w not in skipped and not compounds.get(w)), found)
        for template in self._with_text(bits, said):
            if template.may_match(domains):
                kept.setdefault(id(template.block), (template.block, []))[1].append(template.sentence)
        intents = dict[str, Intent]()
        for block, sentences in kept.values():
            data = _with(block.data, sentences)
            intents.setdefault(block.intent, Intent(block.intent, [])).data.append(data)
        return replace(self.intents, intents=intents)

    def _made_of(self, words: Iterable[str], named: Mapping[str, Iterable[_Name]]) -> int:
        """Return in which templates `words` may be, literally or in names that were found."""
        bits = (1 << len(self.templates)) - 1
        for word in words:
            if not any(map(str.isdigit, word)):  # a number may be in any of a range
                may_have = self.words.get(word, 0) | self.unbounded
                for name, found in named.items():
                    if any(word in each for each, _ in found):
                        may_have |= self.lists.get(name, 0)
                bits &= may_have
        return bits

    def _with_text(self, bits: int, said: str) -> Iterator[_Template]:
        """Yield those templates of `bits` whose text is in `said`."""
        for clause, needing in self.clauses:
            if bits & needing and not any(fragment in said for fragment in clause):
                bits &= ~needing
        while bits:
            last = bits & -bits
            yield self.templates[last.bit_length() - 1]
            bits ^= last

    def _divided(self, word: str, names: Names) -> list[str]:
        """Return the parts of a compound that hassil may read as two words: "kitchenlights"."""
        cuts = ((word[:place], word[place:]) for place in range(1, len(word)))
        both = ((a, b) for a, b in cuts if b in self.words and (a in self.values or names.end_with(a)))
        return [part for parts in both for part in parts]


def _with(data: IntentData, sentences: list[Sentence]) -> IntentData:
    """Return a block with only `sentences`."""
    if len(sentences) == len(data.sentences):
        return data
    block = copy.copy(data)
    vars(block)["sentences"] = sentences  # parsed from the block's texts else, when first looked at
    return block


def _by_rarest_word(names: Iterable[_Name]) -> dict[str, list[_Name]]:
    """Map to each name that word of it which the fewest have; "" to one of signs alone."""
    rows = list(names)
    count = Counter(word for words, _ in rows for word in words)
    found: dict[str, list[_Name]] = {}
    for words, domain in rows:
        found.setdefault(min(words, key=count.__getitem__, default=""), []).append((words, domain))
    return found


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


def _values(names: TextSlotList) -> Iterator[_Name]:
    """Yield the words and the domain of each name of the list; equal words are one object."""
    known: dict[str, str] = {}
    for value in names.values:
        text = value.text_in.text if isinstance(value.text_in, TextChunk) else ""
        plain = normalize_for_matching(text).text.casefold()
        if plain:  # hassil never finds an empty one
            words = tuple(known.setdefault(word, word) for word in words_of_text(plain))
            yield words, str((value.context or {}).get("domain", ""))


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
