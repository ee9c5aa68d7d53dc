"""What the settings say of engines: the form of today and that of before, which is the same."""

import json

import pytest
import yaml

from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.core.errors import ConfigError

STT = {"encoder": "f#a", "decoder": "f#b", "tokenizer": "t"}
TTS = {"vocoder": "v", "voices": {"en": {"text_encoder": "te", "talker": "joe-talker"}}}
THINKER = {"model": "m", "languages": ["en"]}
PROFILE = {"stt": STT, "tts": TTS, "thinker": THINKER}


def loaded(folder, **table):
    file = folder / "sarai.yaml"
    file.write_text(yaml.safe_dump({"profile": "mine", "profiles": {"mine": PROFILE}} | table))
    return load_settings(file)


def test_a_profile_without_engines_is_one_of_those_we_always_had(tmp_path):
    profile = loaded(tmp_path).active_profile
    assert (profile.stt.engine, profile.tts.engine, profile.thinker.engine) == ("whisper", "hibari", "llama")
    assert profile.stt.files == STT
    assert profile.tts.files == {"vocoder": "v"}
    assert profile.tts.voices["en"].files == TTS["voices"]["en"]
    assert profile.thinker.files == {"model": "m"}
    assert sorted(loaded(tmp_path).artifacts()) == ["f", "joe-talker", "m", "silero-vad", "t", "te", "v"]


def test_a_variable_may_hold_profiles_of_before(tmp_path, monkeypatch):
    monkeypatch.setenv("SARAI_PROFILES", json.dumps({"mine": {"stt": {"decoder": "mine"}}}))
    profile = loaded(tmp_path).active_profile
    assert profile.stt.files == STT | {"decoder": "mine"}


def test_another_engine_has_files_of_its_own(tmp_path):
    stt = {"engine": "x", "graph": "g", "words": "w"}
    settings = loaded(tmp_path, profiles={"mine": PROFILE | {"stt": stt}})
    assert settings.active_profile.stt.engine == "x"
    assert settings.artifacts()[:2] == ["g", "w"]


def test_what_is_printed_can_be_read_again(tmp_path):
    settings = loaded(tmp_path)
    shown = settings.masked()
    assert shown["profiles"]["mine"]["stt"] == {"engine": "whisper", **STT}
    assert Settings(**shown) == settings


@pytest.mark.parametrize(
    ("part", "table"),
    [
        ("stt", STT | {"decoder": 5}),
        ("stt", STT | {"files": {"decoder": "f#b"}}),
        ("stt", STT | {"engine": 5}),
        ("tts", TTS | {"voices": {"en": {"talker": None}}}),
        ("tts", TTS | {"voices": {"it": {"talker": "x"}}}),
        ("thinker", THINKER | {"languages": "en"}),
    ],
)
def test_what_is_no_name_of_a_file_is_refused_where_it_stands(tmp_path, part, table):
    with pytest.raises(ConfigError, match=rf"profiles\.mine\.{part}") as refused:
        loaded(tmp_path, profiles={"mine": PROFILE | {part: table}})
    assert refused.value.code == "config_invalid"


def test_both_vads_are_there_without_being_written_and_more_may_be(tmp_path):
    settings = loaded(tmp_path)
    assert settings.vads["silero"].files == {"model": "silero-vad"}
    assert (settings.vads["webrtc"].engine, settings.vads["webrtc"].files) == ("webrtc", {})
    mine = loaded(tmp_path, vads={"mine": {"engine": "x", "graph": "g#vad"}}, audio={"vad": "mine"})
    assert sorted(mine.vads) == ["mine", "silero", "webrtc"]
    assert "g" in mine.artifacts()
    assert "silero-vad" not in mine.artifacts()


def test_a_vad_that_is_none_of_them_is_refused(tmp_path):
    said = r"audio\.vad 'ear' is none of vads \(known: silero, webrtc\)"
    with pytest.raises(ConfigError, match=said) as refused:
        loaded(tmp_path, audio={"vad": "ear"})
    assert refused.value.code == "config_invalid"


def test_a_voice_is_named_after_its_talker_wherever_that_stands(tmp_path):
    voices = {"en": {"talker": "joe", "text_encoder": "te"}, "es": {"graph": "ana"}}
    tts = {"engine": "x", "voices": voices}
    profile = loaded(tmp_path, profiles={"mine": PROFILE | {"tts": tts}}).active_profile
    assert [voice.named_after for voice in profile.tts.voices.values()] == ["joe", "ana"]
