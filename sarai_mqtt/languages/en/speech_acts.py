"""English patterns of speech acts: questions, negations, statements, reports, conditions and later times."""

from sarai_mqtt.languages.patterns import one_of, verbose
from sarai_mqtt.languages.schema.speech_acts import SpeechActs
from sarai_mqtt.languages.schema.verbs import VerbTable


def _words(text: str) -> list[str]:
    return text.split()


_OTHER_PAST = ("cancell?ed", "left", "lit", "made", "killed")
_THIRD = one_of(
    _words("turns puts opens closes dims shuts unlocks starts stops plays raises lowers makes activates goes")
)
_SUBJECT = r"""\b(?:i|he|she|they|we|who|it|(?:some|any|every|no)(?:body|one)|people|the[ ]kids|
    (?:my|your|his|her|our|their)[ ]\w+|mum|mom|dad|grandma|grandpa)"""
_FILLER = r"""(?:(?:hey|hi|hello|ok|okay|so|well|um|uh|and|but|then|now|please|sarai|sorry|yes|yeah|no
    |alright|all[ ]right|right|oh)[ ,.!]+)*"""
# Words that no statement about a thing begins with, and words that no name of a thing has.
_NO_SUBJECT = r"""(?:i|i'm|i'll|i'd|i've|we|we're|we'd|we'll|you|he|she|it|it's|they|they're|that's|there
    |there's|can|could|will|would|won't|may|might|shall|should|must|do|don't|does|did|have|has|had|is|are
    |was|were|am|isn't|aren't|if|when|while|unless|until|because|since|as|to|what|who|which|where|why|how
    |let|let's|get|keep|give|take|go|come|look|tell|show|check|see|find|ask|remind|note|write|say|call
    |wake|need|want|like|not|no|never|please|and|or|make|on|off|up|down|out)"""
_NOT_IN_NAME = r"(?:sure|it|he|she|they|we|i|you|please|if|when|while|because|so|then|who|what|but|or)"
_DETERMINER = r"(?:the|a|an|my|our|his|her|its|your|their|this|that|these|those|all|both|every|some)"
_NUMBER = "(?:zero|five|ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
_AMOUNT = rf"(?:\d|\b(?:{_NUMBER}|half|percent|degrees)\b)"
# What is said of the house with these and no amount is a complaint, which asks for a change.
_COMPLAINT = r"""\b(?:too|so|very|way|awfully|enough|dark|gloomy|pitch[ ]black|loud|noisy|stuffy|dirty|filthy
    |messy|freezing|boiling)\b"""
_IS = r"""(?:is|are|was|were|isn't|aren't|wasn't|weren't|(?:has|have|had)(?:n't)?(?:[ ](?:not|already
    |only))?[ ]been|(?:will|might|'ll)[ ]be|stays?|stayed|remains?|remained|keeps?|looks?|looked|seems?
    |seemed|appears?|sounds?|feels?|sits|shows|reads|glows?|shines?|burns?|hovers
    |hangs?|stands|rests|went|(?:has|have|had)[ ]gone)"""
_IN_STATE = rf"""(?:(?:still|already|now|just|currently|all|only|always|back|not|fully|almost|nearly|half
    |wide)[ ])*
    (?:on|off|open|closed|shut|locked|unlocked|up|down|at|set|paused|playing|muted|running|stopped|dimmed|lit
    |turned|switched|docked|charging|{_NUMBER}|\d+)\b"""
_LEAD_IN = r"""(?:(?:great|good|nice|cool|fine|perfect|lovely|look|listen|thanks|thank[ ]you|anyway|actually
    |luckily|strange|funny|mind[ ]you|you[ ]see|you[ ]know|by[ ]the[ ]way)[ ,]+)*
    (?:(?:right[ ]now|at[ ]the[ ]moment|today),?[ ])?
    (?:(?:apparently|turns[ ]out|(?:it[ ])?(?:seems|looks[ ]like)|i'm[ ](?:sure|glad|happy)
    |i[ ](?:can[ ])?(?:think|see|believe|know|notice|noticed)),?[ ](?:that[ ])?)?"""
_ALSO_NOUN = r"(?:light|lock|switch|vacuum)\b"


