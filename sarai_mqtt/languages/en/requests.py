"""Patterns of English orders that are not plain imperatives: polite, as a wish, or as an obligation."""

from sarai_mqtt.languages.patterns import NEVER, any_of, pattern_of
from sarai_mqtt.languages.schema.house import DEFINITE, NOUN, THE_ROOM
from sarai_mqtt.languages.schema.requests import Requests


def _any(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


_SOFT = (
    r"(?:(?:hey|hi|hello|ok|okay|please|sarai|now|well|so|um|uh|oh|and|then|also|just|quick|quickly"
    r"|alright|all right|right"
    r"|kindly|maybe|possibly|go ahead and|go and|be so kind (?:and|as to)|be (?:an? )?\w+ and"
    r"|do me a favou?r and|i'm (?:freezing|cold|hot|boiling|tired)|try to|start to|do|always|listen"
    r"|sorry"
    r"|but|yes|no|actually) )*"
)
_VERB = _any("""
    activate add adjust arm brighten call cancel change clean close deactivate decrease dim disable disarm
    enable increase lock lower mute open order pause put raise reduce remind restart resume send set shut
    start switch turn unlock unmute vacuum wake boost toggle blink flash darken illuminate charge heat
    warm cool brew boil preheat defrost water feed mow wash iron sweep mop hoover dust book reserve buy
    purchase schedule text email mail message phone dial record delete erase print install update connect
    disconnect pair reboot reset unplug plug notify warn alert announce broadcast ensure upload download
    navigate dock roll unroll fill empty ventilate air fetch remove clear arrange engage wipe contact
    inform initiate
""")
# Services of a machine, apart from controlling the things of the house.
_SERVICE = any_of(r"""
    reminders? / alarms? / timers? / appointments? / meetings? / meeting room / reservations? / table
    (?:for|at) / hotel / taxi / cab / uber / lyft / flights? / (?:phone )?calls? / texts? / text message /
    messages? / e ?mails? / playlist / songs? / music / tracks? / volume / (?:shopping|grocery|to
    ?do|todo) list / calendar / delivery / pizza
""")
_DOING = _any("""
    turning switching opening closing shutting locking unlocking putting setting starting stopping dimming
    lowering raising making having playing pausing calling ringing texting sending ordering booking buying
    feeding watering cleaning vacuuming charging heating warming cooling adding removing arming disarming
    checking bringing getting lighting
""")
_VERBS = (
    rf"(?:{_VERB}\b|make sure|see (?:that|to it)|be sure to|check (?:if|whether|that|on|the|my|our|all|for)"
    r"|(?:keep|leave|have|move|bring|hold|draw|pull|push|press|hang|pour|run|stop|pick up|tidy|get"
    rf"|drop) (?:the|my|our|it|all|{DEFINITE})"
    r"|let (?:the|my|our|in|out|him|her|them|some) |let (?:me|us) know (?:when(?! (?:you|was|were|did"
    r"|is the best))|as soon as|once|before)"
    r"|(?:take|bring) (?:out|in|down|up|the|my|our|a (?:photo|picture|note|message|snapshot|memo))"
    r"|find (?:my|our|his|her|the (?:remote|phone|keys|cat|dog))|locate|look for (?:my|our)"
    r"|track down my|find me (?:my|a (?:hotel|taxi|cab|table|room|flight)|an uber)"
    r"|get (?:me|us) (?:an? (?!idea|example|answer|joke|recipe)|my|the|some)"
    rf"|get (?:a )?\w+ (?:on the phone|a text)|(?:help|assist) (?:me |us )?(?:to |with |in )?(?:{_VERB}\b"
    r"|find\w* (?:my|our)"
    r"|locat\w+|wake up|remember|book\w*|set\w* up|schedul\w+|reserv\w+)|(?:create|make|place|schedule"
    r"|set up|add|have) (?:me )?(?:an?|the|my|some|another) (?:new )?(?:\w+ )?(?:reminders?|alarms?"
    r"|timers?|appointments?"
    r"|meetings?|reservations?|orders?|calls?|purchases?|events?|notes?|playlists?)\b|(?:create|make|set"
    r"|place) (?:reminders?|alarms?|timers?|calls?|orders?)|cross (?:off|out)|cross .* off|tick off"
    r"|mark my calendar"
    r"|(?:verify|confirm) (?:that )?(?:the|my|our)|secure the|speak (?:up|louder|quieter|more|slower"
    r"|softer)|be (?:more )?(?:quiet|loud)\w*|not so loud|turn it\b|next (?:song|track)|(?:go"
    r"|move) (?:on )?(?:forward|to|onto) (?:the )?(?:next|upcoming|one)"
    r"|let (?!me|us\b|s\b)\w+ know|let me (?:hear|listen to|call|text)|put (?:me )?(?:on|through)"
    r"|ring (?:the|my|our|mum|mom|dad|up|\w+$)|show (?:me )?(?:the|my|our|who)"
    r"|(?:get|make|do|order) (?:me |us |everyone )?(?:a |an |some |the )?(?:cup|coffee|tea|espresso"
    r"|cappuccino|toast|taxi|cab|uber|pizza"
    r"|call|reservation|appointment|reminder|note|payment|laundry|washing|dishes|phone call)"
    r"|make (?:it|the|this|my|our)\b|(?:do|run) (?:the|a|some) (?:wash|washing|laundry|hoovering"
    r"|vacuuming|cleaning)"
    rf"|give (?:{DEFINITE}|\w+|my \w+) a (?:call|ring|bell|shout|clean|wash)|play (?:some|the|my|me some"
    r"|music|something|it|that|next)"
    r"|read (?:me |out |us )?(?:my|the (?:news|mail|messages?))|note (?:down|that)|jot down"
    r"|write (?:down|a (?:message|note|text|mail|e?-?mail) to|to my)"
    r"|tell (?!me|us|a |the (?:story|truth|time)|stories)(?:\w+|my \w+|the \w+)\b|ask (?!me\b|you"
    r"|yourself|what|why|a )(?:\w+|my \w+|the \w+) (?:to|if|when|where|what)|say (?:good ?(?:night|bye)"
    r"|hello) to|post (?:a|this|on)"
    r"|go to (?:my|the next|channel)|skip|light (?:the|up|my|a (?:candle|fire))|pay (?:the|my)|transfer"
    r"|cook (?:the|me|us)|burn the)"
)
_WISH = (
    r"(?:(?:i|we)(?:'d| would| really| just| do| also)* (?:like|love|want|need|prefer|appreciate it)"
    r"|(?:i|we)(?:'d| would) (?:rather|sooner)|(?:i|we) wish)"
)
_TALK = _any("""
    tell explain say sing teach help describe talk listen know answer recommend suggest imagine guess love
    meet be understand think translate spell define believe forgive entertain
""")
_MORE = (
    r"(?:warm|cool|cold|hot|bright|dark|dim|light|loud|quiet|high|low|fast|slow|comfort|cosi|soft"
    r"|strong)(?:t|m)?er"
    r"|warm|cool|dark|bright|quiet|louder"
)
_STATE = (
    r"(?:on|off|out|up|down|open(?:ed)?|shut|closed?|locked(?: up)?|unlocked|lit(?: up)?|dimmed"
    r"|warm(?:ed)?|heated|cool(?:ed)?|dark"
    r"|bright|quiet|clean(?:ed)?|running|playing|armed|disarmed|going|working|silent|charged|watered"
    rf"|raised|lowered|{_MORE})"
)
# Talk that uses the verbs of orders: sums, words, games, stories.
_NO_ORDER = pattern_of(
    [
        (
            r"\b(?:add|put|take)(?: up)? (?:\d|one|two|three|four|five|six|seven|eight|nine|ten)\b.*\b(?:to"
            r"|and|plus)\b"
        ),
        (
            r"\b(?:put|say|set) (?:it |that |this )?(?:in|into|to)(?: your own| other| simple(?:r)?"
            r"| a few)? (?:words|music)\b"
        ),
        r"\bcall (?:yourself|it|that|this|me (?!back|when|later|if|an? (?:taxi|cab|uber|lyft|ambulance)))",
        (
            r"\bplay (?:a (?:quick )?(?:game|word game|round|trick)|twenty questions|trivia|chess|along"
            r"|tic tac toe|rock paper|hangman|with me|pretend|devil's)"
        ),
        (
            r"\b(?:start|make|open|order|set|create)(?: me| us| with)? (?:a |an |the |with a "
            r"|up a )?(?:\w+ )?(?:story|poem|joke|conversation|speech|argument|riddle|rhyme|haiku|biography"
            r"|limerick|fun of|list of \w+ (?:for|that|to|in)|sense)\b"
        ),
    ]
)
# Phrases that may precede the verb of an order.
_LEAD = (
    r"(?:(?:don't|dont|do not|never|try not to|please never)(?: you| ever| you dare)?"
    r"|(?:can|could|will|would|won't|can't) (?:you|u|we|someone|somebody|anyone|anybody|one)"
    r"(?: please| just| maybe| kindly| possibly| go ahead and| quickly| perhaps| try to)*"
    r"|(?:how about you|why (?:don't|not) ?(?:you|we)?)"
    r"|(?:is|would) (?:it|there) (?:be )?(?:possible|any (?:chance|way))(?: for you| of you"
    r"| that you could| of)?(?: to)?"
    r"|(?:any chance|do you think|think|would it kill) (?:you|we|you'd)(?: of| can| could| to)?"
    r"|(?:(?:it's|it is|its) )?(?:about |high )?time (?:to|you|we|for)|let's|lets|let us|shall we"
    r"|(?:are|would|will) you (?:be )?(?:able|willing|so kind as) to"
    r"|(?:someone|somebody|anybody|anyone|everybody|everyone)(?: please)?) "
)
_REQUESTS = pattern_of(
    [
        rf"^{_SOFT}(?:{_LEAD})?{_VERBS}",
        (
            rf"^{_SOFT}(?:don't|dont|do not|never)(?: you| ever)? (?:(?:forget|fail) to|let {DEFINITE}"
            rf"|leave {DEFINITE}|leave it)"
        ),
        (
            rf"^{_SOFT}(?:(?:would|do|could)? ?(?:you )?(?:mind|consider)(?: please)?|how about(?: you)?"
            r"|what about(?: you)?|fancy"
            rf"|what do you say to|(?:is there )?any chance of(?: you)?) {_DOING}\b"
        ),
        (
            rf"^{_SOFT}(?:can|could|will|would|may) {DEFINITE} (?:please )?(?:be|go|get|come|stay|have|play"
            r"|start|stop)\b"
        ),
        (
            rf"^{_SOFT}(?:can|could|may|might) (?:i|we)(?: please)? (?:have|get)"
            rf" (?:{DEFINITE}|(?:some|more|less|a bit more|a little) (?:music|light|heat|heating|quiet|air"
            r"|warmth|jazz)"
            rf"|it (?:a bit |a little )?(?:{_MORE}))"
        ),
        # a wish, as in I want
        rf"^{_SOFT}{_WISH}(?: for)? (?:you|someone|somebody) to (?!{_TALK}\b)\w+",
        rf"^{_SOFT}i(?:'d| would) appreciate it if you\b|^{_SOFT}i (?:order|command|ask|beg|urge) you to\b",
        (
            rf"^{_SOFT}{_WISH}(?:(?: to)? have)? (?:{DEFINITE}|(?:it|things)(?: to be)?(?: a bit| a little"
            rf"| much)? (?:{_MORE}|{_STATE})\b"
            r"|(?:some|more|less|no) (?:music|light|lights|heat|heating|quiet|air|warmth)\b"
            rf"|(?:{NOUN}) {_STATE}\b)"
        ),
        (
            rf"^{_SOFT}{_WISH} to (?:{_VERB} {DEFINITE}|listen to (?!you|your|a (?:story|joke|poem))"
            r"|hear (?:some |the |a |my |more )?(?:\w+ )?(?:music|songs?|jazz|rock|pop|radio|news|album"
            r"|podcast|playlist|classical)"
            r"|watch (?:tv|the tv|television|telly|netflix|youtube|something|a (?:film|movie|show)"
            r"|the (?:news|match|game|film|movie)))"
        ),
        (
            r"\b(?:would be|it'd be|be) (?:nice|great|good|lovely|better|cool|wonderful|perfect"
            rf"|helpful) (?:if|to)\b.*(?:{DEFINITE}|\b{_VERB}\b)"
        ),
        rf"^{_SOFT}(?:i wish|if only|what if|let's see if|hopefully) {DEFINITE}",
        # an obligation, as in it should
        (
            rf"^{_SOFT}{DEFINITE}(?: \w+)? (?:should|shouldn't|must|mustn't|ought to|needs?(?: to)?|has to"
            r"|have to|had better|better be|could|is to"
            rf"|are to|is supposed to|are supposed to)\b(?! have)"
        ),
        (
            rf"^{_SOFT}(?:you|we|someone|somebody|i|one|they)(?:'d| had)? (?:should|must|ought to|need to"
            r"|have to|better|got to|gotta"
            rf"|forgot to|may|might want to|could|can|will)(?: please| also| now)? {_VERB}\b.*(?:{_SERVICE}"
            rf"|{DEFINITE})"
        ),
        rf"^{_SOFT}(?:we|i) need {DEFINITE}",
        rf"^{_SOFT}(?:remember|make certain|take care|do not forget|mind you) (?:to|that)\b",
        (
            rf"^{_SOFT}(?:let's|lets|let us|shall we) (?:have (?:some |a bit of )?(?:music|light|lights|quiet"
            r"|heat)"
            r"|listen to|watch (?:tv|a film|a movie|something)|play (?:some|music))"
        ),
        # services of a machine
        (
            rf"^{_SOFT}(?:i|we)(?: really| just| also)?(?:'d| would|'ll|'m going to| am going to"
            r"| will)? (?:like|love|need|want|wanna|must|gotta|have to|have got to)(?: to)?"
            r"(?: (?:have|get|make|set|set up|create|add|place|send|find|put|take|be|do))? (?:an? |some |my "
            rf"|the |another |one |your )?(?:\w+ ){{0,3}}{_SERVICE}"
        ),
        (
            rf"^{_SOFT}(?:i|we)(?:'d| would| really| just)* (?:like|need|want|have|got|wanna)(?: to)? (?:call"
            r"|phone|text|email|message|ring|book|reserve|schedule|set an?)\b"
        ),
        r"\b(?:to be|be|get) reminded\b|\b(?:don't|do not) (?:let me|want to) forget\b|\bremind me\b",
        (
            r"\b(?:to|from|off|off of|on|onto|in|into) (?:my|our|the (?:shopping|grocery|to ?do"
            r"|todo)) (?:\w+ )?(?:list|calendar|to ?do|agenda|cart|basket)\b|\bmy (?:to ?do|shopping"
            r"|grocery) list\b"
        ),
        (
            rf"^{_SOFT}(?:can|could|may) i (?:please )?(?:have|get|make|set|hear|take|book) (?:an? |some |my "
            rf"|the )?(?:\w+ ){{0,2}}{_SERVICE}"
        ),
        (
            rf"^{_SOFT}(?:i|we)(?:'ve|'m| have| seem to have| can't| cannot| think i've| think i)? ?(?:lost"
            r"|misplaced|lose|find|locate) (?:my|our) (?:phone|keys?|cellphone|remote|wallet|tablet"
            r"|glasses)\b"
        ),
        rf"^{_SOFT}(?:the |ac |your )?volume (?:to|at|set|up|down)\b",
        # without a verb, as in kitchen light off
        (
            rf"^{_SOFT}(?!(?:is|are|was|were|isn't|aren't|am|do|does|did|has|have|had|what|which|who|how|when"
            r"|where|why|if|there)\b)"
            rf"(?:{DEFINITE}|(?:all |all the |the |my )?(?:\w+ ){{0,2}}{NOUN}) (?:to )?{_STATE}"
            rf"(?: please| now| again| sarai| in {DEFINITE}| in the \w+| at \w+| \w+ percent| \d+)*$"
        ),
        (
            rf"^{_SOFT}(?:a bit |a little |much )?(?:louder|quieter|brighter|dimmer|warmer|cooler|darker"
            r"|volume (?:up|down))(?: please)?$"
        ),
        (
            rf"^{_SOFT}(?:more|less|no more|enough) (?:light|heat|heating|music|volume|noise|air)\b(?: please"
            r"| in .*)?$"
        ),
        # a complaint, as in too dark in here
        (
            r"\b(?:it's|it is|its|feels|getting) (?:\w+ )*(?:too|so|very|really|freezing|boiling|way too"
            r"|far too) ?(?:dark|bright|cold|hot|warm|loud|noisy"
            rf"|stuffy|humid|chilly|dim)?(?: for \w+| to \w+)?(?:$| (?:in )?here\b"
            rf"| in {THE_ROOM}\b| inside\b)"
        ),
        (
            r"\b(?:dark|bright|cold|hot|warm|loud|stuffy|humid|chilly|freezing) (?:in )?here\b|\b(?:dark"
            r"|cold|hot|chilly|freezing) in"
            rf" {THE_ROOM}\b"
        ),
    ],
    start=rf"^{_SOFT}",
)

REQUESTS = Requests(requests=_REQUESTS, no_order=_NO_ORDER, past_tense=NEVER)
