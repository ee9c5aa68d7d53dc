"""Whom a program and its children talk to: every address they connect or send to, and every name they look up.

By strace where it works (Debian's package; it sees the system calls), else by a library of ours that is preloaded
(egress.c, compiled with the C compiler that the set-up needs anyway; it sees the calls of libc).
"""

import codecs
import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from sarai_mqtt.config.settings import PROJECT

END_S = 10
_ADDRESS = re.compile(
    r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"'  # as strace writes both families
)
_SOCKET = re.compile(r'sun_path=@?"([^"]+)"')
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A question to a resolver: an id, the flags of a question, one question; then the labels of its name.
_QUESTION = re.compile(
    rb"^..\x01[\x00\x20]\x00\x01\x00\x00\x00\x00\x00[\x00\x01]((?:[\x01-\x3f][\w-]+)+)\x00", re.DOTALL
)


def clean_environment(home, **variables):
    """Return the environment of a login shell with an empty home: above all no CI, which hushes telemetry."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return kept | {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")} | variables


def files_below(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if not file.is_dir())


def read(file):
    return file.read_text() if file.exists() else ""  # it comes a moment after the program


class Strace:
    name = "strace"

    def __init__(self, file):
        self._file = file

    @staticmethod
    def works():
        # It may be there and forbidden, as in some containers.
        found = shutil.which("strace")
        return (
            bool(found)
            and subprocess.run([found, "-D", "-o", os.devnull, "true"], capture_output=True).returncode == 0
        )

    def command(self, *command):
        calls = "connect,sendto,sendmsg,sendmmsg,getsockname,io_uring_setup"
        # -D: the program stays our child, and its pid is the one we know.
        return [
            "strace",
            "-D",
            "-f",
            "--seccomp-bpf",
            "-q",
            "-s",
            "600",
            "-e",
            f"trace={calls}",
            "-o",
            self._file,
            *command,
        ]

    def environment(self):
        return {}

    def finish(self, pid):
        """Wait until all is written of a process that has ended."""
        end, until = re.compile(rf"^{pid} +\+\+\+ ", re.MULTILINE), time.monotonic() + END_S
        while not end.search(read(self._file)):
            assert time.monotonic() < until, f"strace did not end: {self._file}"
            time.sleep(0.01)

    def contacts(self):
        """Return addresses (host:port, or a socket's path) and names; without those where the program itself listens."""
        found, own = set(), set()
        for line in read(self._file).splitlines():
            addresses = {f"{host}:{port}" for port, host in _ADDRESS.findall(line)}
            if "io_uring_setup(" in line:
                found.add("io_uring, which hides calls")  # nothing of ours uses it
            elif "getsockname" in line:  # it may have been resumed
                own |= addresses
            else:
                found |= addresses
                # nscd is asked for the user's name, too; a name that it looks up for us is read from the question.
                found |= set(_SOCKET.findall(line)) - {"/var/run/nscd/socket"}
                found |= set(map(asked_name, _TEXT.findall(line))) - {None}
        return found - own


class Preload:
    name = "egress.c"

    def __init__(self, file):
        self._file = file
        self._library = file.with_suffix(".so")
        compiler = shutil.which("cc") or shutil.which("gcc")
        assert compiler, "neither strace nor a C compiler is there: sudo apt-get install strace"
        source = Path(__file__).with_name("egress.c")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", self._library, source, "-ldl"], check=True)

    def command(self, *command):
        return list(command)

    def environment(self):
        return {"LD_PRELOAD": str(self._library), "EGRESS_TRACE": str(self._file)}

    def finish(self, pid):
        """Do nothing: each call is written before it is made."""

    def contacts(self):
        """Return addresses (host:port, or a socket's path) and names; without those where the program itself listens."""
        lines = [line.split(" ", 1) for line in read(self._file).splitlines()]
        return {what for kind, what in lines if kind != "own"} - {
            what for kind, what in lines if kind == "own"
        }


def asked_name(text):
    """Return the name in a question to a resolver, written as strace does; None for other data."""
    data = codecs.escape_decode(text.encode())[0]
    question = _QUESTION.match(data)
    if question is None:
        return None
    labels, name = question[1], []
    while labels:
        name.append(labels[1 : labels[0] + 1].decode())
        labels = labels[labels[0] + 1 :]
    return ".".join(name)


def best_tracer(file):
    return (Strace if Strace.works() else Preload)(file)


@contextmanager
def traced(tracer, home, *command, **variables):
    """Run a program in an empty home with nothing of this process's environment; `log` beside the home is what it says."""
    home.mkdir()
    environment = clean_environment(home, **variables) | tracer.environment()
    with home.with_name(f"{home.name}.log").open("wb") as log:
        process = subprocess.Popen(
            tracer.command(*map(str, command)),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=PROJECT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        tracer.finish(process.pid)
