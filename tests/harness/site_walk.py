"""Runs a voice service at random, step by step, and judges what comes of it: the base of `site_driver`."""

import asyncio
import gc
import logging
from collections import Counter

from sarai_mqtt.core.events import TurnReport
from sarai_mqtt.core.messages import (
    Announce,
    AudioEnd,
    AudioIn,
    ButtonPressed,
    Played,
    SettingChange,
    TextCommand,
)
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.dialogue import DialogueTimeouts
from tests.harness.audio import QUIET, RawDecoder
from tests.harness.chance import (
    SENTENCES,
    Chance,
    ChanceActor,
    ChanceStt,
    ChanceThinker,
    ChanceTts,
    ChanceUnderstander,
    Provoked,
)
from tests.harness.service import ServiceHarness
from tests.harness.site_checks import Watch
from tests.harness.site_seen import WatchedAudit, WatchedVad
from tests.harness.speech_frames import Room
from tests.harness.stepped import SteppedLoop, SteppedWorker

TURNS_AT_ONCE = 2
ROOMS = ("kitchen", "hall", "attic")
STRANGERS = ("guest", "cellar")
REFUSALS = ("site_disabled", "too_many_sites")
WORDS = ("apple", "pear", "plum", "fig", "lime", "nut", "oat", "rye")
# Rounds after which nothing can be at work any more.
_ENOUGH = 20_000


