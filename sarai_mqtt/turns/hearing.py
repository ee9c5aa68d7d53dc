"""The first stage of a turn: what was said, heard in its utterance or read in its text."""

from dataclasses import dataclass, replace

from sarai_mqtt.core.audio import Features, Utterance
from sarai_mqtt.core.events import Intent, Transcript
from sarai_mqtt.core.ports import Cancel
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.languages.detection import guess_language
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.timings import Timing, Timings
from sarai_mqtt.understanding.spoken_code import SpokenText, without_code


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, and in which language.

    The code of an alarm that was said is masked in `text` and `transcript`; only `spoken` has it.
    `transcript` is None for a turn that began with a text. `asked`, `agrees`: the command whose confirmation
    was open when the utterance was heard, and the yes (True) or no (False) that was heard; None when neither.
    `features` are those of the speech if the Thinker takes speech.
    """

    text: str
    language: str
    transcript: Transcript | None = None
    asked: Intent | None = None
    agrees: bool | None = None
    timings: Timings = ()
    features: Features | None = None
    spoken: SpokenText | None = None

    @property
    def order(self) -> str:
        """The words to be understood: without those for a code."""
        return self.spoken.order if self.spoken else self.text

    @property
    def code(self) -> str:
        """Digits of the code of an alarm that was said, "" without one."""
        return self.spoken.code if self.spoken else ""

    @property
    def silent(self) -> bool:
        """True if the recogniser found no speech in the utterance."""
        return self.transcript is not None and self.transcript.no_speech


async def hear(request: TurnRequest, engines: Engines) -> Heard:
    """Transcribe the utterance of the turn, or guess the language of its text.

    Records the timings `stt` and `audio_s` (length of the utterance). Raises BadInput (`unknown_language`),
    and lets the errors of the recogniser through.
    """
    if request.utterance is not None:
        return await _transcribe(request, request.utterance, engines)
    spoken = SpokenText(request.text, request.text) if request.announce else without_code(request.text)
    language = request.language or guess_language(spoken.order, engines.languages)
    return Heard(spoken.shown, language, spoken=spoken if spoken.code else None)


async def _transcribe(request: TurnRequest, utterance: Utterance, engines: Engines) -> Heard:
    start = engines.clock()
    asked = request.dialogue.pending(request.began)

    def transcribe(cancel: Cancel) -> tuple[HeardAnswer, Features | None]:
        if engines.spoken_input is not None:
            question = None if asked is None else asked.language
            return engines.spoken_input.transcribe(utterance, question, request.language, cancel)
        if asked is None:
            return HeardAnswer(engines.stt.transcribe(utterance, request.language, cancel), agrees=None), None
        return engines.stt.transcribe_answer(utterance, asked.language, request.language, cancel), None

    answer, features = await engines.audio_worker.call(transcribe, lambda: request.due)
    now, transcript = engines.clock(), answer.transcript
    timings = (
        Timing.between("stt", start, now),
        Timing("audio_s", round(utterance.seconds, 3), now),
    )
    spoken = without_code(transcript.text)
    heard = without_code(transcript.heard).shown
    return Heard(
        spoken.shown,
        transcript.language,
        replace(transcript, turn=request.turn, text=spoken.shown, heard=heard),
        asked,
        answer.agrees,
        timings,
        None if spoken.code else features,
        spoken if spoken.code else None,
    )
