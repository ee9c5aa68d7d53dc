"""The peers' side of `make bench`: wyoming-faster-whisper and wyoming-piper, and their user (peers_wyoming.py)."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.bench.peers_audio import Clip
from tests.bench.peers_machine import cpu_s, memory, sums
from tests.harness.brokers import free_port

START_S = 120
VOICE = "en_US-joe-medium"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn: ms after t = 0 (the end of the last speech sample); `first_audio` None when nothing was to be said."""

    transcript: float
    first_audio: float | None
    text: str


class Theirs:
    """The two servers and their user, each in a process of its own. A context manager.

    Whisper runs as fast as it can here: int8, beam 1 (the defaults are float32 and beam 5).
    """

    def __init__(self, python: Path, folder: Path, whisper: Path, voices: Path, threads: int) -> None:
        """Start nothing yet: `python` has the peers' packages, `folder` is for logs and sounds."""
        self._folder = folder
        stt, tts = free_port(), free_port()
        local = ["--local-files-only"]
        self._commands = {
            "stt": [
                python,
                "-m",
                "wyoming_faster_whisper",
                "--uri",
                f"tcp://{HOST}:{stt}",
                "--model",
                whisper,
            ]
            + ["--data-dir", whisper.parent, "--language", "en", "--compute-type", "int8", "--beam-size", "1"]
            + ["--cpu-threads", str(threads), "--stt-library", "faster-whisper", *local],
            "tts": [python, "-m", "wyoming_piper", "--uri", f"tcp://{HOST}:{tts}", "--voice", VOICE]
            + ["--data-dir", voices, *local],
        }
        self._ports = {"stt": stt, "tts": tts}
        self._user = [python, Path(__file__).with_name("peers_wyoming.py"), str(stt), str(tts)]
        self._environment = os.environ | {
            "HF_HUB_OFFLINE": "1",
            "ORT_DISABLE_TELEMETRY": "1",
            "OMP_NUM_THREADS": str(threads),
        }
        self._files: dict[Clip, dict[str, str]] = {}
        self.ready_s = 0.0

    def __enter__(self) -> Self:
        """Start all; returns when both servers take connections. Raises RuntimeError."""
        start = time.monotonic()
        self._processes = {}
        for name, command in self._commands.items():
            with (self._folder / f"{name}.log").open("wb") as log:
                self._processes[name] = subprocess.Popen(
                    command, env=self._environment, stdout=log, stderr=log
                )
        waiting = set(self._ports)
        while waiting:
            time.sleep(0.02)
            for name in sorted(waiting):
                if self._processes[name].poll() is not None or time.monotonic() - start > START_S:
                    self._stop()
                    raise RuntimeError(f"{name}: {(self._folder / f'{name}.log').read_text()[-2000:]}")
                with socket.socket() as probe:
                    if probe.connect_ex((HOST, self._ports[name])) == 0:
                        waiting.remove(name)
        self.ready_s = time.monotonic() - start
        self._person = subprocess.Popen(
            self._user, env=self._environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all."""
        self._person.stdin.close()
        self._person.wait(20)
        self._stop()

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds so far, by server."""
        return {name: cpu_s(process.pid) for name, process in self._processes.items()}

    def memory(self) -> dict[str, float]:
        """Memory of both servers now, MB; see peers_machine.memory."""
        return sums(memory(process.pid) for process in self._processes.values())

    def hear(self, clips: Sequence[Clip], *, wait_s: float, reply: str | None) -> list[Heard]:
        """Speak all clips at once in real time; `wait_s` and `reply`: see peers_wyoming.py."""
        order = {"hear": [self._saved(clip) for clip in clips], "wait_s": wait_s, "reply": reply}
        return [Heard(**site) for site in self._ask(order)["sites"]]

    def say(self, text: str) -> float:
        """Have a text spoken; gives ms to its first sound, the connection included, as Home Assistant makes one each time."""
        return float(self._ask({"say": text})["first_audio"])

    def _saved(self, clip: Clip) -> dict[str, str]:
        if clip not in self._files:
            paths = {part: self._folder / f"{len(self._files)}.{part}" for part in ("speech", "tail")}
            for part, path in paths.items():
                path.write_bytes(getattr(clip, part))
            self._files[clip] = {part: str(path) for part, path in paths.items()}
        return self._files[clip]

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        print(json.dumps(order), file=self._person.stdin, flush=True)
        line = self._person.stdout.readline()
        if not line:
            raise RuntimeError("the peers' user failed; what it said is above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _stop(self) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(20)
