"""Spanish verbs: the forms that are regular, and pronouns that are attached to a verb."""

import re
from dataclasses import replace

from sarai_mqtt.languages.schema.verbs import Verb, Verbs, VerbTable
from sarai_mqtt.languages.spelling import without_accents

GIVEN, DERIVED = frozenset({"imperative", "infinitive", "formal"}), frozenset({
    "present", "regional", "present_regional", "plural", "plural_formal"
})  # fmt: skip
"""Forms that each verb of verbs.yaml must have, and forms that it may have: they are derived."""

PRONOUNS = ("me", "le", "la", "las", "lo", "los")
"""Pronouns that are attached to an imperative (ábreme, apágalas)."""

_VOWELS = re.compile("[aeiouáéíóú]+")
_ACCENTED = str.maketrans("aeiou", "áéíóú")
_ENCLITIC = re.compile(r"(?:me|nos|te)?(?:l[aeo]s?)?$")


def with_pronoun(order: str, pronoun: str) -> str:
    """Attach `pronoun` to an imperative and write the accent this needs ("abre", "me": "ábreme")."""
    vowels = list(_VOWELS.finditer(order))
    if len(vowels) < 2 or without_accents(order) != order:
        return order + pronoun
    stressed = vowels[-2]
    strong = [place for place in range(*stressed.span()) if order[place] in "aeo"]
    place = strong[-1] if strong else stressed.end() - 1
    return order[:place] + order[place].translate(_ACCENTED) + order[place + 1 :] + pronoun


def without_pronouns(verb: str) -> str:
    """Return "enciende" for "enciéndemela": the accent is only there because of the pronouns."""
    stem = _ENCLITIC.sub("", verb, count=1)
    return verb if stem == verb else without_accents(stem)


def voseo(infinitive: str) -> str:
    """Return the imperative to "vos" ("encendé")."""
    return infinitive[:-2] + {"a": "á", "e": "é", "i": "í"}[infinitive[-2]]


def conjugated(table: VerbTable) -> Verbs:
    """Return the verbs with their regular forms, and the imperatives with a pronoun attached."""
    verbs = tuple(replace(verb, forms=_forms(verb)) for verb in table.verbs)
    taking = [verb.forms["imperative"] for verb in verbs if "takes_pronoun" in verb.uses]
    return Verbs(
        table=replace(table, verbs=verbs),
        with_pronoun={with_pronoun(o, pronoun): (o, pronoun) for o in taking for pronoun in PRONOUNS},
        bare=without_pronouns,
        orders_of=orders_of,
    )


def orders_of(infinitive: str) -> frozenset[str]:
    """Return the forms that order of an infinitive: "probar", "prueba", "probá", "pruebe", "pruébalo".

    It is given without accents, and so are the forms; of irregular verbs some are none that is said.
    """
    ending = infinitive[-2:]
    if ending not in ("ar", "er", "ir"):
        return frozenset({infinitive})
    stem = infinitive[:-2]
    stems = {stem, *(changed for old, new in _CHANGES if (changed := _changed(stem, old, new)))}
    told, asked = ("a", "e") if ending == "ar" else ("e", "a")
    formal = {_before_vowel(each, ending) + asked for each in stems}
    orders = {
        infinitive,
        stem + ending[0],
        *(each + told for each in stems),
        *formal,
        *(f + "s" for f in formal),
    }
    return frozenset(orders)


_CHANGES = (("o", "ue"), ("e", "ie"), ("e", "i"), ("u", "ue"))
# How the last letter of a stem is written before another vowel: "toca", "toque".
_SPELT = {"ar": (("c", "qu"), ("g", "gu"), ("z", "c")), "er": (("c", "z"), ("g", "j")), "ir": (("g", "j"),)}


def _changed(stem: str, old: str, new: str) -> str:
    """Return the stem with its last vowel changed; "" if that is another one."""
    last = max((stem.rfind(vowel) for vowel in "aeiou"), default=-1)
    return stem[:last] + new + stem[last + 1 :] if last >= 0 and stem[last] == old else ""


def _before_vowel(stem: str, ending: str) -> str:
    letter, instead = next(((a, b) for a, b in _SPELT[ending] if stem.endswith(a)), ("", ""))
    return stem.removesuffix(letter) + instead


def _forms(verb: Verb) -> dict[str, str]:
    imperative, infinitive = verb.forms["imperative"], verb.forms["infinitive"]
    return {
        "present": f"{imperative}s",
        "regional": voseo(infinitive),
        "present_regional": f"{voseo(infinitive)}s",
        "plural": f"{infinitive[:-1]}d",
        "plural_formal": f"{verb.forms['formal']}n",
        **verb.forms,
    }
