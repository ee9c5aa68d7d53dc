"""State that the service keeps for each live site."""

import asyncio
from dataclasses import replace

from sarai_mqtt.core.audio import at_volume
from sarai_mqtt.core.events import Event, Presence, Reply, SpeechChunk, State
from sarai_mqtt.satellites.audio_input import Ear
from sarai_mqtt.satellites.audio_output import Mouth
from sarai_mqtt.satellites.microphone import Microphone, MicrophoneState
from sarai_mqtt.satellites.options import SiteOptions
from sarai_mqtt.satellites.site_turns import SiteTurns
from sarai_mqtt.turns.dialogue import Dialogue

# A site that does not report its presence counts as connected for this long after its last message, seconds.
HEARD_S = 60.0


class Site:
    """One live site: its settings, audio input and output, dialogue and turns."""

    def __init__(self, name: str, options: SiteOptions, dialogue: Dialogue) -> None:
        self.name = name
        self.options = options
        self.dialogue = dialogue
        self.ear: Ear
        self.mouth: Mouth
        self.listening: asyncio.Task[None]
        self.microphone = Microphone(options)
        self.turns = SiteTurns()
        self.state: State = "idle"
        # False once the site was dropped: forgotten, or given up for a new one.
        self.live = True
        self.last_message_at = 0.0
        # What the satellite reports of its presence (None: nothing), and the clock reading of that report.
        self.online: bool | None = None
        self.gone_at = 0.0

    def listens(self, now: float) -> bool:
        """Return True if audio received at `now` is processed.

        An utterance begun while the microphone was open is heard to its end.
        """
        match self.microphone.state(now):
            case MicrophoneState.OPEN:
                return True
            case MicrophoneState.MUTED:
                return False
            case _:
                return self.ear.active

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
