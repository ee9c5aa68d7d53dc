"""What the service keeps for each site."""

import asyncio
from collections import deque

from sarai_mqtt.core.dialogue import Dialogue
from sarai_mqtt.core.events import State
from sarai_mqtt.ear import Ear
from sarai_mqtt.mouth import Mouth
from sarai_mqtt.turn import TurnInput


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

    def __init__(self, name: str, dialogue: Dialogue) -> None:
        self.name = name
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
        self.queued: deque[TurnInput] = deque()
        self.state: State = "idle"
        self.mail_at = 0.0
