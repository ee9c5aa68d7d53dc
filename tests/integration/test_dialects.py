"""Two dialects on a real broker: each satellite is answered in its own, and a broken one harms nobody else."""

import asyncio
import json
import re
import sys
import threading
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sarai_mqtt.app import process
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.ages import Ages
from sarai_mqtt.core.events import TurnReport
from sarai_mqtt.core.messages import TextCommand
from sarai_mqtt.core.wav import parse_wav, write_wav
from sarai_mqtt.satellites.options import SiteOptions
from sarai_mqtt.transports import mailbox
from sarai_mqtt.transports.mqtt import further_dialect
from sarai_mqtt.transports.mqtt.virtual_satellite import VirtualSatellite
from tests.harness import broken_dialect, keeping_dialect
from tests.harness.assembly import LOUD, FakeAssembly, Tts
from tests.harness.home import FakeUnderstander
from tests.harness.mqtt import WAIT_S, Seen
from tests.harness.mqtt_service import serving as served

ROOT = Path(__file__).parents[2]
PLAIN, BROKEN = "tests.harness.plain_dialect", "tests.harness.broken_dialect"
KEEPING = "tests.harness.keeping_dialect"
PATIENT = Ages(act_s=600, reply_s=600, event_s=600)
# What Home Assistant needs of a site of another dialect: nothing that was said, and no speech.
FOR_THE_HOUSE = {"state", "presence", "intent", "error"}


@pytest.fixture
def seen(mosquitto):
    with Seen(mosquitto.options()) as peer:
        yield peer


@pytest.fixture
def hangs_soon(monkeypatch):
    monkeypatch.setattr(mailbox, "HANGS_S", 0.3)
    monkeypatch.setattr(further_dialect, "HANGS_S", 0.3)
    broken_dialect.RELEASED.clear()
    yield
    broken_dialect.RELEASED.set()


def serving(options, folder, **more):
    return served(options, folder, tts=Tts(), **more)


def bodies(seen, topic):
    return [json.loads(p) for t, p, _ in seen.inbox.messages if t == topic]


def write(seen, text, site):
    seen.client.publish("plain/text", json.dumps({"siteId": site, "text": text}), 1)


async def until_heard(seen, topic, site):
    """Send silence on `topic` until `site` is shown: the connection for sound is up."""

    def is_shown():
        seen.client.publish(topic, bytes(640), 0)
        return seen.last(f"sarai/presence/{site}")

    await seen.until(is_shown)


async def ask(options, site="kitchen"):
    """Return the turn of a text that a satellite of Sarai's own dialect writes."""

    def turn():
        with VirtualSatellite(site, options) as satellite:
            satellite.wait_connected(WAIT_S)
            satellite.wait_for_service(WAIT_S)
            satellite.ask("turn on the light", "en")
            return satellite.wait_for_turn(WAIT_S)

    return await asyncio.to_thread(turn)


@asynccontextmanager
async def process_on(mosquitto, seen, dialect, monkeypatch, folder):
    """Run the whole process on a broker, with `dialect` besides Sarai's own."""
    monkeypatch.setattr(process, "Assembly", FakeAssembly)
    monkeypatch.setattr(FakeAssembly, "understander", FakeUnderstander())
    monkeypatch.setenv("SARAI_MQTT_HOST", "127.0.0.1")
    monkeypatch.setenv("SARAI_MQTT_PORT", str(mosquitto.port))
    monkeypatch.setenv("SARAI_STATE_DIR", str(folder))
    monkeypatch.setenv("SARAI_AUDIO_STALE_MS", "10000")
    monkeypatch.setenv("SARAI_MQTT_DIALECTS", json.dumps(["sarai", dialect]))
    running = asyncio.create_task(process.serve(load_settings()))
    try:
        await seen.until_last("plain/service", b'{"up": true}')
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_an_intent_that_home_assistants_package_carries_out_is_done_by_nobody_else(
    mosquitto, seen, monkeypatch, tmp_path
):
    entity = {"id": "light.a", "name": "Light", "aliases": [], "area": None}
    catalogue = {"version": 1, "acts": True, "areas": [], "floors": [], "entities": [entity]}
    async with process_on(mosquitto, seen, PLAIN, monkeypatch, tmp_path):
        # nobody carries it out: whoever is set up to may, here as there
        write(seen, "turn on the light", "den")
        await seen.until(lambda: bodies(seen, "plain/done"))
        await seen.until(lambda: bodies(seen, "sarai/intent/den"))
        assert not bodies(seen, "plain/intent")[0]["handled"]
        assert not bodies(seen, "sarai/intent/den")[0]["handled"]
        # the package is there, and reports what it has done
        seen.publish("sarai/home", json.dumps(catalogue), retain=True)
        await seen.until(lambda: FakeAssembly.understander.home.entities.keys() == {"light.a"})
        write(seen, "turn on the light", "den")
        await seen.until(lambda: len(bodies(seen, "sarai/intent/den")) == 2)
        asked = bodies(seen, "sarai/intent/den")[1]
        assert not asked["handled"]
        seen.publish("sarai/acted/den", json.dumps({"turn": asked["turn"], "done": ["light.a"]}))
        await seen.until(lambda: len(bodies(seen, "plain/done")) == 2)
        assert [intent["handled"] for intent in bodies(seen, "plain/intent")] == [False, True]


