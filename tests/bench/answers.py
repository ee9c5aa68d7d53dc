"""How many answers to a question of ours are taken rightly, and how much else is taken for a yes.

    python tests/bench/answers.py [--split dev|held] [--language en|es] [--errors] [--json]

Yes, no and stop words are spoken by voices that are not ours (answer_voices.py), in three lengths from 200 ms on, with
a lead of 0, 250 or 700 ms of a quiet room; they go through the service's own VAD and endpointer and are heard as the
answer to a question in their language, with `language: auto`. `before` is what hearing alone gave: the likelier
language, then the words. Then noises made here, pieces of talk (the recordings of tests/bench/prompts.py and the
commands of tests/data, cut anywhere) and `near`, words that sound like answers, spoken by the same voices: none is a yes,
but many of the last are to the ear what they sound like. The margins were chosen with `dev`; `held` is only measured.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
import wave
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from answer_voices import Voices, stretched
from prompts import FOLDER as PROMPTS

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import RATE, Framer, Utterance, to_pcm
from sarai_mqtt.core.speech_events import Paused, UtteranceEnded
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.understanding.confirmation import answer_of

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sarai-mqtt" / "voices"
COMMANDS = Path(__file__).parents[1] / "data" / "commands"
VOICES = {
    "dev": {
        "en": ("k:af_bella", "k:am_michael", "p:joe", "f:slt", "e:en-us"),
        "es": ("k:em_alex", "k:em_santa", "e:es", "e:es-419+f2"),
    },
    "held": {
        "en": ("k:bf_emma", "k:bm_george", "k:am_puck", "f:rms", "e:en-gb-scotland"),
        "es": ("k:ef_dora", "e:es-419", "e:es+m3"),
    },
}
ANSWERS = {
    "en": {
        "yes": """Yes. / Yes! / Yeah. / Yep. / Sure. / Okay. / Go ahead. / Do it. / Please do. / Yes, please. / Of course. /
            Yes, do it. / Alright. / Absolutely. / Go on.""",
        "no": """No. / No! / Nope. / No, thanks. / Don't. / Don't do it. / No, thank you. / Not now. / Never mind. /
            Forget it. / Leave it. / Of course not. / No way. / Better not. / Nah.""",
        "stop": """Stop. / Cancel. / Enough. / Quiet. / Be quiet. / Shut up. / Stop it. / Cancel that. / Silence. / Abort. /
            That's enough. / Hush.""",
    },
    "es": {
        "yes": """Sí. / ¡Sí! / Vale. / Sí, hazlo. / Claro. / Adelante. / Por supuesto. / De acuerdo. / Sí, por favor. /
            Venga. / Dale. / Hazlo. / Claro que sí. / Confirmo. / Sí, claro.""",
        "no": """No. / ¡No! / No, gracias. / Mejor no. / Déjalo. / Para nada. / No, no. / No lo hagas. / Ahora no. /
            Olvídalo. / Claro que no. / De ninguna manera. / Todavía no. / Nada. / Ni hablar.""",
        "stop": """Para. / Cancela. / Basta. / Cállate. / Silencio. / Detente. / Cancelar. / Cancélalo. / Ya basta. /
            Alto. / Calla. / Para ya.""",
    },
}
NEAR = {
    "en": """See. / Say. / Yesterday. / House. / Dress. / Chess. / Yellow. / Sheep. / Okra. / Doing. / What? / Maybe. /
        I don't know. / Wait. / The kitchen. / Tomorrow. / Hello. / And then. / It's raining. / She said yes to him. /
        Yes but the other one. / Fine weather. / Of the house. / Ahead of us. / Thank you. / Please. / Asia.""",
    "es": """Así. / Ya. / Pues. / Casi. / Sigue. / Silla. / Cine. / Baile. / Valle. / Clavo. / Delante. / Tengo. / Aquí. /
        Mi casa. / Si llueve. / Y si no viene. / La cocina. / ¿Cómo? / Espera. / No sé. / Quizás. / Mañana. / Hace frío. /
        Vale la pena. / Así que nada. / Hola. / Seguro que llueve.""",
}
# Seconds of the first syllable, and of each other.
LENGTHS = ((0.20, 0.10), (0.30, 0.14), (0.45, 0.18))
LEADS = (0.0, 0.25, 0.7)
TAIL_S, ROOM_DB, LEVEL_DB = 1.3, -62, -24
PIECES, ROUNDS = 120, 8


