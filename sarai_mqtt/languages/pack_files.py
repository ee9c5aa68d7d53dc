"""Reads the YAML files of a language pack into frozen dataclasses; a field without a default is required."""

import dataclasses
import re
import types
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

import yaml

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.languages.schema.phrases import Phrases

T = TypeVar("T")

_PLAIN = re.compile(r"[\w' -]*")  # words alone: a regular expression that has no fault

# The parser of libyaml, where PyYAML has it, reads a pack in a tenth of the time.
_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

SENTENCES = "sentences"
"""Folder of a pack with its sentence files, whose format is hassil's; a pack may be without."""


class PackFiles:
    """The folder of one language pack."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, name: str) -> str:
        """Return the text of a file. Raises ConfigError (`language_incomplete`) if it cannot be read."""
        try:
            return (self.folder / name).read_text("utf-8")
        except FileNotFoundError:
            raise fault(self.folder / name, "", "is missing", f"Add {name} to {self.folder.name}/.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise fault(self.folder / name, "", f"cannot be read: {error}", "Write it as UTF-8.") from None

    def read(self, name: str, kind: type[T]) -> T:
        """Return the file as an object of the dataclass `kind`, whose fields are its keys.

        Words may be one text: it is split at blanks where a set of words is asked for. A pattern is compiled
        without its blanks (verbose). A mapping whose keys are a `Literal` must have all of them. Raises
        ConfigError (`language_incomplete`).
        """
        return cast("T", _made(kind, self.plain(name), self.folder / name, ""))

    def plain(self, name: str) -> Any:
        """Return what a YAML file holds, unchecked. Raises ConfigError (`language_incomplete`)."""
        path = self.folder / name
        try:
            return yaml.load(self.text(name), _LOADER)  # noqa: S506 - a safe loader
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            at = f", line {mark.line + 1}" if mark else ""
            raise fault(path, "", f"cannot be read{at}: {error.problem}", "Correct the YAML.") from None
        except (yaml.YAMLError, RecursionError) as error:
            raise fault(path, "", f"cannot be read: {error}", "Correct the YAML.") from None


def _made(kind: Any, value: object, path: Path, at: str) -> object:
    """Return `value` as `kind` says. Raises ConfigError (`language_incomplete`) naming the place."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _fields(kind, value, path, at)
    origin = get_origin(kind) or kind
    made = (
        _CONTAINERS[origin](get_args(kind), value, path, at)
        if origin in _CONTAINERS
        else _scalar(kind, value)
    )
    if made is _NOTHING:
        raise fault(path, at, f"is not {_name(kind)}: {value!r:.60}", "Correct it.")
    return made


def _scalar(kind: Any, value: object) -> object:
    if type(value) is kind:
        return value
    return float(value) if kind is float and type(value) is int else _NOTHING


def _set(kinds: Any, value: object, path: Path, at: str) -> object:
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list):
        return _NOTHING
    return frozenset(_made(kinds[0], word, path, f"{at}[{i}]") for i, word in enumerate(words))


def _tuple(kinds: Any, value: object, path: Path, at: str) -> object:
    if not isinstance(value, list):
        return _NOTHING
    each = [kinds[0]] * len(value) if kinds[-1] is ... else list(kinds)
    if len(each) != len(value):
        return _NOTHING
    return tuple(_made(k, v, path, f"{at}[{i}]") for i, (k, v) in enumerate(zip(each, value, strict=True)))


def _mapping(kinds: Any, value: object, path: Path, at: str) -> object:
    if not isinstance(value, dict):
        return _NOTHING
    if get_origin(kinds[0]) is Literal:
        _require(get_args(kinds[0]), value, path, at)
    return {_made(kinds[0], k, path, at): _made(kinds[1], v, path, f"{at}.{k}") for k, v in value.items()}


def _literal(kinds: Any, value: object, _path: Path, _at: str) -> object:
    return value if value in kinds else _NOTHING


def _optional(kinds: Any, value: object, path: Path, at: str) -> object:
    if value is None and types.NoneType in kinds:
        return None
    return _made(next(kind for kind in kinds if kind is not types.NoneType), value, path, at)


