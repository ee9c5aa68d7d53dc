"""One site's mouth: what its speaker plays, and who may silence it."""

from collections.abc import Callable

from sarai_mqtt.core.events import BargeIn, Event, Reply, Silence, SpeechChunk
from sarai_mqtt.core.playback import Playback
from sarai_mqtt.ports import Clock

# Over our own speech a person is believed when the microphone twice running heard something else.
CHECKS, CHECK_S = 2, 0.1
# Of what was heard so much is the person's; what came before may be us.
PERSON_MS = 1300


class Mouth:
    """Notes what is sent to a site's speaker, and silences it.

    Args:
        barge_in: what may silence it, until that is changed.
        clock: of the playing time.
        publish: takes what the site is to be told.

    """

    def __init__(self, barge_in: BargeIn, clock: Clock, publish: Callable[[Event], None]) -> None:
        self.barge_in = barge_in
        self._clock = clock
        self._publish = publish
        self._playback = Playback()
        self._strange = 0
        self._checked_at = 0.0

    @property
    def quiet_at(self) -> float:
        """The clock reading at which what was sent should be over."""
        return self._playback.quiet_at

    def note(self, event: Event, *, by_voice: bool) -> None:
        """Take note of speech that goes out now; `by_voice` when it answers somebody who spoke."""
        if isinstance(event, SpeechChunk):
            if event.seq == 0 and by_voice and self.barge_in != "off":
                # the answer to what was said over our speech must not wait for that speech, nor sound with it
                self.silence()
            keep = self.barge_in == "vad"
            self._playback.add(event.turn, event.text, event.pcm, event.rate, self._clock(), keep=keep)
        elif isinstance(event, Reply):
            self._playback.whole(self._clock())

    def said(self, since: float) -> str:
        """Give what may have been heard of us at clock reading `since` or later."""
        return self._playback.said(since)

    def played(self, turn: str) -> bool:
        """Note that the speaker is done with `turn` ("": with all it had); say whether that was news."""
        known = turn in ("", self._playback.turn)
        if known:
            self._playback.over(self._clock())
        return known

    def is_talked_over(self, latest: Callable[[int], bytes]) -> bool:
        """Say whether a person speaks over our speech, by what the microphone heard last.

        `latest(ms)` gives that: 16 kHz mono s16le. Our own speech come back by the room is no person.
        """
        now = self._clock()
        if self.barge_in != "vad" or not self._playback.playing(now):
            self._strange = 0
        elif now - self._checked_at >= CHECK_S:
            self._checked_at = now
            own = self._playback.is_heard_in(latest(PERSON_MS), now)
            self._strange = self._strange + 1 if own is False else 0
        return self._strange >= CHECKS

    def silence(self) -> bool:
        """Tell the speaker to fall silent if it may be playing; say whether it was told."""
        now = self._clock()
        self._strange = 0
        if not self._playback.playing(now):
            return False
        self._publish(Silence(self._playback.turn))
        self._playback.over(now)
        return True
