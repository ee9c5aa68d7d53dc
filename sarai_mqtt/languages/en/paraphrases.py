"""English: what people say around an order, and rules that reword orders."""

import re

from sarai_mqtt.languages.schema.paraphrases import Paraphrases, Rule


def _words(text: str) -> str:
    """Return a non-capturing group of the words in `text`."""
    return "(?:" + "|".join(text.split()) + ")"


# The name of a thing: up to seven words, none of them a pronoun, which would make it a clause.
_NOT_NAME = r"(?!(?:it|them|he|she|they|we|i|you|who|what|there|everyone|someone|somebody|nobody|if|when)\b)"
_NOT_FIRST = (
    r"(?!(?:turn|switch|lock|unlock|close|shut|open|set|add|put|dim|start|stop|pause|mute|cancel|send|make|is|are|was|were|did"
    r"|do|does|has|have|had|tell|check|cross|tick|heat|bake|cook|cool|warm|leave|keep|let|take|bring|put|go|come|look|not|don't|never|can|could|would|will|should|and|but|or|to|i|we)\b)"
)
_X = rf"(?P<x>{_NOT_FIRST}{_NOT_NAME}[\w'-]+(?: {_NOT_NAME}[\w'-]+){{0,6}}?)"
_UNITS = _words(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""
)
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_MACROS = {
    "NOT_VERB": _NOT_FIRST,
    "X": _X,
    "N": rf"(?P<n>\d+|{_UNITS}|{_TENS}(?:[ -]{_UNITS})?|(?:a |one )?hundred)",
    "D": r"(?P<d>(?:an? |one )?(?:[\w-]+ )?(?:half (?:an )?hour|hours?|minutes?|mins?|seconds?|secs?"
    r"|quarter of an hour))",
    "BIT": r"(?:(?:just )?(?:a|one|another) (?:(?:little|wee|tiny) )?(?:bit|little|tad|touch|smidge|smidgen|notch|hair|lot|level))",
    "COLOR": _words("red orange yellow green blue purple violet pink white turquoise teal magenta cyan"),
    "IT": r"(?:it|them|that|those)",
    "LEFT": r"(?:(?:who|someone|somebody|i|we|you|he|she|they|the kids|looks like (?:i|we|someone)|i think (?:i|we))"
    r"(?:'ve| have|'s| has)? (?:left|forgotten|forgot)|(?:did|have|has) (?:i|we|you|someone|somebody) (?:leave|left)"
    r"|(?:there's|i see))",
    "STICK": _words(
        "stick pop whack bung flick flip get chuck throw slap click knock bang power crank shove pull stuff"
        " have put hit turn switch shut whip pump"
    ),
    "LIST": r"(?P<list>(?:(?:the|my|our) )?(?:(?:shopping|grocery|food) list|groceries|shopping))",
    "ITEM": r"(?P<item>(?!(?:me|him|her|us|them|you|it|what|what's|who|who's|which|there|there's|(?:my|his|her|your|their) name)\b)"
    r"[\w'-]+(?: (?!(?:is|are|was|were|isn't|been|has|had|put|puts|wrote|added)\b)[\w'-]+){0,5}?)",
    "SOME": r"(?:(?:some|more|some more|another|a few|a couple of|a bit of) )?",
    "WANT": r"(?:(?:i|we)(?:'d| would)?(?: really)? (?:want|need|like|love|fancy|prefer)|i'm (?:going to|gonna) need"
    r"|(?:i|we)(?:'ll| will) need|(?:can|could|may) (?:i|we) (?:please )?(?:have|get)|let's have|let me have)",
}


def _pattern(text: str) -> re.Pattern[str]:
    """Compile `text`, with macros such as <X> replaced; letter case is ignored."""
    for name, body in _MACROS.items():
        text = text.replace(f"<{name}>", body)
    return re.compile(text, re.IGNORECASE)


def _rule(said: str, means: str, *, asked: bool = False) -> Rule:
    """Return the rule that rewords `said` as `means`."""
    return Rule(_pattern(said), means, asked)


