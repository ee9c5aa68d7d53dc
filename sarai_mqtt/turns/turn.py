"""One turn, top to bottom: hear, understand, wait for the floor, act, speak, report.

A turn may begin in a pause, before it is known that the person has finished: a draft. It then works up to its
first chunk of speech, and neither speaks nor acts until it is given the floor.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import (
    Arbitration,
    CommandReport,
    Hypothesis,
    Outcome,
    Reply,
    Transcript,
    TurnEvent,
    TurnReport,
)
from sarai_mqtt.turns.actions import carry_out, expected_reply
from sarai_mqtt.turns.arbitration.arbiter import Decision
from sarai_mqtt.turns.commands import Acted
from sarai_mqtt.turns.echo import is_echo, is_quote
from sarai_mqtt.turns.end_of_turn import Ending, ending_so_far
from sarai_mqtt.turns.hearing import Heard, hear
from sarai_mqtt.turns.intent import choose, understand
from sarai_mqtt.turns.meaning import Declined, Understood
from sarai_mqtt.turns.request import Engines, TurnRequest
from sarai_mqtt.turns.speech import Speech, Spoken
from sarai_mqtt.turns.timings import Timing, Timings, in_ms, in_order


class Stage(Enum):
    """The stages of a turn, in their order; some turns skip some."""

    NEW = "beginning"
    HEARING = "hearing"
    UNDERSTANDING = "understanding"
    WAITING = "waiting for the floor"
    ACTING = "acting"
    SPEAKING = "speaking"
    OVER = "over"


_ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True)
class DraftEnding:
    """The way in which the utterance of a draft turn, one without the floor, may end."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class TooLate:
    """The turn did not act: its sentence was `late_s` seconds old by then."""

    late_s: float


