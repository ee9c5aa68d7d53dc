import numpy as np
import pytest

from sarai_mqtt.satellites.playback import ECHO_S, Playback
from tests.harness.audio import pcm, room, voice

SENT_RATE = 24_000


@pytest.fixture
def playback():
    playing = Playback()
    sent = pcm(voice(7, 4, SENT_RATE))
    half = len(sent) // 2
    playing.add_speech("t", "One.", sent[:half], SENT_RATE, 10.0)
    playing.add_speech("t", "Two.", sent[half:], SENT_RATE, 10.1)
    return playing


@pytest.mark.parametrize("start", [0.0, 1.234, 2.9])
@pytest.mark.parametrize(("level", "late"), [(0.01, 0.05), (0.3, 0.9)])
def test_our_speech_come_back_by_the_room_is_known(playback, start, level, late):
    mic = room(voice(7, 4, 16_000))[int(start * 16_000) :][:16_000]
    # sent at 10.0, it comes back with a delay
    assert playback.is_heard_in(pcm(mic, level), 10.0 + start + 1.0 + late) is True


def test_what_we_have_not_said_yet_is_not_us(playback):
    mic = room(voice(7, 4, 16_000))[40_000:56_000]
    assert playback.is_heard_in(pcm(mic, 0.3), 11.5) is False


def test_a_speaker_that_waited_for_the_whole_reply_is_heard_later(playback):
    mic = pcm(room(voice(7, 4, 16_000))[8_000:24_000], 0.3)
    assert playback.is_heard_in(mic, 14.6) is False
    playback.complete(13.0)
    assert playback.is_heard_in(mic, 14.6) is True


@pytest.mark.parametrize("quiet", [0.3, 0.5])
def test_our_first_word_and_our_last_are_known(playback, quiet):
    silence, ours = np.zeros(int(quiet * 16_000)), room(voice(7, 4, 16_000))
    lead = len(ours) - 16_000 + len(silence)
    assert playback.is_heard_in(pcm(np.r_[silence, ours][:16_000], 0.3), 10.0 + 1.1 - quiet) is True
    assert playback.is_heard_in(pcm(np.r_[ours, silence][lead:], 0.3), 10.0 + 4.1 + quiet) is True


@pytest.mark.parametrize("seed", range(10, 20))
def test_somebody_else_is_not_us(playback, seed):
    assert playback.is_heard_in(pcm(voice(seed, 1, 16_000), 0.3), 12.0) is False


def test_somebody_louder_than_our_echo_is_not_us(playback):
    both = room(voice(7, 4, 16_000))[16_000:32_000] * 0.2 + voice(11, 1, 16_000)
    assert playback.is_heard_in(pcm(both / 2), 12.1) is False


def test_too_little_tells_nothing(playback):
    assert playback.is_heard_in(pcm(voice(10, 0.4, 16_000)), 11.0) is None
    assert playback.is_heard_in(b"", 11.0) is None


def test_nothing_sent_is_nothing_heard():
    assert Playback().is_heard_in(pcm(voice(10, 1, 16_000)), 1.0) is False


def test_what_is_sent_lasts_as_long_as_it_sounds(playback):
    assert playback.quiet_at == pytest.approx(14.0)
    assert playback.playing(14.9)
    assert not playback.playing(14.0 + ECHO_S + 0.1)
    assert (playback.text_since(12.0), playback.text_since(15.1)) == ("One. Two.", "")


def test_a_speaker_that_waits_for_the_whole_reply_begins_later(playback):
    playback.complete(11.0)
    assert playback.playing(15.9)
    assert playback.quiet_at == pytest.approx(14.0)


def test_a_speaker_that_is_done_is_done(playback):
    playback.stop(12.0)
    assert playback.quiet_at == 12.0
    assert playback.text_since(12.5) == "One. Two."
    assert not playback.playing(12.1)
    assert playback.text_since(13.1) == ""


def test_another_turn_is_other_speech(playback):
    playback.add_speech("u", "Three.", b"\0\0" * 100, 16_000, 20.0)
    assert (playback.turn, playback.text_since(20.0)) == ("u", "Three.")
    assert playback.is_heard_in(pcm(voice(7, 1, 16_000)), 21.0) is False


def test_a_low_rate_has_fewer_bands_and_no_error():
    playing = Playback()
    playing.add_speech("t", "x", pcm(voice(7, 2, 1000)), 1000, 0.0)
    assert playing.is_heard_in(pcm(voice(9, 1, 16_000)), 1.5) is False


def test_the_reply_before_is_ours_as_long_as_it_plays(playback):
    mic = room(voice(7, 4, 16_000))
    playback.add_speech("u", "Three.", pcm(voice(8, 4, SENT_RATE)), SENT_RATE, 11.0)
    playback.complete(11.0)
    assert playback.is_heard_in(pcm(mic[16_000:32_000], 0.3), 12.1) is True
    assert playback.is_heard_in(pcm(room(voice(8, 4, 16_000))[16_000:32_000], 0.3), 16.1) is True
    assert playback.text_since(12.0) == "One. Two. Three."
    playback.add_speech("v", "Four.", bytes(100), SENT_RATE, 30.0)
    assert playback.text_since(30.0) == "Four."


def test_a_long_reply_is_looked_at_where_it_may_be_heard():
    playing = Playback()
    for second in range(120):
        playing.add_speech("t", "", pcm(voice(second, 1, SENT_RATE)), SENT_RATE, 10.0 + second / 10)
    assert playing.is_heard_in(pcm(room(voice(60, 1, 16_000)), 0.3), 71.1) is True
    (speech,) = playing._sent  # noqa: SLF001
    assert max(len(part) for part in speech.parts(50, 71.1)) <= 150


def test_speech_that_is_not_kept_cannot_be_told_but_lasts_as_long():
    playing = Playback()
    playing.add_speech("t", "One.", pcm(voice(7, 4, SENT_RATE)), SENT_RATE, 10.0, keep=False)
    playing.add_speech("t", "Two.", pcm(voice(7, 4, SENT_RATE)), SENT_RATE, 10.1)
    assert playing.is_heard_in(pcm(voice(7, 1, 16_000)), 11.1) is None
    assert (playing.quiet_at, playing.text_since(17.0)) == (18.0, "One. Two.")
