"""A VAD by loudness. Its optional file has the threshold, 0..1."""

import numpy as np

from sarai_mqtt.core.audio import to_samples
from sarai_mqtt.engines.engine import Engine, FileRoles


class LoudnessVad:
    def __init__(self, threshold):
        self._threshold = threshold

    def is_speech(self, frame):
        return bool(np.abs(to_samples(frame)).max() > self._threshold)


def _open(options):
    threshold = float(options.files.path("threshold").read_text()) if options.files.has("threshold") else 0.01
    return lambda: LoudnessVad(threshold)


ENGINE = Engine(FileRoles(optional=("threshold",)), _open)
