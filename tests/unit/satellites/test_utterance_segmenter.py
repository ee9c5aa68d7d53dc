from dataclasses import replace

import pytest

from sarai_mqtt.core.audio import FRAME_BYTES, FRAME_MS, Framer
from sarai_mqtt.core.speech_events import Paused, Resumed, SpeechStarted, UtteranceEnded
from sarai_mqtt.satellites.endpointing import Endpointer, EndpointingLimits
from sarai_mqtt.satellites.site_states import EndpointState
from sarai_mqtt.satellites.utterance_segmenter import UtteranceSegmenter

LIMITS = EndpointingLimits(
    start_ms=100, resume_ms=60, stop_ms=300, draft_ms=0, preroll_ms=200, tail_ms=100, max_ms=2000
)


def frame(n):
    return bytes([n % 256]) * FRAME_BYTES


def run(verdicts, limits=LIMITS):
    segmenter = UtteranceSegmenter("kitchen", limits)
    return segmenter, [
        (i, event) for i, v in enumerate(verdicts) for event in segmenter.feed(frame(i), is_speech=v)
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
    segmenter, events = run([True] * 3 + [False] * 30 + [True] * 3 + [False] * 30)
    assert events == []
    assert not segmenter.active


def test_a_hole_in_the_first_syllable_does_not_lose_the_start():
    _, events = run([True, True, False, True, True, True, True, True] + [False] * 20)
    assert [type(e) for _, e in events] == [SpeechStarted, UtteranceEnded]


def test_a_pause_does_not_end_and_a_blip_does_not_prolong():
    segmenter, events = run([True] * 20 + [False] * 14 + [True] * 10)
    assert [type(e) for _, e in events] == [SpeechStarted]
    assert segmenter.active
    _, events = run([True] * 20 + [False] * 8 + [True, True] + [False] * 5)
    assert [(i, type(e)) for i, e in events][1] == (34, UtteranceEnded)


def test_the_longest_utterance_is_bounded():
    _, events = run([True] * 300)
    lengths = [e.utterance.seconds for _, e in events if isinstance(e, UtteranceEnded)]
    assert lengths
    assert max(lengths) <= 2.0


def test_finish_ends_only_what_has_begun():
    segmenter, _ = run([False] * 10)
    assert list(segmenter.finish()) == []
    segmenter, _ = run([True] * 20)
    (ended,) = segmenter.finish()
    assert isinstance(ended, UtteranceEnded)
    assert ended.silence_ms == 0
    assert list(segmenter.finish()) == []


@pytest.mark.parametrize(("gap_ms", "ends"), [(100, False), (1000, True)])
def test_lost_audio_counts_as_silence(gap_ms, ends):
    segmenter, _ = run([True] * 20)
    assert [type(e) for e in segmenter.gap(gap_ms)] == ([UtteranceEnded] if ends else [])


def test_every_state_is_reachable_and_quiet_is_where_it_ends():
    endpointer = Endpointer(LIMITS)
    seen = [endpointer.step(is_speech=v) for v in [False] + [True] * 6 + [False] * 15]
    assert set(seen) == set(EndpointState)
    assert seen[-1] is EndpointState.QUIET


def test_finish_forgets_what_had_only_begun():
    segmenter, _ = run([True] * 4)
    assert list(segmenter.finish()) == []
    assert list(segmenter.feed(frame(0), is_speech=True)) == []
    events = [e for n in range(1, 30) for e in segmenter.feed(frame(n), is_speech=n < 10)]
    assert isinstance(events[1], UtteranceEnded)
    assert events[1].utterance.pcm.startswith(frame(0) + frame(1))


DRAFTS = replace(LIMITS, draft_ms=140, complete_ms=200, dangling_ms=500)


def test_a_pause_is_told_once_with_all_that_was_said():
    _, events = run([True] * 20 + [False] * 20, DRAFTS)
    (_, started), (at, paused), (_, ended) = events
    assert isinstance(started, SpeechStarted)
    assert (at, paused.silence_ms) == (26, 140)
    assert paused.utterance.speech_end_ms == ended.utterance.speech_end_ms
    assert ended.utterance.pcm.startswith(paused.utterance.pcm)


def test_speech_after_a_pause_takes_it_back_and_a_blip_does_not():
    _, events = run([True] * 20 + [False] * 10 + [True] * 10 + [False] * 10, DRAFTS)
    kinds = [type(e) for _, e in events]
    assert kinds == [SpeechStarted, Paused, Resumed, Paused]
    assert events[3][1].utterance.speech_end_ms == events[1][1].utterance.speech_end_ms + 400
    _, events = run([True] * 20 + [False] * 8 + [True, True] + [False] * 8, DRAFTS)
    assert [type(e) for _, e in events] == [SpeechStarted, Paused, UtteranceEnded]


@pytest.mark.parametrize(("ending", "silence_ms"), [("complete", 200), ("open", 300), ("dangling", 500)])
def test_what_was_understood_says_how_long_the_pause_may_last(ending, silence_ms):
    segmenter, _ = run([True] * 20 + [False] * 7, DRAFTS)
    segmenter.expect(ending)
    events = [e for n in range(40) for e in segmenter.feed(frame(n), is_speech=False)]
    assert [e.silence_ms for e in events] == [silence_ms]


def test_a_judgement_that_comes_late_ends_the_utterance_at_once():
    segmenter, _ = run([True] * 20 + [False] * 14, DRAFTS)
    segmenter.expect("complete")
    (ended,) = segmenter.feed(frame(0), is_speech=False)
    assert ended.silence_ms == 300


def test_a_judgement_holds_for_its_own_pause_only():
    segmenter, _ = run([True] * 20 + [False] * 7, DRAFTS)
    segmenter.expect("dangling")
    list(segmenter.feed(frame(0), is_speech=True))
    events = [e for n in range(30) for e in segmenter.feed(frame(n), is_speech=n < 8)]
    assert [getattr(e, "silence_ms", None) for e in events] == [None, 140, 300]
    segmenter.expect("complete")
    assert not segmenter.active


def test_an_utterance_says_which_of_its_frames_were_speech():
    verdicts = [False] * 20 + [True] * 10 + [False] * 3 + [True] * 10 + [False] * 15
    _, events = run(verdicts)
    utterance = events[-1][1].utterance
    assert len(utterance.voicing) * FRAME_BYTES == len(utterance.pcm)
    first = utterance.pcm[0]  # each frame holds its number
    assert list(utterance.voicing) == verdicts[first : first + len(utterance.voicing)]
    assert utterance.voicing[utterance.speech_end_ms // FRAME_MS - 1]
