"""Recognises small talk that has fixed answers, such as greetings, thanks and "what can you do".

Only a sentence that is nothing else counts: "thanks, and turn off the light" is no small talk.
"""

import re
from collections.abc import Mapping
from typing import Literal

from sarai_mqtt.languages.detection import bare_words
from sarai_mqtt.languages.patterns import pattern_of
from sarai_mqtt.languages.tables import for_language

SmallTalk = Literal[
    "greeting", "good_night", "goodbye", "thanks", "capabilities", "who", "never_mind", "all_right", "repeat"
]

_SEPARATOR = re.compile(r"\s*/\s*")
# Polite words before or after small talk; alone they are not small talk.
_POLITE: Mapping[str, str] = {
    "en": r"""
        sarai / please / hey / hi / hello / hey there / ok / okay / oh / ah / well / so / um / uh / er / and /
        but / no / yes / yeah / great / perfect / nice / cool / awesome / wonderful / alright / all right /
        now / then / again / sorry / excuse me / thanks / for me / everyone / everybody / there / my dear /
        dear / mate / today / just
    """,
    "es": r"""
        sarai / por favor / porfa / oye / hola / eh / ah / oh / pues / bueno / vale / ok / okay / y / pero /
        no / si / perfecto / genial / estupendo / muy bien / bien / entonces / ahora / perdona / perdon /
        gracias / a todos / todos / tia / tio / guapa / hoy / venga / anda
    """,
}
# Patterns for text without accents, in the order in which they are tried.
_PHRASES: Mapping[str, Mapping[SmallTalk, str]] = {
    "en": {
        "thanks": r"""
            (?:many )?thanks(?: (?:a lot|a bunch|a million|so much|very much|again|mate|dear|everyone))? /
            (?:i )?thank you(?: (?:so much|very much|a lot|kindly|all|again))? / (?:thanks|thank you)(?:
            \w+){0,2} for (?:\w+ ?){1,4} / cheers / thx / ta / much (?:appreciated|obliged) / (?:i )?(?:really
            )?appreciate (?:it|that) / (?:that's|that is|you're|you are|how) (?:very |so |really
            )?(?:kind|nice|helpful)(?: of you)? / (?:well done|good job|good girl)
        """,
        "good_night": r"""
            (?:good ?|a good )night(?: (?:to you|sleep well))? / night ?night / nighty night / sleep
            (?:well|tight) / sweet dreams
        """,
        "goodbye": r"""
            (?:good ?)?bye(?: bye| for now)? / see (?:you|ya)(?: (?:later|soon|tomorrow|around|then))? /
            farewell / catch you later / so long
        """,
        "greeting": r"""
            (?:hello|hi|hey)(?: (?:hello|there|you|everyone|everybody|sarai|again))? / hiya / howdy / yo /
            greetings / good (?:morning|afternoon|evening|day)(?: to you)? / morning / evening / afternoon /
            are you (?:there|awake|listening) / anybody there / nice to meet you
        """,
        "capabilities": r"""
            what (?:else )?(?:can|could|do) you (?:do|know how to do|help (?:me )?with|offer|understand)(?:
            for (?:me|us)| here| exactly)? / what (?:else )?(?:are you (?:able|capable)|can you be asked)
            (?:to|of) (?:do(?:ing)?)? / what (?:else )?(?:can|could|may|should) i (?:ask|say|tell|request)(?:
            you| of you| to you| from you)?(?: to do| for| about)? / how (?:can|could|do) you help(?: me)? /
            what(?:'s| is| are) your (?:\w+
            )?(?:capabilities|skills|functions?|commands|features|abilities|purpose|job) / what (?:\w+
            ){0,3}(?:things|commands|orders|questions)(?: \w+)? (?:can|do) (?:you|i)
            (?:do|understand|know|ask|say|give|use)(?: you)? / (?:tell|show) me what you can do / how do
            (?:you work|i use you) / what (?:are you|do you do)(?: good)? for / can you help(?: me)? / list
            (?:of )?(?:your )?commands / what are (?:my|the) options / what do you do / what do you know /
            which commands (?:do you know|can i use|are there) / tell me about your
            (?:skills|capabilities|functions)
        """,
        "who": r"""
            (?:so )?who are you / what are you / (?:what's|what is|do you have a|tell me|say) (?:your )?name /
            who am i (?:talking|speaking) (?:to|with) / introduce yourself / (?:tell me (?:something )?)?about
            yourself / what (?:do they|should i|can i|do i|may i) call you / what are you called / are you
            sarai / who is (?:this|that|speaking) / who is sarai / tell me who you are
        """,
        "never_mind": r"""
            never ?mind(?: (?:that|it|me))? / forget (?:it|that|about it|about that|what i said|i asked|i said
            anything|everything) / (?:it's |it is |oh )?nothing / (?:it )?doesn't matter / (?:don't|do not)
            (?:worry|bother)(?: about it)? / ignore (?:that|me|it|what i said) / leave it(?: be)? / let it go
            / stop(?: it| that| now| talking)* / cancel(?: that| it| everything)? / no (?:thanks|thank you) /
            (?:i wasn't|i'm not|wasn't|not) (?:talking|speaking) to you / not you / scratch that / skip it /
            (?:be )?quiet / shut up / hush / silence / enough / that's (?:all|it|enough) / go away / drop it /
            i changed my mind / i didn't (?:mean you|say anything) / abort
        """,
        "all_right": r"""
            ok(?:ay)? / all ?right / great / good / perfect / cool / nice / fine / got it / i see / right /
            awesome / very good / understood / excellent / wonderful / brilliant / lovely / sure
        """,
        "repeat": r"""
            what did you (?:just )?say(?: to me)? / what (?:was|were) (?:that|it|you saying) / what you said /
            (?:can|could|would|will) you (?:please )?(?:repeat|say) (?:that|it|yourself|this|what you(?:
            just)? said)(?: for me| one more time| once more| again| please)* / (?:please )?repeat(?:
            (?:that|it|yourself|this|please|what you(?: just)? said|the (?:last|answer|reply)(?: \w+)?|your
            (?:answer|last \w+)))*(?: again| once more| one more time| please)* / say (?:that|it|this)
            (?:again|once more|one more time) / say again / come again / (?:i beg your )?pardon(?: me)? / what
            / huh / sorry what / (?:sorry )?i (?:didn't|did not|couldn't|can't|don't)
            (?:hear|catch|understand|get|hear) (?:you|that|it|what you said)(?: properly| well)? / (?:sorry
            )?(?:i )?didn't (?:hear|catch|get) (?:you|that|it) / tell me (?:that )?(?:again|once more) /
            what's that you said / what was your answer / read that again / i missed that
        """,
    },
    "es": {
        "thanks": r"""
            (?:muchas |muchisimas |mil |un millon de )?gracias(?: (?:por (?:\w+ ?){1,4}|a ti|guapa|de
            nuevo|otra vez|de verdad))? / (?:te )?lo agradezco(?: mucho)? / (?:muy|que) amable(?: de tu
            parte)? / te (?:estoy )?agradec\w+(?: mucho)? / eres (?:un sol|muy amable|la mejor|un cielo) /
            bien hecho / buen trabajo
        """,
        "good_night": r"""
            (?:muy )?buenas noches(?: (?:a todos|sarai))? / hasta manana / que (?:descanses|duermas
            bien|suenes con los angelitos) / (?:dulces|felices) suenos / me voy a (?:dormir|la cama)
        """,
        "goodbye": r"""
            adios / hasta (?:luego|pronto|la vista|otra|ahora|despues) / cha[ou] / nos vemos(?:
            (?:luego|pronto|manana))? / agur / me voy
        """,
        "greeting": r"""
            hola(?: (?:hola|a todos|sarai))?(?: (?:buenas|que tal|buenos dias|buenas tardes))? / (?:muy
            )?buen(?:os|as)(?: (?:dias|tardes))?(?: a ti)? / buen dia / que tal / saludos / ey / hey / alo /
            estas ahi / me (?:oyes|escuchas) / hay alguien ahi / encantad[oa](?: de conocerte)?
        """,
        "capabilities": r"""
            (?:y )?que (?:mas |otras cosas )?(?:puedes|sabes|podrias|eres capaz de) (?:hacer)?(?: por mi|
            aqui)? / que (?:mas )?(?:te )?(?:puedo|podria|puede uno)
            (?:pedir|preguntar|decir|ordenar)(?:te)?(?: que hagas)? / (?:como|en que) (?:me
            )?(?:puedes|podrias) ayudar(?:me|nos)? / para que (?:sirves|vales|estas) / que haces / cuales son
            tus (?:\w+ )?(?:funciones|habilidades|capacidades|comandos|tareas|opciones) / (?:que|cuales)
            (?:\w+ )?(?:cosas|ordenes|comandos|preguntas|funciones) (?:\w+
            )?(?:sabes|puedes|entiendes|puedo|tienes|conoces)(?:
            (?:hacer|darte|usar|preguntarte|decirte|entender))? / dime (?:que|lo que) (?:puedes|sabes) hacer /
            como (?:funcionas|te uso|te utilizo|se te usa) / (?:me puedes|puedes|podrias|me podrias)
            ayudar(?:me)? / ensename (?:que|lo que) (?:puedes|sabes) hacer / que opciones (?:tengo|hay) / que
            (?:ofreces|entiendes) / de que eres capaz / cual es tu (?:funcion|trabajo)
        """,
        "who": r"""
            (?:y )?(?:tu )?quien eres(?: tu)? / que eres(?: tu)? / como te llamas / cual es tu nombre / (?:me
            )?(?:dices|dime) (?:tu nombre|como te llamas|quien eres) / presentate / (?:hablame|cuentame(?:
            algo)?) (?:de|sobre) ti / con quien (?:hablo|estoy hablando) / eres sarai / quien es sarai / como
            (?:puedo|debo|tengo que) llamarte / tienes nombre
        """,
        "never_mind": r"""
            (?:no )?nada(?: nada)?(?: olvidalo| dejalo| da igual)? / (?:mejor )?(?:olvidalo|olvidate|olvida
            (?:eso|lo que he dicho|todo|lo dicho)|dejalo(?: estar| ya)?|dejalo) / (?:me )?da igual / es igual
            / no importa / no te preocupes / no (?:te )?hablaba contigo / no (?:era|es) (?:a ti|contigo|para
            ti) / no hablo contigo / (?:cancela|cancelalo|cancelar)(?: eso| todo)? / para(?: ya| eso)? /
            basta(?: ya)? / calla(?:te)?(?: ya)? / silencio / ya (?:esta|vale|esta bien|no) / eso es todo / no
            pasa nada / no he dicho nada / he cambiado de (?:idea|opinion) / dejalo / no hagas (?:nada|caso) /
            no me hagas caso / no (?:hace falta|era nada|quiero nada) / detente / alto
        """,
        "all_right": r"""
            vale / ok(?:ay)? / de acuerdo / perfecto / genial / muy bien / bien / estupendo / entendido /
            bueno / claro / ya veo / ah vale / fenomenal / excelente / que bien / correcto
        """,
        "repeat": r"""
            (?:y )?(?:que|como) (?:es lo que )?(?:has dicho|dijiste|decias|dices|me has dicho|ha dicho|era
            eso)(?: antes)? / (?:me )?(?:puedes|podrias|puede|quieres) (?:volver a
            )?(?:repetir|decir)(?:lo|me(?:lo)?)?(?: eso| otra vez| de nuevo| lo ultimo| lo que has dicho)* /
            (?:me )?(?:lo )?(?:repite|repites|repitelo|repitemelo|repiteme|repita|repitalo|repeti)(?:
            (?:eso|lo|lo ultimo|lo que has dicho|otra vez|de nuevo|la respuesta|la ultima respuesta|lo de
            antes))* / como / que / dilo (?:otra vez|de nuevo) / (?:dimelo|dime eso) (?:otra vez|de nuevo) /
            no (?:te |lo |me |la )*(?:he
            )?(?:oido|entendido|escuchado|pillado|oi|entendi|entiendo|escuche|oigo|enterado|entere)(?: bien|
            nada| eso| lo que has dicho)* / que (?:era|fue) (?:eso|lo ultimo) / mande / vuelve a
            (?:decirlo|repetirlo|decir eso) / perdon que / perdona que / que decias / otra vez que has dicho
        """,
    },
}


def _compiled(phrases: str) -> re.Pattern[str]:
    """Compile `phrases`, separated by " / ", into one pattern."""
    return pattern_of(_SEPARATOR.split(" ".join(phrases.split())))


_KINDS = {
    language: {kind: _compiled(text) for kind, text in kinds.items()} for language, kinds in _PHRASES.items()
}
_EDGES = {
    language: re.compile(rf"^(?:(?:{words})\b ?)|(?: ?\b(?:{words}))$")
    for language, phrases in _POLITE.items()
    for words in ["|".join(sorted(_SEPARATOR.split(" ".join(phrases.split())), key=len, reverse=True))]
}


def small_talk_of(text: str, language: str) -> SmallTalk | None:
    """Return the kind of small talk in `text`, ignoring polite words at its ends; None if it is none.

    Raises BadInput (`unknown_language`).
    """
    kinds = for_language(_KINDS, language)
    said = bare_words(text)
    # try the whole text first, then strip its ends: "ok thanks" is thanks, "ok" alone is agreement
    while said:
        for kind, pattern in kinds.items():
            if pattern.fullmatch(said):
                return kind
        shorter = for_language(_EDGES, language).sub("", said, count=1).strip()
        if shorter == said:
            return None
        said = shorter
    return None
