"""An engine that is not ours may return anything."""

import math

import numpy as np
import pytest

from sarai_mqtt.core.audio import Utterance
from sarai_mqtt.core.errors import BadInput, Cancelled, SaraiError
from sarai_mqtt.core.events import Transcript
from sarai_mqtt.core.recognition import HeardAnswer
from sarai_mqtt.core.tools import ToolCall
from sarai_mqtt.engines.checked import (
    MAX_EMPTY,
    CheckedAudioThinker,
    CheckedFeatureStt,
    CheckedStt,
    CheckedThinker,
    CheckedToolThinker,
    CheckedTts,
)
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.engines import (
    FakeAudioThinker,
    FakeFeatureStt,
    FakeStt,
    FakeThinker,
    FakeToolThinker,
    FakeTts,
)
from tests.harness.tools import TOOLS

SPOKEN = Utterance("kitchen", bytes(640), 20)
HEARD = Transcript("", "hello", "en", 0.5)


class Answers:
    """An engine that returns `answer` to everything; an exception is raised."""

    rate = 16_000

    def __init__(self, answer):
        self.answer = answer

    def reply(self, *_):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    transcribe = transcribe_answer = synthesize = think = choose = reply
    transcribe_with_features = encode = think_audio = reply
    feature_widths, audio_features, audio_languages = {"f": 4}, "f", ("en",)


def heard(**changes):
    fields = {name: getattr(HEARD, name) for name in Transcript.__slots__}
    return Transcript(**(fields | changes))


def refused(call):
    """Return the reason for which `call` fails."""
    with pytest.raises(SaraiError) as error:
        call()
    assert error.value.code == "engine_failed"
    return error.value.reason


def speech(answer, text="All right.", cancel=None):
    return list(CheckedTts(Answers(answer)).synthesize(text, "en", cancel or CancelToken()))


def thought(answer, cancel=None):
    return list(CheckedThinker(Answers(answer)).think("why", "en", cancel or CancelToken()))


def test_engines_that_do_as_they_should_are_passed_through():
    stt, tts, thinker = CheckedStt(FakeStt()), CheckedTts(FakeTts()), CheckedThinker(FakeThinker())
    assert stt.transcribe(SPOKEN, None, CancelToken()) == Transcript("", "turn on the light", "en", 0.9)
    assert stt.transcribe_answer(SPOKEN, "en", None, CancelToken()).agrees is None
    assert tts.rate == FakeTts.rate
    assert list(tts.synthesize("OK.", "en", CancelToken())) == [bytes(60)] * 2
    assert list(thinker.think("why", "en", CancelToken())) == ["One. ", "Two. ", "Three."]
    assert thinker.choose("on", "en", ["on", "off"], CancelToken()) is None
    assert CheckedThinker(Answers(1)).choose("on", "en", ["on", "off"], CancelToken()) == 1


@pytest.mark.parametrize("error", [BadInput("unknown_language", "x"), ValueError("x"), Cancelled()])
def test_what_an_engine_raises_stays_what_it_is(error):
    token = CancelToken()
    for call in (
        lambda: CheckedStt(Answers(error)).transcribe(SPOKEN, None, token),
        lambda: CheckedStt(Answers(error)).transcribe_answer(SPOKEN, "en", None, token),
        lambda: speech(error),
        lambda: thought(error),
        lambda: CheckedThinker(Answers(error)).choose("on", "en", ["on"], token),
    ):
        with pytest.raises(type(error)) as raised:
            call()
        assert raised.value is error


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "hello",
        ("hello", 0.5),
        heard(text=None),
        heard(text=b"hello"),
        heard(text="x" * 60_000),
        heard(text="hello \ud800"),
        heard(heard="\udfff"),
        heard(language=None),
        heard(language=""),
        heard(heard=7),
        heard(confidence=math.nan),
        heard(confidence=math.inf),
        heard(confidence=-0.1),
        heard(confidence=1.01),
        heard(confidence=None),
        heard(confidence="sure"),
        heard(no_speech=None),
    ],
)
def test_a_transcript_that_cannot_be_used_is_refused(answer):
    assert refused(lambda: CheckedStt(Answers(answer)).transcribe(SPOKEN, None, CancelToken()))
    stt = CheckedStt(Answers(HeardAnswer(answer, None)))
    assert refused(lambda: stt.transcribe_answer(SPOKEN, "en", None, CancelToken()))


