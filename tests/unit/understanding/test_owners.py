"""Nothing acts on a thing that is not there, or at a remark; what is there is acted on (tests/data/owners)."""

from pathlib import Path

import pytest

from sarai_mqtt.core.intents import QUESTIONS
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.languages import LANGUAGE_DATA
from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates import SentenceUnderstander

DATA = Path(__file__).parents[2] / "data" / "owners"
LANGUAGES = ("en", "es", "fr")

IMPOSSIBLE = (
    ("en", "set the heating to 200 degrees"),
    ("en", "turn the heating up to 300"),
    ("en", "heating to 90"),
    ("es", "sube la calefacción a doscientos grados"),
    ("es", "pon la calefacción a 200 grados"),
    ("es", "pon la calefacción a 2 grados"),
    ("fr", "monte le chauffage à deux cents degrés"),
    ("fr", "règle le chauffage à 200 degrés"),
)


def lines(kind):
    return [
        (language, line)
        for language in LANGUAGES
        for line in (DATA / f"{language}_{kind}.txt").read_text("utf-8").splitlines()
    ]


@pytest.fixture(scope="module", params=["home.yaml", "plain_home.yaml"])
def house(request):
    home = load_home(DATA / request.param)
    layers = (
        (Gazetteer(home, LANGUAGES, LANGUAGE_DATA), FUZZY),
        (SentenceSearch(home, LANGUAGES, LANGUAGE_DATA), RETRIEVAL),
    )
    known = {language: content_words(language) for language in LANGUAGES}
    return Understanding(SentenceUnderstander(home, LANGUAGES), layers, known)


@pytest.mark.parametrize(("language", "text"), [*lines("not_here"), *lines("remark"), *IMPOSSIBLE])
def test_nothing_acts(house, language, text):
    intent = house.understand(text, language)
    assert intent is None or intent.name in QUESTIONS


@pytest.mark.parametrize("house", ["home.yaml"], indirect=True)
@pytest.mark.parametrize(("language", "line"), lines("here"))
def test_what_is_there_is_acted_on(house, language, line):
    meant, _, text = line.partition(" | ")
    intent = house.understand(text, language)
    assert intent is not None
    assert f"{intent.name} {','.join(intent.targets)}" == meant
