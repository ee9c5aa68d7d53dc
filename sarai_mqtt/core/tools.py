"""Tools that a language model may call, and its calls: what the home can do, in a form it was trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a tool: one of `values`, or a number if there are none.

    Values that many tools share (names of things and rooms) are `listed` once for all of them, by the name of
    the argument. The `description` is "" where name and values say enough.
    """

    name: str
    description: str
    values: tuple[str, ...] = ()
    required: bool = True
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that a model may call by its `name`, an identifier."""

    name: str
    description: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call as the model wrote it. Nothing in it is checked: neither names, values nor ranges."""

    name: str
    arguments: Mapping[str, str | float]


def listed_values(tools: Sequence[Tool]) -> dict[str, tuple[str, ...]]:
    """Return the values of the listed arguments of all `tools`, by the argument's name, each value once."""
    values: dict[str, dict[str, None]] = {}
    for tool in tools:
        for argument in tool.arguments:
            if argument.listed:
                values.setdefault(argument.name, {}).update(dict.fromkeys(argument.values))
    return {name: tuple(each) for name, each in values.items()}
