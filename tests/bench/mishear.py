"""Makes the `noisy` sets of tests/data/understanding: what our speech to text makes of commands heard badly.

    python tests/bench/mishear.py hear LANGUAGE dev|test FILE [--rounds N]   # adds to FILE; go on after a stop
    python tests/bench/mishear.py join LANGUAGE dev|test FILE                # writes the set from it

`hear`: the commands of `natural`, for `test` those of `everyday` too, are spoken by the profile's own voice, spoilt
(noise at 8-20 dB, reverberation, another speed, a low level, a clipped beginning; seeded by the sentence and the round)
and written down by its own speech to text: a line of JSON each in FILE. It goes round all the sentences N times.

`join`: of each sentence keeps the first transcript of which a person could still tell what was wanted (`is_noisy`) and
that no other set has, and writes it with what the spoken sentence meant. Of the two splits, join `dev` first.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np
import samplerate
import yaml
from rapidfuzz.fuzz import partial_ratio, ratio
from understanding_sets import FOLDER, HOME, LANGUAGES, SETS, SPLITS, plain

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_pcm, to_samples
from sarai_mqtt.core.home import Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.turns.engine_worker import CancelToken

LEAST_ALIKE = 75.0  # of 100
NUMBERS = re.compile(
    r"\d+|%|º|percent|degrees?|por ciento|grados?|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|half|un|uno|una|dos|tres|cuatro|cinco|seis|siete"
    r"|ocho|nueve|diez|doce|quince|dieciocho|diecinueve|veinte|veintiun[oa]?|veintidos|veintitres|veinticuatro|treinta"
    r"|cuarenta|cincuenta|sesenta|setenta|ochenta)\b"
)
# Heard one for the other, the command is another one.
OPPOSITES = {
    frozenset(pair.split())
    for pair in (
        "on off",
        "open close",
        "up down",
        "raise lower",
        "lock unlock",
        "mute unmute",
        "pause resume",
        "next previous",
        "enciende apaga",
        "prende apaga",
        "abre cierra",
        "sube baja",
        "encender apagar",
        "prender apagar",
        "abrir cerrar",
        "subir bajar",
    )
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("step", choices=("hear", "join"))
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("split", choices=SPLITS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.step == "hear":
        hear(options.language, options.split, options.file, options.rounds)
    else:
        join(options.language, options.split, options.file)


def hear(language: str, split: str, file: Path, rounds: int) -> None:
    """Add to `file` what was heard of each sentence in each round, but for what it has."""
    assembly = Assembly(load_settings(None))
    done = {(line["said"], line["round"]) for line in lines(file)}
    spoken: dict[str, Samples] = {}
    with file.open("a", encoding="utf-8") as out:
        for turn in range(rounds):
            for group in groups(language, split):
                for said in group["say"]:
                    if (said, turn) in done:
                        continue
                    if said not in spoken:
                        spoken[said] = speak(assembly, said, language)
                    text = write_down(assembly, spoil(spoken[said], seeded(split, turn, said)), language)
                    line = {"round": turn, "said": said, "heard": text}
                    print(json.dumps(line, ensure_ascii=False), file=out, flush=True)


def join(language: str, split: str, file: Path) -> None:
    """Write the set of `language` and `split` from what `hear` heard."""
    home = load_home(HOME)
    taken = {
        plain(text)
        for kind, splits in SETS.items()
        for each in splits
        if kind != "noisy" or (split, each) == ("test", "dev")
        for group in read(language, kind, each)
        for text in group["say"]
    }
    heard: dict[str, list[str]] = {}
    for line in sorted(lines(file), key=lambda line: line["round"]):
        heard.setdefault(line["said"], []).append(line["heard"])
    found = []
    for group in groups(language, split):
        kept = []
        for said in group["say"]:
            for text in heard.get(said, ()):
                if plain(text) not in taken and is_noisy(said, text, group, home, language):
                    taken.add(plain(text))
                    kept.append(text)
                    break  # one a sentence, so that no sentence counts twice
        if kept:
            found.append({**group, "say": kept})
    note = "# Never for tuning: see README.md.\n" if split == "test" else ""
    body = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000)
    target = FOLDER / language / f"noisy_{split}.yaml"
    target.write_text(f"{note}# By tests/bench/mishear.py.\n{body}", "utf-8")
    print(f"{language} {split}: {sum(len(group['say']) for group in found)} of {len(heard)} sentences")


def lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def read(language: str, kind: str, split: str) -> list[dict]:
    file = FOLDER / language / f"{kind}_{split}.yaml"
    return yaml.safe_load(file.read_text("utf-8")) if file.exists() else []


def groups(language: str, split: str) -> Iterator[dict]:
    for kind in ("natural", "everyday"):
        yield from read(language, kind, split)


def speak(assembly: Assembly, said: str, language: str) -> Samples:
    pcm = b"".join(assembly.tts.synthesize(said, language, CancelToken()))
    return samplerate.resample(to_samples(pcm), RATE / assembly.tts.rate, "sinc_fastest")


def write_down(assembly: Assembly, sound: Samples, language: str) -> str:
    pcm = to_pcm(sound)
    utterance = Utterance("mishear", pcm, len(pcm) * 500 // RATE)
    return assembly.stt.transcribe(utterance, language, CancelToken()).text.strip()


def is_noisy(said: str, text: str, group: dict, home: Home, language: str) -> bool:
    """Say whether other words were heard, but a person could still tell what was wanted.

    That is: three quarters of the letters are there in order, of what was named too, and it is no other command: no other
    thing, room, number or opposite of what was said was heard, nor less than the whole name and nothing new. Numbers
    written as digits are no other words.
    """
    words, heard = (" ".join(NUMBERS.sub(" ", plain(t)).split()) for t in (said, text))
    if words == heard or ratio(words, heard) < LEAST_ALIKE:
        return False
    meanings = [group, *group.get("or", ())]
    names = named(said, home, language)
    meant = {*names, *(t for m in meanings for t in m.get("targets") or ())}
    numbers = {str(v) for m in meanings for v in m.get("slots", {}).values()} | set(re.findall(r"\d+", said))
    before, after = set(words.split()), set(heard.split())
    naming = {word for name in names.values() for word in name.split()}
    return (
        named(text, home, language).keys() <= meant
        and all(partial_ratio(name, plain(text)) >= LEAST_ALIKE for name in names.values())
        and (bool(after - before) or not (before - after) & naming)
        and set(re.findall(r"\d+", text)) <= numbers
        and not any(len(pair & before) == 1 and pair & (after - before) for pair in OPPOSITES)
    )


def named(text: str, home: Home, language: str) -> dict[str, str]:
    """Give the ids of the entities and areas of `home` whose names are in `text`, each with the longest there."""
    inside = f" {plain(text)} "
    found = {}
    for thing in (*home.areas.values(), *home.entities.values()):
        there = [plain(name) for name in thing.names.get(language, ()) if f" {plain(name)} " in inside]
        if there:
            found[thing.id] = max(there, key=len)
    return found


def seeded(split: str, turn: int, said: str) -> np.random.Generator:
    """Give the randomness of one round of a sentence: the same in every bench."""
    return np.random.default_rng(crc32(f"{split} {turn} {said}".encode()))


def spoil(clean: Samples, rng: np.random.Generator) -> Samples:
    """Give `clean` (16 kHz) as a poor microphone far away hears it."""
    speed = rng.uniform(0.85, 1.2)
    sound = np.interp(np.arange(0, len(clean), speed), np.arange(len(clean)), clean)
    if rng.random() < 0.3:
        sound = sound[int(rng.uniform(0.08, 0.25) * RATE) :]
    if rng.random() < 0.5:
        decay = rng.uniform(0.2, 0.6)
        tail = rng.standard_normal(int(decay * RATE)) * np.exp(
            -6.9 * np.arange(int(decay * RATE)) / decay / RATE
        )
        tail *= rng.uniform(0.3, 0.8) / np.sqrt((tail**2).sum())
        tail[0] = 1.0
        sound = np.convolve(sound, tail)
    noise = (
        np.cumsum(rng.standard_normal(len(sound))) if rng.random() < 0.3 else rng.standard_normal(len(sound))
    )
    noise -= np.convolve(noise, np.ones(400) / 400, "same")  # no rumble below what a microphone hears
    level = np.sqrt((sound**2).mean() / (noise**2).mean()) * 10 ** (-rng.uniform(8, 20) / 20)
    sound = sound + noise * level
    peak = rng.uniform(0.02, 0.9) / max(1e-6, float(np.abs(sound).max()))
    return np.asarray(sound * peak, np.float32)


if __name__ == "__main__":
    main()
