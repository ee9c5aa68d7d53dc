"""What the service understands with, for one home, with all its layers."""

from sarai_mqtt.languages.content_words import content_words
from sarai_mqtt.understanding.fuzzy import Gazetteer
from sarai_mqtt.understanding.recognizer import FUZZY, RETRIEVAL, Understanding
from sarai_mqtt.understanding.retrieval import SentenceSearch
from sarai_mqtt.understanding.templates.matcher import SentenceUnderstander

LANGUAGES = ("en", "es", "fr")


def understanding_of(home, languages=LANGUAGES):
    """Return the understanding of a home, in these languages."""
    layers = [(Gazetteer(home, languages), FUZZY), (SentenceSearch(home, languages), RETRIEVAL)]
    words = {language: content_words(language) for language in languages}
    return Understanding(SentenceUnderstander(home, languages), layers, words)
