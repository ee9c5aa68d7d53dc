"""How often the nearer of two satellites wins, and how often two rooms' words are rightly held for the same.

    python tests/bench/arbitration.py [--latency] [LANGUAGE=DIR ...]

A DIR holds 16 kHz mono WAV files of commands and index.json: [{"file", "text"}]; the project's own by default. Each is put
into rooms (exponentially decaying noise for the echoes, white noise for the room; a distance doubled takes 6 dB from the
voice and leaves the echoes) and heard there by the service's own VAD, endpointer, speech to text and understanding. One JSON
object a pair of rooms: `nearer_percent` of the recordings that the nearer one won, by the whole evidence, by its sound and
by the ratio alone; `same_percent` of those held for the same words; `margin_db`, the smallest and the median difference of
the scores. The last one is about different words spoken at one time: `merged_percent` of the pairs held for the same, which
should be 0 but for those that the recogniser is unsure of, and the likeness that most of them stay under.

`--latency` instead speaks each in real time to the whole service without a broker, alone and to two satellites (the far one
50 ms late), with and without arbitration in turn, and gives the median ms from the last speech sample to the first audio of
the near one's reply, and from the endpoint; and how the turns ended.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, RATE, SAMPLE_WIDTH, to_pcm, to_samples
from sarai_mqtt.core.events import TurnReport
from sarai_mqtt.core.messages import AudioIn
from sarai_mqtt.core.speech_events import Paused, Resumed, SpeechStarted, UtteranceEnded
from sarai_mqtt.engines.audio_decoder import PayloadDecoder, read_wav
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.arbitration.claims import Claim, HeardText, same_words, similarity
from sarai_mqtt.turns.arbitration.signal_quality import signal_quality_of
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.turns.reading import find_intent, languages_to_try

COMMANDS = Path(__file__).parents[1] / "data" / "commands"
LATE_S = 0.05  # how much later the far one's sound arrives


@dataclass(frozen=True)
class Room:
    """Where a microphone stands. Gains and noise in dB (of full scale), `echoes_db` under the voice, `rt60` s."""

    gain_db: float
    noise_db: float
    echoes_db: float
    rt60: float = 0.5

    def hear(self, voice, seed):
        random = np.random.default_rng(seed)
        length = int(self.rt60 * RATE)
        echoes = random.normal(size=length) * 10 ** (-3 * np.arange(length) / length)
        echoes[: RATE // 200] = 0
        echoes *= 10 ** (-self.echoes_db / 20) / np.linalg.norm(echoes)
        echoes[0] = 1
        size = len(voice) + length
        wet = np.fft.irfft(np.fft.rfft(voice, size) * np.fft.rfft(echoes, size), size)[: len(voice)]
        noise = random.normal(size=len(voice)) * 10 ** (self.noise_db / 20)
        return to_pcm((wet * 10 ** (self.gain_db / 20) + noise).astype(np.float32))


NEAR, NEAR_NOISY = Room(0, -60, 8), Room(0, -45, 8)
PAIRS = {
    "twice as far": (NEAR, Room(-6, -60, 2)),
    "four times as far": (NEAR, Room(-12, -60, -4)),
    "as near, in a noisy room": (NEAR, NEAR_NOISY),
    "twice as far, both noisy": (NEAR_NOISY, Room(-6, -45, 2)),
    "far, but with all echoes and no loss": (NEAR, Room(0, -60, -4, 0.7)),
    "far, with a gain that makes up for it": (NEAR, Room(0, -48, -4)),
    "far, but the near one is in the noisier room": (NEAR_NOISY, Room(-12, -60, -4)),
    "only fainter": (Room(0, -60, 99), Room(-12, -60, 99)),
}


class Hearer:
    def __init__(self, assembly):
        self.assembly, self.endpointing = assembly, assembly.limits().endpointing

    def claim(self, site, pcm, late_s=0.0):
        """Give what the service would make of the longest utterance in `pcm`, None if it heard none."""
        session, vad = UtteranceSegmenter(site, self.endpointing), self.assembly.new_vad()
        start, found = 0.0, []
        for at in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES):
            frame = pcm[at : at + FRAME_BYTES]
            now = late_s + (at // FRAME_BYTES + 1) * FRAME_MS / 1000
            for event in session.feed(frame, is_speech=vad.is_speech(frame)):
                match event:
                    case SpeechStarted():
                        start = now
                    case Paused(utterance, silence_ms) | UtteranceEnded(utterance, silence_ms):
                        found.append((utterance, start, now - silence_ms / 1000))
                    case Resumed():
                        found.pop()
        if not found:
            return None
        utterance, start, end = max(found, key=lambda item: item[2] - item[1])
        heard = self.assembly.stt.transcribe(utterance, None, CancelToken())
        languages = languages_to_try(None, heard.language, self.assembly.settings.languages)
        intent = find_intent(self.assembly.understander, heard.text, languages)
        return Claim(
            site,
            start,
            end,
            site,
            signal_quality_of(utterance),
            HeardText.of(heard, *(() if intent is None else (intent,))),
        )


def percent(flags):
    return round(100 * sum(flags) / len(flags), 1)


def compare(hearer, voices, near, far, window_s):
    wins, by_sound, by_ratio, same, margins, missed = [], [], [], [], [], 0
    for seed, voice in enumerate(voices):
        one = hearer.claim("near", near.hear(voice, seed))
        other = hearer.claim("far", far.hear(voice, 1000 + seed), LATE_S)
        if one is None or other is None:
            missed += 1
            continue
        wins.append(one.may_beat(other))
        by_sound.append(one.sound.score > other.sound.score)
        by_ratio.append(one.sound.snr_db > other.sound.snr_db)
        same.append(same_words(one, other, window_s))
        margins.append(one.score - other.score)
    return {
        "recordings": len(wins),
        "unheard": missed,
        "nearer_percent": percent(wins),
        "by_sound": percent(by_sound),
        "by_ratio": percent(by_ratio),
        "same_percent": percent(same),
        "margin_db": [round(min(margins), 1), round(statistics.median(margins), 1)],
    }


class Reports:
    """An outbox that keeps the reports of turns."""

    connected = True

    def __init__(self):
        self.came = asyncio.Queue()

    def publish(self, site, event, age=0.0):
        if isinstance(event, TurnReport):
            self.came.put_nowait((site, event))


async def speak(service, site, pcm, late_s=0.0):
    step = RATE * 60 // 1000 * SAMPLE_WIDTH
    begin = time.monotonic() + late_s
    for number, at in enumerate(range(0, len(pcm), step), 1):
        await asyncio.sleep(begin + number * 0.06 - time.monotonic())
        service.receive(AudioIn(site, pcm[at : at + step]), time.monotonic())


async def time_turns(assembly, voices):
    engines = assembly.engines()
    times = {(sites, on): [] for sites in (1, 2) for on in (False, True)}
    for seed, voice in enumerate(voices):
        for (sites, on), found in times.items():
            reports = Reports()
            limits = replace(
                assembly.limits(), arbitration=ArbitrationLimits() if on else ArbitrationLimits(window_ms=0)
            )
            service = VoiceService(engines, reports, limits, assembly.new_vad, PayloadDecoder)
            started = asyncio.Event()
            running = asyncio.create_task(service.run(started))
            await started.wait()
            speaking = [speak(service, "near", NEAR.hear(voice, seed))]
            if sites == 2:
                far = PAIRS["four times as far"][1]
                speaking.append(speak(service, "far", far.hear(voice, 1000 + seed), LATE_S))
            speaking = asyncio.gather(*speaking)
            ended = {}
            while len(ended) < sites:  # noise at the start may be a turn without words
                site, report = await asyncio.wait_for(reports.came.get(), 30)
                if report.outcome != "no_speech":
                    ended[site] = report
            await speaking
            running.cancel()
            await asyncio.wait([running])
            found.append(ended)
    engines.close()
    for (sites, on), found in times.items():
        outcomes = Counter(" ".join(f"{s} {r.outcome}" for s, r in sorted(e.items())) for e in found)
        line = {"satellites": sites, "arbitration": on, "outcomes": outcomes}
        spoken = [e["near"].timings for e in found if "response" in e["near"].timings]
        for name in ("response", "e2e"):
            line[f"{name}_ms"] = round(statistics.median(timings[name] for timings in spoken), 1)
        print(json.dumps(line), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--latency", action="store_true", help="time the turns instead")
    parser.add_argument("sets", nargs="*", metavar="LANGUAGE=DIR")
    args = parser.parse_args()
    folders = [Path(given.partition("=")[2]) for given in args.sets] or [COMMANDS / "en", COMMANDS / "es"]
    voices = []
    for folder in folders:
        for row in json.loads((folder / "index.json").read_text()):
            samples = to_samples(read_wav(folder / row["file"]))
            voices.append(np.concatenate([np.zeros(RATE // 2), samples, np.zeros(3 * RATE // 2)]))
    assembly = Assembly(load_settings())
    if args.latency:
        asyncio.run(time_turns(assembly, voices))
        return
    hearer, window_s = Hearer(assembly), ArbitrationLimits().window_ms / 1000
    for name, (near, far) in PAIRS.items():
        print(json.dumps({"far": name} | compare(hearer, voices, near, far, window_s)), flush=True)
    heard = [hearer.claim(str(n), NEAR.hear(voice, n)) for n, voice in enumerate(voices)]
    words = [claim.words for claim in heard if claim is not None]
    # as if spoken at one time and, worst of all, by houses that know none of these commands
    spoken = [Claim(str(n), 0.0, 1.0, words=w) for n, w in enumerate(words)]
    unknown = [Claim(str(n), 0.0, 1.0, words=HeardText(w.text, "", 0.9)) for n, w in enumerate(words)]
    alike = [similarity(one, other) for one, other in combinations(unknown, 2)]
    line = {
        "different words": len(alike),
        "merged_percent": percent(
            [same_words(one, other, window_s) for one, other in combinations(spoken, 2)]
        ),
        "merged_percent_without_commands": percent(
            [same_words(one, other, window_s) for one, other in combinations(unknown, 2)]
        ),
        "similarity_p95": round(float(np.percentile(alike, 95)), 2),
        "similarity_max": round(max(alike), 2),
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
