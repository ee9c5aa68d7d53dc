"""Measures how well each profile hears and speaks, and writes docs/models.md.

    .venv-voice/bin/python tests/bench/quality.py --sheet docs/models.md     # what `make bench-quality` does
    .venv-voice/bin/python tests/bench/quality.py --profile mine --errors    # one profile, and what was misheard
    .venv-voice/bin/python tests/bench/quality.py --es-text-encoder FILE --es-talker FILE    # another Spanish voice
    .venv/bin/python tests/bench/quality.py --files docs/models.md           # only the part about files

Speech to text: recordings of a person (`prompts.py` gets them) and home commands spoken by neural voices that are not
ours. Speech: the sentences of `sentences/`, spoken and recognised by the profile's own parts. One JSON object a row
goes to stdout. Needs .venv-voice (`python3 deploy/bootstrap.py --voice`).
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from prompts import FOLDER
from sheet import MEASURED, SENTENCES, Row, files, measured

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.profiles import ProfileTable, TtsProfile, UserFile, VoiceProfile
from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_pcm, to_samples
from sarai_mqtt.core.errors import SaraiError
from sarai_mqtt.models.catalogue import Catalogue
from sarai_mqtt.turns.engine_worker import CancelToken

DATA = Path(__file__).parents[1] / "data"
# Scoring takes long and recordings are but the yardstick: so many of a kind are scored.
SCORED = 40
PERSON, VOICES = "prompts, a person", "home commands, neural voices"


@dataclass(frozen=True, slots=True)
class Sample:
    """Speech and its words: `utterance` is what speech to text gets, `speech` what is judged by ear. 16 kHz."""

    what: str
    text: str
    speech: Samples
    utterance: Samples


@dataclass(frozen=True, slots=True)
class Result:
    """Both texts written alike, and the predicted scores if it was scored."""

    expected: str
    heard: str
    scores: dict[str, float] | None


def recordings(language: str, more: Sequence[str]) -> Iterator[Sample]:
    """Yield the recordings of a language; the person's only if they were fetched."""
    from wer import load

    sets = [
        (PERSON, FOLDER / language, DATA / "prompts" / f"{language}.json"),
        (VOICES, DATA / "commands" / language, DATA / "commands" / language / "index.json"),
    ]
    for wanted in more:
        spoken, _, place = wanted.partition("=")
        folder, _, refs = place.partition(",")
        if spoken == language:
            sets.append((Path(folder).name, Path(folder), Path(refs or f"{folder}/index.json")))
    for name, folder, refs in sets:
        rows = load(folder, refs)
        if not rows:
            print(f"No recordings in {folder}: {name} ({language}) left out.", file=sys.stderr)
        for pcm, text in rows:
            yield Sample(name, text, to_samples(pcm), to_samples(pcm))


