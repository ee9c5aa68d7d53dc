import json
import os
import re
import subprocess
import sys

import pytest

from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.config.settings import load_settings
from tests.harness.process import DATA

pytestmark = pytest.mark.slow
ENGLISH = DATA / "commands" / "en" / "turn-on-the-kitchen-light.wav"
SPANISH = DATA / "commands" / "es" / "apaga-la-lampara-del-dormitorio.wav"


def sarai(*arguments, stdin="", **variables):
    """Run a command; give its exit code, its JSON lines and what it said besides."""
    result = subprocess.run(
        [sys.executable, "-m", "sarai_mqtt", *map(str, arguments)],
        env=os.environ | variables,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=180,
        cwd=PROJECT,
    )
    return result.returncode, [json.loads(line) for line in result.stdout.splitlines()], result.stderr


def test_transcribe_writes_down_each_file_and_goes_on_after_a_bad_one(tmp_path):
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"RIFF no wav at all")
    code, (english, broken, spanish), _ = sarai("transcribe", "--json", ENGLISH, bad, SPANISH)
    assert code == 2
    assert set(english) == {"file", "text", "language", "no_speech", "audio_s", "stt_ms"}
    assert (english["language"], english["no_speech"]) == ("en", False)
    assert "kitchen" in english["text"]
    assert "error" in broken
    assert (spanish["language"], "lámpara" in spanish["text"]) == ("es", True)


def test_a_file_of_silence_holds_no_speech(tmp_path):
    from sarai_mqtt.engines.audio_decoder import write_wav

    file = tmp_path / "silence.wav"
    file.write_bytes(write_wav(bytes(64_000), 16_000))
    code, (result,), _ = sarai("transcribe", "--json", file)
    assert (code, result["no_speech"], result["text"]) == (0, True, "")


def test_ask_reads_lines_and_answers_each():
    lines = (
        "Turn on the kitchen light\nEnciende la luz de la cocina\nTell me a story about a dog\n"
        "Turn on the sauna\n"
    )
    code, (english, spanish, talk, unknown), _ = sarai("ask", "--json", "--no-thinker", "-", stdin=lines)
    assert code == 0
    keys = {
        "text",
        "language",
        "intent",
        "slots",
        "targets",
        "commands",
        "source",
        "confidence",
        "reply",
        "reading",
        "understand_ms",
    }
    assert set(english) == set(talk) == keys
    for result, language in ((english, "en"), (spanish, "es")):
        assert (result["intent"], result["language"], result["source"]) == (
            "HassTurnOn",
            language,
            "sentence",
        )
        assert result["targets"] == ["light.kitchen_ceiling"]
        assert result["reply"]
    assert (talk["intent"], talk["source"], talk["reply"]) == (None, "none", "")
    assert (unknown["intent"], unknown["source"]) == (None, "none")
    assert "don't know" in unknown["reply"]


def test_ask_lets_the_thinker_answer():
    code, (result,), _ = sarai("ask", "--json", "--language", "en", "What is the capital of France?")
    assert (code, result["source"], result["intent"]) == (0, "thinker", None)
    assert len(re.findall(r"\w+", result["reply"])) >= 2


def test_ask_keeps_the_house_from_the_thinker():
    lines = "Is the dishwasher running?\nWhat's my phone's battery?\nIs the fridge on?\nMake sure the hatch is locked\n"
    code, results, _ = sarai("ask", "--json", "--language", "en", "-", stdin=lines)
    assert code == 0
    assert [(r["intent"], r["source"]) for r in results] == [(None, "none")] * 4
    assert all("don't know" in r["reply"] or "know nothing" in r["reply"] for r in results)


def test_ask_takes_another_home(tmp_path):
    home = tmp_path / "home.yaml"
    home.write_text(
        "areas: [{id: attic, names: {en: Attic}}]\n"
        "entities: [{id: light.attic, area: attic, names: {en: Attic light}}]\n"
    )
    _, (result,), _ = sarai("ask", "--json", "--no-thinker", "--home", home, "turn on the attic light")
    assert result["targets"] == ["light.attic"]


def test_say_speaks_what_transcribe_hears(tmp_path):
    file = tmp_path / "reply.wav"
    code, (said,), _ = sarai("say", "--json", "-o", file, "--language", "en", "The kitchen light is on.")
    assert code == 0
    assert set(said) == {"file", "audio_s", "tts_first_ms", "tts_ms"}
    assert 0.8 < said["audio_s"] < 5
    assert 0 < said["tts_first_ms"] <= said["tts_ms"]
    _, (heard,), _ = sarai("transcribe", "--json", file)
    assert {"kitchen", "light", "on"} <= set(re.findall(r"\w+", heard["text"].lower()))


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "--language", "fr", "bonjour"),
        ("say", "--language", "fr", "bonjour"),
        ("transcribe", "absent.wav"),
        ("ask", ""),
        ("say", "-o", "no/such/folder/reply.wav", "hello"),
    ],
)
def test_bad_input_has_its_exit_code_and_a_sentence(arguments):
    code, lines, said = sarai(*arguments)
    assert code == 2
    assert "error" in said
    assert "Traceback" not in said
    assert lines == []


def test_models_are_listed_and_whole():
    code, listed, _ = sarai("models", "list", "--json")
    assert code == 0
    assert {"sarai-audio-int8", "sarai-es-talker", "smollm2-135m"} <= {row["name"] for row in listed}
    code, verified, _ = sarai("models", "verify", "--json")
    assert code == 0
    assert {row["name"] for row in verified} == set(load_settings().artifacts())
    assert all(row["ok"] for row in verified)


def test_doctor_finds_everything_in_place_but_an_absent_broker():
    code, findings, _ = sarai("doctor", "--json", SARAI_MQTT_PORT="1")
    found = {row["check"]: row for row in findings}
    assert list(found) == [
        "clock",
        "threads",
        "telemetry",
        "home",
        "models",
        "roles",
        "voices",
        "audio",
        "broker",
        "home assistant",
    ]
    assert code == 1
    assert not found["broker"]["ok"]
    assert found["broker"]["remedy"]
    assert all(row["ok"] for name, row in found.items() if name != "broker")


def test_satellite_speaks_files_and_saves_replies(service, tmp_path):
    variables = {"SARAI_MQTT_PORT": str(service.broker.port)}
    code, (turn,), _ = sarai("satellite", "--json", "--site", "porch", "-o", tmp_path, ENGLISH, **variables)
    assert (code, turn["intent"]) == (0, "HassTurnOn")
    assert (tmp_path / "turn-on-the-kitchen-light-reply.wav").stat().st_size > 10_000


def test_the_demo_is_three_turns_and_one_object(tmp_path):
    code, (demo,), said = sarai("demo", "--json", "-o", tmp_path)
    assert code == 0, said
    assert set(demo) == {"profile", "rss_mb", "turns"}
    english, spanish, question = demo["turns"]
    assert (english["language"], english["intent"]) == ("en", "HassTurnOn")
    assert (spanish["language"], spanish["intent"]) == ("es", "HassTurnOff")
    assert (question["intent"], bool(question["reply"])) == (None, True)
    for turn in demo["turns"]:
        assert {"site", "file", "text", "slots", "targets", "reply_file", "timings"} <= set(turn)
        assert os.path.getsize(turn["reply_file"]) > 10_000
    assert 50 < demo["rss_mb"] < 2000
