"""Rewords a French command in plain words: no hesitation or courtesy, imperative to "tu", verb first.

"Euh, la lumière du salon, est-ce que tu pourrais me l'éteindre s'il te plaît ?" means "éteins la lumière du
salon", and templates can list only some of the ways to say it. The result still has to be a command as a
whole, and the guards check it like any other. Nothing is removed that reports, negates or makes a condition.
"""

import re
from collections.abc import Callable, Mapping

from sarai_mqtt.languages.fr.verbs import conjugation
from sarai_mqtt.languages.grammar import lower_first
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.patterns import one_of
from sarai_mqtt.languages.phonetics import without_accents

_Step = Callable[[str], str]


def plain_french(text: str) -> str:
    """Return `text` in plainer words, unchanged if there are none."""
    plain = text.replace("’", "'")
    for step in _STEPS:
        plain = step(plain)
    if "?" in text:
        # "la lumière de la cuisine est allumée ?" asks; "tu peux l'allumer ?" does not
        return plain if plain.split(" ")[0].lower() in _IMPERATIVES else text
    return _AS_IT_SOUNDS(plain)


def _replacing(pattern: str, instead: str | Callable[[re.Match[str]], str]) -> _Step:
    """Return a step that replaces what `pattern` matches, ignoring case, with `instead`.

    Spaces of the pattern outside [ ] are layout.
    """
    compiled = re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    return lambda text: compiled.sub(instead, text)


class _Forms:
    """The imperative by the other forms of a verb, also as they are written without accents."""

    def __init__(self) -> None:
        self.orders: dict[str, str] = {}  # allume, allumez, allumer, allumons
        self.infinitives: dict[str, str] = {}
        self.wished: dict[str, str] = {}  # que tu allumes, que vous allumiez
        self.presents: dict[str, str] = {}  # tu allumes, vous allumez
        self.alone: dict[str, str] = {}  # que la lampe s'allume, s'éteigne
        self.states: dict[str, str] = {}  # allumée
        self.sounding: dict[str, str] = {}  # "éteint" and "met" sound like the imperative
        table = pack("fr").verbs.table
        for verb in table.verbs:
            if "reworded" in verb.uses:
                order, forms, others = verb.forms["imperative"], verb.forms, conjugation(verb)
                plain = table.stands_for.get(order, order)
                _add(self.orders, plain, order, forms["formal"], forms["infinitive"], forms["regional"])
                _add(self.orders, plain, forms["present"])
                _add(self.infinitives, plain, forms["infinitive"])
                _add(self.wished, plain, *others.wished)
                _add(self.presents, plain, forms["present"], forms["formal"])
                _add(self.alone, plain, others.he, others.wished[0].removesuffix("s"), others.they)
                _add(self.states, plain, *(others.participle + ending for ending in ("", "e", "s", "es")))
                _add(self.sounding, plain, others.he)


def _add(table: dict[str, str], plain: str, *forms: str) -> None:
    for form in forms:
        table.setdefault(form, plain)
        table.setdefault(without_accents(form), plain)


_FORMS = _Forms()
_IMPERATIVES = frozenset(_FORMS.orders.values())
_IMPERATIVE = one_of(sorted(_IMPERATIVES))

_PLEASE = r"(?:s'?il[ ](?:te|vous)[ ]pla[iî]t|s'?te[ ]pla[iî]t|steuplaît|stp|svp|please)"
_FOR = r"(?:(?:me|nous)[ ]|m')?"
_IT = r"(?P<it>l'|la[ ]|le[ ]|les[ ])?"
_VERB = r"(?P<verb>[^\W\d_]+)"
_BEGIN = r"(?:(?<=^)|(?<=,[ ]))"
_THE = (
    r"(?:l[ae][ ]|les[ ]|l'|m(?:a|on|es)[ ]|nos?(?:tre)?[ ]|cet(?:te)?[ ]|ce(?:s)?[ ]|tou(?:te)?s[ ]les[ ])"
)
# Words of a name, none of which makes it a clause.
_NAME_WORD = (
    r"(?!n'|qu'|j'|s'|c')(?!(?:ne|pas|plus|que|qui|dont|quand|si|sauf|mais|je|tu|il|elle|on|dit|soi(?:en)?t)\b)"
    r"[\w'%-]+"
)
_THING = rf"{_THE}{_NAME_WORD}(?:[ ]{_NAME_WORD}){{0,6}}?"
_LAMPS = r"(?:lumières?|lampes?|ampoules?|éclairages?|spots?)\b"


