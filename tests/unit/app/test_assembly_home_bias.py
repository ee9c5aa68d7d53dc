from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.understanding.contextual_biasing import HomeBiasing


def test_the_houses_words_help_hearing_unless_they_are_not_wanted(monkeypatch):
    assert isinstance(Assembly(load_settings()).contextual_biasing, HomeBiasing)
    monkeypatch.setenv("SARAI_AUDIO_HOME_BIAS", "false")
    assert Assembly(load_settings()).contextual_biasing is None
