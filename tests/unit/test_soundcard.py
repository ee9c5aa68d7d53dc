import pytest

from sarai_mqtt.adapters.soundcard import fall_silent, talk
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import Reply
from tests.fakes import FakeSound


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
        talk(
            sent.append, replies(b"\x01\x00\xff\xff", b""), lambda: sound.opened.append("played"), sound=sound
        )
    assert sent == [b"\x01" * 4, b"\x02" * 4]
    assert sound.opened == [(16_000, 960, 1, "int16"), "played", "closed"]
    assert sound.played == [([1, -1], 24_000)]


def test_no_microphone_is_a_sentence_and_a_remedy():
    with pytest.raises(ConfigError, match="Invalid device") as error:
        talk(lambda _: None, replies(), print, sound=FakeSound(OSError("Invalid device")))
    assert (error.value.code, bool(error.value.remedy)) == ("no_microphone", True)


def test_without_the_extra_it_says_what_to_install():
    with pytest.raises(ConfigError) as error:
        talk(lambda _: None, replies(), print)
    assert error.value.code in ("no_sounddevice", "no_microphone")


def test_what_is_being_played_can_be_stopped():
    sound = FakeSound()
    fall_silent(sound)
    assert sound.opened == ["stopped"]
