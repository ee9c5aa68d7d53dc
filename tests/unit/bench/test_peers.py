"""What `make bench` makes of recordings, rounds and figures, without the peers."""

import argparse
import copy
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from sarai_mqtt.app.bench_thinker import random_weights
from sarai_mqtt.core.errors import ModelError
from tests.bench import peers, peers_kept, peers_machine, peers_ready, peers_rounds, peers_sheet
from tests.bench.peers_audio import CHUNK_BYTES, RATE, Clip, joined, load, speech_bounds, together
from tests.bench.peers_ours import Heard


def recorded(path, samples, rate=RATE):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.asarray(samples, "<i2").tobytes())
    return path


def tone(seconds, level=8000):
    return np.resize([level, -level], int(seconds * RATE)).astype("<i2")


def test_a_clip_ends_with_its_last_speech_sample_and_with_a_whole_chunk(tmp_path):
    speech, hiss = tone(0.5), tone(0.3, 100)
    path = recorded(tmp_path / "a.wav", np.concatenate([hiss, speech, hiss]))
    clip = load(path, "Hello.")
    assert clip.speech.endswith(speech.tobytes())
    assert len(clip.speech) % CHUNK_BYTES == 0
    assert 0 <= len(clip.speech) - 2 * len(hiss) - 2 * len(speech) < CHUNK_BYTES
    assert clip.tail == hiss.tobytes()
    assert (clip.name, clip.text) == ("a", "Hello.")


def test_other_recordings_are_refused(tmp_path):
    with pytest.raises(ValueError, match="16 kHz"):
        load(recorded(tmp_path / "a.wav", tone(0.1), rate=8000), "")
    with pytest.raises(ValueError, match="silent"):
        load(recorded(tmp_path / "b.wav", np.zeros(1600)), "")


def test_joined_clips_are_as_long_as_asked_and_end_with_speech():
    clips = [Clip(str(n), "", tone(0.3, 1000 * n).tobytes(), b"") for n in (1, 2)]
    for seconds in (0.15, 1, 2.5):
        clip = joined(clips, seconds)
        assert seconds <= clip.seconds < seconds + 0.03
        samples = np.frombuffer(clip.speech, "<i2")
        assert speech_bounds(samples)[1] == len(samples)


def test_clips_played_together_end_together():
    short, long = together(
        [Clip("a", "", tone(0.03).tobytes(), b"x"), Clip("b", "", tone(0.09).tobytes(), b"")]
    )
    assert len(short.speech) == len(long.speech)
    assert short.speech.endswith(tone(0.03).tobytes())
    assert short.tail == b"x"


def test_cpu_of_another_process_is_what_it_used():
    code = (
        "import time\nwhile time.process_time() < 0.3: pass\nprint(time.process_time(), flush=True); input()"
    )
    busy = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    said = float(busy.stdout.readline())
    assert said == pytest.approx(peers_machine.cpu_s(busy.pid), abs=0.05)
    memory = peers_machine.memory(busy.pid)
    assert 0 < memory["pss_mb"] <= memory["rss_mb"] <= memory["peak_mb"] < 1000
    busy.communicate("\n")


def test_what_our_children_do_is_our_work():
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        before = peers_machine.Others._now()
        since = peers_machine.cpu_s(child.pid)
        while peers_machine.cpu_s(child.pid) < since + 0.5:
            pass
        after = peers_machine.Others._now()
    finally:
        child.kill()
        child.wait()
    assert after[2] - before[2] >= 0.5
    assert after[1] - before[1] >= 0.45  # and all of it is work of the box


class Quiet:
    """Stands for Others: gives what it is told, round by round."""

    def __init__(self, cores):
        self._cores = iter(cores)

    def __call__(self):
        return self

    def cores(self):
        return next(self._cores)


class Side:
    """Counts 1 ms of CPU for every play."""

    def __init__(self, order, name):
        self.order, self.name = order, name

    def cpu_s(self):
        return {"all": len(self.order) / 1000}

    def play(self):
        self.order.append(self.name)
        return self.name


