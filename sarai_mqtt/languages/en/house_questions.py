"""English patterns for questions and statements about the house."""

import re

from sarai_mqtt.languages.patterns import pattern_of
from sarai_mqtt.languages.schema.house import A_ROOM, DEFINITE, NOUN, THE_ROOM, HouseQuestions

_SOFT = (
    r"(?:(?:hey|hi|hello|ok|okay|please|sarai|now|well|so|um|uh|oh|and|then|also|but|just|sorry"
    r"|excuse me|by the way|quick question) )*"
)
_STATE = (
    r"(?:on|off|open|opened|closed|shut|locked|unlocked|running|charging|charged|empty|full|dirty|broken"
    r"|working|connected|disconnected|offline|online|armed"
    r"|disarmed|hot|cold|warm|dark|lit|ready|done|finished|up|down|out|ajar|playing|paused|muted|leaking"
    r"|available|plugged|dead|low|stuck|switched|turned|left"
    r"|set|occupied|free|clean|home|there|ok|okay|secure|activated|active|enabled|disabled)"
)
_WHO = (
    r"(?:anyone|anybody|someone|somebody|everyone|everybody|no ?one|nobody|mum|mom|dad|grandma|grandpa"
    r"|the (?:kids?|children|baby|cat|dog|cats|dogs|cleaner|dog walker"
    r"|neighbours?|boys|girls)|my (?:wife|husband|son|daughter|partner|girlfriend|boyfriend|mother"
    r"|father|brother|sister|cat|dog|parents|flatmate|roommate)|we|i|he|she|they)"
)
_HERE = (
    rf"(?:(?:at )?(?:home|here|there|inside|indoors|upstairs|downstairs)|in {THE_ROOM}|in (?:here|house)"
    r"|at the (?:front |back )?"
    r"(?:door|gate|window)|outside the (?:door|house)|in bed|awake|asleep)"
)
_FOLK = (
    r"(?:mum|mom|mummy|mommy|dad|daddy|gran|granny|nan|grandma|grandpa|grandad"
    r"|(?:the|my|our) (?:kids?|children|baby|twins|cats?|dogs?|puppy|kitten|cleaner|gardener|neighbours?"
    r"|guests?"
    r"|wife|husband|son|daughter|partner|girlfriend|boyfriend|mother|father|brother|sister|parents|flatmate))"
)
_AT = rf"(?: (?:here|at home|anywhere|around|in (?:here|this house|{THE_ROOM}|{A_ROOM})))?"
HOUSE_QUESTIONS = HouseQuestions(
    lead_in=re.compile(
        rf"^{_SOFT}(?:(?:can|could|would|will) you (?:please |maybe |quickly )?(?:tell me|say|check|see"
        r"|find out|look(?: up)?|let me know|remind me|show me)|tell me|do you (?:happen to )?know"
        r"|(?:i(?:'d| would) (?:like|love)|i want|i need) to know|i(?: am|'m)? wonder(?:ing)?"
        r"|let me know|please check|check|see|find out|have a look|any idea|i'm not sure|can you see)"
        r" (?:(?:if|whether)\b ?|(?=what|which|who|where|when|how|why|the|my|our|is|are))"
    ),
    own=pattern_of(
        [
            (
                r"\bhow much (?:have|did|do|are) (?:we|i) (?:spend|spent|spending|pay|paid|paying)"
                r"(?: \w+){0,2} (?:electricity|power|gas|water|heating|energy|internet)\b"
            ),
            # what no sensor of a house tells
            (
                r"\bhow many steps (?:have|did|do) (?:i|we)\b|\b(?:what(?:'s| is| was)|how(?:'s| is)) my"
                r" (?:heart rate|pulse|step count|steps|weight|blood pressure|sleep score|blood sugar)\b"
                r"|\bhow (?:well|long|much) did (?:i|we) sleep\b"
                r"|\bhow far (?:have|did) (?:i|we) (?:walk|walked|run|ran|cycle|cycled)\b"
                r"|\b(?:average|mean) (?:temperature|humidity|consumption)(?: (?:in (?:the )?house|here"
                r"|indoors|today|at home|upstairs|downstairs|inside))*$"
                rf"|^{_SOFT}(?:what|which) (?:\w+ )?(?:{NOUN}|scenes|routines|scripts)"
                r" (?:have (?:we|you) (?:got|here)|do (?:we|you) have)\b"
                r"|\bpollen (?:count|level)\b|\b(?:which way|where) (?:is|'s) the wind (?:blowing|coming)\b"
            ),
            # whether the home has such a thing at all
            (
                rf"^{_SOFT}(?:is|are|isn't|aren't) there (?:(?:an?|any|some|no|another|one) )?(?:[\w']+"
                rf" ){{0,2}}?{NOUN}{_AT}$"
            ),
            (
                rf"^{_SOFT}(?:(?:do|does|don't|can) (?:we|i|you|(?:the|this) house|theroom)"
                r"(?: (?:have|got|own|know(?: of| about)?|see|find|control|recogni[sz]e|hear))+|(?:have"
                r"|has|haven't)"
                r" (?:we|i|you|(?:the|this) house|theroom)(?: (?:got|seen))?) (?:(?:an?|any|some|the"
                r"|another|one) )?"
                rf"(?:[\w']+ ){{0,2}}?{NOUN}{_AT}$"
            ),
            (
                r"^(?:is|are|was|were) there (?:an?|any|some) (?:water )?(?:leaks?|draughts?|drafts?"
                r"|movements?|motion)\b"
                rf"|^{_SOFT}what (?:can|does|do|did) {DEFINITE} (?:see|show|say|measure|read|hear|report"
                rf"|detect)\b"
            ),
            # people and animals of the house
            (
                rf"^{_SOFT}(?:is|are|was|were|isn't|aren't) (?:(?:my|the|our) )?\w+(?: (?:still|already"
                rf"|back|yet))?"
                r" (?:at (?:work|school|the office)|in bed|(?:back )?home|upstairs|downstairs|asleep|awake)"
                r"(?: (?:yet|now|already|today))?$"
            ),
            (
                rf"^{_SOFT}(?:(?:what time|when|how long ago) (?:did|will|is|has)|has|have|did)"
                r" (?:(?:my|the|our) )?(?!you\b)\w+ (?:\w+ )?(?:get|got|getting|come|came|coming|go|gone"
                r"|leave"
                r"|left|arrive|arrived"
                r"|return|returned)(?: back)? (?:home|theroom|to (?:bed|work|school)|(?:for|from) (?:work"
                r"|school))"
                r"(?: (?:yet|today|already|last night|yesterday|this (?:morning|afternoon|evening)))*$"
            ),
            (
                rf"^{_SOFT}(?:(?:when|what time) )?(?:did|has|have|is|was|are|were) {_FOLK} .*\b(?:today"
                rf"|yet|tonight"
                r"|last night|yesterday|this (?:morning|afternoon|evening|week)|already|earlier)$"
            ),
            (
                r"\b(?:last time|when did) (?:that )?(?:someone|somebody|anyone|anybody|we|i) (?:last"
                r" )?(?:rang|ring|knock"
                r"|knocked|open|opened|close|closed|fed|feed|water|watered|clean|cleaned|vacuum|vacuumed"
                r"|turn|turned"
                r"|switch|switched|lock|locked|unlock|unlocked|come in|came in|come home|came home)\b"
            ),
            (
                rf"\bwho (?:last |just |first )?(?:opened|closed|turned|switched|unlocked|locked|used"
                rf"|rang|moved|set|left) (?:\w+ )?{DEFINITE}"
            ),
            # what it uses, needs and has left
            (
                rf"\b(?:what|which(?: (?:device|appliance|thing|one|room|{NOUN}))?)(?:'s| is| are| has"
                rf" been)? (?:using|uses?"
                r"|consum\w+|drawing|draws?) (?:up )?(?:the )?(?:most|least|so much)(?: (?:power"
                r"|electricity|energy|water"
                r"|gas))?(?: (?:now|right now|at the moment|here|today|at home))?$"
                r"|\bwhen (?:do|should|did|must) (?:i|we) (?:\w+ ){0,2}(?:change|clean|replace|empty"
                r"|refill|descale|charge"
                rf"|water|feed|mow) {DEFINITE}"
            ),
            (
                r"\bwhat (?:do|did|have|are) (?:we|i)(?: been)? (?:spend|spent|spending|pay|paid|paying"
                r"|use|used|using)"
                r" (?:(?:on|for|of) )?(?:\w+ )?(?:power|electricity|energy|water|gas|heating|light)\b"
            ),
            (
                r"^(?!.*\b(?:works?|invented|cost)\b)(?=(?:\w+ )?(?:is|are|has|have|how|what|does|do|did"
                r"|where|when)\b)(?:.*\b(?:the|my|our) (?:car|van|scooter|e"
                r" ?bike)\b.*\b(?:range"
                r"|battery|fuel|petrol|charged|charging|plugged|parked|locked)\b|.*\b(?:range|battery"
                r"|fuel|charge|petrol)\b"
                r".*\b(?:the|my|our) (?:car|van|scooter|e ?bike)\b)"
            ),
            (
                rf"^{_SOFT}(?:does|do) (?:(?:the|my|our) (?:lawn|grass|plants?|flowers?|hedge)"
                rf"|{DEFINITE}) need"
                r" (?:\w+ )?(?:water\w*|mowing|cutting|feeding|cleaning|charging|batter\w+|emptying"
                r"|filling)\b"
                rf"|\bhow (?:long|much longer|much time|many minutes) (?:until|till|before|left on|left"
                rf" for|for) {DEFINITE}"
            ),
            (
                r"\bhow (?:much|many) (?:\w+ )?(?:toner|ink|salt|detergent|milk|coffee|eggs|dog food|cat"
                r" food|pellets|oil"
                r"|firewood|bread|butter|beers?|batteries)(?: (?:is|are|there))* (?:left|do we have|have"
                r" we got|do i have"
                r"|in (?:the|my|our))\b"
            ),
            r"\b(?:are|is) (?:my|our|the) (?:house ?)?plants? (?:thirsty|dry|watered|wet)\b",
            (
                r"\bhow (?:much|many) (?:\w+ ){0,2}(?:power|electricity|energy|water|gas|solar|current|data"
                r"|heat|heating|watts|kilowatts?|kilowatt hours|kwh|units)\b.*\b(?:we|i|the|our|my|it|now"
                r"|today|yesterday|this (?:week|month|year)|last (?:week|month|night))\b"
            ),
            r"\bhow much (?:solar|power|electricity|energy|gas|water) (?:is|are|was|did|do|have)\b",
            (
                r"\bwhat(?:'s| is| was| did| has| are| does| do)? ?(?:our|the|my) (?:\w+ )?(?:power|energy"
                r"|electricity|water|gas|heating)(?: \w+)? ?(?:use|usage|consumption|bill|costs?|meter|price"
                r"|reading|balance)\b"
            ),
            (
                r"\b(?:are|were|am) (?:we|i) (?:\w+ )?(?:using|spending|consuming|wasting|producing"
                r"|generating|exporting|importing)\b"
            ),
            (
                r"\b(?:temperature|temp|how (?:warm|cold|hot|humid|bright|dark|loud|noisy|stuffy)|humidity"
                r"|degrees|air quality|co2|air|is it (?:\w+ )?(?:warm|cold|hot|humid|dark|bright|stuffy"
                r"|damp))\b.*\b"
                rf"(?:inside|indoors|in here|here|in this room|at home|upstairs|downstairs|in {THE_ROOM}"
                rf"|in {A_ROOM})\b"
            ),
            (
                rf"\b(?:inside|indoor|room|house|{A_ROOM}) (?:temperature|humidity"
                r"|air quality)\b(?! (?:should|for|is best))"
            ),
            (
                rf"\bwho(?:'s| is| are|'re| was)(?: still| all| already| currently)? {_HERE}\b|\bwho (?:rang"
                r"|knocked|came|left|called|opened|closed|turned|switched|unlocked|locked|entered|moved|used"
                r"|set)\b"
                rf"(?! (?:the first|down the roman|the berlin))"
            ),
            (
                rf"\b(?:is|are|was|were|isn't|aren't|has|have|am)(?: there)? {_WHO} (?:\w+ )?{_HERE}\b"
                r"|\b(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody|everyone|everybody|nobody|mum"
                r"|mom|dad)"
                r" (?:in|out|around|about|back|gone|left|coming|up|using|still)\b|^who(?:'s| is) (?:in|out"
                r"|home|up)$"
            ),
            (
                r"^(?:and )?where(?:'s| is| are|'re| the \w+| would| might)?(?: the \w+)? (?:(?:did"
                r"|have) (?:i|we) (?:last )?(?:leave|left|put|place|placed|park|parked) )?(?:my|our|mum|mom"
                r"|dad|everyone|everybody|the (?:kids?|children|cat|dog|remote|keys?|car|baby))\b"
            ),
            (
                r"^(?:and )?(?:did|have|had|did i|do you think) (?:i|we) (?:\w+ )?(?:leave|left|lock|locked"
                r"|turn|turned|switch|switched|close|closed|shut|forget|forgotten|unplug|unplugged|put out"
                r"|set|take|taken|feed|fed|water|watered|park)\b"
            ),
            (
                r"^(?:did|has|have|was it) (?:anyone|anybody|someone|somebody|the (?:kids?|children|boys"
                r"|girls)|he|she|they|you|mum|mom|dad|my \w+) (?:\w+ )?(?:turn|turned|leave|left|open|opened"
                r"|close|closed|lock|locked|ring|rung|rang|switch"
                r"|switched|come|came|arrive|arrived|shut|feed|fed|been fed|walked|call|called|knock"
                r"|got home|get home|gone|turning|unlock|unlocked|been)\b"
            ),
            (
                r"^(?:is|are|was|were|isn't|aren't)(?: there)? (?:it|everything|anything|something|all|both"
                rf"|that|they|one|any of them)(?: all)? (?:\w+ )?{_STATE}\b(?! (?:like|to|for|if|of|what|who"
                r"|the|in a|that|when))"
            ),
            (
                r"\b(?:which|what|how many) (?!types?\b|kinds?\b|sorts?\b|brands?\b)(?:of the "
                rf"|of my )?(?:\w+ ){{0,2}}(?:{NOUN}) (?:are|is|were|was|did|do|have|has|got|need"
                rf"|needs) (?:\w+ )?(?:{_STATE}|we|i|left|in (?:the|my|our)|here|there|need|low|got|been)\b"
            ),
            (
                r"^(?:is|are|was|were|isn't|aren't|do we have|have we got|has)(?: there)? (?:any|a|an|one"
                r"|some|all|all of|every|each|both)(?: of)?(?: the| my"
                rf"| our)? (?:\w+ ){{0,2}}(?:{NOUN}) (?:\w+ )?(?:{_STATE}|in {A_ROOM}|in the)\b"
            ),
            (
                r"^(?:what|how much|how many|is|are|do|have|which)(?:'s)?(?: \w+){0,4} in (?:my|our"
                r"|the) (?:fridge|freezer|pantry|mailbox|letterbox|washing machine|oven|dryer|dishwasher"
                r"|inbox)(?: now| right now| today| left)?$"
            ),
            (
                r"\b(?:on|in) (?:my|our|the) (?:\w+ )?(?:calendar|agenda|schedule|diary|shopping list|list"
                r"|to ?do list|todo|inbox)\b"
            ),
            (
                r"\b(?:do|did|have|has) (?:i|we)(?: got| have| get)? (?:any |some |a |an )?(?:new |more "
                r"|unread |other )?(?:messages?|mails?|e ?mails?|reminders?|alarms?|timers?|appointments?"
                r"|meetings?|events?|plans|missed calls?|calls"
                r"|notifications?|post|parcels?|packages?|deliver(?:y|ies)|letters?|voicemails?|visitors?"
                r"|tasks?)\b|^(?:are there )?any (?:new )?(?:messages|mail|emails|post|parcels|calls"
                r"|reminders|timers|alarms|notifications)\b"
            ),
            (
                r"\b(?:what|which|how many) (?:alarms?|timers?|reminders?|appointments?|meetings?"
                r"|messages)\b|\bwhen(?:'s| is| does) (?:my|the|our) (?:next )?(?:alarm|timer|reminder"
                r"|appointment|meeting|bin|bins|rubbish|trash)\b"
            ),
            (
                r"\b(?:do|have) (?:we|i)(?: still)?(?: got| have)? (?:any|some"
                r"|enough)(?: more)? \w+(?: \w+)? (?:left|at home|in)\b|\b(?:is|are) there (?:any|some"
                r"|enough|still)(?: more)? \w+(?: \w+)? (?:left|at home|in the (?:fridge|house))\b"
                r"|\b(?:have we got|do we have|are we out of|have we run out of) (?:any |enough "
                r"|some )?(?:milk|eggs|bread|butter|coffee|tea|sugar|beer|wine|rice|pasta|cheese"
                r"|toilet paper|detergent|dog food|cat food|batteries|fruit|water|juice)\b"
            ),
            (
                r"\b(?:has|have|did) (?:the|my|our|any|a) (?:post|mail|postman|mailman|parcel|parcels"
                r"|package|packages|delivery|letter|newspaper|courier|bins?|trash|rubbish|cleaner|plumber"
                r"|guests?|school bus|cat|dog|fish|plants?)"
                r" (?:\w+ )?(?:come|came|arrived?|been|delivered|emptied|collected|fed|watered|get|eaten"
                r"|gone|had)\b|\b(?:cat|dog|fish|plants?|baby)(?: already)? (?:been )?(?:fed|watered"
                r"|walked)\b"
            ),
            (
                r"^(?:is|are|was|were|isn't|aren't) (?:my|our) (?:\w+ ){1,3}(?:still )?(?:on|off|open|closed"
                r"|shut|locked|unlocked|charged|running|plugged in|switched|turned|home|there|connected"
                r"|online|ready|working|parked|full|empty|low)\b"
            ),
            (
                r"\bis there (?:still |enough |any |some )*(?:hot water|power|electricity|internet|wifi"
                r"|signal|heating)\b|\b(?:do|are) we (?:need|out of|low on|short of) (?:any |more "
                r"|some )?\w+$"
            ),
            (
                r"\bwhat(?:'s| is| are| was)? (?:currently |now )?(?:playing|on (?:the )?(?:tv|telly"
                r"|television|radio)|the volume|this (?:song|track|tune|music)|on right now)\b|\b(?:what"
                r"|which) (?:song|track|music|album|station|channel|tune)"
                r" (?:is|are|was) (?:this|that|on|playing|it|now|currently|the)\b|\bwho(?:'s| is) (?:singing"
                r"|playing)(?: this| now| here)?$"
                r"|\bwho(?:'s| is| are) (?:it |this |that )?(?:that's )?(?:singing|playing)\b.*"
                r"\bon (?:the|my|our)\b"
            ),
            (
                r"\b(?:my|our|the) (?:[\w']+ ){0,3}(?:battery(?: level| percentage| charge| status)?"
                r"|charge level)\b(?! (?:of|for|in|life (?:of|for))? ?(?:an?|electric|tesla))"
                r"|\bhow (?:charged|full)\b|\b(?:is|are) (?:my|our|the) [\w' ]{1,20} (?:charged|charging"
                r"|on charge"
                r"|plugged in)\b|\bbattery (?:has|have|does|do|is) (?:my|our|the|it)\b|\bbatter(?:y"
                r"|ies) .*\b(?:my|our)\b"
            ),
            (
                r"^why (?:is|are|isn't|aren't|was|were|did|does|do|won't"
                rf"|doesn't) {DEFINITE}(?: \w+){{0,3}}? (?:{_STATE}|so (?:loud|slow|noisy|cold|warm|hot"
                r"|bright|dark)|beeping|blinking|flashing|ringing|turn|go|start|stop|respond|work)\b"
            ),
            (
                r"^is (?:it|everything|the house|my house|our house|the home) (?:all )?(?:empty"
                r"|locked(?: up)?|secure|safe|closed|shut|armed|alright|ok|okay|fine)\b(?! (?:to|for))"
            ),
            (
                r"\bmy (?:cell|mobile )?phone's location\b|\blocation of my (?:phone|car|keys)\b"
                r"|\bwhat (?:happened to|did i do with) my (?:phone|keys|cellphone)\b|\bwhere (?:i"
                r"|we) (?:left|put|parked) (?:my|our|the)\b"
            ),
            rf"\b(?:status|state) of (?:{DEFINITE})",
            (
                r"^(?:\w+ ){0,3}(?:list|give me|read|tell me|recite|recall|show me|summari[sz]e|what(?:'s"
                r"| is| are| were)|how(?:'s| is)|any|which|is|are)(?: \w+){0,3} my (?:\w+ )?(?:calendar"
                r"|schedule|agenda|reminders?|appointments?"
                r"|meetings?|to ?do(?: list)?|shopping list|list|location|position|coordinates|messages?"
                r"|e ?mails?|day|plans?|tasks?|alarms?|timers?|notifications?)\b|^my (?:\w+ )?(?:list of"
                r"|meeting|appointment|calendar|schedule)\b"
            ),
            (
                r"\b(?:is|are) there (?:an? |any )?(?:\w+ )?(?:meetings?|appointments?|calendar)\b|^(?:what"
                r"|when|which|is|does|do|has|at what|on what)\b.*\b(?:my|today's|our"
                r"|the) (?:\w+ )?(?:meeting|appointment|schedule|calendar|agenda)s?\b"
            ),
            (
                r"\bwhat (?:(?:kind of |other )?\w+ )?(?:do|did|must|should|was|were|am"
                r"|are) (?:it )?i (?:still )?(?:have|need|want|supposed|wanted|going|trying)? ?(?:planned"
                r"|scheduled|going on|to (?:do|buy|get|remember|recall)|on (?:today|tomorrow|\w+day)|today"
                r"|tomorrow"
                r"|for (?:today|tomorrow|the \d+))\b|\bdo i have (?:anything|something|plans)\b"
                r"|\bam i (?:free|busy|supposed)\b|\bwhere do i have to be\b"
            ),
            (
                r"^(?:what|who|which|identify|name|look up|find out|tell me|is)\b.*\b(?:this|that) (?:song"
                r"|track|tune|singer|artist)\b|\b(?:song|track|tune|music)(?: that's| that is| we're| i'm"
                r"| that)? (?:\w+ )?(?:playing|listening|on right now|i'm hearing)\b"
                r"|\bwhat am i (?:listening to|hearing)\b|\bidentify (?:this|the) (?:song|music)\b"
            ),
            (
                r"^(?:\w+ ){0,3}where (?:exactly )?(?:am i|i am|i'm|are we)\b(?! (?:going|in life|from))"
                r"|\bmy (?:\w+ )?(?:location|coordinates)\b|\bwhat(?:'s| is) this place\b"
            ),
            (
                r"\b(?:did|does) (?:it|the bell|the doorbell|the phone) (?:just )?ring\b|\bwhat(?:'s"
                r"| is) that (?:noise|sound|beep\w*|light)\b|^what was that (?:noise|sound)\b"
            ),
        ]
    ),
    general=pattern_of(
        [
            (
                rf"^{_SOFT}how (?:do|does|can|could|should|would|to|did|come)\b(?! (?:you know if|it look"
                r"|the (?:house|home|air) (?:look|feel)))"
            ),
            (
                rf"^{_SOFT}(?:where|when) (?:can|could|do|should|would|does|to)\b(?! (?:it|the) )"
                rf"|\bdoes it cost to\b|^{_SOFT}how much is an?\b"
            ),
            (
                r"^(?=.*\b(?:last|lasts|keep|kept|stays?|good|safe|spoil\w*|expires?|bad|stored?|leave"
                r"|edible|after|before)\b)(?=.*\bin (?:the|my|a) (?:fridge|freezer|refrigerator|pantry)\b)"
            ),
            rf"^{_SOFT}why\b",
            (
                rf"^{_SOFT}who(?:'s|'re| is| was| are| were)? (?!in\b|at\b|inside|outside|upstairs|downstairs"
                r"|here|there|home|still|left|opened|closed|turned|switched|unlocked|locked|rang|set)\w+"
            ),
            (
                rf"^{_SOFT}what(?:'s| is| are|'re| was| were) (?:an?|some|the (?:best|worst|first|last|most"
                r"|least|difference|meaning|history|purpose|point|origin|definition|word|name of|capital"
                r"|population|speed|opposite|plural|law|weight"
                r"|right|ideal|normal|average|usual|typical|recommended|story|average|easiest|safest"
                r"|cheapest|[a-z]+est)|your|good|love|life)\b"
            ),
            (
                rf"^{_SOFT}what (?:does|do|did) (?:an?|the word|you|people|it mean|[a-z]+ mean|[a-z]+s (?:do"
                rf"|eat|mean))\b|^{_SOFT}what(?:'s| is)? (?:happens?|would|if|should|can|could|shall|makes"
                r"|kind|kinds|type|types|sort|colou?r should|to (?:do|eat|wear))\b"
                rf"|^{_SOFT}what colou?r (?:should|would|goes|paint)\b|^{_SOFT}which (?:is|was|country|animal"
                r"|planet|team|one is better|came first)\b"
            ),
            (
                rf"^{_SOFT}(?:should|shall|could|can|may|might|must|would|will) (?:i|we|you|it|one|people|a"
                r"|an|robots?|dogs?|cats?|[a-z]+s)\b"
            ),
            (
                rf"^{_SOFT}(?:is|are|was|isn't) (?:it|there) (?:\w+ )?(?:safe|ok|okay|good|bad|healthy|true"
                r"|possible|normal|legal|better|worth|dangerous|expensive|hard|easy|cheaper|illegal"
                r"|important|rude|life|people|aliens|god|an? \w+ (?:between|in (?:space|spain)|on mars))\b"
            ),
            (
                rf"^{_SOFT}(?:do|are|were|have|did|could|would) you\b(?! (?:know|lock|turn|switch|leave|close"
                r"|open|see if|hear the (?:door|bell|alarm)))"
            ),
            (
                rf"^{_SOFT}(?:tell|give|sing|write|explain|describe|recommend|suggest|translate|teach|name"
                r"|list|define|help|imagine|talk|say)\b(?! me (?:the (?:temperature|status|state)|if"
                r"|whether))"
            ),
            (
                r"\b(?:invent\w*|discover\w*|founded|patent\w*|in the world|in the universe|in history"
                r"|ever (?:made|built)|on average|in general|usually|normally|typically|on mars|on the moon"
                r"|in space|of all time|in (?:ancient|medieval)\b.*|century"
                r"|called windows|eiffel tower|white house|buckingham palace|big ben|notre dame|the pentagon"
                r"|the titanic|the (?:film|movie|book|story|song|novel|bible))\b"
            ),
            (
                r"\b(?:of|for|in|on|from|by|than|between|with|does|do|is|are|like) (?:an?) (?!while|minute"
                r"|moment|long|hour|day|week|bit|second|room\b|little|sensor|window open|light on)(?:\w+)\b"
            ),
            (
                r"^(?:i|he|she|we|they|my \w+|our \w+)(?:'m|'ve|'d|'ll| am| was| have| had| want| love| hate"
                r"| like| think| feel| wish| went| saw| need| bought)? (?!.*\b(?:left|forgot)\b)"
            ),
        ],
        start=rf"^{_SOFT}",
    ),
    asking=re.compile(
        rf"^{_SOFT}(?:what|what's|which|who|who's|whose|where|where's|when|when's|how|how's|why|is|isn't"
        r"|are|aren't|was|wasn't|were|am|do|does|doesn't|did|didn't|has|hasn't|have|haven't|had|can"
        r"|could|will|should|any|anyone|anything"
        r"|at what|on what|in which|to what|for how|since when|how many|how much|status|state|report)\b"
    ),
    about=re.compile(
        DEFINITE + rf"|\bin (?:here|{A_ROOM})\b|\b(?:upstairs|downstairs|indoors|inside the house)\b"
        rf"|\b{A_ROOM} {NOUN}\b|^(?:is|are) (?:{A_ROOM} )?{NOUN} {_STATE}\b"
    ),
    statement=pattern_of(
        [
            (
                rf"^{_SOFT}(?:i (?:think|believe|guess|hope|bet) )?{DEFINITE}(?:'s| is| are|'re| isn't"
                r"| aren't| seems| looks| has been| have been)(?: still| not| now| too| probably| definitely"
                r"| left| always)* (?:on|off|open|closed|shut|locked|unlocked"
                r"|running|armed|disarmed|charged|charging|ajar|up|down|lit|turned (?:on|off)|switched (?:on"
                r"|off))\b"
            ),
            (
                rf"^{_SOFT}(?:i think |maybe |oh no )?(?:i|we|you|someone|somebody)(?:'ve| have)?(?: probably"
                rf"| just| maybe)? (?:left|forgot|forgotten)(?: to)?\b.*(?:{DEFINITE}).*(?:\b(?:on|off|open"
                r"|running|unlocked|plugged in)\b)"
            ),
            (
                rf"^{_SOFT}(?:i think |maybe )?(?:i|we)(?:'ve| have)? forg[oe]t(?:ten)? to (?:lock|close|turn"
                r"|switch|shut|unplug|feed|water)\b"
            ),
        ],
        start=rf"^{_SOFT}",
    ),
)
