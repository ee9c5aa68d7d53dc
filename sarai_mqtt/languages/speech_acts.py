"""Patterns of speech acts, by language: sentences that must not act although they name an action.

They match questions, negations, statements, reports, conditions and later times.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpeechActs:
    """The patterns of one language, for `search` in lower-case text with single spaces.

    Args:
        polite: a request in the form of a question ("could you turn on …"), which is an order.
        asking: a question, by its first words.
        order: a sentence that begins with a verb of command.
        negation: an action that is denied or forbidden.
        statement: somebody does it, did it or will do it.
        wish: makes a statement a request after all ("I want the light turned off").
        report: somebody said it, or a song, film or book is about it.
        condition: "if", "when", "until" and the like.
        schedule: a later time, so that acting now would be wrong.

    """

    polite: re.Pattern[str]
    asking: re.Pattern[str]
    order: re.Pattern[str]
    negation: re.Pattern[str]
    statement: re.Pattern[str]
    wish: re.Pattern[str]
    report: re.Pattern[str]
    condition: re.Pattern[str]
    schedule: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    """Return a non-capturing group of the alternatives in `words`."""
    return "(?:" + "|".join(words) + ")"


def _words(text: str) -> list[str]:
    return text.split()


def _pattern(text: str) -> re.Pattern[str]:
    """Compile `text`; spaces outside [ ] are layout and match nothing."""
    return re.compile(text, re.VERBOSE)


# English verbs in the base form; the irregular ones with their past form.
_EN_VERBS = _words("""
    turn switch open close dim lock unlock start stop play pause raise lower activate deactivate
    brighten mute unmute cancel add vacuum clean increase decrease reduce change adjust darken
    illuminate lift roll resume skip disable enable arm disarm press launch