@pytest.mark.parametrize("answer", [None, HEARD, HeardAnswer(HEARD, "yes"), HeardAnswer(HEARD, 1)])
def test_an_answer_that_is_neither_yes_nor_no_nor_none_is_refused(answer):
    stt = CheckedStt(Answers(answer))
    assert refused(lambda: stt.transcribe_answer(SPOKEN, "en", None, CancelToken()))


@pytest.mark.parametrize("confidence", [0, 1, 0.0, 1.0, 1.0000002])
def test_the_ends_of_confidence_belong_to_it(confidence):
    answer = heard(confidence=confidence)
    assert CheckedStt(Answers(answer)).transcribe(SPOKEN, None, CancelToken()) is answer


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([], "no sound for a sentence of 10"),
        ([b"", b""], "no sound for a sentence of 10"),
        (None, "NoneType in place of a stream"),
        (b"ab", "bytes in place of a stream"),
        ([b"ab", b"abc"], "3 bytes, which ends within a sample"),
        ([bytearray(b"ab")], "bytearray in place of bytes"),
        ([None], "NoneType in place of bytes"),
        ([bytes(16_000 * 2)] * 41, "no end of a sentence of 10"),
        ([b""] * (MAX_EMPTY + 1), "no end of a sentence of 10"),
    ],
)
def test_speech_that_cannot_be_played_is_refused(answer, said):
    assert said in refused(lambda: speech(answer))


@pytest.mark.parametrize("text", ["", " \n", "...", "¡!", "«—»", "a", "東京。"])
def test_a_text_without_a_word_that_a_voice_can_say_may_be_silent(text):
    assert speech([], text) == []


@pytest.mark.parametrize("text", ["OK", "Sí.", "50 %", "It is 東京."])
def test_a_text_with_a_word_may_not_be_silent(text):
    assert "no sound" in refused(lambda: speech([], text))


def test_speech_that_was_given_up_may_be_silent_and_an_engine_that_goes_on_is_stopped():
    token = CancelToken()
    token.cancel()
    assert speech([], cancel=token) == []
    with pytest.raises(Cancelled):
        speech([bytes(2)] * 9, cancel=token)


def test_empty_pieces_are_left_out():
    assert speech([b"", b"ab", b""]) == [b"ab"]


@pytest.mark.parametrize("rate", [0, -1, None, 16000.0, 2**31])
def test_a_rate_at_which_nothing_can_be_played_is_refused_at_the_start(rate):
    tts = Answers([])
    tts.rate = rate
    assert "sample rate" in refused(lambda: CheckedTts(tts))


class GoesOn:
    """A stream that cannot be closed and has no end."""

    def __init__(self, piece):
        self.piece, self.closed = piece, 0

    def __iter__(self):
        return self

    def __next__(self):
        return self.piece

    def close(self):
        self.closed += 1
        raise RuntimeError("no")


def test_a_stream_that_goes_on_after_it_was_closed_is_left(caplog):
    stream = GoesOn(b"ab")
    pieces = CheckedTts(Answers(stream)).synthesize("All right.", "en", CancelToken())
    assert next(pieces) == b"ab"
    pieces.close()
    assert stream.closed == 1
    assert next(pieces, None) is None
    assert "did not close" in caplog.text


@pytest.mark.parametrize("answer", [None, "text", 7, [None], [b"text"], ["ok", 7]])
def test_a_reply_that_is_no_text_is_refused(answer):
    assert refused(lambda: thought(answer))


