"""The files of a language pack: what is missing, too much or wrong is named with its file and place."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pytest

from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.pack_files import PackFiles


@dataclass(frozen=True)
class Inner:
    name: str


@dataclass(frozen=True)
class Sample:
    words: frozenset[str]
    pair: tuple[str, str]
    many: tuple[int, ...]
    table: Mapping[str, float]
    pattern: re.Pattern[str]
    kind: Literal["one", "two"]
    maybe: str | None
    inner: Inner
    each: Mapping[Literal["one", "two"], str]


GOOD = """
words: a b
pair: [c, d]
many: [1, 2, 3]
table: {x: 1, y: 0.5}
pattern: a \\d+ | b
kind: two
maybe: null
inner: {name: n}
each: {one: a, two: b}
"""


def read(tmp_path, text):
    (tmp_path / "sample.yaml").write_text(text, "utf-8")
    return PackFiles(tmp_path).read("sample.yaml", Sample)


def test_a_file_is_read_as_its_dataclass(tmp_path):
    sample = read(tmp_path, GOOD)
    assert sample.words == {"a", "b"}
    assert (sample.pair, sample.many, sample.table) == (("c", "d"), (1, 2, 3), {"x": 1.0, "y": 0.5})
    assert sample.pattern.fullmatch("a12")
    assert (sample.kind, sample.maybe, sample.inner) == ("two", None, Inner("n"))
    assert sample.each == {"one": "a", "two": "b"}


@pytest.mark.parametrize(
    "before,after,said",
    [
        ("words: a b", "", "lacks words"),
        ("words: a b", "words: a b\nmore: 1", "has no field ['more']"),
        ("words: a b", "words: [a, no]", "words[1] is not str: False"),
        ("words: a b", "words: 3", "words is not frozenset"),
        ("pair: [c, d]", "pair: [c]", "pair is not tuple"),
        ("many: [1, 2, 3]", "many: 1", "many is not tuple"),
        ("table: {x: 1, y: 0.5}", "table: {x: one}", "table.x is not float: 'one'"),
        ("table: {x: 1, y: 0.5}", "table: []", "table is not Mapping"),
        (
            "pattern: a \\d+ | b",
            "pattern: (a",
            "pattern is no regular expression: missing ), unterminated subpattern at position 0 (line 6)",
        ),
        ("kind: two", "kind: three", "kind is not one of 'one', 'two': 'three'"),
        ("maybe: null", "maybe: 1", "maybe is not str"),
        ("inner: {name: n}", "inner: {}", "inner lacks name"),
        ("inner: {name: n}", "inner: 1", "inner is no mapping"),
        ("each: {one: a, two: b}", "each: {one: a}", "each lacks two"),
        ("each: {one: a, two: b}", "each: {one: a, two: b, three: c}", "each has no field ['three']"),
        ("each: {one: a, two: b}", "each: {one: a, two: 2}", "each.two is not str: 2"),
        ("many: [1, 2, 3]", "many: [1, 2", "cannot be read, line"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_place(tmp_path, before, after, said):
    assert before in GOOD
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, GOOD.replace(before, after))
    assert caught.value.code == "language_incomplete"
    assert caught.value.reason.startswith(f"{tmp_path.name}/sample.yaml: ")
    assert said in caught.value.reason
    assert caught.value.remedy


@pytest.mark.parametrize("damaged", [b"words: \xff", b"words: \x00", b"[" * 60, b"", b"[1, 2]", b"42"])
def test_a_damaged_file_is_named(tmp_path, damaged):
    (tmp_path / "sample.yaml").write_bytes(damaged)
    with pytest.raises(ConfigError, match=r"/sample\.yaml: ") as caught:
        PackFiles(tmp_path).read("sample.yaml", Sample)
    assert caught.value.code == "language_incomplete"


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"sample\.yaml: is missing"):
        PackFiles(tmp_path).read("sample.yaml", Sample)


def test_every_file_of_words_is_in_the_wheel():
    package = PROJECT / "sarai_mqtt"
    table = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    packed = {path for pattern in table["package-data"]["sarai_mqtt"] for path in package.glob(pattern)}
    files = {path for path in (package / "languages").rglob("*.*") if path.suffix in {".yaml", ".txt"}}
    assert any(path.parent.name == "sentences" for path in files)
    assert files - packed == set()
