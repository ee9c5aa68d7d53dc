"""Recognises an order by its verb, whether or not this home can carry it out."""

import re
from collections.abc import Callable, Mapping

from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.phonetics import without_accents
from sarai_mqtt.languages.tables import for_language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VERBS: Mapping[str, frozenset[str]] = {
    "en": _words("""
        activate add arm brighten call cancel clean close deactivate dim disable disarm enable lock lower
        mute open order pause play put raise remind restart resume send set shut skip start stop switch turn
        unlock unmute vacuum wake
    """),
    "es": _words("""
        abra abre abrir activa activar ajusta ajustar alumbra añade añadir apaga apagar apunta apuntar arranca
        arrancar aspira aspirar atenúa atenuar avisa avisar baja bajar bloquea bloquear cancela cancelar
        cerrar cierra conecta conectar deja desactiva desactivar desbloquea desbloquear desconecta desconectar
        despertar despierta despliega detener detén encender encienda enciende extiende ilumina levanta
        levantar limpia limpiar llama llamar manda mandar mete pausa pausar pon poner ponga prenda prende
        prender programa programar quita quitar recoge recoger recordar recuerda reproduce reproducir saca
        sacar silencia silenciar sube subir
    """),
}
_LEAD_INS: Mapping[str, frozenset[str]] = {
    "en": _words("ahead and can could go hey now ok okay please sarai then will would you"),
    "es": _words("""
        ahora de el favor haz hey importa me oye podrías por puede puedes pues sarai te vale venga
    """),
}
_REASON: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r",?\s(?:because|cause|since|as it's|so (?:i|we|that)|i'm|i am|we're|we are|i want to)\s",
        re.IGNORECASE,
    ),
    # the "que" of "la luz que hay en la cocina" begins no reason
    "es": re.compile(
        r",?\s(?:que(?!\s(?:no sean?|(?:hay|está|están|tengo|tenemos)\s(?:en|del?|aquí|ahí))\b)"
        r"|porque|pues|ya que|para que)\s",
        re.IGNORECASE,
    ),
}
_ENCLITIC = re.compile(r"(?:me|nos|te)?(?:l[aeo]s?)?$")


def is_order(text: str, language: str) -> bool:
    """Return True if `text` begins, after polite words, with a verb that orders a house to do something.

    Spanish pronouns may be attached to the verb ("enciéndela", "apágamelo").
    Raises BadInput (`unknown_language`).
    """
    polite, verbs = for_language(_LEAD_INS, language), for_language(_VERBS, language)
    first = next((word for word in words_of(text) if word not in polite), "")
    return first in verbs or for_language(_BARE_VERB, language)(first) in verbs


def order_of(text: str, language: str) -> str:
    """Return an order without the reason after it ("… que voy a dormir", "… because I'm cold").

    Returns "" if `text` is no order or has no such reason, or if fewer than three words are left: an order
    needs a verb and an object. Raises BadInput (`unknown_language`).
    """
    if not is_order(text, language):
        return ""
    order = for_language(_REASON, language).split(text, maxsplit=1)[0]
    return order if order != text and len(order.split()) > 2 else ""


def _without_pronouns(verb: str) -> str:
    """Return "enciende" for "enciéndemela": the accent is only there because of the pronouns."""
    stem = _ENCLITIC.sub("", verb, count=1)
    return verb if stem == verb else without_accents(stem)


# A verb without the pronouns that may be attached to it.
_BARE_VERB: Mapping[str, Callable[[str], str]] = {"en": str, "es": _without_pronouns}
