"""Rewords a Spanish command in plain words: no hesitation or courtesy, imperative, verb first.

"Eh... la... la lamparita, ¿me la prendes, por fis?" means "prende la lamparita", and templates can list only
some of the ways to say it. The result still has to be a command as a whole, and the guards check it like any
other. Nothing is removed that reports, negates or makes a condition.
"""

import re
from collections.abc import Callable

from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.phonetics import without_accents

_Step = Callable[[str], str]


def plain_spanish(text: str) -> str:
    """Return `text` in plainer words, unchanged if there are none."""
    plain = text
    for step in _STEPS:
        plain = step(plain)
    # "¿la luz de la cocina apagada?" asks; "¿puedes apagarla?" does not
    return text if "?" in text and plain.split(" ")[0] not in _IMPERATIVES else plain


def _replacing(pattern: str, instead: str | Callable[[re.Match[str]], str]) -> _Step:
    """Return a step that replaces what `pattern` matches, ignoring case, with `instead`.

    Spaces of the pattern outside [ ] are layout.
    """
    compiled = re.compile(pattern, re.VERBOSE | re.IGNORECASE)
    return lambda text: compiled.sub(instead, text)


_IRREGULAR = {"poné": "pon", "pones": "pon", "pongas": "pon", "poniendo": "pon"}


def _forms() -> tuple[dict[str, str], ...]:
    """Return four maps from verb forms to the imperative.

    They are: forms that order, forms of "usted", the present ("me enciendes"), and gerunds. Forms of "usted"
    are kept apart because "apague" is also said to people: only "apágueme" and "que se apague" are reworded.
    """
    orders, presents, gerunds = dict(_IRREGULAR), {"pones": "pon", "das": "da"}, {"poniendo": "pon"}
    usteds: dict[str, str] = {}
    table = pack("es").verbs.table
    for verb in table.verbs:
        if "reworded" not in verb.uses:
            continue
        imperative, infinitive, usted = (verb.forms[form] for form in ("imperative", "infinitive", "formal"))
        plain, voseo = table.stands_for.get(imperative, imperative), verb.forms["regional"]
        stem, vowel = infinitive[:-2], infinitive[-2]
        for form in (imperative, voseo, stem + vowel + "d", infinitive, infinitive + "ías"):
            if not form.endswith("í"):  # "abrí" also means "I opened"
                orders.setdefault(form, plain)
        usteds.setdefault(usted, plain)
        usteds.setdefault(usted + "n", plain)
        presents.setdefault(imperative + "s", plain)
        presents.setdefault(usted + "s", plain)
        presents.setdefault(voseo + "s", plain)
        gerunds.setdefault(stem + ("ando" if vowel == "a" else "iendo"), plain)
    return orders, usteds, presents, gerunds


_ORDERS, _USTEDS, _PRESENTS, _GERUNDS = _forms()
_IMPERATIVES = frozenset(_ORDERS.values())
_BARE = {without_accents(form): plain for form, plain in (_USTEDS | _ORDERS).items()}