def test_a_round_that_others_disturbed_is_played_again_and_sides_take_turns_at_being_first(monkeypatch):
    monkeypatch.setattr(peers_rounds, "Others", Quiet([0.1, 0.9, 0.8, 0.2, 0.7, 0.9]))
    monkeypatch.setattr(peers_rounds, "_SETTLE_S", 0)
    said, order = [], []
    rounds = peers_rounds.Rounds(max_others=0.3, again=3, note=said.append)
    plan = {name: (side, side.play) for name in ("ours", "peer") for side in [Side(order, name)]}
    for number in range(3):
        played = rounds.play(number, plan)
        assert {name: result for name, (result, _) in played.items()} == {"ours": "ours", "peer": "peer"}
        assert played["ours"][1]["all"] == pytest.approx(1)
    forwards, backwards = ["ours", "peer"], ["peer", "ours"]
    assert order == forwards + backwards * 3 + forwards * 2
    assert rounds.report() == {
        "kept": 3,
        "played_again": 3,
        "kept_though_busy": 1,
        "others_cores_median": 0.2,
    }
    assert len(said) == 3


def test_stats_leave_out_what_did_not_come():
    assert peers_rounds.stats([None, None]) is None
    assert peers_rounds.stats([3.0, None, 1.0, 2.0]) == {"median": 2.0, "p95": 2.9, "min": 1.0, "n": 3}


def test_many_sites_are_summed_up_by_the_last_one():
    def heard(ms):
        return Heard(ms, None, None if ms is None else ms + 10, "", "sentence", {})

    plays = [([heard(50), heard(70)], {"all": 200.0}), ([heard(90), heard(None)], {"all": 300.0})]
    found = peers_rounds._of_all(plays, 2)
    assert found["last transcript"]["median"] == 80
    assert found["last first audio"]["median"] == 90
    assert (found["transcripts"], found["utterances"]) == (3, 4)
    assert found["cpu"]["median"] == 125
    assert "cpu of hearing" not in found


def stats(value):
    return {"median": value, "p95": value, "min": value, "n": 1}


def both(ours, peer):
    return {"ours": stats(ours), "peer": stats(peer)}


def measured():
    memory = {
        side: {"rss_mb": mb, "pss_mb": mb, "peak_mb": mb} for side, mb in (("ours", 200.0), ("peer", 400.0))
    }
    side = {
        "last transcript": stats(5.0),
        "last first audio": None,
        "transcripts": 1,
        "utterances": 1,
        "cpu": stats(9.0),
    }
    many = {"ours": side, "peer": {**side, "cpu": stats(90.0), "cpu of hearing": stats(60.0)}}
    return {
        "cold start": {name: {"ready_s": 3.0, "first_transcript_ms": 70} for name in ("ours", "peer")},
        "rows": {
            "stop to transcript": both(10.0, 100.0),
            "speech end to intent": {"ours": stats(12.0), "peer": None},
            "speech end to first audio": both(300.0, 1000.0),
            "new text to first audio": both(10.0, 100.0),
            "cut short by us": {"of": 8, "texts": ["turn on the"]},
        },
        "memory": memory,
        "memory after many sites": memory,
        "lengths": [{"seconds": 2.5} | many],
        "sites": [{"sites": 8} | many],
    }


@pytest.fixture
def results():
    thinker = dict.fromkeys(
        ("speech end to first audio", "endpoint to first audio", "first token", "CPU of an answer"),
        stats(950.0),
    ) | {"memory": {"rss_mb": 800.0, "peak_mb": 900.0}, "ready_s": 5.0}
    answered = {"answered by the Thinker": 8, "turns": 8}
    budgets = [
        {"what": "speech to text", "budget": 100, "measured": 80.4, "met": True},
        {"what": "last word to first sound", "budget": None, "measured": None, "met": None},
    ]
    found = {
        "budgets": [
            {"profile": name, "thinker": "tiny", "budgets": budgets} for name in ("embedded", "tiny-en")
        ],
        "taken": "2026-01-01",
        "rounds": 8,
        "machine": {
            "cpu": "A CPU",
            "cores": 4,
            "cores_used": [0, 1],
            "threads": 2,
            "load_before": 0.1,
            "versions": {"piper-tts": "1"},
        },
        "quiet": {"kept": 10, "played_again": 2, "kept_though_busy": 0, "others_cores_median": 0.1},
        "weights": {"tiny.en": measured(), "base": measured()},
        "thinkers": [{"thinker": name} | answered | thinker for name in ("tiny", "lfm2-shape")],
    }
    return found | {"goals": peers_sheet.goals(found)}


