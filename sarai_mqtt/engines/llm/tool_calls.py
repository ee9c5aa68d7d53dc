"""How chat models are told of tools and write calls of them: LFM2's format, and that of Qwen and Hermes.

LFM2 writes calls in Python's syntax between control tokens, `<|tool_call_start|>[turn(thing="Lamp",
to="on")]<|tool_call_end|>`; Qwen 2.5 writes a JSON object between `<tool_call>` tags (the models' cards and
chat templates; docs/adr/0038). The tools are rendered by the model's own template.

A GBNF grammar keeps the model to such calls, with the values of the tools. It cannot keep a number in a
range, so that a call is never to be trusted. A model with no call to make writes "none".
"""

import ast
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sarai_mqtt.core.tools import Argument, Tool, ToolCall, listed_values

NO_CALL = "none"
MAX_CALLS = 3
_MAX_ANSWER = 2000  # characters; a longer answer is no call
_START, _END = "<|tool_call_start|>", "<|tool_call_end|>"
_OPEN, _CLOSE = "<tool_call>", "</tool_call>"
_NUMBER_RULE = 'number ::= "-"? [0-9] [0-9]? [0-9]? [0-9]? ("." [0-9] [0-9]?)?'
_TAGGED = re.compile(rf"{_OPEN}(.*?){_CLOSE}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CallFormat:
    """The way in which a family of models is given tools and writes calls.

    `schema` makes what the chat template is given of a tool, `grammar` the GBNF of an answer, and `parse`
    reads one: no calls if it is none, or nothing that can be read.
    """

    schema: Callable[[Tool], dict[str, Any]]
    grammar: Callable[[Sequence[Tool]], str]
    parse: Callable[[str], tuple[ToolCall, ...]]


def format_of(template: str) -> CallFormat | None:
    """Return the format in which a model with this chat template calls tools; None if it calls none."""
    if "<|tool_list_start|>" in template or _START in template:
        return PYTHONIC
    return TAGGED if _OPEN in template else None


def with_values(system: str, tools: Sequence[Tool]) -> str:
    """Return the system prompt with a line for each kind of listed values ("thing: Lamp, TV")."""
    lines = [f"{name}: {', '.join(values)}" for name, values in listed_values(tools).items()]
    return "\n".join([system.strip(), *lines])


def _schema(tool: Tool) -> dict[str, Any]:
    """Return the JSON schema of a tool as LFM2's model card has it."""
    return {
        "name": tool.name,
        "description": tool.description,
        "parameters": {
            "type": "object",
            "properties": {a.name: _schema_of_argument(a) for a in tool.arguments},
            "required": [a.name for a in tool.arguments if a.required],
        },
    }


def _schema_of_argument(argument: Argument) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string" if argument.values else "number"}
    if argument.description:
        schema["description"] = argument.description
    if argument.values and not argument.listed:
        schema["enum"] = list(argument.values)
    return schema


def _function_schema(tool: Tool) -> dict[str, Any]:
    """Return the schema of a tool in the form of OpenAI's interface, which Qwen's template wants."""
    return {"type": "function", "function": _schema(tool)}


def _pythonic_grammar(tools: Sequence[Tool]) -> str:
    return _grammar(
        tools,
        f'"{_START}[" call (", " call)? "]{_END}"',
        lambda tool, pairs: f'"{tool.name}(" {pairs} ")"',
        lambda argument: f'"{argument.name}="',
    )


def _tagged_grammar(tools: Sequence[Tool]) -> str:
    one = f'"{_OPEN}\\n" call "\\n{_CLOSE}"'
    return _grammar(
        tools,
        f'{one} ("\\n" {one})?',
        lambda tool, pairs: rf'"{{\"name\": \"{tool.name}\", \"arguments\": {{" {pairs} "}}}}"',
        lambda argument: rf'"\"{argument.name}\": "',
    )


def _grammar(
    tools: Sequence[Tool],
    answer: str,
    call: Callable[[Tool, str], str],
    key: Callable[[Argument], str],
) -> str:
    """Return the GBNF of "none" or calls of `tools`; equal lists of values share a rule."""
    rules = [f'root ::= {answer} | "{NO_CALL}"', _NUMBER_RULE]
    named: dict[tuple[str, ...], str] = {}
    calls = []
    for number, tool in enumerate(tools):
        pairs: list[str] = []
        for argument in tool.arguments:
            rule = named.setdefault(argument.values, f"v{len(named)}") if argument.values else "number"
            pair = f"{key(argument)} {rule}"
            comma = '", " ' if pairs else ""
            pairs.append(f"{comma}{pair}" if argument.required else f"({comma}{pair})?")
        rules.append(f"c{number} ::= {call(tool, ' '.join(pairs))}")
        calls.append(f"c{number}")
    rules += [f"{rule} ::= {' | '.join(map(_literal, values))}" for values, rule in named.items()]
    return "\n".join([*rules, f"call ::= {' | '.join(calls)}"])


def _literal(value: str) -> str:
    """Return the GBNF literal of `value` as a quoted string, in JSON and in Python alike."""
    quoted = json.dumps(value, ensure_ascii=False)
    escaped = quoted.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _parse_pythonic(answer: str) -> tuple[ToolCall, ...]:
    text = answer.strip()
    # llama.cpp writes control tokens as nothing
    text = text.removeprefix(_START).removesuffix(_END).strip()
    if not text.startswith("[") or len(text) > _MAX_ANSWER:
        return ()
    try:
        tree = ast.parse(text, mode="eval").body
        return _checked(_call_of(node) for node in tree.elts) if isinstance(tree, ast.List) else ()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def _call_of(node: ast.expr) -> ToolCall:
    """Return the call that `node` is. Raises ValueError if it is none with constant keyword arguments."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)) or node.args:
        raise ValueError("no call")
    arguments: dict[str, str | float] = {}
    for keyword in node.keywords:
        value = ast.literal_eval(keyword.value)
        if keyword.arg is None or keyword.arg in arguments:
            raise ValueError("no argument by name")
        arguments[keyword.arg] = _value(value)
    return ToolCall(node.func.id, arguments)


def _parse_tagged(answer: str) -> tuple[ToolCall, ...]:
    if len(answer) > _MAX_ANSWER or _TAGGED.sub("", answer).strip():
        return ()
    try:
        return _checked(_call_in(json.loads(found)) for found in _TAGGED.findall(answer))
    except (ValueError, RecursionError):
        return ()


def _call_in(row: object) -> ToolCall:
    """Return the call that a JSON value is. Raises ValueError if it is none."""
    match row:
        case {"name": str(name), "arguments": {**arguments}}:
            return ToolCall(name, {str(key): _value(value) for key, value in arguments.items()})
    raise ValueError("no call")


def _value(value: object) -> str | float:
    """Return an argument's value. Raises ValueError for anything but a text or a finite number."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e6:
        raise ValueError("neither a text nor a number")
    return float(value)


def _checked(calls: Iterator[ToolCall]) -> tuple[ToolCall, ...]:
    found = tuple(calls)
    return found if len(found) <= MAX_CALLS else ()


PYTHONIC = CallFormat(_schema, _pythonic_grammar, _parse_pythonic)
TAGGED = CallFormat(_function_schema, _tagged_grammar, _parse_tagged)
