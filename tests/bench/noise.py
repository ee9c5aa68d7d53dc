"""What is understood of commands spoken in noise: from the sound to the intent, with the house's words and without.

    python tests/bench/noise.py [--split dev|test] [--language LANGUAGE] [--rounds N] [--errors] [--json]

The commands of `natural`, for `test` those of `everyday` too, are spoken and spoilt as for the `noisy` sets of
tests/data/understanding (mishear.py, the same seeds), written down by the profile's own speech to text without the words
of the house and with them, and given to the service's own understander. Everything is counted, what was heard right too;
then what was misheard without the house's words, and of that what `noisy` would keep: a person could still tell what was
wanted. `heard as another`: wrong because what was written down without the house's words is, to the letter, another
command. With --errors (`dev` only) prints what is not right, and what the house's words spoilt.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from mishear import NUMBERS, groups, is_noisy, seeded, speak, spoil
from understanding_sets import HOME, LANGUAGES, SPLITS, Case, expectations, plain

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.audio import RATE, Samples, Utterance, to_pcm
from sarai_mqtt.core.events import Intent
from sarai_mqtt.engines.stt.whisper import WhisperStt
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.turns.engine_worker import CancelToken
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing

KINDS = ("all", "misheard", "misheard, yet to be told")


@dataclass(frozen=True, slots=True)
class Heard:
    """One command: what was said, what was written down and understood, without the house's words and with."""

    case: Case
    texts: tuple[str, str]
    intents: tuple[Intent | None, Intent | None]
    can_tell: bool

    @property
    def verdicts(self) -> tuple[str, str]:
        without, biased = (self.case.judge(intent) for intent in self.intents)
        return without, biased

    @property
    def kinds(self) -> tuple[str, ...]:
        misheard = not same_words(self.case.text, self.texts[0])
        return KINDS[: 1 + misheard + (misheard and self.can_tell)]


def same_words(one: str, other: str) -> bool:
    """Compare without case, marks and numbers: "fifty" and "50" are the same."""
    first, second = (" ".join(NUMBERS.sub(" ", plain(text)).split()) for text in (one, other))
    return first == second


class Bench:
    """Speaks, hears and understands as the service does in the house of the evaluation sets."""

    def __init__(self) -> None:
        settings = load_settings(None)
        settings.home.file = HOME
        self._assembly, self._home = Assembly(settings), load_home(HOME)
        bound = self._assembly.model_roles
        names = bound.profile.stt
        roles = bound.role(names.encoder), bound.role(names.decoder), bound.path(names.tokenizer)
        words = HomeBiasing(self._home, self._assembly.content_words, self._assembly.understander.understand)
        self._stt = (
            WhisperStt(*roles, settings.languages),
            WhisperStt(*roles, settings.languages, words),
        )

    def heard(self, language: str, split: str, rounds: int) -> Iterator[Heard]:
        for group in groups(language, split):
            for said in group["say"]:
                case = Case(said, group.get("area"), expectations(group, self._home))
                clean = speak(self._assembly, said, language)
                for turn in range(rounds):
                    yield self._hear(case, spoil(clean, seeded(split, turn, said)), group, language)

    def _hear(self, case: Case, sound: Samples, group: dict, language: str) -> Heard:
        pcm = to_pcm(np.asarray(sound))
        utterance = Utterance("noise", pcm, len(pcm) * 500 // RATE)
        without, biased = (
            stt.transcribe(utterance, language, CancelToken()).text.strip() for stt in self._stt
        )
        understand = self._assembly.understander.understand
        intents = tuple(understand(text, language, case.area) for text in (without, biased))
        can_tell = is_noisy(case.text, without, group, self._home, language)
        return Heard(case, (without, biased), intents, can_tell)


def summary(heard: list[Heard]) -> dict:
    """Give shares in per cent and counts; pairs are without the house's words and with them."""
    pairs = [h.verdicts for h in heard]

    def share(count: int) -> float:
        return round(100 * count / max(1, len(heard)), 1)

    return {
        "spoken": len(heard),
        "heard_right_percent": [
            share(sum(same_words(h.case.text, h.texts[way]) for h in heard)) for way in (0, 1)
        ],
        "understood_percent": [share(sum(pair[way] == "right" for pair in pairs)) for way in (0, 1)],
        "wrong": [sum(pair[way] == "wrong" for pair in pairs) for way in (0, 1)],
        "heard_as_another": sum(is_another(h) for h in heard),
        "missed": [sum(pair[way] == "missed" for pair in pairs) for way in (0, 1)],
        "spoilt": sum(pair[0] == "right" != pair[1] for pair in pairs),
    }


def is_another(heard: Heard) -> bool:
    """Say whether it is wrong because what was heard is, to the letter, another command."""
    return heard.verdicts == ("wrong", "wrong") and heard.intents[0].source == "sentence"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--language", choices=LANGUAGES, nargs="+", default=LANGUAGES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--errors", action="store_true", help="list what is not right (dev)")
    parser.add_argument("--json", action="store_true", help="an object a row instead of the table")
    options = parser.parse_args()
    bench, listed = Bench(), []
    if not options.json:
        print(
            "| without → with | n | heard right % | understood % | wrong commands (heard as another) | missed | spoilt |"
        )
        print("|---|---|---|---|---|---|---|")
    for language in options.language:
        heard = list(bench.heard(language, options.split, options.rounds))
        for kind in KINDS:
            row = summary([h for h in heard if kind in h.kinds])
            if options.json:
                print(json.dumps({"split": options.split, "language": language, "kind": kind, **row}))
                continue
            right, understood, wrong, missed = (
                " → ".join(map(str, row[key]))
                for key in ("heard_right_percent", "understood_percent", "wrong", "missed")
            )
            print(
                f"| {kind}, {language} | {row['spoken']} | {right} | {understood} | {wrong} "
                f"({row['heard_as_another']}) | {missed} | {row['spoilt']} |",
                flush=True,
            )
        if options.errors and options.split == "dev":
            listed += [(language, h) for h in heard if h.verdicts[1] != "right"]
    for language, h in listed:
        took = [f"{i.name} {dict(i.slots)} [{i.source} {i.confidence}]" if i else "–" for i in h.intents]
        line = {"said": h.case.text, "heard": h.texts, "took": took, "can_tell": h.can_tell}
        print(f"{language} {' → '.join(h.verdicts)}: {json.dumps(line, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
