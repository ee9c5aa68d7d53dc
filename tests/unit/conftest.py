import pytest

from sarai_mqtt.languages.packs import pack


@pytest.fixture(scope="session", autouse=True)
def _packs():
    """Load the packs before the first test, as the service does before its first turn."""
    for language in ("en", "es"):
        pack(language).paraphrases()
