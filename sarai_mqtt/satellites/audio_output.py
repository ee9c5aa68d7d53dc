"""Audio output of one site: playback on its speaker, and barge-in."""

from collections.abc import Callable

from sarai_mqtt.core.events import BargeIn, Event, Reply, Silence, SpeechChunk
from sarai_mqtt.core.ports import Clock
from sarai_mqtt.satellites.playback import Playback

# Barge-in by speech takes this many checks in a row, this far apart (s), that hear more than our own speech.
CHECKS, CHECK_S = 2, 0.1
# How much of the latest audio is taken as the person's, ms; what came before may be our own speech.
PERSON_MS = 1300


class Mouth:
    """Keeps track of the speech sent to a site's speaker, and silences it.

    Args:
        barge_in: what may silence it (nothing, speech, or a wake word), until that setting is changed.
        clock: monotonic time, seconds.
        publish: called with each event for the site.

    """

    def __init__(self, barge_in: BargeIn, clock: Clock, publish: Callable[[Event], None]) -> None:
        self.barge_in = barge_in
        self._clock = clock
        self._publish = publish
        self._playback = Playback()
        self._other_checks = 0
        self._checked_at = 0.0

    @property
    def quiet_at(self) -> float:
        """Clock reading at which the speech sent so far should have been played."""
        return self._playback.quiet_at

    @property
    def playing(self) -> bool:
        """True if the speaker may be playing speech that was sent to it."""
        return self._playback.playing(self._clock())

    def record_sent(self, event: Event, *, by_voice: bool) -> None:
        """Record speech that is published now; `by_voice` is True if it answers an utterance."""
        if isinstance(event, SpeechChunk):
            if event.seq == 0 and by_voice and self.barge_in != "off":
                # the reply to a barge-in must neither wait for the interrupted speech nor be mixed with it
                self.silence()
            keep = self.barge_in == "vad"
            self._playback.add_speech(event.turn, event.text, event.pcm, event.rate, self._clock(), keep=keep)
        elif isinstance(event, Reply):
            self._playback.complete(self._clock())

    def spoken_since(self, since: float) -> str:
        """Return the text of our speech that may have been audible at clock reading `since` or later."""
        return self._playback.text_since(since)

    def playback_ended(self, turn: str) -> bool:
        """Record that the speaker has finished playing `turn` ("": everything it was sent).

        Returns False if `turn` is not the one whose speech was sent last.
        """
        known = turn in ("", self._playback.turn)
        if known:
            self._playback.stop(self._clock())
        return known

    def is_talked_over(self, latest: Callable[[int], bytes]) -> bool:
        """Return True if the microphone hears a person, and not our own speech coming back through the room.

        Always False unless `barge_in` is "vad" and the speaker may be playing. `latest(ms)` returns the last
        audio of the microphone: 16 kHz mono s16le.
        """
        now = self._clock()
        if self.barge_in != "vad" or not self._playback.playing(now):
            self._other_checks = 0
        elif now - self._checked_at >= CHECK_S:
            self._checked_at = now
            own = self._playback.is_heard_in(latest(PERSON_MS), now)
            self._other_checks = self._other_checks + 1 if own is False else 0
        return self._other_checks >= CHECKS

    def silence(self) -> bool:
        """Publish a Silence if the speaker may be playing. Return True if it was published."""
        now = self._clock()
        self._other_checks = 0
        if not self._playback.playing(now):
            return False
        self._publish(Silence(self._playback.turn))
        self._playback.stop(now)
        return True
