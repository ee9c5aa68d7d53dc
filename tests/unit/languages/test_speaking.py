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


@pytest.mark.usefixtures("silent")
def test_a_language_without_a_voice_is_refused_and_the_others_named():
    for door in (
        speaking,
        lambda code: TextNormalizer()("hola", code),
        lambda code: Phonemizer(str)("a", code),
    ):
        with pytest.raises(BadInput, match="no phonemes for the language 'es'") as refused:
            door("es")
        assert (refused.value.code, refused.value.remedy) == ("unknown_language", "Use one of: en.")
    assert pack("es").words.function
