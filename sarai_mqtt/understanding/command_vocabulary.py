"""The vocabulary of commands, apart from the names of a home; used to correct misheard words (ADR 16).

All functions that take a `language` raise BadInput (`unknown_language`) if it has no tables.
"""

import re
from collections.abc import Mapping, Sequence

from sarai_mqtt.languages.detection import is_function_word
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.tables import for_language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Spanish pronouns that are attached to an imperative (ábreme, apágalas), and vowels.
_PRONOUNS = ("me", "le", "la", "las", "lo", "los")
_VOWELS = re.compile("[aeiouáéíóú]+")
_ACCENTED = str.maketrans("aeiou", "áéíóú")


def with_pronoun(order: str, pronoun: str) -> str:
    """Attach `pronoun` to a Spanish imperative and write the accent this needs ("abre", "me": "ábreme")."""
    vowels = list(_VOWELS.finditer(order))
    if len(vowels) < 2 or without_accents(order) != order:
        return order + pronoun
    stressed = vowels[-2]
    strong = [place for place in range(*stressed.span()) if order[place] in "aeo"]
    place = strong[-1] if strong else stressed.end() - 1
    return order[:place] + order[place].translate(_ACCENTED) + order[place + 1 :] + pronoun


# Imperatives in the familiar form, to which pronouns are attached.
_FAMILIAR = _words("""
    abre activa apaga atenúa baja cierra deja enciende pon prende quita sube
""")
# An article misheard as a pronoun, without accents: "quítalas luces" for "quita las luces".
_MISHEARD_ARTICLES = {
    without_accents(with_pronoun(order, pronoun)): (order, pronoun)
    for order in _FAMILIAR
    for pronoun in ("la", "las", "los")
}
_MIN_LETTERS = 4  # shorter words resemble too many others
_SHORT: Mapping[str, frozenset[str]] = {"en": _words("dim fan off on set up"), "es": _words("luz pon")}

_WITH_PRONOUNS = frozenset(with_pronoun(order, pronoun) for order in _FAMILIAR for pronoun in _PRONOUNS)

# Heads: the words that make a sentence an order or a question to the house. Every command has one.
HEADS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        activate add are arm brighten cancel check clean close deactivate decrease dim disable disarm
        enable how increase is lock lower make mute open pause play put raise resume run send set show
        shut start stop switch turn unlock unmute vacuum what what's where which
    """),
    "es": _words("""
        abra abre abrir activa activar ajusta ajustar añade apaga apagar apague arranca atenúa aumenta
        baja bajar baje bloquea cambia cancela cerrar cierra cierre comprueba cuál cuánta cuántas cuánto
        cuántos cómo deja desactiva desbloquea detén dime dónde encender encienda enciende está están
        hay limpia para pausa pon poner ponga prenda prende prender qué quita reproduce reduce sube
        subir suba silencia reanuda continúa echa saca conecta
    """)
    | _WITH_PRONOUNS,
}
# Heads that are accepted when heard but never put in place of another word: rare, and too similar to others.
_RARER_HEADS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        bolt bring continue cut delete dock draw drop extend hit hoover keep kill leave lift make mow need
        retract return shorten skip unpause
    """),
    "es": _words("""
        abres agrega apagas apunta aspira avísame bajas borra cierras corre corta crea da
        dale dame desconecta descorre devuelve ejecuta empieza enciendes extiende haz ilumina levanta
        manda mete necesito olvida olvídalo pasa pones prepara quitas recoge resta salta sigue subes
        suma vuelve
    """),
}
# Kinds of things. Every command has one of these or a name.
_THINGS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        air blind blinds brightness ceiling curtain curtains door doors fan fans floor gate heater
        heating house humidity lamp lamps light lights list lock locks music outlet plug radio room
        sensor shutter shutters socket speaker speakers switch temperature television thermostat timer
        timers tv volume window windows scene alarm
    """),
    "es": _words("""
        aire alarma altavoz brillo calefacción calefactor casa cerradura cortina cortinas cuarto enchufe
        enchufes escena estor estores habitación humedad interruptor lista luces luz lámpara lámparas
        música persiana persianas piso planta puerta puertas radio sensor techo tele televisión
        televisor temperatura temporizador temporizadores termostato toldo toldos ventana ventanas
        ventilador ventiladores volumen
    """),
}
_OTHER_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        a about again all also an and another any at bit blue both brighter brightness by can closed
        color colour cool could degree degrees dinner dimmer do down each every everything five for
        from full get give go good green half has here hey high hour hours hundred i i'd if in it
        it's just know left let like little locked long louder low many maximum me medium minimum
        minute minutes morning much my need next night no now off ok okay on one open or other our
        out percent please purple quieter red right sarai second seconds some ten thank thanks that
        the them there these they this those time to today tomorrow two anymore anything back base
        bright carry change cleaning cold count dark date day dirty does doing don't everywhere fire
        forget going got grass halfway hear hot humid its last lawn loud mind mode more move movie
        outside power previous rain remove robot roll running secure see silence song sound speed
        still through too track turned use warmth way weather when three four six seven eight nine
        eleven twelve fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty
        seventy eighty ninety until up us want warm warmer was we white will with yellow yes you
    """),
    "es": _words("""
        a abierta abiertas abierto abiertos ahora al algo alguna algún alto amarillo apagada
        apagadas apagado apagados aquí azul bajo blanco buenas buenos bien blanca calor cerrada
        cerradas cerrado cerrados cien ciento cinco color con cuando cuarenta cuatro cuenta de del
        desde después dentro diez diecinueve dieciocho dieciséis diecisiete doce dos durante días e
        el ella en encendida encendidas encendido encendidos es esa ese eso esta estas este esto
        estos favor frío fuera grado grados gracias gris hace hasta hora horas hola hoy intensidad
        la las le llave lo los luego mañana me media medio mi minuto minutos mis mitad máximo mínimo
        más menos mucho muy nada naranja ni no noche noches nos nueve nuestra nueva o ocho ok once
        otra otro oye par poco por porciento porfa puede puedes podrías que quiero quince roja rojo
        sarai se segundo segundos seis sesenta setenta si siete sin sobre solo son su sus sí también
        tan tarde tardes te tengo tiene toda todas abajo afuera alguien alta altura andar anterior
        antes arriba atrás bajita bajito base canción cargar césped clima da demasiada demasiado
        dice día entre estamos falta fecha flojo fuerte funcionando ha hacer hay igual limpiar
        llover marcha medias modo ninguna nadie oscura oscuras oscuro película poca queda quedan
        robot sitio sonido suelo suena tiempo tope vamos va ve veo velocidad voy dormir silencio
        siguiente momento rato ratito ahorita todo todos trece treinta tres tu tus un una uno unos
        unas vale veinte veintidós veintiuno veintiún veintitrés veinticuatro veinticinco verde y ya
        ochenta noventa cincuenta catorce dieciseis
    """),
}


