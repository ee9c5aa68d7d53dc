import hashlib

import pytest
import yaml

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.device_discovery import discovery, republish_on_birth
from sarai_mqtt.app.model_files import verify_models
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.home import Area, Home, merged
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.handover import Message
from tests.harness.ports import FakeStore

KITCHEN = Area("kitchen", {"en": ("Kitchen", "Cookhouse"), "es": ("Cocina",)}, registered="The kitchen")
ATTIC = Area("attic", {"en": ("Attic",)})


def settings(folder, **more):
    """Give settings of a profile of files of the user's own, whose hashes are those of their names."""
    names = ["encoder", "decoder", "words", "vocoder", "text", "joe-talker", "ana-talker", "thinker"]
    for name in names:
        (folder / name).write_bytes(name.encode())
    files = {
        name: {"path": str(folder / name), "sha256": hashlib.sha256(name.encode()).hexdigest()}
        for name in names
    }
    voices = {
        "en": {"text_encoder": "text", "talker": "joe-talker#a"},
        "es": {"text_encoder": "text", "talker": "ana-talker"},
    }
    profile = {
        "stt": {"encoder": "encoder", "decoder": "decoder", "tokenizer": "words"},
        "tts": {"vocoder": "vocoder", "voices": voices},
        "thinker": {"model": "thinker", "languages": ["en"]},
    }
    audio = {"vad": "webrtc"}
    table = {"profile": "mine", "files": files, "profiles": {"mine": profile}, "audio": audio, **more}
    (folder / "sarai.yaml").write_text(yaml.safe_dump(table))
    return load_settings(folder / "sarai.yaml")


def test_voices_are_those_of_the_profile_in_the_languages_we_speak(tmp_path):
    both, spanish = settings(tmp_path), settings(tmp_path, languages=["es"])
    assert Assembly(both).site_table.voices == {"joe": "en", "ana": "es"}
    assert Assembly(spanish).site_table.voices == {"ana": "es"}


@pytest.mark.parametrize(
    ("site", "language", "area"),
    [
        ("hob", "es", "The kitchen"),
        ("hob", "auto", "The kitchen"),
        ("learnt", "en", "The kitchen"),
        ("cookhouse", "en", "The kitchen"),  # an alias
        ("kitchen", "en", "The kitchen"),
        ("shed", "en", None),  # the settings name no area of Home Assistant
        ("xyz", "en", None),
        ("attic", "en", None),  # only the user's file knows it
    ],
)
def test_a_site_is_in_an_area_as_home_assistant_has_it_or_in_none(tmp_path, site, language, area):
    given = settings(
        tmp_path, language=language, sites={"hob": {"area": "kitchen"}, "shed": {"area": "garden"}}
    )
    homes = [Home()]
    table = Assembly(given).site_table
    ours = discovery(
        given, lambda: homes[-1], table, topics=Topics(), send=print, store=FakeStore(), version="1.2"
    )
    known = Home(areas={"kitchen": KITCHEN}, site_areas={"learnt": "kitchen"})
    file = Home(areas={"kitchen": Area("kitchen", {"es": ("Mi cocina",)}), "attic": ATTIC})
    homes.append(file if site == "attic" else merged(known, file))
    device = ours.device(site)
    assert device["device"].get("suggested_area") == area
    assert device["device"]["sw_version"] == "1.2"


@pytest.mark.parametrize(
    ("theirs", "ours", "label"),
    [
        ("es", "en", "Silenciar micrófono"),
        ("fr", "auto", "Couper le micro"),
        ("en", "es", "Mute microphone"),
        (None, "es", "Silenciar micrófono"),
        ("de", "es", "Silenciar micrófono"),  # no pack
        ("de", "auto", "Mute microphone"),
    ],
)
def test_labels_are_in_home_assistants_language(tmp_path, theirs, ours, label):
    given = settings(tmp_path, language=ours)
    homes = [Home()]
    shown = discovery(
        given,
        lambda: homes[-1],
        Assembly(given).site_table,
        topics=Topics(),
        send=print,
        store=FakeStore(),
        version="1.2",
    )
    homes.append(merged(Home(language=theirs), Home()))  # Home Assistant is heard of later
    assert shown.device("kitchen")["components"]["mute"]["name"] == label


@pytest.mark.parametrize(
    ("payload", "retained", "shown"), [(b"online", False, 1), (b"offline", False, 0), (b"online", True, 0)]
)
def test_home_assistant_is_shown_everything_when_it_has_just_started(payload, retained, shown):
    calls = []
    republish_on_birth(Message("homeassistant/status", payload, retained, 0.0), lambda: calls.append(1))
    assert len(calls) == shown


def test_models_that_are_all_there_are_the_set_that_is_pinned(tmp_path):
    state = verify_models(settings(tmp_path))
    assert state.found == state.expected != ""
    assert state.note == ""


def test_models_that_are_damaged_or_missing_are_counted_and_named(tmp_path):
    given = settings(tmp_path)
    whole = verify_models(given)
    (tmp_path / "words").write_bytes(b"worms")
    (tmp_path / "vocoder").unlink()
    state = verify_models(given)
    assert (state.found, state.expected) == ("6 of 8 files", whole.expected)
    assert "words" in state.note
    assert "vocoder" in state.note


def test_another_pinned_file_is_another_set(tmp_path):
    before = verify_models(settings(tmp_path))
    given = settings(tmp_path)
    given.files["words"].sha256 = "0" * 64
    assert verify_models(given).expected != before.expected


def test_an_area_without_a_name_is_no_obstacle(tmp_path):
    given = settings(tmp_path)
    sent = []
    home = Home({"hob": Area("hob", {})})
    table = Assembly(given).site_table
    shown = discovery(
        given, lambda: home, table, topics=Topics(), send=sent.append, store=FakeStore(), version=""
    )
    shown.show("hob")
    assert b"suggested_area" not in sent[0].payload
