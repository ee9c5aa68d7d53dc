"""Stand-ins for loaded models and for what loads and runs them."""

import threading

from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.engines import FakeThinker
from tests.harness.waiting import WAIT_S


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
            assert self.gates[profile.model].wait(WAIT_S)
        if self.errors:
            raise self.errors.pop()
        thinker = FakeLoadedThinker(profile.model)
        self.loaded.append(thinker)
        return thinker


class FakeLlamaModel:
    """Stands in for llama.cpp: a word is a token, `says` are the bytes of the tokens it will draw."""

    bytes, context_tokens, width, name, template = 5000, 256, 4, "fake", ""

    def __init__(self, *_, says=()):
        self.says, self.evaluated, self.drawn, self.embedded = says, [], 0, []

    def set_sampler(self, *_):
        pass

    def prepare_embeddings(self):
        pass

    def render(self, system):
        return system.split(), ["<answer>"]

    def tokenize(self, text, *, special):
        assert not special
        return text.split()

    def snapshot(self, tokens):
        return " ".join(tokens).encode()

    def restart(self, state, tokens, abort, embeddings=None):
        self.evaluated.append((state.decode(), tokens))
        self.embedded.append(embeddings)
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