class Turn:
    """One turn. `stage` only moves forward; each result is there once its stage is over.

    * heard, understood: what was said, and its meaning
    * acted: the result of the actions; empty until then, and if nothing was acted on
    * spoken: the reply as far as it was spoken; empty until then
    """

    def __init__(self, request: TurnRequest, engines: Engines) -> None:
        self._request = request
        self._engines = engines
        self._stage = Stage.NEW
        self._delay: Timings = ()
        self.heard: Heard
        self.understood: Understood
        self.acted = Acted()
        self.spoken = Spoken()

    @property
    def stage(self) -> Stage:
        """Present stage of the turn; that in which it failed, if it did."""
        return self._stage

    async def run(self) -> AsyncGenerator[TurnEvent | DraftEnding | TooLate, None]:
        """Yield the turn's events in order, the TurnReport last. Cancel the iterating task to abort the turn.

        Before it has the floor a turn yields a Hypothesis and a DraftEnding at most. Raises BadInput
        (`unknown_language`), and RuntimeError if the turn has run before; lets the errors of the engines
        through.
        """
        request, engines = self._request, self._engines
        self._enter(Stage.HEARING)
        self.heard = await hear(request, engines)

        self._enter(Stage.UNDERSTANDING)
        understood = await understand(request, engines, self.heard)
        ending = await ending_so_far(request, engines, self.heard, understood)
        if not request.floor.given:
            for draft_result in _draft_results(request, self.heard, ending):
                yield draft_result
        unanswered = _reason_for_no_answer(request, self.heard, understood)
        _claim(request, self.heard, understood, unanswered)
        if unanswered:
            self._enter(Stage.WAITING)
            await request.floor.wait()
            self.understood = understood
            for transcript in self._begin_answer():
                yield transcript
            yield self._report(unanswered)
            return
        if ending == "dangling":
            await request.floor.wait()
        self.understood = await choose(request, engines, understood)

        self._enter(Stage.WAITING)
        async with aclosing(self._answer()) as events:
            async for event in events:
                yield event

    async def _answer(self) -> AsyncGenerator[TurnEvent | TooLate, None]:
        """Wait for the floor, act, speak and report, unless another site that heard the same words acts."""
        request, engines = self._request, self._engines
        async with AsyncExitStack() as stack:
            decision, speech = await self._wait_for_floor(stack)
            if isinstance(decision, Arbitration):
                await request.floor.wait()
                yield decision
                self.spoken = speech.spoken
                yield replace(self._report("yielded"), yielded_to=decision.winner)
                return

            self._enter(Stage.ACTING)
            for transcript in self._begin_answer():
                yield transcript
            async with aclosing(carry_out(request, engines, self.understood)) as steps:
                async for step in steps:
                    if isinstance(step, Acted):
                        self.acted = step
                    else:
                        yield step
            if self.acted.late_s:
                yield TooLate(self.acted.late_s)

            self._enter(Stage.SPEAKING)
            say = self.acted.say
            if say is not None and say != speech.say:
                # not the reply that was prepared
                await speech.close()
                speech = self._begin_speech(stack, say)
            async for chunk in speech.chunks():
                yield chunk
        self.spoken = spoken = speech.spoken
        if spoken.pcm:
            language = self.understood.language
            yield Reply(request.turn, spoken.text, language, spoken.pcm, engines.rate_of(language))
        self._remember()
        # a language without a voice is answered by the text of the report
        text_only = spoken.text and self.understood.language in engines.voiceless
        yield self._report("answered" if spoken.pcm or say == "" or text_only else "failed")

    async def _wait_for_floor(self, stack: AsyncExitStack) -> tuple[Arbitration | Literal["act"], Speech]:
        """Prepare the reply while waiting for the floor and for sites that may have heard better.

        Returns what was decided, and the speech of the reply, which `stack` closes. It is begun anew after
        another site has heard the same words better and did not act.
        """
        request = self._request
        timings: Timings = ()
        while True:
            if request.candidate is not None:
                await request.candidate.wait_while_outranked(request.floor)
            reply = expected_reply(request, self._engines, self.understood)
            speech = self._begin_speech(stack, reply, timings)
            decision = await _decision(request)
            if decision == "act":
                return decision, speech
            await speech.close()
            if isinstance(decision, Arbitration):
                return decision, speech
            timings = speech.spoken.timings

    def _begin_speech(self, stack: AsyncExitStack, say: str | None, earlier: Timings = ()) -> Speech:
        speech = Speech(
            self._request, self._engines, self.understood, say, earlier, features=self.heard.features
        )
        stack.push_async_callback(speech.close)
        return speech

    def _begin_answer(self) -> tuple[Transcript, ...]:
        """Record `endpoint_delay` now that the turn has the floor; return the transcript, if there is one."""
        floor, now = self._request.floor, self._engines.clock()
        self._delay = (Timing("endpoint_delay", in_ms(floor.endpoint - self._request.speech_end), now),)
        return (self.heard.transcript,) if self.heard.transcript is not None else ()

    def _remember(self) -> None:
        """Keep the reply, to repeat it on request; the time to answer a question begins when it was heard."""
        spoken, dialogue = self.spoken, self._request.dialogue
        rate = self._engines.rate_of(self.understood.language)
        heard_at = self._engines.clock() + len(spoken.pcm) / (2 * rate)
        if spoken.text:
            dialogue.remember_reply(spoken.text, self.understood.language, heard_at)
        if self.acted.asks:
            dialogue.asked_aloud(heard_at)

    def _report(self, outcome: Outcome) -> TurnReport:
        """End the turn: build its report, with the real-time factor `rtf` of a spoken utterance."""
        self._enter(Stage.OVER)
        heard, understood, acted, spoken = self.heard, self.understood, self.acted, self.spoken
        measured = (*heard.timings, *understood.timings, *self._delay, *acted.timings, *spoken.timings)
        timings, utterance = in_order(measured), self._request.utterance
        if utterance is not None and utterance.seconds:
            compute = sum(timings.get(name, 0.0) for name in ("stt", "understand", "ttfs", "tts"))
            timings["rtf"] = round(compute / 1000 / utterance.seconds, 3)
        intent, result = understood.intent, acted.result or ActionResult()
        several = understood.intents if len(understood.intents) > 1 else ()
        return TurnReport(
            self._request.turn,
            outcome,
            heard.text,
            understood.language,
            intent.name if intent else None,
            intent.slots if intent else {},
            intent.targets if intent else (),
            acted.source or ("thinker" if spoken.by_thinker else understood.source),
            spoken.text,
            timings,
            done=result.done,
            failed=result.failed,
            asks=acted.asks or (spoken.text.endswith("?") and not self._request.broadcast),
            for_others=acted.for_others,
            commands=tuple(CommandReport(each.name, each.slots, each.targets) for each in several),
        )

    def _enter(self, stage: Stage) -> None:
        """Go on to `stage`. Raises RuntimeError if the turn is there already, or beyond it."""
        if _ORDER.index(stage) <= _ORDER.index(self._stage):
            raise RuntimeError(f"a turn that is {self._stage.value} cannot go on to {stage.value}")
        self._stage = stage


def _draft_results(request: TurnRequest, heard: Heard, ending: Ending) -> Iterator[Hypothesis | DraftEnding]:
    """Yield the results of a draft: the hypothesis, if anything was said, and how the utterance may end."""
    transcript = heard.transcript
    if transcript is not None and not heard.silent:
        yield Hypothesis(request.turn, transcript.text, transcript.language, transcript.confidence)
    yield DraftEnding(ending)


def _reason_for_no_answer(request: TurnRequest, heard: Heard, understood: Understood) -> Outcome | None:
    """Return why this turn gets no answer (`no_speech` or `echo`); None if it gets one."""
    if heard.silent:
        return "no_speech"
    ours = is_echo if understood.intent is None else is_quote
    return "echo" if ours(heard.text, request.said) else None


def _claim(request: TurnRequest, heard: Heard, understood: Understood, unanswered: Outcome | None) -> None:
    """Report the recognised words to arbitration, or withdraw the claim if this turn gets no answer."""
    if request.candidate is None:
        return
    if unanswered or heard.transcript is None:
        request.candidate.withdraw()
        return
    meaning = understood.meaning
    declined = (meaning.intent,) if isinstance(meaning, Declined) else ()
    request.candidate.heard(heard.transcript, *(understood.intents or declined))


async def _decision(request: TurnRequest) -> Decision:
    """Wait for the floor; let arbitration decide who acts if other sites may have heard the same words."""
    if request.candidate is not None:
        return await request.candidate.decide(request.floor)
    await request.floor.wait()
    return "act"
