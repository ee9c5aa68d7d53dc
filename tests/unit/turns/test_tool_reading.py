"""The Thinker as the last reader of an order: what its calls of tools come to in a turn."""

import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.tools import ToolCall
from tests.harness.engines import FakeThinker, FakeToolThinker
from tests.harness.home import FakeActor, FakeUnderstander
from tests.harness.service import TextHarness

ON = ToolCall("switch", {"thing": "Lamp", "state": "on"})
OFF = ToolCall("switch", {"thing": "Lamp", "state": "off"})
OPTION = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "x", "en", 0.5, "retrieval")
ORDER = "switch off the hall lamp"


def house(*calls, understander=None, **more):
    return TextHarness(
        actor=FakeActor(), understander=understander, tool_thinker=FakeToolThinker(*calls), **more
    )


async def said(home, text, language="en"):
    async with home:
        return await home.ask(text, language)


async def test_a_call_is_asked_about_and_done_after_a_yes():
    home = house(OFF)
    async with home:
        asked = await home.ask(ORDER)
        assert (asked.asks, asked.intent, asked.source) == (True, "HassTurnOff", "thinker")
        assert not home.actor.orders
        done = await home.ask("yes")
    assert (done.done, done.source) == (("light.b",), "thinker")
    assert len(home.actor.orders) == 1


async def test_a_call_is_not_done_after_a_no():
    home = house(OFF)
    async with home:
        await home.ask(ORDER)
        report = await home.ask("no")
    assert (report.done, home.actor.orders) == ((), [])


@pytest.mark.parametrize(
    "calls",
    [
        (),
        (ON,),
        (ToolCall("switch", {"thing": "Light", "state": "off"}),),
        (ToolCall("switch", {"thing": "Front door", "state": "off"}),),
        (ToolCall("set_percent", {"thing": "Lamp", "value": 0.0}),),
        (ToolCall("set_percent", {"thing": "Lamp", "value": 400.0}),),
        (OFF, ToolCall("switch", {"thing": "Light", "state": "off"})),
        (ToolCall("rm", {"thing": "Lamp"}),),
    ],
)
async def test_calls_that_the_words_do_not_bear_out_come_to_nothing(calls):
    home = house(*calls)
    report = await said(home, ORDER)
    assert home.engines.tool_thinker is not None
    assert (report.asks, report.intent, home.actor.orders) == (False, None, [])
    assert report.source != "thinker"


async def test_half_of_a_sentence_comes_to_nothing():
    report = await said(house(OFF), ORDER + " and fetch the newspaper")
    assert (report.asks, report.intent) == (False, None)


@pytest.mark.parametrize(
    "text",
    [
        "are you done with the lamp?",
        "don't switch the lamp off",
        "tell me a story",
        "the lamp was switched off",
    ],
)
async def test_talk_and_questions_are_not_read_by_tools(text):
    home = house(OFF)
    report = await said(home, text)
    assert home.engines.tool_thinker._thinker.asked == []
    assert report.done == ()


async def test_commands_and_plausible_ones_are_not_read_by_tools():
    home = house(OFF, understander=FakeUnderstander([OPTION]), thinker=FakeThinker(), chooses=True)
    async with home:
        await home.ask("turn on the light")
        await home.ask(ORDER)
    assert home.engines.tool_thinker._thinker.asked == []


async def test_without_plausible_ones_a_thinker_that_chooses_reads_by_tools():
    home = house(OFF, chooses=True)
    assert (await said(home, ORDER)).intent == "HassTurnOff"
    assert home.engines.tool_thinker._thinker.tools == ["switch", "set_percent", "change"]


async def test_other_languages_and_other_settings_leave_it_alone():
    home = house(OFF)
    home.engines.tool_thinker.tool_languages = ("es",)
    assert (await said(home, ORDER)).intent is None
    assert (await said(TextHarness(actor=FakeActor()), ORDER)).intent is None


async def test_a_model_that_fails_fails_the_turn_and_nothing_acts():
    class Broken(FakeToolThinker):
        def call_tools(self, text, language, tools, cancel):
            raise ModelError("model_failed", "x")

    home = TextHarness(actor=FakeActor(), tool_thinker=Broken())
    report = await said(home, ORDER)
    assert (report.outcome, home.actor.orders) == ("failed", [])
