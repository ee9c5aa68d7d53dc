from dataclasses import replace

import pytest

from sarai_mqtt.core.events import Intent
from sarai_mqtt.turns.hearing import Heard, hear
from tests.harness.engines import FakeStt
from tests.harness.turns import SAID, TurnHarness

LOCK = Intent("", "HassTurnOff", {"name": "lock.door"}, ("lock.door",), "unlock", "en", 1.0, confirm=True)


@pytest.mark.parametrize(
    ("text", "fixed", "language"),
    [("turn on the light", None, "en"), ("enciende la luz", None, "es"), ("enciende la luz", "en", "en")],
)
async def test_a_text_is_taken_as_it_is(text, fixed, language):
    with TurnHarness() as house:
        heard = await hear(house.request(text, language=fixed), house.engines)
    assert heard == Heard(text, language)
    assert not (house.stt.heard or heard.silent)


async def test_an_utterance_is_transcribed():
    with TurnHarness(stt=FakeStt("enciende la luz", "es")) as house:
        heard = await hear(house.request(), house.engines)
    assert house.stt.heard == [SAID]
    assert (heard.text, heard.language, heard.transcript.turn) == ("enciende la luz", "es", "t")
    assert (heard.asked, heard.agrees, heard.silent) == (None, None, False)
    assert [(timing.name, timing.value) for timing in heard.timings] == [("stt", 0.0), ("audio_s", 1.0)]


async def test_silence_is_heard_as_such():
    with TurnHarness(stt=FakeStt("")) as house:
        assert (await hear(house.request(), house.engines)).silent


@pytest.mark.parametrize(("said", "agrees"), [("yes", True), ("no", False), ("banana", None)])
async def test_after_a_question_the_recogniser_listens_for_its_answer(said, agrees):
    with TurnHarness(stt=FakeStt(said)) as house:
        house.dialogue.ask(replace(LOCK, language="es"), house.clock())
        heard = await hear(house.request(), house.engines)
    assert house.stt.asked == ["es"]
    assert (heard.asked.name, heard.agrees) == ("HassTurnOff", agrees)
