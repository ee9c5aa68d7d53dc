"""Verbs of orders (verbs.yaml): the one table from which lists of verb forms are derived."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

FORMS = frozenset({
    "imperative", "infinitive", "formal", "present", "regional", "present_regional", "plural",
    "plural_formal", "past", "gerund", "participle",
})  # fmt: skip
"""Forms of a verb: imperative, infinitive, polite imperative, "you turn …", another imperative, and so on.

The participle is given where it is not the past.
"""

USES = frozenset({
    "head", "rare_head", "order", "content", "takes_pronoun", "reworded", "speech_act", "stated"
})  # fmt: skip
"""Where a form counts.

* `head`: makes a sentence a command (`Commands.heads`); a misheard word may be corrected to it.
* `rare_head`: the same, but nothing is corrected to it.
* `order`: begins an order that this home may not be able to carry out.
* `content`: known as a verb when the words of a command are accounted for.
* `takes_pronoun`: pronouns attached to it are expected too.
* `reworded`: the forms of the verb are reworded as its imperative.
* `speech_act`: the forms of the verb tell an order from a statement in the guards.
* `stated`: a form that states that something is or was done.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb: its forms by the names in `FORMS`, and for each of `USES` the forms that have it."""

    forms: Mapping[str, str]
    uses: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbTable:
    """The file: verbs, and imperatives of those that only stand for another, with its imperative."""

    verbs: tuple[Verb, ...]
    stands_for: Mapping[str, str]

    def used_as(self, use: str, only: frozenset[str] = FORMS) -> frozenset[str]:
        """Return the forms that have `use`; `only` are the names of those that are looked at."""
        return frozenset(v.forms[form] for v in self.verbs for form in v.uses.get(use, frozenset()) & only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """The verbs of a language with all their forms.

    Args:
        table: the verbs; forms that the language derives are filled in.
        with_pronoun: imperatives with a pronoun attached, each with its imperative and the pronoun.
        bare: returns a word without the pronouns that may be attached to it.
        orders_of: returns the forms in which the verb of a name ("Reiniciar el router") orders, in lower case
            without accents; its own form alone in a language that has no others.

    """

    table: VerbTable
    with_pronoun: Mapping[str, tuple[str, str]]
    bare: Callable[[str], str]
    orders_of: Callable[[str], frozenset[str]] = lambda verb: frozenset({verb})

    def used_as(self, use: str) -> frozenset[str]:
        """Return the forms that have `use`."""
        return self.table.used_as(use)