def _pattern(_kinds: Any, value: object, path: Path, at: str) -> object:
    return _compiled(str(value), re.VERBOSE, path, at)


def _compiled(pattern: str, flags: re.RegexFlag, path: Path, at: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise fault(path, at, f"is no regular expression: {error}", "Correct it.") from None


def _phrases(_kinds: Any, value: object, path: Path, at: str) -> object:
    if not isinstance(value, str):
        return _NOTHING
    phrases = Phrases(" ".join(value.split()).split(" / "))
    for i, phrase in enumerate(phrases):
        if not _PLAIN.fullmatch(phrase):
            _compiled(phrase, re.NOFLAG, path, f"{at}[{i}]")
    return phrases


_NOTHING = object()
_CONTAINERS: Mapping[Any, Callable[[Any, object, Path, str], object]] = {
    frozenset: _set,
    tuple: _tuple,
    Mapping: _mapping,
    Literal: _literal,
    types.UnionType: _optional,
    re.Pattern: _pattern,
    Phrases: _phrases,
}


def _fields(kind: type, value: object, path: Path, at: str) -> object:
    if not isinstance(value, dict):
        raise fault(path, at, "is no mapping", "Write one key a line.")
    kinds, optional = _kinds_of(kind)
    _require(kinds, value, path, at, optional)
    given = {name: each for name, each in kinds.items() if name in value}
    return kind(**{name: _made(each, value[name], path, f"{at}.{name}") for name, each in given.items()})


@cache
def _kinds_of(kind: type) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Return the types of the fields of a dataclass, and the names of those with a default."""
    hints, fields = get_type_hints(kind), dataclasses.fields(kind)
    missing = dataclasses.MISSING
    optional = (f.name for f in fields if f.default is not missing or f.default_factory is not missing)
    return {field.name: hints[field.name] for field in fields}, frozenset(optional)


def _require(
    names: Collection[str],
    value: Mapping[object, object],
    path: Path,
    at: str,
    optional: Collection[str] = (),
) -> None:
    """Raise ConfigError (`language_incomplete`) unless the keys of `value` are just `names`.

    Those of `optional` may be missing: a pack written before there was the field still loads.
    """
    missing, unknown = (
        [n for n in names if n not in value and n not in optional],
        [n for n in value if n not in names],
    )
    if missing or unknown:
        said = [f"lacks {', '.join(map(str, missing))}"] * bool(missing)
        said += [f"has no field {unknown}"] * bool(unknown)
        raise fault(path, at, "; ".join(said), "Take en/ for a model.")


def fault(path: Path, at: str, what: str, remedy: str) -> ConfigError:
    """Return the error about the place `at` of a pack's file, such as `.commands.on[2]`; "" is all of it."""
    place = at.lstrip(".")
    found = _line_of(path, at) if place and path.suffix == ".yaml" else 0
    line = f" (line {found})" if found else ""
    shown = "/".join(path.parts[-3 if path.parent.name == SENTENCES else -2 :])
    return ConfigError("language_incomplete", f"{shown}: {f'{place} {what}'.strip()}{line}.", remedy)


def _line_of(path: Path, at: str) -> int:
    """Return the number of the line at which the value at `at` begins, 0 if the file has no such place."""
    try:
        node = yaml.compose(path.read_text("utf-8"), _LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 0
    line = 0
    while node is not None and at:
        children = [
            (step, key.start_mark.line + 1, child)
            for step, key, child in _children(node)
            if at.startswith(step) and at[len(step) :][:1] in {"", ".", "["}
        ]
        if not children:
            break
        step, line, node = max(children, key=lambda found: len(found[0]))
        at = at.removeprefix(step)
    return line


def _children(node: yaml.Node) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Yield the step to each child of a node, the node that names it, and the child."""
    if isinstance(node, yaml.MappingNode):
        yield from ((f".{key.value}", key, child) for key, child in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((f"[{i}]", child, child) for i, child in enumerate(node.value))


def _name(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return f"one of {', '.join(map(repr, get_args(kind)))}"
    return str(getattr(kind, "__name__", kind))
