"""Hearing with the house's words and without: word errors, commands understood, what talk loses, and what it costs.

    .venv-voice/bin/python tests/bench/home_bias.py [--half dev|test|all] [--errors] [--json]

Commands: two about each thing and place of the homes in tests/data/house_words, in our own voices, as they are and at
other speeds in pink noise; and tests/data/commands at the home of the settings. Talk: the telephone prompts that
prompts.py fetched of two people, tests/data/house_words/talk.yaml and tests/bench/sentences in our own voices; none of
it is a command, so whatever the house's words change there is wrong. They are given all the names of a half at once,
and those of the home of the settings.

Prints a table; times are medians over the samples for which candidates were scored, CPU time of all threads. Needs .venv-voice (`python3
deploy/bootstrap.py --voice`).
"""

import argparse
import hashlib
import itertools
import json
import random
import statistics
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import samplerate
import yaml
from prompts import FOLDER
from wer import normaliser, wer

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import RATE, Utterance, to_pcm, to_samples
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.engines.stt.whisper import WhisperStt
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages import LANGUAGE_DATA
from sarai_mqtt.languages.grammar import wording
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

DATA = Path(__file__).parents[1] / "data"
# Speed, and how far the noise is below the speech (dB).
WAYS = ((1.0, None), (1.12, 15.0), (0.95, 5.0))
ORDERS = {
    "en": {
        "light": ["Turn on {}.", "Turn off {}.", "Set {} to fifty percent."],
        "switch": ["Turn on {}.", "Switch off {}."],
        "fan": ["Turn on {}.", "Turn off {}."],
        "cover": ["Open {}.", "Close {}."],
        "areas": ["Turn on the lights in {}.", "Turn off the lights in {}."],
    },
    "es": {
        "light": ["Enciende {}.", "Apaga {}.", "Pon {} al cincuenta por ciento."],
        "switch": ["Enciende {}.", "Apaga {}."],
        "fan": ["Enciende {}.", "Apaga {}."],
        "cover": ["Abre {}.", "Cierra {}."],
        "areas": ["Enciende las luces de {}.", "Apaga las luces de {}."],
    },
}


@dataclass(frozen=True)
class Sample:
    """16 kHz speech and its words."""

    kind: str
    language: str
    text: str
    samples: np.ndarray
    home: int = -1  # of the homes; -1: all of them


@dataclass
class Scores:
    """What became of the samples of one kind."""

    texts: list[tuple[str, str, str]] = field(default_factory=list)  # said, heard plain, heard biased
    right: list[tuple[bool, bool]] = field(default_factory=list)  # understood plain, biased
    wrong: list[tuple[bool, bool]] = field(default_factory=list)  # taken for another command plain, biased
    scored: list[float] = field(default_factory=list)  # CPU ms more where candidates were scored
    wall: list[float] = field(default_factory=list)  # the same on the clock


class Asked:
    """Wraps a ContextualBiasing and records whether it proposed anything."""

    def __init__(self) -> None:
        self.house, self.found = None, False

    def nearest(self, text, language):
        near = self.house.nearest(text, language)
        self.found = bool(near)
        return near

    def is_command(self, text, language):
        return self.house.is_command(text, language)


def homes(half: str) -> list[tuple[str, dict, Home]]:
    """Give the homes of a half: language, the names as written, and the home."""
    found = []
    for given in yaml.safe_load((DATA / "house_words" / "homes.yaml").read_text("utf-8")):
        if half in ("all", given.pop("split")):
            language = given.pop("language")
            areas = {f"a{n}": Area(f"a{n}", {language: (name,)}) for n, name in enumerate(given["areas"])}
            entities, turn = {}, itertools.cycle(areas)
            for domain, names in given.items():
                for n, name in enumerate(names if domain != "areas" else ()):
                    one = f"{domain}.e{n}"
                    entities[one] = Entity(one, {language: (name,)}, next(turn))
            entities |= {
                f"light.{area}": Entity(f"light.{area}", {language: (f"Bulb {area}",)}, area)
                for area in areas
            }
            found.append((language, given, Home(areas, entities)))
    return found


def the(name: str, language: str) -> str:
    """Put the article before a name where people do."""
    owned = "'s " in name
    said = name if owned else wording(language).the(name)
    return said if owned else said[0].lower() + said[1:]


