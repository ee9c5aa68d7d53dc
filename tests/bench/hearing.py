"""How well the service's Whisper hears each language, and which language it hears, over a telephone.

    python tests/bench/hearing.py [--folder FOLDER] [--offered en,es en,es,fr] [--errors]

The recordings are Debian's asterisk-core-sounds-{en,es,fr}-wav (8 kHz, one woman for English and Spanish, a Canadian
one for French); prompts.py fetches them into FOLDER, by default the user's cache folder. Scored are those of
tests/data/prompts that last LONGEST_S at most. Prints two Markdown tables: the word error rates with the language
given, and the languages that the service detects, one row for each set of languages offered. Needs .venv-voice
(`python3 deploy/bootstrap.py --voice`).
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from prompts import FOLDER, TELEPHONE, WORDS, telephone
from wer import LONGEST_S, Rows, interval, load, normaliser, wer

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.ports import SpeechToText
from sarai_mqtt.turns.engine_worker import CancelToken


def main() -> None:
    options = arguments()
    folder = telephone(options.folder)
    sets = {
        name: rows
        for name in TELEPHONE
        if (rows := load(folder / name, WORDS / f"{name}.json", options.longest))
    }
    every = listener(list(TELEPHONE))
    print(f"Recordings of {options.longest:.1f} s at most.\n")
    print("| language given | recordings | words | WER, % | 95 % interval | median WER | without an error |")
    print("|---|---|---|---|---|---|---|")
    for name, rows in sets.items():
        heard = [transcribe(every, pcm, name).text for pcm, _ in rows]
        print(rates(name, [text for _, text in rows], heard, options.errors), flush=True)
    print("\n| offered | said | recordings | heard as it | heard as | WER, % | 95 % interval |")
    print("|---|---|---|---|---|---|---|")
    for offered in options.offered:
        stt = listener(offered.split(","))
        for name, rows in sets.items():
            print(detected(stt, offered, name, rows), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--longest", type=float, default=LONGEST_S, help="seconds; longer ones are left out")
    parser.add_argument("--offered", nargs="+", default=["en,es", "en,es,fr"], metavar="LANGUAGES")
    parser.add_argument("--errors", action="store_true", help="also print what differs")
    return parser.parse_args()


def listener(languages: Sequence[str]) -> SpeechToText:
    """Return the speech to text of the service that offers `languages`, biased to the home of the settings."""
    settings = load_settings()
    settings.languages = list(languages)
    return Assembly(settings).stt


def transcribe(stt: SpeechToText, pcm: bytes, language: str | None) -> Transcript:
    return stt.transcribe(Utterance("bench", pcm, 0), language, CancelToken())


def rates(name: str, said: Sequence[str], heard: Sequence[str], errors: bool) -> str:
    """Return the row of one language's word error rates."""
    _, normalise = normaliser(name)
    expected, got = [normalise(text) for text in said], [normalise(text) for text in heard]
    each = [wer([e], [g]) for e, g in zip(expected, got, strict=True)]
    if errors:
        for e, g in zip(expected, got, strict=True):
            if e != g:
                print(f"{name}: {e!r} -> {g!r}")
    low, high = interval(expected, got)
    return (
        f"| {name} | {len(each)} | {sum(len(e.split()) for e in expected)} | {wer(expected, got):.1f}"
        f" | {low:.1f}-{high:.1f} | {statistics.median(each):.1f} | {each.count(0.0)} |"
    )


def detected(stt: SpeechToText, offered: str, name: str, rows: Rows) -> str:
    """Return the row of the languages heard in recordings of one language, with the error rate that follows."""
    heard = [transcribe(stt, pcm, None) for pcm, _ in rows]
    found = Counter(transcript.language for transcript in heard)
    shown = ", ".join(f"{language} {count}" for language, count in found.most_common())
    _, normalise = normaliser(name)
    expected = [normalise(text) for _, text in rows]
    got = [normalise(transcript.text) for transcript in heard]
    low, high = interval(expected, got)
    return (
        f"| {offered} | {name} | {len(rows)} | {100 * found[name] / len(rows):.1f} % | {shown}"
        f" | {wer(expected, got):.1f} | {low:.1f}-{high:.1f} |"
    )


if __name__ == "__main__":
    main()
