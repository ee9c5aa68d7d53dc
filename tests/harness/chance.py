"""Engines and a house of which a seed decides what they say, how long they take and how they fail."""

import asyncio
import random

from sarai_mqtt.core.acting import ActionResult, ConversationResult
from sarai_mqtt.core.errors import BadInput, Cancelled, SaraiError
from sarai_mqtt.core.events import Intent, SpeechChunk, Transcript
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.understanding.confirmation import answer_of
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import FakeActor, FakeUnderstander

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