async def test_a_dialect_that_a_setting_names_has_turns_beside_ours_and_neither_sees_the_other(
    mosquitto, seen, monkeypatch, tmp_path
):
    async with process_on(mosquitto, seen, KEEPING, monkeypatch, tmp_path):
        # ours, by text
        turn = await ask(mosquitto.options())
        assert (turn.report.outcome, turn.intent.name) == ("answered", "HassTurnOn")
        # the other, by text
        write(seen, "turn on the light", "den")
        await seen.until(lambda: bodies(seen, "plain/done") and seen.last("plain/reply/den"))
        intent = bodies(seen, "plain/intent")[-1]
        assert (intent["siteId"], intent["intent"], intent["input"]) == (
            "den",
            "HassTurnOn",
            "turn on the light",
        )
        # the other, by sound
        await until_heard(seen, "plain/sound/attic", "attic")
        for _ in range(30):
            seen.client.publish("plain/sound/den", LOUD, 0)
        seen.client.publish("plain/end", '{"siteId": "den"}', 1)
        await seen.until(lambda: len(bodies(seen, "plain/done")) == 2)
        assert [done["outcome"] for done in bodies(seen, "plain/done")] == ["answered"] * 2
        assert parse_wav(seen.last("plain/reply/den")).data
        # ours, by sound
        with VirtualSatellite("hall", mosquitto.options(), chunk_ms=20) as hall:
            await asyncio.to_thread(hall.wait_connected, WAIT_S)
            await asyncio.to_thread(hall.play, LOUD * 30)
            hall.release()
            heard = await asyncio.to_thread(hall.wait_for_turn, WAIT_S)
        assert heard.report.outcome == "answered"
        assert heard.reply.pcm
        # and a site of the other is forgotten there, too
        assert kept(seen, "attic")
        seen.client.publish("sarai/do/attic", "forget", 1)
        await seen.until(lambda: not kept(seen, "attic"))
    await seen.until_last("plain/service", b'{"up": false}')
    await seen.until_last("sarai/status", b"offline")
    topics = {t for t, _, _ in seen.inbox.messages}
    about_den = {t.split("/")[1] for t in topics if t.startswith("sarai/") and "den" in t.split("/")}
    assert "state" in about_den
    assert about_den <= FOR_THE_HOUSE
    assert {b["siteId"] for t in ("plain/done", "plain/intent") for b in bodies(seen, t)} == {"den"}
    assert {t for t in topics if t.startswith("plain/reply/")} == {"plain/reply/den"}


async def test_a_text_that_home_assistant_writes_is_answered_where_the_satellite_speaks(
    mosquitto, seen, tmp_path
):
    async with serving(mosquitto.options(), tmp_path, dialects=[PLAIN]):
        await seen.until_last("plain/service", b'{"up": true}')
        await until_heard(seen, "plain/sound/den", "den")
        seen.client.publish("sarai/ask/den", "turn on the light", 1)
        await seen.until(lambda: bodies(seen, "plain/done"))
        # a later report on the connection that would have carried it
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        assert seen.last("sarai/turn/den") is None


@pytest.mark.parametrize("fault", ["raises", "twice", "nonsense"])
async def test_what_a_dialect_cannot_read_is_counted_with_a_reason_and_the_others_go_on(
    mosquitto, seen, tmp_path, fault
):
    async with serving(mosquitto.options(), tmp_path, dialects=[BROKEN]) as service:
        await seen.until_last("plain/service", b'{"up": true}')
        write(seen, fault, "den")
        await seen.until(lambda: bodies(seen, "sarai/error/default"))
        error = bodies(seen, "sarai/error/default")[0]
        assert (error["code"], error["count"]) == ("dialect_failed", 1)
        assert BROKEN in error["reason"]
        write(seen, "turn on the light", "den")
        await seen.until(lambda: bodies(seen, "plain/done"))
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        assert service.error_reporter.error_counts.counts["default", "dialect_failed"] == 1


