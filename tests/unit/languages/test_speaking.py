"""A language may have no voice of this project: its pack is whole without one."""

import dataclasses

import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.engines.tts.phonemizer import Phonemizer
from sarai_mqtt.engines.tts.text_normalizer import TextNormalizer
from sarai_mqtt.languages import packs
from sarai_mqtt.languages.packs import pack
from sarai_mqtt.languages.speaking import speaking


@pytest.fixture
def silent(monkeypatch):
    """Let the pack of Spanish have no voice."""
    without = dataclasses.replace(pack("es"), speaking=None)
    load = packs._load
    monkeypatch.setattr(packs, "_load", lambda code: without if code == "es" else load(code))


def test_a_language_with_a_voice_is_spoken():
    assert speaking("es").phonemizer()("hola") == "ˈola"


def test_a_language_without_phonemes_is_written_out_all_the_same():
    assert TextNormalizer()("21,5 °C", "fr") == "vingt-et-un virgule cinq degrés"
    assert not pack("fr").has_voice
    with pytest.raises(BadInput, match="no phonemes for the language 'fr'"):
        Phonemizer(TextNormalizer())("21,5 °C", "fr")


@pytest.mark.usefixtures("silent")
def test_a_language_without_a_voice_is_refused_and_the_others_named():
    for door, lacking, others in (
        (speaking, "text normalizer", "en, fr"),
        (lambda code: TextNormalizer()("hola", code), "text normalizer", "en, fr"),
        (lambda code: Phonemizer(lambda text, _: text)("a", code), "phonemes", "en"),
    ):
        with pytest.raises(BadInput, match=f"no {lacking} for the language 'es'") as refused:
            door("es")
        assert (refused.value.code, refused.value.remedy) == ("unknown_language", f"Use one of: {others}.")
    assert pack("es").words.function