def _state(base: str) -> str:
    """Return the pattern of a sentence that says how a thing is and has none of the orders `base`."""
    thing = rf"""(?!{_ALSO_NOUN}[ ](?:{_DETERMINER}|it|them|up|on|off|in)\b)(?!(?!{_ALSO_NOUN}){base}\b)
        (?!{_NO_SUBJECT}\b)
        (?:(?:the|my|our)[ ](?:\w+[ ]){{1,4}}(?:that[ ])?(?:i|we|you|they)[ ](?!{_IS}\b))?
        (?:(?!{_NOT_IN_NAME}\b)\w+(?:-\w+)*(?:'s|')?[ ]){{0,7}}?
        (?!(?:{_NOT_IN_NAME}|that|which)\b)\w+(?:-\w+)*(?:,[ ][^,]+,)?"""
    said = rf"""{_FILLER}{_LEAD_IN}(?:
        # "kitchen lights are 30 percent", without an article, is an order whose "at" was misheard
        (?!(?!{_DETERMINER}\b)(?:[\w'-]+[ ])+are[ ](?:\d|{_NUMBER}\b)){thing}[ ]{_IS}\b
        |{thing}'s[ ]{_IN_STATE}
        |(?:it|they|that|this|these|those)(?:'s|'re|[ ]{_IS})[ ]{_IN_STATE}
        |(?:i|you|we|they|he|she|(?:some|every|no)(?:body|one))
        (?:'ve[ ]got|'s[ ]got|[ ](?:have|had|has)(?:[ ]got)?|[ ](?:keep|keeps|kept))
        [ ](?:the|my|our|all)[ ](?:\w+[ ]){{1,5}}?{_IN_STATE}
        |there(?:'s|'re|[ ]{_IS})\b)"""
    order = rf"""\b(?:please|timer[ ]for)\b
        # a state is "at 50" or "set to 50", and "to 50" alone an order
        |(?<!\bset[ ])(?<!\bput[ ])(?<!ed[ ])(?<!\bup[ ])(?<!\bdown[ ])(?<!\bclose[ ])(?<!\bnext[ ])
        (?<!\bwent[ ])(?<!\bgone[ ])
        \bto[ ](?:{_NUMBER}|\d)
        |,(?:[ ](?:so|and|then|but|just|now|(?:can|could|will|would)[ ]you|you[ ]can))*[ ]
        (?:{base}|let|let's|get|have|give|keep|go|i[ ](?:want|need)|i'd[ ]like|we[ ]need
        |(?:can|could)[ ](?:i|we)|(?:all[ ])?(?:the[ ]|some[ ])?lights?[ ](?:on|off|out)$)\b
        |(?<!\bis[ ])(?<!\bare[ ])(?<!\bwas[ ])(?<!\bwere[ ])(?<!n't[ ])(?<!\bbeen[ ])(?<!\bstill[ ])
        (?<!\bhalf[ ])(?<!\bwide[ ])(?<!\bthe[ ])(?<!\bnot[ ])(?<!\bto[ ])\b(?:{base}|get|give|keep)
        [ ](?:{_DETERMINER}|it|them|on|off|up|down|out|everything|lights?)\b"""
    return rf"^(?={said})(?!(?=.*{_COMPLAINT})(?!.*{_AMOUNT}))(?!.*(?:{order}))"


