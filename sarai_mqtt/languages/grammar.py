"""What the grammars of all languages share: sentences, lists, numbers with units."""

from collections.abc import Callable, Mapping, Sequence

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.schema.conventions import Conventions
from sarai_mqtt.languages.schema.wording import Wording

LISTED = 4
"""A longer list is not read out in full."""


WordingOf = Callable[[str], Wording]
"""Returns the wording of a language, by its code: `wording`, or one in which the user chose otherwise."""


def wording(language: str) -> Wording:
    """Return the wording of `language` with its own conventions. Raises BadInput (`unknown_language`)."""
    found = pack(language)
    return found.wording(found.conventions)


def sentence_of(*clauses: str) -> str:
    """Return one sentence: clauses joined by commas, with a capital first and a full stop or "?" last."""
    text = ", ".join(clauses)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def lower_first(name: str) -> str:
    """Return `name` with a lower-case first letter, unless its first word is an abbreviation such as TV."""
    first = name.split(" ", 1)[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


def plain_number(value: object) -> str:
    """Return `value` as text; a whole float has no decimals."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def number_with(value: object, conventions: Conventions) -> str:
    """Return `value` as text; a float that is not whole has the decimal sign of `conventions`."""
    text = plain_number(value)
    return text.replace(".", conventions.decimal_sign) if isinstance(value, float) else text


def with_units(
    units: Mapping[str, object],
    names: Mapping[str, tuple[str, str]],
    joiner: str,
    number: Callable[[object], str],
) -> str:
    """Return the numbers with their units (singular, plural) as one phrase."""
    parts = [
        f"{number(n)} {names[unit][0 if n == 1 else 1]}"
        for unit, n in units.items()
        if isinstance(n, int | float)
    ]
    return joiner.join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])}{joiner}{parts[-1]}"


def joined(phrases: Sequence[str], joiner: str, more: str) -> str:
    """Return the phrases as one; `joiner` goes before the last, `more` after the number of those left out."""
    shown = list(phrases)
    if len(shown) > LISTED:
        shown[LISTED - 1 :] = [f"{len(shown) - LISTED + 1} {more}"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joiner} {shown[-1]}" if shown else ""
