"""Replies in a language without a voice: they are the text of the turn's report, and nothing is spoken."""

import asyncio
import time

import pytest

from sarai_mqtt.app import doctor
from sarai_mqtt.app.assembly import Assembly
from sarai_mqtt.app.process import serve
from sarai_mqtt.core.events import Failure, Intent, Listen, Reply, SpeechChunk, StateChanged, TurnReport
from sarai_mqtt.core.messages import Announce, AudioIn, SettingChange, TextCommand
from sarai_mqtt.satellites.microphone import LISTEN_S
from sarai_mqtt.satellites.service import VoiceService
from tests.harness.audio import LOUD, QUIET, RawDecoder
from tests.harness.engines import EnglishTts, FakeStt, FakeThinker
from tests.harness.home import FakeActor
from tests.harness.ports import FakeOutbox
from tests.harness.packs import copied_pack
from tests.harness.service import DRAFTS, NO_DRAFTS, TextHarness
from tests.harness.small_engines import install


def text_house(**more):
    return TextHarness(tts=EnglishTts(), voiceless=("es",), **more)


def is_silent(outbox):
    return not outbox.of(SpeechChunk) and not outbox.of(Reply) and not outbox.of(Failure)


@pytest.mark.parametrize("endpointing", [NO_DRAFTS, DRAFTS])
async def test_a_spoken_command_is_carried_out_and_answered_by_text(endpointing):
    stt = FakeStt("enciende la luz", language="es")
    async with text_house(stt=stt, actor=FakeActor(), endpointing=endpointing) as house:
        house.say()
        (report,) = await house.turns(1)
        await house.state("idle")
    assert is_silent(house.outbox)
    assert (report.outcome, report.language, report.done) == ("answered", "es", ("light.a",))
    assert report.reply
    assert not {"tts", "tts_first", "response", "e2e"} & set(report.timings)
    assert [event.state for event in house.outbox.of(StateChanged)][-1] == "idle"
    assert "speaking" not in [event.state for event in house.outbox.of(StateChanged)]


async def test_all_that_the_thinker_writes_is_in_the_text():
    thinker = FakeThinker(pieces=["Es una lámpara. ", "Da luz. ", "Nada más."])
    async with text_house(thinker=thinker) as house:
        report = await house.ask("¿qué es una lámpara?", "es")
    assert is_silent(house.outbox)
    assert (report.outcome, report.source) == ("answered", "thinker")
    assert report.reply == "Es una lámpara. Da luz. Nada más."
    assert {"ttft", "ttfs"} <= set(report.timings)


async def test_a_thinker_that_fails_fails_the_turn_as_with_a_voice():
    class Broken(FakeThinker):
        def think(self, text, language, cancel):
            yield "Es una lámpara. Y"
            raise ValueError("broken")

    async with text_house(thinker=Broken()) as house:
        report = await house.ask("¿qué es una lámpara?", "es")
    assert report.outcome == "failed"
    assert [failure.code for failure in house.outbox.of(Failure)] == ["turn_failed"]


async def test_a_question_that_is_only_text_opens_the_microphone_and_can_be_answered():
    stt = FakeStt("sí", language="es")
    async with text_house(stt=stt, actor=FakeActor()) as house:
        house.service.receive(SettingChange("kitchen", "mode", "wake"), house.clock.now)
        asked = await house.ask("abre la puerta principal", "es")
        assert asked.asks
        assert not house.actor.orders
        await house.outbox.until(lambda: house.outbox.of(Listen))
        assert house.outbox.of(Listen, "kitchen") == [Listen(asked.turn, LISTEN_S)]
        house.say()
        _, answered = await house.turns(2)
    assert is_silent(house.outbox)
    assert (answered.outcome, answered.done) == ("answered", ("lock.door",))
    assert len(house.actor.orders) == 1


async def test_a_text_only_reply_can_be_asked_for_again():
    async with text_house(actor=FakeActor()) as house:
        first = await house.ask("enciende la luz", "es")
        again = await house.ask("¿qué has dicho?", "es")
    assert is_silent(house.outbox)
    assert again.reply == first.reply != ""


async def test_an_announcement_is_text_too():
    async with text_house() as house:
        house.service.receive(Announce("kitchen", "La cena está lista.", "es"), house.clock.now)
        (report,) = await house.turns(1)
    assert is_silent(house.outbox)
    assert (report.outcome, report.reply) == ("answered", "La cena está lista.")


