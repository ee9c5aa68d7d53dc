"""Recognises a spoken yes or no, and a spoken stop, by lists of phrases for each language."""

import re
from collections.abc import Mapping, Sequence

from sarai_mqtt.languages.detection import words_of
from sarai_mqtt.languages.spelling import without_accents
from sarai_mqtt.languages.tables import for_language

_Phrases = Mapping[tuple[str, ...], bool | None]
# Courtesies and fillers: said along with an answer, not an answer by themselves.
_POLITE = (
    "please / thanks / thank you / sarai / por favor / gracias / oh / well / uh / um / eh / ah / pues / bueno"
)
_YES: Mapping[str, str] = {
    "en": """
        yes / yeah / yep / yup / yea / ya / aye / sure / sure thing / ok / okay / alright / all right / fine /
        of course / absolutely / definitely / certainly / indeed / correct / that's right / affirmative /
        confirm / confirmed / i confirm / confirm it / do it / do that / do so / go ahead / go for it /
        please do / go on / you may / you can / yes you may / yes you can / by all means / exactly / uh huh /
        mm hmm / mhm / i do / i am sure / i'm sure / why yes / that's fine / it's fine / make it so / proceed
    """,
    "es": """
        si / si si / claro / claro que si / vale / venga / dale / hazlo / hagalo / haz eso / adelante /
        por supuesto / desde luego / confirmo / confirmado / confirmar / confirma / confirmalo / lo confirmo /
        de acuerdo / ok / okey / okay / correcto / exacto / exactamente / eso es / eso mismo / asi es /
        afirmativo / sin duda / seguro / estoy seguro / estoy segura / como no / que si / ya lo creo / aja /
        procede / perfecto / andale / sale / esta bien / va
    """,
}
_NO: Mapping[str, str] = {
    "en": """
        no / nope / nah / nay / no no / don't / do not / don't do it / do not do it / don't do that / cancel /
        cancel it / cancel that / forget it / forget about it / forget that / never mind / nevermind / stop /
        stop it / leave it / leave it alone / leave it be / of course not / absolutely not / certainly not /
        definitely not / better not / rather not / i'd rather not / not now / not yet / not really / no way /
        no you may not / negative / abort / please don't / i don't / uh uh / not at all / skip it / drop it /
        no thanks / enough / that's enough / quiet / be quiet / silence / hush / shut up / stop that
    """,
    "es": """
        no / no no / que no / mejor no / cancela / cancelar / cancelalo / cancela eso / cancelado / dejalo
        / dejalo estar / deja / dejala / para nada / claro que no / por supuesto que no / desde luego que
        no / ni hablar / de eso nada / que va / de ninguna manera / en absoluto / negativo / olvidalo /
        olvidate / olvida / no lo hagas / no hagas nada / no hagas eso / no lo haga / ahora no / todavia
        no / aun no / no hace falta / no quiero / nada / no nada / no gracias / nel / para / detente /
        basta / tampoco / prefiero que no / ya basta / para ya / paralo / alto / calla / callate / silencio /
        stop / no sigas
    """,
}
# Short, said alone, spelt as written: the recogniser looks for these after a question (ADR 21).
_SHORT_YES: Mapping[str, str] = {
    "en": """
        yes / yeah / yep / sure / okay / OK / go ahead / do it / please do / yes, please / of course /
        yes, do it / alright / all right / absolutely / go on / definitely / that's right / fine /
        yes, go ahead
    """,
    "es": """
        sí / vale / sí, hazlo / hazlo / claro / claro que sí / sí, claro / adelante / por supuesto /
        de acuerdo / sí, por favor / venga / dale / confirmo / ok / está bien / perfecto
    """,
}
_SHORT_NO: Mapping[str, str] = {
    "en": """
        no / no, no / nope / no, thanks / no, thank you / don't / don't do it / not now / never mind /
        forget it / leave it / of course not / no way / better not / nah / stop / stop it / cancel /
        cancel it / cancel that / enough / that's enough / quiet / be quiet / shut up / silence / abort / hush
    """,
    "es": """
        no / no, no / no, gracias / mejor no / déjalo / para nada / no lo hagas / ahora no / olvídalo /
        claro que no / de ninguna manera / todavía no / nada / ni hablar / para / cancela / cancélalo /
        basta / ya basta / cállate / calla / silencio / detente / alto / para ya / stop
    """,
}
# Stop phrases, said alone when nothing was asked.
_STOP: Mapping[str, str] = {
    "en": """
        stop / stop it / stop that / cancel / cancel it / cancel that / enough / that's enough / quiet /
        be quiet / shut up / silence / hush / abort / never mind
    """,
    "es": """
        para / para ya / paralo / alto / detente / basta / ya basta / cancela / cancelar / cancelalo / calla /
        callate / silencio / stop / dejalo
    """,
}
_SEPARATOR = re.compile(r"\s*/\s*")