def spoken(assembly: Assembly, language: str) -> Iterator[Sample]:
    """Speak the sentences of a language, and put around each the silence that endpointing leaves."""
    import samplerate

    audio, tts = assembly.settings.audio, assembly.tts
    ends = (audio.preroll_ms * RATE // 1000, audio.stop_ms * RATE // 1000)
    group = ""
    for line in (Path(__file__).with_name("sentences") / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            group = f"{SENTENCES}{line.lstrip('# ')}"
            continue
        samples = to_samples(b"".join(tts.synthesize(line, language, CancelToken())))
        speech = samplerate.resample(samples, RATE / tts.rate, "sinc_best").astype(np.float32)
        yield Sample(group, line, speech, np.pad(speech, ends))


class Bench:
    """Scores speech to text and speech; prints each row, and with `errors` what was misheard."""

    def __init__(self, threads: int, *, errors: bool) -> None:
        from mos import Predictors

        self._predict = Predictors(threads)
        self._errors = errors
        self.rows: list[Row] = []

    def run(self, assembly: Assembly, language: str, samples: Iterable[Sample]) -> None:
        """Recognise `samples` and add a row for each kind of them, and one for all sentences."""
        from wer import normaliser

        _, normalise = normaliser(language)
        results: dict[str, list[Result]] = {}
        for sample in samples:
            utterance = Utterance("bench", to_pcm(sample.utterance), 0)
            heard = assembly.stt.transcribe(utterance, language, CancelToken()).text
            some = results.setdefault(sample.what, [])
            scores = self._predict(sample.speech) if len(some) < SCORED else None
            some.append(Result(normalise(sample.text), normalise(heard), scores))
        groups = [what for what in results if what.startswith(SENTENCES)]
        if groups:
            results[f"{SENTENCES}all"] = [result for what in groups for result in results[what]]
        for what, some in results.items():
            row = scored(assembly.settings.profile, language, what, some)
            self.rows.append(row)
            print(json.dumps(asdict(row)), flush=True)
            for result in some if self._errors and not what.endswith("all") else ():
                if result.expected != result.heard:
                    misheard = {"expected": result.expected, "heard": result.heard}
                    print(json.dumps(misheard, ensure_ascii=False))


def scored(profile: str, language: str, what: str, results: Sequence[Result]) -> Row:
    """Put the results of one kind together."""
    from wer import interval, phoneme_error_rate, sounds, wer

    expected, heard = [r.expected for r in results], [r.heard for r in results]
    by_sound = phonemes = None
    if language == "es":
        said, got = [sounds(text) for text in expected], [sounds(text) for text in heard]
        by_sound, phonemes = wer(said, got), phoneme_error_rate(said, got)
    scores = [r.scores for r in results if r.scores]
    distilled = [score["distillmos"] for score in scores]
    return Row(
        profile,
        language,
        what,
        len(results),
        wer(expected, heard),
        *interval(expected, heard),
        by_sound,
        phonemes,
        float(np.mean(distilled)),
        float(np.percentile(distilled, 5)),
        float(np.mean([score["dnsmos"] for score in scores])),
    )


def measure(bench: Bench, names: Sequence[str], settings: Settings, more: Sequence[str]) -> dict[str, str]:
    """Measure each profile that has parts of its own and give a note on every one."""
    notes: dict[str, str] = {}
    done: dict[str, tuple[object, object]] = {}
    for name in names:
        assembly = Assembly(settings.model_copy(update={"profile": name}))
        own = {artifact for artifact in assembly.settings.artifacts() if artifact in settings.files}
        absent = [
            settings.files[file].path.name for file in sorted(own) if not settings.files[file].path.is_file()
        ]
        if absent:
            notes[name] = f"not measured: {', '.join(absent)} missing"
            continue
        profile = assembly.model_roles.profile
        parts = (profile.stt, profile.tts)
        if same := next((other for other, others in done.items() if others == parts), None):
            notes[name] = f"the same parts as {same}: measured there"
            continue
        for language in settings.languages:
            bench.run(assembly, language, recordings(language, more))
            bench.run(assembly, language, spoken(assembly, language))
        done[name] = parts
        notes[name] = "measured"
    return notes


def other_voice(bench: Bench, settings: Settings, text_encoder: Path, talker: Path) -> None:
    """Measure a Spanish voice that is in no profile yet, on the shared vocoder."""
    tts = settings.active_profile.tts
    lender = settings.profiles[settings.profile].borrows or settings.profile
    voices = {**tts.voices, "es": VoiceProfile(text_encoder="es-text-encoder", talker="es-talker")}
    update = {
        "profile": "other voice",
        "files": {"es-text-encoder": UserFile(path=text_encoder), "es-talker": UserFile(path=talker)},
        "profiles": {
            **settings.profiles,
            "other voice": ProfileTable(borrows=lender, tts=TtsProfile(vocoder=tts.vocoder, voices=voices)),
        },
    }
    assembly = Assembly(settings.model_copy(update=update))
    bench.run(assembly, "es", spoken(assembly, "es"))


def facts(settings: Settings) -> dict[str, str]:
    """Say with what it was measured."""
    from mos import NAMES
    from wer import LONGEST_S, normaliser

    cores = len(os.sched_getaffinity(0))
    rate = ", ".join(f"{name} {version(name)}" for name in ("jiwer", "whisper-normalizer"))
    return {
        "Normalisers": "; ".join(f"{lang}: {normaliser(lang)[0]}" for lang in settings.languages)
        + f" ({rate})",
        "95 % interval": "bootstrap over the files or sentences, 1000 draws",
        "WER by sound": "words compared by the phonemes `sarai_mqtt.languages.es.phonemes` gives them, without stress, because "
        "Whisper base spells by ear (balbula for válvula). Spanish only; phoneme errors are counted across words, so "
        "a word cut in two is none",
        "Predicted scores": f"{', '.join(NAMES.values())}, on 16 kHz, DNSMOS on the "
        f"first 9 s; of recordings the first {SCORED}. No listeners were asked, and neither predictor "
        "minds whether the words can be understood: read them beside the WER",
        PERSON: "Debian's asterisk-core-sounds (Allison Smith; the Spanish with an accent), up to "
        f"{LONGEST_S:.0f} s; the Spanish words were written down by hand and may err. Not in this repository",
        VOICES: "tests/data/commands: no person speaks there",
        "Sentences": "no voice was trained on them; the house replies are like those of the service, the general "
        "ones are about anything",
        "Machine": f"{platform.machine()}, {cores} cores, {settings.models.threads} threads; onnxruntime "
        f"{version('onnxruntime')}, torch {version('torch')}. INT8 sums may differ a little on another CPU",
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheet", type=Path, help="also write it all to this file")
    parser.add_argument(
        "--files", type=Path, metavar="SHEET", help="only renew the part about files of SHEET"
    )
    parser.add_argument("--profile", action="append", help="default: every profile of the settings")
    parser.add_argument(
        "--set", action="append", default=[], metavar="LANGUAGE=DIR[,REFS]", help="more recordings"
    )
    parser.add_argument(
        "--es-text-encoder", type=Path, help="with --es-talker: measure this Spanish voice only"
    )
    parser.add_argument("--es-talker", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--errors", action="store_true", help="also print what was misheard")
    args = parser.parse_args()
    settings = load_settings()
    settings.models.threads = args.threads
    about_files = files(Catalogue.parse(settings.models.catalogue.read_text("utf-8")), settings)
    if args.files:
        rest = args.files.read_text("utf-8").partition(MEASURED)[2]
        args.files.write_text(f"{about_files}{MEASURED}{rest}", "utf-8")
        return
    if (args.es_text_encoder is None) != (args.es_talker is None):
        parser.error("--es-text-encoder and --es-talker belong together")
    if args.sheet and (args.profile or args.es_talker):
        parser.error("--sheet is for every profile of the settings")
    bench = Bench(args.threads, errors=args.errors)
    try:
        if args.es_talker:
            other_voice(bench, settings, args.es_text_encoder, args.es_talker)
            return
        notes = measure(bench, args.profile or list(settings.profiles), settings, args.set)
    except SaraiError as error:
        sys.exit(f"{error.code}: {error.reason} {error.remedy}")
    for name, note in notes.items():
        print(f"{name}: {note}", file=sys.stderr)
    if args.sheet:
        args.sheet.write_text(about_files + measured(bench.rows, notes, facts(settings)), "utf-8")


if __name__ == "__main__":
    main()
