"""The code of an alarm that a person says: it reaches the alarm, and is nowhere else."""

import json
import logging
from pathlib import Path

import pytest

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import Transcript, TurnReport
from sarai_mqtt.home.audit_log import AuditFile
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.understanding.spoken_code import MASK, without_code
from tests.harness.engines import FakeStt, FakeThinker
from tests.harness.home import FakeActor
from tests.harness.service import TextHarness
from tests.harness.understanding import understanding_of

ALARM = "alarm_control_panel.house"
SAID = [
    ("en", "Disarm the alarm, code 4831.", "4831"),
    ("en", "Disarm the alarm, code four eight three one.", "4831"),
    ("en", "The code is 4 8 3 1, disarm the alarm.", "4831"),
    ("en", "Turn off the alarm with the code forty eight thirty one", "4831"),
    ("en", "Disarm the alarm 4831", "4831"),
    ("en", "Turn off the alarm 4 8 3 1", "4831"),
    ("en", "Disarm the alarm with my PIN 4-8-3-1", "4831"),
    ("es", "Desactiva la alarma, código 4831.", "4831"),
    ("es", "Desarma la alarma con la clave cuatro ocho tres uno", "4831"),
    ("es", "Quita la alarma, el código es cuarenta y ocho treinta y uno", "4831"),
    ("es", "Desactiva la alarma con la contraseña 4 8 3 1", "4831"),
    ("es", "Desarma la alarma cuatro ocho tres uno", "4831"),
    ("fr", "Désactive l'alarme, code 4831.", "4831"),
    ("fr", "Désarme l'alarme avec le code quatre huit trois un", "4831"),
    ("fr", "Désarme l'alarme 4 8 3 1", "4831"),
]
DIGITS = ("4831", "4 8 3 1", "4-8-3-1", "48 31")
WORDS = (
    "four eight", "eight three", "three one", "forty eight", "thirty one",
    "cuatro ocho", "ocho tres", "tres uno", "cuarenta y ocho", "treinta y uno",
    "quatre huit", "huit trois", "trois un",
)  # fmt: skip


@pytest.fixture(scope="module")
def known():
    return understanding_of(load_home(Path("tests/data/domains/house.yaml")), ("en", "es"))


class Alarm(FakeActor):
    """Disarms with the code that comes with the command."""

    def __init__(self):
        super().__init__()
        self.codes = []

    async def act(self, order):
        self.codes.append(order.code)
        self.orders.append(order)
        return ActionResult(done=order.intent.targets)


def gone_out(house, audit_folder, caplog):
    """Return all that left the service, or was written or told to an engine, as one text."""
    dialect = Topics("sarai")
    published = [
        f"{out.topic} {out.payload!r}" for s, e in house.outbox.sent if (out := dialect.encode(s, e))
    ]
    audit = AuditFile(audit_folder, lambda: house.engines.local_time())
    for entry in house.audit.entries:
        audit.note(entry)
    audit.close()
    written = [path.read_text("utf-8") for path in audit_folder.glob("*")]
    told = [repr(house.outbox.sent), repr(house.actor.orders), repr(house.thinker.__dict__)]
    said = [repr(house.tts.said), json.dumps(house.store.kept)]
    return "\n".join([*published, *written, *told, *said, caplog.text]).lower()


def assert_unsaid(everything):
    assert MASK in everything
    for part in (*DIGITS, *WORDS):
        assert part not in everything, part


@pytest.mark.parametrize(("language", "text", "code"), [row for row in SAID if row[0] != "fr"])
async def test_a_code_that_is_written_goes_to_the_alarm_alone(known, tmp_path, caplog, language, text, code):
    caplog.set_level(logging.DEBUG)
    async with TextHarness(understander=known, actor=Alarm()) as house:
        asked = await house.ask(text, language)
        assert asked.asks, asked
        assert (asked.intent, asked.targets) == ("HassTurnOff", (ALARM,))
        assert not house.actor.codes, "a yes is waited for"
        done = await house.ask({"en": "yes", "es": "sí"}[language], language)
        assert done.done == (ALARM,)
        assert house.actor.codes == [code]
        await house.settle()
        assert_unsaid(gone_out(house, tmp_path, caplog))