def speech_acts_of(table: VerbTable) -> SpeechActs:
    """Return the patterns, with the forms of the verbs of `table`."""
    base = one_of(sorted(table.used_as("speech_act")))
    past = one_of([*sorted(table.used_as("stated", frozenset({"past"}))), *_OTHER_PAST])
    gerund = one_of(sorted(table.used_as("stated", frozenset({"gerund"}))))
    return SpeechActs(
        polite=verbose(
            rf"""^{_FILLER}(?:(?:can|could|will|would|won't|can't)[ ](?:you|u|we|someone
        |somebody)\b(?![ ]like\b)
        | (?:may|can|could)[ ](?:i|we)[ ](?:please[ ])?(?:have|get)\b | would[ ]you[ ]mind\b
        | do[ ]you[ ]mind\b
        | mind\b | why[ ]don't[ ](?:you|we)\b | how[ ]about[ ](?:\w+ing|some|a[ ]bit|a[ ]little)\b
        | is[ ]it[ ]possible[ ]to\b | (?:any[ ]chance|do[ ]you[ ]think)[ ]you[ ](?:can|could)\b
        | what[ ]if[ ]you\b )"""
        ),
        asking=verbose(
            rf"""^{_FILLER}(?:what|what's|why|who|who's|whose|which|when|when's|where|where's|how|how's|is|isn't|are
        |aren't|was|wasn't|were|weren't|am|did|didn't|does|doesn't|has|hasn't|had|should|shall|must|might
        |do[ ](?:you|i|we|they|the|any)|don't[ ](?:you|i|we|they)[ ]|have[ ](?:you|i|we|they|the[ ]\w+[ ]been)
        |haven't|(?:can|could|may|will|would)[ ](?:i|he|she|it|they|the|this|that)|would[ ]you[ ]like
        |do[ ]you[ ](?:know|remember|want))\b"""
        ),
        order=verbose(rf"^{_FILLER}{base}\b"),
        negation=verbose(
            r"""\b(?:don'?t|do[ ]not|dont|never|mustn't|shouldn't|no[ ]need[ ]to|not[ ]to|not[ ]yet
        |no[ ]longer|cannot|can't|couldn't|won't|didn't|doesn't|instead[ ]of|without|except|apart[ ]from
        |other[ ]than
        |but[ ]not)\b(?![ ](?:see|hear|read|you|we
        |stand)\b)
        |\b(?:don't|never)[ ]you\b(?<!why[ ]don't[ ]you)|\bnot[ ](?:turn|switch|open|close|lock|unlock
        |the)\b"""
        ),
        statement=verbose(
            rf"""(?<!\bcan[ ])(?<!could[ ])(?<!would[ ])(?<!\bwill[ ])(?<!don't[ ])(?<!\blet[ ])(?<!\bif[ ])
        {_SUBJECT}(?:'ve|'d|'ll|'m|'s)?
        (?:[ ](?:have|had|has|will|would|always|never|usually|just|already|often|sometimes|also|then
        |should|must
        |might|may|could|can|did|does|do|was|were|is|are|am|been|even|really|almost|finally|accidentally))*
        [ ](?:{base}|{past}|{gerund})\b
        |\b(?:going|about|trying|tried|forgot|forget|remember|remembered|used|have|had|has|supposed|wants|wanted
        |learning|how|when|where|what|able|ready|nobody)[ ]to[ ]{base}\b
        |\b{_THIRD}\b|\b{past}\b
        # somebody else's wish: "the kids want the lamp in blue"
        |\b(?:he|she|they|people|(?:some|every|no)(?:body|one)|(?:the|my|your|his|her|our|their)[ ]\w+)
            [ ](?:really[ ]|always[ ]|never[ ])?(?:wants?|wanted|likes|prefers?|loves|hates)\b
        |(?<!mind[ ])(?<!mind[ ]awfully[ ])(?<!about[ ])(?<!start[ ])(?<!stop[ ])(?<!keep[ ])
            (?<!mind[ ]please[ ])\b{gerund}\b
        |\b(?:yesterday|last[ ](?:night|week|month|year|time)|ago)\b
        |(?<!for[ ])(?<!to[ ])\b(?:her|him)$"""
        ),
        state=verbose(_state(base)),
        wish=verbose(
            rf"""^{_FILLER}(?:(?:i|we)(?:[ ](?:want|need|would[ ]like|like)|'d[ ]like)|get|have|keep|leave
        |make[ ]sure
        |can[ ](?:i|we|you)|could[ ](?:i|we|you)|would[ ]you|will[ ]you)\b
        (?!.*\b(?:i|we|you|he|she|they)[ ](?:just[ ]|already[ ])?{past}\b)(?!.*\b(?:yesterday|ago
        |last[ ]night)\b)"""
        ),
        report=verbose(
            r"""\b(?:says|said|saying|told|tells|asked|asks|sings|sang|sung|wrote|writes
        |heard(?![ ](?:(?:an?|some|the)[ ])?(?:\w+[ ])?(?:noises?|glass|bangs?|crash|thump|steps|thunder)\b)
        |shouted|whispered|ordered|replied|yelled|screamed
        |demanded|insisted|announced|muttered|dreamt
        |dreamed|quote|reads)\b
        |\b(?:song|movie|film|book|story|poem|lyrics?|novel|episode|joke|game)\b.*\b(?:is|was|goes|about|where|who
        |called|that)\b"""
        ),
        condition=verbose(
            r"""\b(?<!tell[ ]me[ ])(?<!check[ ])(?<!see[ ])(?<!what[ ])if\b(?![ ](?:you[ ](?:can|could|would
        |don't|please)
        |possible))|\b(?:unless|whenever|until|till|as[ ]soon[ ]as|every[ ]time|even[ ]though|although)\b
        |.(?<!\btell[ ]me[ ])(?<!\bme[ ]know[ ])\bwhen\b|\bwhile\b
        |\bwhen[ ](?:i|we|he|she|they|it|the|my)\b
        |\bonce[ ](?:i|we|you|he|she|they|it|the|my|our|that|this|everyone|everybody)\b"""
        ),
        schedule=verbose(
            r"""\b(?:tomorrow|tonight|later|next[ ]week|in[ ]the[ ](?:morning|evening|afternoon)
        |every[ ](?:day|morning|night|evening|hour|\w+day)|on[ ](?:mon|tues|wednes|thurs|fri|satur|sun)days?
        |at[ ](?:noon|midnight|night|sunset|sunrise|dawn|dusk|\d{1,2}:\d\d|\d{1,2}[ ]?(?:[ap]\.?m\b|o'clock)
        |(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:[ ](?:thirty|fifteen|o'clock))?$
        |\d{1,2}$))"""
        ),
    )
