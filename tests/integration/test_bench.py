"""`bench` in its own process, with the models that are always there."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def bench(*arguments):
    command = [sys.executable, "-m", "sarai_mqtt", "bench", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_a_thinker_is_measured_once_for_each_number_of_threads():
    done = bench("--thinker", "smollm2-135m", "--threads", "1", "--threads", "2", "--json")
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["threads"] for result in results] == [1, 2]
    for result in results:
        assert result["weights"] == "as published"
        assert 0 < result["token_ms"] < result["first_token_ms"]
        assert result["file_mb"] < result["rss_mb"]
        assert result["model_mb"] < result["rss_mb"]
        assert result["tokens"] > 20


def test_an_unknown_thinker_is_named():
    done = bench("--thinker", "nope")
    assert done.returncode == 4
    assert "nope" in done.stderr


def test_without_a_number_the_threads_are_those_of_the_service():
    done = bench("--thinker", "tiny", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["threads"] >= 1


def test_a_file_that_is_no_gguf_is_told_with_its_exit_code():
    done = bench("--thinker", "whisper-base-tokenizer")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_without_a_thinker_the_whole_service_is_measured_against_its_budgets():
    done = bench("--rounds", "2", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["outcomes"] == {"answered": 6}
    assert result["timings"]["stt"]["n"] == 6
    assert len(result["recordings"]) == 3
    assert sum("ttft" in timings for timings in result["recordings"].values()) == 1
    assert 100 < result["rss_mb"]["median"] <= result["rss_mb"]["p99"] <= result["rss_mb"]["max"]
    budgets = {row["what"]: row for row in result["budgets"]}
    heard = budgets["speech to text"]
    assert heard["measured"] == result["timings"]["stt"]["median"]
    assert heard["met"] == (heard["measured"] <= heard["budget"])
    assert budgets["last word (VAD) to first sound"]["met"] is None
    assert budgets["memory, MB, P99"]["measured"] == result["rss_mb"]["p99"]


def test_only_recordings_in_our_languages_are_spoken_and_people_get_a_table(monkeypatch):
    monkeypatch.setenv("SARAI_LANGUAGES", '["es"]')
    monkeypatch.setenv("SARAI_THINKER_NAME", "none")
    done = bench("--rounds", "1")
    assert done.returncode == 0, done.stderr
    assert "speech to text" in done.stdout
    assert "first token" in done.stdout
    monkeypatch.setenv("SARAI_PROFILE", "nope")
    assert bench("--rounds", "1").returncode == 3
