"""Stand-ins for engines and the outside, as small classes."""

import asyncio
import struct
import json
import threading
import time
from dataclasses import replace

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from sarai_mqtt.core.acting import Acted
from sarai_mqtt.core.answers import answer_of
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.core.audio import FRAME_BYTES, Chunk
from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.core.events import Intent, Transcript
from sarai_mqtt.core.home import Area, Entity, Home
from sarai_mqtt.export.training.utterance import Utterance, pcm
from sarai_mqtt.worker import CancelToken

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
    """Hears `text`; `error` is raised instead; `gate` holds it until set. `asked`: languages of questions.

    `unsure`: what sounds like an answer was not heard surely.
    """

    def __init__(self, text="turn on the light", language="en", error=None, gate=None):
        self.text, self.language, self.error, self.gate = text, language, error, gate
        self.heard, self.asked, self.unsure = [], [], False

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

    def transcribe_answer(self, utterance, asked, language, cancel):
        self.asked.append(asked)
        heard = self.transcribe(utterance, language, cancel)
        answers = (answer_of(heard.text, code) for code in (asked, heard.language))
        agrees = next((answer for answer in answers if answer is not None), None)
        return HeardAnswer(heard, None if self.unsure else agrees)


class FakeTurnEnd:
    """Takes every voice for `likely` finished, and counts what it was asked."""

    def __init__(self, likely):
        self.likely, self.asked = likely, 0

    def finished(self, samples):
        self.asked += 1
        return self.likely


HOME = Home(
    {
        "kitchen": Area("kitchen", {"en": ("Kitchen",), "es": ("Cocina",)}),
        "hall": Area("hall", {"en": ("Hall",), "es": ("Pasillo",)}),
    },
    {
        "light.a": Entity("light.a", {"en": ("Light",), "es": ("Luz",)}, "kitchen"),
        "light.b": Entity("light.b", {"en": ("Lamp",), "es": ("Lámpara",)}, "hall"),
        "lock.door": Entity("lock.door", {"en": ("Front door",), "es": ("Puerta principal",)}, confirm=True),
    },
)


class FakeUnderstander:
    """Commands start with "turn on", "is", "set a timer" or "unlock" (es: "enciende", "abre").

    "and the lamp" adds to the command before; `options` are what the Thinker may choose among.
    """

    home = HOME

    def __init__(self, options=()):
        self.options, self.asked = options, []

    def understand(self, text, language, area=None):
        self.asked.append((text, area))
        said = text.lower()
        if said.startswith({"en": "turn on", "es": "enciende"}[language]):
            return Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), text, language, 1.0)
        if said.startswith({"en": "unlock", "es": "abre"}[language]):
            slots, targets = {"name": "lock.door"}, ("lock.door",)
            return Intent("", "HassTurnOff", slots, targets, text, language, 1.0, confirm=True)
        if language == "en" and said.startswith("is "):
            return Intent(
                "", "HassGetState", {"name": "light.a"}, ("light.a",), text, language, 1.0, asks="one"
            )
        if language == "en" and said.startswith("set a timer"):
            return Intent("", "HassStartTimer", {"minutes": 5}, (), text, language, 1.0)
        return None

    def unknown(self, text, language):
        return None

    def read(self, text, language, area=None):
        return self.understand(text, language, area)

    def follow_up(self, text, language, before, area=None):
        if text.lower().startswith("and the lamp"):
            slots = {**before.slots, "name": "light.b"}
            return replace(before, slots=slots, targets=("light.b",), text=text, source="follow_up")
        return None

    def candidates(self, text, language, area=None):
        return self.options

    def reload_if_changed(self):
        return False

    def learn(self, home):
        self.home = home


class FakeActor:
    """Reports `acted` of everything, or that all was done; keeps the orders."""

    by_message = False

    def __init__(self, acted=None, *, present=True, conversed=None, gate=None):
        self.acted, self.present, self.conversed, self.gate = acted, present, conversed, gate
        self.orders, self.talks = [], []

    async def act(self, order):
        self.orders.append(order)
        if self.gate is not None:
            await self.gate.wait()
        return self.acted or Acted(done=order.intent.targets)

    async def converse(self, text, language, site, conversation=""):
        self.talks.append((text, conversation))
        return self.conversed


class FakeAudit:
    def __init__(self):
        self.entries = []

    def note(self, entry):
        self.entries.append(entry)

    @property
    def verdicts(self):
        return [(entry.verdict, entry.intent) for entry in self.entries]


class FakeStore:
    """Keeps plain data, as JSON would."""

    def __init__(self, **kept):
        self.kept = kept

    def load(self, name):
        return json.loads(json.dumps(self.kept.get(name)))

    def save(self, name, value):
        self.kept[name] = json.loads(json.dumps(value))


