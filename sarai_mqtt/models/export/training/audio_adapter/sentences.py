"""English sentences and questions for training an audio adapter, and their split into training and test."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from random import Random
from typing import Literal

from sarai_mqtt.models.export.training.audio_adapter.speech import Line

_DATA = tomllib.loads(
    (files("sarai_mqtt.models.export.training.audio_adapter") / "sentences_en.toml").read_text("utf-8")
)
_SLOT = re.compile(r"\{(\w+)\}")
# Of a hash of 0 to 99: sentences below are for the test. One pair in eight of a question family is held out.
_TEST_PERCENT = 5
_HELD_OUT_PAIR = 8
_STATEMENTS = 9000  # of which the test takes those that are held out
_BLOCK = 100

Part = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be spoken; `keyword` is a word of the right answer, "" if it is no question."""

    text: str
    keyword: str = ""


def statements(count: int, seed: int = 11) -> list[Sentence]:
    """Return `count` different sentences from patterns, and the short ones; the same for the same `seed`."""
    random = Random(seed)  # noqa: S311 - a draw that can be repeated
    found = dict.fromkeys(_DATA["short"])
    while len(found) < count:
        text = _SLOT.sub(
            lambda slot: random.choice(_DATA["words"][slot[1]]), random.choice(_DATA["patterns"])
        )
        found[re.sub(r"\ba (?=[aeio])", "an ", text)] = None
    return [Sentence(text) for text in found]


def questions() -> list[tuple[Sentence, bool]]:
    """Return every question with its keyword, and True if its pair of subject and keyword is held out."""
    found = []
    for family in _DATA["questions"]:
        for subject, keyword in family["pairs"]:
            held_out = _hash(f"{family['patterns'][0]} {subject}") % _HELD_OUT_PAIR == 0
            for pattern in family["patterns"]:
                text = pattern.format(x=subject)
                found.append((Sentence(text[0].upper() + text[1:], keyword), held_out))
    return found


def training_lines(count: int, speakers: Sequence[str], seed: int = 5) -> list[Line]:
    """Return what is spoken for training: statements of `count` by one speaker each, questions by all.

    What `part_of` and `questions` hold out is left out. Each speaker's lines come in blocks, as a speaker may
    take long to load; the blocks are in random order, so that any beginning has all speakers and sentences.
    """
    random = Random(seed)  # noqa: S311 - a draw that can be repeated
    lines = [
        Line(each.text, random.choice(speakers))
        for each in statements(count)
        if part_of(each.text) == "train"
    ]
    asked = [each.text for each, held_out in questions() if not held_out and part_of(each.text) == "train"]
    lines += [Line(text, speaker) for text in asked for speaker in speakers]
    by_speaker: dict[str, list[Line]] = {}
    for line in lines:
        by_speaker.setdefault(line.speaker, []).append(line)
    blocks = []
    for said in by_speaker.values():
        random.shuffle(said)
        blocks += [said[i : i + _BLOCK] for i in range(0, len(said), _BLOCK)]
    random.shuffle(blocks)
    return [line for block in blocks for line in block]


def held_out_sentences(count: int, statements_share: int, seed: int = 3) -> list[str]:
    """Return held-out statements, `statements_share` of them, and held-out questions, `count` together."""
    random = Random(seed)  # noqa: S311 - as above
    said = [each.text for each in statements(_STATEMENTS) if part_of(each.text) == "test"]
    asked = [each.text for each, held_out in questions() if held_out]
    for texts in (said, asked):
        random.shuffle(texts)
    asked += [each.text for each, held in questions() if not held and part_of(each.text) == "test"]
    return [*said[:statements_share], *asked[: count - statements_share]]


def asks(text: str) -> bool:
    """Return True if a sentence wants an answer."""
    return text.endswith("?") or text.startswith(("Tell ", "Give ", "Write "))


def part_of(text: str) -> Part:
    """Return the part that a sentence belongs to, by a hash of its words."""
    return "test" if _hash(" ".join(re.findall(r"[a-z']+", text.lower()))) % 100 < _TEST_PERCENT else "train"


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")