def _ordered(forms: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Return what replaces a match by the imperative of its group `verb`, with its group `it` attached."""

    def order(match: re.Match[str]) -> str:
        plain = forms.get(match["verb"].lower())
        if plain is None:
            return match[0]
        it = match.groupdict().get("it") or ""
        return f"{plain}-{it.strip(chr(39) + ' ').lower()}" if it else plain

    return order


def _state(match: re.Match[str]) -> str:
    """Return "allume la lampe" for a lamp that is to be "allumée"."""
    plain = _FORMS.states.get(match["state"].lower())
    return f"{plain} {match['x']}" if plain else match[0]


def _alone(match: re.Match[str]) -> str:
    """Return "ferme le volet" for a shutter that is to close."""
    plain = _FORMS.alone.get(match["verb"].lower())
    return f"{plain} {match['x']}" if plain else match[0]


def _of_thing(match: re.Match[str]) -> str:
    """Return "éteins la lampe un peu" for "la lampe, éteins-la un peu"."""
    plain = _FORMS.orders.get(match["verb"].lower())
    if plain is None or plain == "laisse":  # leave it as it is, not "leave it on"
        return match[0]
    return f"{plain} {lower_first(match['x'])}{match['how'] or ''}"


def _more_or_less(match: re.Match[str]) -> str:
    """Return "augmente un peu la lumière" for "un peu plus de lumière"."""
    verb = "augmente" if match["way"].lower() == "plus" else "baisse"
    article = "la" if match["what"].lower().startswith("lum") else "le"
    return f"{verb} {match['bit'] or ''}{article} {match['what']}"


def _not_needed(match: re.Match[str]) -> str:
    article = {"du": "le ", "de la": "la ", "de l'": "l'", "des": "les ", "de": ""}[
        match["of"].strip().lower()
    ]
    verb = "annule" if match["x"].startswith("minut") else "éteins"
    return f"{verb} {article}{match['x']}"


# What stays of "il fait froid, …" and the like is the order. A reason that is about other people, names a
# place, or has another clause stays: "on est dans la cuisine, allume la lumière" is not about this room.
_REASON = r"""^(?:(?:oh|ah|aïe|ouf|pff+|mince|zut|brr+)[ ,]+)?
    (?:il[ ]fait|c'est|on[ ]est|je[ ]suis|(?:on|je)[ ](?:n')?y[ ]vois?t?|j'y[ ]vois|on[ ](?:ne[ ])?voit
    |je[ ](?:ne[ ])?vois|je[ ]n'entends|j'entends|on[ ](?:n')?entend
    # "j'ai allume la lampe" lacks an accent; "j'ai froid, allume", "je pars, allume" do not
    |(?:j'ai|on[ ]a)(?=[ ](?:(?:trop|très|si|tellement)[ ])*(?:froid|chaud|faim|soif|sommeil|peur)\b|[^,]*,)
    |(?:je[ ]vais|on[ ]va|je[ ]pars|on[ ]part|je[ ]sors|on[ ]sort|je[ ]meurs|on[ ]s'en[ ]va|je[ ]m'en[ ]vais)
        (?=[ ](?:au[ ]lit|à[ ]table)\b|[^,]*,)
    |il[ ]est|quelle[ ]chaleur|quel[ ]bruit|ça[ ]caille|ça[ ]manque[ ]de[ ]lumière
    |(?:il[ ])?y[ ]a[ ]trop[ ]de[ ]\w+)
    (?:[ ](?:au[ ]lit|à[ ]table|en[ ]retard|l'heure[ ]de[ ]\w+
        |(?!(?:n'|qu'|d'|l'|jusqu'))(?!(?:ne|que|qui|quand|si|où|comme|parce|car|et|ou|mais|donc|dans|chez|à|au
        |aux|en|de|du|des|sur|sous|pour|avec|sans|dit|dire|lu|lire|entendu|écouté|chanté|chanter|demandé|écrit
        |ordonné|vu|pas|plus|chanson|film|livre|série|tu|il|elle|papa|maman)\b)[\w'-]+
        |(?:rien|plus|pas|trop)[ ](?:ici|là|assez)?)){0,5}?[ ]*,?[ ]+"""

# Before marks are removed: these need "?" or "s'il te plaît" to be an order.
_FIRST = (
    # Said to us, it is no leave that is asked: "on peut éteindre la lumière, s'il te plaît ?"
    _replacing(
        rf"""^(?=.*\b(?:sarai|s'il[ ](?:te|vous)[ ]plaît|stp|svp)\b)(?:(?:sarai|{_PLEASE})[ ,]+)*
        (?:(?:est[ -]ce[ ]qu')?on[ ](?:peut|pourrait)|(?:peut|pourrait)[ -]on)[ ]{_IT}{_VERB}""",
        _ordered(_FORMS.infinitives),
    ),
    _replacing(r"\s*(?:\.\.+|…)\s*", " , "),
    _replacing(
        r"""(?:(?<=^)|(?<=[\s,]))(?:(?:e+u+h+|h+e+u+|h+u+m+|m+h*m+|a+h+|o+h+|b[ae]n|bah|pff+)\b
        |(?:enfin|genre|en[ ]fait|du[ ]coup|disons|voilà)(?=[ ]?,))[ ,]*""",
        "",
    ),
    _replacing(r"\b((?:\w+[ ])?\w+)[ ,]+\1(?=[ ,.?!]|$)", r"\1"),  # "de la... de la"
    _replacing(
        rf"""^(?:(?:(?:dis|dites)(?:[ ]donc|(?=,)|(?=[ ](?:tu|vous|est-ce)\b))|hé|hey|eh(?:[ ]bien)?|hep|ok
        |okay|d'accord|bonjour|bonsoir|salut|coucou|allô|allez(?:[ ]hop|(?![ ]\w+(?:er|ir|re)\b))|hop|vas-y
        |allez-y|bon|ben|alors|donc
        |pardon|excuse[zs]?[ -]moi|désolée?|sarai|oh|{_PLEASE}
        |(?:sois|soyez)[ ](?:gentils?|gentilles?|sympas?|un[ ](?:amour|ange))(?:[ ]et\b|(?=[ ]?,))
        |fai(?:s|tes)-moi[ ]plaisir(?=[ ]?,)
        |(?:tiens|écoute[zs]?|regarde|merci|maintenant|là|oui|ouais|vite|au[ ]fait)(?=[ ]?,)
        |(?:si|quand|dès[ ]que)[ ](?:tu[ ](?:peux|veux(?:[ ]bien)?)|vous[ ](?:pouvez|voulez(?:[ ]bien)?))
            (?=[ ]?,))
        [ ,!]+)+(?=\w)""",
        "",
    ),
    _replacing(
        rf"""^(?:tu[ ]|vous[ ]|t')(?:l'|la[ ]|le[ ]|les[ ])?(?P<verb>[^\W\d_]+)(?=[ ][^?]*(?:\?|{_PLEASE}))
        (?!.*\b(?:toujours|souvent|parfois|jamais|d'habitude|quel(?:le)?s?|combien|comment|pourquoi|quand|qui
        |quoi|où|lequel|laquelle|pas|plus[ ]jamais|le[ ]soir|le[ ]matin|la[ ]nuit)\b)""",
        _ordered(_FORMS.presents),
    ),
    _replacing(
        rf"""^(?:tu[ ]|vous[ ])?(?:ne[ ])?(?:pourrais|pourriez)(?:[ -](?:tu|vous))?[ ]pas[ ]{_FOR}{_IT}{_VERB}
        (?=[^?]*\?)""",
        _ordered(_FORMS.infinitives),
    ),
)
_MARKS = (
    _replacing(r"[?!]|\.(?=\s*$)", ""),
    _replacing(r"[ ]*,[ ,]*", ", "),
    _replacing(rf",?[ ]{_PLEASE}(?=[ ,]|$),?", ""),
    _replacing(r"^[ ,]+|[ ,]+$", ""),
    _replacing(
        r"""(?:[ ,]+(?:merci(?:[ ](?:beaucoup|bien|d'avance|à[ ]toi))?|maintenant|tout[ ]de[ ]suite|de[ ]suite
        |immédiatement|là(?:[ ]maintenant)?|si[ ](?:c'est[ ])?possible|si[ ]ça[ ](?:ne[ ])?te[ ]dérange[ ]pas
        |(?:dès[ ]que|quand|si)[ ](?:tu[ ](?:peux|veux|pouvais)|vous[ ](?:pouvez|voulez))(?:[ ]bien)?
        |tu[ ]veux(?:[ ]bien)?|veux-tu(?:[ ]bien)?|voulez-vous|d'accord|ok|hein|sarai|vite|rapidement
        |pour[ ](?:moi|nous)|une[ ](?:bonne[ ])?fois[ ]pour[ ]toutes|enfin))+$""",
        "",
    ),
    _replacing(
        r"\b(?:un[ ](?:tout[ ])?petit[ ]peu|un[ ]chou[iï]a|un[ ]poil|un[ ]tantinet|un[ ]brin|une[ ]miette)\b",
        "un peu",
    ),
)
_ADVERB = r"(?:[ ](?:bien|juste|vite|maintenant|peut-être|éventuellement|gentiment|encore|déjà)\b)*"
_REQUEST = rf"""(?:(?:est[ -]ce[ ]que[ ])?(?:tu|vous)[ ](?:peux|pourrais|veux|voudrais|pouvez|pourriez|voulez
        |voudriez)(?:-tu)?{_ADVERB}[ ]
    |(?:peux|pourrais|veux|voudrais)[ -]tu{_ADVERB}[ ]|(?:pouvez|pourriez|voulez|voudriez)[ -]vous{_ADVERB}[ ]
    |(?:je[ ](?:veux|voudrais|souhaite|souhaiterais)|(?:j'|on[ ])aimerai[st]|on[ ]voudrait){_ADVERB}[ ]
    |(?:est[ -]ce[ ]que[ ])?(?:ça|cela)[ ](?:ne[ ])?(?:te[ ]|vous[ ]|t')(?:dérange|embête|ennuie)(?:rait)?
        (?:[ ]pas)?[ ]d(?:e[ ]|')
    |(?:aurais-tu|auriez-vous|tu[ ]aurais|vous[ ]auriez)[ ](?:la[ ]gentillesse|l'amabilité|l'obligeance
        |la[ ]bonté)[ ]d(?:e[ ]|')
    |(?:serais-tu|seriez-vous|tu[ ]serais|vous[ ]seriez)[ ](?:assez|aussi)[ ](?:gentille?|aimable|sympa|bon)
        [ ](?:pour[ ]|de[ ]|d')
    |(?:(?:est[ -]ce[ ]qu'il[ ]|il[ ]|c'|ce[ ])?(?:est|serait)(?:-il|-ce)?[ ])?possible[ ]d(?:e[ ]|')
    |(?:merci|prière)[ ](?:de[ ]bien[ ]vouloir[ ]|de[ ]|d')|veuillez[ ]
    |je[ ](?:te|vous)[ ](?:demande|prie)[ ]d(?:e[ ]|')
    |(?:fais-moi[ ]le[ ]plaisir|rends-moi[ ]le[ ]service|dépêche-toi)[ ]d(?:e[ ]|'))"""
_WISHING = r"(?:je[ ](?:veux|voudrais|souhaite(?:rais)?)|j'aimerais|on[ ](?:voudrait|aimerait))(?:[ ]bien)?"
_WISH = rf"(?:{_WISHING}|(?:il[ ])?fau(?:t|drait)|j'ai[ ]besoin)"
_MAKE_SURE = r"(?:fai(?:s|tes)(?:[ ]en[ ]sorte)?|assure-toi|assurez-vous|débrouille-toi[ ]pour)"
_HAVING = rf"""(?:(?:{_WISHING}|(?:est[ -]ce[ ]qu')?on[ ](?:peut|pourrait)
    |(?:il[ ])?(?:me|nous)[ ]fau(?:t|drait)|(?:il[ ])?faudrait|(?:j'ai|on[ ]a)[ ]besoin
    |donne[zs]?[ -](?:moi|nous)|mets|fais)[ ](?:avoir[ ])?)"""


def _in_minutes(text: str) -> str:
    """Return `text` with parts of an hour or a degree as numbers that templates know; times of day stay."""
    if _TIME_OF_DAY.search(text):
        return text
    for step in _PARTS:
        text = step(text)
    return text


_TIME_OF_DAY = re.compile(r"\b(?:à|vers|il est|avant|après) [\w-]+ heures?\b", re.IGNORECASE)


def _half_more(match: re.Match[str]) -> str:
    """Return "19,5 degrés" for "dix-neuf degrés et demi"."""
    values, parts = pack("fr").numbers.values, match["number"].lower().replace("-", " ").split(" ")
    digits = values.get(" ".join(parts), int(parts[0]) if parts[0].isdecimal() else None)
    if digits is None and {parts[0], parts[-1]} <= values.keys() and values[parts[0]] % 10 == 0:
        digits = values[parts[0]] + values[parts[-1]]  # vingt-deux, vingt et un
    return match[0] if digits is None else f"{digits},5 {match['unit']}"


_PARTS = (
    _replacing(r"\b(?:de[ ])?trois[ ]quarts[ ]d'heure\b", "de 45 minutes"),
    _replacing(r"\b(?:d'|de[ ])une[ ]heure(?=[ ](?:et[ ]quart|trois[ ]quarts|\d))", "de 1 heure"),
    _replacing(r"(?<!')\bune[ ]heure(?=[ ](?:et[ ](?:quart|demie?)|trois[ ]quarts|\d))", "1 heure"),
    _replacing(r"(?<!d'une[ ])\b(heures?)[ ]et[ ]demie?\b", r"\1 30 minutes"),
    _replacing(r"\b(heures?)[ ]et[ ]quart\b", r"\1 15 minutes"),
    _replacing(r"\b(heures?)[ ](?:et[ ])?trois[ ]quarts\b", r"\1 45 minutes"),
    _replacing(r"\b(minutes?)[ ]et[ ]demie?\b", r"\1 30 secondes"),
    _replacing(r"\b(?P<number>(?:\w+[ ]et[ ]une?|[\w-]+))[ ](?P<unit>degrés?)[ ]et[ ]demie?\b", _half_more),
)

_TIMER = r"""(?:(?:mets|lance|règle|crée|démarre|programme)[ -](?:moi[ ])?une?[ ])?(?:minuteur|minuterie)"""
_LASTING = r"""(?:de[ ]|d')(?P<time>[\w-]+[ ](?:heure|minute|seconde)s?
    (?:[ ](?:et[ ])?[\w-]+[ ](?:minute|seconde)s?)?)"""

_STEPS: tuple[_Step, ...] = (
    *_FIRST,
    *_MARKS,
    _in_minutes,
    # for the list: milk that is out is added
    _replacing(
        r"""^(?:il[ ]n'y[ ]a|y[ ]a|on[ ]n'a|on[ ]a|je[ ]n'ai|j'ai|nous[ ]n'avons|il[ ]manque
        |il[ ]nous[ ]faut)[ ]
        (?:plus[ ])?(?:de[ ]la[ ]|de[ ]l'|de[ ]|d'|du[ ]|des[ ])(?P<item>[^,]{2,40}?)[ ]*,[ ]*
        (?:ajoute|rajoute|mets|note|marque|inscris)[ -](?:en|le|la|les)(?:[ ](?:à|sur|dans)
        [ ](?:la|ma|notre)[ ]liste(?:[ ](?:de|des)[ ]courses)?)?$""",
        r"ajoute \g<item> à la liste de courses",
    ),
    _replacing(
        r"""^(?:note|marque|inscris|mets|rajoute|ajoute)[ ](?P<item>.+?)[ ](?:sur|dans|à)[ ](?:la|ma|notre)[ ]
        liste(?:[ ](?:de|des)[ ]courses)?$""",
        r"ajoute \g<item> à la liste de courses",
    ),
    # how much light, and light at all
    _replacing(
        rf"""^{_HAVING}?(?P<bit>un[ ]peu[ ])?(?P<way>plus|moins)[ ]de[ ]
        (?P<what>lumière|luminosité|son|volume)(?=[ ]|$)""",
        _more_or_less,
    ),
    _replacing(
        rf"^{_HAVING}(?:de[ ]la|un[ ]peu[ ]de|de)[ ]lumière(?=[ ]|$)",
        "allume la lumière",
    ),
    _replacing(
        r"""^(?:je[ ]n'ai|on[ ]n'a|nous[ ]n'avons|il[ ]n'y[ ]a|plus(?=[ ]besoin))(?:[ ]plus)?[ ]besoin[ ]
        (?P<of>du[ ]|de[ ]la[ ]|de[ ]l'|des[ ]|de[ ](?=cet))(?P<x>(?:(?!(?:pour|que|qui|si|quand|mais|tant)\b)
        [\w'-]+[ ]?){1,6})$""",
        lambda m: _not_needed(m) if "plus" in m[0].lower() else m[0],
    ),
    _replacing(
        r"""^(?:(?:je[ ](?:veux|voudrais)|j'aimerais|on[ ]voudrait)(?:[ ]bien)?[ ]savoir|je[ ]me[ ]demande
        |(?:tu|vous)[ ](?:peux|pourrais|pouvez|pourriez)[ ](?:me[ ]|nous[ ])?dire|(?:tu[ ]sais|vous[ ]savez)
        |(?:peux|pourrais)[ -]tu[ ](?:me[ ]|nous[ ])?dire|di(?:s|tes)[ -]moi|regarde|vérifie)[ ]si[ ]""",
        "est-ce que ",
    ),
    # "je voudrais la lumière du salon allumée", "… que la lumière soit éteinte", "… que le volet se ferme"
    _replacing(rf"^{_HAVING}(?:que[ ])?(?P<x>{_THING})[ ](?P<state>[^\W\d_]+)$", _state),
    _replacing(
        rf"^(?:(?:{_WISH}|{_MAKE_SURE})[ ])?que[ ](?P<x>{_THING})[ ]soi(?:en)?t[ ](?P<state>[^\W\d_]+)$",
        _state,
    ),
    _replacing(rf"^(?:(?:{_WISH}|{_MAKE_SURE})[ ])?que[ ](?P<x>{_THING})[ ]s(?:e[ ]|'){_VERB}$", _alone),
    # requests, with the verb as the imperative
    _replacing(
        rf"^{_THING}(?=[ ](?:est[ -]ce[ ]que[ ])?(?:tu|vous)[ ](?:me[ ]|peux|pourrais|pou[rv]))", r"\g<0>,"
    ),
    _replacing(rf"{_BEGIN}{_REQUEST}{_FOR}{_IT}{_VERB}(?=[ ,]|$)", _ordered(_FORMS.infinitives)),
    _replacing(
        rf"{_BEGIN}{_WISH}[ ]que[ ](?:tu|vous)[ ]{_FOR}{_IT}{_VERB}(?=[ ,]|$)", _ordered(_FORMS.wished)
    ),
    _replacing(
        rf"{_BEGIN}(?:est[ -]ce[ ]que[ ])?(?:tu|vous)[ ](?:me[ ]|nous[ ]|m'){_IT}{_VERB}(?=[ ,]|$)",
        _ordered(_FORMS.presents),
    ),
    _replacing(rf"^{_VERB}(?=[ -])", _ordered(_FORMS.orders)),
    _replacing(rf"^{_VERB}[ -](?:moi|nous)(?=[ ](?!dans[ ]le[ ]noir|au[ ]courant))", _ordered(_FORMS.orders)),
    # "la lumière du salon, éteins-la", "éteins-la, la lumière du salon", "allume-les lumières"
    _replacing(
        rf"""^(?P<x>{_THING})(?:[ ](?:est|sont)[ ](?:(?:toujours|encore|restée?s?|trop|bien|très|vraiment
        |un[ ]peu)[ ])*[^\W\d_]+)?[ ]*,?[ ]+{_VERB}-(?:les?|la|l)(?P<how>[ ]
        (?:un[ ]peu|complètement|à|au|en|sur|jusqu)\b.*)?$""",
        _of_thing,
    ),
    _replacing(rf"^{_VERB}-(?:les?|la|l)[ ]*,?[ ]+(?={_THE})", r"\g<verb> "),
    _replacing(
        rf"^{_VERB}-(?P<the>les?|la)[ ](?=(?:lumière|lampe|volet|store|rideau|porte|fenêtre|télé|radio"
        r"|chauffage|ventil|clim|prise|musique|son\b|spot|radiateur))",
        r"\g<verb> \g<the> ",
    ),
    # "dans la cuisine, allume la lumière"
    _replacing(
        rf"^(?P<where>(?:dans|à|au|aux|en)[ ][^,]{{2,40}}),[ ](?P<order>{_IMPERATIVE}\b.+)$",
        lambda m: f"{m['order']} {lower_first(m['where'])}",
    ),
    _replacing(rf"{_REASON}(?={_IMPERATIVE}[ ])", ""),
    # Québec and Belgium: "ouvre la lumière"
    _replacing(rf"^ouvre[ ](?=(?:toutes[ ])?(?:la|les|l')[ ]?{_LAMPS})", "allume "),
    _replacing(rf"^(?:ferme|coupe)[ ](?=(?:toutes[ ])?(?:la|les|l')[ ]?{_LAMPS})", "éteins "),
    _replacing(
        rf"""^(?:re)?mets[ ](?=(?:la|le|les|l')[ ]?(?:{_LAMPS}|télé\w*|radio|clim\w*|chauffage|ventil\w+
        |guirlandes?|plafonnier|lampadaire|cafetière|bouilloire|enceinte|four)\b(?!.*\b(?:à|au|aux|en|sur|plus|moins|dans|pour)\b))""",
        "allume ",
    ),
    # Québec starts a machine so
    _replacing(rf"^(?:pars|partez|partir)[ ](?={_THE})", "démarre "),
    _replacing(r"^fai(?:s|tes)[ ]passer[ ](?=.*\b(?:à|au|en|sur)[ ])", "passe "),
    _replacing(r"^(?:raye[zr]?|barre[zr]?)[ ](?=.*\bliste\b)", "coche "),
    # a timer by its name
    _replacing(r"^(?:retire|ôte)[ ](?=.*\bminute)", "enlève "),
    _replacing(
        r"""^(?P<order>(?:ajoute|rajoute|enlève|annule|arrête|supprime)\b.*?\b
        (?:au|du|le|à[ ]la|de[ ]la|la|mon)[ ](?:minuteur|minuterie))[ ]
        (?:(?:des|du|de[ ](?:la|l')|pour[ ](?:la|les?|l'))[ ]?)?
        (?!(?:de|d'|dans|pour|nommée?|appelée?|en|sur|pendant|et)\b)(?P<name>[\w'-]+)$""",
        r"\g<order> nommé \g<name>",
    ),
    # "un minuteur de dix minutes pour les pâtes", "… pour les pâtes de dix minutes"
    _replacing(
        rf"^{_TIMER}[ ]{_LASTING}[ ]pour[ ](?:l[ae]s?[ ]|les[ ]|l'|m(?:a|on|es)[ ])(?P<name>[\w' -]+)$",
        r"mets un minuteur de \g<time> nommé \g<name>",
    ),
    _replacing(
        rf"^{_TIMER}[ ](?:pour[ ])?(?:l[ae][ ]|les[ ]|l'|m(?:a|on|es)[ ])?(?!de\b|d'|dans\b|pour\b)"
        rf"(?P<name>[\w'-]+)[ ]{_LASTING}$",
        r"mets un minuteur de \g<time> nommé \g<name>",
    ),
)
_AS_IT_SOUNDS = _replacing(
    r"^(?P<verb>[^\W\d_]+)(?=[ ](?:l[ae]|les|un|une|m[ae]s?|mon|ce|cet|cette|ces|tout|toutes|tous)\b|[ ]l')",
    _ordered(_FORMS.sounding),
)