class FakeThinker:
    """Says `pieces`; chooses the option with `chosen` in it."""

    def __init__(self, pieces=("One. ", "Two. ", "Three."), chosen=""):
        self.chosen = chosen
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

    def choose(self, text, language, options, cancel):
        return next((i for i, option in enumerate(options) if self.chosen and self.chosen in option), None)


class TalkativeThinker:
    """Says its first sentence, and then goes on until it is stopped."""

    def __init__(self):
        self.stopped = threading.Event()

    def choose(self, text, language, options, cancel):
        return None

    def think(self, text, language, cancel):
        cancel.on_cancel(self.stopped.set)
        yield "It is a long story. And"
        self.stopped.wait(5)
        yield " so on."


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
    """Keeps every event with its site, and its age; `until` waits for a condition on the events."""

    connected = True

    def __init__(self):
        self.sent, self.ages, self._changed = [], [], asyncio.Event()

    def publish(self, site, event, age=0.0):
        self.sent.append((site, event))
        self.ages.append(age)
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


class GivesUpAt:
    """Cancels its token as the run number `at` begins; in the place of Role.run it still does run."""

    def __init__(self, run, at):
        self.run, self.at, self.runs, self.token = run, at, 0, CancelToken()

    def __get__(self, role, _):
        return lambda *given: self(role, *given)

    def __call__(self, role, *given):
        self.runs += 1
        if self.runs == self.at:
            self.token.cancel()
        return self.run(role, *given)


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

    def first_letter(self, letters, otherwise):
        first = self.says[0].decode()
        return first if first in letters else ""

    def generate(self, abort):
        for token in self.says:
            if abort:
                return
            self.drawn += 1
            yield token

    def close(self):
        pass


class Ct2File:
    """Writes a CTranslate2 model.bin (version 6) from arrays."""

    TYPES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}

    def __init__(self, variables, aliases=(), version=6):
        self.variables, self.aliases, self.version = variables, aliases, version

    def to_bytes(self):
        out = (
            struct.pack("<I", self.version)
            + self.string("WhisperSpec")
            + struct.pack("<II", 3, len(self.variables))
        )
        for name, array in self.variables.items():
            out += self.string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
            out += struct.pack("<BI", self.TYPES[array.dtype.name], array.nbytes) + array.tobytes()
        out += struct.pack("<I", len(self.aliases))
        return out + b"".join(self.string(text) for pair in self.aliases for text in pair)

    @staticmethod
    def string(text):
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


class TinyWhisper:
    """A Whisper of random weights with the files of a CTranslate2 folder; 16 mels, 40 frames, width 24, 3 heads."""

    mels, frames, positions, width, heads, layers = 16, 40, 64, 24, 3, 2
    languages = ("en", "zh", "de", "es")

    def __init__(self, folder, seed=0, mels=None, frames=None, vocabulary=51865):
        self.folder, self.mels, self.frames = folder, mels or self.mels, frames or self.frames
        self.vocabulary, self.end = vocabulary, vocabulary - 12
        tail = ["translate", "transcribe", "nocaptions", "notimestamps"]
        names = ["endoftext", "startoftranscript", *self.languages, *tail]
        self.special = {f"<|{name}|>": self.end + i for i, name in enumerate(names)}
        self.config = {
            "suppress_ids": [1, 5, 9, self.end + 1],
            "suppress_ids_begin": [3, self.end],
            "lang_ids": [self.special[f"<|{name}|>"] for name in self.languages],
        }
        self.random = np.random.default_rng(seed)
        self.variables = dict(self._variables())
        (folder / "model.bin").write_bytes(Ct2File(self.variables).to_bytes())
        (folder / "config.json").write_text(json.dumps(self.config))
        words = {f"w{i}": i for i in range(self.end)} | self.special
        tokenizer = Tokenizer(WordLevel(words, unk_token="w0"))
        tokenizer.add_special_tokens(list(self.special))
        tokenizer.save(str(folder / "tokenizer.json"))

    def _some(self, *shape, spread=0.25):
        return (self.random.standard_normal(shape) * spread).astype(np.float16)

    def _linear(self, name, out, into):
        yield f"{name}/weight", self._some(out, into)
        yield f"{name}/bias", self._some(out)

    def _norm(self, name):
        yield f"{name}/gamma", (1 + self._some(self.width)).astype(np.float16)
        yield f"{name}/beta", self._some(self.width)

    def _variables(self):
        d = self.width
        for side in ("encoder", "decoder"):
            yield f"{side}/num_heads", np.array(self.heads, np.int16)
            yield from self._norm(f"{side}/layer_norm")
            for i in range(self.layers):
                at = f"{side}/layer_{i}"
                yield from self._norm(f"{at}/self_attention/layer_norm")
                yield from self._linear(f"{at}/self_attention/linear_0", 3 * d, d)
                yield from self._linear(f"{at}/self_attention/linear_1", d, d)
                if side == "decoder":
                    yield from self._norm(f"{at}/attention/layer_norm")
                    yield from self._linear(f"{at}/attention/linear_0", d, d)
                    yield from self._linear(f"{at}/attention/linear_1", 2 * d, d)
                    yield from self._linear(f"{at}/attention/linear_2", d, d)
                yield from self._norm(f"{at}/ffn/layer_norm")
                yield from self._linear(f"{at}/ffn/linear_0", 4 * d, d)
                yield from self._linear(f"{at}/ffn/linear_1", d, 4 * d)
        yield "encoder/conv1/weight", self._some(d, self.mels, 3)
        yield "encoder/conv1/bias", self._some(d)
        yield "encoder/conv2/weight", self._some(d, d, 3)
        yield "encoder/conv2/bias", self._some(d)
        yield "encoder/position_encodings/encodings", self._some(self.frames, d, spread=1)
        yield "decoder/position_encodings/encodings", self._some(self.positions, d, spread=1)
        yield "decoder/embeddings/weight", self._some(self.vocabulary, d, spread=1)


