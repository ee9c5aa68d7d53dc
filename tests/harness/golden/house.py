"""Golden turns: a house on the real service that repeats itself exactly, and the record of what it does.

Real are the service, the pipeline, the understanding with all its layers, the codec, the audio decoder, the
Home Assistant client (against the stand-in of `hass_server`) and the package's actor. The engines are fakes.
Everything runs on one thread, and time passes only when a journey lets it (`loop.py`), so every value of a
record is the same in every run, timings included: they are counted, not measured. Only the ids of turns are
drawn by chance; they become turn-1, turn-2, ... in the order in which they appear.
"""

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.messages import ActionReport, AudioIn, SatellitePresence, TextCommand
from sarai_mqtt.engines.audio_decoder import PayloadDecoder
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access
from sarai_mqtt.home.mqtt_catalogue import read_catalogue
from sarai_mqtt.home.package_actor import PackageActor
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from sarai_mqtt.turns.request import Engines
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from tests.harness.audio import LOUD, QUIET, LoudVad
from tests.harness.engines import FakeThinker, RoomStt
from tests.harness.golden.loop import InlineWorker, ManualLoop
from tests.harness.golden.record import Noted, ReadableTts, Record
from tests.harness.hass_server import TOKEN, HassServer, thing

LANGUAGES = ("en", "es")
CONFIG = Path(__file__).parents[3] / "config" / "sarai.yaml"
FRAME_S = 0.02
CATALOGUE = {
    "version": 1,
    "acts": True,
    "areas": [
        {"id": "kitchen", "name": "Kitchen"},
        {"id": "hall", "name": "Hall"},
        {"id": "salon", "name": "Salón"},
    ],
    "entities": [
        {"id": "light.kitchen", "name": "Kitchen light", "area": "kitchen"},
        {"id": "light.counter", "name": "Counter light", "area": "kitchen"},
        {"id": "light.hall", "name": "Hall lamp", "area": "hall"},
        {"id": "light.salon", "name": "Lámpara del salón", "area": "salon"},
        {"id": "lock.front", "name": "Front door", "area": "hall"},
        {"id": "lock.entrada", "name": "Puerta principal", "area": "hall"},
        {
            "id": "sensor.kitchen",
            "name": "Kitchen temperature",
            "area": "kitchen",
            "device_class": "temperature",
        },
    ],
}


class RecordedHass(HassServer):
    """The stand-in, with a lock that moves and a thermometer, and what it is asked in the record."""

    def __init__(self, record):
        super().__init__()
        entry, state = thing(
            "sensor.kitchen", "Kitchen temperature", area="kitchen", device_class="temperature"
        )
        state["state"], state["attributes"]["unit_of_measurement"] = "21.5", "°C"
        self.add(entry, state)
        self.states["lock.front"]["state"] = "locked"
        self.asked, self.called = Noted(record, "intent"), Noted(record, "service")
        self.talked = Noted(record, "conversation")


@cache
def understanding():
    return Assembly(load_settings(CONFIG)).understanding(Home({}, {}))


