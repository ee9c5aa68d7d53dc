"""State that the service keeps for each live site."""

import asyncio
from collections import deque
from dataclasses import replace

from sarai_mqtt.core.audio import at_volume
from sarai_mqtt.core.events import Event, Listen, Presence, Reply, SpeechChunk, State
from sarai_mqtt.satellites.audio_input import Ear
from sarai_mqtt.satellites.audio_output import Mouth
from sarai_mqtt.satellites.options import SiteOptions
from sarai_mqtt.turns.dialogue import Dialogue
from sarai_mqtt.turns.request import TurnRequest

# A site that does not report its presence counts as connected for this long after its last message, seconds.
HEARD_S = 60.0


class Draft:
    """A turn begun in a pause, before it is known that the person has finished.

    The field's terms: preemptive generation (LiveKit), eager end of turn (Pipecat). `over` is set when the
    pause is over: with an `endpoint` (a clock reading) the draft gets the floor, else it is dropped.
    """

    def __init__(self, request: TurnRequest) -> None:
        self.request = request
        self.over = asyncio.Event()
        self.endpoint: float | None = None

    @property
    def heard_until(self) -> int | None:
        """End of the last speech in its utterance, ms from the start of the audio; None without audio."""
        return self.request.utterance.speech_end_ms if self.request.utterance else None


class Site:
    """One live site: its settings, audio input and output, dialogue and turns."""

    def __init__(self, name: str, options: SiteOptions, dialogue: Dialogue) -> None:
        self.name = name
        self.options = options
        self.dialogue = dialogue
        self.ear: Ear
        self.mouth: Mouth
        self.listening: asyncio.Task[None]
        # Task that runs a turn and those queued behind it.
        self.turn_task: asyncio.Task[None] | None = None
        # Task of the turn that has the floor.
        self.floor_task: asyncio.Task[None] | None = None
        # The draft, while the person may still go on speaking.
        self.draft: Draft | None = None
        # The draft that has just been given the floor.
        self.granted: Draft | None = None
        self.queued: deque[TurnRequest] = deque()
        # The next turn, while other sites hold all the slots.
        self.waiting: TurnRequest | None = None
        self.state: State = "idle"
        self.last_message_at = 0.0
        # What the satellite reports of its presence (None: nothing), and the clock reading of that report.
        self.online: bool | None = None
        self.gone_at = 0.0
        # In mode `wake`: clock reading until which the microphone is open.
        self.open_until = 0.0
        # The request to open the microphone for an answer, published when our speech has been played.
        self.asks: Listen | None = None

    def listens(self, now: float) -> bool:
        """Return True if audio received at `now` is processed.

        An utterance begun while the microphone was open is heard to its end.
        """
        is_open = self.options.mode == "always" or now < self.open_until or self.ear.active
        return self.options.hears and is_open

    def presence(self, now: float) -> Presence:
        """Return the site's presence at clock reading `now`."""
        heard = now - self.last_message_at < HEARD_S
        return Presence(
            available=self.online is not False,
            connected=heard if self.online is None else self.online,
            listening=self.listens(now),
            speech=self.ear.active,
        )

    def at_volume(self, event: Event) -> Event:
        """Return `event` with its PCM scaled to the site's volume; events without speech are unchanged."""
        if isinstance(event, SpeechChunk | Reply) and self.options.volume < 100:
            return replace(event, pcm=at_volume(event.pcm, self.options.volume))
        return event