async def test_a_message_that_a_dialect_delivers_twice_is_two_turns_each_done_and_told_once(
    mosquitto, seen, tmp_path
):
    async with serving(mosquitto.options(), tmp_path, dialects=[PLAIN]):
        await seen.until_last("plain/service", b'{"up": true}')
        await until_heard(seen, "plain/sound/attic", "attic")
        write(seen, "turn on the light", "den")
        write(seen, "turn on the light", "den")
        # the end of one utterance, twice
        for _ in range(30):
            seen.client.publish("plain/sound/hall", LOUD, 0)
        seen.client.publish("plain/end", '{"siteId": "hall"}', 1)
        seen.client.publish("plain/end", '{"siteId": "hall"}', 1)
        write(seen, "turn on the light", "attic")
        await seen.until(
            lambda: {d["siteId"] for d in bodies(seen, "plain/done")} == {"den", "hall", "attic"}
        )
        await seen.until(lambda: len(bodies(seen, "plain/done")) == 4)
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        assert sorted(i["siteId"] for i in bodies(seen, "plain/intent")) == ["attic", "den", "den", "hall"]
        turns = [body["turn"] for body in bodies(seen, "sarai/intent/den")]
        assert len(turns) == len(set(turns)) == 2
        assert len(bodies(seen, "plain/done")) == 4


@pytest.mark.parametrize("fault", ["raises", "twice", "nonsense"])
async def test_what_a_dialect_cannot_encode_is_counted_with_a_reason_and_the_others_go_on(
    mosquitto, seen, tmp_path, fault
):
    async with serving(mosquitto.options(), tmp_path, dialects=[BROKEN]) as service:
        await seen.until_last("plain/service", b'{"up": true}')
        write(seen, "turn on the light", fault)
        await seen.until(lambda: bodies(seen, f"sarai/error/{fault}"))
        error = bodies(seen, f"sarai/error/{fault}")[0]
        assert error["code"] == "message_refused"
        assert "could not encode" in error["reason"]
        write(seen, "turn on the light", "den")
        await seen.until(lambda: [d["siteId"] for d in bodies(seen, "plain/done")] == ["den"])
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        assert service.error_reporter.error_counts.counts[fault, "message_refused"] >= 1


async def test_a_dialect_that_hangs_while_it_encodes_is_told_of_and_the_others_go_on(
    mosquitto, seen, tmp_path, hangs_soon
):
    async with serving(mosquitto.options(), tmp_path, dialects=[BROKEN]):
        await seen.until_last("plain/service", b'{"up": true}')
        write(seen, "turn on the light", "hangs")
        await seen.until(lambda: bodies(seen, "sarai/error/hangs"))
        assert "hangs" in bodies(seen, "sarai/error/hangs")[0]["reason"]
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        broken_dialect.RELEASED.set()
        await seen.until(lambda: bodies(seen, "plain/done"))


async def test_a_dialect_that_hangs_while_it_reads_is_told_of_and_the_others_go_on(
    mosquitto, seen, tmp_path, hangs_soon
):
    async with serving(mosquitto.options(), tmp_path, dialects=[BROKEN]):
        await seen.until_last("plain/service", b'{"up": true}')
        write(seen, "hangs", "den")
        await seen.until(lambda: bodies(seen, "sarai/error/default"))
        assert bodies(seen, "sarai/error/default")[0]["code"] == "dialect_hangs"
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        broken_dialect.RELEASED.set()
        await seen.until(lambda: bodies(seen, "plain/done"))


def kept(seen, site):
    """Return the topics about `site` that the keeping dialect has retained, as far as `seen`."""
    topics = {t for t, _, _ in seen.inbox.messages if t.startswith(keeping_dialect.KEPT)}
    return {t for t in topics if t.split("/")[2] == site and seen.last(t)}


# What the keeping dialect retains of a site: its state, its presence and each setting.
OF_A_SITE = ["state/{}", "there/{}"] + [f"setting/{{}}/{key}" for key in SiteOptions.__dataclass_fields__]