@dataclass(frozen=True, slots=True)
class Sound:
    """One thing that is played after a question in `language`; `kind` is yes, no, stop, or of what is no answer."""

    name: str
    kind: str
    language: str
    utterances: list[Utterance]
    voice: str = ""
    length: int = 0


class Bench:
    """Plays and hears as the service does."""

    def __init__(self, split: str, languages: list[str], folder: Path) -> None:
        self._split, self._languages, self._voices = split, languages, Voices(folder)
        self._assembly = Assembly(load_settings())
        self._limits = self._assembly.limits().endpointing

    def answers(self) -> Iterator[Sound]:
        for language in self._languages:
            for voice in VOICES[self._split][language]:
                for kind, texts in ANSWERS[language].items():
                    for text in phrases(texts):
                        said = self._voices.speak(voice, text)
                        for length, (first, other) in enumerate(LENGTHS):
                            sound = stretched(said, first + other * (syllables(text) - 1))
                            heard = self._heard(sound, seeded(voice, text, length))
                            yield Sound(text, kind, language, heard, voice, length)

    def others(self) -> Iterator[Sound]:
        """Give what is no answer, after a question in each language."""
        made = [("noise", *n) for n in noises(seeded(self._split, "noise", 2))]
        made += [("talk", *t) for t in talk(seeded(self._split, "talk", 2))]
        for language in self._languages:
            for voice in VOICES[self._split][language]:
                for text in phrases(NEAR[language]):
                    made.append(("near", f"{voice} {text}", self._voices.speak(voice, text)))
        for kind, name, sound in made:
            heard = self._heard(sound, seeded(self._split, name))
            for language in self._languages:
                yield Sound(name, kind, language, heard)

    def judge(self, sound: Sound) -> tuple[bool | None, bool | None, str, float]:
        """Give what it was taken for before and now, what was written down, and the CPU time that took, seconds."""
        before = now = None
        text, spent = "", 0.0
        for utterance in sound.utterances:
            heard = self._assembly.stt.transcribe(utterance, None, CancelToken())
            codes = [sound.language, *(code for code in ("en", "es") if code != sound.language)]
            before = next((a for c in codes if (a := answer_of(heard.text, c)) is not None), before)
            start = time.process_time()
            answer = self._assembly.stt.transcribe_answer(utterance, sound.language, None, CancelToken())
            spent += time.process_time() - start
            now = now if answer.agrees is None else answer.agrees
            text += f"{answer.transcript.text} ({answer.transcript.heard or heard.text})"
        return before, now, text, spent

    def _heard(self, sound: np.ndarray, rng: np.random.Generator) -> list[Utterance]:
        """Give what the ear makes of it; what the VAD takes for no speech is heard whole all the same."""
        level = 10 ** ((LEVEL_DB + rng.uniform(-6, 6)) / 20)
        sound = sound * level / (np.sqrt(np.mean(sound**2)) + 1e-9)
        room = np.pad(sound, (int(rng.choice(LEADS) * RATE), int(TAIL_S * RATE)))
        room = room + pink(rng, len(room)) * 10 ** (ROOM_DB / 20)
        pcm = to_pcm(room.astype(np.float32))
        vad, session = self._assembly.new_vad(), UtteranceSegmenter("bench", self._limits)
        found, draft = [], None
        for frame in Framer().push(pcm):
            for event in session.feed(frame, is_speech=vad.is_speech(frame)):
                if isinstance(event, Paused):
                    draft = event.utterance
                elif isinstance(event, UtteranceEnded):
                    whole = event.utterance
                    same = draft is not None and draft.speech_end_ms == whole.speech_end_ms
                    found.append(draft if same else whole)
        return found or [Utterance("bench", pcm[: len(pcm) - int(2 * RATE * (TAIL_S - 0.2)) // 2 * 2], 0)]


def phrases(texts: str) -> list[str]:
    return " ".join(texts.split()).split(" / ")


def syllables(text: str) -> int:
    return max(1, len(re.findall(r"[aeiouáéíóúy]+", re.sub(r"[^aeiou]e\b", "", text.lower()))))


def seeded(*what: object) -> np.random.Generator:
    return np.random.default_rng(int(hashlib.sha256(repr(what).encode()).hexdigest()[:8], 16))


def shaped(sound: np.ndarray, gain) -> np.ndarray:
    """Filter by `gain`, of frequencies in Hz."""
    return np.fft.irfft(np.fft.rfft(sound) * gain(np.fft.rfftfreq(len(sound), 1 / RATE)), len(sound))


def pink(rng: np.random.Generator, n: int) -> np.ndarray:
    sound = shaped(rng.standard_normal(n), lambda f: 1 / np.sqrt(np.maximum(f, 1)))
    return sound / sound.std()


def band(rng: np.random.Generator, n: int, low: float, high: float) -> np.ndarray:
    return shaped(
        rng.standard_normal(n),
        lambda f: 1 / np.sqrt((1 + (low / np.maximum(f, 1)) ** 4) * (1 + (f / high) ** 4)),
    )


def dying(n: int, rise_s: float, fall_s: float) -> np.ndarray:
    t = np.arange(n) / RATE
    return np.minimum(1, t / rise_s) * np.exp(-np.maximum(0, t - rise_s) / fall_s)


def noises(rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """Yield bursts, coughs, doors, clicks, hisses, barks, tones, tunes and the hum of a voice without words."""

    def samples(low: float, high: float) -> int:
        return int(rng.uniform(low, high) * RATE)

    for turn in range(ROUNDS):
        yield f"white {turn}", rng.standard_normal(samples(0.15, 1.2))
        yield f"pink {turn}", pink(rng, samples(0.15, 1.2))
        n = samples(0.2, 0.5)
        cough = band(rng, n, 300, 3500) * dying(n, 0.01, 0.06)
        cough[n // 2 :] += 0.5 * band(rng, n - n // 2, 200, 2500) * dying(n - n // 2, 0.02, 0.05)
        yield f"cough {turn}", cough
        n = samples(0.2, 0.6)
        yield f"door {turn}", band(rng, n, 40, 400) * dying(n, 0.003, 0.05)
        clicks = np.zeros(samples(0.3, 1.0))
        clicks[rng.integers(0, len(clicks), 12)] = rng.uniform(0.3, 1, 12)
        yield f"clicks {turn}", np.convolve(clicks, 0.6 ** np.arange(20))
        n = samples(0.2, 0.6)
        yield f"hiss {turn}", band(rng, n, 3000, 7500) * dying(n, 0.05, 0.2)
        n = samples(0.2, 0.5)
        yield f"bark {turn}", band(rng, n, 150, 900) * dying(n, 0.01, 0.1)
        t, pitch = np.arange(samples(0.25, 1.0)) / RATE, rng.uniform(200, 900)
        yield f"tone {turn}", np.sin(2 * np.pi * pitch * t) + 0.3 * np.sin(4 * np.pi * pitch * t)
        notes = rng.choice([262, 294, 330, 392, 440, 523], 4)
        t = np.arange(RATE // 4) / RATE
        chords = [
            sum(np.sin(2 * np.pi * f * k * t) / k for f in (n, 1.25 * n, 1.5 * n) for k in (1, 2, 3))
            for n in notes
        ]
        yield f"tune {turn}", np.concatenate([chord * dying(len(t), 0.01, 0.2) for chord in chords])
        n = samples(0.2, 0.7)
        pitch = rng.uniform(90, 260) * (1 + 0.1 * np.sin(6 * np.pi * np.arange(n) / RATE))
        buzz, (one, two) = (
            np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / RATE)),
            rng.uniform((300, 900), (900, 2500)),
        )
        hum = shaped(
            buzz, lambda f, a=one, b=two: 1 / (1 + ((f - a) / 120) ** 2) + 0.6 / (1 + ((f - b) / 150) ** 2)
        )
        yield f"hum {turn}", hum * dying(n, 0.03, 0.4)


def talk(rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """Yield pieces of 0.25 to 1.4 s of people's sentences, and of several of them at once."""
    recordings = sorted([*(PROMPTS / "read").glob("*/*.wav"), *COMMANDS.glob("*/*.wav")])
    if not (PROMPTS / "read").is_dir():
        print("No recordings of people: run tests/bench/prompts.py first.", file=sys.stderr)

    def piece(n: int) -> tuple[str, np.ndarray]:
        file = recordings[rng.integers(len(recordings))]
        with wave.open(str(file)) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32768
        start = int(rng.integers(0, max(1, len(samples) - n)))
        return f"{file.parent.name}/{file.stem} {start / RATE:.2f}+{n / RATE:.2f}", samples[start : start + n]

    for turn in range(PIECES):
        yield piece(int(rng.uniform(0.25, 1.4) * RATE))
        if turn % 6 == 0:
            n = int(rng.uniform(0.4, 1.6) * RATE)
            crowd = np.zeros(n)
            for _ in range(6):
                _, said = piece(n)
                crowd[: len(said)] += said / (said.std() + 1e-9)
            yield f"babble {turn}", crowd


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=VOICES, default="dev")
    parser.add_argument("--language", choices=ANSWERS, nargs="+", default=list(ANSWERS))
    parser.add_argument("--voices", type=Path, default=FOLDER, help="where the voices' packages go")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    parser.add_argument("--json", action="store_true", help="an object a row instead of the tables")
    options = parser.parse_args()
    bench = Bench(options.split, options.language, options.voices)
    right: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = defaultdict(list)
    listed, spent = [], []
    for sound in bench.answers():
        before, now, text, seconds = bench.judge(sound)
        meant = sound.kind == "yes"
        spent.append(seconds)
        length = ("short", "middle", "long")[sound.length]
        for row in ("all", sound.kind, length, sound.voice):
            right[sound.language, row].append((before is meant, now is meant, now is (not meant)))
        if now is not meant:
            listed.append(f"{sound.language} {sound.kind} {sound.name} {sound.voice} {length}: {now} {text}")
    print("| answers | n | right before % | right % | taken for the opposite |\n|---|---|---|---|---|")
    for (language, row), found in sorted(right.items()):
        before, now, opposite = (sum(column) for column in zip(*found, strict=True))
        share, then = (round(100 * count / len(found), 1) for count in (now, before))
        if options.json:
            print(
                json.dumps(
                    {"language": language, "row": row, "n": len(found), "before": then, "right": share}
                )
            )
        else:
            print(f"| {row}, {language} | {len(found)} | {then} | {share} | {opposite} |")
    print(f"\nCPU of an answer: median {1000 * np.median(spent):.0f} ms\n")
    taken: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for sound in bench.others():
        before, now, text, _ = bench.judge(sound)
        counts = taken[sound.language, sound.kind]
        counts["n"] += 1
        counts["before"] += before is True
        counts["yes" if now else "none" if now is None else "no"] += 1
        if now is not None:
            listed.append(f"{sound.language} {sound.kind} {sound.name}: {now} {text}")
    print("| no answers | n | taken for yes before | for yes | for no |\n|---|---|---|---|---|")
    for (language, kind), counts in taken.items():
        if options.json:
            print(json.dumps({"language": language, "kind": kind, **counts}))
        else:
            print(
                f"| {kind}, {language} question | {counts['n']} | {counts['before']} | {counts['yes']} | {counts['no']} |"
            )
    if options.errors:
        print("\n".join(listed))


if __name__ == "__main__":
    main()
