"""Text to speech that hums: a tenth of a second of a tone a word. A voice's file has its pitch in Hz."""

import numpy as np

from sarai_mqtt.core.audio import to_pcm
from sarai_mqtt.core.errors import Cancelled
from sarai_mqtt.engines.engine import NO_FILES, Engine, FileRoles
from sarai_mqtt.languages.packs import entry_for


class ToneTts:
    rate = 8000

    def __init__(self, pitches):
        self._pitches = pitches

    def synthesize(self, text, language, cancel):
        pitch = entry_for(self._pitches, language)
        for _ in text.split():
            if cancel.cancelled:
                raise Cancelled
            wave = np.sin(np.arange(self.rate // 10) * pitch * 2 * np.pi / self.rate)
            yield to_pcm((wave / 2).astype(np.float32))


def _open(options):
    return ToneTts({code: float(files.path("pitch").read_text()) for code, files in options.voices.items()})


ENGINE = Engine(NO_FILES, _open, voice_files=FileRoles(("pitch",)))