def spoken(assembly: Assembly, text: str, language: str) -> np.ndarray:
    tts = assembly.tts
    samples = to_samples(b"".join(tts.synthesize(text, language, CancelToken())))
    speech = samplerate.resample(samples, RATE / tts.rate, "sinc_best").astype(np.float32)
    return np.pad(speech, (RATE * 3 // 10, RATE * 2 // 10))


def changed(samples: np.ndarray, speed: float, noise_db: float | None) -> np.ndarray:
    """Play faster or slower, in pink noise."""
    if speed != 1.0:
        samples = samplerate.resample(samples, 1 / speed, "sinc_best").astype(np.float32)
    if noise_db is None:
        return samples
    spectrum = np.fft.rfft(np.random.default_rng(len(samples)).standard_normal(len(samples)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(samples))
    level = np.sqrt(np.mean(samples**2)) * 10 ** (-noise_db / 20)
    return samples + (noise * level / np.sqrt(np.mean(noise**2))).astype(np.float32)


def recorded(file: Path) -> np.ndarray:
    with wave.open(str(file)) as audio:
        return to_samples(audio.readframes(audio.getnframes()))


def commands(assembly: Assembly, half: str) -> Iterator[Sample]:
    """Yield two commands about each name of the homes, every way; and the recorded ones."""
    for number, (language, given, _) in enumerate(homes(half)):
        if language not in assembly.settings.languages:
            continue
        chance = random.Random(number)
        for group, names in given.items():
            for name, order in ((n, o) for n in names for o in chance.sample(ORDERS[language][group], 2)):
                text = order.format(the(name, language)).replace(" de el ", " del ")
                clean = spoken(assembly, text, language)
                for speed, noise in WAYS:
                    kind = "commands" if noise is None else f"commands, noise {noise:.0f} dB"
                    yield Sample(kind, language, text, changed(clean, speed, noise), number)
    for language in assembly.settings.languages:
        folder = DATA / "commands" / language
        for row in json.loads((folder / "index.json").read_text("utf-8")):
            yield Sample("recorded commands", language, row["text"], recorded(folder / row["file"]))


def is_of(half: str, name: str) -> bool:
    return half in ("all", "dev" if hashlib.sha1(name.encode()).digest()[0] % 2 else "test")


def talk(assembly: Assembly, half: str) -> Iterator[Sample]:
    """Yield what is no command."""
    for name in (name for name in ("en", "es", "es-co") if name[:2] in assembly.settings.languages):
        for file in sorted((FOLDER / "read" / name).glob("*.wav")):
            if is_of(half, file.stem):
                yield Sample("talk, two people", name[:2], "", recorded(file))
    said = yaml.safe_load((DATA / "house_words" / "talk.yaml").read_text("utf-8"))
    for language in assembly.settings.languages:
        listed = (Path(__file__).with_name("sentences") / f"{language}.txt").read_text("utf-8").splitlines()
        for text in [*said[language], *(line for line in listed if line and not line.startswith("#"))]:
            if is_of(half, text):
                clean = spoken(assembly, text, language)
                for speed, noise in WAYS[:2]:
                    yield Sample("talk, our voices", language, text, changed(clean, speed, noise))


def everything(half: str, own: Home) -> Home:
    """Put all homes of a half into one."""
    areas, entities = dict(own.areas), dict(own.entities)
    for number, (_, _, home) in enumerate(homes(half)):
        areas |= {f"{number}{key}": area for key, area in home.areas.items()}
        entities |= {f"{key}_{number}": entity for key, entity in home.entities.items()}
    return Home(areas, entities)


class Bench:
    """Hears each sample with the house's words, and again without where they had anything to say."""

    def __init__(self, assembly: Assembly, half: str) -> None:
        bound, self._languages = assembly.model_roles, assembly.settings.languages
        names, self._house = bound.profile.stt, Asked()
        roles = bound.role(names.encoder), bound.role(names.decoder), bound.path(names.tokenizer)
        self.plain = WhisperStt(*roles, self._languages)
        self.biased = WhisperStt(*roles, self._languages, self._house)
        self.plain.warm_up()
        own = load_home(assembly.settings.home.file)
        houses = [own, everything(half, own), *(home for _, _, home in homes(half))]
        self._understand = [assembly.understanding(home) for home in houses]
        self._words = [
            HomeBiasing(home, assembly.content_words, understander.understand)
            for home, understander in zip(houses, self._understand, strict=True)
        ]

    def hear(self, sample: Sample, tally: Scores) -> None:
        home = 0 if sample.kind.startswith("recorded") else sample.home + 2
        is_talk = sample.kind.startswith("talk")
        self._house.house = self._words[1 if is_talk else home]
        utterance = Utterance("bench", to_pcm(sample.samples), 0)
        biased, cpu, wall = self._timed(self.biased, utterance, sample.language)
        plain = biased
        if self._house.found:  # else both do the same
            plain, *spent = self._timed(self.plain, utterance, sample.language)
            tally.scored.append(cpu - spent[0])
            tally.wall.append(wall - spent[1])
        tally.texts.append((sample.text, plain, biased))
        if not is_talk:
            wanted, *got = (self._meant(text, sample.language, home) for text in (sample.text, plain, biased))
            tally.right.append(tuple(one == wanted for one in got))
            tally.wrong.append(tuple(one not in (wanted, None) for one in got))

    def _timed(self, stt: WhisperStt, utterance: Utterance, language: str) -> tuple[str, float, float]:
        wall, start = time.perf_counter(), time.process_time()
        text = stt.transcribe(utterance, language, CancelToken()).text
        return text, 1000 * (time.process_time() - start), 1000 * (time.perf_counter() - wall)

    def _meant(self, text: str, language: str, home: int):
        intent = self._understand[home].understand(text, language)
        return intent and (intent.name, intent.targets, dict(intent.slots))


def row(kind: str, language: str, tally: Scores) -> dict:
    normalise = normaliser(language)[1]
    said, plain, biased = zip(*((normalise(text) for text in texts) for texts in tally.texts), strict=True)
    different = [(p, b) for _, p, b in tally.texts if p != b]
    line = {
        "kind": kind,
        "language": language,
        "samples": len(said),
        "changed": len(different),
        "changed_percent": round(100 * len(different) / len(said), 2),
        "scored_percent": round(100 * len(tally.scored) / len(said), 1),
        "scoring_cpu_ms": round(statistics.median(tally.scored), 1) if tally.scored else None,
        "scoring_wall_ms": round(statistics.median(tally.wall), 1) if tally.wall else None,
    }
    if all(said):
        line["wer"] = [round(wer(said, heard), 2) for heard in (plain, biased)]
    if tally.right:
        line["understood_percent"] = [
            round(100 * statistics.mean(r), 1) for r in zip(*tally.right, strict=True)
        ]
        line["wrong"] = [sum(wrong) for wrong in zip(*tally.wrong, strict=True)]
        line["spoilt"] = sum(before and not after for before, after in tally.right)
    return line


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=("test", "dev", "all"), default="test")
    parser.add_argument("--errors", action="store_true", help="also print each text that was changed")
    parser.add_argument("--json", action="store_true", help="one object a row instead of the table")
    parser.add_argument("--only", choices=("commands", "talk"), help="leave the other out")
    args = parser.parse_args()
    assembly = Assembly(load_settings())
    bench, tallies = Bench(assembly, args.half), {}
    kinds = {"commands": commands, "talk": talk}
    wanted = [args.only] if args.only else kinds
    for sample in itertools.chain.from_iterable(kinds[kind](assembly, args.half) for kind in wanted):
        bench.hear(sample, tallies.setdefault((sample.kind, sample.language), Scores()))
    if not args.json:
        print("| | n | WER % | understood % | wrong commands | spoilt | changed | scored % | CPU ms (wall) |")
        print("|---|---|---|---|---|---|---|---|---|")
    for (kind, language), tally in tallies.items():
        line = row(kind, language, tally)
        if args.json:
            print(json.dumps(line), flush=True)
        else:
            rates = (
                " → ".join(map(str, line.get(key, ["–"]))) for key in ("wer", "understood_percent", "wrong")
            )
            print(
                f"| {kind}, {language} | {line['samples']} | {' | '.join(rates)} | {line.get('spoilt', '–')} | "
                f"{line['changed']} | {line['scored_percent']} | {line['scoring_cpu_ms']} ({line['scoring_wall_ms']}) |"
            )
        for said, plain, biased in tally.texts if args.errors else ():
            if plain != biased:
                print(json.dumps({"said": said, "plain": plain, "biased": biased}, ensure_ascii=False))


if __name__ == "__main__":
    main()
