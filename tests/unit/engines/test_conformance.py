"""Every engine of a kind behaves as the others do. Real models: tests/integration/test_conformance.py."""

import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.engines.engine import VadOptions
from sarai_mqtt.engines.llm import LlamaThinker, thinker
from sarai_mqtt.engines.registry import find_engine
from tests.harness.audio import LOUD, vowel
from tests.harness.conformance import check_llm, check_stt, check_tts, check_vad
from tests.harness.models import FakeLlamaModel
from tests.harness.small_engines import install


@pytest.fixture
def assembly(monkeypatch, tmp_path):
    """Return the parts of a service on small engines."""
    install.install(monkeypatch)
    return Assembly(install.settings(tmp_path))


def test_stt_of_the_page(assembly):
    check_stt(assembly.stt, ["en"], LOUD * 10)


def test_tts_small(assembly):
    check_tts(assembly.tts, ["en"])


def test_vad_small(assembly):
    check_vad(assembly.new_vad, LOUD * 50)


def test_vad_webrtc():
    engine = find_engine("vad", "webrtc")
    check_vad(engine.open(VadOptions(None, 2)), vowel())


def test_llm_small(assembly):
    check_llm(assembly.thinker, "en")


def test_llm_llama_on_a_stand_in_for_llama_cpp(monkeypatch, tmp_path):
    monkeypatch.setattr(thinker, "Model", lambda *_: FakeLlamaModel(says=[b"A", b" blue", b" sky", b"."]))
    prompts = {"en": "Answer."}
    model = LlamaThinker(
        tmp_path, prompts=prompts, languages=["en"], threads=1, refusals={"es": "No."}, choosing=prompts
    )
    check_llm(model, "en")
