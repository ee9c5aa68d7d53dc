"""Random sequences of speech, settings, buttons and reports: the invariants hold after each."""

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest

from sarai_mqtt.core.acting import ActionResult, ConversationResult
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent, Reply, SpeechChunk, Transcript, TurnReport
from sarai_mqtt.core.home import Home
from sarai_mqtt.core.messages import (
    Announce,
    AudioEnd,
    ButtonPressed,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.dialogue import DialogueTimeouts
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import HOME, FakeActor, FakeUnderstander
from tests.harness.service import DRAFTS, TextHarness

SITES = ("kitchen", "hall", "attic")
LOCK = "lock.door"
YES = ("yes", "yes please", "sí")
CLAIMS = ("Turned on", "Unlocked", "He encendido", "He abierto")
OUTCOMES = ("done", "partly", "failed", "unknown", "refused")
SENTENCES = (
    *("unlock the front door",) * 4,
    *("yes",) * 6,
    "turn on the light",
    "abre la puerta",
    "unlock the front door in 5 seconds",
    "turn on the light in 5 seconds",
    "is the light on",
    "and the lamp too",
    "set a timer for five minutes",
    "yes please",
    "sí",
    "no",
    "banana",
    "yes but not now",
    "what shall we do with the long day",
    "open the fridge",
    "broken",
    "",
)
CHANGES = (
    ("enabled", "off"),
    ("enabled", "on"),
    ("enabled", "on"),
    ("mute", "on"),
    ("mute", "off"),
    ("mode", "wake"),
    ("mode", "always"),
    ("barge_in", "vad"),
    ("barge_in", "wake"),
    ("silence_ms", "300"),
    ("language", "es"),
    ("language", "auto"),
    ("volume", "0"),
    ("colour", "red"),
)
HOMES = (HOME, Home(), replace(HOME, entities={k: v for k, v in HOME.entities.items() if k != "lock.door"}))


class Understander(FakeUnderstander):
    """Also puts commands off; fails at "broken"."""

    def understand(self, text, language, area=None):
        if text == "broken":
            raise BadInput("broken", "It broke.")
        now = super().understand(text.removesuffix(" in 5 seconds"), language, area)
        if now is None or not text.endswith(" in 5 seconds"):
            return now
        slots = {"seconds": 5, "conversation_command": now.text}
        return Intent("", "HassStartTimer", slots, now.targets, text, language, 1.0, confirm=now.confirm)


class Actor(FakeActor):
    """Takes its time, and succeeds or not, as chance has it."""

    def __init__(self, chance, *, by_message):
        super().__init__()
        self.chance, self.by_message = chance, by_message

    async def act(self, order):
        self.orders.append(order)
        for _ in range(self.chance.choice((0, 0, 1, 20))):
            await asyncio.sleep(0)
        targets = order.intent.targets
        return self.chance.choice(
            (
                ActionResult(done=targets),
                ActionResult(done=targets),
                ActionResult(failed=targets),
                ActionResult(trouble="unreachable"),
            )
        )

    async def converse(self, text, language, site, conversation=""):
        self.talks.append(text)
        await asyncio.sleep(0)
        answers = (
            None,
            ConversationResult("Which one?", False, True, "c"),
            ConversationResult("", True),
            ConversationResult("Yes.", True),
        )
        return self.chance.choice(answers)


class Tts(FakeTts):
    """Fails now and then."""

    def __init__(self, chance):
        super().__init__()
        self.chance = chance

    def synthesize(self, text, language, cancel):
        if self.chance.random() < 0.03:
            raise BadInput("mute", "No voice.")
        yield from super().synthesize(text, language, cancel)


class Drive:
    """One run, of which `seed` decides everything."""

    def __init__(self, seed):
        self.seed = seed

    async def run(self, steps=60):
        chance = random.Random(self.seed)
        actor = Actor(chance, by_message=chance.random() < 0.5)
        actor.present = chance.random() < 0.8
        house = TextHarness(
            stt=FakeStt("yes"),
            tts=Tts(chance),
            endpointing=DRAFTS,
            actor=actor,
            understander=Understander(),
            thinker=FakeThinker(chance.choice((("One. ", "Two."), ("Shall I tell you a story?",)))),
            converse=chance.random() < 0.5,
            turns_at_once=chance.choice((1, 2, 4)),
            dialogue_timeouts=DialogueTimeouts(10.0, 30.0),
            arbitration=ArbitrationLimits(),  # a rival may never be heard to its end
        )
        async with house:
            for _ in range(steps):
                self.step(house, chance)
                for _ in range(chance.choice((0, 1, 5, 50))):
                    await asyncio.sleep(0)
                if chance.random() < 0.3:
                    await house.settle()
                assert not house.task.done()
            await self.quiet(house)
            self.check(house)
        return house

    def step(self, house, chance):
        site, now, service = chance.choice(SITES), house.clock.now, house.service
        match chance.randrange(12):
            case 0 | 1 | 2 | 3:
                service.receive(TextCommand(site, chance.choice(SENTENCES[:-1])), now)
            case 4 | 5:
                house.stt.text = chance.choice(SENTENCES)
                house.say(site, speech=chance.choice((0, 5, 20)), silence=chance.choice((0, 7, 20, 40)))
            case 6:
                key, value = chance.choice(CHANGES)
                service.receive(SettingChange(site, key, value), now)
            case 7:
                service.receive(ButtonPressed(site, chance.choice(("stop", "stop", "test", "forget"))), now)
            case 8:
                others = (
                    WakeWordDetected(site),
                    Played(site),
                    AudioEnd(site),
                    SatellitePresence(site, online=False),
                )
                service.receive(chance.choice(others), now)
            case 9:
                service.receive(Announce(site, chance.choice(("Dinner is ready.", "Is it?"))), now)
            case 10:
                house.clock.now += chance.choice((0.02, 0.5, 3.0, 6.0, 15.0))
                house.engines.timers._ring()  # noqa: SLF001 - the loop's own clock stands still
            case 11:
                house.understander.learn(chance.choice(HOMES))
                house.actor.present = chance.random() < 0.8

    async def quiet(self, house):
        for site in SITES:
            house.service.receive(AudioEnd(site), house.clock.now)
        sites = house.service.sites
        await house.until(
            lambda: not any(not s.turns.idle or s.ear.active or s.turns.queued for s in sites.values())
        )
        await house.settle()
        # also those of sites that were forgotten
        await house.until(lambda: not any(t.get_name().startswith("turn:") for t in asyncio.all_tasks()))

    def check(self, house):
        sent, service = house.outbox.sent, house.service
        reports = house.outbox.of(TurnReport)
        # every turn that told of itself ends in one report
        ended = Counter(report.turn for report in reports)
        told = {e.turn for _, e in sent if isinstance(e, Transcript | Intent | SpeechChunk | Reply)}
        assert not told - ended.keys()
        assert set(ended.values()) <= {1}
        # a turn acts once, what it claims was done, and what it did is on record
        orders = Counter(order.intent.turn for order in house.actor.orders)
        assert set(orders.values()) <= {1}
        for report in reports:
            assert not report.done or report.turn in orders
            assert report.done or not any(word in report.reply for word in CLAIMS), report
        noted = {entry.turn for entry in house.audit.entries if entry.verdict in OUTCOMES}
        asked = {o.intent.turn for o in house.actor.orders if o.intent.name == "HassGetState"}
        assert orders.keys() <= noted | asked
        self.check_lock(house)
        assert service._scheduler._slots._value == service._limits.turns_at_once  # noqa: SLF001
        assert not any(s.turns.floor_task or s.turns.draft or s.turns.waiting for s in service.sites.values())

    def check_lock(self, house):
        """The lock is turned by a yes to a question at that site, each of which is answered once."""
        ordered = {o.intent.turn: o.site for o in house.actor.orders if LOCK in o.intent.targets}
        said = {report.turn: report.text for report in house.outbox.of(TurnReport)}
        said |= {transcript.turn: transcript.text for transcript in house.outbox.of(Transcript)}
        asked, put_off = Counter(), Counter()
        for entry in house.audit.entries:
            if entry.verdict == "asked" and LOCK in entry.targets:
                asked[entry.site] = 1
            elif entry.verdict == "done" and entry.intent == "HassStartTimer" and LOCK in entry.targets:
                assert said[entry.turn] in YES
                assert asked[entry.site], (self.seed, entry)
                asked[entry.site], put_off[entry.site] = 0, put_off[entry.site] + 1
            elif entry.turn in ordered:
                assert ordered[entry.turn] == entry.site
                allowed = asked if said[entry.turn] in YES else put_off
                assert allowed[entry.site], (self.seed, entry)
                allowed[entry.site] -= 1
            elif entry.verdict in ("declined", "unanswered") and LOCK in entry.targets:
                asked[entry.site] = 0


@pytest.mark.parametrize("seed", range(20))
async def test_whatever_happens(seed):
    await Drive(seed).run()
