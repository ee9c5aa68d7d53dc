"""Engines by kind and name: what the registry and the page about it promise."""

import asyncio
import json
import subprocess
import sys
import time

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.events import SpeechChunk, TurnReport
from sarai_mqtt.core.messages import AudioIn
from sarai_mqtt.engines.checked import CheckedStt, CheckedThinker, CheckedTts
from sarai_mqtt.engines.engine import Engine
from sarai_mqtt.engines.registry import ENGINES, find_engine
from sarai_mqtt.satellites.service import VoiceService
from tests.harness.audio import LOUD, QUIET, RawDecoder
from tests.harness.engines import FakeAudioThinker, FakeFeatureStt
from tests.harness.home import FakeActor
from tests.harness.ports import FakeOutbox
from tests.harness.small_engines import install


@pytest.fixture
def small(monkeypatch):
    """Add a row for each small engine."""
    install.install(monkeypatch)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, rows in ENGINES.items() for name in rows])
def test_every_row_leads_to_an_engine(kind, name):
    assert isinstance(find_engine(kind, name), Engine)


def test_a_name_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ConfigError, match=r"no vad engine 'ear' \(known: silero, webrtc\)") as refused:
        find_engine("vad", "ear")
    assert refused.value.code == "config_invalid"


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(ENGINES, "stt", {"lost": "sarai_mqtt_lost.ear"})
    with pytest.raises(ConfigError, match="'lost' needs sarai_mqtt_lost, which is not installed"):
        find_engine("stt", "lost")


@pytest.mark.parametrize("cache_mb", [0, 1])
def test_what_engines_return_is_checked(small, tmp_path, cache_mb):
    assembly = Assembly(install.settings(tmp_path, tts={"cache_mb": cache_mb}))
    engines = assembly.engines(FakeActor(present=False))
    tts = engines.tts._inner if cache_mb else engines.tts
    kinds = [type(engine) for engine in (engines.stt, tts, engines.thinker)]
    engines.close()
    assembly.pool.close()
    assert kinds == [CheckedStt, CheckedTts, CheckedThinker]


@pytest.mark.parametrize("wanted", ["audio", "both"])
def test_engines_that_take_or_make_no_features_are_refused_where_speech_is_wanted(small, tmp_path, wanted):
    assembly = Assembly(install.settings(tmp_path, thinker={"input": wanted}))
    with pytest.raises(ConfigError, match="the stt engine 'length' has none") as refused:
        assembly.spoken_input  # noqa: B018 - loading fails
    assert refused.value.code == "config_invalid"
    assembly.stt = FakeFeatureStt()
    with pytest.raises(ConfigError, match="the engine of the Thinker 'tiny' takes text") as refused:
        assembly.spoken_input  # noqa: B018
    assembly.pool.close()
    assert Assembly(install.settings(tmp_path)).spoken_input is None


class PoolOfOne:
    """Has a Thinker that takes speech in English."""

    def get(self, name):
        return FakeAudioThinker()


@pytest.mark.parametrize("languages", [["es"], ["es", "fr"]])
def test_an_adapter_for_no_language_in_use_is_refused(small, tmp_path, languages):
    """It would take no speech at all, and nobody would know."""
    assembly = Assembly(install.settings(tmp_path, thinker={"input": "audio"}, languages=languages))
    assembly.stt, assembly.pool = FakeFeatureStt(), PoolOfOne()
    with pytest.raises(ConfigError, match="takes speech in en, not in a language in use") as refused:
        assembly.spoken_input  # noqa: B018 - it is built anew each time
    assert refused.value.code == "config_invalid"