_HESITATION = (
    _replacing(r"[¿?¡!]|\.(?=\s*$)", ""),
    _replacing(r"\s*(?:\.\.+|…)\s*", " , "),
    _replacing(r"(?:(?<=^)|(?<=[\s,]))(?:e+h+m*|e+m+|m+h*m+|a+h+|u+f+|este|esto|o[ ]sea)[ ]*,+[ ]*", ""),
    _replacing(r"^(?:e+h+m*|e+m+|m+h*m+|a+h+|u+f+)[ ]+", ""),
    _replacing(r"\b((?:\w+[ ])?\w+)[ ,]+\1\b", r"\1"),  # "de la... de la"
    _replacing(r"[ ]*,[ ,]*", ", "),
    _replacing(r"^[ ,]+|[ ,]+$", ""),
)
_COURTESY = (
    _replacing(r"^(?:oye[ ,]+|pues[ ,]+)?a[ ]ver[ ]si[ ](?:me[ ])?(?=\w+s[ ])", "me "),
    _replacing(r"^(?:mira|comprueba|dime)[ ](?:a[ ]ver[ ])?si[ ](?=(?:está|he|hemos|hay|sigue)n?\b)", ""),
    _replacing(
        r"""^(?:(?:oye|oiga|oíme|hola|hey|ey|ok|okay|vale|venga|bueno|pues|mira|mirá|a[ ]ver|perdona|perdón
        |disculpa|por[ ]favor|porfa|porfi|sarai|che|anda|dale(?=,)
        |necesito[ ]que|quiero[ ]que|me[ ]gustaría[ ]que|cuando[ ]puedas
        |haz(?:me)?[ ]el[ ]favor[ ]de|me[ ]haces?[ ]el[ ]favor[ ]de|serías?[ ]tan[ ]amable[ ]de
        |(?:sería|es)[ ]posible|haz(?=[ ]que[ ]se[ ])
        |si[ ](?:puedes|podés|no[ ]te[ ]importa|eres[ ]tan[ ]amable)
        |(?:ya[ ])?(?:puedes|podrías|podés|puede|podría)(?:[ ]ir)?
        (?=[ ]\w+(?:ar|er|ir|ndo)\b))[ ,]+)+(?=\w)""",
        "",
    ),
    _replacing(
        r"""(?:[ ,]+(?:por[ ]favor|por[ ]fi(?:s|ta)?|porfis?|porfa(?:vor)?|porfita|please|gracias
        |muchas[ ]gracias|anda|venga|va|vale|quieres|sarai|che|de[ ]una[ ]vez|cuando[ ]puedas
        |si[ ]puedes|si[ ]no[ ]te[ ]importa|ahora[ ]mismo|ahorita|ya[ ]mismo|un[ ](?:rato|ratito)|ya))+$""",
        "",
    ),
    _replacing(r"\b(?:tantito|un[ ](?:pelín|poquitín|pelo|chin|toque|pizca))\b", "un poco"),
)
_PEOPLE = r"(?:l[oa]s?[ ]|el[ ]|l[ ])?(?:niñ|bebé|nen|peque|abuel|crí|chic|perr|gat)\w*"


def _imperative_of(word: str) -> str | None:
    """Return the imperative of a verb form whose pronouns were removed; None if it is unknown.

    Accents are ignored, because the pronouns may have added one.
    """
    return _BARE.get(without_accents(word))


def _looking_up(pattern: str, find: Callable[[str], str | None]) -> _Step:
    """Return a step that replaces what `pattern` matches with `find(first group in lower case)`.

    If `find` returns None the text stays.
    """
    return _replacing(pattern, lambda match: find(match[1].lower()) or match[0])


def _sparing_article(match: re.Match[str]) -> str:
    """Return "sube un poco la tele" for "súbele un poco a la tele": the "a" belongs to the pronoun."""
    verb = _imperative_of(match["verb"].lower())
    article = "el" if match["article"] == "l" else match["article"].strip()
    return f"{verb} {match['much']}{article} " if verb else match[0]


# Steps that put the first verb into the imperative.
_ORDER_FIRST = (
    _looking_up(r"^(?:(?:ve|vete|id|andá)[ ])?(\w+(?:ando|iendo))(?=[ ])", _GERUNDS.get),
    _looking_up(r"^que[ ]se[ ](\w+)(?=[ ]\w)", _USTEDS.get),
    _looking_up(r"^(?:me|nos)[ ](\w+)(?=[ ])", _PRESENTS.get),
    _looking_up(r"^(\w+)l[oa]s?(?=[ ].*\b(?:el|la|los|las)[ ]\w)", _imperative_of),  # "bájala la luz"
    _looking_up(r"^(\w+)(?=[ ])", _ORDERS.get),
    _replacing(
        r"^(?P<verb>\w+)les?[ ](?P<much>(?:un[ ]poco|más|mucho)?[ ]?)a(?P<article>l|[ ](?:la|los|las))[ ]",
        _sparing_article,
    ),
    _looking_up(r"^(\w+?)(?:me|nos|les?)(?=[ ])", _imperative_of),
)


