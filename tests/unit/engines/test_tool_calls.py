"""How LFM2 and Qwen are told of tools, and what they may answer."""

import ast
import json
from pathlib import Path

import pytest
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from sarai_mqtt.core.tools import Argument, Tool, ToolCall
from sarai_mqtt.engines.llm.tool_calls import PYTHONIC, TAGGED, format_of, with_values
from tests.harness.tools import LFM2_LIKE, SWITCH, TOOLS, WARM

DATA = Path(__file__).parents[2] / "data" / "thinker"
SYSTEM = "You control a home."


def rendered(template, form):
    formatter = Jinja2ChatFormatter(template, eos_token="<|im_end|>", bos_token="<|startoftext|>")
    messages = [
        {"role": "system", "content": with_values(SYSTEM, TOOLS)},
        {"role": "user", "content": "enciende la lámpara"},
    ]
    return formatter(messages=messages, tools=[form.schema(tool) for tool in TOOLS]).prompt


def test_the_tools_are_told_as_lfm2s_published_template_tells_them():
    """`lfm2_tools.txt` is what the template of llama.cpp's models/templates/llama-cpp-lfm2.jinja (commit
    3700b6f7) made of these messages and tools."""
    assert rendered(LFM2_LIKE, PYTHONIC) == (DATA / "lfm2_tools.txt").read_text()


def test_the_template_tells_the_format():
    assert format_of(LFM2_LIKE) is PYTHONIC
    assert format_of("… '<|tool_call_start|>[' …") is PYTHONIC, "LFM2.5 lists tools without control tokens"
    assert format_of("… <tool_call> …") is TAGGED
    assert format_of("{{ messages }}") is None


def test_shared_values_are_listed_once_and_few_are_in_the_schema():
    assert with_values(SYSTEM, TOOLS).splitlines() == [
        SYSTEM,
        "thing: Lámpara del salón, Kitchen light, every light, Thermostat",
        "room: Kitchen",
    ]
    properties = PYTHONIC.schema(SWITCH)["parameters"]["properties"]
    assert properties["state"]["enum"] == ["on", "off"]
    assert "enum" not in properties["thing"]
    assert PYTHONIC.schema(SWITCH)["parameters"]["required"] == ["thing", "state"]
    assert PYTHONIC.schema(WARM)["parameters"]["properties"]["value"]["type"] == "number"
    assert TAGGED.schema(WARM) == {"type": "function", "function": PYTHONIC.schema(WARM)}


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        (
            '<|tool_call_start|>[switch(thing="Lámpara del salón", state="on")]<|tool_call_end|>',
            [ToolCall("switch", {"thing": "Lámpara del salón", "state": "on"})],
        ),
        ("[switch(thing='Lamp', state='on')]", [ToolCall("switch", {"thing": "Lamp", "state": "on"})]),
        ("[a(x=-1.5), b()]", [ToolCall("a", {"x": -1.5}), ToolCall("b", {})]),
        ('[a(x="say \\"hi\\"")]', [ToolCall("a", {"x": 'say "hi"'})]),
        ("none", []),
        ("", []),
        ("Sure, I have turned it on.", []),
        ("[]", []),
        ("[a(x=1)", []),
        ("[a(1)]", []),
        ("[a(**{'x': 1})]", []),
        ("[a(x=1, x=2)]", []),
        ("[a(x=b)]", []),
        ("[a(x=b())]", []),
        ("[a(x=[1])]", []),
        ("[a(x=True)]", []),
        ("[a(x=1e99)]", []),
        ("[a.b(x=1)]", []),
        ("[a(x=1) for _ in y]", []),
        ("a(x=1)", []),
        ("[a(x=1)] and more", []),
        ("[" + "(" * 1500 + "]", []),
        ("[a(x=" + "-" * 1500 + "1)]", []),
        ("[a(x='\x00')]", []),
        ("[" + "a()," * 5 + "]", []),
        ("[a(x='" + "y" * 3000 + "')]", []),
    ],
)
def test_calls_in_pythons_syntax(answer, calls):
    assert list(PYTHONIC.parse(answer)) == calls


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        (
            '<tool_call>\n{"name": "switch", "arguments": {"thing": "Lamp", "state": "on"}}\n</tool_call>',
            [ToolCall("switch", {"thing": "Lamp", "state": "on"})],
        ),
        ('<tool_call>{"name": "a", "arguments": {"x": 2}}</tool_call>', [ToolCall("a", {"x": 2.0})]),
        ("none", []),
        ('{"name": "a", "arguments": {}}', []),
        ('<tool_call>{"name": "a"}</tool_call>', []),
        ('<tool_call>{"name": 1, "arguments": {}}</tool_call>', []),
        ('<tool_call>{"name": "a", "arguments": {"x": null}}</tool_call>', []),
        ('<tool_call>{"name": "a", "arguments": {"x": NaN}}</tool_call>', []),
        ("<tool_call>{</tool_call>", []),
        ("<tool_call>" + "[" * 1900 + "</tool_call>", []),
        ('I will. <tool_call>{"name": "a", "arguments": {}}</tool_call>', []),
    ],
)
def test_calls_in_tags(answer, calls):
    assert list(TAGGED.parse(answer)) == calls


ODD = Tool("say", "", (Argument("what", "", ('a "quoted" name', "back\\slash", "piña")),))


def test_the_grammar_has_every_value_as_the_syntax_writes_it():
    (rule,) = (line for line in PYTHONIC.grammar([ODD]).splitlines() if line.startswith("v0 ::="))
    literals = [ast.literal_eval(part) for part in rule.removeprefix("v0 ::= ").split(" | ")]
    assert [ast.literal_eval(each) for each in literals] == list(ODD.arguments[0].values)
    assert [json.loads(each) for each in literals] == list(ODD.arguments[0].values)


def test_equal_values_share_a_rule():
    grammar = PYTHONIC.grammar((*TOOLS, SWITCH))
    assert grammar.count("Kitchen light") == 1
    assert '"none"' in grammar.splitlines()[0]
