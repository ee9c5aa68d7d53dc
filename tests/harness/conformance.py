"""What every engine of a kind must do, whatever it runs on. A cancelled call must end within `limit_s`."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sarai_mqtt.core.audio import FRAME_BYTES, RATE, Utterance
from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.waiting import WAIT_S

ABSENT = "it"  # a language that nobody configures
MINUTE = bytes(60 * RATE * 2)
LONG_TEXT = "The light in the kitchen is on, and the door of the garage is closed. " * 30


def given_up():
    """Return a token that is cancelled already."""
    token = CancelToken()
    token.cancel()
    return token


def utterance(pcm):
    return Utterance("kitchen", pcm, len(pcm) // 32)


def stops(call, limit_s):
    """Cancel `call(cancel)` once it has begun; check that it ends within `limit_s` and return its error."""
    token, begun = CancelToken(), threading.Event()

    def run():
        begun.set()
        call(token)

    pool = ThreadPoolExecutor(1)
    running = pool.submit(run)
    assert begun.wait(WAIT_S)
    token.cancel()
    try:
        return running.exception(timeout=limit_s)
    finally:
        pool.shutdown(wait=False)


def check_stt(stt, languages, speech, limit_s=10.0):
    """`speech` is 16 kHz mono s16le of somebody who speaks one of `languages`."""
    for pcm in (b"", bytes(2 * RATE)):
        for language in (None, languages[0]):
            heard = stt.transcribe(utterance(pcm), language, CancelToken())
            assert (heard.turn, heard.text, heard.no_speech) == ("", "", True)
            assert heard.language in languages
    for pcm in (speech, speech + MINUTE + speech):
        heard = stt.transcribe(utterance(pcm), None, CancelToken())
        assert heard.language in languages
        assert heard.text
        assert not heard.no_speech
        assert 0 < heard.confidence <= 1
    answer = stt.transcribe_answer(utterance(b""), languages[0], None, CancelToken())
    assert (answer.transcript.no_speech, answer.agrees) == (True, None)
    for hear in (
        lambda language, cancel: stt.transcribe(utterance(speech), language, cancel),
        lambda language, cancel: stt.transcribe_answer(utterance(speech), languages[0], language, cancel),
    ):
        with pytest.raises(Cancelled):
            hear(None, given_up())
        with pytest.raises(BadInput) as refused:
            hear(ABSENT, CancelToken())
        assert refused.value.code == "unknown_language"
    error = stops(lambda cancel: stt.transcribe(utterance(speech * 40), None, cancel), limit_s)
    assert error is None or isinstance(error, Cancelled)
    assert stt.transcribe(utterance(speech), None, CancelToken()).text


def check_tts(tts, languages, limit_s=10.0):
    assert tts.rate > 0
    before = list(tts.synthesize("All right.", languages[0], CancelToken()))
    for language in languages:
        assert list(tts.synthesize("", language, CancelToken())) == []
        assert list(tts.synthesize(" \n", language, CancelToken())) == []
        short = list(tts.synthesize("All right.", language, CancelToken()))
        long = list(tts.synthesize(LONG_TEXT, language, CancelToken()))
        assert all(piece and len(piece) % 2 == 0 for piece in short + long)
        assert len(long) > len(short) > 0
        assert any(any(piece) for piece in short)
    with pytest.raises(BadInput) as refused:
        list(tts.synthesize("Allume.", ABSENT, CancelToken()))
    assert refused.value.code == "unknown_language"
    with pytest.raises(Cancelled):
        list(tts.synthesize("All right.", languages[0], given_up()))
    token = CancelToken()
    speech = tts.synthesize(LONG_TEXT, languages[0], token)
    assert next(speech)
    token.cancel()
    with pytest.raises(Cancelled):
        list(speech)
    left = tts.synthesize(LONG_TEXT, languages[0], CancelToken())
    next(left)
    left.close()
    error = stops(lambda cancel: list(tts.synthesize(LONG_TEXT, languages[0], cancel)), limit_s)
    assert error is None or isinstance(error, Cancelled)  # a small engine may be done before
    assert list(tts.synthesize("All right.", languages[0], CancelToken())) == before


def check_vad(new_vad, speech):
    """`speech` is 16 kHz mono s16le with a second of speech or more."""
    vad, other = new_vad(), new_vad()
    assert vad is not other
    quiet = bytes(FRAME_BYTES)
    assert not any(vad.is_speech(quiet) for _ in range(60 * 50))
    frames = [speech[i : i + FRAME_BYTES] for i in range(0, len(speech) - FRAME_BYTES + 1, FRAME_BYTES)]
    verdicts = [vad.is_speech(frame) for frame in frames]
    assert all(isinstance(verdict, bool) for verdict in verdicts)
    assert any(verdicts)
    assert not other.is_speech(quiet)  # one site's voice is not another's
    assert not [vad.is_speech(quiet) for _ in range(100)][-1]


def check_llm(thinker, language, limit_s=10.0):
    assert thinker.memory_bytes > 0
    for text in ("", "Why is the sky blue?", LONG_TEXT * 10):
        assert all(isinstance(piece, str) for piece in thinker.think(text, language, CancelToken()))
    assert "".join(thinker.think("Why is the sky blue?", language, CancelToken())).strip()
    with pytest.raises(BadInput) as refused:
        list(thinker.think("Pourquoi ?", ABSENT, CancelToken()))
    assert refused.value.code == "unknown_language"
    assert list(thinker.think("Why?", language, given_up())) == []
    assert thinker.choose("on", language, [], CancelToken()) is None
    assert thinker.choose("on", language, ["on", "off"], given_up()) is None
    assert thinker.choose("on", ABSENT, ["off"], CancelToken()) is None
    assert thinker.choose("on", language, ["on", "off"], CancelToken()) in (None, 0, 1)
    assert stops(lambda cancel: list(thinker.think("Why?", language, cancel)), limit_s) is None
    left = thinker.think("Why is the sky blue?", language, CancelToken())
    next(left)
    left.close()
    assert "".join(thinker.think("Why is the sky blue?", language, CancelToken())).strip()
