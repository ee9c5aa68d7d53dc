"""Gender and number of a noun, from its ending and a short list of exceptions."""

import re

# Spanish nouns whose ending does not show their gender or number.
_FEMININE = frozenset(
    {
        "base", "calle", "carne", "fase", "foto", "fotos", "fuente", "leche", "llave", "llaves", "luces",
        "luz", "mano", "manos", "moto", "nevera", "noche", "noches", "nube", "nubes", "pared", "paredes",
        "parte", "radio", "red", "tele", "torre",
    }
)  # fmt: skip
_MASCULINE = frozenset(
    {
        "clima", "día", "días", "lavavajillas", "mapa", "paraguas", "pijama", "problema", "programa",
        "sistema", "sofá",
    }
)  # fmt: skip
_SINGULAR_S = frozenset({"lavavajillas", "paraguas", "abrelatas"})
_FEMININE_ENDINGS = (
    "a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "tud", "tudes", "umbre", "umbres",
)  # fmt: skip
_EN_SINGULAR_S = re.compile(r"(?:ss|us|is|as|['’]s)$")


def is_english_plural(name: str) -> bool:
    """Return True if the head noun of `name` is a plural: "lights in the hall"."""
    head = re.split(r" (?:in|of|on|at|by) ", name.lower())[0]
    return head.endswith("s") and not _EN_SINGULAR_S.search(head)


def spanish_noun(name: str) -> tuple[bool, bool]:
    """Return (is feminine, is plural) of the first noun of `name`; an article before it decides."""
    first, _, rest = name.lower().partition(" ")
    if first in {"el", "la", "los", "las"}:
        return first in {"la", "las"}, first in {"los", "las"}
    noun = rest.split(" ", 1)[0] if first in {"mi", "mis", "tu"} else first
    plural = noun.endswith("s") and noun not in _SINGULAR_S
    feminine = noun not in _MASCULINE and (noun in _FEMININE or noun.endswith(_FEMININE_ENDINGS))
    return feminine, plural
