"""Builds the request of a turn from an utterance, a text or a finished timer, and the state of its site."""

from dataclasses import replace

from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.home import area_of_site
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.turns.arbitration.arbiter import Arbiter
from sarai_mqtt.turns.request import Engines, TurnRequest, turn_id
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.timers.timers import Finished


class TurnFactory:
    """Builds turn requests: fills in the language, area, dialogue and claim of the site."""

    def __init__(self, engines: Engines, limits: Limits, arbiter: Arbiter) -> None:
        self._engines = engines
        self._limits = limits
        self._arbiter = arbiter

    def from_utterance(
        self, site: Site, utterance: Utterance, speech_end: float, floor: SpeakingFloor
    ) -> TurnRequest:
        """Build the request for an utterance whose speech ended at clock reading `speech_end`."""
        turn = turn_id()
        return TurnRequest(
            turn,
            speech_end,
            floor,
            utterance,
            language=site.options.fixed_language,
            # Read now: speech that is sent while this turn is queued cannot be heard in its utterance.
            said=site.mouth.spoken_since(speech_end - utterance.seconds),
            candidate=self._arbiter.candidate(site.name, turn),
            site=site.name,
            area=self._area(site),
            dialogue=site.dialogue,
        )

    def from_text(
        self, site: Site, text: str, language: str | None, arrived: float, *, announce: bool = False
    ) -> TurnRequest:
        """Build the request for a text to answer, or with `announce` to speak unchanged.

        `arrived` is a clock reading; `language` None lets the text decide. The turn has the floor at once.
        """
        return TurnRequest(
            turn_id(),
            arrived,
            SpeakingFloor(arrived),
            text=text,
            language=language,
            announce=announce,
            site=site.name,
            area=self._area(site),
            dialogue=site.dialogue,
        )

    def from_timer(self, site: Site, timer: Finished) -> TurnRequest:
        """Build the request for a finished timer: an announcement, or the command it was set for."""
        command, now = timer.command, self._engines.clock()
        if command is None:
            return self.from_text(site, timer.sentence, timer.language, now, announce=True)
        request = self.from_text(site, command.text, timer.language, now)
        return replace(request, speech_end=now - timer.late_s, intent=command)

    def _area(self, site: Site) -> str | None:
        return area_of_site(self._engines.understander.home, site.name, self._limits.area_of.get(site.name))
