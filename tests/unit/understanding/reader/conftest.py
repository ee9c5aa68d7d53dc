"""The home of the development sentences, assembled once for all tests that ask in it."""

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.ports import Understander
from tests.unit.understanding.reader.asked import HOME


@pytest.fixture(scope="session")
def understander() -> Understander:
    settings = load_settings(None)
    settings.home.file, settings.languages = HOME, ["es", "en", "fr"]
    return Assembly(settings).understander
