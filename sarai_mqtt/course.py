"""What a turn has come to, and its report."""

from dataclasses import dataclass, field

from sarai_mqtt.core.events import Intent, Outcome, Source, Transcript, TurnReport
from sarai_mqtt.core.turn_taking import Ending
from sarai_mqtt.turn import TurnInput


@dataclass(slots=True)
class Course:
    """What the turn has come to so far."""

    text: str
    language: str
    transcript: Transcript | None = None
    intent: Intent | None = None
    ending: Ending = "open"
    source: Source = "none"
    reply: str = ""
    pcm: bytearray = field(default_factory=bytearray)
    chunks: int = 0
    timings: dict[str, float] = field(default_factory=dict)

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
    )


def in_ms(seconds: float) -> float:
    """Give milliseconds with one decimal."""
    return round(seconds * 1000, 1)
