"""French articles, agreement, numbers, times and dates in spoken form; simple rules, not a grammar."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sarai_mqtt.languages.grammar import joined, lower_first, number_with
from sarai_mqtt.languages.schema.conventions import Conventions
from sarai_mqtt.languages.weeks import week_number

_UNITS = {"hours": ("heure", "heures"), "minutes": ("minute", "minutes"), "seconds": ("seconde", "secondes")}
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_ARTICLE = re.compile(r"(?:(le|la|les)[ ]|l['’])")
_POSSESSIVES = frozenset({"mon", "ma", "mes", "ton", "ta", "tes", "notre", "nos", "votre", "vos"})
# The first letters of words before which "le", "la" and "de" lose their vowel, and the words that are none of
# those: their h is aspirated, or they begin with a consonant's sound.
_VOWEL = re.compile(r"[aeiouyhàâæéèêëîïôœùûü]", re.IGNORECASE)
_ASPIRATED = re.compile(
    r"""h(?: ach | aie | all(?!uc) | amac | amster | and | angar | anneton | arcel | ard | aricot | arnais
           | arpe | asard | aut | érisson | éron | éros\b | êtr | ibou | i-?fi | it- | ockey | oll | omard
           | ome | ors | ot | oubl | ousse | ublot | uit | urle | usky | utte )
      | onz | oui | y[aeou]""",
    re.IGNORECASE | re.VERBOSE,
)
# Of what follows one of these in a list, "de" is said again.
_NEXT_OF_LIST = re.compile(r"(,|[ ]et)[ ](?=(?:le|la|les)[ ]|l['’]|\d)")

# Adjectives that stand before their noun, without the signs of gender and number.
_BEFORE_NOUN = re.compile(
    r"""(?: petite? | grande? | gros(?:se)? | nouve(?:au|lle) | vieux | vieille | ancien(?:ne)? | beau | belle
          | bon(?:ne)? | mauvaise? | autre | double | premi[eè]re? | seconde? | \w+i[eè]me | \d+\w* )[sx]?""",
    re.VERBOSE,
)
# Nouns, in the singular, whose ending does not show their gender.
_FEMININE = frozenset(
    {
        "box", "cage", "caméra", "chaleur", "clef", "clim", "clé", "couleur", "cour", "croix", "dent",
        "eau", "fin", "fleur", "fois", "forêt", "hauteur", "hi-fi", "hifi", "image", "led", "lueur",
        "main", "mer", "moto", "météo", "noix", "nuit", "odeur", "page", "paire", "peau", "photo",
        "pizza", "plage", "playstation", "radio", "sono", "souris", "stéréo", "tour", "tv", "télé",
        "vapeur", "vidéo", "villa", "vis", "vmc", "voix", "véranda", "webcam", "xbox",
    }
)  # fmt: skip
_MASCULINE = frozenset(
    {
        "angle", "arbre", "arbuste", "beurre", "bidule", "cadre", "carillon", "centre", "code",
        "coffre", "compte", "contrôle", "couvercle", "cycle", "câble", "côté", "digicode", "disque",
        "domaine", "espace", "exercice", "filtre", "globe", "groupe", "gymnase", "gîte", "homme",
        "incendie", "kiosque", "linge", "litre", "livre", "lustre", "lycée", "légume", "manège",
        "meuble", "mode", "module", "modèle", "monde", "monoxyde", "musée", "ordre", "ozone",
        "parapluie", "pilote", "poivre", "porche", "portique", "poste", "poêle", "programme", "père",
        "pétale", "pôle", "remède", "rez-de-chaussée", "réverbère", "rôle", "sable", "satellite",
        "service", "signe", "silence", "site", "siège", "socle", "spectacle", "stade", "store", "style",
        "sucre", "thé", "théâtre", "timbre", "titre", "tube", "type", "vase", "verre", "vestibule",
        "vinaigre", "volume", "véhicule", "été",
    }
)  # fmt: skip
_FEMININE_ENDING = re.compile(r"(?:e|[stx]ion|aison|té)$")
_MASCULINE_ENDING = re.compile(r"(?:age|aire|isme|phone|scope|mètre|ème|logue)$")
# Compounds of a verb and a noun, and the like, are masculine; so few have a plural that none is assumed.
_COMPOUND = re.compile(
    r"(?:abat|appuie|arrache|brise|cache|casse|chasse|chauffe|coupe|cuit|essuie|gratte|grille|lave|micro"
    r"|monte|ouvre|pare|passe|porte(?!-fenêtre)|presse|pèse|range|sous|sèche|taille|tire|vide)-"
)
_OF_COMPOUND = re.compile(r"(.+?)-(?:de|du|des|à|au|en|d['’]\w+|l['’]\w+)-")  # "salle-de-bains"
# Nouns of one thing that end like those of several.
_SINGULAR = re.compile(
    r"""(?: (?:abri|auto|omni|trolley)?bus | cumulus | anis | avis | bois | bras | box | cassis |
          ch[aâ]ssis | choix | colis | corps | cours | croix | dos | débarras | enclos | fois |
          gaz | gps | hachis | index | inox | iris | jus | maïs | matelas | mois | noix | os |
          ours | palais | parcours | parvis | pois | prix | puits | radis | relais | repas | repos
          | sas | secours | sonos | souris | tapis | temps | printemps | treillis | velours |
          v[eé]lux | verglas | vernis | virus | vis | voix | xbox | (?:ac|dé|ex)cès )$""",
    re.VERBOSE,
)
# Names of people that do.
_NAMES = frozenset(
    {
        "agnès", "alexis", "alix", "anaïs", "boris", "charles", "chris", "denis", "elias",
        "françois", "félix", "georges", "gilles", "gladys", "inès", "jacques", "jules", "louis",
        "loïs", "lucas", "marius", "mathias", "mathis", "matthias", "max", "nicolas", "thaïs",
        "thomas", "yanis", "yves", "élias",
    }
)  # fmt: skip
# Infinitives, and nouns that end like them.
_INFINITIVE = re.compile(
    r"(?:\w{2,}(?:er|(?<!o)ir|[aeio]ndre)|\w+(?:uire|crire|oudre)|croire|lire|faire|boire|mettre|suivre)\b"
)
_NO_INFINITIVE = re.compile(
    r"(?:d[iî]ner|d[ée]jeuner|go[uû]ter|souper|panier|papier|cahier|tablier|plaisir|loisir|saphir|hiver|timer"
    r"|\w+ier|cendre|gendre|poudre|foudre)\b"
)

# What is inflected of states.yaml; all else stays, since states may be any text.
_PARTICIPLE = re.compile(r"[^\W\d_]+(?:é|ert|eint|fisant)")
_IRREGULAR = {"actif": "active", "aucun": "aucune", "mis": "mise", "sec": "sèche"}
_PLURAL_ONLY = frozenset({"disponible", "faible", "immobile"})


class _Verb(str):
    """A verb around which its negation goes in a template: `{is_:pas}` is "n'est pas" or "ne sont pas"."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if spec != "pas":
            return super().__format__(spec)
        return f"n'{self} pas" if _is_elided_before(self) else f"ne {self} pas"


