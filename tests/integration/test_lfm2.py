"""The Thinker on LFM2's architecture: random weights, llama.cpp's real hybrid code."""

import hashlib
import json
import os
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

import llama_cpp
import pytest

from sarai_mqtt.app.thinker_pool import ModelPool
from sarai_mqtt.config.settings import load_settings
from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.engines.llm import LlamaThinker
from sarai_mqtt.engines.llm.llama import Model
from sarai_mqtt.engines.llm.loading import Flag
from sarai_mqtt.models.export import lfm2
from sarai_mqtt.models.store import open_store
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.hub import serving

pytestmark = pytest.mark.slow

PROMPTS = {"en": "You are Sarai. Answer briefly.", "es": "Eres Sarai. Responde en español, con brevedad."}
ASKED = {"en": "Who painted the Mona Lisa?", "es": "¿Quién pintó la Gioconda?"}


@pytest.fixture(scope="module")
def vocabulary():
    models = load_settings().models
    return open_store(models.catalogue, models.cache_dir).path("smollm2-135m")


@pytest.fixture(scope="module")
def gguf(vocabulary, tmp_path_factory):
    file = tmp_path_factory.mktemp("lfm2") / "tiny.gguf"
    lfm2.write(lfm2.TINY, vocabulary, file)
    return file


@pytest.fixture(scope="module")
def thinker(gguf):
    model = LlamaThinker(gguf, prompts=PROMPTS, languages=["en", "es"], threads=2, refusals={}, temperature=0)
    yield model
    model.close()


def ask(model, language, cancel=None, text=None):
    return "".join(model.think(text or ASKED[language], language, cancel or CancelToken()))


def drawn(model, state, tokens, count=12):
    assert model.restart(state, tokens, abort := Flag())
    return [piece for piece, _ in zip(model.generate(abort), range(count))]


def test_it_has_the_size_of_the_real_one():
    assert lfm2.FULL.parameters == 1_170_340_608
    assert lfm2.TINY.parameters < 500_000


def test_the_same_bytes_every_time(gguf, vocabulary, tmp_path):
    lfm2.write(lfm2.TINY, vocabulary, tmp_path / "again.gguf")
    assert (tmp_path / "again.gguf").read_bytes() == gguf.read_bytes()
    assert 500_000 < gguf.stat().st_size < 1_500_000


