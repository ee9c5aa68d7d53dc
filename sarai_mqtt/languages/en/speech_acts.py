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
        |(?<!mind[ ])(?<!about[ ])(?<!start[ ])(?<!stop[ ])(?<!keep[ ])(?<!mind[ ]please[ ])\b{gerund}\b
        |\b(?:yesterday|last[ ](?:night|week|month|year|time)|ago)\b
        |(?<!for[ ])(?<!to[ ])\b(?:her|him)$"""
        ),
        wish=verbose(
            rf"""^{_FILLER}(?:(?:i|we)(?:[ ](?:want|need|would[ ]like|like)|'d[ ]like)|get|have|keep|leave
        |make[ ]sure
        |can[ ](?:i|we|you)|could[ ](?:i|we|you)|would[ ]you|will[ ]you)\b
        (?!.*\b(?:i|we|you|he|she|they)[ ](?:just[ ]|already[ ])?{past}\b)(?!.*\b(?:yesterday|ago
        |last[ ]night)\b)"""
        ),
        report=verbose(
            r"""\b(?:says|said|saying|told|tells|asked|asks|sings|sang|sung|wrote|writes|heard|shouted|whispered|ordered|replied|yelled|screamed
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
        |\bwhen[ ](?:i|we|he|she|they|it|the|my)\b"""
        ),
        schedule=verbose(
            r"""\b(?:tomorrow|tonight|later|next[ ]week|in[ ]the[ ](?:morning|evening|afternoon)
        |every[ ](?:day|morning|night|evening|hour|\w+day)|on[ ](?:mon|tues|wednes|thurs|fri|satur|sun)days?
        |at[ ](?:noon|midnight|night|sunset|sunrise|dawn|dusk|\d{1,2}:\d\d|\d{1,2}[ ]?(?:[ap]\.?m\b|o'clock)
        |(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:[ ](?:thirty|fifteen|o'clock))?$
        |\d{1,2}$))"""
        ),
    )
