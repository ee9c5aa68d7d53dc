"""French said as families say it: what the pack's templates understand, and what must change nothing.

tests/data/french holds a home with French names, orders that Home Assistant's sentences alone do not understand,
and sentences that are no order for it. About half of them were written before the templates.
"""

import json
from pathlib import Path

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.home.yaml_file import load_home
from sarai_mqtt.understanding.guards import HARMLESS
from sarai_mqtt.understanding.templates import SentenceUnderstander
from sarai_mqtt.understanding.templates.loader import load_templates

DATA = Path(__file__).parents[2] / "data" / "french"
HOME = load_home(DATA / "home.yaml")
ORDERS = [json.loads(line) for line in (DATA / "orders.jsonl").read_text("utf-8").splitlines()]
TALK = (DATA / "talk.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def own():
    return SentenceUnderstander(HOME, ["fr"])


def read(understander, text):
    intent = understander.understand(text, "fr")
    if intent is None:
        return None
    row = {"text": text, "intent": intent.name, "targets": list(intent.targets), "slots": dict(intent.slots)}
    return {**row, "asks": intent.asks} if intent.asks else row


def own_intents(language):
    templates = load_templates(language, None).intents.intents
    return {n for n, intent in templates.items() if any((b.metadata or {}).get("own") for b in intent.data)}


def test_own_sentences_understand_what_families_say(own):
    assert len(ORDERS) >= 400
    assert [(row, found) for row in ORDERS if (found := read(own, row["text"])) != row] == []


def test_french_has_templates_for_every_intent_that_english_and_spanish_have():
    assert own_intents("en") | own_intents("es") <= own_intents("fr")


def test_talk_changes_nothing():
    assert len(TALK) >= 450
    settings = load_settings(None)
    settings.home.file, settings.languages = DATA / "home.yaml", ["fr"]
    understander = Assembly(settings).understander
    found = ((text, understander.understand(text, "fr")) for text in TALK)
    assert [(text, intent) for text, intent in found if intent and intent.name not in HARMLESS] == []


def test_the_state_of_a_thing_is_asked_and_not_changed(own):
    for text in ("la porte d'entrée est fermée à clé ?", "est-ce que le volet du salon est ouvert ?"):
        assert own.understand(text, "fr").name == "HassGetState"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("baisse le store banne", "HassTurnOn"),
        ("remonte le store banne", "HassTurnOff"),
        ("baisse le volet du salon", "HassTurnOff"),
        ("remonte le volet du salon", "HassTurnOn"),
    ],
)
def test_an_awning_is_let_down_to_be_out(own, text, intent):
    assert own.understand(text, "fr").name == intent


def test_bare_words_of_playing_are_said_to_children(own):
    assert own.understand("joue avec ta sœur dans le salon", "fr") is None
    assert (
        own.understand("joue une chanson de Stromae dans le salon", "fr").slots["search_query"] == "Stromae"
    )
