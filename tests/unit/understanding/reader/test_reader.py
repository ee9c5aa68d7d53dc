"""Orders are read into frames with a role for every word, or with the words that have none."""

import sys
import time
from pathlib import Path

import pytest
import yaml

from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages.content_words import content_words, tokens_of
from sarai_mqtt.understanding.reader.reader import Reader

sys.path.insert(0, str(Path(__file__).parent))
from shown import shown  # noqa: E402 - a helper of these tests alone

DATA = Path(__file__).parents[3] / "data"
LANGUAGES = ("en", "es")
WORDS = {language: content_words(language) for language in LANGUAGES}
CASES = [
    (language, kind, text, frames)
    for language in LANGUAGES
    for kind, rows in yaml.safe_load((DATA / "reader" / f"{language}.yaml").read_text("utf-8")).items()
    for text, frames in rows.items()
]
UNDERSTOOD = [(language, text) for language, kind, text, _ in CASES if kind not in ("none", "left", "list")]


@pytest.fixture(scope="module")
def reader():
    return Reader(load_home(DATA / "cases" / "homes" / "everyday.yaml"), WORDS)


@pytest.mark.parametrize(("language", "kind", "text", "frames"), CASES)
def test_orders_are_read_into_frames(reader, language, kind, text, frames):
    assert shown(reader.read(text, language)) == frames


@pytest.mark.parametrize(("language", "text"), UNDERSTOOD)
def test_every_word_of_an_order_is_in_exactly_one_part(reader, language, text):
    parts = reader.read(text, language).parts
    for token in tokens_of(text, language):
        assert sum(p.start <= token.start and token.end <= p.end for p in parts) == 1
    ends = [place for part in parts for place in (part.start, part.end)]
    assert ends == sorted(ends)


def _knows_all(reading) -> bool:
    things = [t for f in reading.frames for t in (*f.things, *f.exceptions)]
    unknown = any(t.unknown or any(p.kind == "unknown" for p in t.places) for t in things)
    return not (reading.left_over or unknown)


@pytest.mark.parametrize(("language", "text"), UNDERSTOOD)
@pytest.mark.parametrize("stranger", ["frobble", "77"])
def test_a_word_that_is_put_into_an_order_is_never_ignored(reader, language, text, stranger):
    before = reader.read(text, language)
    words = text.split()
    for place in range(1, len(words) + 1):
        said = " ".join([*words[:place], stranger, *words[place:]])
        reading = reader.read(said, language)
        # a number may be an amount; an unknown word is nothing
        taken = stranger == "77" and reading is not None and shown(reading) != shown(before)
        assert reading is None or not _knows_all(reading) or taken, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_without_words_of_orders_is_not_read(language):
    home = Home()
    assert Reader(home, {}).read("turn on the light", language) is None


HOSTILE = [
    "turn on the kitchen light and " * 66,
    "turn off the light, " * 50,
    "turn off the " + "kitchen and " * 150 + "bathroom lights",
    "set the light to " + "7 " * 400,
    "no " * 500,
    "the " * 500,
    "turn on the " + "frobble " * 240,
    "all " * 400 + "lights off",
    "in the kitchen " * 100,
    "a" * 2000,
    ", " * 900,
    "except the kitchen " * 100,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_long_and_senseless_sentences_are_bounded(text):
    areas = {f"a{i}": Area(f"a{i}", {"en": ("Kitchen",)}) for i in range(50)}
    entities = {
        f"light.l{i}": Entity(
            f"light.l{i}", {"en": ("Lamp", "") if i % 2 else ("Kitchen light",)}, f"a{i % 50}"
        )
        for i in range(5000)
    }
    reader = Reader(Home(areas, entities), WORDS)
    began = time.process_time()
    reading = reader.read(text[:2000], "en")
    assert reading is None or reading.frames or reading.left_over
    assert time.process_time() - began < 5  # bounded, on any machine
