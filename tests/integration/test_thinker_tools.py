"""Calls of tools by llama.cpp: a grammar keeps a model, even one of random weights, to calls or none."""

import pytest

from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.core.tools import Argument, Tool
from sarai_mqtt.engines.llm import LlamaThinker
from sarai_mqtt.engines.llm.llama import Model
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.engines.llm.tool_calls import PYTHONIC, TAGGED
from sarai_mqtt.models.export import lfm2
from sarai_mqtt.models.store import open_store
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.tools import LFM2_LIKE, TOOLS

pytestmark = pytest.mark.slow

PROMPTS = {"en": "You are Sarai. Answer briefly.", "es": "Eres Sarai."}
SAID = ("kill the kitchen light", "fulmina la lámpara del salón", "put 24 on the thermostat", "🙂", "x " * 40)


@pytest.fixture(scope="module")
def vocabulary():
    models = load_settings().models
    return open_store(models.catalogue, models.cache_dir).path("smollm2-135m")


@pytest.fixture(scope="module")
def gguf(vocabulary, tmp_path_factory):
    file = tmp_path_factory.mktemp("tools") / "tiny.gguf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lfm2, "_TEMPLATE", LFM2_LIKE)
        lfm2.write(lfm2.TINY, vocabulary, file)
    return file


def make(file, **more):
    options = {"languages": ["en", "es"], "threads": 2, "refusals": {}, "calling": PROMPTS}
    options |= {"prompts": PROMPTS, "context_tokens": 2048, "temperature": 0}
    return LlamaThinker(file, **{**options, **more})


@pytest.fixture(scope="module")
def thinker(gguf):
    model = make(gguf)
    yield model
    model.close()


def fits(call):
    tool = next(tool for tool in TOOLS if tool.name == call.name)
    known = {argument.name: argument for argument in tool.arguments}
    assert {a.name for a in tool.arguments if a.required} <= set(call.arguments) <= set(known)
    for name, value in call.arguments.items():
        assert value in known[name].values if known[name].values else isinstance(value, float)
    return True


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", SAID)
def test_what_is_written_is_calls_of_the_tools_or_none(thinker, text, language):
    calls = thinker.call_tools(text, language, TOOLS, CancelToken())
    assert len(calls) <= 2
    assert all(map(fits, calls))


def test_the_tools_are_evaluated_once_until_they_change(thinker):
    first = thinker.call_tools(SAID[0], "en", TOOLS, CancelToken())
    size = thinker.memory_bytes
    assert thinker.call_tools(SAID[0], "en", TOOLS, CancelToken()) == first
    assert thinker.memory_bytes == size
    assert all(map(fits, thinker.call_tools(SAID[0], "en", TOOLS[:1], CancelToken())))


def test_a_talk_after_it_is_as_before(thinker):
    before = "".join(thinker.think("who are you", "en", CancelToken()))
    thinker.call_tools(SAID[0], "en", TOOLS, CancelToken())
    assert "".join(thinker.think("who are you", "en", CancelToken())) == before


def test_cancel_and_texts_without_room_give_no_calls(thinker):
    gone = CancelToken()
    gone.cancel()
    assert thinker.call_tools(SAID[0], "en", TOOLS, gone) == ()
    assert thinker.call_tools("turn on the light " * 2000, "en", TOOLS, CancelToken()) == ()
    assert thinker.call_tools(SAID[0], "fr", TOOLS, CancelToken()) == ()
    assert thinker.call_tools(SAID[0], "en", (), CancelToken()) == ()
    assert thinker.tool_languages == ("en", "es")


def test_tools_that_leave_no_room_are_given_up_with_a_warning(gguf, caplog):
    many = Argument("thing", "One.", tuple(f"Lamp number {n} of the house" for n in range(120)), listed=True)
    model = make(gguf, context_tokens=512)
    try:
        for _ in range(2):
            assert model.call_tools(SAID[0], "en", [Tool("switch", "", (many,))], CancelToken()) == ()
    finally:
        model.close()
    assert [r.levelname for r in caplog.records if "reads no orders" in r.getMessage()] == ["WARNING"]


def test_a_model_without_tools_in_its_template_calls_none(vocabulary, caplog):
    model = make(vocabulary, languages=["en"], context_tokens=512)
    try:
        assert model.tool_languages == ()
        assert model.call_tools(SAID[0], "en", TOOLS, CancelToken()) == ()
    finally:
        model.close()
    assert "has no tools" in caplog.text


@pytest.mark.parametrize("form", [PYTHONIC, TAGGED])
def test_llama_reads_both_grammars(gguf, form):
    odd = Tool("say", "", (Argument("what", "", ('a "quoted" name', "back\\slash", "piña")),))
    model = Model(gguf, 1, 1024, 128)
    try:
        assert model.restart(model.snapshot([1]), [2], abort := Flag())
        answer = b"".join(model.generate_by(form.grammar([odd, *TOOLS]), abort)).decode()
        assert answer == "none" or form.parse(answer)
        with pytest.raises(ModelError, match="grammar"):
            list(model.generate_by("root ::= (", abort))
    finally:
        model.close()
