"""Tables keyed by language are read with `for_language` alone, which knows no other language to fall back on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import sarai_mqtt
from sarai_mqtt.languages.tables import LANGUAGES

PACKAGE = Path(sarai_mqtt.__file__).parent
TREES = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
CODES = frozenset(LANGUAGES)
# Words for a language code; a comprehension over one makes a table by language.
CALLED = frozenset({"language", "code", "lang"})


def is_table(value: ast.expr | None) -> bool:
    """Return True if `value` makes a dict whose keys are language codes."""
    match value:
        case ast.Dict(keys=[_, *_] as keys):
            return all(isinstance(key, ast.Constant) and key.value in CODES for key in keys)
        case ast.DictComp(key=ast.Name(id=name)):
            return name in CALLED
    return False


def tables_of(tree: ast.Module) -> Iterator[str]:
    """Yield the names of a module's tables by language."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if is_table(value):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if is_table(value):
                yield name


def tables_in(tree: ast.Module) -> set[str]:
    """Return the names that a module's own and imported tables have in it."""
    known = set(tables_of(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("sarai_mqtt."):
            path = PACKAGE.parent / f"{node.module.replace('.', '/')}.py"
            if path in TREES:
                shared = {*tables_of(TREES[path])}
                known |= {name.asname or name.name for name in node.names if name.name in shared}
    return known


def breaches(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that read a table by language directly, or ask which language it is."""
    tables = tables_in(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(value=ast.Name(id=name)) if name in tables:
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get")) if name in tables:
                yield node.lineno
            case ast.Subscript(value=ast.Dict() | ast.DictComp() as value) if is_table(value):
                yield node.lineno
            case ast.Call(func=ast.Attribute(value=value, attr="get")) if is_table(value):
                yield node.lineno
            case ast.Compare(left=left, comparators=others):
                sides = {n.value for n in (left, *others) if isinstance(n, ast.Constant)}
                named = {
                    n.id if isinstance(n, ast.Name) else n.attr
                    for n in (left, *others)
                    if isinstance(n, ast.Name | ast.Attribute)
                }
                if sides & CODES and {name.strip("_") for name in named} & CALLED:
                    yield node.lineno


def test_no_table_by_language_has_a_default_or_a_key_error():
    found = [f"{path.relative_to(PACKAGE)}:{line}" for path, tree in TREES.items() for line in breaches(tree)]
    assert found == []


def test_each_table_is_complete():
    short = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and isinstance(node.value, ast.Dict)
        and is_table(node.value)
        and len(node.value.keys) < len(CODES)
    ]
    assert short == []


@pytest.mark.parametrize(
    "source",
    [
        'T = {"en": 1, "es": 2}\nT["fr"]',
        'T: dict = {"en": 1}\ndef f(language): return T.get(language, 0)',
        "T = {code: 1 for code in 'ab'}\nT['a']",
        'if language == "es": pass',
        'x = {"en": 1}[self.language]',
        'return_value = words.language == "en"',
    ],
)
def test_it_sees_what_it_is_there_for(source):
    assert list(breaches(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ['T = {"en": 1}\nfor_language(T, x)', 'word == "en"', 'T = {"on": 1}\nT[x]']
)
def test_it_sees_nothing_else(source):
    assert not list(breaches(ast.parse(source)))
