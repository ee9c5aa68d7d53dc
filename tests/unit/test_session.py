import pytest

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Framer
from sarai_mqtt.core.endpointing import Endpointer, Endpointing, Listening
from sarai_mqtt.core.session import SiteSession, SpeechStarted, UtteranceEnded

LIMITS = Endpointing(start_ms=100, resume_ms=60, stop_ms=300, preroll_ms=200, tail_ms=100, max_ms=2000)


def frame(n):
    return bytes([n % 256]) * FRAME_BYTES


def run(verdicts, limits=LIMITS):
    session = SiteSession("kitchen", limits)
    return session, [
        (i, event) for i, v in enumerate(verdicts) for event in session.feed(frame(i), is_speech=v)
    ]


def test_framer_keeps_the_rest():
    framer = Framer()
    assert list(framer.push(bytes(FRAME_BYTES + 10))) == [bytes(FRAME_BYTES)]
    assert list(framer.push(bytes(FRAME_BYTES - 10))) == [bytes(FRAME_BYTES)]


def test_start_and_stop_are_counted_in_audio():
    _, events = run([False] * 20 + [True] * 30 + [False] * 20)
    assert [(i, type(e)) for i, e in events] == [(24, SpeechStarted), (64, UtteranceEnded)]
    assert events[1][1].silence_ms == 300


def test_preroll_and_tail_bound_the_utterance():
    _, events = run([False] * 40 + [True] * 30 + [False] * 20)
    pcm = events[1][1].utterance.pcm
    first = pcm[0]
    assert first <= 40 - LIMITS.preroll_ms // FRAME_MS
    assert pcm[-1] == 69 + LIMITS.tail_ms // FRAME_MS
    assert events[1][1].utterance.speech_end_ms == (69 - first + 1) * FRAME_MS


def test_a_click_is_not_speech():
    session, events = run([True] * 3 + [False] * 30 + [True] * 3 + [False] * 30)
    assert events == []
    assert not session.active


def test_a_hole_in_the_first_syllable_does_not_lose_the_start():
    _, events = run([True, True, False, True, True, True, True, True] + [False] * 20)
    assert [type(e) for _, e in events] == [SpeechStarted, UtteranceEnded]


def test_a_pause_does_not_end_and_a_blip_does_not_prolong():
    session, events = run([True] * 20 + [False] * 14 + [True] * 10)
    assert [type(e) for _, e in events] == [SpeechStarted]
    assert session.active
    _, events = run([True] * 20 + [False] * 8 + [True, True] + [False] * 5)
    assert [(i, type(e)) for i, e in events][1] == (34, UtteranceEnded)


def test_the_longest_utterance_is_bounded():
    _, events = run([True] * 300)
    lengths = [e.utterance.seconds for _, e in events if isinstance(e, UtteranceEnded)]
    assert lengths
    assert max(lengths) <= 2.0


def test_finish_ends_only_what_has_begun():
    session, _ = run([False] * 10)
    assert list(session.finish()) == []
    session, _ = run([True] * 20)
    (ended,) = session.finish()
    assert isinstance(ended, UtteranceEnded)
    assert ended.silence_ms == 0
    assert list(session.finish()) == []


@pytest.mark.parametrize(("gap_ms", "ends"), [(100, False), (1000, True)])
def test_lost_audio_counts_as_silence(gap_ms, ends):
    session, _ = run([True] * 20)
    assert [type(e) for e in session.gap(gap_ms)] == ([UtteranceEnded] if ends else [])


def test_every_state_is_reachable_and_quiet_is_where_it_ends():
    endpointer = Endpointer(LIMITS)
    seen = [endpointer.step(is_speech=v) for v in [False] + [True] * 6 + [False] * 15]
    assert set(seen) == set(Listening)
    assert seen[-1] is Listening.QUIET


def test_finish_forgets_what_had_only_begun():
    session, _ = run([True] * 4)
    assert list(session.finish()) == []
    assert list(session.feed(frame(0), is_speech=True)) == []
    events = [e for n in range(1, 30) for e in session.feed(frame(n), is_speech=n < 10)]
    assert isinstance(events[1], UtteranceEnded)
    assert events[1].utterance.pcm.startswith(frame(0) + frame(1))
