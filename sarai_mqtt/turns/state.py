"""Mutable state of one turn, and the TurnReport built from it."""

from dataclasses import dataclass, field

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import Intent, Outcome, Source, Transcript, TurnReport
from sarai_mqtt.turns.end_of_turn import Ending
from sarai_mqtt.turns.own_answers.own_answers import OwnAnswer
from sarai_mqtt.turns.request import TurnRequest


@dataclass(slots=True)
class TurnState:
    """State of one turn, filled in stage by stage.

    * asked, agrees: the command whose confirmation was open when the utterance was heard, and the yes (True)
      or no (False) that was heard; None when neither
    * ending: how the utterance may end, as far as its words (and voice) tell
    * command: the command that a timer is to carry out when it ends
    * consent, declined: the pending command that this turn confirms, or refuses
    * unclear: the reply to a pending question was neither yes nor no; it is asked once more
    * own: a built-in answer to a text that is neither a command nor for the Thinker
    * acted: the result of the action; None when nothing was acted on
    * expected_reply: the reply if all goes well, synthesized in advance; "" when it is not known, or is the
      Thinker's
    * say: the reply once the turn has acted; None when it is the Thinker's, or the text of an announcement
    * replacement: `say`, when it differs from the reply that was prepared
    * asks: the reply is a question
    * for_others: another agent may be asked about this text
    * late_s: age of the sentence when it was found too late to act on it, s; else 0
    * reply, pcm, chunks: text spoken so far, its s16le mono PCM at the TTS's rate, and the number of chunks
    * timings: by name, ms (`rtf` is a ratio, `audio_s` is in seconds)
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
    acted: ActionResult | None = None
    expected_reply: str = ""
    say: str | None = None
    replacement: str | None = None
    asks: bool = False
    for_others: bool = False
    late_s: float = 0.0
    reply: str = ""
    pcm: bytearray = field(default_factory=bytearray)
    chunks: int = 0
    timings: dict[str, float] = field(default_factory=dict)

    def discard_speech_timings(self) -> "TurnState":
        """Discard the timings of the prepared speech, which other speech replaces; return self.

        Without a command, or an answer to a question, the replacement comes from Home Assistant's agent.
        """
        for stage in ("tts_first", "tts", "ttft", "ttfs"):
            self.timings.pop(stage, None)
        if self.intent is None and self.declined is None and not self.unclear:
            self.source = "home_assistant"
        return self

    @property
    def silent(self) -> bool:
        """True if the recogniser found no speech in the utterance."""
        return self.transcript is not None and self.transcript.no_speech


def turn_report(request: TurnRequest, state: TurnState, outcome: Outcome) -> TurnReport:
    """Build the report of the turn; adds the real-time factor `rtf` to the timings of a spoken one."""
    if request.utterance is not None and request.utterance.seconds:
        compute = sum(state.timings.get(stage, 0.0) for stage in ("stt", "understand", "ttfs", "tts"))
        state.timings["rtf"] = round(compute / 1000 / request.utterance.seconds, 3)
    intent = state.intent
    return TurnReport(
        request.turn,
        outcome,
        state.text,
        state.language,
        intent.name if intent else None,
        intent.slots if intent else {},
        intent.targets if intent else (),
        state.source,
        state.reply,
        dict(state.timings),
        done=state.acted.done if state.acted else (),
        failed=state.acted.failed if state.acted else (),
        asks=state.asks or state.reply.endswith("?"),
        for_others=state.for_others,
    )


def in_ms(seconds: float) -> float:
    """Convert seconds to milliseconds, rounded to one decimal."""
    return round(seconds * 1000, 1)