class _Errors(logging.Handler):
    """Keeps what is logged as an error, unless it was provoked."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.found = []

    def emit(self, record):
        if not (record.exc_info and isinstance(record.exc_info[1], Provoked)):
            self.found.append(self.format(record))


class SiteWalk:
    """One run, of which `seed` decides everything. `_step` of a subclass does what happens in one, and
    returns False if the next step follows before the loop runs.

    Args:
        seed: of the run.
        look: called with the service after each step, and after each 20 ms of audio before the loop runs;
            `seen` counts the values that it returns.

    """

    def __init__(self, seed, look=lambda service: ()):
        self.seed, self.look, self.seen = seed, look, Counter()
        self.loop = SteppedLoop()
        self.chance = Chance(seed)
        self.drafts = self.chance.random.random() < 0.8
        self.watch = Watch(lambda: self.loop.rounds, TURNS_AT_ONCE, drafts=self.drafts)
        self.accepted, self.errors = Counter(), _Errors()
        self.rooms = {name: Room(number) for number, name in enumerate((*ROOMS, *STRANGERS))}
        for name in STRANGERS:
            self.rooms[name].streams = False
        self.texts = 0

    @property
    def met(self):
        """How often each kind of thing has happened."""
        return self.watch.met

    def run(self, steps=300):
        """Take `steps` steps, let everything end, and raise AssertionError if a rule was broken."""
        logging.getLogger().addHandler(self.errors)
        try:
            self.loop.run_until_complete(self._run(steps))
        finally:
            logging.getLogger().removeHandler(self.errors)
            self.loop.close()

    def _new_house(self):
        random, watch = self.chance.random, self.watch
        names, self.arbitrates = list(self.rooms), random.random() < 0.25
        self.house = ServiceHarness(
            stt=ChanceStt(self.chance, watch, self.rooms),
            thinker=ChanceThinker(self.chance),
            tts=ChanceTts(self.chance),
            vad=lambda: WatchedVad(watch, names),
            decoder=RawDecoder,
            actor=ChanceActor(self.chance, watch),
            understander=ChanceUnderstander(),
            outbox=watch,
            audit=WatchedAudit(watch),
            worker=SteppedWorker,
            converse=random.random() < 0.4,
            endpointing=EndpointingLimits(
                draft_ms=140 if self.drafts else 0, complete_ms=260, dangling_ms=1000, max_ms=2000
            ),
            turns_at_once=TURNS_AT_ONCE,
            max_sites=random.choice((3, 4, 8)),
            arbitration=ArbitrationLimits(window_ms=400 if self.arbitrates else 0),
            dialogue_timeouts=DialogueTimeouts(10.0, 30.0),
        )
        self.loop.clock = self.house.clock
        self.actor, self.engines = self.house.actor, self.house.engines
        self.actor.present = random.random() < 0.9
        self.workers = (self.engines.audio_worker, self.engines.text_worker, self.engines.thinker_worker)
        # Engine steps for each step of the driver: slow engines, or fast ones.
        self.speed = random.choice((1, 4, 12))

    async def _run(self, steps):
        self._new_house()
        self.service = self.house.service
        self.watch.sites = self.service.sites
        begun = asyncio.all_tasks()
        started = asyncio.Event()
        task = asyncio.create_task(self.service.run(started))
        await self._rounds(5)
        assert started.is_set()
        self.own_tasks = asyncio.all_tasks() - begun
        self.main = begun | self.own_tasks
        try:
            for number in range(steps):
                self._say(f"step {number} at {self.loop.clock.now:.2f}")
                if await self._step():
                    await self._rounds(self.chance.random.choice((0, 1, 2, 4, 8)))
                    self._engine_steps(self.chance.random.random() * 2 * self.speed)
                    await self._rounds(self.chance.random.choice((0, 1, 3)))
                self.seen.update(self.look(self.service))
                self._check(task)
            self._say("the end")
            await self._end(task)
        finally:
            task.cancel()
            await self._settle()
        assert task.done(), self._story("the service does not end")
        del task
        gc.collect()
        await self._rounds(2)
        self._check(None)

    # --- how it happens ---

    def _unique(self):
        self.texts += 1
        number, words = self.texts, []
        while number:
            number, digit = divmod(number, len(WORDS))
            words.append(WORDS[digit])
        return " ".join(words)

    def _pass(self, seconds):
        # Never just at the moment for which something is set: which of two readings is first is rounding.
        self.loop.clock.now += seconds + self.chance.random.random() * 1e-4

    def _send(self, message, age=0.0):
        if not isinstance(message, AudioIn) or len(message.payload) != len(QUIET):
            self._say(f"  -> {self._shown(message)}")
        name, counts = message.site, self.service.error_reporter.error_counts.counts
        refused = sum(n for (_, code), n in counts.items() if code in REFUSALS)
        before, spoke = dict(self.service.sites), self.watch.site(name).speech
        pressed = isinstance(message, ButtonPressed) and message.button in ("stop", "forget")
        self.watch.stopping = name if pressed or isinstance(message, SettingChange) else ""
        self.service.receive(message, self.loop.clock.now - age)
        self.watch.stopping = ""
        if isinstance(message, SettingChange):
            self.watch.changed(name, spoke=spoke)
        site = before.get(name)
        disabled = isinstance(message, SettingChange) and site is not None and not site.options.enabled
        if pressed or disabled:
            self.watch.stopped(name)
        for known in before:
            self.watch.renew(known, for_good=pressed and known == name)
        was_refused = sum(n for (_, code), n in counts.items() if code in REFUSALS) > refused
        if isinstance(message, TextCommand | Announce):
            self.watch.met["text refused" if was_refused else "text accepted"] += 1
            if not was_refused:
                self.accepted[name, message.text] += 1
                self.watch.accepted(name, message.text, alone=message.text not in SENTENCES)

    def _engine_steps(self, count):
        random = self.chance.random
        for _ in range(int(count + random.random())):
            busy = [worker for worker in self.workers if worker.busy]
            if self.loop.threads and random.random() < 0.3:
                self.loop.run_thread()
            elif busy:
                random.choice(busy).step()

    async def _rounds(self, count):
        for _ in range(count):
            await asyncio.sleep(0)

    async def _settle(self):
        """Let everything that was begun come as far as it can while time stands still."""
        idle = 0
        for _ in range(_ENOUGH):
            if idle == 12:
                return
            work = self.loop.threads or self.actor.busy or any(worker.busy for worker in self.workers)
            idle = 0 if work else idle + 1
            if self.loop.threads:
                self.loop.run_thread()
            self.actor.step()
            for worker in self.workers:
                worker.step()
            await self._rounds(3)
        raise AssertionError(self._story("something is still at work"))

    # --- the end ---

    async def _end(self, task):
        """Let all end, and probe each site."""
        self.watch.connected, self.chance.fails = True, 0.0
        await self._run_out(task)
        self.watch.all_reported()
        self.watch.texts_reported(self.accepted)
        self.watch.utterances_reported()
        self._check(task)
        self._check_rest()
        await self._probe(task)

    async def _run_out(self, task):
        """Let the streams end and a minute pass, in which all questions and timers end."""
        for name in list(self.service.sites):
            self._send(AudioEnd(name))
        for _ in range(40):
            await self._settle()
            self._pass(2.0)
        await self._settle()
        self._check(task)

    def _check_rest(self):
        """Nothing is left: no task, no call, no state but idle."""
        names = {f"site:{name}" for name in self.service.sites}
        left = [t for t in asyncio.all_tasks() - self.main if t.get_name() not in names]
        assert not left, self._story(f"tasks are left: {left}")
        shown = {name: site.state for name, site in self.watch.at.items()}
        assert set(shown.values()) <= {"idle", ""}, self._story(f"at the end: {shown}")
        assert not any(worker.busy for worker in self.workers), self._story("an engine is still at work")

    async def _probe(self, task):
        """Speak and write to each site: all answer, as many at once as there are slots."""
        for name in self.service.sites:
            for key, value in (("enabled", "on"), ("mute", "off"), ("mode", "always"), ("language", "auto")):
                self._send(SettingChange(name, key, value))
        self.house.stt.sentences = ("tell me a story",)
        await self._settle()
        reports = len(self.watch.of(TurnReport))
        sites = [name for name in ROOMS if name in self.service.sites]
        for name in sites:
            self._send(Announce(name, f"The end {self._unique()}"))
        await self._rounds(20)
        at_once = sum(worker.waiting for worker in self.workers)
        assert at_once == min(TURNS_AT_ONCE, len(sites)), self._story(
            f"{at_once} turns of {len(sites)} are at work"
        )
        await self._run_out(task)
        for name in sites:
            room = self.rooms[name]
            room.plan = [False] * 80 + [True] * 20
            for _ in range(100):
                self._pass(0.02)
                self._send(AudioIn(name, room.frame(self.chance.random)))
        await self._run_out(task)
        count = len(self.watch.of(TurnReport)) - reports
        assert count == 2 * len(sites), self._story(f"{count} turns of {2 * len(sites)} were reported")
        self.watch.all_reported()
        self._check(task)
        self._check_rest()

    def _check(self, task):
        assert not self.watch.faults, self._story(self.watch.faults[0])
        assert not self.errors.found, self._story(self.errors.found[0])
        assert task is None or not task.done(), self._story(f"the service has ended: {task}")

    def _say(self, text):
        self.watch.log.append(text)

    def _story(self, what):
        """Return `what` went wrong, the seed and the last steps."""
        log = self.watch.log
        steps = [at for at, line in enumerate(log) if line.startswith("step ")]
        last = "\n".join(log[steps[-40] if len(steps) >= 40 else 0 :])
        return f"seed {self.seed}: {what}\n{last}\nseed {self.seed}: {what}"

    def _shown(self, message):
        match message:
            case AudioIn(site=site, payload=payload):
                return f"AudioIn {site} {len(payload)} bytes"
            case Played(site=site, turn=turn):
                return f"Played {site} {self.watch.short(turn)}"
        return message
