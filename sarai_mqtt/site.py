"""What the service keeps for each site."""

import asyncio
from collections import deque
from dataclasses import replace

from sarai_mqtt.core.audio import at_volume
from sarai_mqtt.core.dialogue import Dialogue
from sarai_mqtt.core.events import Event, Listen, Presence, Reply, SpeechChunk, State
from sarai_mqtt.core.site_options import SiteOptions
from sarai_mqtt.ear import Ear
from sarai_mqtt.mouth import Mouth
from sarai_mqtt.turn import TurnInput

# A site that does not say whether it is there counts as connected so long after it sent something.
HEARD_S = 60.0


class Draft:
    """A turn begun in a pause. `over` is set when the pause is: with an `endpoint` it gets the floor."""

    def __init__(self, given: TurnInput) -> None:
        self.given = given
        self.over = asyncio.Event()
        self.endpoint: float | None = None

    @property
    def heard_until(self) -> int | None:
        """Where the last speech it knows of ends, ms of its audio."""
        return self.given.utterance.speech_end_ms if self.given.utterance else None


class Site:
    """Everything one site owns."""

    def __init__(self, name: str, options: SiteOptions, dialogue: Dialogue) -> None:
        self.name = name
        self.options = options
        self.dialogue = dialogue
        self.ear: Ear
        self.mouth: Mouth
        self.listening: asyncio.Task[None]
        # Runs a turn and what is queued behind it.
        self.turn: asyncio.Task[None] | None = None
        # The one that has the floor.
        self.work: asyncio.Task[None] | None = None
        # The turn in work while the person may still go on.
        self.draft: Draft | None = None
        # The one that has just been given the floor.
        self.granted: Draft | None = None
        self.queued: deque[TurnInput] = deque()
        # The next one, while others hold all the slots.
        self.waiting: TurnInput | None = None
        self.state: State = "idle"
        self.mail_at = 0.0
        # What the satellite says about itself, if it does, and when it said that it is gone.
        self.online: bool | None = None
        self.gone_at = 0.0
        # In mode `wake`: until when the microphone counts.
        self.open_until = 0.0
        # Told when our speech has been played.
        self.asks: Listen | None = None

    def listens(self, now: float) -> bool:
        """Say whether sound that comes `now` counts; what was begun in time may be said to its end."""
        is_open = self.options.mode == "always" or now < self.open_until or self.ear.active
        return self.options.hears and is_open

    def presence(self, now: float) -> Presence:
        """Say how the site is there."""
        heard = now - self.mail_at < HEARD_S
        return Presence(
            available=self.online is not False,
            connected=heard if self.online is None else self.online,
            listening=self.listens(now),
            speech=self.ear.active,
        )

    def at_volume(self, event: Event) -> Event:
        """Give `event`, if it is speech as loud as is set here."""
        if isinstance(event, SpeechChunk | Reply) and self.options.volume < 100:
            return replace(event, pcm=at_volume(event.pcm, self.options.volume))
        return event