def test_goals_say_what_was_met_missed_and_not_measured(results):
    met = {goal["goal"]: goal["met"] for goal in results["goals"]}
    assert met["stop to transcript, base"] is True
    assert met["speech end to first audio, our endpoint against Home Assistant's 0.7 s, base"] is False
    assert met["resident memory of hearing and speaking, base"] is True
    assert met["Thinker's first audio after the endpoint, LFM2-1.2B's shape"] is False
    eight = [goal["measured"] for goal in results["goals"] if goal["goal"].startswith("8 sites")]
    assert eight == [0.15, 0.1]
    missing = copy.deepcopy(results)
    missing["weights"]["base"]["rows"]["stop to transcript"]["ours"] = None
    again = {goal["goal"]: goal["met"] for goal in peers_sheet.goals(missing)}
    assert again["stop to transcript, base"] is None


def test_the_sheet_has_every_row_and_its_ratio(results):
    text = peers_sheet.sheet(results)
    assert "| stop to transcript | 10 (10) | 100 (100) | 0.10 |" in text
    assert "| speech end to intent | 12 (12) | – |  |" in text
    assert "Of 12 rounds 2 were played again" in text
    assert "| turns we ended too soon, of 8 without pauses inside, base | ≤ 2 % | 12.5 | no |" in text
    assert "| speech to text | ≤ 100 | 80.4 | 80.4 |" in text
    assert "| last word to first sound |  | – | – |" in text
    assert "| 8 | 5 | 5 | 1.00 | 9 | 90 | 60 | 0.10 |" in text
    assert text.count("## Whisper") == 2
    for line in text.splitlines():
        assert "None" not in line


@pytest.fixture
def args(tmp_path):
    """Give the arguments of a run whose peers are this Python and can be loaded."""
    return argparse.Namespace(
        rounds=1,
        weights=["base"],
        thinker=[],
        keep=None,
        json=None,
        partial=tmp_path / "out" / "results.partial.json",
        peers=Path(sys.executable),
        max_others=1.0,
    )


@pytest.fixture
def loadable(monkeypatch):
    monkeypatch.setattr(peers_ready, "_PEERS", ("json",))


def test_nothing_is_in_the_way(args, loadable, tmp_path):
    args.thinker = [peers_ready.SHAPE, "qwen"]
    assert list(peers_ready.problems(args, tmp_path)) == []


def test_each_lack_is_told_before_the_first_round(args, loadable, tmp_path, monkeypatch):
    def told(**changes):
        changed = argparse.Namespace(**vars(args) | changes)
        return [problem.rpartition("Type: ")[2] for problem in peers_ready.problems(changed, tmp_path)]

    assert told(peers=tmp_path / "absent") == ["python3 deploy/bootstrap.py --peers"]
    (unknown,) = told(thinker=["giant"])
    assert "giant" in unknown
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert told(thinker=[peers_ready.SHAPE]) == ["python3 deploy/bootstrap.py --export"]
    monkeypatch.setattr(peers_ready, "_PEERS", ("no_such_module",))
    (broken,) = list(peers_ready.problems(args, tmp_path))
    assert "No module named 'no_such_module'" in broken
    monkeypatch.setattr(peers_ready, "_PEERS", ("json",))
    monkeypatch.setattr(os, "access", lambda *_: False)
    (unwritable,) = told()
    assert "cannot be written" in unwritable


