"""The Thinker's texts: those of the settings win, a language's pack has the default."""

import pytest

from sarai_mqtt.config.groups import ThinkerSettings
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.config.thinker_texts import thinker_texts
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.languages.packs import pack


def test_without_settings_they_are_those_of_the_packs():
    texts = thinker_texts(ThinkerSettings(), ["en", "es"])
    assert texts.prompts == {"en": pack("en").thinker.prompt, "es": pack("es").thinker.prompt}
    assert texts.choosing["es"] == pack("es").thinker.choosing
    assert texts.refusals["en"] == pack("en").thinker.refusal


def test_each_text_of_the_settings_takes_the_place_of_one():
    texts = thinker_texts(ThinkerSettings(prompts={"en": "Be brief."}, refusals={"es": "No."}), ["en"])
    assert texts.prompts == {"en": "Be brief."}
    assert texts.refusals == {"en": pack("en").thinker.refusal, "es": "No."}
    assert texts.choosing == {"en": pack("en").thinker.choosing}


def test_a_language_without_a_pack_is_refused():
    with pytest.raises(BadInput, match="'xx'"):
        thinker_texts(ThinkerSettings(), ["xx"])


def test_the_settings_in_force_show_them():
    thinker = Settings(languages=["es"], thinker={"prompts": {"es": "Sé breve."}}).in_force()["thinker"]
    assert thinker["prompts"] == {"es": "Sé breve."}
    assert thinker["refusals"] == {"es": pack("es").thinker.refusal}
