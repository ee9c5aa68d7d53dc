"""How soon a turn ends, and how often too soon: the service's own VAD, endpointer, hearing and understanding.

    python tests/bench/turn_taking.py [--half test|dev|all] [--noise DB] [--work MS] [--kind KIND] [LANGUAGE=DIR ...]

Hears tests/data/pauses in our own voices, and what prompts.py fetched of two people: as they are, and with pauses of 300,
500, 700 and 1000 ms put in. Once as the settings say (SARAI_AUDIO_VAD, SARAI_AUDIO_TURN_MODEL, ... change them), and once
for each of 600 and 700 ms of silence that end every turn. DIR holds recordings of your own: 16 kHz mono WAV and index.json,
[{"file", "text"}]. `--noise 10` adds pink noise 10 dB below the speech, from 5 s before it. `--work 110` counts
110 ms for hearing and understanding, whatever else the box does.

One JSON object a kind, language, pause and way. cut_percent: ended before the last sound. never_percent: no end within 4 s.
delay_ms: from the last sound (not the VAD's) until the turn has ended and, where drafts are made, is understood; median and
95th percentile of those that were not cut. Time is that of the audio plus what the work took. `complete_percent`: judged a
complete command.
"""

import argparse
import itertools
import json
import time
from pathlib import Path

import numpy as np
import pauses
from prompts import FOLDER

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, RATE, to_pcm, to_samples
from sarai_mqtt.core.speech_events import Paused, UtteranceEnded
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter
from sarai_mqtt.turns.end_of_turn import ending_of, refined_by_voice
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.turns.reading import find_intent, languages_to_try

PAUSES_MS = (300, 500, 700, 1000)
LEAD_S, TAIL_S = 0.4, 4.0
NOISE_S = 5.0


class Ear:
    """Hears one utterance at a time as the service would, in audio time."""

    def __init__(self, assembly: Assembly, work_ms: float | None) -> None:
        self._assembly, self._work_ms = assembly, work_ms
        self._judged = {}

    def hear(self, pcm: bytes, language: str, endpointing: EndpointingLimits) -> tuple[list, str]:
        """Give when each utterance in `pcm` ended, ms, and how the last was judged."""
        session, vad = UtteranceSegmenter("bench", endpointing), self._assembly.new_vad()
        ends, ending, waiting = [], "", None
        frames = [pcm[i : i + FRAME_BYTES] for i in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)]
        for number, frame in enumerate(frames, 1):
            now = number * FRAME_MS
            if waiting and now >= waiting:
                session.expect(ending)
            for event in session.feed(frame, is_speech=vad.is_speech(frame)):
                if isinstance(event, Paused):
                    ending, spent = self.judge(event.utterance, language)
                    waiting = now + spent
                elif isinstance(event, UtteranceEnded):
                    ends.append(max(now, waiting or 0))
                    waiting = None
                else:
                    waiting = None
        return ends, ending

    def judge(self, utterance, language):
        """Give the ending and the ms it took; what was heard before is remembered."""
        key = utterance.pcm, language
        if key not in self._judged:
            start = time.perf_counter()
            heard = self._assembly.stt.transcribe(utterance, language, CancelToken())
            languages = languages_to_try(language, heard.language, self._assembly.settings.languages)
            intent = find_intent(self._assembly.understander, heard.text, languages)
            ending = ending_of(heard.text, intent.language if intent else heard.language, intent)
            if ending == "open" and self._assembly.turn_end:
                ending = refined_by_voice(ending, self._assembly.turn_end.finished(to_samples(utterance.pcm)))
            self._judged[key] = ending, self._work_ms or 1000 * (time.perf_counter() - start)
        return self._judged[key]


def heard_in(samples: np.ndarray, noise_db: float | None) -> tuple[bytes, float]:
    """Put `samples` into silence or noise; give it as PCM, and where its last sound is, ms."""
    lead = NOISE_S if noise_db is not None else LEAD_S
    room = np.concatenate(
        [np.zeros(int(lead * RATE), np.float32), samples, np.zeros(int(TAIL_S * RATE), np.float32)]
    )
    if noise_db is not None:
        spectrum = np.fft.rfft(np.random.default_rng(len(samples)).standard_normal(len(room)))
        noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(room))
        level = np.sqrt(np.mean(samples**2)) * 10 ** (-noise_db / 20)
        room = room + (noise * level / np.sqrt(np.mean(noise**2))).astype(np.float32)
    return to_pcm(room), 1000 * (lead + len(samples) / RATE)


def measure(ear: Ear, group: list, ms: int, endpointing: EndpointingLimits, noise_db: float | None) -> dict:
    delays, cuts, never, complete = [], [], 0, 0
    for speech in group:
        pcm, last_ms = heard_in(speech.paused(ms), noise_db)
        ends, ending = ear.hear(pcm, speech.language, endpointing)
        complete += ending == "complete"
        # the last weak sound of a word may be none to the VAD
        early = [end for end in ends if end < last_ms - 100]
        if early:
            cuts.append(speech.name)
        elif not ends:
            never += 1
        else:
            delays.append(ends[-1] - last_ms)
    return {
        "utterances": len(group),
        "cut_percent": round(100 * len(cuts) / len(group), 1),
        "never_percent": round(100 * never / len(group), 1),
        "delay_ms": round(float(np.median(delays))) if delays else None,
        "delay_p95_ms": round(float(np.percentile(delays, 95))) if delays else None,
        "complete_percent": round(100 * complete / len(group)),
        "cut": cuts,
    }


def gathered(assembly: Assembly, folder: Path, sets: list) -> list:
    """Give all the speech there is."""
    found = [speech for language in ("en", "es") for speech in pauses.commands(assembly, language)]
    for name in ("en", "es", "es-co"):
        found += pauses.read(folder / "read" / name, name[:2])
    for given in sets:
        language, _, own = given.partition("=")
        found += pauses.recorded(Path(own), language)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("test", "dev", "all"), default="test")
    parser.add_argument("--noise", type=float, metavar="DB", help="pink noise so far below the speech")
    parser.add_argument("--work", type=float, metavar="MS", help="what hearing and understanding count")
    parser.add_argument("--prompts", type=Path, default=FOLDER, metavar="FOLDER", help="what prompts.py made")
    parser.add_argument("--kind", default="", help="only this kind")
    parser.add_argument("--cuts", action="store_true", help="name what was cut")
    parser.add_argument("sets", nargs="*", metavar="LANGUAGE=DIR")
    args = parser.parse_args()
    assembly = Assembly(load_settings())
    ear = Ear(assembly, args.work)
    ways = {"settings": assembly.limits().endpointing}
    ways |= {f"{ms} ms": EndpointingLimits(stop_ms=ms, draft_ms=0) for ms in (600, 700)}
    speech = [one for one in gathered(assembly, args.prompts, args.sets) if args.half in ("all", one.half)]

    def order(one):
        return one.kind, one.language

    for (kind, language), group in itertools.groupby(sorted(speech, key=order), order):
        if args.kind and kind != args.kind:
            continue
        group = list(group)
        for ms, (way, endpointing) in itertools.product(PAUSES_MS if group[0].cut else (0,), ways.items()):
            line = {"kind": kind, "language": language, "pause_ms": ms, "way": way}
            line |= measure(ear, group, ms, endpointing, args.noise)
            if not args.cuts:
                del line["cut"]
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