class French:
    """French wording."""

    language = "fr"

    def __init__(self, conventions: Conventions) -> None:
        self.conventions = conventions

    def the(self, name: str) -> str:
        """Return "le …", "la …", "l'…" or "les …", by the first noun of the name."""
        lower = name.lower()
        if _ARTICLE.match(lower) or lower.split(" ", 1)[0] in _POSSESSIVES:
            return lower_first(name)
        feminine, plural = _noun(name)
        if plural:
            return f"les {lower_first(name)}"
        if _is_elided_before(name):
            return f"l'{lower_first(name)}"
        return f"{'la' if feminine else 'le'} {lower_first(name)}"

    def of(self, phrase: str) -> str:
        """Return "de …", contracted to "du", "des" and "d'"; before each article of a list."""
        first, *others = _NEXT_OF_LIST.split(phrase)
        said = [_of(first)]
        said += [f"{joiner} {_of(each)}" for joiner, each in zip(others[::2], others[1::2], strict=True)]
        return "".join(said)

    def group(self, noun: str, room: str) -> str:
        """Return "les lumières de la cuisine", or "tout ce qui est dans la cuisine" if there is no noun."""
        if not noun:
            return f"tout ce qui est dans {self.the(room)}" if room else "tout"
        return f"{self.the(noun)} {self.of(self.the(room))}" if room else self.the(noun)

    def listed(self, phrases: Sequence[str]) -> str:
        """Return "a, b et c"."""
        return joined(phrases, "et", "autres")

    def is_plural(self, names: Sequence[str]) -> bool:
        """Return True for several names, and for one whose noun is a plural."""
        return len(names) != 1 or _noun(names[0])[1]

    def is_(self, names: Sequence[str]) -> str:
        """Return "est" or "sont", which a template may negate."""
        return _Verb("sont" if self.is_plural(names) else "est")

    def agreed(self, adjective: str, names: Sequence[str]) -> str:
        """Return "allumées" for "allumé" and two lamps; a phrase such as "en pause" stays unchanged."""
        return _inflected(adjective, feminine=_are_feminine(names), plural=self.is_plural(names))

    def none_of(self, names: Sequence[str]) -> str:
        """Return "aucun" or "aucune"."""
        return _inflected("aucun", feminine=_are_feminine(names), plural=False)

    def no(self, name: str) -> str:
        """Return "aucun …" or "aucune …", or "pas de …" with a plural."""
        return (
            f"pas {_of(lower_first(name))}"
            if self.is_plural([name])
            else f"{self.none_of([name])} {lower_first(name)}"
        )

    def all_of(self, names: Sequence[str]) -> str:
        """Return "tous" or "toutes"."""
        return "toutes" if _are_feminine(names) else "tous"

    def number(self, value: object) -> str:
        """Return 21.5 as "21,5"."""
        return number_with(value, self.conventions)

    def duration(self, units: Mapping[str, object]) -> str:
        """Return "1 heure et 30 minutes"; the plural begins at 2, so that it is "1,5 heure"."""
        parts = [
            f"{self.number(n)} {_UNITS[unit][0 if n < 2 else 1]}"
            for unit, n in units.items()
            if isinstance(n, int | float)
        ]
        return " et ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} et {parts[-1]}"

    def timer_parts(self, the: str, name: str, time: str) -> Mapping[str, str]:  # noqa: ARG002
        """Return more parts of clauses about timers.

        `of_name` is "des pâtes", `for_name` "pour les pâtes"; of "arroser", both are "pour arroser".
        """
        if _INFINITIVE.match(name) and not _NO_INFINITIVE.match(name):
            return {"of_name": f"pour {name}", "for_name": f"pour {name}"}
        named = name if name[:1].isupper() else self.the(name)
        return {"of_name": self.of(named), "for_name": f"pour {named}"}

    def time_of_day(self, hour: int, minute: int) -> str:
        """Return "Il est 15 heures 5." or "Il est 3 heures 5 de l'après-midi."."""
        return f"Il est {self._clock(hour, minute)}."

    def week(self, day: date) -> str:
        """Return "Nous sommes en semaine 48."."""
        number = week_number(day, self.conventions.first_weekday)
        return f"Nous sommes en semaine {number}."

    def day(self, day: date) -> str:
        """Return "le dimanche 22 novembre"."""
        return f"le {_day(day)}"

    def date(self, day: date) -> str:
        """Return "Nous sommes le dimanche 22 novembre."."""
        return f"Nous sommes le {_day(day)}."

    def moment(self, moment: datetime, today: datetime) -> str:
        """Return "15 heures 5, le dimanche 22 novembre"."""
        clock = self._clock(moment.hour, moment.minute)
        return clock if moment.date() == today.date() else f"{clock}, le {_day(moment.date())}"

    def _clock(self, hour: int, minute: int) -> str:
        """Return "15 heures 5" or "3 heures 5 de l'après-midi"; "midi" and "minuit 30" with either clock."""
        told = hour if self.conventions.clock == 24 else hour % 12
        said = {0: "minuit", 12: "midi"}.get(hour) or f"{told} heure{'s' if told > 1 else ''}"
        part = "" if hour in {0, 12} or self.conventions.clock == 24 else _part_of_day(hour)
        return f"{said}{f' {minute}' if minute else ''}{part}"