async def until_all_is_kept(seen, site):
    """Wait for all that the keeping dialect retains of `site`: none of it is still to come after that."""
    whole = {f"plain/{topic.format(site)}" for topic in OF_A_SITE}
    await seen.until(lambda: kept(seen, site) == whole)


async def test_what_a_dialect_keeps_of_a_site_is_published_again_when_the_broker_has_lost_it(
    mosquitto, tmp_path
):
    wanted = {"plain/state/den", "plain/there/den", "plain/setting/den/mute", "plain/setting/den/volume"}
    async with serving(mosquitto.options(), tmp_path, dialects=[KEEPING]):
        with Seen(mosquitto.options()) as before:
            await before.until_last("plain/service", b'{"up": true}')
            await until_heard(before, "plain/sound/den", "den")
            await before.until(lambda: wanted <= kept(before, "den"))
        mosquitto.stop()
        await asyncio.to_thread(mosquitto.start)
        with Seen(mosquitto.options()) as after:
            await after.until(lambda: wanted <= kept(after, "den"))
            await after.until_last("plain/service", b'{"up": true}')
            await after.until_last("plain/state/den", b"idle")


async def test_what_a_dialect_keeps_of_its_sites_is_published_again_when_its_connection_alone_was_lost(
    mosquitto, seen, tmp_path
):
    async with serving(mosquitto.options(client_id="house"), tmp_path, dialects=[KEEPING]):
        await seen.until_last("plain/service", b'{"up": true}')
        await until_heard(seen, "plain/sound/den", "den")
        await seen.until_last("plain/state/den", b"idle")
        await until_all_is_kept(seen, "den")
        before = kept(seen, "den")
        for topic in before:
            seen.publish(topic, b"", retain=True)
        await seen.until(lambda: not kept(seen, "den"))
        # The broker ends the connection of the same name.
        with Seen(mosquitto.options(), "house-control-tests-harness-keeping_dialect"):
            await seen.until_last("plain/service", b'{"up": false}')
        await seen.until(lambda: kept(seen, "den") >= before)
        assert not kept(seen, "kitchen")


async def test_what_a_dialect_kept_of_a_site_before_a_restart_is_cleared_as_far_as_it_names_it(
    mosquitto, seen, tmp_path
):
    named = {"plain/state/den", "plain/there/den"}
    async with serving(mosquitto.options(), tmp_path, dialects=[KEEPING]):
        await seen.until_last("plain/service", b'{"up": true}')
        seen.client.publish("plain/setting/den", "9", 1)
        await until_heard(seen, "plain/sound/den", "den")
        await seen.until(lambda: named <= kept(seen, "den"))
    async with serving(mosquitto.options(), tmp_path, dialects=[KEEPING]):
        seen.client.publish("sarai/do/den", "forget", 1)
        await seen.until(lambda: not named & kept(seen, "den"))
        assert kept(seen, "den")


async def test_what_a_dialect_keeps_of_a_site_is_cleared_when_the_site_is_forgotten(
    mosquitto, seen, tmp_path
):
    async with serving(mosquitto.options(), tmp_path, dialects=[KEEPING]) as service:
        await seen.until_last("plain/service", b'{"up": true}')
        for site in ("den", "attic"):
            await until_heard(seen, f"plain/sound/{site}", site)
            await until_all_is_kept(seen, site)
        seen.client.publish("sarai/do/den", "forget", 1)
        await seen.until(lambda: not kept(seen, "den"))
        await seen.until(lambda: seen.last("sarai/state/den") == b"")
        assert "den" not in service.sites
        assert len(kept(seen, "attic")) > 3
        with Seen(mosquitto.options(), "late") as late:
            await late.until_last("plain/service", b'{"up": true}')
            await late.until(lambda: kept(late, "attic"))
            assert not kept(late, "den")
        # and it may come again
        write(seen, "turn on the light", "den")
        await until_all_is_kept(seen, "den")


class Drawer:
    """A transport without a network: `say` is its client. While `shut` it takes nothing more until `opened`."""

    connected = True

    def __init__(self, inbound):
        self.inbound, self.taken, self.stopped = inbound, [], False
        self.shut, self.opened = threading.Event(), threading.Event()

    def start(self):
        self.stopped = False

    def stop(self):
        self.stopped = True

    def check(self):
        raise ZeroDivisionError("nobody minds")

    def publish(self, site, event, age=0.0):
        self.taken.append((site, event))
        if self.shut.is_set():
            assert self.opened.wait(10 * WAIT_S)

    def say(self, text, site="cellar"):
        self.inbound.receive(TextCommand(site, text, "en"), time.monotonic())

    def reports(self):
        return [event for _, event in self.taken if isinstance(event, TurnReport)]