class GoldenHouse:
    """A running service with one or more satellites; `token`: Home Assistant acts, else a package does.

    Nobody acts when neither is wanted (`package=False`). `reads` wraps the understanding.
    """

    def __init__(
        self,
        *,
        token=False,
        package=True,
        sites=("kitchen",),
        thinker=(),
        converse=False,
        chooses=False,
        reads=None,
        **limits,
    ):
        self.loop, self.topics = asyncio.get_running_loop(), Topics()
        self.record = Record(self.topics)
        self.token, self._package, self._sites = token, package, sites
        self.stt, self.hand, self.turns = RoomStt({}), PackageActor(), 0
        self.audio, self.text = InlineWorker("audio"), InlineWorker("text")
        self.thinking = InlineWorker("thinker", exclusive=True)
        self.understander = reads(understanding()) if reads else understanding()
        self.understander.learn(Home({}, {}))
        self.hass = RecordedHass(self.record)
        self.thinker = FakeThinker(thinker) if thinker else FakeThinker()
        self._converse, self._chooses = converse, chooses
        self._limits = Limits(limits.pop("endpointing", EndpointingLimits()), **limits)

    @asynccontextmanager
    async def open(self):
        """Start everything and let the satellites arrive; the record begins then."""
        async with AsyncExitStack() as stack:
            actor = self.hand
            if self.token:
                await stack.enter_async_context(self.hass.up())
                access = Access(self.hass.url, TOKEN)
                client = HomeAssistant(access, LANGUAGES, site_of_root("sarai"), self.understander.learn)
                await stack.enter_async_context(_running(client.run()))
                # Each language is warmed up with a sentence.
                await self.until(lambda: len(self.hass.talked) == len(LANGUAGES))
                actor = client.actor
            self.service = self._assembled(actor)
            started = asyncio.Event()
            await stack.enter_async_context(_running(self.service.run(started)))
            await started.wait()
            if not self.token:
                self.learn({**CATALOGUE, "acts": self._package})
            await self.loop.pass_time()
            self.record.entries.clear()
            for site in self._sites:
                self.send(SatellitePresence(site, online=True))
            await self.loop.pass_time(2)
            yield self

    def _assembled(self, actor):
        engines = Engines(
            self.stt,
            self.understander,
            self.thinker,
            ReadableTts(),
            LANGUAGES,
            self.audio,
            self.text,
            self.thinking,
            self.loop.time,
            actor,
            TimerScheduler(self.record, self.loop.time),
            self.record,
            lambda: datetime(2026, 11, 23, 15, 5),
            converse=self._converse,
            chooses=LANGUAGES if self._chooses else (),
        )
        return VoiceService(engines, self.record, self._limits, LoudVad, PayloadDecoder)

    def learn(self, catalogue):
        found = read_catalogue(json.dumps(catalogue).encode(), LANGUAGES)
        self.understander.learn(found.home)
        self.hand.present = found.acts

    # What comes in.

    def send(self, message, *, bare=False):
        self.deliver(self.topics.encode_inbound(message, bare=bare))

    def deliver(self, message):
        """Take a message as the service's process does."""
        self.record.came_in(message)
        try:
            inbound = self.topics.parse(message.topic, message.payload, retain=message.retain)
        except BadInput as error:
            self.service.refuse(self.topics.site_of(message.topic), error)
            return
        if isinstance(inbound, ActionReport):
            self.hand.reported(inbound.turn, inbound.acted, inbound.seq)
        else:
            self.service.receive(inbound, self.loop.now)

    async def hear(self, frame, *sites):
        await self.loop.pass_time(FRAME_S)
        for site, voice in zip(
            sites, frame if isinstance(frame, tuple) else [frame] * len(sites), strict=True
        ):
            self.send(AudioIn(site, voice))
        await self.settle()

    async def speak(
        self,
        text,
        language="en",
        *,
        sites=("kitchen",),
        voice=LOUD,
        before=0,
        speech=40,
        silence=None,
        over=True,
    ):
        """Let somebody say `text`, then be silent until the pause ends it, or for `silence` frames.

        `text` may say what each site hears, as may `voice`; `before` are frames of silence before it.
        """
        heard = text if isinstance(text, dict) else dict.fromkeys(sites, text)
        self.stt.texts.update({site: (words, language) for site, words in heard.items()})
        for _ in range(before):
            await self.hear(QUIET, *sites)
        for _ in range(speech):
            await self.hear(voice, *sites)
        for _ in range(80 if silence is None else silence):
            if silence is None and self.record.states[sites[0]] != "listening":
                break
            await self.hear(QUIET, *sites)
        await self.settle()
        if silence is None and over:
            await self.turn_over(len(sites))

    async def write(self, text, language=None, *, over=True):
        self.send(TextCommand("kitchen", text, language))
        await self.settle()
        if over:
            await self.turn_over()

    def package_reports(self, **told):
        """Let the package report on the last intent: `done`, `failed` and `states`."""
        intent, body = self.record.last_of("intent")["payload"], {"done": [], "failed": [], **told}
        about = {name: intent[name] for name in ("turn", "seq") if name in intent}
        self.deliver(Outgoing("sarai/acted/kitchen", json.dumps({**about, **body}).encode()))

    # What is waited for.

    async def settle(self):
        await self.loop.pass_time()

    async def turn_over(self, turns=1):
        self.turns += turns
        await self.until(lambda: self.record.seen["turn"] >= self.turns)

    async def until(self, condition):
        """Wait for something; where there are no sockets, the time that it takes passes."""
        for _ in range(400):
            if condition():
                await self.settle()
                return
            self.record.changed.clear()
            await (self.record.changed.wait() if self.token else self.loop.pass_time(0.05))
        raise AssertionError("what was waited for does not happen")


@asynccontextmanager
async def _running(work):
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def play(journey, *, from_arrival=False, **house):
    """Return the record of a journey, as text; with `from_arrival` also that of the satellites' arrival."""

    async def played():
        async with GoldenHouse(**house).open() as opened:
            if not from_arrival:
                opened.record.entries.clear()
            await journey(opened)
            # Long enough for what was said to be played, and for a microphone that was opened to close.
            await opened.loop.pass_time(12)
            return opened.record.as_text()

    with asyncio.Runner(loop_factory=ManualLoop) as runner:
        return runner.run(played())
