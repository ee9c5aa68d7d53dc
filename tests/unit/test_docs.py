"""What the documents name is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import sarai_mqtt

PACKAGE = Path(sarai_mqtt.__file__).parent
ROOT = PACKAGE.parent
DOCUMENTS = [
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/adr/0025-twelve-rooms.md",
    "docs/adr/0026-engines-by-kind-and-name.md",
    "docs/extending/engine.md",
    "docs/adr/0027-dialects-and-an-outbox-that-fans-out.md",
    "docs/extending/dialect.md",
    "docs/adr/0029-the-states-of-a-site.md",
]
MODULES = {
    p.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__") for p in PACKAGE.rglob("*.py")
}


@cache
def names(module):
    """Return the names of a module: functions, classes, constants, and members of classes as Class.member."""
    path = PACKAGE / f"{module}.py"
    tree = ast.parse((path if path.exists() else PACKAGE / module / "__init__.py").read_text("utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            found |= {target.id} if isinstance(target, ast.Name) else set()
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{m.name}" for m in node.body if hasattr(m, "name")}
    return found


def meant(module):
    """Return the modules that a path of a document may mean: the whole path, or the end of one."""
    return [m for m in MODULES if m == module or m.endswith(f"/{module}")]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_place_of_the_package_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text("utf-8")
    places = re.findall(r"`([a-z_]+(?:/[a-z_0-9]+)*):([A-Za-z_][\w.]*)`", text)
    missing = [f"{m}:{name}" for m, name in places if not any(name in names(each) for each in meant(m))]
    rooms = [m for m in MODULES if "/" not in m]
    paths = re.findall(r"`((?:" + "|".join(rooms) + r")(?:/[a-z_0-9]+)+)(?:\.py)?`", text)
    missing += [p for p in paths if not meant(p) and not (ROOT / p).exists()]
    assert missing == []
    assert places or paths


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_is_there(document):
    text = (ROOT / document).read_text("utf-8")
    there = {p.name for p in (ROOT / "tests").rglob("test_*.py")}
    assert set(re.findall(r"test_\w+\.py", text)) - there == set()


def test_what_is_gone_would_be_found():
    assert meant("turns/deeds") == []
    assert "Turn.run" in names("turns/turn")
    assert "run_turn" not in names("turns/turn")
    assert "Endpointer.step" in names("satellites/endpointing")
