import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.satellites.options import OptionTable, SiteOptions

TABLE = OptionTable(["en", "es"], {"joe": "en", "ana": "es"})
FIRST = SiteOptions()


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("mute", "on", True),
        ("mute", "OFF", False),
        ("enabled", "off", False),
        ("mode", "wake", "wake"),
        ("language", "es", "es"),
        ("language", "auto", "auto"),
        ("voice", "ana", "ana"),
        ("barge_in", "vad", "vad"),
        ("volume", "0", 0),
        ("volume", "40.0", 40),
        ("silence_ms", "3000", 3000),
    ],
)
def test_what_is_written_is_set_and_shown_again(key, text, value):
    options = TABLE.changed(FIRST, key, text)
    assert getattr(options, key) == value
    again = TABLE.changed(FIRST, key, TABLE.shown(options)[key])
    assert again == options
    assert {k for k, v in TABLE.shown(options).items() if v != TABLE.shown(FIRST)[k]} <= {key}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("mute", "1"),
        ("enabled", "yes"),
        ("mode", "never"),
        ("language", "fr"),
        ("voice", "eve"),
        ("barge_in", "on"),
        ("volume", "101"),
        ("volume", "-1"),
        ("volume", "loud"),
        ("volume", "nan"),
        ("silence_ms", "99"),
        ("silence_ms", "inf"),
        ("colour", "red"),
        ("hears", "on"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(key, text):
    with pytest.raises(BadInput) as caught:
        TABLE.changed(FIRST, key, text)
    assert caught.value.code == "bad_setting"
    assert caught.value.remedy


def test_every_option_can_be_set_and_is_shown():
    assert set(TABLE.kinds) == set(SiteOptions.__dataclass_fields__) == set(TABLE.shown(FIRST))


def test_a_voice_says_what_names_no_language_else_the_language_that_is_set():
    assert TABLE.voice_language(FIRST) is None
    spanish = TABLE.changed(FIRST, "language", "es")
    assert TABLE.voice_language(spanish) == "es"
    assert TABLE.voice_language(TABLE.changed(spanish, "voice", "joe")) == "en"