_HESITATION = r"(?:\b(?:u+h+m*|u+m+|er+m?|hm+|mm+|ah+|eh)\b[ ,.…]*)|[.…]{2,}"
_BEFORE = r"""^(?:(?:hey|hi|hello|okay|ok|so|right|well|alright|all right|oh|listen|look|sorry|actually|yo|now|yeah
|yes|just|please|quick|quickly|and please|excuse me|let's see|i mean|you know(?: what)?|i say|be a (?:love|dear|darling) and
|sarai|(?:hey|ok|okay|hi|hello) sarai
|(?:can|could|would|will) (?:you|ya) (?:possibly|perhaps|maybe|please|just|kindly|quickly|go and|go ahead and|help me|mind)
|(?:can|could|would|will) (?:you|ya)(?=,? (?!please|mind|like|be)\w)
|(?:could|would) you (?:please )?be (?:so kind as to|kind enough to|able to|a (?:dear|darling|love) and)
|(?:can|could) (?:you|i) (?:possibly |please )?(?:bother|trouble|ask) you to
|(?:do you think )you (?:can|could|might)|(?:i was )?wondering if you (?:can|could)
|(?:i|we)(?:'d| would) (?:really )?(?:appreciate it|be (?:grateful|glad|happy)) if you (?:can|could|would)
|it would be (?:great|nice|lovely|good|awesome|super) if you (?:can|could|would)|if you (?:don't mind|please|could|would)
|(?:i|we)(?:'d| would)? (?:need|want|like) you to|you (?:can|could|may|might want to)(?= (?:turn|switch|put|shut|close|open
|stop|start|dim|pause|lower|raise|lock|unlock|mute|kill|cut|skip|resume|cancel)\b)
|do me a favou?r and|go ahead and|go and|make sure (?:that )?you|why don't you|how about you|feel free to)(?=[ ,.])[ ,.]*)+"""
_AFTER = r"""(?<=\w)[ ,.]+(?:please|pretty please|would you|will you|could you|can you|won't you|would ya|will ya|for (?:me|us|him|her
|them|grandma|grandpa|mum|mom|dad|the kids|now)|love|darling|dear|mate|honey|sweetie|buddy|thanks|thank you(?: very much| so much)?
|cheers|ta|then|now|right now|already|if you (?:can|could|would|please|don't mind|wouldn't mind)|right away
|(?<!mood )(?<!time )(?<!up )(?<!ready )for (?:dinner|lunch|breakfast|tea|supper|bed|bedtime|nap ?time|the (?:night|evening|party|guests|barbecue|movie|film|kids))
|isn't it|aren't they|isn't there|innit|right|huh|eh|straight away|at once|immediately|quickly|asap|pronto|night night|nighty night|okay|ok|yeah|sarai|would you mind|alright)$"""
_ORDER = _words(
    """turn switch put shut close open stop start dim pause lower raise lock unlock mute kill cut skip resume
    cancel stick pop set get run activate brighten unmute add send dock vacuum play hit flip flick make bring roll draw"""
)
_CLAUSE = r"""(?:i'm|i am|we're|we are|it's|it is|that's|this is|there's|nobody'?s|no one'?s|nobody is|no one is|someone'?s
|somebody'?s|everyone'?s|everybody'?s|(?:way |far |much |a bit )?too (?:bright|dark|loud|hot|cold|warm|quiet|stuffy)|let's watch
|(?:the|my|our|his|her) [\w']+(?: [\w']+)? (?:is|are|hurts?|has|have)|(?:the|my|our|his|her) \w+'s
|i (?:can't|cannot|can barely|can hardly|don't (?:like|want|need)|hate|want to|wanna|need to (?:sleep|work|study|concentrate|read))
|we (?:want to|need to (?:sleep|work|leave))|they're|he's|she's|(?:that's )?enough)"""
_JOINS = _words(
    """to and or will i'll can could should must might may don't won't can't didn't doesn't wouldn't couldn't shouldn't not never i you we they he she it who that the a an my
    your his her our did didn't always just of in with me him us them let make made makes if when while how why where
    what because than as everyone nobody somebody someone please is are was were be been we'll you'll he'll she'll"""
)
_ENDS = r"(?:on|off|up|down|out|open|closed|shut|please)"
# Words after a comma that still change the order.
_CHANGES = rf"(?!(?:not|no|but|except|or|and|then|if|when|unless|only|just|after|before|until|without|in|at|to|it|them|{_ORDER})\b)(?!.*(?:\w(?:ed|said)|\b{_ENDS})$)"
_REASONS = [
    rf"(?!{_ORDER}\b)[^,;.]+(?<! on)(?<! off)(?<! up)(?<! down)(?<! open)(?<! closed)[,;.] ?(?:so |then |please |can you |could you )*(?P<order>{_ORDER}\b[^,;.]+|[^,;. ]+ [^,;.]+ {_ENDS})",
    rf"(?P<order>(?=.*\b{_ENDS}\b|{_ORDER}\b)[^,;.]+)[,;.] ?{_CHANGES}(?:[\w']+ )+[\w']+",
    rf"{_CLAUSE}\b[^,;.]{{0,60}}[,;.] ?(?:so |and |then |please |can you |could you )*(?P<order>[^,;.]+)",
    rf"{_CLAUSE}\b(?: [\w']+){{0,6}}?(?: (?!{_JOINS}\b)[\w']+) (?:so |and )?(?P<order>{_ORDER}\b.*)",
    rf"(?P<order>(?=.*\b(?:on|off|up|down|in|out|open|closed|shut)\b|{_ORDER}\b)[^,;.]+)[,;.] ?{_CLAUSE}\b.*",
    (
        rf"(?P<order>(?=.*\b(?:on|off|up|down|in|out|open|closed|shut)\b|{_ORDER}\b)\S+ \S+.*?)"
        rf"(?: please| now)? (?:because|cause|cos|since|so (?:i|we|that|the)|{_CLAUSE})\b.*"
    ),
]