async def test_a_language_with_a_voice_is_spoken_as_before():
    async with text_house(actor=FakeActor()) as house:
        await house.ask("enciende la luz", "es")
        assert is_silent(house.outbox)
        spoken = await house.ask("turn on the light", "en")
    assert [reply.text for reply in house.outbox.of(Reply)] == [spoken.reply]
    assert {chunk.turn for chunk in house.outbox.of(SpeechChunk)} == {spoken.turn}
    assert {"tts_first", "e2e"} <= set(spoken.timings)


async def test_a_voice_that_fails_in_its_own_language_is_a_fault_still():
    class Mute:
        rate = 1000

        def synthesize(self, text, language, cancel):
            yield b""

    async with TextHarness(tts=Mute(), voiceless=("es",)) as house:
        report = await house.ask("turn on the light", "en")
    assert report.outcome == "failed"
    assert [failure.code for failure in house.outbox.of(Failure)] == ["engine_failed"]


@pytest.fixture
def italian(tmp_path, monkeypatch):
    """Settings of small engines, and of a language that has a pack and no voice: a copy of English, as `it`."""
    install.install(monkeypatch)
    with copied_pack("it", tmp_path):
        yield install.settings(tmp_path, languages=["it", "en"])


async def test_the_whole_service_answers_by_text_where_the_profile_has_no_voice(italian):
    assembly, outbox = Assembly(italian), FakeOutbox()
    engines = assembly.engines(FakeActor(present=False))
    service = VoiceService(engines, outbox, assembly.limits(), assembly.new_vad, RawDecoder)
    started = asyncio.Event()
    running = asyncio.create_task(service.run(started))
    await started.wait()
    try:
        for frame in [LOUD] * 10 + [QUIET] * 60:  # the first sentence of the small recogniser, in `it`
            service.receive(AudioIn("kitchen", frame), time.monotonic())
        await outbox.until(lambda: len(outbox.of(TurnReport)) == 1)
        silent = is_silent(outbox)
        service.receive(TextCommand("kitchen", install.SENTENCES[0], "en"), time.monotonic())
        await outbox.until(lambda: len(outbox.of(TurnReport)) == 2)
    finally:
        running.cancel()
        await asyncio.wait([running])
        engines.close()
        assembly.pool.close()
    mute, spoken = outbox.of(TurnReport)
    assert silent
    assert (mute.language, mute.intent, mute.outcome) == ("it", "HassTurnOn", "answered")
    assert (spoken.language, spoken.intent, spoken.outcome) == ("en", "HassTurnOn", "answered")
    assert mute.reply == spoken.reply != ""
    assert [intent.language for intent in outbox.of(Intent)] == ["it", "en"]
    assert [reply.text for reply in outbox.of(Reply)] == [spoken.reply]


async def test_the_start_names_the_language_and_what_to_set(italian, monkeypatch, caplog):
    class Enough(Exception):
        """The service has come as far as its engines."""

    def engines(_, actor):
        raise Enough

    monkeypatch.setattr(Assembly, "engines", engines)
    with pytest.raises(Enough):
        await serve(italian)
    (line,) = [record.getMessage() for record in caplog.records if "voice" in record.getMessage()]
    assert line == (
        "no voice for the language 'it': replies in it go out as text only. "
        "Set profiles.mine.tts.voices.it in sarai.yaml to a voice that this engine speaks it with."
    )


def test_doctor_names_the_language_and_tries_the_audio_path_in_another(italian):
    found = doctor.CHECKS["voices"](Assembly(italian))
    assert found == (
        "en has a voice; no voice for the language 'it': replies in it go out as text only",
        "Set profiles.mine.tts.voices.it in sarai.yaml to a voice that this engine speaks it with.",
    )


def test_doctor_does_without_the_audio_path_where_nothing_is_spoken(italian):
    assembly = Assembly(italian.model_copy(update={"languages": ["it"]}))
    assert doctor.CHECKS["audio"](assembly) == (
        "not tried: no language in use has a voice to try it with",
        "",
    )
    assert (
        doctor.CHECKS["voices"](assembly)[0]
        == "no voice for the language 'it': replies in it go out as text only"
    )
    assembly.tts.synthesize  # noqa: B018 - it opens without any voice, too


def test_doctor_has_nothing_to_say_where_all_is_spoken(tmp_path, monkeypatch):
    install.install(monkeypatch)
    assembly = Assembly(install.settings(tmp_path, languages=["en", "es"]))
    assert doctor.CHECKS["voices"](assembly) == ("en has a voice; es has a voice", "")
