import json
import re
import wave
from io import BytesIO

import numpy as np
import pytest
import samplerate

from sarai_mqtt.core.audio import Utterance, to_pcm, to_samples
from sarai_mqtt.core.events import Failure, Hypothesis, Intent, SpeechChunk, Transcript
from sarai_mqtt.turns.engine_worker import CancelToken
from tests.harness.process import TURN_S, recording

pytestmark = pytest.mark.slow

COMMANDS = [
    ("en", "turn-on-the-kitchen-light", "HassTurnOn", "light.kitchen_ceiling", "kitchen"),
    (
        "en",
        "set-the-thermostat-to-twenty-one-degrees",
        "HassClimateSetTemperature",
        "climate.thermostat",
        "thermostat",
    ),
    ("es", "apaga-la-lampara-del-dormitorio", "HassTurnOff", "light.bedroom_lamp", "lámpara"),
    ("es", "pon-un-temporizador-de-diez-minutos", "HassStartTimer", None, "temporizador"),
]


def words(text):
    return re.findall(r"\w+", text.lower())


def write_down(assembly, reply, language):
    """Transcribe a reply."""
    heard = samplerate.resample(to_samples(reply.pcm), 16000 / reply.rate, "sinc_medium")
    pcm = to_pcm(heard)
    return assembly.stt.transcribe(Utterance("test", pcm, len(pcm) // 32), language, CancelToken()).text


@pytest.mark.parametrize(("language", "name", "intent", "target", "word"), COMMANDS)
def test_a_command_comes_back_as_intent_and_spoken_reply(
    service, assembly, language, name, intent, target, word
):
    with service.satellite("kitchen") as satellite:
        satellite.play(recording(language, name))
        turn = satellite.wait_for_turn(TURN_S)
    report = turn.report
    assert (report.outcome, report.language, report.intent) == ("answered", language, intent)
    assert report.targets == (() if target is None else (target,))
    assert word in words(report.text)
    assert turn.transcript.text == report.text
    assert turn.intent.targets == report.targets
    # what was heard is what the turn says it said: at least two words in three
    said, heard = words(report.reply), words(write_down(assembly, turn.reply, language))
    assert len(set(said) & set(heard)) >= len(set(said)) * 2 / 3, (said, heard)
    stream = b"".join(c.pcm for c in turn.chunks)
    assert stream == turn.reply.pcm
    assert [c.seq for c in turn.chunks] == list(range(len(turn.chunks)))
    assert {"endpoint_delay", "stt", "understand", "tts_first", "response", "e2e", "rtf"} <= set(
        report.timings
    )


def test_what_is_heard_in_a_pause_is_told_before_it_is_known_to_be_all(service):
    with service.satellite("kitchen") as satellite:
        satellite.play(recording("en", "turn-on-the-kitchen-light"))
        turn = satellite.wait_for_turn(TURN_S)
    hypotheses = [a.event for a in turn.arrivals if isinstance(a.event, Hypothesis)]
    assert hypotheses[-1].turn == turn.report.turn
    assert hypotheses[-1].text == turn.transcript.text
    assert turn.first(Hypothesis) < turn.first(Transcript)


def test_a_pause_inside_an_order_does_not_end_it(service):
    spoken = recording("en", "set-the-thermostat-to-twenty-one-degrees")
    samples = to_samples(spoken)
    loud = np.flatnonzero(np.abs(samples) > 0.05 * np.abs(samples).max())
    middle = slice(loud[0] + (loud[-1] - loud[0]) // 3, loud[0] + 3 * (loud[-1] - loud[0]) // 4)
    power = np.convolve(samples[middle] ** 2, np.ones(640), "valid")
    cut = 2 * (middle.start + int(np.argmin(power)) + 320)
    with service.satellite("kitchen") as satellite:
        satellite.play(spoken[:cut] + bytes(32 * 800) + spoken[cut:])
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.intent == "HassClimateSetTemperature"


def test_a_question_is_answered_by_the_thinker_and_its_first_sound_comes_before_the_whole(service):
    with service.satellite("office") as satellite:
        satellite.play(recording("en", "tell-me-a-short-joke"))
        turn = satellite.wait_for_turn(TURN_S)
    assert (turn.report.source, turn.intent) == ("thinker", None)
    assert len(words(turn.report.reply)) >= 3
    assert turn.first(SpeechChunk) < turn.first(type(turn.reply))
    assert {"ttft", "ttfs"} <= set(turn.report.timings)


def test_in_spanish_the_small_thinker_says_honestly_that_it_cannot(service):
    with service.satellite("salon") as satellite:
        satellite.ask("cuéntame un chiste", "es")
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.language == "es"
    assert "inglés" in turn.report.reply


@pytest.mark.parametrize(("language", "name"), [("en", "what-can-you-do"), ("es", "que-puedes-hacer")])
def test_what_it_can_do_it_says_itself(service, language, name):
    with service.satellite("salon") as satellite:
        satellite.play(recording(language, name))
        turn = satellite.wait_for_turn(TURN_S)
    assert (turn.report.language, turn.report.source, turn.intent) == (language, "none", None)
    assert len(words(turn.report.reply)) >= 8
    assert "ttft" not in turn.report.timings


def test_a_door_is_locked_at_once_and_unlocked_after_a_yes(service):
    with service.satellite("hall") as satellite:
        satellite.play(recording("en", "lock-the-front-door"))
        locked = satellite.wait_for_turn(TURN_S)
        satellite.ask("unlock the front door", "en")
        asked = satellite.wait_for_turn(TURN_S)
        satellite.ask("yes", "en")
        unlocked = satellite.wait_for_turn(TURN_S)
    assert (locked.intent.confirm, locked.report.asks) == (False, False)
    assert locked.report.reply.startswith("Locking")
    assert asked.intent.confirm
    assert (asked.report.asks, asked.report.reply[:14]) == (True, "Shall I unlock")
    assert (unlocked.intent.name, unlocked.intent.targets) == (asked.intent.name, asked.intent.targets)
    assert not unlocked.intent.confirm
    assert unlocked.report.reply.startswith("Unlocking")


def test_two_commands_are_told_one_by_one_and_answered_together(service):
    with service.satellite("kitchen") as satellite:
        satellite.ask("turn on the kitchen light and unlock the front door", "en")
        turn = satellite.wait_for_turn(TURN_S)
        satellite.ask("no", "en")
        satellite.wait_for_turn(TURN_S)
    intents = [a.event for a in turn.arrivals if isinstance(a.event, Intent)]
    told = [(intent.seq, intent.name, intent.targets, intent.confirm) for intent in intents]
    assert sorted(told) == [
        (0, "HassTurnOn", ("light.kitchen_ceiling",), False),
        (1, "HassTurnOff", ("lock.front_door",), True),
    ]
    assert (turn.report.intent, turn.report.asks) == ("HassTurnOn", True)
    assert [command.intent for command in turn.report.commands] == ["HassTurnOn", "HassTurnOff"]
    assert turn.report.reply == "Turning on the kitchen ceiling light. Shall I unlock the front door lock?"


def test_it_is_asked_which_one_is_meant(service):
    with service.satellite("landing") as satellite:
        satellite.ask("turn on the lamp", "en")
        asked = satellite.wait_for_turn(TURN_S)
        satellite.ask("the bedroom one", "en")
        chosen = satellite.wait_for_turn(TURN_S)
    assert (asked.intent, asked.report.asks, asked.report.reply[:10]) == (None, True, "Which one:")
    assert "bedroom lamp" in asked.report.reply
    assert (chosen.intent.name, chosen.intent.targets) == ("HassTurnOn", ("light.bedroom_lamp",))
    assert (chosen.report.reply, chosen.report.asks) == ("Turning on the bedroom lamp.", False)


@pytest.mark.parametrize(("said", "confirmed"), [("Sí.", True), ("No.", False)])
def test_a_spanish_question_is_answered_in_spanish(service, assembly, said, confirmed):
    pcm = b"".join(assembly.tts.synthesize(said, "es", CancelToken()))
    speech = samplerate.resample(to_samples(pcm), 16000 / assembly.tts.rate, "sinc_medium")
    with service.satellite(f"entrada-{said[0].lower()}") as satellite:
        satellite.ask("abre la puerta principal", "es")
        asked = satellite.wait_for_turn(TURN_S)
        satellite.played()
        satellite.play(to_pcm(np.pad(speech, (0, 16000)).astype(np.float32)))
        answered = satellite.wait_for_turn(TURN_S)
    assert (asked.report.asks, asked.intent.confirm) == (True, True)
    assert (answered.report.outcome, answered.report.language) == ("answered", "es")
    assert (answered.intent is not None and not answered.intent.confirm) is confirmed


@pytest.mark.parametrize(
    ("rate", "channels", "width"), [(44100, 2, 2), (48000, 1, 4), (8000, 1, 1), (16000, 1, 2)]
)
def test_chunks_may_be_wav_of_any_kind(service, rate, channels, width):
    samples = samplerate.resample(
        to_samples(recording("en", "turn-on-the-kitchen-light")), rate / 16000, "sinc_medium"
    )
    scaled = np.clip(samples, -1, 1)
    data = {
        1: (scaled * 127 + 128).astype("u1"),
        2: (scaled * 32767).astype("<i2"),
        4: (scaled * (2**31 - 1)).astype("<i4"),
    }
    frames = np.repeat(data[width][:, None], channels, axis=1)
    step = rate * 60 // 1000
    chunks = []
    for start in range(0, len(frames), step):
        buffer = BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(channels)
            file.setsampwidth(width)
            file.setframerate(rate)
            file.writeframes(frames[start : start + step].tobytes())
        chunks.append(buffer.getvalue())
    with service.satellite(f"wav-{rate}") as satellite:
        for chunk in chunks:
            satellite.send(chunk)
        satellite.play(bytes(32_000))
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.intent == "HassTurnOn", turn.report.text


@pytest.mark.parametrize("chunk_ms", [10, 20, 200])
def test_any_chunk_size_gives_the_same_command(service, chunk_ms):
    with service.satellite(f"chunk-{chunk_ms}", chunk_ms=chunk_ms) as satellite:
        satellite.play(recording("es", "enciende-la-luz-de-la-cocina"))
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.targets == ("light.kitchen_ceiling",)


def test_a_client_that_knows_no_sites_is_answered_without_one(service):
    with service.satellite("default", bare=True) as satellite:
        satellite.play(recording("en", "turn-off-the-bedroom-lamp"))
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.targets == ("light.bedroom_lamp",)
    assert turn.reply.pcm


def test_push_to_talk_needs_no_silence(service):
    with service.satellite("button") as satellite:
        satellite.play(recording("en", "turn-on-the-kitchen-light")[:-16_000])
        satellite.release()
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.intent == "HassTurnOn"


def test_several_sites_speak_at_once(service):
    from concurrent.futures import ThreadPoolExecutor

    def speak(item):
        number, (language, name, _, target, _) = item
        with service.satellite(f"room-{number}") as satellite:
            satellite.play(recording(language, name))
            return satellite.wait_for_turn(TURN_S).report.targets, (() if target is None else (target,))

    with ThreadPoolExecutor(4) as pool:
        for got, wanted in pool.map(speak, enumerate(COMMANDS)):
            assert got == wanted


def test_silence_and_noise_are_not_answered(service):
    noise = np.random.default_rng(0).normal(0, 0.05, 32_000)
    with service.satellite("quiet") as satellite:
        satellite.play(to_pcm(noise.astype(np.float32)))
        satellite.release()
        satellite.play(recording("en", "turn-on-the-kitchen-light"))
        turn = satellite.wait_for_turn(TURN_S)
        if turn.report.outcome == "no_speech":
            turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.intent == "HassTurnOn"


BAD_AUDIO = [
    b"",
    b"x" * 333,
    b"RIFF\xff\xff\xff\xffWAVEfmt ",
    b"turn on the light, please",
    b"\0" * 3_000_000,
]


def test_bad_audio_is_told_and_disturbs_nobody(service):
    with service.satellite("good") as good, service.satellite("bad") as bad:
        good.play(recording("en", "turn-on-the-kitchen-light")[:32_000])
        for payload in BAD_AUDIO:
            bad.send(payload)
        good.play(recording("en", "turn-on-the-kitchen-light")[32_000:])
        turn = good.wait_for_turn(TURN_S)
        codes = {e.code for e in bad.events() if isinstance(e, Failure)}
    assert turn.report.intent == "HassTurnOn"
    assert not turn.failures
    assert len(codes) >= 4, codes
    assert not any(isinstance(e, Transcript) for e in bad.events())


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [("Enciende la luz de la cocina", None, "HassTurnOn"), ("What time is it?", "en", "HassGetCurrentTime")],
)
def test_a_question_in_writing_is_a_turn(service, text, language, intent):
    with service.satellite("desk") as satellite:
        satellite.ask(text, language)
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.intent == intent
    assert turn.reply.pcm


def test_danger_gets_the_sober_answer_and_it_is_said_again(service):
    with service.satellite("desk") as satellite:
        satellite.ask("Turn on the kitchen light, I smell gas", "en")
        danger = satellite.wait_for_turn(TURN_S)
        satellite.ask("What did you say?", "en")
        again = satellite.wait_for_turn(TURN_S)
    assert (danger.report.intent, danger.report.source, danger.report.for_others) == (None, "none", False)
    assert "112" in danger.report.reply
    assert danger.intent is None
    assert again.report.reply == danger.report.reply


def test_an_unknown_language_is_told(service):
    with service.satellite("klingon") as satellite:
        satellite.ask("nuqneH", "tlh")
        turn = satellite.wait_for_turn(TURN_S)
    assert turn.report.outcome == "failed"
    assert [f.code for f in turn.failures] == ["unknown_language"]


def test_memory_stays_within_the_budget(service):
    assert service.rss_mb() < 2000, json.dumps({"rss_mb": service.rss_mb()})
