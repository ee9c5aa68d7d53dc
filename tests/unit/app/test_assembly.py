import pytest

from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.process import serve
from sarai_mqtt.app.silent_thinker import SilentThinker
from sarai_mqtt.config.settings import Settings, load_settings
from sarai_mqtt.core.errors import ConfigError, ModelError
from tests.harness.engines import FakeThinker, FakeToolThinker


def test_without_a_thinker_every_language_needs_its_sentence():
    thinker = SilentThinker({"en": "I cannot."}, ["en"])
    assert list(thinker.think("why", "en", None)) == ["I cannot."]
    assert thinker.choose("why", "en", ["Turning on the light."], None) is None
    with pytest.raises(ConfigError, match="'es'"):
        SilentThinker({"en": "I cannot."}, ["en", "es"])


async def test_a_vad_model_that_is_not_there_stops_the_start_and_not_each_site(tmp_path, monkeypatch):
    monkeypatch.setenv("SARAI_AUDIO_VAD", "silero")
    monkeypatch.setenv("SARAI_MODELS_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(Assembly, "engines", lambda _: pytest.fail("all else was loaded"))
    with pytest.raises(ModelError, match="silero-vad"):
        await serve(load_settings())


class Pool:
    """Has one Thinker of any name."""

    def __init__(self, thinker):
        self.thinker = thinker

    def get(self, name):
        return self.thinker


@pytest.mark.parametrize(
    ("tools", "thinker", "reads"),
    [(True, FakeToolThinker(), True), (False, FakeToolThinker(), False), (True, FakeThinker(), False)],
)
def test_orders_are_read_by_tools_only_where_wanted_and_possible(tools, thinker, reads):
    assembly = Assembly(Settings(thinker={"tools": tools}))
    assembly.pool = Pool(thinker)
    assert (assembly.tool_thinker is not None) is reads
