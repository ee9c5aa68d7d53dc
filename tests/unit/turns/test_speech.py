"""The speech of a reply: made in advance, read or dropped."""

import asyncio
from contextlib import aclosing

import pytest

from sarai_mqtt.turns.meaning import Understood
from sarai_mqtt.turns.speech import Speech
from sarai_mqtt.turns.timings import Timing
from tests.harness.engines import FakeThinker, TalkativeThinker
from tests.harness.turns import TurnHarness, all_of
from tests.harness.waiting import until

ASKED = Understood("what is a lamp", "en")


class BrokenAt:
    """Fails at the text that contains `word`."""

    rate = 1000

    def __init__(self, word):
        self.word = word

    def synthesize(self, text, language, cancel):
        if self.word in text:
            raise ValueError("broken")
        yield bytes(20)


def speech_of(house, say, earlier=()):
    return Speech(house.request(ASKED.text), house.engines, ASKED, say, earlier)


async def settle(house):
    """Let what was begun come as far as it can."""
    for _ in range(3):
        for worker in (house.engines.thinker_worker, house.engines.audio_worker):
            await worker.call(lambda _: None)


def names(spoken):
    return [timing.name for timing in spoken.timings]


async def test_a_text_becomes_chunks_and_an_empty_last_one():
    with TurnHarness() as house:
        speech = speech_of(house, "One. Two.")
        chunks = await all_of(speech.chunks())
        await speech.close()
    assert [(c.seq, c.text, c.last) for c in chunks] == [
        (0, "One.", False),
        (1, "", False),
        (2, "Two.", False),
        (3, "", False),
        (4, "", True),
    ]
    assert speech.spoken.text == "One. Two."
    assert speech.spoken.pcm == b"".join(c.pcm for c in chunks)
    assert names(speech.spoken) == ["tts_first", "tts", "response", "e2e"]
    assert not speech.spoken.by_thinker


async def test_nothing_to_say_is_no_chunk():
    with TurnHarness() as house:
        speech = speech_of(house, "")
        assert await all_of(speech.chunks()) == []
        await speech.close()
    assert (speech.spoken.text, speech.spoken.pcm, speech.spoken.timings) == ("", b"", ())


async def test_without_a_text_the_thinker_answers():
    with TurnHarness() as house:
        speech = speech_of(house, None)
        chunks = await all_of(speech.chunks())
        await speech.close()
    assert [c.text for c in chunks if c.text] == ["One.", "Two.", "Three."]
    assert speech.spoken.by_thinker
    assert names(speech.spoken)[:2] == ["ttft", "ttfs"]


async def test_a_thinker_without_words_is_owned_up_to():
    with TurnHarness(thinker=FakeThinker(pieces=())) as house:
        speech = speech_of(house, None)
        await all_of(speech.chunks())
        await speech.close()
    assert speech.spoken.text
    assert not speech.spoken.by_thinker


async def test_the_first_chunk_is_made_before_it_is_read_and_dropped_if_it_is_not():
    with TurnHarness() as house:
        speech = speech_of(house, "One. Two.")
        await asyncio.sleep(0)
        await settle(house)
        assert house.tts.said == [("One.", "en")]
        await speech.close()
    assert (speech.spoken.text, speech.spoken.pcm) == ("", b"")
    assert names(speech.spoken) == ["tts_first", "tts"]


async def test_what_was_not_read_leaves_its_timings_to_the_next_try():
    earlier = (Timing("tts_first", 7.0, 1.0), Timing("tts", 9.0, 1.0))
    with TurnHarness() as house:
        speech = speech_of(house, "One.", earlier)
        await all_of(speech.chunks())
        await speech.close()
    assert speech.spoken.timings[:2] == earlier
    assert names(speech.spoken) == ["tts_first", "tts", "response", "e2e"]


@pytest.mark.parametrize(("word", "chunks"), [("One", 0), ("Two", 2)])
async def test_a_speaker_that_has_begun_gets_the_last_chunk_of_speech_that_fails(word, chunks):
    read = []
    with TurnHarness(tts=BrokenAt(word)) as house:
        speech = speech_of(house, "One. Two.")
        with pytest.raises(ValueError, match="broken"):
            async for chunk in speech.chunks():
                read.append(chunk)
        await speech.close()
    assert len(read) == chunks
    assert all(chunk.last == (chunk is read[-1]) for chunk in read)


async def test_the_response_is_there_when_the_first_chunk_was_published():
    with TurnHarness() as house:
        speech = speech_of(house, "One.")
        async with aclosing(speech.chunks()) as chunks:
            await anext(chunks)
            house.clock.now += 0.5
            await anext(chunks)
            house.clock.now += 9
        await speech.close()
    timings = {timing.name: timing.value for timing in speech.spoken.timings}
    assert (timings["response"], timings["e2e"]) == (500.0, 500.0)


@pytest.mark.parametrize("read", [0, 1])
async def test_closing_stops_the_engines(read):
    with TurnHarness(thinker=TalkativeThinker()) as house:
        speech = speech_of(house, None)
        if read:
            await anext(speech.chunks())
        else:
            await until(lambda: house.tts.said)
        assert not house.thinker.stopped.is_set()
        await speech.close()
        assert house.thinker.stopped.is_set()
        await speech.close()


async def test_a_speech_that_is_closed_at_once_begins_nothing():
    with TurnHarness() as house:
        await speech_of(house, "One.").close()
        await settle(house)
    assert house.tts.said == []
