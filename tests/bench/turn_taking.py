"""How soon a turn ends, and how often too soon: the service's own VAD, endpointer, hearing and understanding.

    python tests/bench/turn_taking.py [--fixed 600] LANGUAGE=DIR ...

A DIR holds 16 kHz mono WAV files of commands and index.json: [{"file", "text"}]. Each is heard as it is, and again with a
pause of 300, 500, 700 and 1000 ms spliced in where it is quietest in its inner part (silence from its own beginning): speech
with pauses inside, though not a person's own. Time is that of the audio plus what the work took. `--fixed` ends every turn
after so much silence instead. One JSON object a kind: cut_percent of the utterances that ended in their pause;
delay_ms, from the last speech sample to the endpoint, median and 95th percentile of those that did not.
"""

import argparse
import json
import statistics
import time
import wave
from pathlib import Path

import numpy as np

from sarai_mqtt.app import Assembly
from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, RATE, SAMPLE_WIDTH
from sarai_mqtt.core.endpointing import Endpointing
from sarai_mqtt.core.session import Paused, SiteSession, UtteranceEnded
from sarai_mqtt.core.turn_taking import ending_of
from sarai_mqtt.pipeline import find_intent, languages_to_try
from sarai_mqtt.settings import load_settings
from sarai_mqtt.worker import CancelToken

PAUSES_MS = (0, 300, 500, 700, 1000)
QUIET_MS = 40


class Ear:
    """Hears one utterance at a time as the service would, in audio time."""

    def __init__(self, assembly: Assembly, endpointing: Endpointing) -> None:
        self._assembly, self._endpointing = assembly, endpointing

    def hear(self, pcm: bytes, language: str) -> tuple[float, float]:
        """Give the milliseconds of audio at which the utterance ended, and of its last speech frame."""
        session, vad = SiteSession("bench", self._endpointing), self._assembly.new_vad()
        waiting = None
        frames = [pcm[i : i + FRAME_BYTES] for i in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)]
        for number, frame in enumerate(frames, 1):
            if waiting and number * FRAME_MS >= waiting[0]:
                session.expect(waiting[1])
                waiting = None
            for event in session.feed(frame, is_speech=vad.is_speech(frame)):
                if isinstance(event, Paused):
                    start = time.perf_counter()
                    ending = self.judge(event.utterance, language)
                    waiting = number * FRAME_MS + 1000 * (time.perf_counter() - start), ending
                elif isinstance(event, UtteranceEnded):
                    return number * FRAME_MS, number * FRAME_MS - event.silence_ms
                else:
                    waiting = None
        raise ValueError("the utterance never ended")

    def judge(self, utterance, language):
        heard = self._assembly.stt.transcribe(utterance, language, CancelToken())
        languages = languages_to_try(language, heard.language, self._assembly.settings.languages)
        intent = find_intent(self._assembly.understander, heard.text, languages)
        return ending_of(heard.text, intent.language if intent else heard.language, intent)


def paused(samples: np.ndarray, ms: int) -> tuple[np.ndarray, int]:
    """Splice a pause into the quietest place between a third and three quarters; give also where it begins, in ms."""
    loud = np.abs(samples.astype(np.float64)) > 0.02 * np.abs(samples).max()
    first, last = np.flatnonzero(loud)[[0, -1]]
    inner = slice(first + (last - first) // 3, first + 3 * (last - first) // 4)
    width = QUIET_MS * RATE // 1000
    power = np.convolve(samples[inner].astype(np.float64) ** 2, np.ones(width), "valid")
    cut = inner.start + int(np.argmin(power)) + width // 2
    quiet = np.resize(samples[:width] if first > width else np.zeros(width, samples.dtype), ms * RATE // 1000)
    return np.concatenate([samples[:cut], quiet, samples[cut:]]), cut * 1000 // RATE


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fixed", type=int, help="ms of silence that end every turn")
    parser.add_argument("sets", nargs="+", metavar="LANGUAGE=DIR")
    args = parser.parse_args()
    assembly = Assembly(load_settings())
    endpointing = assembly.limits().endpointing
    if args.fixed:
        endpointing = Endpointing(stop_ms=args.fixed, draft_ms=0)
    ear = Ear(assembly, endpointing)
    silence = bytes(3 * RATE * SAMPLE_WIDTH)
    for given in args.sets:
        language, _, folder = given.partition("=")
        for ms in PAUSES_MS:
            delays, cuts = [], []
            for row in json.loads((Path(folder) / "index.json").read_text()):
                with wave.open(str(Path(folder) / row["file"])) as file:
                    samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
                samples, pause = paused(samples, ms)
                ended, speech_end = ear.hear(samples.tobytes() + silence, language)
                if ms and speech_end < pause + ms:
                    cuts.append(row["text"])
                else:
                    delays.append(ended - speech_end)
            line = {
                "language": language,
                "pause_ms": ms,
                "utterances": len(delays) + len(cuts),
                "cut_percent": round(100 * len(cuts) / (len(delays) + len(cuts)), 1),
                "delay_ms": round(statistics.median(delays)) if delays else None,
                "delay_p95_ms": round(float(np.percentile(delays, 95))) if delays else None,
                "cut": cuts,
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
