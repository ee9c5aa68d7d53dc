import pytest

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.config.thread_budget import Threads
from sarai_mqtt.core.errors import ConfigError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    import os

    for name in [n for n in os.environ if n.startswith("SARAI_")]:
        monkeypatch.delenv(name)


def test_the_shipped_file_is_valid_and_has_its_profile():
    settings = load_settings()
    assert settings.active_profile.thinker.languages == ["en"]
    assert settings.fixed_language() is None


def test_what_hears_an_end_is_a_model_file_when_it_is_wanted(monkeypatch):
    assert "silero-vad" in load_settings().artifacts()
    monkeypatch.setenv("SARAI_AUDIO_VAD", "webrtc")
    plain = load_settings().artifacts()
    monkeypatch.setenv("SARAI_AUDIO_VAD", "silero")
    monkeypatch.setenv("SARAI_AUDIO_TURN_MODEL", "smart-turn")
    assert load_settings().artifacts() == [*plain[:-1], "silero-vad", "smart-turn", plain[-1]]


def test_the_shipped_profiles_share_their_audio_models(monkeypatch):
    embedded = load_settings().artifacts()
    monkeypatch.setenv("SARAI_PROFILE", "lfm2")
    settings = load_settings()
    assert settings.artifacts() == [*embedded[:-1], "lfm2-1.2b"]
    assert settings.active_profile.thinker.languages == ["en", "es"]
    monkeypatch.setenv("SARAI_THINKER_NAME", "lfm2.5")
    assert load_settings().artifacts() == [*embedded[:-1], "lfm2.5-1.2b"]


def test_the_english_profile_needs_nothing_of_the_larger_one(monkeypatch):
    monkeypatch.setenv("SARAI_PROFILE", "tiny-en")
    monkeypatch.setenv("SARAI_LANGUAGES", '["en"]')
    settings = load_settings()
    assert settings.fixed_language() == "en"
    assert settings.artifacts() == [
        "sarai-audio-tiny-en-int8",
        "whisper-tiny-en-tokenizer",
        "hibari-en-talker",
        "silero-vad",
        "smollm2-135m",
    ]


@pytest.mark.parametrize(
    "mirror", ["hub.local", "file:///models", "ftp://hub.local", "https://hub.local?x=1", ""]
)
def test_a_mirror_is_an_http_address(monkeypatch, mirror):
    monkeypatch.setenv("SARAI_MODELS_MIRROR", mirror)
    with pytest.raises(ConfigError, match="models.mirror"):
        load_settings()


def test_environment_beats_file_inside_a_group(tmp_path, monkeypatch):
    file = tmp_path / "sarai.yaml"
    file.write_text("mqtt: {host: broker.local, port: 1884}\n")
    monkeypatch.setenv("SARAI_MQTT_PORT", "1999")
    monkeypatch.setenv("SARAI_AUDIO_STOP_MS", "450")
    settings = load_settings(file)
    assert (settings.mqtt.host, settings.mqtt.port, settings.audio.stop_ms) == ("broker.local", 1999, 450)


def test_paths_in_the_file_start_at_the_file(tmp_path):
    file = tmp_path / "sarai.yaml"
    file.write_text("home: {file: mine.yaml}\n")
    assert load_settings(file).home.file == tmp_path / "mine.yaml"


def test_secrets_are_masked(monkeypatch):
    monkeypatch.setenv("SARAI_MQTT_PASSWORD", "hunter2")
    settings = load_settings()
    assert "hunter2" not in repr(settings) + repr(settings.masked())
    assert settings.mqtt.password.get_secret_value() == "hunter2"


@pytest.mark.parametrize(
    ("text", "code", "names"),
    [
        ("mqtt: {prot: 1}", "config_invalid", "mqtt.prot"),
        ("mqtt: {port: 70000}", "config_invalid", "mqtt.port"),
        ('ha: {url: "http://me:secret@ha:8123"}', "config_invalid", "ha.url"),
        ("- a list", "config_invalid", "table"),
        ("a: [", "config_unreadable", "sarai.yaml"),
        ("a: " + "[" * 3000 + "]" * 3000, "config_unreadable", "nested"),
        ("a: " + "{b: " * 3000 + "}" * 3000, "config_unreadable", "sarai.yaml"),
        ("a: 2026-99-99", "config_unreadable", "sarai.yaml"),
    ],
)
def test_bad_files_name_what_is_wrong(tmp_path, text, code, names):
    file = tmp_path / "sarai.yaml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=names) as error:
        load_settings(file)
    assert error.value.code == code
    assert error.value.remedy


def test_mistyped_variables_are_refused(monkeypatch):
    monkeypatch.setenv("SARAI_MQQT_HOST", "x")
    with pytest.raises(ConfigError, match="SARAI_MQQT_HOST"):
        load_settings()


def test_missing_file_and_unknown_profile(tmp_path, monkeypatch):
    with pytest.raises(ConfigError, match="no settings file"):
        load_settings(tmp_path / "absent.yaml")
    monkeypatch.setenv("SARAI_PROFILE", "huge")
    with pytest.raises(ConfigError, match="embedded"):
        _ = load_settings().active_profile


