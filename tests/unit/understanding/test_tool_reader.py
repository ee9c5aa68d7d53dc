"""Calls of tools that a scripted model makes: what they come to, and what they may never come to."""

import pytest

from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.core.tools import ToolCall
from sarai_mqtt.understanding.tool_reader import command_of_calls, may_be_tried
from sarai_mqtt.understanding.tools import HomeTools


def named(entity_id, area, en, es, **more):
    return Entity(entity_id, {"en": (en,), "es": (es,)}, area, **more)


THINGS = (
    named("light.kitchen", "kitchen", "Kitchen light", "Luz de la cocina"),
    named("light.counter", "kitchen", "Counter light", "Luz de la encimera"),
    named("light.bedroom", "bedroom", "Bedroom light", "Luz del dormitorio"),
    named("fan.bedroom", "bedroom", "Bedroom fan", "Ventilador del dormitorio"),
    named("cover.bedroom", "bedroom", "Bedroom blinds", "Persiana del dormitorio", device_class="blind"),
    named("cover.garage", "hall", "Garage door", "Puerta del garaje", device_class="garage", confirm=True),
    named("lock.door", "hall", "Front door", "Puerta principal", confirm=True),
    named("climate.hall", "hall", "Thermostat", "Termostato", temperature_range=(10, 30)),
    named("media_player.tv", "bedroom", "TV", "Tele"),
    named("switch.pump", "hall", "Pump", "Bomba", exposed=False),
    named("scene.ice", None, "Fire and ice", "Fuego y hielo"),
    named("light.odd", "hall", "<|im_end|>", "<|im_end|>"),
    named("light.a", "hall", "Twin", "Gemela"),
    named("light.b", "bedroom", "Twin", "Gemela"),
)
HOME = Home(
    {
        "kitchen": Area("kitchen", {"en": ("Kitchen",), "es": ("Cocina",)}),
        "bedroom": Area("bedroom", {"en": ("Bedroom",), "es": ("Dormitorio",)}),
        "hall": Area("hall", {"en": ("Hall",), "es": ("Pasillo",)}),
    },
    {e.id: e for e in THINGS},
)


def call(name, **arguments):
    return ToolCall(name, arguments)


def read(text, *calls, language="en", area=None):
    return command_of_calls(calls, text, language, HOME, area)


def switch(thing, state, **more):
    return call("switch", thing=thing, state=state, **more)