@pytest.mark.parametrize("piece", ["", "and so on "])
def test_a_reply_without_an_end_is_refused(piece):
    assert "no end" in refused(lambda: thought(GoesOn(piece)))


def test_a_reply_that_was_given_up_ends():
    token = CancelToken()
    token.cancel()
    assert thought(GoesOn("and so on "), cancel=token) == []


@pytest.mark.parametrize("answer", [2, -1, True, False, 0.0, "0", [0]])
def test_a_choice_that_is_no_option_is_refused(answer):
    thinker = CheckedThinker(Answers(answer))
    assert "2 options" in refused(lambda: thinker.choose("on", "en", ["on", "off"], CancelToken()))


class Calls(FakeToolThinker):
    """Answers with whatever it was given."""

    def __init__(self, answer):
        super().__init__()
        self.calls = answer


def called(answer):
    return CheckedToolThinker(Calls(answer)).call_tools("on", "en", TOOLS, CancelToken())


def test_calls_of_tools_are_passed_through():
    calls = [ToolCall("switch", {"thing": "Lamp", "value": 2.5})]
    assert called(calls) == calls
    assert CheckedToolThinker(Calls([])).tool_languages == ("en", "es")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        iter(()),
        ["switch"],
        [ToolCall(None, {})],
        [ToolCall("a", None)],
        [ToolCall("a", {"x": None})],
        [ToolCall("a", {"x": True})],
        [ToolCall("a", {"x": float("nan")})],
        [ToolCall("a", {1: "x"})],
        [ToolCall("a", {})] * 1000,
    ],
)
def test_what_is_no_call_is_refused(answer):
    assert refused(lambda: called(answer))


def test_features_and_replies_to_speech_are_passed_through():
    stt, thinker, token = (
        CheckedFeatureStt(FakeFeatureStt()),
        CheckedAudioThinker(FakeAudioThinker()),
        CancelToken(),
    )
    answer, features = stt.transcribe_with_features(SPOKEN, None, None, "f", token)
    assert answer.transcript == Transcript("", "turn on the light", "en", 0.9)
    assert features is stt.encode(SPOKEN, "f", token) is FakeFeatureStt.features
    assert stt.feature_widths == {"f": 4}
    assert (thinker.audio_features, thinker.audio_languages) == ("f", ("en",))
    assert list(thinker.think_audio(features, "", "en", token)) == ["One."]


@pytest.mark.parametrize(
    "features",
    [
        None,
        [[[0.0] * 4]],
        np.zeros((1, 3, 4)),
        np.zeros((1, 3, 5), np.float32),
        np.zeros((2, 3, 4), np.float32),
        np.zeros((3, 4), np.float32),
    ],
)
def test_features_of_another_shape_than_stated_are_refused(features):
    token = CancelToken()
    assert "the features f as" in refused(
        lambda: CheckedFeatureStt(Answers(features)).encode(SPOKEN, "f", token)
    )
    both = CheckedFeatureStt(Answers((HeardAnswer(HEARD, None), features)))
    assert "the features f as" in refused(
        lambda: both.transcribe_with_features(SPOKEN, None, None, "f", token)
    )


@pytest.mark.parametrize("answer", [None, HEARD, HeardAnswer(heard(text=None), None)])
def test_what_was_heard_beside_features_is_checked_too(answer):
    stt = CheckedFeatureStt(Answers((answer, FakeFeatureStt.features)))
    assert refused(lambda: stt.transcribe_with_features(SPOKEN, None, None, "f", CancelToken()))


@pytest.mark.parametrize("answer", [None, "text", [7]])
def test_a_reply_to_speech_that_is_no_text_is_refused(answer):
    thinker = CheckedAudioThinker(Answers(answer))
    assert refused(lambda: list(thinker.think_audio(FakeFeatureStt.features, "", "en", CancelToken())))
