"""Walks a voice service at random: three rooms that speak, write, press buttons and interrupt, step by step.

`SiteDriver(seed).run(steps)` decides everything by its seed: what comes in, how long the engines and the
house take and how they fail, how the clock moves. Nothing runs on a thread and nothing waits for real time
(see `stepped`), so a seed gives the same run each time. What comes out is checked by `site_checks.Watch`.
"""

import asyncio
from dataclasses import replace

from sarai_mqtt.core.events import SpeechChunk
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
from tests.harness.audio import QUIET
from tests.harness.chance import SENTENCES
from tests.harness.home import HOME
from tests.harness.site_walk import ROOMS, STRANGERS, SiteWalk
from tests.harness.speech_frames import plan

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


class SiteDriver(SiteWalk):
    """Three rooms, and at times a site that nobody knew. `aim`: the room at which things happen next."""

    aim = ""

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
            self.settle: 4,
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
        return not self.aim

    async def tick(self):
        """Let up to half a second pass in all rooms."""
        random = self.chance.random
        for _ in range(random.randrange(1, 25)):
            self._pass(0.02)
            speak = [name for name in ROOMS if self.watch.site(name).speech]
            for name, room in self.rooms.items():
                if room.streams:
                    self._send(AudioIn(name, room.frame(random)))
            self.seen.update(self.look(self.service))
            self._engine_steps(random.random() * self.speed / 4)
            # What happens in a pause, or just at the end of an utterance, is the most difficult.
            pauses = [name for name in ROOMS if self.rooms[name].pauses and random.random() < 0.1]
            ends = [name for name in speak if not self.watch.site(name).speech and random.random() < 0.5]
            if pauses or ends:
                self.aim = random.choice(ends or pauses)
                return
            await self._rounds(random.choice((0, 1, 2)))

    def burst(self):
        """Send seconds of a room at once, in one payload that a thread decodes, or in many frames."""
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
        text, frames = random.choice(SENTENCES), plan(random)
        for name in random.sample(ROOMS, 2):
            room = self.rooms[name]
            room.plan, room.text, room.streams = list(reversed(frames)), text, True

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
            self.service.on_connected()

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

    def _room(self):
        random = self.chance.random
        return self.aim if self.aim and random.random() < 0.8 else random.choice(ROOMS)
