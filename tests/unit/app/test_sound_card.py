import pytest

from sarai_mqtt.app.sound_card import stop_playback, stream_audio
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Reply
from tests.harness.audio import FakeSound


def replies(*pcm):
    """Give the replies one by one, then be interrupted."""
    waiting = [Reply("", "", "", data, 24_000) for data in pcm]

    def next_reply():
        if not waiting:
            raise KeyboardInterrupt
        return waiting.pop(0)

    return next_reply


def test_what_the_microphone_hears_is_sent_and_replies_are_played():
    sound, sent = FakeSound(), []
    with pytest.raises(KeyboardInterrupt):
        stream_audio(
            sent.append, replies(b"\x01\x00\xff\xff", b""), lambda: sound.opened.append("played"), sound=sound
        )
    assert sent == [b"\x01" * 4, b"\x02" * 4]
    assert sound.opened == [(16_000, 960, 1, "int16"), "started", "played", "closed"]
    assert sound.played == [([1, -1], 24_000)]


def test_no_microphone_is_a_sentence_and_a_remedy():
    with pytest.raises(ConfigError, match="Invalid device") as error:
        stream_audio(lambda _: None, replies(), print, sound=FakeSound(OSError("Invalid device")))
    assert (error.value.code, bool(error.value.remedy)) == ("no_microphone", True)


def test_nothing_is_sent_before_the_microphone_is_there_and_somebody_listens():
    sound, sent, order = FakeSound(), [], []

    def ready():
        order.append((list(sound.opened), list(sent)))

    with pytest.raises(KeyboardInterrupt):
        stream_audio(
            sent.append, replies(b"\x01\x00"), lambda: order.append("played"), ready=ready, sound=sound
        )
    assert order == [([(16_000, 960, 1, "int16"), "started"], []), "played"]
    sound.callback(bytearray(b"\x03\x03"), 1, None, None)
    assert sent == [b"\x03\x03"]


@pytest.mark.parametrize("fails", ["error", "start_error"])
def test_without_a_microphone_nobody_is_told_anything(fails):
    sound = FakeSound(**{fails: OSError("Invalid device")})
    with pytest.raises(ConfigError, match="Invalid device") as error:
        stream_audio(pytest.fail, replies(), pytest.fail, ready=pytest.fail, sound=sound)
    assert error.value.code == "no_microphone"


def test_a_microphone_without_a_speaker_goes_on(caplog):
    sound, played = FakeSound(play_error=OSError("no output device")), []
    with pytest.raises(KeyboardInterrupt):
        stream_audio(lambda _: None, replies(b"\x01\x00", b"\x01\x00"), lambda: played.append(1), sound=sound)
    assert played == []
    assert caplog.text.count("no output device") == 2


def test_without_the_extra_it_says_what_to_install():
    with pytest.raises(ConfigError) as error:
        stream_audio(lambda _: None, replies(), print)
    assert error.value.code in ("no_sounddevice", "no_microphone")


def test_what_is_being_played_can_be_stopped():
    sound = FakeSound()
    stop_playback(sound)
    assert sound.opened == ["stopped"]
