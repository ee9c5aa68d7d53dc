"""Sentences of danger: gas, smoke, fire, poison, doses, somebody hurt. They get one sober answer, and do nothing.

In doubt about people and bodies a sentence is danger; an order or a question about a thing of the house that only
shares a word with danger ("turn off the gas heater") is none. Texts are compared without accents.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sarai_mqtt.core.language import bare_words


@dataclass(frozen=True, slots=True)
class _Signs:
    """Patterns of a language, for `search` in bare words.

    `signs` say danger whatever else is understood; `hints` only when nothing is. `titles` finds what is only played,
    listed, reminded of or asked about: a song's name says nothing.
    """

    signs: re.Pattern[str]
    hints: re.Pattern[str]
    titles: re.Pattern[str]


def is_danger(text: str, language: str, *, understood: bool) -> bool:
    """Say whether `text` tells of danger; with `understood` (it may be a command) mere hints are left out.

    A language without signs here has none.
    """
    signs = _SIGNS.get(language)
    if signs is None:
        return False
    said = bare_words(text)
    if signs.titles.search(said):
        return False
    return bool(signs.signs.search(said) or (not understood and signs.hints.search(said)))


def _pattern(alternatives: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


# English.
_EN_MEDICINE = r"""(?:paracetamol|acetaminophen|ibuprofens?|aspirins?|tylenol|advil|nurofen|calpol|panadol|aleve|naproxen
|antibiotics?|amoxicillin|penicillin|insulin|morphine|codeine|tramadol|diazepam|valium|xanax|melatonin|antihistamines?
|benadryl|warfarin|statins?|pills?|tablets?|capsules?|medicines?|medications?|meds|painkillers?|cough syrup|drops
|antidepressants?|vaccines?)""".replace("\n", "")
_EN_TOXIC = r"""(?:bleach|ammonia|chlorine|detergent|poison|anti ?freeze|(?:drain|oven|toilet|glass|floor|window) cleaners?
|cleaners?|cleaning \w+|(?:washing|laundry|dishwasher) \w+|button batter(?:y|ies)|batter(?:y|ies)|paint|petrol|gasoline
|diesel|lighter fluid|acid|chemicals?|sanitizers?|perfume|nail polish|weed ?killer|pesticides?|insecticides?|turpentine
|turps|white spirit|moth ?balls?|methanol|mercury|magnets?|poisonous \w+|wild (?:berries|mushrooms?)
|unknown (?:berries|mushrooms?))""".replace("\n", "")
_EN_FAMILY = r"""(?:son|daughter|kids?|child|children|boy|girl|baby|babies|toddler|infant|newborn|wife|husband|partner
|boyfriend|girlfriend|friend|mum|mom|mummy|mommy|mother|dad|daddy|father|grandma|granny|nan|grandmother|grandpa|grandad
|granddad|grandfather|brother|sister|uncle|aunt|cousin|neighbou?r|man|woman|person|people|guest|lady|guy|dog|cat|puppy
|kitten)""".replace("\n", "")
_EN_PERSON = rf"""(?:\b(?:i|he|she|they|we|someone|somebody|everyone|everybody|(?:my|our|the|a|his|her|your) (?:\w+ )?
{_EN_FAMILY}|(?:one|two) of us|(?:mum|mom|dad|grandma|grandpa|grandad|granny|nan))(?:'s|'m|'ve|'re|s)?\b)""".replace("\n", "")
_EN_DEVICE = r"""(?:toaster|oven|pan|plug|socket|outlet|charger|phone|battery|heater|boiler|stove|cooker|hob|dryer|machine
|tv|wires?|cables?|fridge|microwave|car|engine|lamp|light|switch|kettle|iron|fuse ?box|router|computer|laptop|chimney
|scooter)""".replace("\n", "")
_EN_LIMB = r"(?:wrists?|fingers?|hands?|legs?|arms?|throat|veins?|head|face|foot|toes?|thumb|neck|back|hip|skull|ankle|eyes?)"

_ENGLISH = _Signs(
    signs=_pattern(
        [
            # gas, smoke, fire
            r"\bsmell(?:s|ing|ed|y)?\b(?: \w+){0,5} (?:gas|smoke|burning|burnt|fumes)\b(?! (?:wood|candles?|leaves))",
            r"\b(?:stink|reek|whiff|odou?r)s? of (?:\w+ )?(?:gas|smoke|burning)\b|\b(?:gas|burning|smoke) smell\b",
            r"\bgas (?:leak|leaks|leaking|is (?:leaking|escaping|coming))\b|\bleak(?:ing|s)? (?:of )?gas\b",
            r"\b(?:there(?:'s| is| are)|see|have|full of|fill(?:ed|ing) with|lots of|so much)\b(?: \w+){0,2}"
            r" (?:smoke|flames|fumes|sparks)\b(?! (?:alarm|detector|sensor|machine))",
            r"\b(?:smoke|flames|fumes|sparks) (?:is |are |keeps? )?(?:coming|pouring|rising|shooting|everywhere|billowing)",
            r"\b(?:making|giving off|leaking|breathed?(?: in)?|breathing(?: in)?|inhaled?)(?: \w+){0,2} (?:fumes|smoke|gas)\b",
            rf"\b{_EN_DEVICE} (?:is|are|'s|keeps?|started|has started)(?: \w+)? (?:smoking|sparking|smouldering|burning|exploding)\b",
            r"^(?:help )?(?:help |a )?fire(?: fire)*$|(?<!girl )(?<!sun )(?<!this )\bon fire\b(?! (?:tonight|today))",
            r"\b(?:there(?:'s| is)|see|we have)(?: \w+){0,2} fire\b(?! ?(?:place|pit|alarm|tv|stick|engine|station|exit|door"
            r"|in (?:the|a) (?:fireplace|fire pit|pit|stove|grill|grate|hearth|chimney|barbecue)))",
            r"\b(?:caught|catch|catches|catching) fire\b|\bin flames\b|\bburning down\b|\bset(?: \w+){1,3} on fire\b"
            r"|\b(?:something|somebody|someone)(?:'s| is) (?:been )?burning\b",
            r"\b(?:house|home|flat|apartment|kitchen|curtains?|sofa|bed|roof|garage|shed|bin|rug|carpet|tree)"
            r" (?:is|are|'s) (?:burning|ablaze|alight)\b",
            r"\b(?:smoke|fire|gas|co|monoxide)(?: alarm| detector| sensor)+\b(?! (?:light|lamp))(?: \w+){0,4}"
            r" (?:going off|went off|goes off|beeping|beeps|ringing|sounding|screaming)\b",
            r"\bcarbon monoxide\b(?: \w+){0,3} (?:in (?:here|the|my|our)|leak\w*|poisoning)\b"
            r"|\b(?:think|smell|there(?:'s| is)|fear|symptoms of)(?: \w+){0,3} carbon monoxide\b(?! (?:alarm|detector|sensor))",
            # poison
            rf"\b(?:drank|drunk|drinks?|drinking|swallow(?:s|ed|ing)?|ate|eaten|eats?|eating|ingest(?:s|ed)?|chewed|licked"
            rf"|inhaled?|sniffed|took|taken|injected)\b(?: \w+){{0,5}} {_EN_TOXIC}\b",
            rf"\b(?:swallow(?:s|ed)|ate|eaten|ingested|chewed)\b(?: \w+){{0,4}} {_EN_MEDICINE}\b",
            r"\b(?:bleach|cleaner|acid|ammonia|chlorine|detergent)\b(?: \w+){0,3} in (?:my|his|her|their|the) (?:\w+ )?eyes?\b",
            r"\b(?:been|was|got|is|am|'m) poisoned\b|\bpoison control\b|\bfood poisoning\b",
            r"\b(?:are|is) (?:these|this|those|that)(?: \w+)? (?:poisonous|toxic)\b",
            r"^(?=.*\b(?:bleach|ammonia|chlorine|drain cleaner|muriatic acid)\b)(?=.*\b(?:mix|mixed|mixing|mixes|combin\w+"
            r"|together|react\w*)\b)",
            # doses
            rf"^(?=.*\b{_EN_MEDICINE}\b)(?=.*\b(?:how (?:much|many|often)|dos(?:e|es|age|ages)|overdos\w+|milligrams?|mg"
            rf"|can (?:i|he|she|we|you|they|my|our|a|the|\w+ \w+) (?:\w+ )?(?:take|have|give|mix|get)|should (?:i|he|she|we)"
            rf" (?:take|give)|(?:safe|okay?|dangerous|bad|fine|allowed) (?:to|for)|max(?:imum)?|with (?:alcohol|wine|beer|vodka)"
            rf"|and (?:alcohol|wine|beer|vodka)|too (?:many|much)|twice as|double|by mistake|by accident|all (?:my|the|his|her|of)"
            rf"|wrong|to (?:kill|die|overdose)|would kill)\b)(?!.*\b(?:left|in stock|do we have|have we got)\b)",
            r"\bover ?dos(?:e|ed|ing)\b|\b(?:lethal|deadly|fatal) dose\b|\b(?:right|correct|maximum|max|safe) dos(?:e|age)\b",
            # bodies
            r"\b(?:not|isn't|isnt|aren't|stopped|stops|barely|hardly|n't|without) breath(?:e|es|ing)\b",
            r"\b(?:can't|cant|cannot|can not|couldn't|doesn't|struggl\w+ to|hard to|trouble|difficulty|unable to)"
            r" (?:even )?breath(?:e|ing)\b",
            r"\b(?:is|are|'s|am|'m|been|was|fell|lying|found \w+) (?:\w+ )?(?:unconscious|unresponsive)\b",
            rf"{_EN_PERSON}(?: \w+){{0,4}} (?:unconscious|unresponsive|collapsed|fainted|passed out|blacked out|suffocating"
            rf"|drown(?:ing|ed)|convulsing|electrocuted|stabbed|turn(?:ed|ing) blue|goes? blue|run over|hit by a car)\b",
            rf"{_EN_PERSON}(?: \w+){{0,8}} (?:(?:not|isn't|doesn't|don't|won't|can't|cannot|couldn't|aren't)"
            rf" (?:be )?(?:respond(?:ing)?|mov(?:e|ing)|wak(?:e|ing)(?: up)?|get up|stand(?: up)?|react(?:ing)?|feel \w+ legs?))\b",
            r"\b(?:can't|cannot|couldn't) wake (?:him|her|them|my|the)\b|\bcan't get up\b",
            rf"\b(?:is|are|'s|am|'m|i'm|started|keeps) chok(?:ing)\b|\bchok(?:ed|es|ing) on\b",
            r"\b(?:is|are|'s|am|'m|i'm|started|keeps?|won't stop|stop|been|was|and|he's|she's) bleeding\b(?! (?:love|heart))"
            r"|\bbleeding (?:a lot|out|badly|heavily|from|to death)\b|\b(?:losing|lost|coughing(?: up)?|vomiting|throwing up) (?:a lot of |so"
            r" much )?blood\b|\bblood (?:is )?(?:everywhere|won't)\b",
            r"\bchest (?:pains?|hurts?|feels?|aches?|is (?:tight|hurting|aching))\b|\bpains? in (?:my|his|her|the) chest\b"
            r"|\bmy chest\b.*\b(?:hurt|pain|tight)",
            r"\b(?:having|has|had|have|got|suffered|suffering|think it's|think it is) (?:had )?(?:a |an )?(?:heart attack|stroke|seizure|fit"
            r"|epileptic \w+|allergic (?:reaction|shock)|anaphyla\w+|concussion|miscarriage)\b|\bheart attack symptoms\b"
            r"|\bsymptoms of (?:a )?(?:heart attack|stroke)\b",
            rf"\b(?:cut|slashed|sliced|slit)(?: off)? (?:my|his|her|their|the|a)(?: \w+)? ?{_EN_LIMB}\b|\bcut (?:myself|himself"
            rf"|herself)\b|\bcut (?:my|his|her|the|a) {_EN_LIMB} off\b",
            rf"\b(?:broke|broken|breaking|twisted|crushed|fractured) (?:my|his|her|their|an?) {_EN_LIMB}\b",
            rf"\b(?:burned|burnt|scalded|burns?)(?: \w+)? (?:my|his|her|their|myself|himself|herself|the)(?: \w+)?"
            rf" ?(?:{_EN_LIMB}|skin|badly|with boiling \w+)\b|\b(?:burned|burnt|scalded) (?:myself|himself|herself)\b",
            r"\b(?:electric(?:al)? shock|electrocuted)\b",
            rf"\b(?:hit|banged|bumped) (?:my|his|her|their|the) head\b",
            rf"{_EN_PERSON}(?: \w+){{0,3}} (?:fell|fallen|falls)\b(?! (?:asleep|in love))(?: \w+){{0,5}} (?:not|n't|doesn't|isn't|can't"
            rf"|won't|hurt|stairs|ladder|roof|window|bleeding|balcony|hard|floor|unable)\b",
            rf"{_EN_PERSON}(?: (?:is|are|am|got|been|was|has|have|might|be))+(?: \w+)? (?:hurt|injured|wounded|dying"
            rf"(?! (?:of|to|for) (?!blood))|shot|trapped)\b",
            r"\b(?:throat|tongue|face|lips) (?:is|are) (?:swelling|swollen|closing)\b|\bswelling up\b",
            r"\b(?:very high|high|terrible) fever\b|\bfever of (?:4\d|39|forty|10[3-9])\b",
            r"\b(?:left )?arm (?:is|feels|went) numb\b|\bhalf (?:of )?(?:my|his|her) face\b",
            # life
            r"\bkill(?:ing|ed)? (?:myself|himself|herself|themselves)\b|\bsuicid(?:e|al)\b(?! squad)|\bend(?:ing)? (?:my|his|her|their|it)"
            r" (?:own )?(?:life|all)\b|\b(?:want|wants|wanted|going|wish) to (?:die|be dead)\b|\b(?:don't|do not|doesn't|dont) want to"
            r" (?:live|be alive|exist|be here any ?more)\b|\b(?:hurt|harm|cut)(?:ing)? myself\b|\bself ?harm\w*\b"
            r"|\b(?:nothing|no reason|no point)(?: \w+){0,2} (?:to live|in living|living)\b|\bbetter off (?:dead|without me)\b"
            r"|\bhe(?:'s| is) going to kill\b|\bi wish i (?:was|were) dead\b",
            # help
            r"\b(?:call|phone|ring|dial|get|need|send|fetch|want)\b(?: \w+){0,3} (?:ambulance|paramedics?|911|112|999|police|fire (?:brigade"
            r"|department|service|fighters?)|fire ?fighters|emergency(?: services?| number| room)?)\b",
            r"^(?:(?:please|quick|quickly|hey|sarai|can|could|you|somebody|someone|he|she|i|we|they|my \w+) )*(?:call|phone|get|send|fetch|needs?|want)(?: (?:me|us|him|her))? (?:a|the) doctor\b(?! (?:who|appointment|joke))(?: \w+){0,4}$",
            r"^(?:(?:please|somebody|someone|help|sarai|oh god|hey) )*help(?: (?:me|us|please|now|him|her))*$|^(?:somebody|someone)"
            r"(?: please)? help (?:me|us)\b|^help (?:me|us|him|her) (?:i|he|she|we|there|the|my)\b|\b(?:it's|this is) an emergency\b",
            r"\b(?:there(?:'s| is)|hear|see)(?: \w+){0,2} (?:intruder|burglar|thief|robber|stranger)s?\b(?! alarm)"
            r"|\b(?:breaking|broke|broken|break) into (?:my|our|the) (?:house|home|flat|apartment)\b|\b(?:someone|somebody|he|they)(?:'s| is"
            r"| are|'re)? (?:trying to )?break(?:ing)? in\b|\b(?:has|got|with) a (?:gun|knife)\b|\battacking me\b|\bbeing (?:attacked|robbed)\b",
        ]
    ),
    hints=_pattern(
        [
            rf"^(?=.*\b(?:poison\w*|toxic|bleach|ammonia|overdose|fumes|carbon monoxide|wound|{_EN_MEDICINE})\b)"
            rf"(?=.*\b(?:my (?:\w+ )?{_EN_FAMILY}|(?:the|a) (?:baby|child|toddler|newborn|kid)|he|she|me|myself|him|her|sick|dizzy|ill)\b)",
            r"\b(?:dizzy|faint|nauseous|vomiting)\b.*\b(?:gas|boiler|heater|fumes|smoke)\b|\b(?:gas|boiler|heater|fumes|smoke)\b.*"
            r"\b(?:dizzy|faint|nauseous|vomiting|sick)\b",
        ]
    ),
    titles=_pattern(
        [
            r"^(?:(?:hey|ok|okay|please|sarai|can|could|will|would|you|i|want|to|and|now) )*(?:play|queue|stream|listen to|watch|search"
            r"|put on (?:the )?(?:song|film|movie|album|music|track|band)|put on (?!the (?:curtains|fire))|sing|translate|spell|shuffle)\b",
            r"^(?:(?:hey|ok|okay|please|sarai|can|could|will|would|you|i|want|to|and|now) )*(?:add|put|write|note|remove|take)\b.*"
            r"\b(?:to|on|onto|from|off) (?:the |my |our )?(?:\w+ )?(?:list|cart|basket)\b",
            r"^(?:(?:hey|ok|okay|please|sarai|can|could|will|would|you|i|want|to|and|now) )*(?:remind|set (?:a|an|the|my) (?:\w+ )?(?:timer"
            r"|alarm|reminder)|cancel|start (?:a|the) (?:\w+ )?timer|buy|order)\b",
            r"^(?:who|what|which|when)(?:'s| is| was)? (?:sings?|sang|wrote|directed|plays?|played|invented|discovered|the (?:song|film|movie"
            r"|book|band|name))\b|\b(?:song|movie|film|lyrics|novel|album|episode|series|game) (?:called|named|titled|about|where|in which)\b",
        ]
    ),
)

# Spanish, without accents.
_ES_MEDICINE = r"""(?:paracetamol(?:es)?|ibuprofenos?|aspirinas?|dalsy|apiretal|nolotil|metamizol|gelocatil|frenadol|antibioticos?
|amoxicilina|penicilina|insulina|morfina|codeina|tramadol|diazepam|valium|orfidal|lorazepam|trankimazin|melatonina|omeprazol
|sintrom|antihistaminicos?|pastillas?|comprimidos?|capsulas?|medicinas?|medicamentos?|medicacion|somniferos?|analgesicos?
|jarabe|antidepresivos?|gotas|vacunas?|tranquilizantes?)""".replace("\n", "")
_ES_TOXIC = r"""(?:lejia|amoniaco|salfuman|cloro|detergente|veneno|matarratas|raticida|anticongelante|desatascador|limpia\w+
|limpiador\w*|suavizante|lavavajillas|capsulas? de \w+|pilas?|bateria|pintura|gasolina|gasoil|acido|productos? (?:quimicos?
|de limpieza)|quimicos?|colonia|perfume|quitaesmalte|acetona|herbicida|pesticida|insecticida|aguarras|naftalina|metanol|mercurio
|alcohol de quemar|imanes|iman|setas? (?:venenosas?|silvestres?|del campo)|bayas)""".replace("\n", "")
_ES_FAMILY = r"""(?:hij[oa]s?|nin[oa]s?|bebe|bebes|crio|cria|peque|mujer|marido|esposa|esposo|pareja|novi[oa]|amig[oa]|madre|mama|padre
|papa|abuel[oa]|herman[oa]|ti[oa]|prim[oa]|sobrin[oa]|niet[oa]|suegr[oa]|vecin[oa]|hombre|senor[a]?|persona|gente|chic[oa]
|perr[oa]|gat[oa])""".replace("\n", "")
_ES_PERSON = rf"(?:(?:mi|mis|tu|su|el|la|los|las|un|una|nuestr[oa]) (?:\w+ )?{_ES_FAMILY}|alguien|mama|papa|ella|yo)"
_ES_LIMB = r"(?:munecas?|dedos?|manos?|piernas?|brazos?|cuello|garganta|venas?|cabeza|cara|pie|pies|cadera|tobillo|espalda|ojos?|cejas?)"

_SPANISH = _Signs(
    signs=_pattern(
        [
            # gas, humo, fuego
            r"\b(?:huele|olia|oler|huelo)\b(?: \w+){0,3} (?:a )?(?:gas|humo|quemado|chamuscado|goma quemada|butano)\b"
            r"|\bolor(?: \w+){0,2} a (?:gas|humo|quemado|chamusquina|butano)\b|\bhuele a chamusquina\b",
            r"\b(?:fuga|escape|perdida)s? de (?:gas|butano|monoxido)\b|\b(?:se escapa|se sale|pierde|esta saliendo) (?:el |mucho )?gas\b",
            r"\b(?:hay|veo|llen[oa]s?|lleno todo|echa|echan|echando|sale|salen|saliendo|suelta|sueltan|tanto)\b(?: \w+){0,3}"
            r" (?:humo|llamas|chispas|humareda|fuego)\b(?! en la (?:chimenea|barbacoa|estufa))",
            r"^(?:hay )?(?:fuego|incendio)(?: fuego)*$|\b(?:hay|empieza|veo|provocado|es) (?:un )?(?:incendio|conato)\b|\bse ha incendiado\b",
            r"\bse (?:me |nos |le )?(?:esta|estan|ha|han|quema|queman|prende|prendio)\b(?: \w+){0,1} ?(?:quemando|ardiendo|prendido|incendiado"
            r"|incendiando)\b|\bse (?:me |nos )?quema (?:la|el|mi|toda la) (?:casa|cocina|sarten|sofa|cama|horno|cortina|comida|piso|garaje)\b",
            r"\b(?:esta|estan) (?:ardiendo|en llamas|quemandose)\b|\b(?:salid[oa]|salir) ardiendo\b|\barde (?:la|el|mi) (?:casa|cocina|cortina|sofa)\b",
            r"\b(?:detector|alarma|sensor)(?: \w+){0,2} (?:humos?|gas|monoxido|incendios|fuego|co)\b(?: \w+){0,2} (?:pitando|sonando|saltado|pita|suena)\b"
            r"|\b(?:pita|suena|ha saltado|salto|pitando|sonando)\b(?: \w+){0,2} (?:detector|alarma|sensor) (?:de|del) (?:humos?|gas|monoxido|incendios|fuego|co)\b",
            r"\b(?:hay|creo|intoxicacion|intoxicado|respirado|fuga|escape|exceso)\b(?: \w+){0,3} monoxido\b",
            # veneno
            rf"\b(?:bebi(?:do|o|eron)?|bebe|beber|bebiendo|tragado|trago|tragarse|comido|comio|comer|ingerido|ingerir|chupado|lamido|inhalado"
            rf"|respirado|tomado|tomo|tome|inyectado)\b(?: \w+){{0,4}} {_ES_TOXIC}\b",
            rf"\b(?:tragado|trago|comido|comio|ingerido)\b(?: \w+){{0,4}} {_ES_MEDICINE}\b",
            r"\b(?:respirado|inhalado|aspirado)\b(?: \w+){0,3} (?:vapores|gases|humo|gas)\b",
            r"\b(?:lejia|amoniaco|acido|cloro|limpiador|detergente|salfuman)\b(?: \w+){0,3} en (?:el|los|un) ojos?\b",
            r"\b(?:envenenad|intoxicad|intoxicacion)\w*\b|\besta(?:n)? (?:seta|baya|planta)s? (?:es|son) (?:venenosa|toxica)s?\b"
            r"|\b(?:es|son) (?:venenos[oa]|toxic[oa])s? (?:est[aeo]s?|es[aeo]s?)\b",
            r"^(?=.*\b(?:lejia|amoniaco|salfuman|cloro|desatascador)\b)(?=.*\b(?:mezcl\w+|combin\w+|junt\w+|a la vez)\b)",
            # dosis
            rf"^(?=.*\b{_ES_MEDICINE}\b)(?=.*\b(?:cuant[oa]s?|dosis|cada cuant[oa]s?|sobredosis|miligramos|mg"
            rf"|(?:puedo|puede|puedes|podemos|debo|deberia|se puede|le puedo|puedo darle)\b(?: \w+){{0,2}} ?(?:tomar\w*|dar\w*|mezclar|beber|combinar)"
            rf"|maxim[oa]|con (?:alcohol|vino|cerveza)|he bebido|demasiad[oa]s?|doble|por error|sin querer|tod[oa]s (?:mis|las|sus|los)"
            rf"|para (?:morir|matar\w*|dormir (?:siempre|para siempre)))\b)(?!.*\b(?:quedan?|tenemos|hay en)\b)",
            r"\bsobredosis\b|\bdosis (?:letal|mortal|maxima|correcta|segura|de)\b",
            # cuerpos
            r"\b(?:no|sin|deja de|dejado de|apenas|casi no) (?:puedo |puede |consigo |consigue |esta )?respira(?:r|ndo)?\b"
            r"|\b(?:me|le) (?:cuesta|falta)(?: \w+){0,2} (?:respirar|aire)\b",
            r"\b(?:inconsciente|sin conocimiento|sin sentido)\b|\b(?:desmay(?:ado|ada|o)|desplom(?:ado|ada|o)|perdido el conocimiento)\b",
            r"\b(?:ahogando|atragantando|atragantad[oa]|asfixiando|ahogado|ahogada)\b|\b(?:me|se) (?:ahoga|ahogo|asfixia|asfixio|atraganta|atraganto)\b",
            rf"(?:\b{_ES_PERSON}\b|\b(?:caid[oa]|tirad[oa]|suelo)\b)(?: \w+){{0,6}} no (?:se )?(?:mueve|responde|reacciona|despierta|levanta"
            rf"|puede (?:moverse|levantarse|andar|hablar)|habla|contesta)\b",
            r"\bno (?:se )?(?:despierta|reacciona)\b|\bno consigo despertar\w*\b|\bno puedo (?:levantarme|moverme)\b",
            r"\b(?:sangr(?:ando|a|o)|perdiendo (?:mucha )?sangre|mucha sangre|vomit\w+ sangre|tosiendo sangre|hemorragia)\b|\bde sangrar\b",
            r"\b(?:me|le) duele (?:mucho )?el pecho\b|\b(?:dolor|presion|opresion|pinchazos?)(?: \w+){0,2} en el pecho\b|\bse me duerme el brazo\b",
            r"\b(?:infarto|ictus|derrame cerebral|convulsion(?:es)?|ataque (?:al corazon|epileptico|cardiaco)|reaccion alergica|shock anafilactico"
            r"|anafilax\w+|embolia|aborto espontaneo)\b(?! de miocardio es)",
            rf"\b(?:me|te|se|nos|le) (?:he |ha |han |hemos )?(?:cort(?:ado|o)|cortaste|seccionado|amputado|aplastado|pillado) (?:con |un |una |el |la |los |las"
            rf" |las? |mucho )*(?:{_ES_LIMB}|cuchillo|cristal)\b",
            rf"\b(?:me|se|le) (?:he |ha |han )?(?:rot[oa]|partido|fracturado|dislocado) (?:el |la |un |una |los |las )?{_ES_LIMB}\b",
            rf"\b(?:me|se|le) (?:he |ha |han )?(?:quemado|quemo|quemad[oa]|escaldado|abrasado) (?:el |la |un |una |los |las |toda la )?"
            rf"(?:{_ES_LIMB}|piel|con agua|con aceite)\b",
            r"\b(?:electrocutad[oa]?|calambrazo|descarga electrica|electrocuto)\b",
            r"\b(?:golpe|dado|golpead[oa]|golpeado|abierto) (?:en |fuerte en )?la cabeza\b",
            r"\bse (?:me )?(?:ha|han|cayo) ?(?:caido)?(?: \w+){0,8} (?:no (?:se |puede |respira)|sangra|inconsciente|se queja|se ha dado|esta herid[oa])",
            rf"\b{_ES_PERSON}\b(?: \w+){{0,4}} (?:caido|cayo)\b(?: \w+){{0,5}} (?:no|escalera|escaleras|tejado|ventana|balcon|herid[oa]|dano)\b",
            r"\b(?:hay|tengo|es) (?:un |una |varios |algun )?(?:herid[oa]s?|muert[oa]s?)\b|\b(?:esta|estoy|estan|resultado) (?:muy |gravemente )?(?:herid[oa]s?|malherid[oa]s?"
            r"|muriendo(?:se)?|agonizando)\b|\b(?:me|se) (?:estoy|esta|estan) muriendo\b(?! de (?:risa|hambre|sueno|aburrimiento|ganas|frio|calor|sed))",
            r"\b(?:mucha|muy alta|altisima) fiebre\b|\bfiebre (?:muy alta|altisima|de (?:39|4\d|cuarenta))\b",
            r"\b(?:se le|se me) (?:hincha|esta hinchando|cierra|esta cerrando) la (?:garganta|lengua|cara)\b|\bse esta poniendo (?:azul|morad[oa])\b",
            # vida
            r"\b(?:suicid\w+|matarme|matarse|quitarme la vida|quitarse la vida|acabar con (?:mi vida|todo)|hacerme dano|hacerse dano|cortarme"
            r"(?! (?:el pelo|las unas|un traje|la))|autolesion\w*)\b|\bcortarme las venas\b|\bno quiero (?:vivir|seguir vivien\w+|seguir viva?o?)\b"
            r"|\b(?:quiero|querria|quisiera) (?:morir|morirme|estar muert[oa])\b|\b(?:ganas|motivos?|razon(?:es)?) (?:de|para) vivir\b"
            r"|\bestarian mejor sin mi\b|\bno (?:merece|vale) la pena vivir\b",
            # ayuda
            r"\b(?:llama\w*|avisa\w*|telefonea\w*|marca\w*|necesit\w+|pide\w*|manda\w*|envia\w*)\b(?: \w+){0,3} (?:ambulancia|bomberos|policia|guardia civil"
            r"|emergencias|urgencias|112|911|061|091)\b|\b(?:llama\w*|avisa\w*|necesit\w+)(?: \w+){0,2} (?:al|un) (?:medico|doctor)\b(?! de cabecera)",
            r"^(?:(?:por favor|sarai|oye) )*(?:socorro|auxilio|ayuda|ayudame|ayudenme|ayudadme|ayudeme|ayudanos)(?: (?:socorro|auxilio|ayuda|por favor))*$"
            r"|^(?:socorro|auxilio)\b|\bque alguien (?:me|nos) ayude\b|\bes una emergencia\b",
            r"\b(?:ha|han) entrado (?:un |unos |alguien |a )?(?:\w+ )?(?:ladron|ladrones|intruso|a robar|casa a robar|desconocido)\b"
            r"|\bhay (?:un |unos )?(?:ladron|ladrones|intruso|intrusos|desconocido)\b|\bentrado alguien\b.*\brobar\b"
            r"|\b(?:estan|esta) (?:entrando|forzando)(?: \w+){0,4} (?:casa|puerta|ventana|robar)\b|\b(?:me|nos) (?:estan|esta) (?:atacando|pegando|robando)\b"
            r"|\btiene (?:una )?(?:pistola|un cuchillo|navaja)\b",
        ]
    ),
    hints=_pattern(
        [
            rf"^(?=.*\b(?:venen\w+|toxic\w+|lejia|amoniaco|vapores|monoxido|herida|{_ES_MEDICINE})\b)"
            rf"(?=.*\b(?:{_ES_PERSON}|le|me|mi|malo|mala|mare\w+|enferm[oa])\b)",
            r"\bmare\w+\b.*\b(?:gas|caldera|estufa|humo)\b|\b(?:gas|caldera|estufa|humo)\b.*\b(?:mare\w+|vomit\w+|nausea\w*)\b"
            r"|\b(?:duele|dolor)\b.*\bcabeza\b.*\b(?:gas|caldera|estufa|humo)\b",
        ]
    ),
    titles=_pattern(
        [
            r"^(?:(?:oye|por favor|sarai|puedes|podrias|quiero|y|ahora|me) )*(?:pon(?:me|er|ga)? (?:la |una |el |un )?(?:cancion|pelicula|peli|tema|disco|album|musica|serie)"
            r"|reproduc\w+|escuchar|toca|canta\w*|traduc\w+|busca)\b",
            r"^(?:(?:oye|por favor|sarai|puedes|podrias|quiero|y|ahora|me) )*(?:apunt\w+|anad\w+|anot\w+|mete\w*|agreg\w+|pon\w*|quita\w*|borra\w*|tacha\w*)\b.*\blista\b",
            r"^(?:(?:oye|por favor|sarai|puedes|podrias|quiero|y|ahora|me) )*(?:recuerd\w+|recorda\w+|pon(?:me)? (?:un|una|el|la) (?:\w+ )?(?:temporizador|alarma|recordatorio"
            r"|minutero)|cancela\w*|compra\w*)",
            r"^(?:quien|que|cual|cuando|como se)(?: \w+)? (?:canta|cantaba|escribio|dirigio|invento|descubrio|la cancion|la pelicula|llama la (?:cancion|pelicula))\b"
            r"|\b(?:cancion|pelicula|novela|serie|libro|videojuego) (?:que se )?(?:llamad[oa]|llama|titulad[oa]|sobre|donde|en la que)\b",
        ]
    ),
)

_SIGNS: Mapping[str, _Signs] = {"en": _ENGLISH, "es": _SPANISH}
