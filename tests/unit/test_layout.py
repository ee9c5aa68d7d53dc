"""Where things of the repository belong."""

import ast
from pathlib import Path

import pytest

TESTS = next(folder for folder in Path(__file__).parents if folder.name == "tests")
FILES = sorted(TESTS.rglob("*.py"))


def imported(source):
    """Return the dotted names that Python source imports: each module, and each name taken from one."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return names


def names_of_tests(names):
    """Return the names of test modules or a conftest among dotted names."""
    return [
        name
        for name in names
        if any(part.startswith("test_") or part == "conftest" for part in name.split("."))
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from tests.unit.satellites.test_service import House",
        "from tests.unit import test_service",
        "from .test_service import House",
        "import tests.integration.test_wire",
        "def late():\n    from tests.e2e.conftest import service",
    ],
)
def test_an_import_of_a_test_is_found(source):
    assert names_of_tests(imported(source))


def test_no_test_imports_another():
    found = {file.relative_to(TESTS).as_posix(): names_of_tests(imported(file.read_text())) for file in FILES}
    assert {file: names for file, names in found.items() if names} == {}


def test_what_tests_share_needs_no_test_nor_benchmark():
    harness = [file for file in FILES if TESTS / "harness" in file.parents]
    assert harness
    for file in harness:
        of_tests = [name for name in imported(file.read_text()) if name.split(".")[0] in ("tests", "")]
        assert [name for name in of_tests if not name.startswith("tests.harness")] == [], file
