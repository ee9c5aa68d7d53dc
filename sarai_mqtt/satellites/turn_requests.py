"""Builds the request of a turn from an utterance, a text or a finished timer, and the state of its site."""

from dataclasses import replace

from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.home import area_of_site
from sarai_mqtt.core.messages import Broadcast
from sarai_mqtt.core.ports import Announcer
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.site import Site
from sarai_mqtt.turns.arbitration.arbiter import Arbiter
from sarai_mqtt.turns.request import Engines, TurnRequest, turn_id
from sarai_mqtt.turns.speaking_floor import SpeakingFloor
from sarai_mqtt.turns.timers.timers import Finished


class TurnFactory:
    """Builds turn requests: fills in the language, area, dialogue and claim of the site.

    `announcer` also knows what is being announced in the house: a microphone may pick it up in another room.
    """

    def __init__(self, engines: Engines, limits: Limits, arbiter: Arbiter, announcer: Announcer) -> None:
        self._engines = engines
        self._limits = limits
        self._arbiter = arbiter
        self._announcer = announcer

    def from_utterance(
        self, site: Site, utterance: Utterance, speech_end: float, floor: SpeakingFloor
    ) -> TurnRequest:
        """Build the request for an utterance whose speech ended at clock reading `speech_end`."""
        turn, began = turn_id(), speech_end - utterance.seconds
        return TurnRequest(
            turn,
            speech_end,
            floor,
            utterance,
            language=site.options.fixed_language,
            # Read now: speech that is sent while this turn is queued cannot be heard in its utterance.
            said=f"{site.mouth.spoken_since(began)} {self._announcer.spoken_since(began)}".strip(),
            candidate=self._arbiter.candidate(site.name, turn),
            site=site.name,
            area=self.area_of(site.name),
            dialogue=site.dialogue,
            announcer=self._announcer,
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
            area=self.area_of(site.name),
            dialogue=site.dialogue,
            announcer=self._announcer,
        )

    def from_timer(self, site: Site, timer: Finished) -> TurnRequest:
        """Build the request for a finished timer: an announcement, or the command it was set for."""
        command, now = timer.command, self._engines.clock()
        if command is None:
            told = self.from_text(site, timer.sentence, timer.language, now, announce=True)
            return replace(told, chime=timer.rings)
        request = self.from_text(site, command.text, timer.language, now)
        return replace(request, speech_end=now - timer.late_s, intent=command)

    def from_broadcast(self, site: Site, said: Broadcast, language: str | None, now: float) -> TurnRequest:
        """Build the request for an announcement for several sites, to be spoken at one of them."""
        request = self.from_text(site, said.text, language, now, announce=True)
        return replace(request, broadcast=True, chime=said.chime)

    def area_of(self, site: str) -> str | None:
        """Return the id of the area in which a site stands, None if unknown."""
        return area_of_site(self._engines.understander.home, site, self._limits.area_of.get(site))
