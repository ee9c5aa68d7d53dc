"""Stand-ins for engines and the outside, as small classes."""

import asyncio
import threading
import time

from sarai_mqtt.core.audio import FRAME_BYTES, Chunk
from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.core.events import Intent, Transcript

LOUD, QUIET = b"\x01\x10" * (FRAME_BYTES // 2), bytes(FRAME_BYTES)


class LoudVad:
    """Speech is whatever is not digital silence."""

    def is_speech(self, frame):
        return frame != QUIET


class RawDecoder:
    def decode(self, payload):
        if len(payload) % 2:
            raise BadInput("odd_length", "Half a sample.")
        return Chunk(payload)


class FakeStt:
    """Hears `text`; `error` is raised instead; `gate` holds it until set."""

    def __init__(self, text="turn on the light", language="en", error=None, gate=None):
        self.text, self.language, self.error, self.gate, self.heard = text, language, error, gate, []

    def transcribe(self, utterance, language, cancel):
        self.heard.append(utterance)
        if self.gate is not None:
            done = threading.Event()
            cancel.on_cancel(done.set)
            while not self.gate.wait(0.005):
                if done.is_set():
                    raise Cancelled
        if self.error:
            raise self.error
        return Transcript("", self.text, language or self.language, 0.9, no_speech=not self.text)


class FakeUnderstander:
    """Commands start with "turn on" (en) or "enciende" (es)."""

    def understand(self, text, language):
        if text.lower().startswith({"en": "turn on", "es": "enciende"}[language]):
            return Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), text, language, 1.0)
        return None

    def reply(self, intent):
        return {"en": "Turning on the light.", "es": "Enciendo la luz."}[intent.language]


class FakeThinker:
    def __init__(self, pieces=("One. ", "Two. ", "Three.")):
        self.pieces, self.made, self.closed = pieces, [], False

    def think(self, text, language, cancel):
        try:
            for piece in self.pieces:
                if cancel.cancelled:
                    return
                self.made.append(piece)
                yield piece
        finally:
            self.closed = True


class FakeTts:
    """20 ms of audio per character, in two pieces."""

    rate = 1000

    def __init__(self):
        self.said = []

    def synthesize(self, text, language, cancel):
        self.said.append((text, language))
        yield bytes(20 * len(text))
        yield bytes(20 * len(text))


class FakeOutbox:
    """Keeps every event with its site; `until` waits for a condition on the events."""

    def __init__(self):
        self.sent, self._changed = [], asyncio.Event()

    def publish(self, site, event):
        self.sent.append((site, event))
        self._changed.set()

    def of(self, kind, site=None):
        return [e for s, e in self.sent if isinstance(e, kind) and site in (None, s)]

    async def until(self, condition, timeout=5):
        async with asyncio.timeout(timeout):
            while not condition():
                self._changed.clear()
                await self._changed.wait()


class ManualClock:
    def __init__(self, now=100.0):
        self.now = now

    def __call__(self):
        return self.now


def wall_clock():
    return time.monotonic()


class FakeLoadedThinker(FakeThinker):
    """A Thinker as the pool holds it: `memory_bytes` big, closed once."""

    memory_bytes = 1000

    def __init__(self, name=""):
        super().__init__()
        self.name, self.closes = name, 0

    def close(self):
        self.closes += 1


class FakeLoader:
    """Loads FakeLoadedThinkers and counts; waits for `gates[model]` first, raises the `errors` left."""

    def __init__(self, gates=(), errors=()):
        self.gates, self.errors, self.loaded, self.started = dict(gates), list(errors), [], threading.Event()

    def __call__(self, profile, settings):
        self.started.set()
        if profile.model in self.gates:
            assert self.gates[profile.model].wait(10)
        if self.errors:
            raise self.errors.pop()
        thinker = FakeLoadedThinker(profile.model)
        self.loaded.append(thinker)
        return thinker


class FakeLlamaModel:
    """Stands in for llama.cpp: a word is a token, `says` are the bytes of the tokens it will draw."""

    bytes, context_tokens = 5000, 256

    def __init__(self, *_, says=()):
        self.says, self.evaluated, self.drawn = says, [], 0

    def set_sampler(self, *_):
        pass

    def render(self, system):
        return system.split(), ["<answer>"]

    def tokenize(self, text, *, special):
        assert not special
        return text.split()

    def snapshot(self, tokens):
        return " ".join(tokens).encode()

    def restart(self, state, tokens, abort):
        self.evaluated.append((state.decode(), tokens))
        return not abort

    def generate(self, abort):
        for token in self.says:
            if abort:
                return
            self.drawn += 1
            yield token

    def close(self):
        pass
