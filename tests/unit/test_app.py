import pytest

from sarai_mqtt.app import SilentThinker
from sarai_mqtt.core.errors import ConfigError


def test_without_a_thinker_every_language_needs_its_sentence():
    thinker = SilentThinker({"en": "I cannot."}, ["en"])
    assert list(thinker.think("why", "en", None)) == ["I cannot."]
    with pytest.raises(ConfigError, match="'es'"):
        SilentThinker({"en": "I cannot."}, ["en", "es"])