# Requested states and values. A misheard word may be corrected to one, though no command needs one.
_RESULTS: Mapping[str, frozenset[str]] = {
    "en": _words("blue brightness degrees green minutes percent purple red seconds white yellow"),
    "es": _words("""
        encendida encendido encendidas apagada apagado apagadas abierta cerrada intensidad minutos segundos
        grados mitad azul verde dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro
        veinticinco treinta cuarenta cincuenta sesenta setenta ochenta noventa
    """),
}
# First words of a sentence that are often heard in place of an order that sounds quite different.
_MISHEARD_ORDERS: Mapping[str, Mapping[str, str]] = {
    "en": {"that": "set", "that's": "set", "and": "can", "near": "mute"},
    "es": {
        "que": "pon",
        "como": "pon",
        "buenos": "pon",
        "tierra": "cierra",
        "para": "apaga",
        "sierra": "cierra",
    },
}
_RUN_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "en": tuple(f"{thing} in the" for thing in ("light", "lights", "blinds", "fan", "heating")),
    "es": (
        *(f"{order} {article}" for order in sorted(_FAMILIAR) for article in ("el", "la", "los", "las")),
        *(f"{thing} {of}" for thing in ("luz", "luces", "persiana", "persianas", "lámpara", "puerta")
          for of in ("de la", "del", "de los")),
    ),
}  # fmt: skip

# Particles of verbs of two words ("turn … on").
_PARTICLES: Mapping[str, frozenset[str]] = {"en": _words("on off"), "es": frozenset()}
_WITH_OBJECT: Mapping[str, Mapping[str, tuple[str, str]]] = {"en": {}, "es": _MISHEARD_ARTICLES}
# Ending that makes an imperative a statement about somebody else ("opens"); "" if no single ending does.
_THIRD_PERSON: Mapping[str, str] = {"en": "s", "es": ""}
# Whether a verb may swallow the article after it.
_SWALLOWS_ARTICLE: Mapping[str, bool] = {"en": False, "es": True}
_GERUND = re.compile(r"[aei]ndo(?:l[aeo]s?)?$")

