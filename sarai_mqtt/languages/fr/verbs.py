"""French verbs: the forms that follow from imperative and infinitive, and pronouns around a verb."""

import re
from dataclasses import dataclass, replace

from sarai_mqtt.languages.schema.verbs import Verb, Verbs, VerbTable

GIVEN = frozenset({"imperative", "infinitive"})
"""Forms that each verb of verbs.yaml must have."""
DERIVED = frozenset({"formal", "present", "regional"})
"""Forms that it may have: the imperative to "vous", "tu allumes", and "allumons"."""

PRONOUNS = ("le", "la", "les", "moi")
"""Pronouns that are attached to an imperative with a hyphen (ouvre-moi, éteins-les)."""

# Before a verb "m'", "t'" and "l'" are pronouns; "n'" denies, "s'" and "j'" are about somebody.
_ATTACHED = re.compile(r"^[mtl]'|(?:-(?:moi|nous|la|les?|en|y))+$")
# Ending of an infinitive; what it becomes in "nous …ons", in "qu'ils …ent", and in the past
# participle. The first that fits counts.
_CLASSES = (
    ("er", "", "", "é"),
    ("indre", "ign", "ign", "int"),
    ("mettre", "mett", "mett", "mis"),
    ("prendre", "pren", "prenn", "pris"),
    ("dre", "d", "d", "du"),
    ("rompre", "romp", "romp", "rompu"),
    ("duire", "duis", "duis", "duit"),
    ("faire", "fais", "fass", "fait"),
    ("lire", "lis", "lis", "lu"),
    ("crire", "criv", "criv", "crit"),
    ("ouvrir", "ouvr", "ouvr", "ouvert"),
    ("tenir", "ten", "tienn", "tenu"),
    ("venir", "ven", "vienn", "venu"),
    ("sortir", "sort", "sort", "sorti"),
    ("ir", "iss", "iss", "i"),
)
_FUTURES = {"faire": "fer", "envoyer": "enverr", "venir": "viendr", "tenir": "tiendr"}
_SOFTENED = {"c": "ç", "g": "ge"}  # before "a" and "o": lançons, changeons


@dataclass(frozen=True, slots=True)
class Conjugation:
    """The forms of a verb besides those that order.

    Args:
        he: "allume", "éteint"; of many verbs it sounds like the imperative.
        they: "allument".
        wished: the verb after "que tu" and after "que vous".
        participle: "allumé".
        past: what the endings of the imperfect and "-ant" are added to: "allum", "éteign", "lanç".
        future: what those of the future and the conditional are added to: "allumer", "éteindr".

    """

    he: str
    they: str
    wished: tuple[str, str]
    participle: str
    past: str
    future: str


def conjugation(verb: Verb) -> Conjugation:
    """Return the forms of `verb` besides those that order."""
    order, infinitive = verb.forms["imperative"], verb.forms["infinitive"]
    ending, we, wish, participle = _class_of(infinitive)
    root = infinitive.removesuffix(ending)
    silent = order.endswith("e")  # il allume, il ouvre; but il éteint, il met
    stem = order.removesuffix("e") if silent else root + wish
    return Conjugation(
        he=order if silent else re.sub("(?<![dt])$", "t", order.removesuffix("s")),
        they="font" if order == "fais" else f"{stem}ent",
        wished=(f"{stem}es", f"{root}{wish if wish == 'fass' else we}iez"),
        participle=root + participle,
        past=_joined(root + we, "ais").removesuffix("ais"),
        future=_future(order, infinitive),
    )


def without_pronouns(verb: str) -> str:
    """Return "allume" for "allume-la", "éteindre" for "m'éteindre"."""
    return _ATTACHED.sub("", verb)


def orders_of(infinitive: str) -> frozenset[str]:
    """Return the forms that order of an infinitive without accents: "arrose", "arrosez", "arroser"."""
    stem = infinitive[:-2]
    if infinitive.endswith("er"):
        return frozenset({infinitive, f"{stem}e", f"{stem}ez", f"{stem}es"})
    return frozenset({infinitive, f"{stem}is", f"{stem}issez", f"{stem}s", f"{stem}ez"})


def conjugated(table: VerbTable) -> Verbs:
    """Return the verbs with their regular forms, and the imperatives with a pronoun attached."""
    verbs = tuple(replace(verb, forms=_forms(verb)) for verb in table.verbs)
    taking = [verb.forms["imperative"] for verb in verbs if "takes_pronoun" in verb.uses]
    return Verbs(
        table=replace(table, verbs=verbs),
        with_pronoun={f"{order}-{pronoun}": (order, pronoun) for order in taking for pronoun in PRONOUNS},
        bare=without_pronouns,
        orders_of=orders_of,
    )


def _forms(verb: Verb) -> dict[str, str]:
    order, infinitive = verb.forms["imperative"], verb.forms["infinitive"]
    ending, we, _, _ = _class_of(infinitive)
    stem = infinitive.removesuffix(ending) + we
    tu = order if order.endswith("s") else f"{order}s"
    return {"formal": f"{stem}ez", "present": tu, "regional": _joined(stem, "ons"), **verb.forms}


def _future(order: str, infinitive: str) -> str:
    for ending, stem in _FUTURES.items():
        if infinitive.endswith(ending):
            return infinitive.removesuffix(ending) + stem
    return f"{order}r" if infinitive.endswith("er") else infinitive.removesuffix("e")


def _class_of(infinitive: str) -> tuple[str, str, str, str]:
    return next(each for each in _CLASSES if infinitive.endswith(each[0]))


def _joined(stem: str, ending: str) -> str:
    soft = _SOFTENED.get(stem[-1], "") if ending[0] in "ao" else ""
    return (stem[:-1] + soft if soft else stem) + ending
