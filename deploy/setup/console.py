"""Runs commands: their output goes to a log, a line of progress to the terminal."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

_BAR = 24
_TAIL = 12
_LINE_EVERY_S = 10


class Failed(Exception):
    """A step of the set-up failed; has the reason and the remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}\n{remedy}")


class Console:
    """Reports progress on stderr; the output of commands goes to `log`."""

    def __init__(self, log: TextIO) -> None:
        self._log = log
        self._tty = sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Print one line on stderr."""
        print(text, file=sys.stderr, flush=True)

    def run(
        self,
        title: str,
        command: Sequence[str | Path],
        *,
        progress: Callable[[str], float | None] = lambda _line: None,
        environment: Mapping[str, str] | None = None,
        expected_s: float = 0,
        remedy: str = "",
    ) -> None:
        """Run `command` and wait for it. Raises Failed, with the end of its output, unless it exits with 0.

        `progress(line)` returns the fraction done, 0..1, as a line of output shows it, else None.
        `environment` None is this process's; `expected_s` is the usual duration, seconds, 0 if unknown.
        """
        self._log.write(f"$ {' '.join(map(str, command))}\n")
        tail: list[str] = []
        with (
            _Bar(title, expected_s, tty=self._tty) as bar,
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                env=environment,
            ) as process,
        ):
            for line in process.stdout or ():
                self._log.write(line)
                tail = [*tail, line][-_TAIL:]
                if (fraction := progress(line)) is not None:
                    bar.move(fraction)
            bar.ok = process.wait() == 0
        self._log.flush()
        if not bar.ok:
            advice = remedy or "See the log for what to do."
            raise Failed(f"{title}:\n  {'  '.join(tail)}", f"{advice} The whole log: {self._log.name}")

    def install(self, title: str, python: Path, requirements: str, *more: str) -> None:
        """Install locked `requirements` by hash into the environment of `python`.

        `more` are further options of pip. Raises Failed.
        """
        names = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", requirements, re.MULTILINE))
        collected = 0

        def progress(line: str) -> float | None:
            """Return the fraction done, 0..1, after the line of pip's output."""
            nonlocal collected
            collected += line.startswith(("Collecting ", "Processing "))
            # Unpacking takes about as long as fetching, and pip says nothing in between.
            return 0.5 if line.startswith("Installing ") else min(0.5, 0.5 * collected / len(names))

        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write(requirements)
            file.flush()
            options = ["--require-hashes", "--only-binary=:all:", "--no-input", "--progress-bar=off", *more]
            self.run(
                title,
                [python, "-m", "pip", "--disable-pip-version-check", "install", *options, "-r", file.name],
                progress=progress,
                remedy="Check the network and pip's index settings (`pip config list`), then try again.",
            )


class _Bar:
    """Progress of one step: plain lines, or on a terminal a bar that a thread redraws five times a second."""

    def __init__(self, title: str, expected_s: float, *, tty: bool) -> None:
        self._title = title
        self._expected_s = expected_s
        self._tty = tty
        self._start = self._printed = time.monotonic()
        self._fraction: float | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._redraw, daemon=True)
        self.ok = False

    def __enter__(self) -> Self:
        if self._tty:
            self._thread.start()
        else:
            self._print(f"{self._title} ...")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._tty:
            self._thread.join()
        self._print(f"{self._title}: {'done' if self.ok else 'FAILED'} in {_clock(self._elapsed)}")

    def move(self, fraction: float) -> None:
        """Record the fraction done, 0..1; without a terminal it is printed every 10 s at most."""
        self._fraction = max(fraction, self._fraction or 0.0)
        if not self._tty and time.monotonic() - self._printed >= _LINE_EVERY_S:
            self._print(self._text())

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self._start

    def _redraw(self) -> None:
        while not self._over.wait(0.2):
            width = shutil.get_terminal_size().columns - 1
            print(f"\r{self._text()[:width]:{width}}", end="", file=sys.stderr, flush=True)
        print("\r\033[K", end="", file=sys.stderr)

    def _text(self) -> str:
        time_s = _clock(self._elapsed)
        if self._elapsed < self._expected_s:
            time_s += f" of about {_clock(self._expected_s)}"
        if self._fraction is None:
            return f"{self._title}  {time_s}"
        full = round(self._fraction * _BAR)
        bar = "#" * full + "." * (_BAR - full)
        return f"{self._title}  [{bar}] {self._fraction:4.0%}  {time_s}"

    def _print(self, line: str) -> None:
        self._printed = time.monotonic()
        print(line, file=sys.stderr, flush=True)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
