"""What a user chose for a language is heard in each kind of reply that has a number or a time."""

from dataclasses import replace

from sarai_mqtt.config.language_options import LanguageOptions
from sarai_mqtt.config.wordings import wordings
from sarai_mqtt.core.acting import ActionResult, EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.turns.actions import carry_out, expected_reply
from sarai_mqtt.turns.meaning import Command, Understood
from tests.harness.home import FakeActor
from tests.harness.turns import TurnHarness, all_of

CHOSEN = wordings({"en": LanguageOptions(clock=24, decimal_sign=",", first_weekday="monday")})
STAT, SENSOR = "climate.hall", "sensor.hall"
WARM = Intent("t", "HassClimateSetTemperature", {"temperature": 21.5}, (STAT,), "warm", "en", 1.0)
ASKED = Intent("t", "HassGetState", {}, (SENSOR,), "how warm", "en", 1.0, asks="one")
LATER = Intent(
    "t", "HassStartTimer", {"minutes": 5, "conversation_command": "warm"}, (), "warm later", "en", 1.0
)


async def told(command, actor=None):
    """Return the reply to a command, and what is prepared of it beforehand."""
    with TurnHarness(actor=actor, wording_of=CHOSEN) as house:
        request, understood = house.request("words"), Understood("words", "en", command)
        prepared = expected_reply(request, house.engines, understood)
        *_, acted = await all_of(carry_out(request, house.engines, understood))
    return acted.say, prepared


async def test_the_time_and_the_week():
    time, week = Intent("t", "HassGetCurrentTime", {}, (), "x", "en", 1.0), {"part": "week"}
    assert await told(Command(time)) == ("It's 15:05.", "It's 15:05.")
    week = replace(time, name="HassGetCurrentDate", slots=week)
    assert await told(Command(week)) == ("It's week 48.", "It's week 48.")


async def test_what_was_done():
    said, prepared = await told(Command(WARM))
    assert "21,5 degrees" in said
    assert prepared == said


async def test_a_question_before_it_is_done():
    said, prepared = await told(Command(replace(WARM, confirm=True)))
    assert said.endswith("21,5 degrees?")
    assert prepared == said


async def test_what_is_only_published():
    said, _ = await told(Command(WARM), FakeActor(present=False))
    assert "21,5 degrees" in said


async def test_a_state():
    state = EntityState(SENSOR, "21.5", {"unit_of_measurement": "°C"})
    said, _ = await told(Command(ASKED), FakeActor(ActionResult(states=(state,))))
    assert "21,5 degrees" in said


async def test_a_delayed_command():
    said, _ = await told(Command(LATER, delayed=WARM))
    assert "21,5 degrees" in said
