"""Spanish patterns of speech acts: questions, negations, statements, reports, conditions and later times."""

from sarai_mqtt.languages.patterns import NEVER, inflected, one_of, verbose
from sarai_mqtt.languages.schema.speech_acts import SpeechActs
from sarai_mqtt.languages.schema.verbs import VerbTable


def _words(text: str) -> list[str]:
    return text.split()


_AR_STATING = """(?:amos|aste(?:is)?|ó|aron|aba[sn]?|ábamos|aré|ará[sn]?|aremos|aría[sn]?|ara[sn]?
    |asen?)"""
_ALSO_STATING = _words("""
    pongo ponemos ponen puse pusiste puso pusimos pusieron ponía ponías ponían pondré pondrá pondría
    pusiera reproduje reprodujo
""")
_ALSO_NOUNS = frozenset(
    {
        "bajo",
        "limpio",
        "activo",
        "cambio",
        "paso",
        "corto",
        "giro",
        "mato",
        "paro",
        "cortan",
        "pasan",
        "silencio",
    }
)


_CLITICS = "(?:(?:me|nos)(?:l[aeo]s?)?|l[aeo]s?)"


def _before_e(stem: str) -> str:
    """Return the stem of a verb in -ar as spelt before e: "apagu" for "apag", "arranqu" for "arranc"."""
    return f"{stem[:-1]}qu" if stem.endswith("c") else f"{stem}u" if stem.endswith("g") else stem


def _forms(table: VerbTable) -> tuple[str, str]:
    """Return two patterns: verb forms that order or ask, and forms that state (past, future, conditional).

    Forms that are also nouns ("bajo", "cambio") are left out of the second.
    """
    orders = [("pon", f"(?:ga[ns]?|e[rds]|é|e{_CLITICS})?")]
    stating, participles = list[tuple[str, str]](), list[str]()
    verbs = [verb.forms for verb in table.verbs if "speech_act" in verb.uses]
    stems = [(v["infinitive"][:-2], v["imperative"][:-1], v["infinitive"][-2:]) for v in verbs]
    for stem, stressed, ending in stems:
        if ending != "ar":
            continue
        before_e = _before_e(stem)
        stressed_e = stressed.removesuffix(stem) + before_e if stressed == stem else stressed
        orders += [(stressed, "as?"), (stem, f"(?:ás?|a[dr]|a{_CLITICS})"), (stressed_e, "e[sn]?")]
        stating += [(stem, _AR_STATING), (before_e, "é")]
        stating += [(stressed, end) for end in ("o", "an") if stressed + end not in _ALSO_NOUNS]
        participles.append(f"{stem}ado")
    for stem, stressed, ending in stems:
        if ending == "ar":
            continue
        vowel = ending[0]
        soft = stressed.removesuffix("c") + "zc" if stressed.endswith("c") else stressed
        orders += [(stressed, "es?"), (soft, "a[sn]?"), (stem, f"(?:{ending}|{vowel}d)")]
        orders += [(stem, "és?")] if vowel == "e" else [(stem, "ís")]
        orders += [(stem, vowel + _CLITICS)]  # of "vos", which takes no accent: "encendeme"
        past = stem.removesuffix("c") + "j" if stem.endswith("duc") else stem
        stating += [(soft, "o"), (stressed, "en"), (stem, f"(?:{vowel}mos|í|ías?|ían)")]
        stating += [(past, "(?:i(?:ste|ó)|i?eron)"), (past, "e") if past != stem else (stem, "imos")]
        stating += [(stem + ending, "(?:é|á[sn]?|emos|ía[sn]?)")]
        participles.append(f"{stem}ido")
    participles += ["abierto", "puesto", "dejado"]
    done = rf"(?:he|has|ha|hemos|han|había[sn]?)[ ](?:\w+[ ])?{one_of(participles)}"
    return inflected(orders), one_of([inflected(stating), *_ALSO_STATING, done])


_PRONOUNS = r"(?:(?:me|nos|te|le|les|lo|la|los|las|se)[ ])"
# Attached pronouns add an accent: enciéndela, apágamela (but ponlo).
_ENCLITIC = r"""(?:\w*[áéíó]\w*(?:nd|br|g|j|t|rr|ct|b|l|n|t|ñad|c|d|s)[ae](?:me|nos)?(?:l[aeo]s?|me|nos)
    |p[oó]n(?:me|nos)?(?:l[aeo]s?)?|\w+[aei]r(?:me|nos)?(?:l[aeo]s?)?)"""