_LATER_VERB = re.compile(
    r"""^(?P<rest>.+?)[ ,]+(?P<verb>\w+?)(?:l[ao]s?)
    (?P<how>[ ]un[ ]poco|[ ]del[ ]todo|[ ]con[ ]llave|[ ]en[ ]la[ ]lista(?:[ ]de[ ]la[ ]compra)?)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_STATE = re.compile(
    r"""^(?:(?:se|me|nos)[ ])?(?:(?:ha|he|has|hemos|han|está|están|sigue|siguen)\b[ ]?(?:quedado|dejado)?)[ ]?
    (?:encendid|prendid|puest|abiert|cerrad|apagad|subid|bajad)[oa]s?[ ]
    |^(?:ya[ ])?(?:no[ ](?:hace[ ]falta|necesito|quiero)|está[ ]bien[ ]de|basta[ ]de)[ ]
    |^no[ ](?:oigo|veo)[ ]|^vamos[ ]a[ ](?:ver|usar|poner|oír|escuchar|probar)[ ]
    |^(?:quiero|quisiera|queremos|necesito|me[ ]gustaría|me[ ]apetece)[ ](?:oír|escuchar|ver|usar|probar)[ ]
    |^faltan?[ ]|^se[ ]han?[ ]acabado[ ](?:(?:el|la|los|las)[ ])?
    |^(?:hay|habría|tenemos|tengo)[ ]que[ ]comprar[ ]|^que[ ]no[ ]se[ ](?:me[ ])?olviden?[ ](?:comprar[ ])?
    |^(?:nos[ ]hemos|me[ ]he|estamos|estoy)[ ](?:quedado[ ])?sin[ ]""",
    re.VERBOSE | re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"[ ,]+(?:me molestan?|(?:está|están|es|suena) (?:muy |demasiado )\w+|está \w+ísim[oa]|no hace falta)$",
    re.IGNORECASE,
)
_LISTED = frozenset({"apunta", "anota", "añade", "agrega"})


def _verb_from_the_end(text: str) -> str:
    """Return "apaga la luz" for "(se ha quedado encendida) la luz, apágala".

    A last verb counts only if its pronoun has given it an accent: that makes it an order.
    """
    match = _LATER_VERB.match(text)
    if match is None or without_accents(match["verb"]) == match["verb"]:
        return text
    verb = _BARE.get(without_accents(match["verb"]).lower())
    if verb is None:
        return text
    rest = _TROUBLE.sub("", _STATE.sub("", match["rest"])).rstrip(" ,")
    if verb in _LISTED:
        return f"{verb} {rest} en la lista de la compra" if rest != match["rest"] else text
    rest = re.sub(r"^es([ea]) ", lambda m: "el " if m[1] == "e" else "la ", rest)
    return f"{verb} {rest}{match['how'] or ''}"


# The reason before an order. One that is about other people, names a place or a work, or has another clause
# stays: "no hay nadie en la cocina, apaga las luces" must not become all the lights.
_EXPLAINED = r"""^(?:(?:uy|ay|uf|jo|anda)[ ,]+)?(?:ya[ ])?
    (?:no[ ](?:se[ ]oye|oigo|se[ ]ve|veo)|vamos[ ]a|voy[ ]al?|a[ ](?:dormir|comer|cenar)|me[ ]voy|nos[ ]vamos
    |me[ ]muero|me[ ]aso|tengo|tenemos|hace|est[áa][ ](?:muy|demasiado|tan|todo|oscuro)|estoy|estamos
    |es[ ](?:de|tarde|hora)|he|hemos|me[ ]he[ ]quedado|esta[ ]canción[ ]no[ ]me[ ]gusta
    |qué[ ](?:calor|frío|oscuro|sueño|ruido|bochorno))
    (?:[ ](?!(?:que|si|cuando|porque|y|o|pero|en|del|no|dij\w+|dic\w+|oíd\w+|leíd\w+|escuchad\w+|cantad\w+
    |cantar|leer|canci\w+|películ\w+|libro|serie|anuncio|cuento|cartel)\b)\w+){0,5}?[ ,]+
    (?=(?:enciende|prende|apaga|pon|ponme|ponle|sube|baja|quita|abre|cierra)\b|buenas[ ]noches$
    |\w*[áéí]\w+(?:me|le)[ ])
    |^(?:está|suena|es)[ ](?:muy|demasiado|tan)[ ]\w+[ ,]+(?=\w+l[oa]s?$)"""

_STEPS: tuple[_Step, ...] = (
    *_HESITATION,
    *_COURTESY,
    _replacing(_EXPLAINED, ""),
    # for whom it is done
    _replacing(rf"^pon(?:le|les)[ ](.+?)[ ]a(?:l[ ]|[ ]){_PEOPLE}$", r"pon \1"),
    # "ponle 25 al aire", "ponle sonido a la tele"
    _replacing(r"^ponle[ ](\d+(?:[ ]grados)?)[ ]al[ ](.+)$", r"pon el \2 a \1"),
    _replacing(r"^ponle[ ](\d+(?:[ ]grados)?)[ ]a[ ](.+)$", r"pon \2 a \1"),
    _replacing(r"^dale[ ]al[ ](?!play|pause)", "enciende el "),
    _replacing(r"^dale[ ]a[ ](?=la|los|las)(?!la[ ](?:pausa|siguiente|anterior|música))", "enciende "),
    # "pon la lavadora en el programa delicado", "pon la casa en modo fiesta"
    _replacing(
        r"^(?:pon|poné|ponga|cambia)[ ](.+?)[ ]en[ ](?:el[ ])?(programa|ciclo)[ ](?:de[ ])?(\w+)$",
        r"pon el \2 de \1 en \3",
    ),
    _replacing(
        r"^(?:pon|poné|ponga|cambia)[ ]la[ ]casa[ ]en[ ](?:el[ ])?modo[ ](\w+)$",
        r"pon el modo de la casa en \1",
    ),
    # "luz de la cocina, on"
    _replacing(r"^(.+?)[ ,]+on$", r"enciende \1"),
    _replacing(r"^(.+?)[ ,]+off$", r"apaga \1"),
    _replacing(
        r"^(?:ya[ ])?no[ ](?:quiero|necesito|hace[ ]falta)[ ](.+)[ ](?:encendid|puest|prendid)[oa]s?$",
        r"apaga \1",
    ),
    _replacing(
        r"^ya[ ]no[ ](?:quiero|necesito|hace[ ]falta)[ ](?=(?:el[ ]|más[ ])?temporizador$)", "cancela "
    ),
    _replacing(r"^(?:ya[ ])?no[ ](?:quiero|necesito)[ ](?:más[ ])?luz$", "apaga la luz"),
    _replacing(r"\bque[ ](?:hay|está|están|tengo|tenemos)[ ](?=(?:en|del?)\b)", ""),
    _verb_from_the_end,
    *_ORDER_FIRST,
    _replacing(r"^(\w+[ ]\w+[ ]\w+)[ ]es(?:t[aeo]|[aeo])s?$", r"\1"),  # "apaga el flexo este"
    _replacing(r"^cierra[ ](?=(?:(?:todas[ ])?la[s]?[ ])?(?:luz|luces)\b)", "apaga "),
    _replacing(r"^(\w+)[ ]un[ ](?:momento|momentito|segundo|rato|ratito)[ ](?=\w)", r"\1 "),
)
