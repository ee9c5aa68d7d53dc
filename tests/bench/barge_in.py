"""How soon a person who speaks over a reply silences it, and how often the reply's own echo does.

    python tests/bench/barge_in.py

The service's own voices speak; a simulated room (exponentially decaying noise behind the direct sound) and a small
loudspeaker's colour bring it back to the microphone; the recorded commands of tests/data speak over it, so much louder
than the echo. The service's VAD, session and mouth judge, chunk by chunk of 60 ms. One JSON object a room and level:
replies that their own echo silenced, commands that silenced the reply, and after how many ms of them.
"""

import json
import statistics
import wave
from pathlib import Path

import numpy as np
import samplerate

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import FRAME_MS, RATE, Framer, to_pcm
from sarai_mqtt.core.events import Silence, SpeechChunk
from sarai_mqtt.satellites.audio_output import Mouth
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter
from sarai_mqtt.turns.engine_worker import CancelToken

DATA = Path(__file__).parents[1] / "data" / "commands"
REPLIES = {
    "en": [
        "Tomorrow morning looks mild and mostly sunny, with a high of nineteen degrees. There is a small chance of rain.",
        "The capital of France is Paris, a city of two million people on the river Seine, known for its museums.",
        "I turned off the lights in the kitchen and the living room, and the front door is locked. Good night to you all.",
    ],
    "es": [
        "Mañana hará buen tiempo y mucho sol, con una máxima de diecinueve grados. Puede que llueva después de comer.",
        "La capital de Francia es París, una ciudad de dos millones de habitantes junto al río Sena, llena de museos.",
        "He apagado las luces de la cocina y del salón, y la puerta de la calle está cerrada. Que paséis buena noche.",
    ],
}
# reverberation time s, direct sound against the room's dB
ROOMS = ((0.3, 3.0), (0.5, 0.0), (0.7, -3.0))
LOUDER_DB = (0, 5, 10, 20)
CHUNK_FRAMES = 3
LATE_S = 0.15


def room(rng, seconds, direct_db):
    n = int(seconds * RATE)
    tail = rng.normal(size=n) * np.exp(-6.9 * np.arange(n) / n)
    tail[: RATE // 500] = 0
    tail /= np.sqrt((tail**2).sum())
    return np.r_[10 ** (direct_db / 20), tail]


def commands(language):
    for path in sorted((DATA / language).glob("*.wav")):
        with wave.open(str(path)) as file:
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
        loud = np.flatnonzero(np.abs(sound) > 0.05 * np.abs(sound).max())
        yield sound[loud[0] : loud[-1]]


def silenced_at(assembly, sent, mic):
    """Give the second of `mic` at which the reply `sent` (s16le) was silenced, or None."""
    now, told = 0.0, []
    mouth = Mouth("vad", lambda: now, told.append)
    mouth.record_sent(SpeechChunk("t", 0, sent, assembly.tts.rate), by_voice=False)
    session, vad = UtteranceSegmenter("bench", assembly.limits().endpointing), assembly.new_vad()
    for number, frame in enumerate(Framer().push(to_pcm(mic)), 1):
        now = number * FRAME_MS / 1000
        list(session.feed(frame, is_speech=vad.is_speech(frame)))
        if number % CHUNK_FRAMES == 0 and session.active and mouth.is_talked_over(session.latest):
            mouth.silence()
        if any(isinstance(event, Silence) for event in told):
            return now
    return None


def main():
    rng = np.random.default_rng(0)
    assembly = Assembly(load_settings())
    for seconds, direct_db in ROOMS:
        replies, own, over = 0, 0, {level: ([], 0) for level in LOUDER_DB}
        for language, texts in REPLIES.items():
            for text in texts:
                sent = b"".join(assembly.tts.synthesize(text, language, CancelToken()))
                ours = np.frombuffer(sent, "<i2").astype(np.float32) / 32768
                ours = samplerate.resample(ours, RATE / assembly.tts.rate, "sinc_medium")
                echo = np.convolve(np.convolve(ours, room(rng, seconds, direct_db)), [1, -0.85])
                echo = np.r_[np.zeros(int(LATE_S * RATE)), echo * 0.05 / np.std(echo)]
                echo = (echo + rng.normal(size=len(echo)) * 0.001).astype(np.float32)
                replies += 1
                own += silenced_at(assembly, sent, echo) is not None
                for command in commands(language):
                    person = np.convolve(command, room(rng, seconds, direct_db))[: len(command)]
                    person *= 0.05 / np.std(person)
                    start = int(rng.integers(RATE, len(echo) - 2 * RATE))
                    for level in LOUDER_DB:
                        # the echo gets quieter, as with a canceller: the person stays
                        mic = echo * 10 ** (-level / 20)
                        end = min(len(mic), start + len(person))
                        mic[start:end] += person[: end - start]
                        at = silenced_at(assembly, sent, mic)
                        times, missed = over[level]
                        if at is None:
                            over[level] = times, missed + 1
                        elif at * RATE > start:
                            times.append(1000 * at - 1000 * start / RATE)
        line = {
            "reverberation_s": seconds,
            "direct_db": direct_db,
            "replies": replies,
            "silenced_by_echo": own,
        }
        for level, (times, missed) in over.items():
            line[f"person_{level}_db_louder"] = {
                "median_ms": round(statistics.median(times)) if times else None,
                "p95_ms": round(float(np.percentile(times, 95))) if times else None,
                "missed": missed,
                "of": missed + len(times),
            }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
