"""What a turn has come to, and its report."""

from dataclasses import dataclass, field

from sarai_mqtt.core.acting import Acted
from sarai_mqtt.core.events import Intent, Outcome, Source, Transcript, TurnReport
from sarai_mqtt.core.own_answers import OwnAnswer
from sarai_mqtt.core.turn_taking import Ending
from sarai_mqtt.turn import TurnInput


@dataclass(slots=True)
class Course:
    """What the turn has come to so far.

    `asked` is the question of ours after which an utterance was heard, `agrees` the answer heard to it.
    `command` is what a timer is to do when it ends. `consent` is the command that this turn says yes to,
    `declined` the one it says no to, `unclear` when it is neither. `own` is the answer of ours to what is no
    command and not the Thinker's either. `foreseen` is what will be said if all
    goes well, made in advance; "" when nobody can know, or the Thinker says it. `say` is what is to be said
    once it has acted, None when that is for the Thinker; `instead` when that is not what was prepared;
    `asks` when it is a question; `for_others` when somebody else may be asked what was meant.
    `late_s` is how long after its sentence it was too late to act on it, s.
    """

    text: str
    language: str
    transcript: Transcript | None = None
    intent: Intent | None = None
    asked: Intent | None = None
    agrees: bool | None = None
    ending: Ending = "open"
    source: Source = "none"
    command: Intent | None = None
    consent: Intent | None = None
    declined: Intent | None = None
    unclear: bool = False
    own: OwnAnswer | None = None
    acted: Acted | None = None
    foreseen: str = ""
    say: str | None = None
    instead: str | None = None
    asks: bool = False
    for_others: bool = False
    late_s: float = 0.0
    reply: str = ""
    pcm: bytearray = field(default_factory=bytearray)
    chunks: int = 0
    timings: dict[str, float] = field(default_factory=dict)

    def anew(self) -> "Course":
        """Give up what was to be said; something else will be."""
        for stage in ("tts_first", "tts", "ttft", "ttfs"):
            self.timings.pop(stage, None)
        if self.intent is None and self.declined is None and not self.unclear:
            self.source = "home_assistant"
        return self

    @property
    def silent(self) -> bool:
        """True when nothing was said."""
        return self.transcript is not None and self.transcript.no_speech


def report_of(given: TurnInput, course: Course, outcome: Outcome) -> TurnReport:
    """Sum the turn up."""
    if given.utterance is not None and given.utterance.seconds:
        compute = sum(course.timings.get(stage, 0.0) for stage in ("stt", "understand", "ttfs", "tts"))
        course.timings["rtf"] = round(compute / 1000 / given.utterance.seconds, 3)
    intent = course.intent
    return TurnReport(
        given.turn,
        outcome,
        course.text,
        course.language,
        intent.name if intent else None,
        intent.slots if intent else {},
        intent.targets if intent else (),
        course.source,
        course.reply,
        dict(course.timings),
        done=course.acted.done if course.acted else (),
        failed=course.acted.failed if course.acted else (),
        asks=course.asks or course.reply.endswith("?"),
        for_others=course.for_others,
    )


def in_ms(seconds: float) -> float:
    """Give milliseconds with one decimal."""
    return round(seconds * 1000, 1)