@pytest.mark.parametrize(("language", "text", "code"), [row for row in SAID if row[0] != "fr"])
async def test_a_code_that_is_heard_is_in_no_transcript(known, tmp_path, caplog, language, text, code):
    caplog.set_level(logging.DEBUG)
    stt = FakeStt(text, language)
    async with TextHarness(stt=stt, understander=known, actor=Alarm()) as house:
        house.say()
        (report,) = await house.turns(1)
        assert (report.intent, report.asks) == ("HassTurnOff", True)
        (transcript,) = house.outbox.of(Transcript)
        assert MASK in transcript.text
        assert house.service.sites["kitchen"].dialogue.code(house.clock.now) == code
        assert_unsaid(gone_out(house, tmp_path, caplog))


@pytest.mark.parametrize(
    "text",
    [
        "what is the capital of France, my code is 4831",
        "my alarm code is four eight three one, remember it",
        "is the code 4 8 3 1 a good one?",
        "don't disarm the alarm, code 4831",
        "disarm the frobnicator, code 4831",
        "add code 4831 to the shopping list",
    ],
)
async def test_what_is_no_command_keeps_the_code_out_too(known, tmp_path, caplog, text):
    caplog.set_level(logging.DEBUG)
    async with TextHarness(understander=known, actor=Alarm(), thinker=FakeThinker(), converse=True) as house:
        await house.ask(text, "en")
        await house.settle()
        assert not any(house.actor.codes)
        everything = gone_out(house, tmp_path, caplog) + repr(house.actor.talks)
        assert_unsaid(everything)


async def test_a_turn_that_is_given_up_masks_it(known, tmp_path, caplog):
    async with TextHarness(understander=known, actor=Alarm(), engine_limit_s=0.05) as house:
        house.tts.error = None
        report = await house.ask("disarm the alarm, code 4831", "xx")
        assert report.outcome == "failed"
        assert_unsaid(gone_out(house, tmp_path, caplog))


async def test_the_code_of_an_earlier_order_is_forgotten(known):
    async with TextHarness(understander=known, actor=Alarm()) as house:
        await house.ask("disarm the alarm, code 4831", "en")
        await house.ask("no", "en")
        await house.ask("disarm the alarm", "en")
        await house.ask("yes", "en")
        assert house.actor.codes == [""]


async def test_a_code_may_come_with_the_yes(known):
    async with TextHarness(understander=known, actor=Alarm()) as house:
        await house.ask("disarm the alarm", "en")
        await house.ask("yes, code 4831", "en")
        assert house.actor.codes == ["4831"]


async def test_no_other_thing_is_sent_the_code(known):
    async with TextHarness(understander=known, actor=Alarm()) as house:
        report = await house.ask("turn on the kitchen light, code 4831", "en")
        assert report.outcome == "answered"
        assert not any(house.actor.codes)


def test_a_report_of_a_text_has_a_mask():
    assert isinstance(TurnReport("t", "failed", without_code("code 1234").shown), TurnReport)
    assert "1234" not in repr(without_code("code 1234"))


@pytest.mark.parametrize(("language", "text", "code"), SAID)
def test_codes_in_words_and_digits(language, text, code):
    said = without_code(text)
    assert said.code == code, language
    assert MASK in said.shown
    assert not any(part in said.shown.lower() for part in (*DIGITS, *WORDS))
    assert MASK not in said.order


@pytest.mark.parametrize(
    "text",
    [
        "set an alarm for seven thirty",
        "set an alarm for 1930",
        "pon la alarma a las siete y media",
        "pon una alarma a las 7 30",
        "turn off the alarm at 7 30",
        "mets l'alarme à 6 45",
        "set the light to 50 percent",
        "turn on the alarm in ten minutes",
        "what is 1234 times 5",
        "activate the alarm",
        "disarm the alarm",
    ],
)
def test_other_numbers_are_left_alone(text):
    said = without_code(text)
    assert (said.shown, said.order, said.code) == (text, text, "")