async def test_small_engines_speak_turns_through_the_assembly(small, tmp_path):
    assembly, outbox = Assembly(install.settings(tmp_path)), FakeOutbox()
    engines = assembly.engines(FakeActor(present=False))
    service = VoiceService(engines, outbox, assembly.limits(), assembly.new_vad, RawDecoder)
    started = asyncio.Event()
    running = asyncio.create_task(service.run(started))
    await started.wait()
    try:
        for turn, fifths in enumerate((1, 2), start=1):
            for frame in [LOUD] * (10 * fifths) + [QUIET] * 60:
                service.receive(AudioIn("kitchen", frame), time.monotonic())
            await outbox.until(lambda turn=turn: len(outbox.of(TurnReport)) == turn)
    finally:
        running.cancel()
        await asyncio.wait([running])
        engines.close()
        assembly.pool.close()
    command, question = outbox.of(TurnReport)
    assert (command.text, command.intent, command.outcome) == (install.SENTENCES[0], "HassTurnOn", "answered")
    assert (question.text, question.source, question.outcome) == (install.SENTENCES[1], "thinker", "answered")
    assert question.reply == "Because of the air."
    assert {chunk.rate for chunk in outbox.of(SpeechChunk)} == {8000}
    assert any(any(chunk.pcm) for chunk in outbox.of(SpeechChunk))
    assert assembly.thinker.closed


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"stt": {"engine": "ear", "x": "low"}}, r"no stt engine 'ear' \(known: length, whisper\)"),
        ({"stt": {"engine": "length"}}, r"profiles\.mine\.stt\.sentences is missing"),
        (
            {"stt": {"engine": "length", "sentences": "my-sentences", "words": "low"}},
            r"profiles\.mine\.stt\.words is unknown: the files of this engine are sentences\.",
        ),
        ({"stt": {"encoder": "low", "tokenizer": "low"}}, r"profiles\.mine\.stt\.decoder is missing"),
        (
            {"tts": {"engine": "tones", "voices": {"en": {"talker": "low"}}}},
            r"\.tts\.voices\.en\.pitch is missing; profiles\.mine\.tts\.voices\.en\.talker is unknown",
        ),
        (
            {"tts": {"engine": "tones", "horn": "low", "voices": {"en": {"pitch": "low"}}}},
            r"profiles\.mine\.tts\.horn is unknown",
        ),
        (
            {"thinker": {"engine": "fixed", "model": "answers", "languages": ["en"]}},
            r"profiles\.mine\.thinker\.answers is missing; profiles\.mine\.thinker\.model is unknown",
        ),
    ],
)
def test_files_that_do_not_fit_the_engine_are_named(small, tmp_path, parts, said):
    mine = install.settings(tmp_path).model_dump(mode="json")["profiles"]["mine"] | parts
    assembly = Assembly(install.settings(tmp_path, profiles={"mine": mine}))
    (part,) = parts
    with pytest.raises(ConfigError, match=said) as refused:
        getattr(assembly, part)
    assert refused.value.code == "config_invalid"
    assert refused.value.remedy


def test_a_borrowed_part_is_named_where_it_is_written(small, tmp_path):
    whole = install.settings(tmp_path).model_dump(mode="json")["profiles"]["mine"]
    whole["stt"] = {"engine": "length"}
    profiles = {"whole": whole, "mine": {"borrows": "whole", "tts": whole["tts"]}}
    assembly = Assembly(install.settings(tmp_path, profiles=profiles))
    with pytest.raises(ConfigError, match=r"profiles\.whole\.stt\.sentences is missing"):
        _ = assembly.stt


def test_a_thinker_and_a_vad_are_named_where_they_are_written(small, tmp_path):
    thinkers = {"other": {"engine": "fixed", "languages": ["en"]}}
    vads = {"loud": {"engine": "loudness", "model": "low"}}
    assembly = Assembly(install.settings(tmp_path, thinkers=thinkers, vads=vads))
    with pytest.raises(ConfigError, match=r"thinkers\.other\.answers is missing"):
        assembly.pool.get("other")
    with pytest.raises(ConfigError, match=r"vads\.loud\.model is unknown: .* are threshold\."):
        assembly.new_vad()


def test_an_optional_file_may_be_named(small, tmp_path):
    (tmp_path / "loud.txt").write_text("0.9")
    files = install.settings(tmp_path).model_dump(mode="json")["files"] | {"t": {"path": "loud.txt"}}
    vads = {"loud": {"engine": "loudness", "threshold": "t"}}
    settings = install.settings(tmp_path, files=files, vads=vads)
    assert "t" in settings.artifacts()
    assert not Assembly(settings).new_vad().is_speech(LOUD)
    assert Assembly(install.settings(tmp_path)).new_vad().is_speech(LOUD)


def test_each_site_has_its_own_vad(monkeypatch):
    monkeypatch.setenv("SARAI_AUDIO_VAD", "webrtc")
    assembly = Assembly(load_settings())
    assert assembly.new_vad() is not assembly.new_vad()


def test_only_the_engines_in_use_are_imported():
    """With WebRTC's VAD alone neither onnxruntime nor llama.cpp is loaded."""
    program = (
        "import json, os, sys; os.environ['SARAI_AUDIO_VAD'] = 'webrtc'\n"
        "from sarai_mqtt.app.assembly import Assembly\n"
        "from sarai_mqtt.config.settings import load_settings\n"
        "Assembly(load_settings()).new_vad().is_speech(bytes(640))\n"
        "print(json.dumps([name for name in ('webrtcvad', 'onnxruntime', 'llama_cpp', 'hibari', 'tokenizers')"
        " if name in sys.modules]))"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == ["webrtcvad"]
