"""Where things of the repository belong."""

import ast
import tomllib
from pathlib import Path

import pytest

import sarai_mqtt

TESTS = next(folder for folder in Path(__file__).parents if folder.name == "tests")
FILES = sorted(TESTS.rglob("*.py"))
PACKAGE = Path(sarai_mqtt.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
# First words that name no action of a function.
NO_VERB = {"Give", "Gives", "Say", "Says", "Tell", "See", "What", "Whether", "How", "Who", "Where", "Note"}


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


def test_the_package_has_twelve_rooms_and_unit_tests_mirror_them():
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    loose = {p.name for p in PACKAGE.iterdir() if p.is_file()}
    assert len(rooms) <= 12
    assert loose == {"__init__.py", "__main__.py", "py.typed"}
    assert rooms <= {p.name for p in (TESTS / "unit").iterdir() if p.is_dir()}


def functions(tree, public=True):
    """Yield each function below `tree`, and whether its name and those around it are public."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            seen = public and not node.name.startswith("_")
            if not isinstance(node, ast.ClassDef):
                yield node, seen
            yield from functions(node, seen and isinstance(node, ast.ClassDef))


def raises(function):
    """Return whether `function` itself raises an error that it names."""
    todo = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Raise) and node.exc is not None:
            return True
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            todo += ast.iter_child_nodes(node)
    return False


@pytest.mark.parametrize("module", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_docstrings_begin_with_a_verb_and_say_what_is_raised(module):
    commands = (
        PACKAGE / "cli" in module.parents or module.name == "__main__.py"
    )  # theirs are the help of the user
    faults = []
    for function, public in functions(ast.parse(module.read_text("utf-8"))):
        said = ast.get_docstring(function) or ""
        if said and said.split()[0].rstrip(".,:;") in NO_VERB:
            faults.append(f"{function.name}: {said.splitlines()[0]}")
        if public and not said:
            faults.append(f"{function.name}: no docstring")
        if public and raises(function) and "raise" not in said.lower() and not commands:
            faults.append(f"{function.name}: does not say what it raises")
    assert faults == []


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((TESTS.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert sarai_mqtt.__version__ == project["version"]