class FakeSound:
    """Stands where PortAudio would: a microphone that hears two chunks, a speaker that keeps what it plays."""

    def __init__(self, error=None, start_error=None, play_error=None):
        self.error, self.played, self.opened = error, [], []
        self.start_error, self.play_error = start_error, play_error

    def RawInputStream(self, rate, blocks, *, channels, dtype, callback):
        if self.error:
            raise self.error
        self.opened.append((rate, blocks, channels, dtype))
        self.callback = callback
        return self

    def __enter__(self):
        if self.start_error:
            raise self.start_error
        self.opened.append("started")
        for value in (1, 2):
            self.callback(bytearray([value]) * 4, 2, None, None)
        return self

    def __exit__(self, *_):
        self.opened.append("closed")

    def stop(self):
        self.opened.append("stopped")

    def play(self, samples, rate, *, blocking):
        assert blocking
        if self.play_error:
            raise self.play_error
        self.played.append((samples.tolist(), rate))


class FakeTeacher:
    """Hums: each phoneme lasts `steps` steps, the last quarter of the sentence is a whisper; `meet` is waited for."""

    def __init__(self, meet=None, steps=2):
        self.texts = []
        self._meet, self._steps = meet, steps

    def __call__(self, text, ids):
        if self._meet:
            self._meet.wait()
        self.texts.append(text)
        frames = 2 * self._steps * (len(ids) + 2)
        f0 = np.linspace(180, 120, frames, dtype=np.float32)
        f0[-frames // 4 :] = 3
        angle = 2 * np.pi * np.cumsum(np.repeat(f0, 300)) / 24000
        noise = np.random.default_rng(0).normal(0, 0.01, frames * 300)
        return Utterance(
            text,
            np.array([0, *ids, 0], np.int16),
            np.full(len(ids) + 2, self._steps, np.int16),
            f0,
            np.linspace(6, 1, frames, dtype=np.float32),
            pcm((0.2 * np.sin(angle) + 0.1 * np.sin(3 * angle) + noise).astype(np.float32), frames),
        )


class RoomStt(FakeStt):
    """Hears in each room what `texts` says (text, or text and language); waits for the room's gate if it has one."""

    def __init__(self, texts, gates=()):
        super().__init__()
        self.texts, self.gates = texts, dict(gates)

    def transcribe(self, utterance, language, cancel):
        text = self.texts[utterance.site]
        self.text, self.language = (text, "en") if isinstance(text, str) else text
        self.gate = self.gates.get(utterance.site)
        return super().transcribe(utterance, language, cancel)


class FakeShowcase:
    """Keeps which devices were shown (None is the service's) and removed."""

    def __init__(self):
        self.shown, self.removed, self.revived = [], [], []

    def show(self, site):
        self.shown.append(site)

    def remove(self, site):
        self.removed.append(site)

    def revive(self, site):
        self.revived.append(site)


class FakeHouseWords:
    """Takes any text for one of `near`; may give the turn up when it is asked. `nonsense` is no command."""

    def __init__(self, *near, gives_up=None, nonsense=()):
        self.near, self.gives_up, self.asked, self.nonsense = near, gives_up, [], nonsense

    def is_command(self, text, language):
        return text not in self.nonsense

    def nearest(self, text, language):
        self.asked.append((text, language))
        if self.gives_up:
            self.gives_up.cancel()
        return self.near
