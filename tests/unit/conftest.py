import pytest

from sarai_mqtt.languages.packs import available, is_outside, pack
from sarai_mqtt.understanding.templates import matcher
from sarai_mqtt.understanding.templates.loader import load_templates, stamp_of


@pytest.fixture(scope="session", autouse=True)
def _packs():
    """Load the packs before the first test, as the service does before its first turn."""
    for language in ("en", "es"):
        pack(language).paraphrases()


@pytest.fixture(scope="session", autouse=True)
def _templates_parsed_once():
    """Keep the parsed templates of each language of the package: they are the same for the homes of all tests.

    Parsing takes seconds; a test of the parsing itself calls `load_templates`.
    """
    kept = {}

    def load(language, folder):
        if language not in available() or is_outside(language):
            return load_templates(language, folder)
        key = language, stamp_of(language, folder) and folder, stamp_of(language, folder)
        if key not in kept:
            kept[key] = load_templates(language, folder)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matcher, "load_templates", load)
        yield
