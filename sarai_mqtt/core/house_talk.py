"""Questions about the house, and what is told of it, whether or not the home knows such a thing.

What our own state answers do not answer is not known: a Thinker would make a state up. How things work in general,
who invented them and what is best is talk, whatever words of the house are in it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sarai_mqtt.core.home import Home
from sarai_mqtt.core.house_nouns import A_ROOM, DEFINITE, NOUN, THE_ROOM, forms_of, pattern_of


@dataclass(frozen=True, slots=True)
class _Questions:
    """Patterns of a language, for `search` in bare and in marked words (core/house_nouns.py).

    `led_in` is what a question may begin with, to be left out ("do you know if …"); `own` finds what is about the house
    whatever else is said; `general` what is about the world; `asking` a question, `about` a thing or room of the
    house in it; `told` a statement about the state of one.
    """

    led_in: re.Pattern[str]
    own: re.Pattern[str]
    general: re.Pattern[str]
    asking: re.Pattern[str]
    about: re.Pattern[str]
    told: re.Pattern[str]


def concerns_house(text: str, language: str, home: Home) -> bool:
    """Say whether `text` asks about the house, its things, rooms, people or states, or tells a state of it.

    A language without patterns here: never.
    """
    questions = _QUESTIONS.get(language)
    if questions is None:
        return False
    bare, marked = forms_of(text, language, home)
    led_in = bool(questions.led_in.search(bare))
    bare, marked = questions.led_in.sub("", bare, count=1), questions.led_in.sub("", marked, count=1)
    if questions.own.search(bare) or questions.own.search(marked):
        return True
    if questions.general.search(bare):
        return False
    asked = led_in or "?" in text or questions.asking.search(bare)
    return bool((asked and questions.about.search(marked)) or questions.told.search(marked))


_EN_SOFT = r"(?:(?:hey|hi|hello|ok|okay|please|sarai|now|well|so|um|uh|oh|and|then|also|but|just|sorry|excuse me|by the way|quick question) )*"
_EN_STATE = (
    r"(?:on|off|open|opened|closed|shut|locked|unlocked|running|charging|charged|empty|full|dirty|broken|working|connected|disconnected|offline|online|armed"
    r"|disarmed|hot|cold|warm|dark|lit|ready|done|finished|up|down|out|ajar|playing|paused|muted|leaking|available|plugged|dead|low|stuck|switched|turned|left"
    r"|set|occupied|free|clean|home|there|ok|okay|secure|activated|active|enabled|disabled)"
)
_EN_WHO = (
    r"(?:anyone|anybody|someone|somebody|everyone|everybody|no ?one|nobody|mum|mom|dad|grandma|grandpa|the (?:kids?|children|baby|cat|dog|cats|dogs|cleaner|dog walker"
    r"|neighbours?|boys|girls)|my (?:wife|husband|son|daughter|partner|girlfriend|boyfriend|mother|father|brother|sister|cat|dog|parents|flatmate|roommate)|we|i|he|she|they)"
)
_EN_HERE = (
    rf"(?:(?:at )?(?:home|here|there|inside|indoors|upstairs|downstairs)|in {THE_ROOM}|in (?:here|house)|at the (?:front |back )?"
    r"(?:door|gate|window)|outside the (?:door|house)|in bed|awake|asleep)"
)
_ENGLISH = _Questions(
    led_in=re.compile(
        rf"^{_EN_SOFT}(?:(?:can|could|would|will) you (?:please |maybe |quickly )?(?:tell me|say|check|see|find out|look(?: up)?|let me know|remind me|show me)|tell me|do you (?:happen to )?know"
        r"|(?:i(?:'d| would) (?:like|love)|i want|i need) to know|i(?: am|'m)? wonder(?:ing)?|let me know|please check|check|see|find out|have a look|any idea|i'm not sure|can you see)"
        r" (?:(?:if|whether)\b ?|(?=what|which|who|where|when|how|why|the|my|our|is|are))"
    ),
    own=pattern_of(
        [
            r"\bhow (?:much|many) (?:\w+ ){0,2}(?:power|electricity|energy|water|gas|solar|current|data|heat|heating|watts|kilowatts?|kilowatt hours|kwh|units)\b.*\b(?:we|i|the|our|my|it|now"
            r"|today|yesterday|this (?:week|month|year)|last (?:week|month|night))\b",
            r"\bhow much (?:solar|power|electricity|energy|gas|water) (?:is|are|was|did|do|have)\b",
            r"\bwhat(?:'s| is| was| did| has| are| does| do)? ?(?:our|the|my) (?:\w+ )?(?:power|energy|electricity|water|gas|heating)(?: \w+)? ?(?:use|usage|consumption|bill|costs?|meter|price|reading|balance)\b",
            r"\b(?:are|were|am) (?:we|i) (?:\w+ )?(?:using|spending|consuming|wasting|producing|generating|exporting|importing)\b",
            rf"\b(?:temperature|temp|how (?:warm|cold|hot|humid|bright|dark|loud|noisy|stuffy)|humidity|degrees|air quality|co2|air|is it (?:\w+ )?(?:warm|cold|hot|humid|dark|bright|stuffy|damp))\b.*\b"
            rf"(?:inside|indoors|in here|here|in this room|at home|upstairs|downstairs|in {THE_ROOM}|in {A_ROOM})\b",
            rf"\b(?:inside|indoor|room|house|{A_ROOM}) (?:temperature|humidity|air quality)\b(?! (?:should|for|is best))",
            rf"\bwho(?:'s| is| are|'re| was)(?: still| all| already| currently)? {_EN_HERE}\b|\bwho (?:rang|knocked|came|left|called|opened|closed|turned|switched|unlocked|locked|entered|moved|used|set)\b"
            rf"(?! (?:the first|down the roman|the berlin))",
            rf"\b(?:is|are|was|were|isn't|aren't|has|have|am)(?: there)? {_EN_WHO} (?:\w+ )?{_EN_HERE}\b|\b(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody|everyone|everybody|nobody|mum|mom|dad)"
            r" (?:in|out|around|about|back|gone|left|coming|up|using|still)\b|^who(?:'s| is) (?:in|out|home|up)$",
            r"^(?:and )?where(?:'s| is| are|'re| the \w+| would| might)?(?: the \w+)? (?:(?:did|have) (?:i|we) (?:last )?(?:leave|left|put|place|placed|park|parked) )?(?:my|our|mum|mom|dad|everyone|everybody|the (?:kids?|children|cat|dog|remote|keys?|car|baby))\b",
            r"^(?:and )?(?:did|have|had|did i|do you think) (?:i|we) (?:\w+ )?(?:leave|left|lock|locked|turn|turned|switch|switched|close|closed|shut|forget|forgotten|unplug|unplugged|put out|set|take|taken|feed|fed|water|watered|park)\b",
            r"^(?:did|has|have|was it) (?:anyone|anybody|someone|somebody|the (?:kids?|children|boys|girls)|he|she|they|you|mum|mom|dad|my \w+) (?:\w+ )?(?:turn|turned|leave|left|open|opened|close|closed|lock|locked|ring|rung|rang|switch"
            r"|switched|come|came|arrive|arrived|shut|feed|fed|been fed|walked|call|called|knock|got home|get home|gone|turning|unlock|unlocked|been)\b",
            rf"^(?:is|are|was|were|isn't|aren't)(?: there)? (?:it|everything|anything|something|all|both|that|they|one|any of them)(?: all)? (?:\w+ )?{_EN_STATE}\b(?! (?:like|to|for|if|of|what|who|the|in a|that|when))",
            rf"\b(?:which|what|how many) (?!types?\b|kinds?\b|sorts?\b|brands?\b)(?:of the |of my )?(?:\w+ ){{0,2}}(?:{NOUN}) (?:are|is|were|was|did|do|have|has|got|need|needs) (?:\w+ )?(?:{_EN_STATE}|we|i|left|in (?:the|my|our)|here|there|need|low|got|been)\b",
            rf"^(?:is|are|was|were|isn't|aren't|do we have|have we got|has)(?: there)? (?:any|a|an|one|some|all|all of|every|each|both)(?: of)?(?: the| my| our)? (?:\w+ ){{0,2}}(?:{NOUN}) (?:\w+ )?(?:{_EN_STATE}|in {A_ROOM}|in the)\b",
            r"^(?:what|how much|how many|is|are|do|have|which)(?:'s)?(?: \w+){0,4} in (?:my|our|the) (?:fridge|freezer|pantry|mailbox|letterbox|washing machine|oven|dryer|dishwasher|inbox)(?: now| right now| today| left)?$",
            r"\b(?:on|in) (?:my|our|the) (?:\w+ )?(?:calendar|agenda|schedule|diary|shopping list|list|to ?do list|todo|inbox)\b",
            r"\b(?:do|did|have|has) (?:i|we)(?: got| have| get)? (?:any |some |a |an )?(?:new |more |unread |other )?(?:messages?|mails?|e ?mails?|reminders?|alarms?|timers?|appointments?|meetings?|events?|plans|missed calls?|calls"
            r"|notifications?|post|parcels?|packages?|deliver(?:y|ies)|letters?|voicemails?|visitors?|tasks?)\b|^(?:are there )?any (?:new )?(?:messages|mail|emails|post|parcels|calls|reminders|timers|alarms|notifications)\b",
            r"\b(?:what|which|how many) (?:alarms?|timers?|reminders?|appointments?|meetings?|messages)\b|\bwhen(?:'s| is| does) (?:my|the|our) (?:next )?(?:alarm|timer|reminder|appointment|meeting|bin|bins|rubbish|trash)\b",
            r"\b(?:do|have) (?:we|i)(?: still)?(?: got| have)? (?:any|some|enough)(?: more)? \w+(?: \w+)? (?:left|at home|in)\b|\b(?:is|are) there (?:any|some|enough|still)(?: more)? \w+(?: \w+)? (?:left|at home|in the (?:fridge|house))\b"
            r"|\b(?:have we got|do we have|are we out of|have we run out of) (?:any |enough |some )?(?:milk|eggs|bread|butter|coffee|tea|sugar|beer|wine|rice|pasta|cheese|toilet paper|detergent|dog food|cat food|batteries|fruit|water|juice)\b",
            r"\b(?:has|have|did) (?:the|my|our|any|a) (?:post|mail|postman|mailman|parcel|parcels|package|packages|delivery|letter|newspaper|courier|bins?|trash|rubbish|cleaner|plumber|guests?|school bus|cat|dog|fish|plants?)"
            r" (?:\w+ )?(?:come|came|arrived?|been|delivered|emptied|collected|fed|watered|get|eaten|gone|had)\b|\b(?:cat|dog|fish|plants?|baby)(?: already)? (?:been )?(?:fed|watered|walked)\b",
            r"\bwhat(?:'s| is| are| was)? (?:currently |now )?(?:playing|on (?:the )?(?:tv|telly|television|radio)|the volume|this (?:song|track|tune|music)|on right now)\b|\b(?:what|which) (?:song|track|music|album|station|channel|tune)"
            r" (?:is|are|was) (?:this|that|on|playing|it|now|currently|the)\b|\bwho(?:'s| is) (?:singing|playing)(?: this| now| here)?$",
            r"\b(?:my|our|the) (?:[\w']+ ){0,3}(?:battery(?: level| percentage| charge| status)?|charge level)\b(?! (?:of|for|in|life (?:of|for))? ?(?:an?|electric|tesla))|\bhow (?:charged|full)\b|\b(?:is|are) (?:my|our|the) [\w' ]{1,20} (?:charged|charging|on charge"
            r"|plugged in)\b|\bbattery (?:has|have|does|do|is) (?:my|our|the|it)\b|\bbatter(?:y|ies) .*\b(?:my|our)\b",
            rf"^why (?:is|are|isn't|aren't|was|were|did|does|do|won't|doesn't) {DEFINITE}(?: \w+){{0,3}}? (?:{_EN_STATE}|so (?:loud|slow|noisy|cold|warm|hot|bright|dark)|beeping|blinking|flashing|ringing|turn|go|start|stop|respond|work)\b",
            r"^is (?:it|everything|the house|my house|our house|the home) (?:all )?(?:empty|locked(?: up)?|secure|safe|closed|shut|armed|alright|ok|okay|fine)\b(?! (?:to|for))",
            r"\bmy (?:cell|mobile )?phone's location\b|\blocation of my (?:phone|car|keys)\b|\bwhat (?:happened to|did i do with) my (?:phone|keys|cellphone)\b|\bwhere (?:i|we) (?:left|put|parked) (?:my|our|the)\b",
            rf"\b(?:status|state) of (?:{DEFINITE})",
            r"\b(?:did|does) (?:it|the bell|the doorbell|the phone) (?:just )?ring\b|\bwhat(?:'s| is) that (?:noise|sound|beep\w*|light)\b|^what was that (?:noise|sound)\b",
        ]
    ),
    general=pattern_of(
        [
            rf"^{_EN_SOFT}how (?:do|does|can|could|should|would|to|did|come)\b(?! (?:you know if|it look|the (?:house|home|air) (?:look|feel)))",
            rf"^{_EN_SOFT}(?:where|when) (?:can|could|do|should|would|does|to)\b(?! (?:it|the) )|\bdoes it cost to\b|^{_EN_SOFT}how much is an?\b",
            r"^(?=.*\b(?:last|lasts|keep|kept|stays?|good|safe|spoil\w*|expires?|bad|stored?|leave|edible|after|before)\b)(?=.*\bin (?:the|my|a) (?:fridge|freezer|refrigerator|pantry)\b)",
            rf"^{_EN_SOFT}why\b",
            rf"^{_EN_SOFT}who(?:'s|'re| is| was| are| were)? (?!in\b|at\b|inside|outside|upstairs|downstairs|here|there|home|still|left|opened|closed|turned|switched|unlocked|locked|rang|set)\w+",
            rf"^{_EN_SOFT}what(?:'s| is| are|'re| was| were) (?:an?|some|the (?:best|worst|first|last|most|least|difference|meaning|history|purpose|point|origin|definition|word|name of|capital|population|speed|opposite|plural|law|weight"
            r"|right|ideal|normal|average|usual|typical|recommended|story|average|easiest|safest|cheapest|[a-z]+est)|your|good|love|life)\b",
            rf"^{_EN_SOFT}what (?:does|do|did) (?:an?|the word|you|people|it mean|[a-z]+ mean|[a-z]+s (?:do|eat|mean))\b|^{_EN_SOFT}what(?:'s| is)? (?:happens?|would|if|should|can|could|shall|makes|kind|kinds|type|types|sort|colou?r should|to (?:do|eat|wear))\b"
            rf"|^{_EN_SOFT}what colou?r (?:should|would|goes|paint)\b|^{_EN_SOFT}which (?:is|was|country|animal|planet|team|one is better|came first)\b",
            rf"^{_EN_SOFT}(?:should|shall|could|can|may|might|must|would|will) (?:i|we|you|it|one|people|a|an|robots?|dogs?|cats?|[a-z]+s)\b",
            rf"^{_EN_SOFT}(?:is|are|was|isn't) (?:it|there) (?:\w+ )?(?:safe|ok|okay|good|bad|healthy|true|possible|normal|legal|better|worth|dangerous|expensive|hard|easy|cheaper|illegal|important|rude|life|people|aliens|god|an? \w+ (?:between|in (?:space|spain)|on mars))\b",
            rf"^{_EN_SOFT}(?:do|are|were|have|did|could|would) you\b(?! (?:know|lock|turn|switch|leave|close|open|see if|hear the (?:door|bell|alarm)))",
            rf"^{_EN_SOFT}(?:tell|give|sing|write|explain|describe|recommend|suggest|translate|teach|name|list|define|help|imagine|talk|say)\b(?! me (?:the (?:temperature|status|state)|if|whether))",
            r"\b(?:invent\w*|discover\w*|founded|patent\w*|in the world|in the universe|in history|ever (?:made|built)|on average|in general|usually|normally|typically|on mars|on the moon|in space|of all time|in (?:ancient|medieval)\b.*|century"
            r"|called windows|eiffel tower|white house|buckingham palace|big ben|notre dame|the pentagon|the titanic|the (?:film|movie|book|story|song|novel|bible))\b",
            r"\b(?:of|for|in|on|from|by|than|between|with|does|do|is|are|like) (?:an?) (?!while|minute|moment|long|hour|day|week|bit|second|room\b|little|sensor|window open|light on)(?:\w+)\b",
            r"^(?:i|he|she|we|they|my \w+|our \w+)(?:'m|'ve|'d|'ll| am| was| have| had| want| love| hate| like| think| feel| wish| went| saw| need| bought)? (?!.*\b(?:left|forgot)\b)",
        ]
    ),
    asking=re.compile(
        rf"^{_EN_SOFT}(?:what|what's|which|who|who's|whose|where|where's|when|when's|how|how's|why|is|isn't|are|aren't|was|wasn't|were|am|do|does|doesn't|did|didn't|has|hasn't|have|haven't|had|can|could|will|should|any|anyone|anything"
        r"|at what|on what|in which|to what|for how|since when|how many|how much|status|state|report)\b"
    ),
    about=re.compile(DEFINITE + rf"|\bin (?:here|{A_ROOM})\b|\b(?:upstairs|downstairs|indoors|inside the house)\b|\b{A_ROOM} (?:{NOUN})\b|^(?:is|are) (?:{A_ROOM} )?(?:{NOUN}) {_EN_STATE}\b"),
    told=pattern_of(
        [
            rf"^{_EN_SOFT}(?:i (?:think|believe|guess|hope|bet) )?{DEFINITE}(?:'s| is| are|'re| isn't| aren't| seems| looks| has been| have been)(?: still| not| now| too| probably| definitely| left| always)* (?:on|off|open|closed|shut|locked|unlocked"
            r"|running|armed|disarmed|charged|charging|ajar|up|down|lit|turned (?:on|off)|switched (?:on|off))\b",
            rf"^{_EN_SOFT}(?:i think |maybe |oh no )?(?:i|we|you|someone|somebody)(?:'ve| have)?(?: probably| just| maybe)? (?:left|forgot|forgotten)(?: to)?\b.*(?:{DEFINITE}).*(?:\b(?:on|off|open|running|unlocked|plugged in)\b)",
            rf"^{_EN_SOFT}(?:i think |maybe )?(?:i|we)(?:'ve| have)? forg[oe]t(?:ten)? to (?:lock|close|turn|switch|shut|unplug|feed|water)\b",
        ]
    ),
)

_ES_SOFT = r"(?:(?:oye|hola|hey|eh|ok|okay|vale|venga|bueno|pues|a ver|ahora|y|pero|sarai|perdona|perdon|por favor|porfa|si|no|mira|anda|ya|entonces|una pregunta) )*?"
_ES_PART = (
    r"(?:encendid|apagad|abiert|cerrad|prendid|puest|conectad|desconectad|bloquead|desbloquead|subid|bajad|echad|cargad|enchufad|activad|desactivad|armad|desarmad|acabad|terminad|ocupad|atascad|averiad|estropead|llen|vaci|limpi|suci"
    r"|list|parad|rot|mojad|silenciad|iluminad|libre|sol|programad|ajustad|regulad|dormid|despiert)(?:o|a|os|as|e|es)?"
)
_ES_BE = r"(?:esta|estan|estaba|estaban|estuvo|sigue|siguen|seguia|queda|quedan|quedo|se (?:ha|han) quedado|anda|continua)"
_ES_WHO = (
    r"(?:alguien|nadie|todos|todo el mundo|mama|papa|los ninos|las ninas|el (?:nino|bebe|perro|gato)|la (?:nina|perra|gata)|mi (?:mujer|marido|hij[oa]|madre|padre|herman[oa]|novi[oa]|pareja|perro|gato)|mis (?:padres|hijos)|el|ella|ellos)"
)
_ES_HERE = (
    rf"(?:en casa|aqui|ahi|alli|dentro|fuera|arriba|abajo|en {THE_ROOM}|en {A_ROOM}|en la puerta|a la puerta|despierto|dormid[oa]s?|despiertos)"
)
_SPANISH = _Questions(
    led_in=re.compile(
        rf"^{_ES_SOFT}(?:(?:me |nos )?(?:puedes|podrias|puede|podria|quieres) (?:decir(?:me)?|mirar|comprobar|ver|revisar|confirmar\w*)|dime|decidme|sabes|sabrias decirme|tienes idea de|quiero saber|quisiera saber|me gustaria saber|necesito saber|me pregunto|no se"
        r"|mira|comprueba|confirmame|verifica|avisame de|a ver|recuerdame)"
        r" (?:(?:si|a ver si)\b ?|(?=que\b|cual|quien|donde|cuando|como|cuant|por que|a que|a cuant|la temperatura|el estado|la bateria|la hora))"
    ),
    own=pattern_of(
        [
            r"\b(?:estamos|estoy|esta la casa|estan las placas|esta|hemos|he|se ha|ha) (?:\w+ ){0,2}?(?:gastando|consumiendo|usando|produciendo|generando|gastado|consumido|producido|generado|malgastando)\b",
            r"\bcuant[oa]s? (?:\w+ ){0,2}(?:luz|electricidad|energia|agua|gas|corriente|potencia|vatios|kilovatios|kilowatios|kwh|datos|calefaccion)\b(?!.*\b(?:una?|velocidad|anos luz)\b)",
            r"\bcuanto (?:gast|consum|cuest|produc|gener)\w*(?: \w+){0,3} (?:la casa|de luz|de agua|de gas|de calefaccion|las placas|los paneles|ahora|hoy|ayer|este mes)\b|\bcuanto (?:gastamos|consumimos|producimos|llevamos)\b|\bfactura de la? (?:luz|agua|gas)\b",
            rf"\bcuanto (?:gasta|consume|gastan|consumen|falta|le falta|les falta|queda|le queda|les queda|tarda|lleva|tiempo)(?: \w+){{0,4}} {DEFINITE}",
            rf"\b(?:temperatura|grados|humedad|cuanto (?:frio|calor)|que (?:frio|calor|tal el aire|calidad|humedad)|calidad del aire|(?:hace|hay) (?:mucho |mucha |muy |demasiado )?(?:frio|calor|humedad|ruido|luz))\b.*\b"
            rf"(?:dentro|aqui|en casa|interior|arriba|abajo|en {THE_ROOM}|en {A_ROOM}|del? {THE_ROOM}|{THE_ROOM}|del? {NOUN}|de dentro)\b",
            rf"\bquien (?:esta|anda|hay|queda|sigue|es el que esta|estaba) (?:\w+ )?(?:{_ES_HERE})\b|\bquien (?:ha|han) (?:abierto|cerrado|encendido|apagado|entrado|salido|llamado|venido|dejado|tocado|puesto|subido|bajado|llegado|usado|quitado)\b|\bquien (?:llama|toca)\b|\bquien hay\b",
            rf"\b(?:esta|estan|hay|queda|anda|sigue|siguen|estaba|ha llegado|han llegado|ha vuelto|ha salido)(?: ya)? {_ES_WHO}\b(?: ya)?(?: {_ES_HERE})?|\b{_ES_WHO} (?:esta|estan|sigue|siguen|ha llegado|ha vuelto|han llegado) (?:ya )?{_ES_HERE}",
            r"\bdonde (?:esta|estan|he dejado|deje|hemos dejado|he puesto|puse|anda|andan|he aparcado) (?:mi|mis|el (?:mando|perro|gato|coche|nino|bebe)|la (?:gata|perra|nina)|las llaves|los ninos|mama|papa|todos|la tablet\w*|el movil)\b|\bdonde (?:he dejado|deje|he puesto|puse|hemos dejado|he aparcado)\b",
            rf"^{_ES_SOFT}(?:me |nos |se |te )*(?:he|hemos|ha|han|deje|dejamos|habre|habremos) (?:\w+ )?(?:dejado|cerrado|apagado|encendido|abierto|puesto|olvidado|echado|enchufado|sacado|regado|dado|conectado|aparcado)?\b.*(?:{DEFINITE}|\b{_ES_PART}\b|coche|movil|gato|perro|plantas|llave)",
            rf"^{_ES_SOFT}(?:{_ES_BE})(?: ya| bien| aun| todavia)?(?: (?:todo|toda|todos|todas|algo|alguna?|alguno|nada|eso|esto))?(?: (?:la|el|las|los|mi|mis) )?.*\b(?:{_ES_PART}|en marcha|funcionando|sonando|cargando|cargandose|lloviendo dentro|a oscuras)\b",
            rf"\b(?:hay|tenemos|queda|quedan|quedo|he dejado|me he dejado|deje) (?:alguna?|algun|una?|mas|muchas|otra|tod[oa]s las)(?: \w+)? (?:{NOUN}) (?:\w+ )?(?:{_ES_PART}|en|por|sin)\b|\bhay (?:algo|alguna?|algun)(?: \w+){{0,2}} (?:{_ES_PART})\b",
            rf"\b(?:que|cuant[oa]s|cuales?)(?: de (?:las|los))? (?:{NOUN})(?: \w+){{0,4}}? (?:{_ES_BE}|hay|tenemos|tengo|quedan|faltan|se han)\b(?! (?:el |la )?(?:mundo|casa blanca|universo))",
            r"\b(?:en|de) (?:la|mi|nuestra|el|nuestro) (?:lista(?: de (?:la compra|tareas))?|agenda|calendario|buzon|bandeja|nevera|congelador|despensa|frigorifico)\b|\bque (?:tengo|tenemos|hay)(?: (?:hoy|manana|apuntado|pendiente|previsto|puesto|programado))",
            r"\b(?:tengo|tenemos|hay|quedan|han llegado|me ha llegado|he recibido)(?: (?:algun|alguna|algunos|nuevos|nuevas|mas|un|una|puesto|puesta))* (?:mensajes?|correos?|emails?|recordatorios?|alarmas?|temporizadores?|temporizador|citas?|reuniones?|reunion|eventos?"
            r"|llamadas?|notificaciones|paquetes?|cartas?|tareas?|avisos?|pedidos?|visitas?)\b|\bque (?:alarmas?|temporizadores|recordatorios|citas|reuniones|tareas|mensajes)\b|\b(?:alarma|temporizador)(?:es|s)? (?:puest|activ|program)\w+",
            r"\bcuando (?:suena|sonara|es|tengo|pasa|pasan) (?:la|el|mi|a recoger)? ?(?:\w+ )?(?:alarma|temporizador|cita|reunion|basura|despertador|camion)\b",
            r"\b(?:queda|quedan|hay|tenemos|nos queda|nos quedan)(?: (?:mas|algo de|suficiente|bastante|todavia))* (?:leche|huevos|pan|mantequilla|cafe|te|azucar|cerveza|vino|arroz|pasta|queso|papel higienico|detergente|pienso|pilas|fruta|agua|zumo|aceite|sal|yogures)\b(?! en (?:marte|la luna|el mar|el mundo))",
            r"\b(?:ha|han) (?:llegado|venido|pasado|comido|salido|bebido|vuelto|entrado) (?:ya )?(?:el|la|los|las|mi|mis|algun|un)? ?(?:correo|cartero|paquete|paquetes|pedido|carta|repartidor|basura|camion|fontanero|gato|perro|ninos|peces|mensajero|invitados|nina|nino|perra|gata)\b|\bha llamado alguien\b|\bsono (?:el|la)\b",
            r"\bque (?:esta sonando|suena|estan poniendo|ponen|echan|hay puesto|esta puesto|cancion|canal|emisora|tema|disco) ?(?:es (?:esta?|este|eso|ahora)|esta (?:sonando|puest)|suena|ahora|en|$)|\b(?:a que|que) volumen\b|\bquien canta(?: esto| esta| ahora)?$|\bcomo se llama esta cancion\b",
            r"\bcuant[oa] (?:bateria|carga|pila)\b(?! (?:tiene|gasta|dura) una?\b)|\bbateria (?:de(?:l)?|tiene|le queda|queda)\b(?: (?:el|la|mi|mis|al|a mi))(?! de una?)|\b(?:se (?:esta|estan) cargando|tienen? (?:\w+ )?(?:pilas?|bateria|carga))\b(?! (?:un|una|los coches))",
            rf"^{_ES_SOFT}por que (?:no )?(?:{_ES_BE}|se ha|se han|no funciona|suena|pita|parpadea)(?: \w+)?.*(?:{DEFINITE})|^{_ES_SOFT}por que {DEFINITE}(?: \w+)? (?:no )?(?:{_ES_BE}|se ha|funciona|suena|pita)",
            rf"\bestado de (?:{DEFINITE})|\bcomo (?:esta|estan|va|van|anda) (?:{DEFINITE})",
            rf"\ba (?:cuant[oa]s?|que (?:temperatura|altura|nivel|volumen|hora))(?: \w+){{0,2}} (?:{_ES_BE}|tengo|tenemos|he|se (?:enciende|apaga|pone))\b",
            r"\b(?:se ha (?:ido|caido|cortado|parado|acabado|terminado|apagado|encendido|roto|atascado|estropeado|quedado|abierto|cerrado|disparado)|ha (?:terminado|acabado|saltado|sonado|parado|empezado)) (?:ya )?(?:la|el|los|las|mi|internet)\b(?! (?:pelicula|partido|guerra|mundo|imperio|mundial|clase|verano))",
            r"\bque (?:es|ha sido) ese (?:ruido|pitido|sonido)\b|^(?:\w+ ){0,2}?(?<!como )funcionan? (?:ya |bien )?(?:la|el|las|los|mi|internet)\b",
            rf"\bque (?:esta|estan) haciendo {DEFINITE}|\b(?:cuando|a que hora) (?:\w+ ){{0,4}}{DEFINITE}(?!.*\b(?:invent|descubr|fund)\w*)",
        ]
    ),
    general=pattern_of(
        [
            rf"^{_ES_SOFT}como\b(?! (?:esta|estan|va|van|anda))",
            rf"^{_ES_SOFT}(?:por que|para que|de que|cada cuanto|cuantos anos)\b",
            rf"^{_ES_SOFT}quien(?:es)?\b",
            rf"^{_ES_SOFT}(?:que|cual|cuales) (?:es|son|fue|eran?|seria|significa\w*|pasa|pasaria|puedo|podria|debo|diferencia|quiere decir|opinas|piensas|te parece|hago|hace falta|rima|prefieres|pesa|nombre|me (?:pongo|recomiendas)|color (?:pinto|queda|me)|tiempo suele)\b"
            r"(?! (?:la temperatura|la humedad|el consumo|el estado|el nivel|la bateria)\b(?!.* (?:ideal|normal|recomendad|media|mejor)))",
            rf"^{_ES_SOFT}(?:es|son|era|fue|eres|sera|puedo|debo|deberia|debemos|pueden?|crees|piensas|te gustan?|prefieres|tienes|conoces|sabes (?:algun|alguna|hablar|cantar|que|quien|como)|has|has visto|eran?)\b",
            rf"^{_ES_SOFT}(?:cuentame|dime (?:un|una|algo)|dame|cantame|escribe|explica\w*|describe|recomienda\w*|traduce|ensename a|hablame|ayudame|define|imagina|di)\b",
            r"\b(?:invent\w*|descubr\w*|del mundo|en el mundo|del universo|de la historia|en general|normalmente|suele\w*|en marte|en la luna|en el espacio|patent\w*|siglo|velocidad|se fundo|casa blanca|torre eiffel|la pelicula|la cancion|el libro|la novela|el sol)\b",
            r"\b(?:de|para|en|con|que|tiene|gasta|dura|consume|cuesta|pesa|mide|por) (?:un|una)\b(?! (?:rato|momento|minuto|hora|dia|sensor|habitacion|ventana abierta|luz encendida))",
            r"^(?:yo|me|te|nos|he visto|hemos visto|mi \w+|quiero|quisiera|estoy|soy|tengo una idea|voy|vamos|fui) (?!.*\b(?:dejado|deje|olvidado|dejamos)\b)",
        ]
    ),
    asking=re.compile(
        rf"^{_ES_SOFT}(?:(?:a|en|de|desde|hasta|con|para) )?(?:que|quien(?:es)?|cuando|donde|como|cual(?:es)?|cuant[oa]s?|por que|{_ES_BE}|hay|habia|ha|han|he|hemos|me he|se ha|se han|tiene|tienen|tengo|tenemos|funciona\w*|queda\w*|suena|estas?)\b"
    ),
    about=re.compile(DEFINITE + rf"|\ben {A_ROOM}\b|\b(?:arriba|abajo|aqui) ?$"),
    told=pattern_of(
        [
            rf"^{_ES_SOFT}(?:creo que |me parece que )?{DEFINITE}(?: \w+){{0,3}}? (?:no )?(?:esta|estan|sigue|siguen|se ha quedado|se quedo|se han quedado) (?:\w+ )?{_ES_PART}\b",
            rf"^{_ES_SOFT}(?:creo que )?(?:me|nos|se|te) (?:\w+ )?(?:he|hemos|deje|dejamos|ha|has|olvide)(?: \w+)*? (?:{DEFINITE})",
        ]
    ),
)

_QUESTIONS: Mapping[str, _Questions] = {"en": _ENGLISH, "es": _SPANISH}