""")
_EN_IRREGULAR = {"put": "put", "set": "set", "shut": "shut", "leave": "left", "make": "made", "run": "ran",
                 "light": "lit", "kill": "killed", "cut": "cut", "bring": "brought"}  # fmt: skip
_EN_BASE = _any([*_EN_VERBS, *_EN_IRREGULAR])


def _en_stem(verb: str) -> str:
    """Return the stem that -ed and -ing are added to: clos, dimm, stopp."""
    if verb in {"dim", "stop", "skip"}:
        return verb + verb[-1]
    return verb.removesuffix("e")


_EN_PAST = _any(
    [_en_stem(v) + "ed" for v in _EN_VERBS if v != "cancel"] + ["cancell?ed", "left", "lit", "made", "killed"]
)
_EN_THIRD = _any(
    _words("turns puts opens closes dims shuts unlocks starts stops plays raises lowers makes activates goes")
)
_EN_GERUND = _any(
    _en_stem(v) + "ing" for v in _EN_VERBS if v not in {"play", "start", "stop", "vacuum", "clean"}
)
_EN_SUBJECT = r"""\b(?:i|he|she|they|we|who|it|(?:some|any|every|no)(?:body|one)|people|the[ ]kids|
    (?:my|your|his|her|our|their)[ ]\w+|mum|mom|dad|grandma|grandpa)"""
_EN_FILLER = r"""(?:(?:hey|hi|hello|ok|okay|so|well|um|uh|and|but|then|now|please|sarai|sorry|yes|yeah|no
    |alright|all[ ]right|right|oh)[ ,.!]+)*"""

_ENGLISH = SpeechActs(
    polite=_pattern(
        rf"""^{_EN_FILLER}(?:(?:can|could|will|would|won't|can't)[ ](?:you|u|we|someone
        |somebody)\b(?![ ]like\b)
        | (?:may|can|could)[ ](?:i|we)[ ](?:please[ ])?(?:have|get)\b | would[ ]you[ ]mind\b
        | do[ ]you[ ]mind\b
        | mind\b | why[ ]don't[ ](?:you|we)\b | how[ ]about[ ](?:\w+ing|some|a[ ]bit|a[ ]little)\b
        | is[ ]it[ ]possible[ ]to\b | (?:any[ ]chance|do[ ]you[ ]think)[ ]you[ ](?:can|could)\b
        | what[ ]if[ ]you\b )"""
    ),
    asking=_pattern(
        rf"""^{_EN_FILLER}(?:what|what's|why|who|who's|whose|which|when|when's|where|where's|how|how's|is|isn't|are
        |aren't|was|wasn't|were|weren't|am|did|didn't|does|doesn't|has|hasn't|had|should|shall|must|might
        |do[ ](?:you|i|we|they|the|any)|don't[ ](?:you|i|we|they)[ ]|have[ ](?:you|i|we|they|the[ ]\w+[ ]been)
        |haven't|(?:can|could|may|will|would)[ ](?:i|he|she|it|they|the|this|that)|would[ ]you[ ]like
        |do[ ]you[ ](?:know|remember|want))\b"""
    ),
    order=_pattern(rf"^{_EN_FILLER}{_EN_BASE}\b"),
    negation=_pattern(
        r"""\b(?:don'?t|do[ ]not|dont|never|mustn't|shouldn't|no[ ]need[ ]to|not[ ]to|not[ ]yet|no[ ]longer
        |cannot|can't|couldn't|won't|didn't|doesn't|instead[ ]of|without|except|apart[ ]from|other[ ]than
        |but[ ]not)\b(?![ ](?:see|hear|read|you|we
        |stand)\b)
        |\b(?:don't|never)[ ]you\b(?<!why[ ]don't[ ]you)|\bnot[ ](?:turn|switch|open|close|lock|unlock
        |the)\b"""
    ),
    statement=_pattern(
        rf"""(?<!\bcan[ ])(?<!could[ ])(?<!would[ ])(?<!\bwill[ ])(?<!don't[ ])(?<!\blet[ ])(?<!\bif[ ])
        {_EN_SUBJECT}(?:'ve|'d|'ll|'m|'s)?
        (?:[ ](?:have|had|has|will|would|always|never|usually|just|already|often|sometimes|also|then
        |should|must
        |might|may|could|can|did|does|do|was|were|is|are|am|been|even|really|almost|finally|accidentally))*
        [ ](?:{_EN_BASE}|{_EN_PAST}|{_EN_GERUND})\b
        |\b(?:going|about|trying|tried|forgot|forget|remember|remembered|used|have|had|has|supposed|wants|wanted
        |learning|how|when|where|what|able|ready|nobody)[ ]to[ ]{_EN_BASE}\b
        |\b{_EN_THIRD}\b|\b{_EN_PAST}\b
        |(?<!mind[ ])(?<!about[ ])(?<!start[ ])(?<!stop[ ])(?<!keep[ ])(?<!mind[ ]please[ ])\b{_EN_GERUND}\b
        |\b(?:yesterday|last[ ](?:night|week|month|year|time)|ago)\b
        |(?<!for[ ])(?<!to[ ])\b(?:her|him)$"""
    ),
    wish=_pattern(
        rf"""^{_EN_FILLER}(?:(?:i|we)(?:[ ](?:want|need|would[ ]like|like)|'d[ ]like)|get|have|keep|leave
        |make[ ]sure
        |can[ ](?:i|we|you)|could[ ](?:i|we|you)|would[ ]you|will[ ]you)\b
        (?!.*\b(?:i|we|you|he|she|they)[ ](?:just[ ]|already[ ])?{_EN_PAST}\b)(?!.*\b(?:yesterday|ago
        |last[ ]night)\b)"""
    ),
    report=_pattern(
        r"""\b(?:says|said|saying|told|tells|asked|asks|sings|sang|sung|wrote|writes|heard|shouted|whispered|ordered|replied|yelled|screamed
        |demanded|insisted|announced|muttered|dreamt
        |dreamed|quote|reads)\b
        |\b(?:song|movie|film|book|story|poem|lyrics?|novel|episode|joke|game)\b.*\b(?:is|was|goes|about|where|who
        |called|that)\b"""
    ),
    condition=_pattern(
        r"""\b(?<!tell[ ]me[ ])(?<!check[ ])(?<!see[ ])(?<!what[ ])if\b(?![ ](?:you[ ](?:can|could|would
        |don't|please)
        |possible))|\b(?:unless|whenever|until|till|as[ ]soon[ ]as|every[ ]time|even[ ]though|although)\b
        |.(?<!\btell[ ]me[ ])(?<!\bme[ ]know[ ])\bwhen\b|\bwhile\b
        |\bwhen[ ](?:i|we|he|she|they|it|the|my)\b"""
    ),
    schedule=_pattern(
        r"""\b(?:tomorrow|tonight|later|next[ ]week|in[ ]the[ ](?:morning|evening|afternoon)
        |every[ ](?:day|morning|night|evening|hour|\w+day)|on[ ](?:mon|tues|wednes|thurs|fri|satur|sun)days?
        |at[ ](?:noon|midnight|night|sunset|sunrise|dawn|dusk|\d{1,2}:\d\d|\d{1,2}[ ]?(?:[ap]\.?m\b|o'clock)
        |(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:[ ](?:thirty|fifteen|o'clock))?$
        |\d{1,2}$))"""
    ),
)


# Spanish verbs in -ar: stem of the infinitive -> (stressed stem, stem as spelt before e).
_AR: Mapping[str, tuple[str, ...]] = {
    "apag": ("apag", "apagu"), "baj": ("baj", "baj"), "quit": ("quit", "quit"), "cerr": ("cierr", "cerr"),
    "activ": ("activ", "activ"), "desactiv": ("desactiv",) * 2, "conect": ("conect",) * 2,
    "desconect": ("desconect",) * 2, "bloque": ("bloque",) * 2, "desbloque": ("desbloque",) * 2,
    "atenu": ("atenú", "atenu"), "dej": ("dej", "dej"), "cambi": ("cambi", "cambi"), "paus": ("paus",) * 2,
    "levant": ("levant",) * 2, "ilumin": ("ilumin",) * 2, "aument": ("aument",) * 2, "aclar": ("aclar",) * 2,
    "cancel": ("cancel",) * 2, "ajust": ("ajust",) * 2, "ech": ("ech",) * 2, "silenci": ("silenci",) * 2,
    "arranc": ("arranc", "arranqu"), "toc": ("toc", "toqu"), "agreg": ("agreg", "agregu"),
    "par": ("par",) * 2,
    "aspir": ("aspir",) * 2, "limpi": ("limpi",) * 2, "pas": ("pas",) * 2, "mand": ("mand",) * 2,
    "reanud": ("reanud",) * 2, "program": ("program",) * 2, "mat": ("mat",) * 2, "cort": ("cort",) * 2,
    "gir": ("gir",) * 2,
}  # fmt: skip
# Verbs in -er and -ir: stem of the infinitive -> (stressed stem, ending of the infinitive).
_ER_IR: Mapping[str, tuple[str, str]] = {
    "encend": ("enciend", "er"), "prend": ("prend", "er"), "abr": ("abr", "ir"), "sub": ("sub", "ir"),
    "añad": ("añad", "ir"), "reproduc": ("reproduc", "ir"), "reduc": ("reduc", "ir"), "corr": ("corr", "er"),
    "descorr": ("descorr", "er"), "oscurec": ("oscurec", "er"),
}  # fmt: skip
_AR_STATING = _words("""
    amos aste asteis ó aron aba abas ábamos aban aré ará arás arán aremos aría arías arían ara aras aran
    ase asen
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


def _spanish_forms() -> tuple[str, str]:
    """Return two patterns: verb forms that order or ask, and forms that state (past, future, conditional).

    Forms that are also nouns ("bajo", "cambio") are left out of the second.
    """
    orders, stating = ["pon", "ponga", "pongan", "poner", "poned", "poné", "pones", "pongas"], []
    for stem, (stressed, before_e) in _AR.items():
        stressed_e = stressed.removesuffix(stem) + before_e if stressed == stem else stressed
        orders += [stressed + "a", stressed + "as", stem + "á", stem + "ad", stem + "ar"]
        orders += [stressed_e + "e", stressed_e + "es", stressed_e + "en"]
        stating += [stem + ending for ending in _AR_STATING] + [
            stressed + "o",
            stressed + "an",
            before_e + "é",
        ]
        stating += [rf"(?:he|has|ha|hemos|han|había|habían|habías)[ ](?:\w+[ ])?{stem}ado"]
    for stem, (stressed, ending) in _ER_IR.items():
        vowel = ending[0]
        soft = stressed.removesuffix("c") + "zc" if stressed.endswith("c") else stressed
        orders += [stressed + "e", stressed + "es", soft + "a", soft + "as", soft + "an", stem + ending]
        orders += [stem + vowel + "d", *([stem + "é"] if vowel == "e" else [])]
        past = stem.removesuffix("c") + "j" if stem.endswith("duc") else stem
        stating += [soft + "o", stressed + "en", stem + vowel + "mos", stem + "í", past + "iste", past + "ió"]
        stating += [
            past + "ieron",
            past + "eron",
            stem + "ías?",
            stem + "ían",
            past + "e" if past != stem else stem + "imos",
        ]
        stating += [stem + ending + e for e in ("é", "á", "ás", "án", "emos", "ía", "ías", "ían")]
        stating += [rf"(?:he|has|ha|hemos|han|había|habían|habías)[ ](?:\w+[ ])?(?:{stem}ido|abierto)"]
    stating += _words("""
        pongo ponemos ponen puse pusiste puso pusimos pusieron ponía ponías ponían pondré pondrá pondría
        pusiera reproduje reprodujo
    """)
    stating += [r"(?:he|has|ha|hemos|han|había|habían|habías)[ ](?:\w+[ ])?(?:puesto|abierto|dejado)"]
    return _any(orders), _any(sorted(set(stating) - _ALSO_NOUNS))


_ES_ORDER, _ES_STATING = _spanish_forms()
_ES_PRONOUNS = r"(?:(?:me|nos|te|le|les|lo|la|los|las|se)[ ])"
# Attached pronouns add an accent: enciéndela, apágamela (but ponlo).
_ES_ENCLITIC = r"""(?:\w*[áéíó]\w*(?:nd|br|g|j|t|rr|ct|b|l|n|t|ñad|c|d|s)[ae](?:me|nos)?(?:l[aeo]s?|me|nos)
    |p[oó]n(?:me|nos)?(?:l[aeo]s?)?|\w+[aei]r(?:me|nos)?(?:l[aeo]s?)?)"""
_ES_FILLER = r"""(?:(?:oye|hola|hey|eh|ey|ok|okay|vale|venga|bueno|pues|a[ ]ver|ahora|y|pero|sarai
        |perdona|perdón|por
    [ ]favor|porfa|sí|no,|claro|mira|anda|ya|también|entonces|che)[ ,.!]+)*"""
_ES_CAN = (
    r"(?:puedes|podrías|puede|podría|podés|pueden|podrían|podéis|podríais|podemos|podríamos|quieres|querrías)"
)

_SPANISH = SpeechActs(
    polite=_pattern(
        rf"""^{_ES_FILLER}(?:(?:{_ES_PRONOUNS}*{_ES_CAN})\b(?![ ](?:decir|explicar|creer))
        |{_ES_PRONOUNS}+{_ES_ORDER}\b(?<![ae]n)|te[ ]importa(?:ría)?\b|le[ ]importa(?:ría)?\b
        |qué[ ]tal[ ]si\b|por[ ]qué[ ]no[ ]{_ES_PRONOUNS}?\w+s\b|ser[íi]as[ ]tan[ ]amable\b|me[ ]haces\b
        |te[ ]animas\b|hay[ ]posibilidad[ ]de\b|es[ ]posible\b|se[ ]puede[ ]{_ES_ORDER}\b)"""
    ),
    asking=_pattern(
        rf"""^{_ES_FILLER}(?:(?:en|a|de|desde|hasta|con|para)[ ])?(?:qué|quién(?:es)?|cuándo|dónde|cómo
        |cuál(?:es)?
        |cuánt[oa]s?|por[ ]qué|para[ ]qué|porque|cuando|quien|donde|como|cual|cuant[oa]s?
        |que[ ](?:temperatura|hora|luz|luces|puerta|ventana|persiana)
        |sabes|crees|recuerdas|te[ ]acuerdas|has|ha|han|hemos|había|estaba|estaban|dime[ ]si
        |(?:est[áa]n?|siguen?|hay|quedan?|tengo|tenemos|es|son|se[ ](?:ha|han|queda|quedó))[ ].*
        (?:encendid|apagad|abiert|cerrad|prendid|puest|conectad|bloquead|subid|bajad|echad|funcionand|activ
        |en[ ]marcha)\w*)\b"""
    ),
    order=_pattern(rf"^{_ES_FILLER}(?:que[ ])?{_ES_PRONOUNS}*(?:{_ES_ORDER}|{_ES_ENCLITIC})\b"),
    negation=_pattern(
        rf"""\b(?:(?<!por[ ]qué[ ])no|nunca|jamás|tampoco|ni
        |sin)[ ](?:que[ ])?{_ES_PRONOUNS}*(?:{_ES_ORDER}|{_ES_ENCLITIC}|vayas[ ]a)\b
        |\bno[ ](?:quiero|hace[ ]falta|hay[ ]que|tienes|debes|deberías|necesito|quería|hagas|te[ ]pedí)\b
        |\b(?:nunca|jamás)\b|\ben[ ](?:vez|lugar)[ ]de\b|^{_ES_FILLER}no[ ](?:la|el|las|los)[ ]"""
    ),
    statement=_pattern(
        rf"""\b{_ES_STATING}\b|\bse[ ](?:me[ ]|te[ ]|le[ ]|nos[ ])?{_ES_ORDER}\b(?!r)
        |\b(?:yo|él|ella|ellos|ellas|alguien|nadie|mi[ ](?:madre|padre|hermano|hermana|hijo|hija|marido
        |mujer|abuela
        |abuelo|novia|novio)|mamá|papá|el[ ]vecino|la[ ]vecina|siempre|casi|a[ ]veces)[ ]
        (?:siempre[ ]|nunca[ ]|casi[ ])?{_ES_PRONOUNS}*{_ES_ORDER}\b
        |\b(?:voy|vas|va|vamos|van|iba|acabo|acaba|acabas|acaban|trato|tengo|tuve|hay|intenté|quería|olvidé|olvidó|solía)
        [ ](?:a|de|que)[ ]{_ES_ORDER}|\b(?:intenté|quería|quise|olvidé|pude|podía|suele|solía|suelo|me[ ]gusta
        |encanta|odio)[ ]{_ES_ORDER}
        |^(?:la|el|los|las|un|una|su|mi)[ ](?!.*,)(?:\w+[ ]){{1,4}}(?:que[ ])?{_ES_PRONOUNS}?{_ES_ORDER}[ ]
        |\b(?:estaban?|estuvo|estuvieron|olvid[éó]|ayer|anoche|anteayer|hace[ ]un[ ]rato|el[ ]otro[ ]día
        |antiguamente|la[ ]semana[ ]pasada)\b"""
    ),
    wish=_pattern(r"(?!)"),
    report=_pattern(
        r"""\b(?:dijo|dije|dijiste|dijeron|dice|dicen|decía|decían|dicho|contó|contaba|preguntó|pidió|pidieron|gritó
        |ordenó|escuché|oí|leí|leyó|soñé|según|titula|titulada|titulado)\b
        |\b(?:canción|película|peli|novela|libro|cuento|serie|letra|anuncio|chiste|poema|juego|historia)\b.*
        \b(?:dice|iba|va[ ]de|trata|trataba|habla|llama|cuenta|es|era|fue|donde)\b"""
    ),
    condition=_pattern(
        r"""\b(?<!dime[ ])(?<!tal[ ])(?<!sabes[ ])(?<!mira[ ])(?<!comprueba[ ])si\b(?![,.!])
        (?![ ](?:puedes|podrías|puede|no[ ]te[ ]importa|eres[ ]tan|haces[ ]el|quieres|es[ ]posible))
        |.\bcuando\b|^cuando\b|\b(?:mientras|hasta[ ]que|aunque|en[ ]cuanto|cada[ ]vez[ ]que
        |siempre[ ]que|a[ ]menos[ ]que
        |antes[ ]de|después[ ]de)\b"""
    ),
    schedule=_pattern(
        r"""(?<!de[ ]la[ ])(?<!buena[ ])\bmañana\b|\b(?:esta[ ](?:noche|tarde)|pasado[ ]mañana
        |más[ ]tarde|luego|después
        |al[ ](?:amanecer|anochecer|atardecer|mediodía)|a[ ]medianoche|de[ ]madrugada
        |cada[ ](?:día|noche|mañana|tarde|hora)|todos[ ]los[ ]días|todas[ ]las[ ]noches
        |(?:el|los)[ ](?:lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)
        |a[ ]las[ ](?:una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|\d{1,2}))\b
        |\ba[ ]la[ ]una\b"""
    ),
)

SPEECH_ACTS: Mapping[str, SpeechActs] = {"en": _ENGLISH, "es": _SPANISH}
