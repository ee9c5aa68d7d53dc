"""Tools, and templates of chat models that list them."""

from sarai_mqtt.core.tools import Argument, Tool

LAMPS = ("Lámpara del salón", "Kitchen light")
SWITCH = Tool(
    "switch",
    "Switch a thing on or off.",
    (
        Argument("thing", "One of the things.", (*LAMPS, "every light"), listed=True),
        Argument("state", "What it is to be.", ("on", "off")),
        Argument("room", "Where it is, if that was said.", ("Kitchen",), required=False, listed=True),
    ),
)
WARM = Tool(
    "set_temperature",
    "Set the temperature of a thermostat or boiler.",
    (
        Argument("thing", "One of the things.", ("Thermostat",), listed=True),
        Argument("value", ""),
    ),
)
TOOLS = (SWITCH, WARM)

# Written for these tests: it lists tools as LFM2's published template does, and does nothing else of it.
LFM2_LIKE = (
    "{{ bos_token }}<|im_start|>system\n{{ messages[0]['content'] }}"
    "{% if tools %}{{ '\n' }}List of tools: <|tool_list_start|>["
    "{% for tool in tools %}{{ tool | tojson }}{{ '' if loop.last else ', ' }}{% endfor %}]<|tool_list_end|>"
    "{% endif %}<|im_end|>\n"
    "<|im_start|>user\n{{ messages[1]['content'] }}<|im_end|>\n{{ '<|im_start|>assistant\n' }}"
)
