"""The microphone of a site: muted, closed until a wake word, open, or opening for an answer."""

from enum import Enum

from sarai_mqtt.core.events import Listen
from sarai_mqtt.satellites.options import SiteOptions

# How long the microphone stays open after a wake word or a question, seconds.
LISTEN_S = 8.0


class MicrophoneState(Enum):
    """States of a microphone: what it records is processed only while it is OPEN.

    * MUTED: the site is muted or disabled
    * CLOSED: mode `wake`, and neither a wake word nor a question has opened it
    * ASKED: as CLOSED, but it opens for the answer as soon as our question has been played
    * OPEN: mode `always`, or opened for a time
    """

    MUTED = "muted"
    CLOSED = "closed"
    ASKED = "asked"
    OPEN = "open"


class Microphone:
    """Decides whether the audio of one site is processed. Each `now` is a reading of the service clock, s."""

    def __init__(self, options: SiteOptions) -> None:
        self._options = options
        self._open_until = 0.0
        self._question: Listen | None = None

    def state(self, now: float) -> MicrophoneState:
        """Return the state at `now`."""
        if not self._options.hears:
            return MicrophoneState.MUTED
        if self._options.mode == "always" or now < self._open_until:
            return MicrophoneState.OPEN
        return MicrophoneState.CLOSED if self._question is None else MicrophoneState.ASKED

    def apply(self, options: SiteOptions) -> None:
        """Apply the site's settings `enabled`, `mute` and `mode`."""
        self._options = options

    def open(self, now: float, seconds: float) -> None:
        """Open it for `seconds` from `now`; this replaces the time for which it was open."""
        self._open_until = now + seconds

    def close(self) -> None:
        """Close it: the utterance it was opened for has been heard. In mode `always` it stays open."""
        self._open_until = 0.0

    def expect_answer(self, turn: str) -> None:
        """Remember that `turn` asks a question; `question_ended` opens it once that has been played."""
        self._question = Listen(turn, LISTEN_S)

    def drop_question(self) -> None:
        """Do not open it for an answer: the question was dropped, or will not be spoken."""
        self._question = None

    def question_ended(self, now: float) -> Listen | None:
        """Open it for the answer if our speech that ended by `now` was a question and it is not muted.

        Returns the event that tells the satellite; None if nothing was opened.
        """
        question, self._question = self._question, None
        if question is None or not self._options.hears:
            return None
        self.open(now, question.seconds)
        return question
