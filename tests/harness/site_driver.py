"""Walks a voice service at random: three rooms that speak, write, press buttons and interrupt, step by step.

`SiteDriver(seed).run(steps)` decides everything by its seed: what comes in, how long the engines and the house
take and how they fail, how the clock moves. Nothing runs on a thread and nothing waits for real time (see
`stepped`), so a seed gives the same run each time. What comes out is checked by `site_checks.Watch`.
"""

import asyncio
import gc
import logging
import random
from collections import Counter
from dataclasses import replace

from sarai_mqtt.core.acting import ActionResult, ConversationResult
from sarai_mqtt.core.errors import BadInput, Cancelled, SaraiError
from sarai_mqtt.core.events import Intent, SpeechChunk, Transcript, TurnReport
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.messages import (
    Announce,
    AudioEnd,
    AudioIn,
    ButtonPressed,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.dialogue import DialogueTimeouts
from sarai_mqtt.understanding.confirmation import answer_of
from tests.harness.audio import QUIET, RawDecoder
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import HOME, FakeActor, FakeUnderstander
from tests.harness.service import ServiceHarness
from tests.harness.site_checks import KNOWN_FAULTS, Watch, WatchedAudit, WatchedVad, loud_frame
from tests.harness.stepped import SteppedLoop, SteppedWorker

TURNS_AT_ONCE = 2
ROOMS = ("kitchen", "hall", "attic")
STRANGERS = ("guest", "cellar")
SENTENCES = (
    *("yes",) * 8,
    *("unlock the front door",) * 5,
    *("turn on the light",) * 4,
    "no",
    "enciende la luz",
    "abre la puerta",
    "sí",
    "is the light on",
    "and the lamp too",
    "set a timer",
    "turn on the light in 5 seconds",
    "unlock the front door in 5 seconds",
    "banana",
    "yes but not now",
    "turn the",
    "what shall we do with the long day",
    "tell me a story",
    "stop",
    "say that again",
    "broken",
    "crash",
    "",
    "",
)
ANSWERS = ("yes", "yes", "yes", "sí", "no", "banana", "say that again")
ANNOUNCEMENTS = ("Dinner is ready", "The door is open. Come down", "Is anybody there?", "Shall we eat?")
CHANGES = (
    ("enabled", "off"),
    *(("enabled", "on"),) * 5,
    ("mute", "on"),
    *(("mute", "off"),) * 5,
    ("mode", "wake"),
    *(("mode", "always"),) * 3,
    *(("barge_in", "vad"),) * 2,
    ("barge_in", "wake"),
    ("barge_in", "off"),
    ("silence_ms", "300"),
    ("silence_ms", "700"),
    ("language", "es"),
    ("language", "auto"),
    ("volume", "0"),
    ("volume", "60"),
    ("colour", "red"),
)
HOMES = (
    HOME,
    HOME,
    Home(),
    replace(HOME, entities={k: v for k, v in HOME.entities.items() if k != "lock.door"}),
)
REFUSALS = ("site_disabled", "too_many_sites")
WORDS = ("apple", "pear", "plum", "fig", "lime", "nut", "oat", "rye")


class Provoked(RuntimeError):
    """An error of an engine that the driver wanted."""


class Chance:
    """How often the engines fail, and with what."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.fails = self.random.choice((0.0, 0.02, 0.1))

    def strike(self, cancel=None):
        if cancel is not None and cancel.cancelled and self.random.random() < 0.5:
            raise Cancelled
        if self.random.random() < self.fails:
            raise self.random.choice((SaraiError("engine_broken", "It broke."), Provoked("boom")))


class ChanceStt(FakeStt):
    """Hears a sentence of chance, at times an echo; each transcript has a confidence of its own."""

    def __init__(self, chance, watch, rooms):
        super().__init__()
        self.chance, self.watch, self.rooms, self.count, self.sentences = chance, watch, rooms, 0, SENTENCES

    def _text(self, site):
        random = self.chance.random
        if self.sentences is not SENTENCES:
            return random.choice(self.sentences)
        if self.rooms[site].text is not None:
            return self.rooms[site].text
        if self.watch.site(site).asked and random.random() < 0.5:
            return random.choice(ANSWERS)
        said = [chunk.text for chunk in self.watch.of(SpeechChunk, site)[-8:] if chunk.text]
        return said[-1] if said and random.random() < 0.1 else random.choice(SENTENCES)

    def transcribe(self, utterance, language, cancel):
        self.chance.strike(cancel)
        text = self._text(utterance.site)
        spoken = "es" if text.startswith(("enciende", "abre", "sí")) else "en"
        self.count += 1
        heard = Transcript("", text, language or spoken, self.count / 1e6, no_speech=not text)
        self.watch.transcribed(heard.confidence, utterance)
        return heard

    def transcribe_answer(self, utterance, asked, language, cancel):
        heard = self.transcribe(utterance, language, cancel)
        answers = (answer_of(heard.text, code) for code in (asked, heard.language))
        return HeardAnswer(heard, next((answer for answer in answers if answer is not None), None))


class ChanceTts(FakeTts):
    """Speaks in two pieces; at times it has nothing to say, or fails before or in mid-sentence."""

    def __init__(self, chance):
        super().__init__()
        self.chance = chance

    def synthesize(self, text, language, cancel):
        self.chance.strike(cancel)
        if self.chance.random.random() < self.chance.fails / 2:
            return
        for piece in super().synthesize(text, language, cancel):
            yield piece
            self.chance.strike(cancel)


class ChanceThinker(FakeThinker):
    """Tells one story or another; at times it says nothing, or fails."""

    def __init__(self, chance):
        super().__init__()
        self.chance = chance

    def think(self, text, language, cancel):
        self.chance.strike(cancel)
        for piece in self.chance.random.choice((("One. ", "Two. ", "Three."), ("Shall I go on?",), ())):
            if cancel.cancelled:
                return
            yield piece
            self.chance.strike(cancel)


class ChanceUnderstander(FakeUnderstander):
    """Also sets short timers and puts commands off; fails at "broken" and "crash"."""

    def understand(self, text, language, area=None):
        if text.startswith("broken"):
            raise BadInput("broken", "It broke.")
        if text.startswith("crash"):
            raise Provoked(text)
        if text.startswith("set a timer"):
            return Intent("", "HassStartTimer", {"seconds": 4}, (), text, language, 1.0)
        words, delayed, _ = text.partition(" in 5 seconds")
        now = super().understand(words, language, area)
        if now is None or not delayed:
            return now
        slots = {"seconds": 5, "conversation_command": words}
        return Intent("", "HassStartTimer", slots, now.targets, text, language, 1.0, confirm=now.confirm)


class ChanceActor(FakeActor):
    """Takes until the driver lets it answer, then succeeds or fails as chance has it."""

    def __init__(self, chance, watch):
        super().__init__()
        self.chance, self.watch, self.busy = chance, watch, []
        self.by_message = chance.random.random() < 0.3

    async def _answer(self):
        gate = asyncio.get_running_loop().create_future()
        self.busy.append(gate)
        await gate
        self.chance.strike()

    def step(self):
        """Let a call that waits go on."""
        self.busy = [gate for gate in self.busy if not gate.done()]
        if self.busy:
            self.busy.pop(self.chance.random.randrange(len(self.busy))).set_result(None)

    async def act(self, order):
        self.orders.append(order)
        self.watch.ordered(order.site, order)
        await self._answer()
        targets = order.intent.targets
        answers = (
            *(ActionResult(done=targets),) * 3,
            ActionResult(failed=targets),
            ActionResult(trouble="unreachable"),
            ActionResult(trouble="late"),
        )
        return self.chance.random.choice(answers)

    async def converse(self, text, language, site, conversation=""):
        await self._answer()
        answers = (
            None,
            ConversationResult("Which one?", False, True, "c"),
            ConversationResult("", True),
            ConversationResult("Yes.", True),
        )
        return self.chance.random.choice(answers)


class _Errors(logging.Handler):
    """Keeps what is logged as an error, unless it was provoked."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.found = []

    def emit(self, record):
        if not (record.exc_info and isinstance(record.exc_info[1], Provoked)):
            self.found.append(self.format(record))


class Room:
    """Somebody in a room: the frames that are still to be sent, and how many were.

    `quiet`: frames since the last one with speech. `text` is said in other rooms, too; None if nobody else hears what is said here.
    """

    def __init__(self, number):
        self.number, self.count = number, 0
        self.plan, self.streams, self.text = [], True, None
        self.quiet = 99

    def frame(self, chance):
        """Return the next 20 ms of the room; a person speaks now and then."""
        if not self.plan:
            self.plan, self.text = list(reversed(_plan(chance))), None
        self.count += 1
        if self.plan.pop():
            self.quiet = 0
            return loud_frame(self.number, self.count)
        self.quiet += 1
        return QUIET

    @property
    def pauses(self):
        """True if a person has just fallen silent."""
        return 6 < self.quiet < 25


def _plan(chance):
    """Return True for each frame of speech and False for each of silence: a pause, and often an utterance."""
    quiet = [False] * chance.choice((5, 40, 90, 150))
    kind = chance.choice(("none", "cough", "short", "short", "pause", "pause", "breaths", "long"))
    loud = [True] * chance.choice((6, 7, *range(8, 25)))
    match kind:
        case "none":
            return quiet
        case "cough":
            return [*quiet, *[True] * chance.randrange(1, 5)]
        case "short":
            return [*quiet, *loud, *[False] * 45]
        case "pause":
            pause = [False] * chance.randrange(8, 22)
            return [*quiet, *loud, *pause, *[True] * chance.randrange(1, 15), *[False] * 45]
        case "breaths":
            breaths = [[True] * chance.randrange(3, 12) + [False] * chance.randrange(2, 14) for _ in range(5)]
            return [*quiet, *loud, *(frame for breath in breaths for frame in breath)]
    return [*quiet, *[True] * 130]


class SiteDriver:
    """One run, of which `seed` decides everything.

    Args:
        seed: of the run.
        look: called with the service after each step, and after each 20 ms of audio before the loop runs; `seen`
            counts the values that it returns.

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
        self.texts, self._ear_closed = 0, False
        # The room at which most things happen next.
        self.aim = ""

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
                await self._step()
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

    # --- what may happen ---

    async def _step(self):
        random = self.chance.random
        actions = {
            self.tick: 60,
            self.write: 5,
            self.announce: 3,
            self.actor.step: 6,
            self.wake: 2,
            self.played: 4,
            self.change: 6,
            self.press: 4,
            self.presence: 2,
            self.release: 3,
            self.jump: 3,
            self.burst: 3,
            self.together: 3,
            self.stale: 2,
            self.miss: 1,
            self.odd: 1,
            self.stream: 3,
            self.stranger: 2,
            self.link: 1,
            self.again: 1,
            self.new_home: 1,
            self.settle: 2,
        }
        action = random.choices(list(actions), list(actions.values()))[0]
        if self.aim:
            action = random.choice((action, self.change, self.press, self.write, self.release, self.wake))
        self._say(f"  {action.__name__}")
        if asyncio.iscoroutine(done := action()):
            await done
        if action != self.tick:
            self.aim = ""
        self.seen.update(self.look(self.service))
        if self._ear_closed and "closed_ear_hears" in KNOWN_FAULTS:
            await self._rounds(4)
        self._ear_closed = False

    async def tick(self):
        """Let up to half a second pass in all rooms."""
        random = self.chance.random
        for _ in range(random.randrange(1, 25)):
            self._pass(0.02)
            for name, room in self.rooms.items():
                if room.streams:
                    self._send(AudioIn(name, room.frame(random)))
            self.seen.update(self.look(self.service))
            self._engine_steps(random.random() * self.speed / 4)
            pauses = [name for name in ROOMS if self.rooms[name].pauses]
            if pauses and random.random() < 0.1:
                self.aim = random.choice(pauses)
                return
            await self._rounds(random.choice((0, 1, 2)))

    def burst(self):
        """Send seconds of a room at once: a payload so long that it is decoded on a thread, or many frames."""
        random, name = self.chance.random, self._room()
        frames = [self.rooms[name].frame(random) for _ in range(random.choice((30, 110, 200)))]
        if random.random() < 0.7:
            self._send(AudioIn(name, b"".join(frames)))
            return
        for frame in frames:
            self._send(AudioIn(name, frame))

    def together(self):
        """Let somebody speak whom two rooms hear."""
        random = self.chance.random
        text, plan = random.choice(SENTENCES), _plan(random)
        for name in random.sample(ROOMS, 2):
            room = self.rooms[name]
            room.plan, room.text, room.streams = list(reversed(plan)), text, True

    def stale(self):
        """Send audio that has been on its way too long."""
        name = self._room()
        for _ in range(self.chance.random.choice((1, 10, 40))):
            self._send(AudioIn(name, self.rooms[name].frame(self.chance.random)), age=0.7)

    def miss(self):
        name = self._room()
        # What comes next does not follow what came before.
        self.rooms[name].count += 1
        self.service.miss(name, self.chance.random.choice((640, 64000)))

    def odd(self):
        self._send(AudioIn(self._room(), b"odd"))

    def stream(self):
        """Begin or end the stream of a room."""
        room = self.rooms[self._room()]
        room.streams = not room.streams
        room.plan = []

    def release(self):
        self._send(AudioEnd(self._room()))

    def write(self):
        text = self.chance.random.choice(SENTENCES[:-2])
        if not text.startswith(("yes", "no", "sí", "stop", "say")):
            text = f"{text} {self._unique()}"
        self._send(TextCommand(self._room(), text))

    def announce(self):
        text = self.chance.random.choice(ANNOUNCEMENTS)
        end = "?" if text.endswith("?") else "."
        self._send(Announce(self._room(), f"{text.rstrip('?')} {self._unique()}{end}"))

    def wake(self):
        self._send(WakeWordDetected(self._room()))

    def played(self):
        site = self._room()
        said = self.watch.of(SpeechChunk, site)
        turn = said[-1].turn if said and self.chance.random.random() < 0.7 else ""
        self._send(Played(site, turn))

    def change(self):
        site = self._room() if self.chance.random.random() < 0.9 else self.chance.random.choice(STRANGERS)
        key, value = self.chance.random.choice(CHANGES)
        if self.aim and self.chance.random.random() < 0.5:
            # this drops what is being said
            key, value = "silence_ms", str(self.chance.random.choice((300, 500, 700, 900)))
        self._send(SettingChange(site, key, value))

    def press(self):
        self._send(
            ButtonPressed(
                self._room(), self.chance.random.choice(("stop", "stop", "stop", "test", "test", "forget"))
            )
        )

    def presence(self):
        self._send(SatellitePresence(self._room(), self.chance.random.choice((True, False, None))))

    def stranger(self):
        """Let a site speak of which nobody knew."""
        name = self.chance.random.choice(STRANGERS)
        self._send(AudioIn(name, QUIET))
        self._send(TextCommand(name, f"turn on the light {self._unique()}"))

    def jump(self):
        """Let time pass in which nobody sends anything."""
        self._pass(self.chance.random.choice((0.3, 1.5, 4.0, 6.0, 12.0)))

    def link(self):
        self.watch.connected = not self.watch.connected
        if self.watch.connected:
            self.service.report_unsent()

    def again(self):
        """Let everything be published again."""
        self.service.publish_all()

    def new_home(self):
        self.house.understander.learn(self.chance.random.choice(HOMES))
        self.actor.present = self.chance.random.random() < 0.9

    async def settle(self):
        """Let all engines and the house finish while time stands still."""
        await self._settle()
        if not self.arbitrates:
            self.watch.settled()

    # --- how it happens ---

    def _room(self):
        random = self.chance.random
        return self.aim if self.aim and random.random() < 0.8 else random.choice(ROOMS)

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
        self.watch.created = name if name not in before else ""
        self.watch.stopping = name if pressed or isinstance(message, SettingChange) else ""
        self.service.receive(message, self.loop.clock.now - age)
        self.watch.created = self.watch.stopping = ""
        self._ear_closed |= any(self.service.sites.get(old) is not site for old, site in before.items())
        if isinstance(message, SettingChange):
            self._ear_closed = True
            self.watch.changed(name, spoke=spoke)
        site = before.get(name)
        disabled = isinstance(message, SettingChange) and site is not None and not site.options.enabled
        if pressed or disabled:
            self.watch.stopped(name)
        for gone in [site for site in before if self.service.sites.get(site) is not before[site]]:
            self._say(f"  {gone} is forgotten")
            self.watch.forgotten(gone)
        was_refused = sum(n for (_, code), n in counts.items() if code in REFUSALS) > refused
        if isinstance(message, TextCommand | Announce):
            self.watch.met["text refused" if was_refused else "text accepted"] += 1
            if not was_refused:
                self.accepted[name, message.text] += 1
                if message.text not in SENTENCES:
                    self.watch.accepted(name, message.text)

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
        while idle < 12:
            work = self.loop.threads or self.actor.busy or any(worker.busy for worker in self.workers)
            idle = 0 if work else idle + 1
            if self.loop.threads:
                self.loop.run_thread()
            self.actor.step()
            for worker in self.workers:
                worker.step()
            await self._rounds(3)

    # --- the end ---

    async def _end(self, task):
        """Let all end, and probe each site."""
        self.watch.connected, self.chance.fails = True, 0.0
        await self._run_out(task)
        self.watch.all_reported()
        self.watch.texts_reported(self.accepted)
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
        excused = "dropped_site_shows" in KNOWN_FAULTS
        shown = {name: site.state for name, site in self.watch.at.items() if not (site.late and excused)}
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