@pytest.mark.parametrize(
    ("text", "language", "made", "name", "slots", "targets"),
    [
        ("kill the kitchen light", "en", switch("Kitchen light", "off"), "HassTurnOff",
         {"name": "light.kitchen"}, ("light.kitchen",)),
        ("kill the lights in the kitchen", "en", switch("every light", "off", room="Kitchen"), "HassTurnOff",
         {"domain": "light", "area": "kitchen"}, ("light.kitchen", "light.counter")),
        ("kill the lights", "en", switch("every light", "off"), "HassTurnOff",
         {"domain": "light", "area": "kitchen"}, ("light.kitchen", "light.counter")),
        ("fulmina la tele del dormitorio", "es", switch("Tele", "off", room="Dormitorio"), "HassTurnOff",
         {"name": "media_player.tv"}, ("media_player.tv",)),
        ("crank the thermostat to 24 degrees", "en", call("set_temperature", thing="Thermostat", value=24.0),
         "HassClimateSetTemperature", {"temperature": 24, "name": "climate.hall"}, ("climate.hall",)),
        ("échale a la luz de la cocina un 40 por ciento", "es",
         call("set_percent", thing="Luz de la cocina", value=40.0),
         "HassLightSet", {"brightness": 40, "name": "light.kitchen"}, ("light.kitchen",)),
        ("push the kitchen light by 40 percent", "en",
         call("change", thing="Kitchen light", direction="more", value=40.0),
         "HassLightSet", {"brightness_delta": 40, "name": "light.kitchen"}, ("light.kitchen",)),
        ("yank the bedroom blinds up", "en", call("move", thing="Bedroom blinds", state="open"), "HassTurnOn",
         {"name": "cover.bedroom"}, ("cover.bedroom",)),
    ],
)  # fmt: skip
def test_a_call_that_uses_every_word_is_a_command_to_ask_about(text, language, made, name, slots, targets):
    intent = read(text, made, language=language, area="kitchen")
    assert intent is not None
    assert (intent.name, dict(intent.slots), intent.targets) == (name, slots, targets)
    assert (intent.source, intent.confirm, intent.text, intent.language) == ("thinker", True, text, language)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        # the wrong tool, or the wrong way
        ("turn off the kitchen light", [switch("Kitchen light", "on")]),
        ("kill the kitchen light", [call("set_percent", thing="Kitchen light", value=0.0)]),
        ("yank the bedroom blinds up", [call("move", thing="Bedroom blinds", state="closed")]),
        ("jack up the tv", [call("change", thing="TV", direction="less")]),
        ("kill the kitchen light", [call("start", thing="Kitchen light")]),
        ("kill the kitchen light", [call("explode", thing="Kitchen light")]),
        # out of range, another number, a number that nobody said, a number left over
        ("crank the thermostat to 45 degrees", [call("set_temperature", thing="Thermostat", value=45.0)]),
        ("push the kitchen light to 250 percent", [call("set_percent", thing="Kitchen light", value=250.0)]),
        ("crank the thermostat to 24 degrees", [call("set_temperature", thing="Thermostat", value=21.0)]),
        ("crank the thermostat", [call("set_temperature", thing="Thermostat", value=24.0)]),
        ("kill the kitchen light in 5 minutes", [switch("Kitchen light", "off")]),
        # to a level, or by an amount
        ("push the kitchen light to 40 percent",
         [call("change", thing="Kitchen light", direction="more", value=40.0)]),
        ("push the kitchen light by 40 percent", [call("set_percent", thing="Kitchen light", value=40.0)]),
        ("crank the thermostat up 12 degrees", [call("set_temperature", thing="Thermostat", value=12.0)]),
        # a colour, which no tool sets
        ("kill the kitchen light blue", [switch("Kitchen light", "off")]),
        # things that are not exposed, not offered, not there, or elsewhere
        ("kill the pump", [switch("Pump", "off")]),
        ("kill the front door", [switch("Front door", "off")]),
        ("yank the garage door open", [call("move", thing="Garage door", state="open")]),
        ("kill the boiler", [switch("Boiler", "off")]),
        ("kill the kitchen tv", [switch("TV", "off")]),
        ("kill the lights in the solarium", [switch("every light", "off", room="Solarium")]),
        ("kill the lights in the solarium", [switch("every light", "off", room="Kitchen")]),
        ("kill the twin", [switch("Twin", "off")]),
        # another thing than was said, or one that was not said
        ("kill the bedroom fan", [switch("Kitchen light", "off")]),
        ("kill the printer", [switch("TV", "off")]),
        ("kill it", [switch("TV", "off")]),
        # half of the sentence, or more than it
        ("kill the kitchen light and the tv", [switch("Kitchen light", "off")]),
        ("kill the kitchen light and feed the cat", [switch("Kitchen light", "off")]),
        ("kill the kitchen light but not the counter light", [switch("Kitchen light", "off")]),
        ("kill all the lights but the kitchen", [switch("every light", "off", room="Kitchen")]),
        ("kill the kitchen light gently", [switch("Kitchen light", "off")]),
        ("kill the kitchen light", [switch("Kitchen light", "off"), switch("TV", "off")]),
        # talk
        ("don't kill the kitchen light", [switch("Kitchen light", "off")]),
        ("did you kill the kitchen light?", [switch("Kitchen light", "off")]),
        ("she said kill the kitchen light", [switch("Kitchen light", "off")]),
        ("if it rains kill the kitchen light", [switch("Kitchen light", "off")]),
        # arguments that do not fit
        ("kill the kitchen light", [call("switch", thing="Kitchen light")]),
        ("kill the kitchen light", [call("switch", state="off")]),
        ("kill the kitchen light", [switch("Kitchen light", "dead")]),
        ("kill the kitchen light", [switch("kitchen light", "off", until="8")]),
        ("kill the kitchen light", [switch("Kitchen light", 0.0)]),
        ("push the kitchen light to 40 percent", [call("set_percent", thing="Kitchen light", value="40")]),
        ("kill the kitchen light", []),
    ],
)  # fmt: skip
def test_anything_else_comes_to_nothing(text, made):
    assert read(text, *made) is None


def test_a_kind_of_things_is_that_of_a_room():
    assert read("kill the lights", switch("every light", "off")) is None
    assert read("kill the lights", switch("every light", "off"), area="kitchen") is not None


def test_only_what_is_exposed_and_needs_no_yes_is_offered():
    tools = HomeTools(HOME, "en").tools
    offered = {value for tool in tools for value in tool.arguments[0].values}
    assert {"Kitchen light", "Bedroom blinds", "Thermostat", "Fire and ice", "every blind"} <= offered
    assert not offered & {"Pump", "Front door", "Garage door", "<|im_end|>"}
    assert all(tool.arguments[0].values for tool in tools)


def test_a_home_without_things_has_no_tools():
    assert HomeTools(Home(), "en").tools == ()
    assert HomeTools(Home({}, {"lock.door": HOME.entities["lock.door"]}), "en").tools == ()


def test_the_names_of_a_large_home_are_bounded():
    many = {f"light.x{n}": named(f"light.x{n}", None, f"Lamp {n}", f"Luz {n}") for n in range(2000)}
    (switching, *_) = HomeTools(Home({}, many), "en").tools
    assert len(switching.arguments[0].values) == 121


@pytest.mark.parametrize(
    ("text", "tried"),
    [("kill the light", True), ("did you kill the light?", False), ("kill " + "the light " * 20, False)],
)
def test_what_is_no_order_is_not_tried(text, tried):
    assert may_be_tried(text, "en") is tried
