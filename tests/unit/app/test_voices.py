"""Voices of several engines: which are opened, who speaks which language, and at which rate."""

import asyncio
import json
import subprocess
import sys
import time

import pytest

from sarai_mqtt.app import doctor
from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.process import serve
from sarai_mqtt.app.silent_thinker import SilentThinker
from sarai_mqtt.cli.languages import list_
from sarai_mqtt.cli.speech import say
from sarai_mqtt.core.errors import BadInput, ConfigError, ModelError
from sarai_mqtt.core.events import Intent, Reply, SpeechChunk, TurnReport
from sarai_mqtt.core.messages import TextCommand
from sarai_mqtt.engines.registry import ENGINES
from sarai_mqtt.engines.tts.router import VoiceRouter
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.audio import RawDecoder
from tests.harness.conformance import check_tts
from tests.harness.engines import FakeThinker
from tests.harness.home import FakeActor, FakeUnderstander
from tests.harness.ports import FakeOutbox
from tests.harness.service import TextHarness
from tests.harness.small_engines import bells, install

BELLS = {"engine": "bells", "bells": "chime", "line": "first"}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Return a function that loads settings of small engines, with the voices `first` and `second` of one more."""
    install.install(monkeypatch)
    ENGINES["tts"]["bells"] = "tests.harness.small_engines.bells"
    monkeypatch.setattr(bells, "opened", [])
    (tmp_path / "chime.txt").write_text("500\n900\n")
    (tmp_path / "other.txt").write_text("700\n800\n")
    (tmp_path / "first.txt").write_text("0")
    (tmp_path / "second.txt").write_text("1")
    files = {name: {"path": f"{name}.txt"} for name in ("chime", "other", "first", "second", "sentences")}
    files |= {
        "low": {"path": "low.txt"},
        "answers": {"path": "answers.txt"},
        "my-sentences": files["sentences"],
    }
    voices = {"first": BELLS, "second": BELLS | {"line": "second"}, "third": BELLS | {"bells": "other"}}

    def load(options, languages=("en", "es"), **more):
        table = {"files": files, "voices": voices} | more
        return install.settings(tmp_path, languages=list(languages), language_options=options, **table)

    return load


def speech(tts, language):
    return b"".join(tts.synthesize("one two", language, CancelToken()))


def test_without_choices_the_engine_of_the_profile_speaks_alone(house):
    assembly = Assembly(house({}))
    assert assembly.tts is assembly.voices["en"] is assembly.voices["es"]
    assert assembly.tts.rate == 8000
    assert bells.opened == []


def test_a_language_may_be_spoken_by_another_engine_at_another_rate(house):
    assembly = Assembly(house({"es": {"voice": "second"}}))
    assert {language: voice.rate for language, voice in assembly.voices.items()} == {"en": 8000, "es": 48_000}
    assert len(speech(assembly.tts, "en")) == 2 * 2 * 800
    assert len(speech(assembly.tts, "es")) == 2 * 2 * 4800
    assert bells.opened == [["es"]]
    check_tts(assembly.tts, ["en", "es"])


def test_voices_of_one_engine_and_the_same_shared_files_are_opened_in_one_go(house):
    assembly = Assembly(house({"en": {"voice": "first"}, "es": {"voice": "second"}}))
    assert assembly.tts is assembly.voices["en"] is assembly.voices["es"]
    assert speech(assembly.tts, "en") != speech(assembly.tts, "es")
    assert bells.opened == [["en", "es"]]


def test_other_shared_files_are_another_opening(house):
    assembly = Assembly(house({"en": {"voice": "first"}, "es": {"voice": "third"}}))
    assert isinstance(assembly.tts, VoiceRouter)
    assert bells.opened == [["en"], ["es"]]


def test_a_voice_of_the_profiles_engine_and_files_joins_its_opening(house):
    profiles = house({}).model_dump(mode="json")["profiles"]
    profiles["mine"]["tts"] = {"engine": "bells", "bells": "chime", "voices": {"en": {"line": "first"}}}
    assembly = Assembly(house({"es": {"voice": "second"}}, profiles=profiles))
    assert assembly.tts is assembly.voices["en"] is assembly.voices["es"]
    assert bells.opened == [["en", "es"]]


def test_nothing_is_opened_where_nothing_is_spoken(house, monkeypatch):
    monkeypatch.setitem(ENGINES["tts"], "tones", "sarai_mqtt_lost.voice")
    assembly = Assembly(house({"en": {"voice": "none"}, "es": {"voice": "none"}}))
    assembly.import_engines()
    assert assembly.voices == {}
    assert assembly.tts.rate > 0
    with pytest.raises(BadInput) as refused:
        speech(assembly.tts, "en")
    assert refused.value.code == "unknown_language"


def test_the_engine_of_the_profile_is_not_imported_if_no_language_uses_it():
    program = (
        "import json, os, sys\n"
        "os.environ['SARAI_LANGUAGE_OPTIONS'] = json.dumps({c: {'voice': 'none'} for c in ('en', 'es')})\n"
        "os.environ['SARAI_AUDIO_VAD'] = 'webrtc'\n"
        "from sarai_mqtt.app.assembly import Assembly\n"
        "from sarai_mqtt.config.settings import load_settings\n"
        "assembly = Assembly(load_settings())\n"
        "assembly.import_engines(), assembly.tts, assembly.new_vad()\n"
        "print(json.dumps([name for name in ('sarai_mqtt.engines.tts.synthesizer', 'hibari')"
        " if name in sys.modules]))"
    )
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        ({"bad": {"engine": "ear"}}, r"no tts engine 'ear' \(known: bells, hibari, tones\)"),
        (
            {"bad": {"engine": "bells", "bells": "chime"}},
            r"^voices\.bad\.line is missing: the files .* bells, line",
        ),
        ({"bad": BELLS | {"horn": "low"}}, r"^voices\.bad\.horn is unknown: the files .* are bells, line\."),
    ],
)
def test_files_that_do_not_fit_are_named_where_the_voice_is_written(house, voices, said):
    with pytest.raises(ConfigError, match=said) as refused:
        _ = Assembly(house({"es": {"voice": "bad"}}, voices=voices)).voices
    assert "voices.bad" in refused.value.remedy


def test_a_voice_that_does_not_open_is_named_with_the_setting_that_chose_it(house):
    settings = house({"es": {"voice": "bad"}}, voices={"bad": BELLS | {"line": "lost"}})
    with pytest.raises(
        ModelError, match=r"^voices\.bad \(language_options\.es\.voice\): .*'lost'"
    ) as refused:
        _ = Assembly(settings).voices
    assert refused.value.code == "model_unknown"


def test_a_voice_of_the_profile_that_does_not_open_is_named_as_ever(house):
    profiles = house({}).model_dump(mode="json")["profiles"]
    profiles["mine"]["tts"]["voices"]["en"]["pitch"] = "lost"
    with pytest.raises(ModelError, match=r"^There is no model 'lost'"):
        _ = Assembly(house({"es": {"voice": "first"}}, profiles=profiles)).voices


def test_the_device_page_offers_the_voices_in_use_by_name(house):
    def offered(**options):
        return Assembly(house(options)).site_table.voices

    assert offered(es={"voice": "second"}) == {"low": "en", "second": "es"}
    assert offered(es={"voice": "none"}) == {"low": "en"}
    assert offered(en={"voice": "first"}, es={"voice": "first"}) == {"first": "en", "first-es": "es"}


async def spoken(settings, *texts):
    """Run the whole service on `texts` (text, language); return its reports, chunks and replies."""
    assembly, outbox = Assembly(settings), FakeOutbox()
    engines = assembly.engines(FakeActor(present=False))
    service = VoiceService(engines, outbox, assembly.limits(), assembly.new_vad, RawDecoder)
    started = asyncio.Event()
    running = asyncio.create_task(service.run(started))
    await started.wait()
    try:
        for number, (text, language) in enumerate(texts, start=1):
            service.receive(TextCommand("kitchen", text, language), time.monotonic())
            await outbox.until(lambda number=number: len(outbox.of(TurnReport)) == number)
    finally:
        running.cancel()
        await asyncio.wait([running])
        engines.close()
        assembly.pool.close()
    return outbox.of(TurnReport), outbox.of(SpeechChunk), outbox.of(Reply)


@pytest.mark.parametrize("cache_mb", [0, 1])
async def test_the_whole_service_speaks_each_language_at_its_own_rate(house, cache_mb):
    settings = house({"es": {"voice": "second"}}, tts={"cache_mb": cache_mb})
    turn = ("turn on the kitchen light", "en"), ("enciende la luz de la cocina", "es")
    reports, chunks, replies = await spoken(settings, *turn * 3)  # the third time from the cache
    assert {report.outcome for report in reports} == {"answered"}
    assert [reply.rate for reply in replies] == [8000, 48_000] * 3
    assert [len(r.pcm) / r.rate / 2 for r in replies] == pytest.approx(
        [len(report.reply.split()) / 10 for report in reports]
    )
    rates = {reply.turn: reply.rate for reply in replies}
    assert all(chunk.rate == rates[chunk.turn] for chunk in chunks)
    assert replies[0].pcm == replies[4].pcm
    assert replies[1].pcm == replies[5].pcm


def test_a_long_sentence_of_a_voice_of_a_higher_rate_is_not_taken_for_endless(house, monkeypatch):
    monkeypatch.setattr(bells.BellTts, "rate", 192_000)  # at the other voice's 8 kHz it were 8 minutes
    settings = house({"es": {"voice": "second"}})
    assembly = Assembly(settings)
    engines = assembly.engines(FakeActor(present=False))
    try:
        pieces = list(engines.tts.synthesize("a b c d e f g h i j " * 20, "es", CancelToken()))
    finally:
        engines.close()
        assembly.pool.close()
    assert sum(map(len, pieces)) == 200 * 19_200 * 2


async def test_a_voice_that_is_not_wanted_leaves_the_text(house, caplog):
    reports, chunks, replies = await spoken(
        house({"es": {"voice": "none"}}),
        ("enciende la luz de la cocina", "es"),
        ("turn on the kitchen light", "en"),
    )
    assert [(report.language, report.outcome) for report in reports] == [
        ("es", "answered"),
        ("en", "answered"),
    ]
    assert all(report.reply for report in reports)
    assert {chunk.turn for chunk in chunks} == {reply.turn for reply in replies} == {reports[1].turn}


class Enough(Exception):
    """The service has come as far as its engines."""


async def test_the_start_warns_of_what_is_missing_and_notes_what_was_chosen(house, monkeypatch, caplog):
    def engines(_, actor):
        raise Enough

    monkeypatch.setattr(Assembly, "engines", engines)
    with pytest.raises(Enough), caplog.at_level("INFO"):
        await serve(house({"es": {"voice": "none"}}, languages=["en", "es", "fr"]))
    said = {
        record.getMessage(): record.levelname
        for record in caplog.records
        if "text only" in record.getMessage()
    }
    assert said == {
        "language_options.es.voice is none: replies in 'es' go out as text only": "INFO",
        "no voice for the language 'fr': replies in it go out as text only. Set profiles.mine.tts.voices.fr in "
        "sarai.yaml to a voice that this engine speaks it with.": "WARNING",
    }


def test_doctor_tells_what_is_missing_from_what_was_chosen(house):
    assembly = Assembly(house({"es": {"voice": "none"}}, languages=["en", "es", "fr"]))
    assert doctor.CHECKS["voices"](assembly) == (
        "en has a voice; language_options.es.voice is none: replies in 'es' go out as text only; "
        "no voice for the language 'fr': replies in it go out as text only",
        "Set profiles.mine.tts.voices.fr in sarai.yaml to a voice that this engine speaks it with.",
    )


def test_say_names_the_setting_that_wants_no_voice(house, tmp_path):
    house({"es": {"voice": "none"}})
    with pytest.raises(BadInput, match=r"^language_options\.es\.voice is none") as refused:
        say("hola", "es", tmp_path / "say.wav", tmp_path / "sarai.yaml", json=False)
    assert (refused.value.code, refused.value.exit_code) == ("unknown_language", 2)


def test_say_writes_the_rate_of_the_voice(house, tmp_path, capsys):
    house({"es": {"voice": "second"}})
    say("hola dos", "es", tmp_path / "say.wav", tmp_path / "sarai.yaml", json=True)
    assert json.loads(capsys.readouterr().out)["audio_s"] == 0.2
    assert int.from_bytes((tmp_path / "say.wav").read_bytes()[24:28], "little") == 48_000


def test_the_list_of_languages_tells_how_each_is_answered_there(house, tmp_path, capsys):
    house({"es": {"voice": "second", "thinker": "none"}, "en": {"voice": "none"}})
    list_(config=tmp_path / "sarai.yaml", json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = {row["language"]: (row["replies"], row["thinker"]) for row in rows}
    assert (found["en"], found["es"], found["fr"]) == (("text", True), ("second", False), (None, False))
    list_(json=True)
    plain = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert plain == [{key: row[key] for key in row if key not in ("replies", "thinker")} for row in rows]


def test_where_the_thinker_is_not_wanted_it_refuses_and_is_not_asked():
    class Asked(FakeThinker):
        def choose(self, text, language, options, cancel):
            return 0

    inner = Asked()
    thinker = SilentThinker({"es": "No puedo."}, ["es"], inner)
    assert list(thinker.think("por qué", "es", CancelToken())) == ["No puedo."]
    assert thinker.choose("pon algo", "es", ["Enciendo la luz."], CancelToken()) is None
    assert inner.made == []
    assert "".join(thinker.think("why", "en", CancelToken())) == "One. Two. Three."
    assert thinker.choose("do something", "en", ["Turning on the light."], CancelToken()) == 0


async def test_a_question_is_refused_in_a_language_without_the_thinker(house):
    settings = house({"es": {"thinker": "none"}}, thinker={"refusals": {"es": "Aquí no."}})
    reports, _, _ = await spoken(
        settings, ("¿por qué el cielo es azul?", "es"), ("why is the sky blue", "en")
    )
    assert [report.reply for report in reports] == ["Aquí no.", "Because of the air."]


async def test_the_thinker_is_not_loaded_if_no_language_wants_it(house):
    silent = {"thinker": "none"}
    assembly = Assembly(house({"en": silent, "es": silent}))
    assert isinstance(assembly.thinker, SilentThinker)
    assert assembly.pool.memory() == {}
    assert "answers" not in assembly.settings.artifacts()


@pytest.mark.parametrize(("language", "asks"), [("en", True), ("es", False)])
async def test_the_thinker_chooses_only_in_its_languages(language, asks):
    option = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "x", language, 1.0)
    harness = TextHarness(
        actor=FakeActor(),
        thinker=FakeThinker(chosen="l"),
        understander=FakeUnderstander([option]),
        chooses=["en"],
    )
    async with harness:
        report = await harness.ask("hmm, 42", language)
    assert (report.asks, report.intent) == ((True, "HassTurnOn") if asks else (False, None))