def test_llama_cpp_takes_it_for_a_hybrid_that_cannot_go_back(gguf):
    """Why prompts are kept as snapshots: dropping the end of a sequence is refused."""
    model = Model(gguf, 2, 512, 128)
    assert llama_cpp.llama_model_is_hybrid(model._model)
    assert llama_cpp.llama_model_n_params(model._model) == lfm2.TINY.parameters
    before, _ = model.render(PROMPTS["en"])
    model.snapshot(before)
    assert not llama_cpp.llama_memory_seq_rm(model._memory, 0, len(before) // 2, -1)
    model.close()


def test_its_tokenizer_is_whole(gguf):
    model = Model(gguf, 2, 512, 128)
    text = "¿Cuántos grados hay? Twenty-one, 👍🏽."
    tokens = model.tokenize(text, special=False)
    assert b"".join(map(model._bytes_of, tokens)).decode() == text
    assert len(tokens) < len(text.encode())  # some were merged
    before, after = model.render("Be brief.")
    assert len(model.tokenize("<|im_end|>", special=True)) == 1
    assert before[0] == llama_cpp.llama_vocab_bos(model._vocab) != before[1]
    assert after
    model.close()


def test_the_kept_prompt_is_the_prompt(gguf):
    model = Model(gguf, 2, 512, 128)
    model.set_sampler(0, 0, 1)
    before, after = model.render(PROMPTS["en"])
    question = [*model.tokenize(ASKED["en"], special=False), *after]
    whole = drawn(model, model.snapshot(before[:1]), [*before[1:], *question])
    kept = drawn(model, model.snapshot(before), question)
    model.close()
    assert kept == whole
    assert len(set(kept)) > 1


def test_each_language_goes_back_to_its_own_prompt(thinker):
    first = {language: ask(thinker, language) for language in PROMPTS}
    assert first["en"]
    assert first["es"]
    for language in ("es", "en", "en", "es"):
        assert ask(thinker, language) == first[language]
    # The question alone does not make the reply: the prompt in the state does.
    assert ask(thinker, "en", text=ASKED["es"]) != first["es"]


def test_from_the_hub_to_a_reply(gguf, thinker, tmp_path, monkeypatch):
    """The shipped profile `lfm2`, its model's pin replaced by that of the tiny file."""
    for name in [n for n in os.environ if n.lower().endswith("_proxy") or n.startswith("SARAI_")]:
        monkeypatch.delenv(name)
    data = gguf.read_bytes()
    shipped = load_settings().models.catalogue.read_text()
    pin = tomllib.loads(shipped)["artifact"]["lfm2-1.2b"]
    text = shipped.replace(pin["sha256"], hashlib.sha256(data).hexdigest())
    (tmp_path / "catalogue.toml").write_text(text.replace(str(pin["bytes"]), str(len(data))))
    monkeypatch.setenv("SARAI_PROFILE", "lfm2")
    monkeypatch.setenv("SARAI_MODELS_CATALOGUE", str(tmp_path / "catalogue.toml"))
    monkeypatch.setenv("SARAI_MODELS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SARAI_THINKER_TEMPERATURE", "0")
    monkeypatch.setenv("SARAI_THINKER_PROMPTS", json.dumps(PROMPTS))
    settings = load_settings()
    with pytest.raises(ModelError) as missing, ModelPool(settings) as pool:
        pool.get("tiny")
    assert "sarai-mqtt models pull" in missing.value.remedy
    store = open_store(settings.models.catalogue, settings.models.cache_dir)
    with serving(f"/{pin['repository']}/resolve/{pin['revision']}/{pin['file']}", data) as hub:
        hub.cuts = 1
        store.pull(settings.artifacts(), hub.at)
    assert hub.seen == [None, f"bytes={len(data) // 2}-"]
    with ModelPool(settings) as pool:
        for language in PROMPTS:
            assert ask(pool.get("tiny"), language) == ask(thinker, language)


def test_a_long_question_leaves_nothing_behind(thinker):
    first = ask(thinker, "en")
    ask(thinker, "en", text="word " * 3000)
    assert ask(thinker, "en") == first


def test_cancel_between_tokens_and_usable_after(thinker):
    first, cancel = ask(thinker, "en"), CancelToken()
    pieces = thinker.think(ASKED["en"], "en", cancel)
    next(pieces)
    cancel.cancel()
    assert list(pieces) == []
    assert ask(thinker, "en") == first


def test_cancel_in_the_middle_of_an_evaluation_and_usable_after(gguf):
    model = LlamaThinker(
        gguf,
        prompts=PROMPTS,
        languages=["en", "es"],
        threads=1,
        refusals={},
        temperature=0,
        context_tokens=4096,
        batch_tokens=2048,
    )
    first = ask(model, "es")
    start = time.perf_counter()
    ask(model, "es", text="word " * 4000)
    whole = time.perf_counter() - start
    cancel = CancelToken()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(ask, model, "es", cancel, "word " * 4000)
        time.sleep(min(whole / 10, 0.1))
        cancel.cancel()
        assert asked.result(60) == ""
    assert ask(model, "es") == first
    model.close()


def test_it_chooses_a_letter_or_none(gguf):
    model = LlamaThinker(
        gguf, prompts=PROMPTS, languages=["en", "es"], threads=2, refusals={}, choosing={"es": "Di la letra."}
    )
    options = ("Enciendo la luz.", "Apago la luz.", "Abro la persiana.")
    assert model.choose("dale a la luz", "es", options, CancelToken()) in {0, 1, 2, None}
    assert model.choose("hit the light", "en", options, CancelToken()) is None
    model.close()