# Words that may precede an order. Not "I", "she" or "se": these make it a statement.
_LEAD_INS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile("(?:(?:can|could|will|would) you|and|go ahead and|hey|now|okay|ok|please|sarai|then) "),
    "es": re.compile(
        "(?:ahora|hola|luego|me|necesito que|nos|ok|oye|pero|por favor|porfa|puedes|puede|podrías|quiero que|"
        "sarai|vale|y) "
    ),
}
# No order begins with these; at the start they are a misheard verb ("con la luz" for "pon la luz").
_NEVER_FIRST: Mapping[str, frozenset[str]] = {
    "en": _words("an of or than that there this with"),
    "es": _words("con o poco por un una uno"),
}


def is_head(word: str, language: str) -> bool:
    """Return True if `word` (lower case) is a head of a command (rare ones too), or English "on" or "off"."""
    return word in _known_heads(language) or word in for_language(_PARTICLES, language)


def head_index(words: Sequence[str], language: str) -> int:
    """Return the index of the head at the start of `words` (lower case), after polite words; else -1."""
    text, before, start = " ".join(words), for_language(_LEAD_INS, language), 0
    while polite := before.match(text, start):
        start = polite.end()
    place = text[:start].count(" ")
    return place if place < len(words) and words[place] in _known_heads(language) else -1


def may_be_misheard(word: str, place: int, language: str) -> bool:
    """Return True if the head `word`, at index `place` of a sentence, may nevertheless be a misheard word."""
    return never_first(word, language) or word == "how" or (place > 0 and word == "para")


def without_object(word: str, following: str, language: str) -> str:
    """Return the order in `word` without the pronoun that was misheard for an article; "" if there is none.

    Spanish only: "quita las" for "quítalas" before a noun ("luces"), "pon" for "ponla" before "la".
    """
    order, pronoun = for_language(_WITH_OBJECT, language).get(without_accents(word), ("", ""))
    if following == pronoun:
        return order
    return f"{order} {pronoun}" if order and following and following in thing_words(language) else ""


def is_form_of_head(word: str, language: str) -> bool:
    """Return True if `word` may be a form of a head that states something: "apagué", "opened".

    False for words that are no verb forms ("abril", "conme"). Raises BadInput (`unknown_language`).
    """
    acts, third = pack(language).speech_acts, for_language(_THIRD_PERSON, language)
    if third and word.endswith(third) and word.removesuffix(third) in _known_heads(language):
        return True
    return bool(acts.statement.search(word) or _GERUND.search(word))


def is_statement(words: Sequence[str], language: str) -> bool:
    """Return True if `words` (lower case) state or report something, and order nothing ("I opened").

    In Spanish a first word like "ponen" before a noun is ignored, as it may be an order with its article
    ("ponen ventilador" for "pon el ventilador"). Raises BadInput (`unknown_language`).
    """
    acts = pack(language).speech_acts
    swallowed = (
        len(words) > 1 and is_form_of_head(words[0], language) and not is_function_word(words[1], language)
    )
    said = " ".join(words[1:] if swallowed and for_language(_SWALLOWS_ARTICLE, language) else words)
    return bool(acts.report.search(said) or (acts.statement.search(said) and not acts.wish.search(said)))


def never_first(word: str, language: str) -> bool:
    """Return True if no order begins with `word` (lower case)."""
    return word in for_language(_NEVER_FIRST, language)


def command_words(language: str) -> frozenset[str]:
    """Return every word that a command in `language` may contain, except the names of the home."""
    return _known_heads(language) | thing_words(language) | for_language(_OTHER_WORDS, language)


def thing_words(language: str) -> frozenset[str]:
    """Return the words for kinds of things. Raises BadInput (`unknown_language`)."""
    return for_language(_THINGS, language)


def _known_heads(language: str) -> frozenset[str]:
    return for_language(HEADS, language) | for_language(_RARER_HEADS, language)


def order_misheard_as(word: str, language: str) -> str:
    """Return the order that is often misheard as `word` at the start of a sentence; "" if there is none."""
    return for_language(_MISHEARD_ORDERS, language).get(word, "")


def run_together_phrases(language: str) -> tuple[str, ...]:
    """Return phrases spoken as one that the recogniser may split differently ("ponen" for "pon el")."""
    return for_language(_RUN_TOGETHER, language)


def correction_targets(language: str) -> frozenset[str]:
    """Return the words to which a similar one may be corrected.

    These are heads, kinds of things, and requested states and values; of the heads and things with
    fewer than four letters only a few ("off", "luz").
    """
    longer = {
        word for word in for_language(HEADS, language) | thing_words(language) if len(word) >= _MIN_LETTERS
    } - {"para"}
    return for_language(_SHORT, language) | for_language(_RESULTS, language) | longer