_FILLER = r"""(?:(?:oye|hola|hey|eh|ey|ok|okay|vale|venga|bueno|pues|a[ ]ver|ahora|y|pero|sarai
        |perdona|perdón|por
    [ ]favor|porfa|sí|no,|claro|mira|anda|ya|también|entonces|che)[ ,.!]+)*"""
_CAN = (
    r"(?:puedes|podrías|puede|podría|podés|pueden|podrían|podéis|podríais|podemos|podríamos|quieres|querrías)"
)
# Words that no statement about a thing begins with, and words that no name of a thing has.
_NO_SUBJECT = r"""(?:quiero|quisiera|necesito|necesitamos|queremos|prefiero|me|nos|te|le|se|que|si|cuando
    |mientras|haz|haga|asegúrate|asegurate|comprueba|mira|dime|di|avisa\w*|recuérda\w*|recuerda\w*
    |apunta\w*|anota\w*|añade\w*|escribe|busca|ve|vete|no|ni|puedes|podrías|puede|podría|podemos|vamos|hay
    |es|está|están|he|has|ha|hemos|han|qué|quién|cuál|dónde|cómo|como|cuánto|cuánta|porque|por|para
    |gracias|tengo|tenemos|estoy|estamos|sigue|siguen|continúa|continua|mantén|manten|da|dale|dame|saca
    |mete|recoge|echa|ponle|ponme|ejecut(?:a|ar|e)|lanza|inicia)"""
_NOT_IN_NAME = "(?:yo|tú|él|ella|si|cuando|porque|y|pero|mientras|está|están|hay|es|son|fuera)"
_ARTICLE = "(?:(?:el|la|los|las|mi|mis|tu|todas?|todos?|un|una|alguna?|otra)[ ])"
_NUMBER = r"""(?:cero|cinco|diez|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien
    |ciento|máximo|mínimo|tope)"""
_AMOUNT = rf"(?:\d|\b(?:{_NUMBER}|mitad|grados)\b)"
# What is said of the house with these and no amount is a complaint, which asks for a change.
_COMPLAINT = r"""(?:\b(?:demasiad[oa]s?|muy|tan|much[oa]s?|poc[oa]s?|faltan?|oscur[oa]s?|suci[oa]s?|molestan?
    |no[ ]hay[ ](?:\w+[ ])?luz|no[ ]se[ ](?:ve|oye))\b|ísim[oa]s?\b)"""
_IS = r"""(?:está|están|estaban?|estuv(?:o|ieron)|estarán?|(?:ha|han)[ ]estado|sigu(?:e|en)|permanecen?
    |continúan?|continuan?|quedan?|quedó|quedaron|se[ ](?:me[ ]|nos[ ])?(?:ha|han)[ ]quedado|se[ ]quedó
    |se[ ]quedaron|se[ ]mantienen?|parecen?|lucen?|se[ ]ven?|se[ ]encuentran?|es|son|era|eran|lleva|llevan
    |suenan?|funcionan?|andan?|brillan?|alumbran?|rondan?)"""
_PART = r"""(?:encendid|apagad|abiert|cerrad|prendid|puest|conectad|desconectad|bloquead|desbloquead|subid
    |bajad|echad|activad|desactivad|pausad|parad|silenciad|iluminad|regulad|ajustad|programad|atenuad
    |fij)[oa]s?\b"""
_IN_STATE = rf"""(?:{_PART}|(?:(?:ya|todavía|aún|aun|solo|sólo|casi|justo)[ ])*
    (?:al?[ ](?:\d|el[ ]|la[ ]mitad|media[ ]|tope|oscuras|{_NUMBER})|por[ ]la[ ]mitad
    |en[ ](?:pausa|marcha|silencio|{_NUMBER}|\d|verde|rojo|azul|blanco|amarillo|naranja|morado|rosa)))"""
_LEAD_IN = r"""(?:(?:ay|ah|oh|uf|hala|toma|mira|qué[ ]bien|genial|bien
    |estupendo|perfecto|vaya|gracias|fíjate|por[ ]cierto)[ ,]+)*
    (?:(?:ahora[ ]mismo|de[ ]momento|por[ ]ahora|hoy),?[ ])?
    (?:(?:creo|veo|sé|noto|parece|me[ ]parece|resulta|supongo|dicen|es|fíjate|menos[ ]mal)[ ]que[ ])?"""


