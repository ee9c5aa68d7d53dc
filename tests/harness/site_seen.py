"""What has been seen of the sites and turns of a service, and the ports through which it is seen."""

from dataclasses import dataclass, field

from tests.harness.audio import QUIET
from tests.harness.ports import FakeAudit
from tests.harness.speech_frames import named


@dataclass
class SeenTurn:
    """What has been seen of a turn. `life`: of its site, which counts how often it was forgotten."""

    site: str
    life: int
    has_floor: bool = False
    draft: bool = False
    voice: bool = False
    chunks: int = 0
    last: int = 0
    silenced: bool = False
    stopped: bool = False
    acts: int = 0
    reports: list = field(default_factory=list)
    speech: frozenset = frozenset()


@dataclass
class SeenSite:
    """What has been seen of a site.

    * life: how often it was forgotten
    * floor: the turn that has the floor
    * state, again: the state shown last; True while the settings must follow because it was shown again
    * newest: the last event of a turn
    * answered: number of each frame of speech that was answered -> turn
    * resumed: the number of the last frame that proved that somebody speaks on, and the loop's round then
    * heard, stopped: number of the last loud frame, and of the last one that was over when the site was
      stopped
    * speech: somebody speaks
    * listens: the turn for whose question the microphone is to be opened
    * utterances: how many have ended; `unsure`: perhaps not all of them
    * settings: by key, as they were published
    * asked, put_off: the lock may be turned by a yes; by a timer
    """

    life: int = 0
    floor: str = ""
    state: str = ""
    again: bool = False
    newest: object = None
    answered: dict = field(default_factory=dict)
    resumed: tuple = (-1, 0)
    heard: int = -1
    stopped: int = -1
    speech: bool = False
    listens: str = ""
    utterances: int = 0
    unsure: bool = False
    settings: dict = field(default_factory=dict)
    asked: bool = False
    put_off: int = 0

    @property
    def closed(self):
        """True if the microphone is closed by a setting."""
        return self.settings.get("mute") == "on" or self.settings.get("enabled") == "off"


class WatchedVad:
    """Loud frames are speech; tells `watch` which of them it has been given."""

    def __init__(self, watch, names):
        self._watch, self._names = watch, names
        self._run, self._before = 0, -1

    def is_speech(self, frame):
        if frame == QUIET:
            self._run = 0
            return False
        site, number = named(frame)
        self._run = self._run + 1 if number == self._before + 1 else 1
        self._before = number
        self._watch.heard(self._names[site], number, self._run)
        return True


class WatchedAudit(FakeAudit):
    """Tells `watch` of each entry."""

    def __init__(self, watch):
        super().__init__()
        self._watch = watch

    def note(self, entry):
        super().note(entry)
        self._watch.noted(entry)
