"""What is of one language is in its pack: no other code has a table by language code, or asks for one."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import sarai_mqtt
from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.languages.packs import available

PACKAGE = Path(sarai_mqtt.__file__).parent
DOCUMENT = PROJECT / "docs" / "bench" / "languages.md"
CODES = frozenset(available()) | {"fr", "de"}
# Codes that are other words, too, and what names a language where they are compared.
NAMES = frozenset({"language", "code", "lang"})

COMPARE = {"engines/stt/whisper_decoding.py": "a Whisper without language tokens hears English alone"}
NAME = COMPARE | {
    "app/demo.py": "the recordings that the demonstration plays",
    "app/device_discovery.py": "labels of devices where no language is fixed",
    "cli/export.py": "the Whisper of English alone is tried after it is exported; the default of an adapter's languages",
    "config/settings.py": "the default of the setting `languages`",
    "languages/conformance.py": "the pack that the others are compared with",
    "models/export/training/__main__.py": "the tool that trained the Spanish voice",
    "models/export/training/audio_adapter/__init__.py": "the language of the audio adapter that is trained",
    "models/export/training/corpus.py": "a word of its Spanish sentences",
    "transports/mqtt/discovery.py": "labels of devices where no language is given",
}
"""What is left of languages outside the packs, with its reason: modules that compare with a code, or name one."""


def codes_in(node: ast.expr) -> bool:
    """Return True if `node` is a language code, or a list of some."""
    match node:
        case ast.Constant(value=value):
            return value in CODES
        case (
            ast.Tuple(elts=[_, *_] as elements) | ast.List(elts=[_, *_] as elements) | ast.Set(elts=elements)
        ):
            return all(codes_in(element) for element in elements)
    return False


def is_language(node: ast.expr) -> bool:
    """Return True if `node` is a variable or attribute that holds language codes."""
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.strip("_").removesuffix("s") in NAMES


def breaches(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that have a table keyed by language codes, or compare with a code."""
    for node in ast.walk(tree):
        match node:
            case ast.Dict(keys=[_, *_] as keys) if all(key is not None and codes_in(key) for key in keys):
                yield node.lineno
            case ast.Call(func=ast.Name(id="dict"), keywords=[_, *_] as words) if all(
                word.arg in CODES for word in words
            ):
                yield node.lineno
            case ast.Compare(left=left, comparators=others):
                sides = [left, *others]
                if any(map(codes_in, sides)) and any(map(is_language, sides)):
                    yield node.lineno
            case ast.Match(subject=subject, cases=cases) if is_language(subject):
                yield from (c.pattern.lineno for c in cases if isinstance(c.pattern, ast.MatchValue))


def outside() -> Iterator[Path]:
    """Yield the modules that are in no pack."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.parent != PACKAGE / "languages" or path.parent.name not in available():
            yield path


def test_no_module_outside_the_packs_has_a_part_for_each_language():
    found = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in outside()
        for line in breaches(ast.parse(path.read_text("utf-8")))
    }
    assert {place.partition(":")[0] for place in found} == set(COMPARE), found


def naming_lines() -> dict[str, int]:
    """Return how many lines of each module outside the packs have a language code."""
    lines = {
        (str(path.relative_to(PACKAGE)), node.lineno)
        for path in outside()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in available()
    }
    return dict(sorted(Counter(module for module, _ in lines).items()))


def test_what_else_names_a_language_is_known():
    assert set(naming_lines()) == set(NAME)


def test_the_document_counts_the_lines_that_do():
    lines = naming_lines()
    rows = [f"| `{module}` | {count} | {NAME[module]} |" for module, count in lines.items()]
    table = "\n".join(["| module | lines | what it is |", "| --- | ---: | --- |", *rows])
    text = DOCUMENT.read_text("utf-8")
    assert table in text, f"{DOCUMENT.name} should have\n{table}"
    assert f"**{sum(lines.values())} lines** in {len(lines)} modules" in text


@pytest.mark.parametrize(
    "source",
    [
        'T = {"en": 1, "es": 2}',
        'def f(): return {"es": 1}[language]',
        "T = dict(en=1, es=2)",
        'if language == "es": pass',
        'if "fr" != self._language: pass',
        'x = languages == ("en",)',
        'x = language in ("en", "es")',
        'match language:\n    case "en": pass',
    ],
)
def test_it_sees_what_it_is_there_for(source):
    assert list(breaches(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ['T = {"on": 1}', 'word == "en"', "T = {**a}", "T = {}", 'f(language="en")', "{language: 1}"]
)
def test_it_sees_nothing_else(source):
    assert not list(breaches(ast.parse(source)))