def _is_elided_before(word: str) -> bool:
    return bool(_VOWEL.match(word)) and not _ASPIRATED.match(word)


def _of(phrase: str) -> str:
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if phrase.startswith(article):
            return contracted + phrase[len(article) :]
    return f"d'{phrase}" if _is_elided_before(phrase) else f"de {phrase}"


def _noun(name: str) -> tuple[bool, bool]:
    """Return (is feminine, is plural) of the first noun of `name`; an article before it decides."""
    lower = name.lower()
    found = _ARTICLE.match(lower)
    article = (found[1] or "l'") if found else ""
    if article in {"le", "la"}:
        return article == "la", False
    words = lower[found.end() if found else 0 :].split()
    if words and words[0] in _POSSESSIVES:
        del words[0]
    plural = article == "les" or (bool(words) and article == "" and _is_plural_noun(words[0]))
    while len(words) > 1 and _BEFORE_NOUN.fullmatch(words[0]):
        del words[0]
        plural = article == "les" or (article == "" and _is_plural_noun(words[0]))
    return bool(words) and _is_feminine_noun(words[0]), plural


def _head(noun: str) -> str:
    """Return the part of a noun with hyphens that shows its gender and number; "" if it is a compound."""
    if _COMPOUND.match(noun):
        return ""
    found = _OF_COMPOUND.match(noun)
    return found[1] if found else noun.rpartition("-")[2]


def _is_plural_noun(noun: str) -> bool:
    head = _head(noun)
    return head.endswith(("s", "x")) and head not in _NAMES and not _SINGULAR.match(head)


def _is_feminine_noun(noun: str) -> bool:
    for form in (noun, _head(noun)):
        single = form[:-1] if _is_plural_noun(form) else form
        if single in _MASCULINE:
            return False
        if single in _FEMININE:
            return True
    return bool(_FEMININE_ENDING.search(single)) and not _MASCULINE_ENDING.search(single)


def _are_feminine(names: Sequence[str]) -> bool:
    return bool(names) and all(_noun(name)[0] for name in names)


def _inflected(adjective: str, *, feminine: bool, plural: bool) -> str:
    """Return a masculine singular adjective, its first word inflected; other words stay unchanged."""
    first, space, rest = adjective.partition(" ")
    if first in _IRREGULAR or _PARTICIPLE.fullmatch(first):
        first = (_IRREGULAR.get(first) or f"{first}e") if feminine else first
    elif first not in _PLURAL_ONLY:
        return adjective
    return f"{first}{'s' if plural and not first.endswith('s') else ''}{space}{rest}"


def _part_of_day(hour: int) -> str:
    return " du matin" if hour < 12 else " de l'après-midi" if hour < 18 else " du soir"


def _day(day: date) -> str:
    """Return "dimanche 1er mai"."""
    return f"{_DAYS[day.weekday()]} {day.day}{'er' if day.day == 1 else ''} {_MONTHS[day.month - 1]}"
