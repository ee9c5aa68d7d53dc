"""How turns begin: with what somebody said, wrote or set a timer for, and what is known of the site then."""

from dataclasses import replace

from sarai_mqtt.arbiter import Arbiter
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.home import area_of_site
from sarai_mqtt.core.timers import Finished
from sarai_mqtt.limits import Limits
from sarai_mqtt.site import Site
from sarai_mqtt.turn import Engines, Floor, TurnInput, turn_id


class Openings:
    """Makes what each turn starts from."""

    def __init__(self, engines: Engines, limits: Limits, arbiter: Arbiter) -> None:
        self._engines = engines
        self._limits = limits
        self._arbiter = arbiter

    def spoken(self, site: Site, utterance: Utterance, speech_end: float, floor: Floor) -> TurnInput:
        """Begin with an utterance whose speech ended at clock reading `speech_end`."""
        turn = turn_id()
        return TurnInput(
            turn,
            speech_end,
            floor,
            utterance,
            language=site.options.fixed_language,
            # Asked now: what is sent before this turn's turn comes was not heard in it.
            said=site.mouth.said(speech_end - utterance.seconds),
            candidate=self._arbiter.candidate(site.name, turn),
            site=site.name,
            area=self._area(site),
            dialogue=site.dialogue,
        )

    def written(
        self, site: Site, text: str, language: str | None, arrived: float, *, announce: bool = False
    ) -> TurnInput:
        """Begin with a text to answer, or to say."""
        return TurnInput(
            turn_id(),
            arrived,
            Floor(arrived),
            text=text,
            language=language,
            announce=announce,
            site=site.name,
            area=self._area(site),
            dialogue=site.dialogue,
        )

    def rung(self, site: Site, timer: Finished) -> TurnInput:
        """Begin with a timer that has ended: say so, or carry out the command it was set for."""
        command, now = timer.command, self._engines.clock()
        if command is None:
            return self.written(site, timer.sentence, timer.language, now, announce=True)
        opened = self.written(site, command.text, timer.language, now)
        return replace(opened, speech_end=now - timer.late_s, intent=command)

    def _area(self, site: Site) -> str | None:
        return area_of_site(self._engines.understander.home, site.name, self._limits.area_of.get(site.name))