def test_room_is_looked_for_where_it_will_be_needed(args, loadable, tmp_path, monkeypatch):
    def problems(free, **changes):
        monkeypatch.setattr(shutil, "disk_usage", lambda _place: argparse.Namespace(free=free))
        return list(peers_ready.problems(argparse.Namespace(**vars(args) | changes), tmp_path))

    assert problems(peers_ready.SPARE_BYTES) == []
    shape = {"thinker": [peers_ready.SHAPE]}
    (full,) = problems(peers_ready.SHAPE_BYTES, **shape)
    assert str(tmp_path) in full
    assert problems(peers_ready.SHAPE_BYTES, keep=tmp_path / "kept", **shape) == []
    (full,) = problems(peers_ready.SHAPE_BYTES - 1, keep=tmp_path / "kept", **shape)
    assert str(tmp_path / "kept") in full
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "lfm2-random-q4_k_m.gguf").touch()
    assert problems(peers_ready.SPARE_BYTES, keep=tmp_path / "kept", **shape) == []


def test_every_service_that_will_run_is_made_ready():
    wanted = peers_ready.services(
        ["base"], {"tiny": {"THINKER_NAME": "tiny"}, "qwen": {"THINKER_NAME": "qwen"}}
    )
    used = [peers_ready.settings_of(variables) for variables in wanted]
    assert [(settings.profile, settings.thinker.name) for settings in used] == [
        ("embedded", "none"),
        ("embedded", "tiny"),
        ("embedded", "qwen"),
        ("embedded", "tiny"),
        ("tiny-en", "tiny"),
    ]


def test_the_settings_of_a_service_are_not_those_of_this_process(monkeypatch):
    monkeypatch.setenv("SARAI_PROFILE", "qwen25")
    assert peers_ready.settings_of({"THINKER_NAME": "none"}).profile == "embedded"


def test_a_late_failure_loses_nothing(args, monkeypatch, tmp_path):
    """The second step of the second service fails, and so does the run; what was measured is there, as partial."""

    def half(_weights, _args, _inputs, rounds, _folder, keep):
        side = Side([], "ours")
        rounds.play(0, {"ours": (side, side.play)})
        keep("cold start", {"ours": {"ready_s": 2.5}})
        if len(results["weights"]) == 2:
            raise RuntimeError("the service did not start")
        keep("rows", {"stop to transcript": both(10.0, 100.0)})

    monkeypatch.setattr(peers, "side_by_side", half)
    monkeypatch.setattr(peers_rounds, "Others", Quiet([0.1, 0.1]))
    monkeypatch.setattr(peers_rounds, "_SETTLE_S", 0)
    results = {"machine": {"load_before": 0.1}, "weights": {}, "thinkers": [], "budgets": []}
    said = []
    kept = peers_kept.Kept(args.partial, results, said.append)
    args.weights = ["tiny.en", "base"]
    with pytest.raises(RuntimeError, match="did not start"), kept.running():
        peers.measure(args, peers_ready.Inputs({}, {}, tmp_path), results, kept, tmp_path)
    partial = json.loads(args.partial.read_text())
    assert partial["complete"] is False
    assert partial["failed"] == "RuntimeError: the service did not start"
    assert partial["weights"]["tiny.en"]["rows"]["stop to transcript"] == both(10.0, 100.0)
    assert partial["weights"]["base"] == {"cold start": {"ours": {"ready_s": 2.5}}}
    assert partial["machine"]["load_before"] == 0.1
    assert partial["quiet"]["kept"] == 2
    assert str(args.partial) in said[0]
    assert [file.name for file in args.partial.parent.iterdir()] == [args.partial.name]


def test_a_run_that_ends_well_leaves_no_partial_file(args):
    kept = peers_kept.Kept(args.partial, {"weights": {}}, pytest.fail)
    with kept.running():
        assert args.partial.is_file()
    kept.done()
    assert not args.partial.exists()


def test_room_for_random_weights_is_looked_for_before_they_are_written(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: argparse.Namespace(free=1_000_000))
    with pytest.raises(ModelError) as full:
        random_weights(None, tmp_path, 1, pytest.fail)
    assert full.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []
