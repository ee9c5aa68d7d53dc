"""English patterns for sentences about danger."""

import re

from sarai_mqtt.languages.patterns import any_of, pattern_of
from sarai_mqtt.languages.schema.danger import DangerSigns

_MEDICINE = any_of(r"""
    paracetamol / acetaminophen / ibuprofens? / aspirins? / tylenol / advil / nurofen / calpol / panadol /
    aleve / naproxen / antibiotics? / amoxicillin / penicillin / insulin / morphine / codeine / tramadol /
    diazepam / valium / xanax / melatonin / antihistamines? / benadryl / warfarin / statins? / pills? /
    tablets? / capsules? / medicines? / medications? / meds / painkillers? / cough syrup / drops /
    antidepressants? / vaccines?
""")
_TOXIC = any_of(r"""
    bleach / ammonia / chlorine / detergent / poison / anti ?freeze /
    (?:drain|oven|toilet|glass|floor|window) cleaners? / cleaners? / cleaning \w+ /
    (?:washing|laundry|dishwasher) \w+ / button batter(?:y|ies) / batter(?:y|ies) / paint / petrol /
    gasoline / diesel / lighter fluid / acid / chemicals? / sanitizers? / perfume / nail polish / weed
    ?killer / pesticides? / insecticides? / turpentine / turps / methylated spirits? / meths / kerosene /
    lamp oil / rubbing alcohol / hydrogen peroxide / lye / white spirit / moth ?balls? / methanol /
    mercury / magnets? / poisonous \w+ / wild (?:berries|mushrooms?) / unknown (?:berries|mushrooms?)
""")
_FAMILY = any_of(r"""
    son / daughter / kids? / child / children / boy / girl / baby / babies / toddler / infant / newborn /
    wife / husband / partner / boyfriend / girlfriend / friend / mum / mom / mummy / mommy / mother / dad
    / daddy / father / grandma / granny / nan / grandmother / grandpa / grandad / granddad / grandfather /
    nephew / niece / grandson / granddaughter / brother / sister / uncle / aunt / cousin / neighbou?r /
    man / woman / person / people / guest / lady / guy / dog / cat / puppy / kitten
""")
_PERSON = (
    r"(?:\b(?:i|he|she|they|we|someone|somebody|everyone|everybody|(?:my|our|the|a|his|her|your) (?:[\w']+ )?"
    rf"{_FAMILY}|(?:one|two) of us|(?:mum|mom|dad|grandma|grandpa|grandad|granny|nan))(?:'s|'m|'ve|'re|s)?\b)"
)
_DEVICE = any_of(r"""
    toaster / oven / pan / plug / socket / outlet / charger / phone / battery / heater / boiler / stove /
    cooker / hob / dryer / machine / tv / wires? / cables? / fridge / microwave / car / engine / lamp /
    light / switch / kettle / iron / fuse ?box / router / computer / laptop / chimney / scooter
""")
_LIMB = (
    r"(?:wrists?|fingers?|hands?|legs?|arms?|throat|veins?|head|face|foot|toes?|thumb|neck|back|hip"
    r"|skull|ankle|eyes?)"
)