def _phrases(language: str) -> _Phrases:
    found: dict[tuple[str, ...], bool | None] = {}
    for texts, meaning in (
        (_POLITE, None),
        (for_language(_YES, language), True),
        (for_language(_NO, language), False),
    ):
        found |= {_plain_words(phrase): meaning for phrase in _SEPARATOR.split(texts.strip())}
    return found


def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(without_accents(word) for word in words_of(text))


def short_answers(language: str) -> Mapping[str, bool]:
    """Return the short answers to listen for, spelt as written: True for a yes, False for a no.

    Raises BadInput (`unknown_language`).
    """
    found: dict[str, bool] = {}
    for texts, meaning in ((_SHORT_YES, True), (_SHORT_NO, False)):
        phrases = " ".join(for_language(texts, language).split()).split(" / ")
        found |= dict.fromkeys(filter(None, phrases), meaning)
    return found


_PHRASES: Mapping[str, _Phrases] = {language: _phrases(language) for language in _YES}
_SHORT = {code: frozenset(map(_plain_words, short_answers(code))) for code in _SHORT_YES}
_STOPS = {
    code: frozenset(map(_plain_words, _SEPARATOR.split(texts.strip()))) for code, texts in _STOP.items()
}
_LONGEST = {language: max(map(len, phrases)) for language, phrases in _PHRASES.items()}


def answer_of(text: str, language: str) -> bool | None:
    """Return True if `text` is a yes, False if it is a no, None if it is neither or says more.

    Every word must belong to a phrase for yes or no, or be polite: "yes, but the other one" and
    "sí, la cocina" say more, "yes, no" says both, and "yes?" asks.
    Raises BadInput (`unknown_language`).
    """
    phrases, longest = for_language(_PHRASES, language), for_language(_LONGEST, language)
    if any(letter.isdigit() or letter == "?" for letter in text):
        return None
    words = _plain_words(text)
    said: set[bool] = set()
    at = 0
    while at < len(words):
        length = _phrase_length(words[at:], phrases, longest)
        if not length:
            return None
        meaning = phrases[words[at : at + length]]
        if meaning is not None:
            said.add(meaning)
        at += length
    return said.pop() if len(said) == 1 else None


def is_stop(text: str, language: str) -> bool:
    """Return True if `text`, apart from polite words, is only a stop phrase ("para", "shut up, please").

    Raises BadInput (`unknown_language`).
    """
    return _without_courtesies(text, language) in for_language(_STOPS, language) and "?" not in text


def is_short_answer(text: str, language: str) -> bool:
    """Return True if `text` is one of `short_answers`, apart from courtesies, case, accents and marks.

    Raises BadInput (`unknown_language`).
    """
    return not for_language(_SHORT, language).isdisjoint(
        {_plain_words(text), _without_courtesies(text, language)}
    )


def _without_courtesies(text: str, language: str) -> tuple[str, ...]:
    """Return the words of `text` without courtesies and fillers at its beginning and end."""
    polite = [words for words, meaning in for_language(_PHRASES, language).items() if meaning is None]
    words = _plain_words(text)
    while before := next((p for p in polite if words[: len(p)] == p), ()):
        words = words[len(before) :]
    while after := next((p for p in polite if words[-len(p) :] == p), ()):
        words = words[: -len(after)]
    return words


def _phrase_length(words: Sequence[str], phrases: _Phrases, longest: int) -> int:
    """Return the length in words of the longest phrase at the start of `words`, 0 if there is none."""
    lengths = range(min(longest, len(words)), 0, -1)
    return next((n for n in lengths if tuple(words[:n]) in phrases), 0)