@pytest.mark.parametrize(
    "variables",
    [
        {"SARAI_LANGUAGES": "en"},
        {"SARAI_MQTT": "a host"},
        {"SARAI_LANGUAGES": "[" * 100_000},
        {"SARAI_LANGUAGE": "es", "SARAI_LANGUAGES": '["en"]'},
    ],
)
def test_bad_variables_are_a_sentence_and_a_remedy(monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert caught.value.code == "config_invalid"
    assert caught.value.remedy


PARTS = {
    "stt": "{encoder: e, decoder: d, tokenizer: t}",
    "tts": "{vocoder: v, voices: {en: {}}}",
    "thinker": "{model: m, languages: [en]}",
}
WHOLE = f"{{{', '.join(f'{part}: {table}' for part, table in PARTS.items())}}}"


def test_a_profile_gets_what_it_leaves_out_from_its_lender(tmp_path):
    file = tmp_path / "sarai.yaml"
    mine = "{borrows: whole, stt: {encoder: f#a, decoder: f#b, tokenizer: t}, logits_talker: f}"
    file.write_text(f"profile: mine\nfiles: {{f: {{path: x}}}}\nprofiles: {{whole: {WHOLE}, mine: {mine}}}\n")
    settings = load_settings(file)
    profile = settings.active_profile
    assert (profile.stt.encoder, profile.tts.vocoder, profile.thinker.model) == ("f#a", "v", "m")
    assert (profile.lender, profile.borrowed) == ("whole", ("tts", "thinker"))
    assert settings.borrowing(("stt",)).stt.encoder == "e"
    # the lender's too, for a part that the file turns out to lack
    assert settings.artifacts() == ["f", "t", "v", "e", "d", "silero-vad", "m"]
    assert settings.catalogued() == ["t", "v", "e", "d", "silero-vad", "m"]


@pytest.mark.parametrize(
    ("profiles", "said"),
    [
        (f"{{mine: {{stt: {PARTS['stt']}}}}}", "tts, thinker missing"),
        ("{mine: {borrows: nobody}}", "'nobody', which is no profile"),
        (f"{{whole: {WHOLE}, a: {{borrows: whole}}, b: {{borrows: a}}}}", "'a', which borrows itself"),
    ],
)
def test_a_profile_that_cannot_be_completed_is_refused(tmp_path, profiles, said):
    file = tmp_path / "sarai.yaml"
    file.write_text(f"profiles: {profiles}\n")
    with pytest.raises(ConfigError, match=said):
        load_settings(file)


def test_files_of_the_user_start_at_the_settings_file(tmp_path):
    file = tmp_path / "config" / "sarai.yaml"
    file.parent.mkdir()
    file.write_text("files: {mine: {path: ../models/mine.onnx}}\n")
    assert load_settings(file).files["mine"].path == tmp_path / "models" / "mine.onnx"
    file.write_text("files: {mine: {path: mine.onnx, sha256: short}}\n")
    with pytest.raises(ConfigError, match=r"files\.mine\.sha256"):
        load_settings(file)


def test_one_budget_of_threads_is_shared_and_an_engines_own_number_stands(monkeypatch):
    monkeypatch.setenv("SARAI_THREADS", "4")
    assert load_settings().share_threads() == Threads(speech=4, prompt=4, tokens=4)
    monkeypatch.setenv("SARAI_MODELS_THREADS", "1")
    monkeypatch.setenv("SARAI_THINKER_THREADS", "3")
    assert load_settings().share_threads() == Threads(speech=1, prompt=3, tokens=3)


def test_the_cache_of_replies_can_be_turned_off(monkeypatch):
    assert load_settings().tts.cache_mb == 8
    monkeypatch.setenv("SARAI_TTS_CACHE_MB", "0")
    assert load_settings().tts.cache_mb == 0


def test_the_emergency_number_is_one_however_it_is_written(tmp_path, monkeypatch):
    assert load_settings().emergency_number == "112"
    file = tmp_path / "sarai.yaml"
    for written, number in (
        ("112", "112"),
        ("911", "911"),
        ('"911"', "911"),
        ('"061"', "061"),
        ("'0112'", "0112"),
    ):
        file.write_text(f"emergency_number: {written}\n")
        assert load_settings(file).emergency_number == number
    monkeypatch.setenv("SARAI_EMERGENCY_NUMBER", "061")
    assert load_settings(file).emergency_number == "061"


@pytest.mark.parametrize("written", ["061", "0112", "0x70", "1_12", "1:52"])
def test_an_emergency_number_that_yaml_reads_as_another_is_refused(tmp_path, written):
    file = tmp_path / "sarai.yaml"
    file.write_text(f"emergency_number: {written}\n")
    with pytest.raises(ConfigError) as caught:
        load_settings(file)
    assert f'emergency_number: "{written}"' in caught.value.remedy


@pytest.mark.parametrize("number", ["1", "call me", "'+112'", "1234567", "''"])
def test_an_emergency_number_is_figures(tmp_path, number):
    file = tmp_path / "sarai.yaml"
    file.write_text(f"emergency_number: {number}\n")
    with pytest.raises(ConfigError) as caught:
        load_settings(file)
    assert "emergency_number" in str(caught.value)


def test_the_dialects_are_ours_alone_unless_others_are_named(monkeypatch):
    assert load_settings().mqtt.dialects == ["sarai"]
    monkeypatch.setenv("SARAI_MQTT_DIALECTS", '["sarai", "houses.plain"]')
    assert load_settings().mqtt.dialects == ["sarai", "houses.plain"]


@pytest.mark.parametrize("dialects", ['["plain"]', "[]", '["sarai", "sarai"]', '["sarai", "../x"]', "sarai"])
def test_dialects_without_ours_or_twice_or_of_no_module_are_refused(monkeypatch, dialects):
    monkeypatch.setenv("SARAI_MQTT_DIALECTS", dialects)
    with pytest.raises(ConfigError):
        load_settings()