def _state(order: str) -> str:
    """Return the pattern of a sentence that says how a thing is and has none of the orders `order`."""
    thing = rf"""(?!{_NO_SUBJECT}\b)(?!{order}\b)(?!{_ENCLITIC}\b)
        (?:(?!{_NOT_IN_NAME}\b)\w+(?:-\w+)*[ ]){{0,7}}?
        (?!(?:{_NOT_IN_NAME}|que)\b)\w+(?:-\w+)*(?:,[ ][^,]+,)?"""
    said = rf"""{_FILLER}{_LEAD_IN}(?:
        {thing}[ ](?:(?:ya|no|todavía|aún|ahora|también|siempre)[ ])*
        (?:{_IS}\b|(?:estan?|van?)[ ]{_IN_STATE}|(?:tienen?|marcan?|ponen?)\b.*{_AMOUNT}
        |l[ao]s?[ ](?:tengo|tienes?|tenemos|tienen|tenía|teníamos)[ ]{_IN_STATE})
        |(?:no[ ])?(?:está|están|siguen?|quedan?|se[ ](?:me[ ]|nos[ ])?(?:ha|han)[ ]quedado)[ ]
        (?:{_ARTICLE}+(?:\w+[ ]){{1,6}}?)?{_IN_STATE}
        |(?:tengo|tienes?|tenemos|tienen|tenía|teníamos)[ ]{_ARTICLE}(?:\w+[ ]){{1,6}}?{_IN_STATE}
        |(?:no[ ])?(?:hay|había)\b(?![ ]que\b))"""
    ordered = rf"""\b(?:por[ ]favor|porfa)\b|\b{_ENCLITIC}\b
        |,[ ](?:(?:así[ ]que|pues|entonces|y|pero|ahora|venga|anda)[ ])*
        (?:{_PRONOUNS}*{order}|quiero|necesito|{_CAN}|vamos|luces?[ ](?:fuera|encendidas?|apagadas?))\b
        |\b(?:así[ ]que|entonces|pues|y)[ ](?:{_PRONOUNS}*{order}|quiero|{_CAN})\b
        # "está activa la alarma" and "para la cena" have no order
        |(?<!está[ ])(?<!están[ ])(?<!muy[ ])(?<!ya[ ])(?<!la[ ])(?<!sigue[ ])(?<!más[ ])(?<!en[ ])
        \b(?!para\b){order}[ ](?:{_ARTICLE}|(?:al|más|menos|otra|esa|ese|esta|este)\b)"""
    return rf"^(?={said})(?!(?=.*{_COMPLAINT})(?!.*{_AMOUNT}))(?!.*(?:{ordered}))"