DANGER = DangerSigns(
    lead_in=re.compile(r"^(?:(?:hey|hi|ok|okay|oh|please|sarai|listen|quick|quickly) )+"),
    signs=pattern_of(
        [
            # gas, smoke, fire
            (
                r"\bsmell(?:s|ing|ed|y)?\b(?: [\w']+){0,5} (?:gas|smoke|burning|burnt|fumes)\b(?! (?:wood"
                r"|candles?|leaves))"
            ),
            (
                r"\b(?:stink|reek|whiff|odou?r)s? of (?:\w+ )?(?:gas|smoke|burning)\b|\b(?:gas|burning"
                r"|smoke) smell\b"
            ),
            r"\bgas (?:leak|leaks|leaking|is (?:leaking|escaping|coming))\b|\bleak(?:ing|s)? (?:of )?gas\b",
            (
                r"\b(?:there(?:'s| is| are)|see|have|full of|fill(?:s|ed|ing)(?: up)? with|covered in"
                r"|lots of|so much)\b(?: [\w']+){0,2}"
                r" (?:smoke|flames|fumes|sparks)\b(?! (?:alarm|detector|sensor|machine))"
            ),
            (
                r"\b(?:smoke|flames|fumes|sparks) (?:is |are |keeps? )?(?:coming|pouring|rising|shooting"
                r"|everywhere|billowing)"
            ),
            (
                r"\b(?:making|giving off|leaking|breathed?(?: in)?|breathing(?: in)?"
                r"|inhaled?)(?: [\w']+){0,2} (?:fumes|smoke|gas)\b"
            ),
            (
                rf"\b{_DEVICE} (?:is|are|'s|keeps?|started|has started)(?: [\w']+)? (?:smoking|sparking"
                r"|smouldering|burning|exploding)\b"
            ),
            (
                r"^(?:help )?(?:help |a )?fire(?: fire)*$"
                r"|(?<!girl )(?<!sun )(?<!this )(?<!cheeks are )(?<!mouth is )(?<!tongue is )(?<!song is"
                r" )\bon fire\b(?! (?:tonight|today))"
            ),
            (
                r"\b(?:there(?:'s| is)|see|we have)(?: [\w']+){0,2} fire\b(?! ?(?:place|pit|alarm|tv|stick"
                r"|engine|station|exit|door"
                r"|in (?:the|a) (?:fireplace|fire pit|pit|stove|grill|grate|hearth|chimney|barbecue)))"
            ),
            (
                r"\b(?:caught|catch|catches|catching) fire\b|\b(?:in|into|out) flames\b|\b(?:exploded"
                r"|blew up|explosion|short circuit)\b|\bburning down\b|\bset(?: [\w']+){1,3} on fire\b"
                r"|\b(?:something|somebody|someone)(?:'s| is) (?:been )?burning\b"
            ),
            (
                r"\b(?:house|home|flat|apartment|kitchen|curtains?|sofa|bed|roof|garage|shed|bin"
                r"|rug|carpet|tree)"
                r" (?:is|are|'s) (?:burning|ablaze|alight)\b"
            ),
            (
                r"\b(?:smoke|fire|gas|co|monoxide)(?: alarm| detector| sensor)+\b(?! (?:light"
                r"|lamp))(?: [\w']+){0,4}"
                r" (?:going off|went off|goes off|beeping|beeps|ringing|sounding|screaming|won't stop)\b"
            ),
            (
                r"\bcarbon monoxide\b(?: [\w']+){0,3} (?:in (?:here|the|my|our)|leak\w*|poisoning)\b"
                r"|\b(?:think|smell|there(?:'s| is)|fear"
                r"|symptoms of)(?: [\w']+){0,3} carbon monoxide\b(?! (?:alarm|detector|sensor))"
            ),
            (
                r"\bgas (?:is |keeps? )?(?:coming|pouring|hissing) (?:out|from)\b|\b(?:ceiling|roof|walls?"
                r"|balcony|floor|chimney|building|stairs)(?: has| have| just| is)* (?:collaps(?:ed|ing)"
                r"|fallen (?:in|down)|cav(?:ed|ing) in)\b"
            ),
            # poison
            (
                r"\b(?:drank|drunk|drinks?|drinking|swallow(?:s|ed|ing)?|ate|eaten|eats?|eating|ingest(?:s"
                r"|ed)?|chewed|licked"
                rf"|inhaled?|sniffed|took|taken|injected)\b(?: [\w']+){{0,5}} {_TOXIC}\b"
            ),
            rf"\b(?:swallow(?:s|ed)|ate|eaten|ingested|chewed)\b(?: [\w']+){{0,4}} {_MEDICINE}\b",
            (
                rf"\b(?:{_TOXIC}|{_MEDICINE})\b.*\b(?:(?:swallowed|drank|drunk|ate|eaten|took|taken"
                r"|chewed) (?:it|them|all)|in (?:his|her|their) mouth)\b"
            ),
            (
                r"\b(?:bleach|cleaner|acid|ammonia|chlorine|detergent)\b(?: [\w']+){0,3} in (?:my|his|her"
                r"|their|the) (?:\w+ )?eyes?\b"
            ),
            r"\b(?:been|was|got|is|am|'m) poisoned\b|\bpoison control\b|\bfood poisoning\b",
            r"\b(?:are|is) (?:these|this|those|that)(?: [\w']+)? (?:poisonous|toxic)\b",
            (
                r"^(?=.*\b(?:bleach|ammonia|chlorine|drain cleaner|muriatic acid)\b)(?=.*\b(?:mix|mixed"
                r"|mixing|mixes|combin\w+"
                r"|together|react\w*)\b)"
            ),
            # doses
            (
                rf"^(?=.*\b{_MEDICINE}\b)(?=.*\b(?:how (?:much|many|often)|dos(?:e|es|age|ages)|overdos\w+"
                r"|milligrams?|mg"
                r"|can (?:i|he|she|we|you|they|my|our|a|the|\w+ \w+) (?:\w+ )?(?:take|have|give|mix|get)"
                r"|should (?:i|he|she|we)"
                r" (?:take|give)|(?:safe|okay?|dangerous|bad|fine|allowed) (?:to|for)|max(?:imum)?"
                r"|the (?:most|highest|largest|biggest|limit)|limit|a day|per day|at once|every \w+ hours"
                r"|between doses|with (?:alcohol|wine|beer|vodka)"
                r"|and (?:alcohol|wine|beer|vodka)|too (?:many|much)|twice as|double|by mistake|by accident"
                r"|all (?:my|the|his|her|of)"
                r"|wrong|to (?:kill|die|overdose)|would kill)\b)(?!.*\b(?:left|in stock|do we have"
                r"|have we got)\b)"
            ),
            (
                r"\bover ?dos(?:e|ed|ing)\b|\b(?:lethal|deadly|fatal) dose\b|\b(?:right|correct|maximum|max"
                r"|safe) dos(?:e|age)\b"
            ),
            (
                rf"^(?=.*\b{_MEDICINE}\b)(?=.*\b(?:accidentally|twice|again)\b)(?=.*\b(?:i|he|she|we|they)"
                r"(?:'ve|'s| have| has| just| accidentally)* (?:took|taken|gave|given|swallowed)\b)"
            ),
            (
                rf"\b(?:took|taken|swallowed|drank|drunk|had)\b(?: [\w']+){{0,4}} (?:bottle|box|pack"
                rf"|packet|strip|handful"
                rf"|load)s? of (?:\w+ )?{_MEDICINE}\b"
            ),
            # injury and illness
            (
                r"\b(?:short of|shortness of|can't catch (?:my|his|her)) breath\b|\bjump(?:ing)? (?:out"
                r" of|from) (?:the"
                r"|a|my) (?:window|balcony|roof|bridge)\b"
            ),
            (
                r"\b(?:stung|bitten|ate|eaten)\b.*\ballergic\b|\ballergic to\b.*\b(?:stung|bit|bitten|ate"
                r"|eaten)\b|\bwaters?(?: has| have|'ve| just)* broken?\b"
            ),
            (
                r"\b(?:chopped|sawed|sawn|sliced|torn|ripped|bitten)(?: off)? (?:my|his|her|their|the|a)"
                rf"(?: [\w']+)? ?{_LIMB}\b"
            ),
            r"\b(?:not|isn't|isnt|aren't|stopped|stops|barely|hardly|n't|without) breath(?:e|es|ing)\b",
            (
                r"\b(?:can't|cant|cannot|can not|couldn't|doesn't|struggl\w+ to|hard to|trouble|difficulty"
                r"|unable to)"
                r" (?:even )?breath(?:e|ing)\b"
            ),
            r"\b(?:is|are|'s|am|'m|been|was|fell|lying|found \w+) (?:\w+ )?(?:unconscious|unresponsive)\b",
            (
                rf"{_PERSON}(?: [\w']+){{0,4}} (?:unconscious|unresponsive|collapsed|fainted|passed out"
                r"|blacked out|suffocating"
                r"|drown(?:ing|ed)(?! (?:in (?:work|paper\w*|e ?mails?|debts?|homework|washing|laundry"
                r"|tears|love)|my"
                r" sorrows?))|convulsing|electrocuted|stabbed|turn(?:ed|ing) blue|goes? blue|run over"
                r"|hit by a car)\b"
            ),
            (
                rf"{_PERSON}(?: [\w']+){{0,8}} (?:(?:not|isn't|doesn't|don't|won't|can't|cannot|couldn't"
                r"|aren't)"
                r" (?:be )?(?:respond(?:ing)?|mov(?:e|ing)|wak(?:e|ing)(?: up)?|get up|stand(?: up)?"
                r"|react(?:ing)?|feel \w+ legs?))\b"
            ),
            r"\b(?:can't|cannot|couldn't) wake (?:him|her|them|my|the)\b|\bcan't get up\b",
            (
                r"\b(?:is|are|'s|am|'m|i'm|started|keeps) chok(?:ing)\b(?! (?:with|from|on)"
                r" laugh\w*| up)|\bchok(?:ed|es|ing) on\b(?! laugh)"
            ),
            (
                r"\b(?:is|are|'s|am|'m|i'm|started|keeps?|won't stop|stop|been|was|and|he's"
                r"|she's) bleeding\b(?! (?:love|heart))"
                r"|\bbleeding (?:a lot|out|badly|heavily|from|to death)\b|\b(?:a lot of|lots of|so much"
                r"|covered in|pool of) blood\b|\b(?:losing|lost|coughing(?: up)?|vomiting"
                r"|throwing up) (?:a lot of |so"
                r" much )?blood\b|\bblood (?:is )?(?:everywhere|won't)\b"
            ),
            (
                r"\bchest (?:pains?|hurts?|feels?|aches?|is (?:tight|hurting|aching))\b|\bpains? in (?:my"
                r"|his|her|the) chest\b"
                r"|\bmy chest\b.*\b(?:hurt|pain|tight)"
            ),
            (
                r"\b(?:having|has|had|have|got|suffered|suffering|think it's|think it is) (?:had )?(?:a "
                r"|an )?(?:heart attack|stroke|seizure|fit"
                r"|epileptic \w+|allergic (?:reaction|shock)|anaphyla\w+|concussion|miscarriage)\b"
                r"|\bheart attack symptoms\b"
                r"|\bsymptoms of (?:a )?(?:heart attack|stroke)\b"
            ),
            (
                rf"\b(?:cut|slashed|sliced|slit)(?: off)? (?:my|his|her|their|the|a)(?: [\w']+)? ?{_LIMB}\b"
                r"|\bcut (?:myself|himself"
                rf"|herself)\b|\bcut (?:my|his|her|the|a) {_LIMB} off\b"
            ),
            rf"\b(?:broke|broken|breaking|twisted|crushed|fractured) (?:my|his|her|their|an?) {_LIMB}\b",
            (
                r"\b(?:burned|burnt|scalded|burns?)(?: [\w']+)? (?:my|his|her|their|myself|himself|herself"
                r"|the)(?: [\w']+)?"
                rf" ?(?:{_LIMB}|skin|badly|with boiling \w+)\b|\b(?:burned|burnt|scalded) (?:myself|himself"
                r"|herself)\b"
            ),
            (
                r"\b(?:electric(?:al)? shock|electrocuted|(?:got|get|gets|had|gave (?:me|him|her"
                r"|them)) a (?:\w+ )?shock from|(?:in|into|touched) the (?:socket|outlet|live wire))\b.*"
                r"|\bsocket and\b.*\bshock\b"
            ),
            r"\b(?:hit|banged|bumped) (?:my|his|her|their|the) head\b",
            (
                rf"{_PERSON}(?: [\w']+){{0,3}} (?:fell|fallen|falls)\b(?! (?:asleep"
                r"|in love))(?: [\w']+){0,5} (?:not|n't|doesn't|isn't|can't"
                rf"|won't|hurt|stairs|ladder|roof|window|bleeding|balcony|hard|floor|unable)\b"
            ),
            (
                rf"{_PERSON}(?: (?:is|are|am|got|been|was|has|have|might|be))+(?: [\w']+)? (?:hurt|injured"
                r"|wounded|dying"
                rf"(?! (?:of|to|for) (?!blood))|shot|trapped)\b"
            ),
            (
                r"\b(?:asthma attack|heat ?stroke|hypothermia|frostbite|going into labou?r|in labou?r"
                r"|giving birth|waters? (?:has |have |just )?broke|diabetic (?:coma|shock)|low blood sugar"
                r"|broken bone|head injury|car (?:crash|accident)|stab wound)\b"
                r"|\b(?:bitten|stung) by an? (?:snake|scorpion|spider|wasp|bee|jellyfish|dog|rat)\b"
                r"|\b(?:face is (?:drooping|falling)|slurring|can't feel (?:my|his|her) \w+)\b|\b(?:stuck"
                r"|trapped) in (?:the|a|an) (?:lift|elevator|fire|car|smoke)\b"
                r"|\b(?:i've|he's|she's|been|got|was|were|am|i'm) (?:been )?(?:stabbed|shot|attacked|raped"
                r"|strangled|beaten(?: up)?)\b|\b(?:husband|wife|boyfriend|father|dad|partner|brother|he|she"
                r"|someone)(?: is|'s| has|'s been| just)? (?:hitting|beating|hurting|threatening|choking"
                r"|strangling) (?:me|us|my)\b"
            ),
            r"\b(?:throat|tongue|face|lips) (?:is|are) (?:swelling|swollen|closing)\b|\bswelling up\b",
            r"\b(?:very high|high|terrible) fever\b|\bfever of (?:4\d|39|forty|10[3-9])\b",
            r"\b(?:left )?arm (?:is|feels|went) numb\b|\bhalf (?:of )?(?:my|his|her) face\b",
            (
                r"\b(?:lips?|face|skin|tongue) (?:is|are|has|have|'s|turn\w*|went|gone"
                r"|looks?)(?: [\w']+)? (?:blue|grey|purple)\b|\bgasping\b"
            ),
            (
                rf"\b{_LIMB}(?: bone)? (?:is|are|'s|looks|has been|got|came|was) (?:\w+ )?(?:broken"
                r"|cut off|off|bleeding|burn(?:t|ed)|crushed"
                r"|swollen|numb|dislocated)\b"
            ),
            (
                r"\b(?:try|trying|tried|tries) to (?:get|break|force [\w']+ way"
                r"|climb) in(?:to)?\b(?! (?:shape|the mood|touch|university))"
            ),
            (
                r"\b(?:send|get|fetch|bring) (?:me |us |some )?help\b|\b(?:need"
                r"|want) (?:some )?help(?: now| please| quick\w*| right now)*$"
            ),
            (
                r"\b(?:man|men|woman|somebody|someone|guy|stranger) with (?:a|an|some) (?:knife|knives"
                r"|gun|weapon|axe)\b"
            ),
            (
                r"\b(?:slipped|tripped|fell|fallen)\b.*\b(?:broken|broke|head|hip|bleeding|unconscious"
                r"|can't|cannot|hurts?)\b"
            ),
            (
                rf"{_PERSON}(?: [\w']+){{0,2}} (?:swallow(?:s|ed)?|choked on|inhaled"
                r"|drank from)\b(?! (?:my|his|her|their) (?:pride|words))"
            ),
            (
                r"\b(?:baby|toddler|child|kid|son|daughter|dog|cat|puppy|nephew|niece|boy|girl"
                r"|grandson|granddaughter|he|she)"
                r" (?:has |have |just |'s )*(?:ate|eaten|chewed"
                r"|licked)\b(?: [\w']+){0,3} (?:mushrooms?|berries|plants?|leaves|glue"
                r"|soap|shampoo|paint|crayons?|coins?|lego|magnets?|batter(?:y|ies)|cigarettes?"
                r"|chocolate|raisins|onions?|xylitol)\b"
            ),
            (
                r"\b(?:there(?:'s| is)|see|lots of|with) (?:\w+ )?blood\b|\bblood (?:all over|in (?:my"
                r"|his|her) \w+|from|coming)\b"
            ),
            r"\b(?:heart is (?:racing|pounding|stopping)|palpitations|chest (?:is|feels) \w+)\b",
            # suicide, self-harm, threats
            (
                r"\bkill(?:ing|ed)? (?:myself|himself|herself|themselves)\b|\bsuicid(?:e|al)\b(?! squad)"
                r"|\bend(?:ing)? (?:my|his|her|their|it)"
                r" (?:own )?(?:life|all)\b|\b(?:want|wants|wanted|going|wish) to (?:die|be dead)\b"
                r"|\b(?:don't|do not|doesn't|dont) want to"
                r" (?:live|be alive|exist|be here any ?more)\b|\b(?:hurt|harm|cut)(?:ing)? myself\b"
                r"|\bself ?harm\w*\b"
                r"|\b(?:nothing|no reason|no point)(?: [\w']+){0,2} (?:to live|in living|living)\b"
                r"|\bbetter off (?:dead|without me)\b"
                r"|\b(?:miss me|if i (?:was|were|am) (?:dead|gone))\b|\bcan't (?:go on|take it any ?more)\b"
                r"|\btake my own life\b|\bjump off (?:a|the) (?:bridge|roof|balcony|building)\b|\b(?:end"
                r"|ending) it(?: all)?$|\bnot (?:want to )?be here any ?more\b|\bhe(?:'s"
                r"| is) going to kill\b|\bi wish i (?:was|were) dead\b"
            ),
            # calls for help, intruders, attacks
            (
                r"\b(?:someone|somebody|people|a (?:man|woman|person|stranger)) (?:that )?(?:i|we)"
                r" (?:don't|do not)"
                r" know(?: is|'s)? (?:in|inside|at|outside|upstairs|downstairs)\b|\b(?:someone|somebody"
                r"|they|a man)"
                r"(?:'s| is| are|'re)? forcing (?:open )?(?:the|my|our) (?:\w+ )?(?:door|window|lock|gate)\b"
            ),
            (
                r"\b(?:someone|somebody|people|men|they|a (?:man|stranger|burglar))(?:'s| has| have|'ve| just"
                r"| is| are)* (?:broke|broken|breaking|climbing|climbed|forcing (?:\w+ )?way) in(?:to)?\b"
                r"(?! (?:song|tears|laughter|pieces|a run))"
            ),
            (
                r"\b(?:being (?:followed|stalked)|(?:following|stalking) (?:me|us))\b(?! (?:on|around"
                r"|by (?:\d|the (?:cat|dog))))"
            ),
            (
                r"\b(?:call|phone|ring|dial|get|need|send|fetch|want)\b(?: [\w']+){0,3} (?:ambulance"
                r"|paramedics?|911|112|999|police|fire (?:brigade"
                r"|department|service|fighters?)|fire ?fighters|emergency(?: services?| number| room)?)\b"
            ),
            (
                r"^(?:(?:please|quick|quickly|hey|sarai|can|could|you|somebody|someone|he|she|i|we|they"
                r"|my \w+) )*(?:call|phone|get|send|fetch|needs?|want)(?: (?:me|us|him|her))? (?:a"
                r"|the) doctor\b(?! (?:who|appointment|joke))(?: [\w']+){0,4}$"
            ),
            (
                r"^(?:(?:please|somebody|someone|help|sarai|oh god|hey) )*help(?: (?:me|us|please|now|him"
                r"|her))*$|^(?:somebody|someone)"
                r"(?: please)? help (?:me|us)\b|^help (?:me|us|him|her) (?:i|he|she|we|there|the|my)\b"
                r"|\b(?:it's|this is) an emergency\b"
            ),
            (
                r"\b(?:there(?:'s| is)|hear|see)(?: [\w']+){0,2} (?:intruder|burglar|thief|robber"
                r"|stranger)s?\b(?! alarm)"
                r"|\b(?:breaking|broke|broken|break) into (?:my|our|the) (?:house|home|flat|apartment)\b"
                r"|\b(?:someone|somebody|he|they)(?:'s| is"
                r"| are|'re)? (?:trying to )?break(?:ing)? in\b|\b(?:has|got|with) a (?:gun|knife)\b"
                r"|\battacking me\b|\bbeing (?:attacked|robbed)\b"
            ),
        ]
    ),
    hints=pattern_of(
        [
            (
                rf"^(?=.*\b(?:poison\w*|toxic|bleach|ammonia|overdose|fumes|carbon monoxide|wound"
                rf"|{_MEDICINE})\b)"
                rf"(?=.*\b(?:my (?:\w+ )?{_FAMILY}|(?:the|a) (?:baby|child|toddler|newborn|kid)|he|she|me"
                r"|myself|him|her|sick|dizzy|ill)\b)"
            ),
            (
                r"\b(?:dizzy|faint|nauseous|vomiting)\b.*\b(?:gas|boiler|heater|fumes|smoke)\b|\b(?:gas"
                r"|boiler|heater|fumes|smoke)\b.*"
                r"\b(?:dizzy|faint|nauseous|vomiting|sick)\b"
            ),
            (
                rf"(?:{_PERSON}|\b(?:my|his|her))\b.*\b(?:vomiting|throwing up|high fever|fainting"
                r"|swollen|severe pain|terrible pain"
                r"|awful pain|hurts? (?:a lot|badly|so much)|numb|paralysed|paralyzed|delirious"
                r"|dehydrated|infected|poison\w*)\b"
            ),
        ]
    ),
    titles=pattern_of(
        [
            (
                r"^(?:(?:hey|ok|okay|please|sarai|can|could|will|would|you|i|want|to|and|now) )*(?:play"
                r"|queue|stream|listen to|watch|search"
                r"|put on (?:the )?(?:song|film|movie|album|music|track|band)|put on (?!the (?:curtains"
                r"|fire))|sing|translate|spell|shuffle)\b"
            ),
            (
                r"^(?:(?:hey|ok|okay|please|sarai|can|could|will|would|you|i|want|to|and|now) )*(?:add|put"
                r"|write|note|remove|take)\b.*"
                r"\b(?:to|on|onto|from|off) (?:the |my |our )?(?:\w+ )?(?:list|cart|basket)\b"
            ),
            (
                r"^(?:(?:hey|ok|okay|please|sarai|can|could|will|would|you|i|want|to|and|now) )*(?:remind"
                r"|set (?:a|an|the|my) (?:\w+ )?(?:timer"
                r"|alarm|reminder)|cancel|start (?:a|the) (?:\w+ )?timer|buy|order)\b"
            ),
            (
                r"^(?:who|what|which|when)(?:'s| is| was)? (?:sings?|sang|wrote|directed|plays?|played"
                r"|invented|discovered|the (?:song|film|movie"
                r"|book|band|name))\b|\b(?:song|movie|film|lyrics|novel|album|episode|series|game) (?:called"
                r"|named|titled|about|where|in which)\b"
            ),
        ]
    ),
)
