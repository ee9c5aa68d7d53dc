from concurrent.futures import ThreadPoolExecutor

import pytest

from sarai_mqtt.core.errors import BadInput, Cancelled
from sarai_mqtt.engines.tts.cache import ReplyCache
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.engines import FakeTts


class Voices(FakeTts):
    """A voice of its own for each language: the sound tells which said what."""

    def synthesize(self, text, language, cancel):
        if language not in ("en", "es"):
            raise BadInput("unknown_language", "No such voice.")
        self.said.append((text, language))
        yield f"{language}:{text}".encode()
        if cancel.cancelled:
            raise Cancelled
        yield b"rest" * len(text)


def say(cache, text="The light is on.", language="en"):
    return list(cache.synthesize(text, language, CancelToken()))


@pytest.fixture
def voices():
    return Voices()


@pytest.fixture
def cache(voices):
    return ReplyCache(voices, 10_000)


def test_what_is_said_twice_is_kept_in_its_chunks(cache, voices):
    said = [say(cache) for _ in range(4)]
    assert said == [said[0]] * 4
    assert len(said[0]) == 2
    assert len(voices.said) == 2
    assert cache.rate == voices.rate


def test_what_is_said_once_takes_no_room(cache):
    for number in range(3000):
        say(cache, f"Answer {number}.")
    assert cache.cached_bytes == 0


def test_the_fixed_replies_outlive_what_the_thinker_says(cache, voices):
    say(cache), say(cache)
    for number in range(500):
        say(cache, f"Answer {number}.")
    voices.said.clear()
    say(cache)
    assert voices.said == []


def test_each_language_has_its_own_voice(cache):
    for _ in range(3):
        assert say(cache, "No.", "en")[0] == b"en:No."
        assert say(cache, "No.", "es")[0] == b"es:No."


@pytest.mark.parametrize(
    "other", ["the light is on.", "The light is on!", "The light  is on.", "The light is on"]
)
def test_only_blanks_around_a_text_are_ignored(cache, voices, other):
    say(cache), say(cache, " The light is on.\n"), say(cache)
    assert len(voices.said) == 2
    assert say(cache, other)[0].decode() == f"en:{other}"


def test_the_oldest_goes_when_there_is_no_more_room(voices):
    cache = ReplyCache(voices, 2000)
    for text in ("A.", "B.", "A.", "B.", "C."):
        say(cache, text), say(cache, text)
    full = cache.cached_bytes
    say(cache, "A.")  # used last: B is the oldest now
    say(cache, "D."), say(cache, "D.")
    assert cache.cached_bytes == full <= 2000
    voices.said.clear()
    for text in ("A.", "C.", "D.", "B."):
        say(cache, text)
    assert [text for text, _ in voices.said] == ["B."]


def test_it_stays_within_its_room_whatever_is_said(voices):
    cache = ReplyCache(voices, 5000)
    for number in range(200):
        say(cache, "x" * number), say(cache, "x" * number)
        assert cache.cached_bytes <= 5000
    assert cache.cached_bytes > 0


def test_a_sentence_that_has_no_room_at_all_pushes_nothing_out(cache, voices):
    say(cache), say(cache)
    say(cache, "x" * 5000), say(cache, "x" * 5000)
    voices.said.clear()
    say(cache)
    assert voices.said == []


def test_a_cancelled_sentence_is_not_kept(cache, voices):
    say(cache)
    cancel = CancelToken()
    pieces = cache.synthesize("The light is on.", "en", cancel)
    next(pieces)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(pieces)
    assert cache.cached_bytes == 0
    assert len(say(cache)) == 2


def test_a_sentence_given_up_between_its_last_piece_and_the_end_is_not_kept(cache):
    say(cache)
    cancel = CancelToken()
    pieces = cache.synthesize("The light is on.", "en", cancel)
    next(pieces), next(pieces)
    cancel.cancel()
    assert list(pieces) == []
    assert cache.cached_bytes == 0


def test_a_sentence_nobody_waited_for_is_not_kept(cache):
    say(cache)
    pieces = cache.synthesize("The light is on.", "en", CancelToken())
    next(pieces)
    pieces.close()
    assert cache.cached_bytes == 0


def test_a_kept_sentence_can_be_cancelled(cache):
    say(cache), say(cache)
    cancel = CancelToken()
    pieces = cache.synthesize("The light is on.", "en", cancel)
    next(pieces)
    cancel.cancel()
    with pytest.raises(Cancelled):
        next(pieces)


def test_errors_pass_through(cache):
    for _ in range(3):
        with pytest.raises(BadInput):
            say(cache, language="de")


def test_many_threads_hear_what_one_does(cache):
    texts = [f"Room {number % 12}." for number in range(600)]
    with ThreadPoolExecutor(8) as threads:
        heard = list(threads.map(lambda text: say(cache, text), texts))
    assert heard == [[f"en:{text}".encode(), b"rest" * len(text)] for text in texts]
    assert cache.cached_bytes <= 10_000
