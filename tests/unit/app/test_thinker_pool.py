import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sarai_mqtt.app.thinker_pool import ModelPool, load_thinker
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.errors import ConfigError, ModelError
from tests.harness.models import FakeLoader
from tests.harness.waiting import WAIT_S

PROFILE = {
    "stt": {"encoder": "e", "decoder": "d", "tokenizer": "t"},
    "tts": {"vocoder": "v", "voices": {"en": {"text_encoder": "te", "talker": "ta"}}},
    "thinker": {"model": "small", "languages": ["en"]},
}


def settings(**more):
    big = {"model": "large", "languages": ["en", "es"]}
    return Settings(profiles={"embedded": PROFILE}, thinkers={"big": big}, **more)


def pool(loader=None, **more):
    return ModelPool(settings(**more), load=loader or FakeLoader())


def test_tiny_is_the_thinker_of_the_active_profile_and_others_have_names():
    loader = FakeLoader()
    models = pool(loader)
    assert models.get("tiny").name == "small"
    assert models.get("big").name == "large"


def test_loads_when_first_asked_and_only_once():
    loader = FakeLoader()
    models = pool(loader)
    assert loader.loaded == []
    assert models.get("tiny") is models.get("tiny")
    assert len(loader.loaded) == 1


def test_two_threads_at_once_load_once():
    gate = threading.Event()
    loader = FakeLoader(gates={"small": gate})
    models = pool(loader)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(models.get, "tiny") for _ in range(4)]
        assert loader.started.wait(WAIT_S)
        gate.set()
        assert len({id(f.result(WAIT_S)) for f in asked}) == 1
    assert len(loader.loaded) == 1


def test_a_load_holds_up_neither_other_names_nor_the_accounting():
    gate = threading.Event()
    loader = FakeLoader(gates={"small": gate})
    models = pool(loader)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(models.get, "tiny")
        try:
            assert loader.started.wait(WAIT_S)
            assert threads.submit(models.get, "big").result(WAIT_S).name == "large"
            assert threads.submit(models.memory).result(WAIT_S) == {"big": 1000}
            assert not slow.done()
        finally:
            gate.set()
        slow.result(WAIT_S)


def test_memory_counts_what_is_loaded():
    models = pool()
    assert models.memory() == {}
    models.get("tiny")
    assert models.memory() == {"tiny": 1000}
    models.unload("tiny")
    assert models.memory() == {}


def test_unload_frees_and_the_next_get_loads_again():
    models = pool()
    models.unload("tiny")
    first = models.get("tiny")
    models.unload("tiny")
    models.unload("tiny")
    assert first.closes == 1
    assert models.get("tiny") is not first


def test_a_failed_load_is_tried_again():
    models = pool(FakeLoader(errors=[ModelError("model_missing", "Not there.")]))
    with pytest.raises(ModelError, match="Not there"):
        models.get("tiny")
    assert models.memory() == {}
    assert models.get("tiny").name == "small"


def test_unknown_names_are_refused_with_those_known():
    models = pool()
    for call in (models.get, models.unload):
        with pytest.raises(ConfigError, match=r"'huge' \(known: big, tiny\)") as refused:
            call("huge")
        assert refused.value.code == "unknown_model"


def test_an_unknown_profile_is_refused():
    with pytest.raises(ConfigError) as refused:
        pool(profile="nowhere").get("tiny")
    assert refused.value.code == "unknown_profile"


def test_close_frees_all_for_good():
    with pool() as models:
        loaded = [models.get("tiny"), models.get("big")]
    assert [t.closes for t in loaded] == [1, 1]
    models.close()
    assert [t.closes for t in loaded] == [1, 1]
    with pytest.raises(ModelError) as refused:
        models.get("tiny")
    assert refused.value.code == "pool_closed"


def test_takes_the_path_of_a_settings_file(tmp_path):
    file = tmp_path / "sarai.yaml"
    file.write_text("thinkers:\n  mine: {model: m, languages: [es]}\n")
    for config in (file, str(file)):
        assert ModelPool(config, load=FakeLoader()).get("mine").name == "m"


def test_the_loader_reports_a_missing_catalogue(tmp_path):
    lost = settings(models={"catalogue": tmp_path / "none.toml", "cache_dir": tmp_path})
    with pytest.raises(ConfigError) as refused:
        load_thinker(lost.thinkers["big"], lost)
    assert refused.value.code == "catalogue_missing"


def test_the_loader_reports_a_model_that_is_not_built(tmp_path):
    catalogue = tmp_path / "catalogue.toml"
    catalogue.write_text(
        '[artifact.large]\nfile = "large.gguf"\nkind = "own"\nsha256 = "' + "0" * 64 + '"\n'
        'bytes = 5\nlicence = "MIT"\nlanguages = ["en"]\n'
    )
    bare = settings(models={"catalogue": catalogue, "cache_dir": tmp_path})
    with pytest.raises(ModelError) as refused:
        load_thinker(bare.thinkers["big"], bare)
    assert refused.value.code == "model_missing"


def test_the_package_offers_the_pool_and_nothing_it_has_not():
    import sarai_mqtt

    assert sarai_mqtt.ModelPool is ModelPool
    with pytest.raises(AttributeError, match="sarai_mqtt"):
        _ = sarai_mqtt.absent
