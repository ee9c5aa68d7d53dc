"""Publishes the events of turns, and updates the site that each of them concerns."""

import asyncio
from dataclasses import replace

from sarai_mqtt.core.ages import Ages, kind_of
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.core.events import (
    Arbitration,
    Event,
    Intent,
    SpeechChunk,
    State,
    StateChanged,
    Transcript,
    TurnReport,
)
from sarai_mqtt.core.ports import Clock, Outbox
from sarai_mqtt.satellites.error_reports import ErrorReporter
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.satellites.status import StatusPublisher
from sarai_mqtt.turns.request import TurnRequest
from sarai_mqtt.understanding.spoken_code import without_code


class TurnOutput:
    """Publishes what turns yield, and keeps speaker, microphone, last turn and state of the site in step.

    `ages` tells when it is too late for another agent to act on a text.
    """

    def __init__(
        self, outbox: Outbox, status: StatusPublisher, error_reporter: ErrorReporter, clock: Clock, ages: Ages
    ) -> None:
        self._outbox = outbox
        self._status = status
        self._error_reporter = error_reporter
        self._clock = clock
        self._ages = ages

    def publish(self, site: Site, request: TurnRequest, event: Event) -> None:
        """Publish an event of the turn, and update the site accordingly. Raises what the outbox raises."""
        event = site.at_volume(event)
        if isinstance(event, Arbitration) or (isinstance(event, Transcript) and not event.no_speech):
            # the microphone was opened for this utterance
            site.microphone.close()
            self._status.publish_presence(site)
        site.mouth.record_sent(event, by_voice=request.utterance is not None)
        age = self._clock() - request.speech_end
        if isinstance(event, TurnReport) and event.for_others and age > self._ages.act_s:
            # An agent that is asked about it would act on it, too late.
            event = replace(event, for_others=False)
        self._outbox.publish(site.name, event, age if kind_of(event) == "act" else 0.0)
        if not request.announce:
            self._status.record_turn(site.name, event)
        if isinstance(event, SpeechChunk) and event.seq == 0:
            site.turns.record_speech()
            self.show(site, "speaking")
        elif isinstance(event, TurnReport) and event.asks:
            site.microphone.expect_answer(event.turn)

    def fail(self, site: Site, request: TurnRequest, error: SaraiError) -> None:
        """Report a turn that failed, and drop its question."""
        # What was not spoken cannot be answered, and no microphone opens for a question that is dropped.
        self.drop_question(site)
        self._error_reporter.refuse(site.name, error)
        self._status.publish_event(site, TurnReport(request.turn, "failed", without_code(request.text).shown))
        self.rest(site)

    def cancel(self, site: Site, request: TurnRequest) -> None:
        """Report a turn that was cancelled, or given up before it began."""
        self._status.publish_event(
            site, TurnReport(request.turn, "cancelled", without_code(request.text).shown)
        )

    def drop_question(self, site: Site) -> tuple[Intent, ...]:
        """Drop the open question, and the answer that the microphone was to open for.

        Return what `Dialogue.drop_question` does.
        """
        site.microphone.drop_question()
        return site.dialogue.drop_question()

    def open_microphone(self, site: Site, seconds: float) -> None:
        """Open the microphone for `seconds`, and publish it."""
        site.microphone.open(self._clock(), seconds)
        self._status.publish_open_microphone(site, seconds)

    def refuse(self, site: Site, error: SaraiError) -> None:
        """Report an error that does not end the turn."""
        self._error_reporter.refuse(site.name, error)

    def finish(self, site: Site) -> None:
        """Show the site at rest when the speech of the turn that is over should have been played."""
        playing = site.mouth.quiet_at - self._clock() if site.state == "speaking" else 0.0
        if playing > 0:
            asyncio.get_running_loop().call_later(playing, self.rest_if_quiet, site)
        else:
            self.rest(site)

    def rest(self, site: Site) -> None:
        """Show a site that neither speaks nor works, and open its microphone if its speech was a question."""
        if not site.live:
            return
        self.show(site, "listening" if site.ear.active else "idle")
        question = site.microphone.question_ended(self._clock())
        if question is not None:
            self._status.publish_open_microphone(site, question.seconds)
            self._status.publish_event(site, question)

    def rest_if_quiet(self, site: Site) -> None:
        """Show that a site no longer speaks once the reply of its last turn should have been played."""
        if site.turns.quiet and site.state == "speaking" and self._clock() >= site.mouth.quiet_at:
            self.rest(site)

    def leave(self, site: Site) -> None:
        """Show a site that is dropped as idle: the state is retained, and may soon be that of a new site."""
        self.show(site, "idle")
        site.live = False

    def show(self, site: Site, state: State) -> None:
        """Publish the state of a site if it has changed; a site that was dropped has none."""
        if site.live and site.state != state:
            site.state = state
            self._status.publish_event(site, StateChanged(state))