def speech_acts_of(table: VerbTable) -> SpeechActs:
    """Return the patterns, with the forms of the verbs of `table`."""
    order, stating = _forms(table)
    return SpeechActs(
        polite=verbose(
            rf"""^{_FILLER}(?:(?:{_PRONOUNS}*{_CAN})\b(?![ ](?:decir|explicar|creer))
        |{_PRONOUNS}+{order}\b(?<![ae]n)|te[ ]importa(?:ría)?\b|le[ ]importa(?:ría)?\b
        |qué[ ]tal[ ]si\b|por[ ]qué[ ]no[ ]{_PRONOUNS}?\w+s\b|ser[íi]as[ ]tan[ ]amable\b|me[ ]haces\b
        |te[ ]animas\b|hay[ ]posibilidad[ ]de\b|es[ ]posible\b|se[ ]puede[ ]{order}\b)"""
        ),
        asking=verbose(
            rf"""^{_FILLER}(?:(?:en|a|de|desde|hasta|con|para)[ ])?(?:qué|quién(?:es)?|cuándo|dónde|cómo
        |cuál(?:es)?
        |cuánt[oa]s?|por[ ]qué|para[ ]qué|porque|cuando|quien|donde|como|cual|cuant[oa]s?
        |que[ ](?:temperatura|hora|luz|luces|puerta|ventana|persiana)
        |sabes|crees|recuerdas|te[ ]acuerdas|has|ha|han|hemos|había|estaba|estaban|dime[ ]si
        |(?:est[áa]n?|siguen?|hay|quedan?|tengo|tenemos|es|son|se[ ](?:ha|han|queda|quedó))[ ].*
        (?:encendid|apagad|abiert|cerrad|prendid|puest|conectad|bloquead|subid|bajad|echad|funcionand|activ
        |en[ ]marcha)\w*)\b"""
        ),
        order=verbose(rf"^{_FILLER}(?:que[ ])?{_PRONOUNS}*(?:{order}|{_ENCLITIC})\b"),
        negation=verbose(
            rf"""\b(?:(?<!por[ ]qué[ ])no|nunca|jamás|tampoco|ni
        |sin)[ ](?:que[ ])?{_PRONOUNS}*(?:{order}|{_ENCLITIC}|vayas[ ]a)\b
        |\bno[ ](?:quiero|hace[ ]falta|hay[ ]que|tienes|debes|deberías|necesito|quería|hagas|te[ ]pedí)\b
        |\b(?:nunca|jamás)\b|\ben[ ](?:vez|lugar)[ ]de\b|^{_FILLER}no[ ](?:la|el|las|los)[ ]"""
        ),
        statement=verbose(
            rf"""\b{stating}\b|\bse[ ](?:me[ ]|te[ ]|le[ ]|nos[ ])?{order}\b(?!r)
        |\b(?:yo|él|ella|ellos|ellas|alguien|nadie|mi[ ](?:madre|padre|hermano|hermana|hijo|hija|marido
        |mujer|abuela
        |abuelo|novia|novio)|mamá|papá|el[ ]vecino|la[ ]vecina|siempre|casi|a[ ]veces)[ ]
        (?:siempre[ ]|nunca[ ]|casi[ ])?{_PRONOUNS}*{order}\b
        |\b(?:voy|vas|va|vamos|van|iba|acabo|acaba|acabas|acaban|trato|tengo|tuve|hay|intenté|quería|olvidé|olvidó|solía)
        [ ](?:a|de|que)[ ]{order}|\b(?:intenté|quería|quise|olvidé|pude|podía|suele|solía|suelo|me[ ]gusta
        |encanta|odio)[ ]{order}
        |^(?:la|el|los|las|un|una|su|mi)[ ](?!.*,)(?:\w+[ ]){{1,4}}(?:que[ ])?{_PRONOUNS}?{order}[ ]
        |\b(?:estaban?|estuvo|estuvieron|olvid[éó]|ayer|anoche|anteayer|hace[ ]un[ ]rato|el[ ]otro[ ]día
        |antiguamente|la[ ]semana[ ]pasada)\b"""
        ),
        state=verbose(_state(order)),
        wish=NEVER,
        report=verbose(
            r"""\b(?:dijo|dije|dijiste|dijeron|dice|dicen|decía|decían|dicho|contó|contaba|preguntó|pidió|pidieron|gritó
        |ordenó|(?:escuché|oí)(?![ ](?:(?:un|unos|a)[ ])?(?:ruidos?|pasos|golpes?|voces|gritos|algo|alguien
        |cristales|portazos?|pisadas)\b)|leí|leyó|soñé|según|titula|titulada|titulado)\b
        |\b(?:canción|película|peli|novela|libro|cuento|serie|letra|anuncio|chiste|poema|juego|historia)\b.*
        \b(?:dice|iba|va[ ]de|trata|trataba|habla|llama|cuenta|es|era|fue|donde)\b"""
        ),
        condition=verbose(
            r"""\b(?<!dime[ ])(?<!tal[ ])(?<!sabes[ ])(?<!mira[ ])(?<!comprueba[ ])si\b(?![,.!])
        (?![ ](?:puedes|podrías|puede|eso\b|te[ ]parece|no[ ]te[ ]importa
        |(?:eres|es|fueras?)[ ]tan|(?:me[ ])?haces?[ ]el
        |querés|podés|quiere\b|gustas?\b|no[ ]es[ ](?:mucha[ ])?molestia|quieres|es[ ]posible))
        |.\bcuando\b|^cuando\b|\b(?:mientras|hasta[ ]que|aunque|en[ ]cuanto|cada[ ]vez[ ]que
        |siempre[ ]que|a[ ]menos[ ]que
        |antes[ ]de|después[ ]de
        |una[ ]vez[ ](?:que|acab\w+|termin\w+|hay[ao]\w*|est[eé]\w*|lleg\w+|empie\w+))\b"""
        ),
        schedule=verbose(
            r"""(?<!de[ ]la[ ])(?<!buena[ ])\bmañana\b|\b(?:esta[ ](?:noche|tarde)|pasado[ ]mañana
        |más[ ]tarde|luego|después
        |al[ ](?:amanecer|anochecer|atardecer|mediodía)|a[ ]medianoche|de[ ]madrugada
        |cada[ ](?:día|noche|mañana|tarde|hora)|todos[ ]los[ ]días|todas[ ]las[ ]noches
        |(?:el|los)[ ](?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)
        |a[ ]las[ ](?:una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|\d{1,2}))\b
        |\ba[ ]la[ ]una\b"""
        ),
    )
