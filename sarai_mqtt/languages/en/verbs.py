"""English verbs: the forms that are regular."""

from dataclasses import replace

from sarai_mqtt.languages.schema.verbs import Verbs, VerbTable

DERIVED = frozenset({"past", "gerund"})
"""Forms that are derived."""

# Their last letter is written twice before an ending.
_DOUBLED = frozenset({"dim", "stop", "skip", "put", "shut", "cut", "set", "get", "run", "let"})


def conjugated(table: VerbTable) -> Verbs:
    """Return the verbs with their regular forms; no pronouns are attached to them."""
    verbs = tuple(replace(v, forms={**_forms(v.forms["imperative"]), **v.forms}) for v in table.verbs)
    return Verbs(table=replace(table, verbs=verbs), with_pronoun={}, bare=str)


def _forms(verb: str) -> dict[str, str]:
    stem = verb + verb[-1] if verb in _DOUBLED else verb.removesuffix("e")
    return {"past": f"{stem}ed", "gerund": f"{stem}ing"}
