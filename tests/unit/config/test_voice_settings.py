"""What the settings say of one language's voice and Thinker."""

import pytest
import yaml

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ConfigError

PROFILE = {
    "stt": {"encoder": "e", "decoder": "d", "tokenizer": "t"},
    "tts": {
        "vocoder": "v#a",
        "voices": {
            "en": {"text_encoder": "en1", "talker": "en2"},
            "es": {"text_encoder": "es1", "talker": "es2"},
        },
    },
    "thinker": {"model": "m", "languages": ["en"], "chooses": True},
}
HERS = {"engine": "other", "address": "a", "accent": "b"}


def loaded(folder, **table):
    file = folder / "sarai.yaml"
    file.write_text(yaml.safe_dump({"profile": "mine", "profiles": {"mine": PROFILE}} | table))
    return load_settings(file)


def options(**by_language):
    return {"language_options": by_language, "voices": {"hers": HERS}}


EARS, THE_REST = {"e", "d", "t"}, {"silero-vad", "m"}
ENGLISH, SPANISH = {"en1", "en2"}, {"es1", "es2"}


@pytest.mark.parametrize(
    ("chosen", "needed"),
    [
        ({}, {"v", *ENGLISH, *SPANISH}),
        ({"es": {"voice": None}}, {"v", *ENGLISH, *SPANISH}),
        ({"es": {"voice": "hers"}}, {"v", *ENGLISH, "a", "b"}),
        ({"es": {"voice": "none"}}, {"v", *ENGLISH}),
        ({"es": {"voice": "hers"}, "en": {"voice": "none"}}, {"a", "b"}),
        ({"es": {"voice": "hers"}, "en": {"voice": "hers"}}, {"a", "b"}),
        ({"fr": {"voice": "hers"}}, {"v", *ENGLISH, *SPANISH}),  # not in use
    ],
)
def test_only_the_files_of_voices_in_use_are_needed(tmp_path, chosen, needed):
    artifacts = loaded(tmp_path, **options(**chosen)).artifacts()
    assert len(set(artifacts)) == len(artifacts)
    assert set(artifacts) == EARS | THE_REST | needed


def test_a_lender_lends_no_voice_that_is_not_used(tmp_path):
    profiles = {"mine": PROFILE, "mean": {"borrows": "mine"}}
    chosen = options(es={"voice": "none"}, en={"voice": "hers"})
    settings = loaded(tmp_path, profile="mean", profiles=profiles, **chosen)
    assert set(settings.artifacts()) == EARS | THE_REST | {"a", "b"}


@pytest.mark.parametrize(
    ("chosen", "answers", "chooses", "loaded_model"),
    [
        ({}, ["en", "es"], ["en"], True),
        ({"es": {"thinker": "none"}}, ["en"], ["en"], True),
        ({"en": {"thinker": "none"}}, ["es"], [], True),
        ({"en": {"thinker": "none"}, "es": {"thinker": "none"}}, [], [], False),
        ({"en": {"thinker": "none"}, "es": {"thinker": "none"}, "fr": {}}, [], [], False),
    ],
)
def test_the_thinker_is_of_the_languages_that_let_it(tmp_path, chosen, answers, chooses, loaded_model):
    settings = loaded(tmp_path, language_options=chosen)
    assert settings.thinker_languages == answers
    assert settings.choosing_languages == chooses
    assert ("m" in settings.artifacts()) == loaded_model


def test_without_a_thinker_nobody_chooses(tmp_path):
    settings = loaded(tmp_path, thinker={"name": "none"})
    assert (settings.thinker_languages, settings.choosing_languages) == ([], [])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            options(es={"voice": "his"}),
            r"language_options\.es\.voice 'his' is none of voices \(known: hers\)",
        ),
        ({"language_options": {"es": {"voice": "his"}}}, r"'his' is none of voices \(known: none yet\)"),
        (options(es={"voice": 5}), r"language_options\.es\.voice: "),
        (options(es={"thinker": "m"}), r"language_options\.es\.thinker: Input should be 'none'"),
        (options(qq={"voice": "none"}), r"language_options\.qq\.\[key\]: .*no language pack 'qq'"),
        ({"voices": {"none": HERS}}, r"voices\.none.*a voice cannot be called 'none'"),
        ({"voices": {"auto": HERS}}, r"voices\.auto.*a voice cannot be called 'auto'"),
        ({"voices": {"a b": HERS}}, r"voices\.a b"),
        ({"voices": {"hers": {"engine": "other", "accent": 5}}}, r"voices\.hers.*accent should be the name"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(tmp_path, table, said):
    with pytest.raises(ConfigError, match=said) as refused:
        loaded(tmp_path, **table)
    assert refused.value.code == "config_invalid"


def test_the_tables_may_be_variables(tmp_path, monkeypatch):
    monkeypatch.setenv("SARAI_VOICES", '{"hers": {"accent": "b"}}')
    monkeypatch.setenv("SARAI_LANGUAGE_OPTIONS", '{"es": {"voice": "hers", "thinker": "none"}}')
    settings = loaded(tmp_path)
    assert (settings.voices["hers"].engine, settings.voices["hers"].files) == ("hibari", {"accent": "b"})
    assert (settings.options_of("es").voice, settings.options_of("es").thinker) == ("hers", "none")
    assert (settings.options_of("en").voice, settings.options_of("en").thinker) == (None, None)
