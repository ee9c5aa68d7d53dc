"""Stand-ins for speech to text, turn detection, the Thinker and text to speech."""

import threading

import numpy as np

from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.understanding.confirmation import answer_of
from tests.harness.waiting import WAIT_S


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


class FakeFeatureStt(FakeStt):
    """Hears `text`, with features of three frames."""

    feature_widths = {"f": 4}
    features = np.ones((1, 3, 4), np.float32)

    def transcribe_with_features(self, utterance, asked, language, name, cancel):
        self.named = name
        if asked is not None:
            return self.transcribe_answer(utterance, asked, language, cancel), self.features
        return HeardAnswer(self.transcribe(utterance, language, cancel), agrees=None), self.features

    def encode(self, utterance, name, cancel):
        return self.features


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


class FakeTurnEnd:
    """Takes every voice for `likely` finished, and counts what it was asked."""

    def __init__(self, likely):
        self.likely, self.asked = likely, 0

    def finished(self, samples):
        self.asked += 1
        return self.likely


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


class FakeAudioThinker(FakeThinker):
    """Says `pieces` to speech in English; keeps what it was given of texts and of speech."""

    audio_features, audio_languages = "f", ("en",)

    def __init__(self, pieces=("One.",), chosen=""):
        super().__init__(pieces, chosen)
        self.read, self.listened, self.asked = [], [], []

    def think(self, text, language, cancel):
        self.read.append((text, language))
        return super().think(text, language, cancel)

    def think_audio(self, features, text, language, cancel):
        self.listened.append((features, text, language))
        return super().think("", language, cancel)

    def choose(self, text, language, options, cancel):
        self.asked.append(text)
        return super().choose(text, language, options, cancel)


class FakeToolThinker:
    """Answers every order with `calls`; keeps the texts that it was given and the names of the tools."""

    tool_languages = ("en", "es")

    def __init__(self, *calls):
        self.calls, self.asked, self.tools = calls, [], ()

    def call_tools(self, text, language, tools, cancel):
        self.asked.append(text)
        self.tools = [tool.name for tool in tools]
        return self.calls


class TalkativeThinker:
    """Says its first sentence, and then goes on until it is stopped."""

    def __init__(self):
        self.stopped = threading.Event()

    def choose(self, text, language, options, cancel):
        return None

    def think(self, text, language, cancel):
        cancel.on_cancel(self.stopped.set)
        yield "It is a long story. And"
        self.stopped.wait(WAIT_S)
        yield " so on."


class EnglishTts:
    """The TTS of a profile with a voice for English alone: 20 ms of audio per character."""

    rate = 1000

    def synthesize(self, text, language, cancel):
        if language != "en":
            raise BadInput("unknown_language", f"There is no voice for the language {language!r}.")
        yield bytes(40 * len(text))


class FakeTts:
    """20 ms of audio per character, in two pieces."""

    rate = 1000

    def __init__(self):
        self.said = []

    def synthesize(self, text, language, cancel):
        self.said.append((text, language))
        yield bytes(20 * len(text))
        yield bytes(20 * len(text))
