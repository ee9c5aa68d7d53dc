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
    "docs/adr/0028-one-turn.md",
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


def members():
    """Return the members of each class of the package by its name: methods, class variables and fields."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                inside = found.setdefault(node.name, set())
                inside |= {m.name for m in node.body if hasattr(m, "name")}
                assigned = [m for m in node.body if isinstance(m, ast.Assign | ast.AnnAssign)]
                inside |= {t.id for m in assigned for t in ast.walk(m) if isinstance(t, ast.Name)}
                inside |= {t.attr for t in ast.walk(node) if isinstance(t, ast.Attribute) and is_self(t)}
    return found


def is_self(attribute):
    return isinstance(attribute.value, ast.Name) and attribute.value.id == "self"


def strangers(text, found):
    """Return what `text` names as `Class.member` of a class of the package that has no such member."""
    named = re.findall(r"`(?:[a-z_0-9/]+:)?([A-Z]\w+)\.(\w+)", text)
    return [f"{cls}.{member}" for cls, member in named if member not in found.get(cls, {member})]


def test_every_member_of_a_class_that_a_document_names_is_there():
    found = members()
    texts = {document: (ROOT / document).read_text("utf-8") for document in DOCUMENTS}
    assert {
        document: missing for document, text in texts.items() if (missing := strangers(text, found))
    } == {}
    assert strangers("`TurnScheduler._run_course` `Turn.run` `Elsewhere.run`", found) == [
        "TurnScheduler._run_course"
    ]


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
