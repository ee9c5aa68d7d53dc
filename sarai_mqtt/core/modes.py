"""Modes of things by name: which of the modes that a thing lists is the one that was asked for."""

from collections.abc import Sequence
from unicodedata import combining, normalize

# Modes that makers call differently: any of a row is meant by any other, if the thing has only one of them.
_ALIKE = (
    frozenset({"boost", "turbo", "powerful", "power"}),
    frozenset({"sleep", "night", "noche", "nuit"}),
    frozenset({"quiet", "silent", "silence", "low noise", "silencioso", "silencieux"}),
    frozenset({"eco", "economy", "energy saving", "energy saver", "econ"}),
    frozenset({"away", "vacation", "holiday", "ausente", "absent"}),
    frozenset({"comfort", "confort"}),
    frozenset({"natural", "nature", "natural wind", "naturel"}),
    frozenset({"normal", "standard"}),
    frozenset({"auto", "automatic"}),
    # Options of programmes and of the house, as one says them in another language.
    frozenset({"day", "dia", "jour", "daytime"}),
    frozenset({"party", "fiesta", "fete"}),
    frozenset({"home", "casa", "maison"}),
    frozenset({"cotton", "algodon", "coton", "cottons"}),
    frozenset({"wool", "lana", "laine", "woollens", "woolens"}),
    frozenset({"quick", "rapido", "rapide", "fast", "quick wash", "lavado rapido"}),
    frozenset({"delicate", "delicado", "delicat", "delicates", "delicados", "delicada"}),
    frozenset({"synthetics", "sinteticos", "synthetiques", "synthetic"}),
)


VACATION = frozenset({"vacation", "vacations", "holiday", "holidays", "vacaciones", "vacances"})
"""Words by which an alarm is armed for a longer absence, in any language."""


def listed_mode(wanted: str, listed: Sequence[str], text: str = "") -> str | None:
    """Return the mode of `listed`, as it is spelt there, that `wanted` means; None if none is meant.

    Upper and lower case, accents, "_" and spaces do not tell modes apart. A mode by another maker's name
    counts if it is the only one: "turbo" is the "boost" of a thing without "turbo". Of two such names
    ("sleep" and "night") the one said in `text` counts.
    """
    names = {plain_mode(mode): mode for mode in listed}
    key = plain_mode(wanted)
    alike = next((row for row in _ALIKE if key in row), frozenset[str]())
    others = [mode for name, mode in names.items() if name in alike]
    said = [mode for mode in others if f" {plain_mode(mode)} " in f" {plain_mode(text)} "]
    if len(said) == 1:
        return said[0]
    return names.get(key) or (others[0] if len(others) == 1 else None)


def plain_mode(name: str) -> str:
    """Return a mode's name in lower case, without accents, its words apart by single spaces."""
    bare = "".join(c for c in normalize("NFKD", name.casefold()) if not combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