async def test_of_two_receivers_one_that_is_slow_is_bounded_and_counted_and_delays_nobody(
    mosquitto, seen, tmp_path
):
    made = []

    def make(inbound):
        made.append(Drawer(inbound))
        return made[0]

    async with serving(mosquitto.options(ages=PATIENT), tmp_path, transports={"drawer": make}) as service:
        slow = made[0]
        slow.say("turn on the light")
        await seen.until(slow.reports)
        slow.shut.set()
        for _ in range(2 * mailbox.MAX_WAITING):
            slow.say("turn on the light")
        # it loses what it cannot hold, by its own rule, while ours are answered as ever
        await seen.until(lambda: bodies(seen, "sarai/error/cellar"))
        assert bodies(seen, "sarai/error/cellar")[0]["code"] == "outbox_full"
        assert (await ask(mosquitto.options())).report.outcome == "answered"
        taken = len(slow.taken)
        slow.shut.clear()
        slow.opened.set()
        await seen.until(lambda: len(slow.taken) > taken)
        assert service.error_reporter.error_counts.counts["cellar", "outbox_full"] > 1
    assert slow.stopped
    assert not [event for site, event in slow.taken if site == "kitchen"]


async def test_the_dialect_of_the_page_is_loaded_by_its_name_and_has_its_turn(
    mosquitto, seen, tmp_path, monkeypatch
):
    page = (ROOT / "docs" / "extending" / "dialect.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "houses").mkdir()
    (tmp_path / "houses" / "bell.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "houses.bell", raising=False)
    assert "houses.bell" in page.split("## 2. The setting")[1]
    async with serving(mosquitto.options(), tmp_path, dialects=["houses.bell"]):
        await seen.until_last("bell/service", b"here")
        seen.client.publish("bell/text", '{"siteId": "gate", "text": "turn on the light"}', 1)
        await seen.until(lambda: bodies(seen, "bell/done") and seen.last("bell/speech/gate"))
        done = bodies(seen, "bell/done")[0]
        assert (done["siteId"], done["outcome"], done["text"]) == ("gate", "answered", "turn on the light")
        await until_heard(seen, "bell/sound/attic", "attic")
        for _ in range(30):
            seen.client.publish("bell/sound/gate", LOUD, 0)
        seen.client.publish("bell/over/gate", "", 1)
        await seen.until(lambda: len(bodies(seen, "bell/done")) == 2)
        assert bodies(seen, "bell/done")[1]["outcome"] == "answered"
        seen.client.publish("bell/text", "{", 1)
        await seen.until(lambda: bodies(seen, "sarai/error/default"))
        assert bodies(seen, "sarai/error/default")[0]["code"] == "bad_json"
    await seen.until_last("bell/service", b"gone")


async def test_the_smallest_satellite_asks_and_keeps_the_answer(mosquitto, tmp_path):
    question, answer = tmp_path / "question.wav", tmp_path / "answer.wav"
    question.write_bytes(write_wav(LOUD * 30, 16_000))
    script = ROOT / "docs" / "examples" / "satellite.py"
    async with serving(mosquitto.options(), tmp_path):
        satellite = await asyncio.create_subprocess_exec(
            *(sys.executable, script, "kitchen", question, answer, "--port", str(mosquitto.port)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, errors = await asyncio.wait_for(satellite.communicate(), 2 * WAIT_S)
    assert (satellite.returncode, errors) == (0, b"")
    assert out.startswith(b"answered: 'turn on the light' ->")
    assert parse_wav(answer.read_bytes()).data


@pytest.mark.parametrize(
    ("rate", "timeout", "said"), [(8_000, 20, b"16 kHz"), (16_000, 0.3, b"Nobody answered")]
)
async def test_the_smallest_satellite_says_why_it_gives_up(mosquitto, tmp_path, rate, timeout, said):
    question = tmp_path / "question.wav"
    question.write_bytes(write_wav(LOUD, rate))
    satellite = await asyncio.create_subprocess_exec(
        *(
            sys.executable,
            ROOT / "docs" / "examples" / "satellite.py",
            "kitchen",
            question,
            tmp_path / "a.wav",
        ),
        *("--port", str(mosquitto.port), "--timeout", str(timeout)),
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await asyncio.wait_for(satellite.communicate(), 2 * WAIT_S)
    assert satellite.returncode == 1
    assert said in errors