_RULES = [
    # a request that looks like a question
    _rule(
        r"(?:is there (?:any|a) (?:chance|way)(?: that)? you (?:can|could)|any chance (?:that )?you (?:can|could)"
        r"|(?:would it be|is it) possible (?:for you )?to|are you able to|would you be able to) (?:please )?(?P<order>.+)",
        r"\g<order>",
        asked=True,
    ),
    # somebody left it in a state that shall change
    _rule(r"<LEFT> <X> (?:on|open|running|unlocked)(?P<w> in .+?)?[, ]+(?:can you |please |so |well )*(?:turn|switch|shut|put|flick|flip) <IT> (?P<way>off|out)", r"turn off \g<x>\g<w>", asked=True),
    _rule(r"<LEFT> <X> (?:on|open|running|unlocked|off)(?P<w> in .+?)?[, ]+(?:can you |please |so |well )*(?P<verb>close|shut|lock) <IT>", r"\g<verb> \g<x>\g<w>", asked=True),
    _rule(r"(?:i|we) forgot to (?:turn|switch) off <X>[, ]+(?:can you |please |so )*(?:turn|switch|shut) <IT> off", r"turn off \g<x>"),
    _rule(r"(?:i|we) forgot to (?:close|shut|lock) <X>[, ]+(?:can you |please |so )*(?P<verb>close|shut|lock) <IT>", r"\g<verb> \g<x>"),
    _rule(r"(?:did|have) (?:i|we|you) (?:lock(?:ed)?|close|closed|shut) <X>(?: well| no| then| if not)*[, ]+(?P<verb>close|shut|lock) <IT>", r"\g<verb> \g<x>", asked=True),
    _rule(r"(?:i|we) (?:can't|cannot|can barely|can hardly|can not) hear <X>[, ]+(?:turn|crank|pump) <IT> up", r"turn up \g<x>"),
    _rule(r"(?:i|we) (?:can't|cannot|can barely|can hardly) hear (?:it|this|a thing|anything)[, ]+(?:turn|crank|pump) <IT> up", "turn it up"),
    _rule(r"(?:i|we) (?:don't|do not) like this (?:song|one|track),? (?:skip|next)(?: <IT>)?", "next song"),
    _rule(r"(?:there's )?(?:nobody|no one|nobody's|no one's)(?: is)? in <X>(?: now| any ?more)?[, ]+(?:so |can you |please )*(?:turn|switch|shut|put) (?:(?P<o>the lights?|everything) off|off (?P<p>the lights?|everything))(?: in there| there)?", r"turn off the lights in \g<x>"),
    _rule(r"<X>(?:'s| is| are|'re| has been| have been| was left| were left) (?:(?!\b(?:not|but|i|never|and|if|he|she|they)\b|n't).){2,40}?[, ]+(?:so |can you |please )*(?:turn|switch|shut) <IT> (?P<way>on|off)", r"turn \g<way> \g<x>"),
    _rule(r"<X>(?:'s| is| are) (?:still |wide )?(?:open|unlocked),? (?:so |can you |please )*(?P<verb>close|shut|lock) <IT>", r"\g<verb> \g<x>"),
    _rule(r"<X>(?:'s| is) (?:so |too |very |really |a bit )*dark,? (?:can you |please )*(?:put|turn|switch|stick) (?:(?:a|the|some) lights? on|on (?:a|the|some) lights?)(?: in there)?", r"turn on the lights in \g<x>"),
    _rule(r"(?:that's )?enough (?:of )?<X>[, ]+(?:turn|switch|shut) <IT> off", r"turn off \g<x>"),
    # the thing first, then the action
    _rule(r"(?:no,? )?<X>,? (?:turn|switch|put|flick|flip|pop|shut|stick|get) <IT>(?: back)? (?P<way>on|off)", r"turn \g<way> \g<x>"),
    _rule(r"(?:no,? )?<X>,? (?:turn|switch|put) <IT>(?: back)? (?P<way>up|down)", r"turn \g<way> \g<x>"),
    _rule(r"(?:no,? )?<X>,? (?P<verb>close|shut|open|lock|unlock|lower|raise|dim|pause|mute|stop|start|brighten) <IT>", r"\g<verb> \g<x>"),
    _rule(r"(?P<way>on|off) with <X>", r"turn \g<way> \g<x>"),
    _rule(r"no,? (?:not )?.+?, (?P<order>(?:turn|switch|put) (?:on|off) .+)", r"\g<order>"),
    # wishes and obligations
    _rule(r"<X> (?:can|could|may|needs? to|has to|have to|must|wants? to|ought to|should) (?:go|be|come|get)(?: turned| switched)?(?: back)? (?P<way>on|off)", r"turn \g<way> \g<x>"),
    _rule(r"<X> (?:can|could|may|needs? to|has to|have to|must) (?:go|be|come|get) (?P<way>up|down)", r"put \g<x> \g<way>"),
    _rule(r"<X> (?:should|must|has to|have to|needs? to) be (?:closed|shut)", r"close \g<x>"),
    _rule(r"<X> (?:should|must|has to|have to|needs? to) be open(?:ed)?", r"open \g<x>"),
    _rule(r"(?:get|have|put|yank|pull|push|swing) <X> open", r"open \g<x>"),
    _rule(r"(?:get|have|put|yank|pull|push|swing) <X> (?:closed|shut)", r"close \g<x>"),
    _rule(r"(?:yank|pull|roll|wind|haul|get) <X> (?P<way>up|down)", r"put \g<x> \g<way>"),
    _rule(r"no (?:more )?need (?:for|to have) <X>(?: on)?(?: any ?more)?", r"turn off \g<x>"),
    _rule(r"(?:get|give|fetch) (?:me|us) (?P<x>(?:the |some )?(?:[\w']+ )*(?:light|lights|lamp))", r"turn on \g<x>"),
    _rule(r"lights? (?P<way>on|off|out) (?:on|for) <X>", r"turn \g<way> \g<x>"),
    _rule(r"<X> (?:can|could|may|needs? to|must) (?:be )?(?P<verb>stop|close|shut|open|start|lock)(?:ed|d)?", r"\g<verb> \g<x>"),
    _rule(r"(?:we|i) (?:don't|do not|no longer) (?:really )?(?:need|want) (?P<x>(?:the|that|this) timer)(?: (?:any ?more|any longer))?", r"cancel \g<x>"),
    _rule(r"(?:we|i) (?:don't|do not) (?:really )?need <X>(?: on)? (?:any ?more|any longer)", r"turn off \g<x>"),
    _rule(r"(?:we|i) no longer need <X>(?: on)?", r"turn off \g<x>"),
    _rule(r"(?:we|i) can do without <X>", r"turn off \g<x>"),
    _rule(r"<WANT> <X> (?:turned |switched |put )?(?P<way>on|off)", r"turn \g<way> \g<x>"),
    _rule(r"<WANT> <X> open(?:ed)?", r"open \g<x>"),
    _rule(r"<WANT> <X> (?:closed|shut)", r"close \g<x>"),
    _rule(r"make sure (?:that )?<X> (?:is|are|stays?) (?:turned |switched )?(?P<way>on|off)", r"turn \g<way> \g<x>"),
    _rule(r"make sure (?:that )?<X> (?:is|are|stays?) (?:closed|shut)", r"close \g<x>"),
    _rule(r"make sure (?:that )?<X> (?:is|are|stays?) open", r"open \g<x>"),
    # brightness, volume, warmth
    _rule(r"(?P<x><NOT_VERB>.*\b(?:blinds?|curtains?|awning|door|gate|shutters?|shades?)) (?P<way>up|down)", r"put \g<x> \g<way>"),
    _rule(r"(?P<x><NOT_VERB>.*\b(?:blinds?|curtains?|awning|door|gate|shutters?|shades?)) all the way (?P<way>up|down)", r"put \g<x> \g<way>"),
    _rule(r"(?P<x><NOT_VERB>.*\b(?:blinds?|curtains?|awning|door|gate|shutters?|shades?)(?: in .+)?) half ?way(?: (?:up|down|open|closed|shut|out|in))?", r"open \g<x> halfway"),
    _rule(r"(?P<a>.*) (?:a|one) hundred(?P<b> percent| ?%)?", r"\g<a> 100\g<b>"),
    _rule(r"(?P<a>.*?)(?<!\w)<BIT>(?! of\b| more\b)(?<! a bit)(?P<b>.*)", r"\g<a>a bit\g<b>"),
    _rule(r"(?:make it |a bit |just )*(?P<way>brighter|dimmer|darker)(?: a bit)?(?: lights?)?", r"make it \g<way>"),
    _rule(r"(?:dim|brighten|darken) it(?: down| up)?(?: a bit)?", r"make it dimmer"),
    _rule(r"(?:can we |could we |let's )?(?:have|make|get) it (?:a bit )?(?:less bright|darker|dimmer)", "make it dimmer"),
    _rule(r"(?:can we |could we |let's )?(?:have|make|get) it (?:a bit )?(?:less dark|brighter)", "make it brighter"),
    _rule(r"<X> (?:is|are) (?:way |far |much |a bit |a little |really )?too (?:bright|loud)", r"turn down \g<x>"),
    _rule(r"<X> (?:is|are) (?:way |far |much |a bit |a little |really )?too (?:dim|quiet|low)", r"turn up \g<x>"),
    _rule(r"<X> (?:a bit )?(?:lower|dimmer|darker|softer|quieter|less bright|down)(?: a bit)?", r"turn down \g<x>"),
    _rule(r"<X> (?:a bit )?(?:higher|brighter|louder|up)(?: a bit)?", r"turn up \g<x>"),
    _rule(r"(?:a bit )?more light (?:on|over|from|in) <X>", r"turn up \g<x>"),
    _rule(r"(?:bump|pump|crank|jack|notch|push) up <X>(?: a bit)?", r"turn up \g<x>"),
    _rule(r"(?:turn|bring|take) (?P<way>up|down) <X> a bit", r"turn \g<way> \g<x>"),
    _rule(r"(?:raise|increase|bump up|pump up|lift|turn up) (?:the )?(?:volume|sound)", "turn it up"),
    _rule(r"(?:lower|decrease|reduce|drop|turn down) (?:the )?(?:volume|sound)", "turn it down"),
    _rule(r"(?:pump|crank|bump|jack) it up", "turn it up"),
    _rule(r"volume (?P<way>up|down)(?: a bit)?", r"turn it \g<way>"),
    _rule(r"<X> (?:all the way up|up to (?:the )?max(?:imum)?|(?:on )?full(?: blast| power| whack)?|to the max)", r"set \g<x> to maximum"),
    _rule(r"(?:crank|knock|bump|whack|stick|nudge|push|notch|pop|bring|drop|take|pull|have|get|slow|chuck|shove|lift|make) <X>(?: up| down| back| over)? (?:to|at|on) <N>(?P<u> percent|%| ?%| degrees| ?°)?", r"set \g<x> to \g<n>\g<u>"),
    _rule(r"<X> (?:down |up )?(?:to|at|on) <N>(?P<u> percent| ?%| degrees| ?°)", r"set \g<x> to \g<n>\g<u>"),
    _rule(r"make it <N>(?P<u> degrees| ?°)? with <X>", r"set \g<x> to \g<n>\g<u>"),
    _rule(r"<WANT> <X> (?:set )?(?:to|at|on) <N>(?P<u> percent| ?%| degrees| ?°)?", r"set \g<x> to \g<n>\g<u>"),
    _rule(r"<X> at <N>", r"set \g<x> to \g<n>"),
    # too dark
    _rule(r"(?:it's|it is|this room is) (?:so |all |really |very |awfully )?(?:pitch black|pitch dark|gloomy|dim|like a cave)(?: in here)?", "it's too dark in here"),
    _rule(r"(?:it's|it is) (?:so |all |really |very |awfully )?(?:pitch black|pitch dark|gloomy|dim|like a cave) in <X>", r"it's too dark in \g<x>"),
    _rule(r"let there be (?:some )?light in <X>", r"turn on the lights in \g<x>"),
    _rule(r"turn (?P<way>on|off) (?:the |a )?(?P<k>lights?|lamp|fan|radio) (?:on|by|over|above|at|next to) (?:the |my )(?P<x>\w+(?: \w+)?)", r"turn \g<way> the \g<x> \g<k>"),
    _rule(r"(?:the |a )?(?P<k>lights?|lamp) (?:on|by|over|above|at|next to) (?:the |my )(?P<x>\w+(?: \w+)?)(?: on)?", r"turn on the \g<x> \g<k>"),
    _rule(r"<N>(?P<u> percent| ?%| degrees| ?°)? on <X>", r"set \g<x> to \g<n>\g<u>"),
    _rule(r"(?:it's )?(?:a )?(?:bit|little|so|too|very|rather|awfully|pretty) dark in here", "it's too dark in here"),
    _rule(r"(?:i |we )?(?:could|can) (?:do with|use) (?:some|a bit of|a little|more|some more|a bit more) light", "some light please"),
    _rule(r"make <X> (?:a bit )?(?:cosier|cozier|moodier|gentler|more cosy)", r"dim \g<x>"),
    _rule(r"more volume", "turn it up"),
    _rule(r"less volume", "turn it down"),
    _rule(r"(?:switch|change|turn|put|set) <X> over to (?P<c><COLOR>)", r"make \g<x> \g<c>"),
    _rule(r"(?:do|put|get|have|show|use) (?P<c><COLOR>) (?:on|for|in) <X>", r"make \g<x> \g<c>", asked=True),
    # colours
    _rule(r"<WANT> <X> (?:to be |in )?(?P<c><COLOR>)", r"make \g<x> \g<c>"),
    _rule(r"(?:can|could|let) <X> be (?P<c><COLOR>)", r"make \g<x> \g<c>", asked=True),
    _rule(r"(?:paint|colou?r|dye|light|bathe) <X>(?: in)? (?P<c><COLOR>)", r"make \g<x> \g<c>"),
    # starting and stopping
    _rule(r"<STICK> <X>(?: back)? (?P<way>on|off)", r"turn \g<way> \g<x>"),
    _rule(r"<STICK> (?P<way>on|off) <X>", r"turn \g<way> \g<x>"),
    _rule(r"power down <X>", r"turn off \g<x>"),
    _rule(r"(?:power up|fire up|blast|warm up|start up|boot up) <X>", r"turn on \g<x>"),
    _rule(r"(?:get|set|keep) <X> (?:going|running|started|spinning|working|blowing|brewing)", r"turn on \g<x>"),
    _rule(r"(?:give (?:me|us)|some|a bit of|let's have(?: some)?|how about(?: some)?) (?P<x>(?:the )?(?:radio|tv|telly|television|air conditioning|ac|heating))", r"turn on \g<x>"),
    _rule(r"<X> (?P<way>on|off) (?:for|in) (?:the|my) (?:little one|kids?|baby|children)", r"turn \g<way> \g<x>"),
    # blinds, doors
    _rule(r"(?P<a>.*\b)(?:drapes)(?P<b>\b.*)", r"\g<a>curtains\g<b>"),
    _rule(r"(?P<a>.*\b)(?:window shades|shades|shutters)(?P<b>\b.*)", r"\g<a>blinds\g<b>"),
    _rule(r"(?P<a>.*\b)(?:aircon|air con)(?P<b>\b.*)", r"\g<a>air conditioning\g<b>"),
    _rule(r"let (?:some |the |a bit of )?(?:light|sun|sunlight|daylight|sunshine) into (?P<x>.+)", r"open the blinds in \g<x>"),
    _rule(r"(?:undo|unbolt|unlatch) <X>", r"unlock \g<x>"),
    _rule(r"(?:turn|switch|put|set|activate|enable)(?: on)? (?:the )?(?P<m>[\w-]+) mode (?:for|in|of|on(?: on| for| in)?) <X>", r"set \g<x> to \g<m>"),
    _rule(r"(?:keep|hold|maintain) (?:the )?<X> between (?P<n>.+)", r"set the \g<x> thermostat between \g<n>"),
    _rule(r"(?:heat|warm)(?: up)? the (?:hot )?water(?: up)? to (?P<n>.+)", r"set the water heater to \g<n>"),
    _rule(r"(?:turn|switch|set|put) (?P<x>(?:the )?(?:[\w' ]+ )?(?:ac|a c|air con|air conditioner|air conditioning|heat pump))(?:'s)? fan (?:down |up |over )?(?:to|on) (?P<m>low|medium|high|auto)(?: speed)?", r"set \g<x>'s fan speed to \g<m>"),
    _rule(r"(?:send|get|have) (?:the )?(?:robot|hoover|vacuum|robot vacuum|vacuum cleaner|roomba) (?:to )?(?:hoover|vacuum|clean)(?: up)? (?P<w>.+)", r"vacuum \g<w>"),
    _rule(r"give <X> a (?:ring|press|push)", r"press \g<x>"),
    _rule(r"(?:put|set|switch|turn|run|change) <X> (?:on|to|in|onto|over to)(?: the| a)? (?P<o>[\w-]+) (?P<p>program(?:me)?|cycle)", r"set \g<x> \g<p> to \g<o>"),
    _rule(r"(?:put|set|switch|turn|change) the house (?:in|into|to|on|over to) (?P<o>[\w-]+) mode", r"set the house mode to \g<o>"),
    _rule(r"(?:keep|hold|maintain) <X> (?P<at>at (?=\w+(?: \w+)?(?: degrees)?$))(?P<n>.+)", r"set the temperature in \g<x> \g<at>\g<n>"),
    _rule(r"set the (?P<x>(?:house|home|burglar|security|intruder) alarm)(?: system)?", r"arm the \g<x>"),
    # media
    _rule(r"(?:freeze|hit pause on) <X>", r"pause \g<x>"),
    _rule(r"(?:shush|hush|quieten) <X>", r"mute \g<x>"),
    _rule(r"(?:take|turn|switch) (?:off the (?:sound|volume)|the (?:sound|volume) off) (?:on |of )?<X>", r"mute \g<x>"),
    _rule(r"<X> on mute", r"mute \g<x>"),
    _rule(r"(?:put |turn |switch )?(?:the )?sound back on (?P<x>(?:on )?the \w+)", r"unmute \g<x>"),
    _rule(r"<X> sound back on", r"unmute \g<x>"),
    _rule(r"(?:give me|play|put on|let's hear|skip to|go to) (?:the )?(?P<way>next|previous) (?:one|track|song|tune)", r"\g<way> song"),
    _rule(r"the (?:song|track|one) before", "previous song"),
    _rule(r"(?:skip|skip it|skip this)", "next song"),
    _rule(r"(?:stop|pause|hold) the music for a (?:moment|second|minute|bit|sec)", "pause the music"),
    _rule(r"(?:on to|onto|not this one,?) (?:the )?next(?: song| track| one)?", "next song"),
    # timers
    _rule(r"<D>,? go", r"set a timer for \g<d>"),
    _rule(r"(?:start|set) the (?:clock|countdown|stopwatch) (?:for|to|at) <D>", r"set a timer for \g<d>"),
    _rule(r"(?:a |an )?<D>,? (?P<name>(?!timer\b)[a-z]+) timer", r"set a timer for \g<d> for \g<name>"),
    _rule(r"(?:put|stick|set|pop) (?:a |an )?<D> timer on(?: for (?:the |my )?(?P<name>[a-z]+))", r"set a timer for \g<d> for \g<name>"),
    _rule(r"(?:stop|cancel|end|kill) the countdown|(?:never mind|forget about|no more) the timer|timer (?:cancel|stop)", "cancel the timer"),
    _rule(r"(?:how long has the timer got|how long does the timer have)(?: left| to go)?|(?:the )?time (?:remaining|left|to go)(?: on the timer)?|is the timer (?:nearly |almost )?(?:done|finished|up|over)", "how much time is left on the timer"),
    _rule(r"(?:give me |gimme )?<D> on the (?:clock|timer)", r"set a timer for \g<d>"),
    _rule(r"(?:tell|let) me (?:know )?(?:when|once|after) <D> (?:are|is|have|has) (?:up|over|passed|gone|done)", r"set a timer for \g<d>"),
    _rule(r"(?:let me know|tell me|remind me|call me|give me a shout|shout|beep) in <D>", r"set a timer for \g<d>"),
    _rule(r"(?:set |start )?(?:an? |the )?(?P<name>(?!the\b|my\b|a\b|timer\b)[a-z]+) timer,?(?: for)? <D>", r"set a timer for \g<d> for \g<name>"),
    _rule(r"time <D> for (?:the |my )?(?P<name>[a-z]+)", r"set a timer for \g<d> for \g<name>"),
    _rule(r"(?:set a )?timer (?:called|named) (?P<name>[a-z]+),?(?: for)? <D>", r"set a timer for \g<d> for \g<name>"),
    _rule(r"(?:scrap|ditch|drop|bin|lose|nix|get rid of|end) (?:the|that|my|this) timer", "cancel the timer"),
    _rule(r"(?:carry on|go on|continue) with the timer", "resume the timer"),
    _rule(r"(?:give the timer|stick|put|add)(?: an?other| an extra| on)? (?P<m>[\w-]+)(?: more)? minutes?(?: more| extra)?(?: on(?:to)? (?:the|my|that) timer)?", r"add \g<m> minutes to the timer"),
    _rule(r"how long left|how long (?:on|for) the timer|how(?:'s| is) (?:my|the) timer (?:doing|going|getting on)|(?:what's|what is|where's) (?:the|my) timer (?:at|on)", "how much time is left on the timer"),
    # lists
    _rule(r"(?:put|add|stick|pop|chuck|bung|throw|get|jot|write|note|whack|shove|need)(?: down)? <SOME><ITEM>(?: down)? (?:on|to|onto|in|for) (?:the|my|our) list", r"add \g<item> to the shopping list"),
    _rule(r"(?:put|add|stick|pop|chuck|bung|throw|get|jot|write|note|whack|shove)(?: down)? <SOME><ITEM>(?: down)? (?:on|to|onto|in|for) <LIST>", r"add \g<item> to the shopping list"),
    _rule(r"<NOT_VERB><ITEM> (?:on|to|onto|for) <LIST>", r"add \g<item> to the shopping list"),
    _rule(r"(?:shopping|grocery) list[,:]? <SOME><ITEM>", r"add \g<item> to the shopping list"),
    _rule(r"(?:i|we) need <SOME><ITEM>(?: from the (?:store|shop|shops|supermarket|market))?[, ]+(?:so )?(?:add|put|stick|pop|chuck) (?:it|them|that|some) (?:to|on|down on) (?:the|my|our) (?:shopping |grocery )?list", r"add \g<item> to the shopping list"),
    _rule(r"(?:tick|cross|strike|scratch) (?:off )?(?P<item>.+?)(?: off)? (?:on |from )?(?:the|my|our) (?:shopping |grocery )?list", r"check \g<item> off the shopping list"),
    _rule(r"(?:take|remove|delete) (?:off )?(?P<item>.+?) (?:off|from) (?:the|my|our) (?:shopping |grocery )?list", r"check \g<item> off the shopping list"),
    _rule(r"(?:add|new|create) (?:a )?(?:new )?task[,:]?(?: to)? (?P<item>.+)", r"add \g<item> to my tasks"),
    _rule(r"remind me to (?P<item>(?!.*\b(?:in|at|when|tomorrow|tonight|on|later|before|after|every|next)\b).+)", r"add \g<item> to my tasks"),
    _rule(r"<NOT_VERB><ITEM> on (?:my|the) (?:to-?do list|to do list|task list|tasks)", r"add \g<item> to my tasks"),
    # scenes, machines
    _rule(r"(?:set up|set the mood) for (?!\d)<X>", r"activate \g<x>"),
    _rule(r"(?:do|run|start) (?:the )?<X> (?:thing|routine)", r"activate \g<x>", asked=True),
    _rule(r"get the (?P<x>party) started", r"activate \g<x>"),
    _rule(r"give the (?:floor|floors|house|place|carpet) a (?:hoover|vacuum|clean|sweep)", "vacuum the house"),
    _rule(r"(?:can|could|may) <X> (?:please )?(?:go|come|head|return) (?:back )?(?:home|to (?:its |the |your )?(?:base|dock|charger|station|charging station))(?: please| now)?", r"send \g<x> home", asked=True),
    _rule(r"<X> (?:can|could|may|should|needs? to|has to|must) (?:now )?(?:go|come|head|return) (?:back )?(?:home|to (?:its |the )?(?:base|dock|charger|station|charging station))(?: now)?", r"send \g<x> home"),
    _rule(r"<X> back (?:to|on|in) (?:its |the )?(?:base|dock|charger|station|charging station)", r"send \g<x> home"),
    _rule(r"(?P<v>restart|reboot|test|try) (?:the|my|our) (?P<x>[\w'-]+(?: [\w'-]+)?)", r"press \g<v> \g<x>"),
    _rule(r"(?:power cycle|turn off and on again|reset) (?:the|my|our) (?P<x>router|modem|wifi)", r"press restart \g<x>"),
    _rule(r"(?:switch|change|turn|take|move|bring|put|set) (?P<x>(?:the |my )?[\w' ]+?) (?:over )?(?:to|into|on|onto) (?P<s>(?:the |our |my )[\w']+(?: [\w']+)? scene)", r"activate \g<s> in \g<x>"),
    _rule(r"(?:send|set) <X> (?:off|out)(?: to (?:clean|vacuum|work|do its thing))?", r"start \g<x>"),
    _rule(r"(?:get|send|bring|take|put) <X> back(?: (?:to|on|in) (?:its|the|your) (?:charger|base|dock|station|home))?", r"send \g<x> home"),
    _rule(r".*\b(?:vacuum|hoover)\w*[, ]+send it (?:home|back)", "send the vacuum home"),
    _rule(r"(?P<a>.*\bthe )(?:robot|roomba|hoover)(?P<b>\b(?! vacuum).*)", r"\g<a>vacuum\g<b>"),
    _rule(r"(?:do|start|get on with) (?:the |some )?(?:vacuuming|hoovering)", "start vacuuming", asked=True),
    _rule(r"(?P<a>(?:turn (?:on|off|up|down)|set|dim|stop|make) )(?:that|those|this|these) (?P<b>\w.+)", r"\g<a>the \g<b>"),
    # questions
    _rule(r"<X> still (?P<s>on|open|locked|unlocked|closed|running)", r"is \g<x> still \g<s>"),
    _rule(r"(?:check|see|make sure)(?: that)? <X> is (?P<s>locked|unlocked|bolted)", r"is \g<x> \g<s>"),
    _rule(r"(?:what about|how about) <X>,? is it (?P<s>\w+)", r"is \g<x> \g<s>"),
    _rule(r"is <X> bolted", r"is \g<x> locked"),
    _rule(r"<X>,? what temperature is it", r"what's the temperature in \g<x>"),
    _rule(r"<X>,? (?:on or off|off or on)", r"is \g<x> on"),
    _rule(r"<X>,? (?:open or (?:closed|shut)|(?:closed|shut) or open)", r"is \g<x> open"),
    _rule(r"<X> locked or (?:not|unlocked|open)", r"is \g<x> locked"),
    _rule(r"<X> status", r"what's the state of \g<x>"),
    _rule(r"(?:was|were) <X> left (?P<way>on|open)", r"is \g<x> \g<way>"),
    _rule(r"(?:tell me|check|find out|see|do you know|can you tell) (?:if|whether) <X> (?P<be>is|are) (?P<s>.+)", r"\g<be> \g<x> \g<s>"),
    _rule(r"(?:has|have) <X> (?:finished|ended|stopped|started)(?: yet)?", r"is \g<x> on"),
    _rule(r"(?P<x>.+) (?P<what>humidity|temperature)", r"what's the \g<what> in the \g<x>"),
    _rule(r"(?P<x>.+?),? how many degrees", r"what's the temperature in \g<x>"),
    _rule(r"how (?P<how>hot|cold|warm) is it (?:out|out there)", r"how \g<how> is it outside"),
    _rule(r"(?:got|have you got|do you have) the time|what time do you make it|what's the time", "what time is it"),
    _rule(r"(?:which|what) day are we(?: on)?", "what day is it"),
    _rule(r"how(?:'s| is) the weather (?:looking|doing|out there|shaping up)", "what's the weather like"),
]  # fmt: skip


ENGLISH = Paraphrases(
    hesitation=_pattern(_HESITATION),
    before=_pattern(_BEFORE.replace("\n", "")),
    after=_pattern(_AFTER.replace("\n", "")),
    reasons=[_pattern(r.replace("\n", "")) for r in _REASONS],
    rules=_RULES,
)
