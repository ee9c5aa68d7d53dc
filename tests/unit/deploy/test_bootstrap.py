import io
import re
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest
from setup import debian, home_assistant, llama, torch
from setup.console import Console, Failed

from sarai_mqtt import __version__
from tests.harness.waiting import WAIT_S

LOCKS = Path(__file__).parents[3] / "deploy" / "locks"
PLAIN = "sse4_2 avx avx2 bmi2 fma f16c"
AVX512 = "avx512f avx512cd avx512bw avx512dq avx512vl"


def flags(tmp_path, words, machine="x86_64"):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor : 0\nflags : fpu {words} vme\n\nFeatures : {words}\n")
    return set(llama.cmake_flags(cpuinfo, machine))


def test_flags_follow_the_cpu(tmp_path):
    plain = flags(tmp_path, PLAIN)
    assert {"-DGGML_NATIVE=OFF", "-DLLAVA_BUILD=OFF", "-DGGML_AVX2=ON", "-DGGML_AVX512=OFF"} <= plain
    assert "-DGGML_AVX512_VNNI=OFF" in plain
    server = flags(tmp_path, f"{PLAIN} {AVX512} avx512_vnni avx512vbmi amx_tile amx_int8 amx_bf16")
    assert {"-DGGML_AVX512=ON", "-DGGML_AVX512_VNNI=ON", "-DGGML_AVX512_VBMI=ON"} <= server
    assert not any("AMX" in flag for flag in server)
    assert "-DGGML_AVX512=OFF" in flags(tmp_path, f"{PLAIN} avx512f")
    assert {"-DGGML_AVX2=OFF", "-DGGML_AVX=ON", "-DGGML_FMA=OFF"} <= flags(tmp_path, "sse4_2 avx")


def test_flags_on_arm(tmp_path):
    assert "-DGGML_CPU_ARM_ARCH=armv8.2-a+dotprod+fp16" in flags(tmp_path, "asimd asimdhp asimddp", "aarch64")
    assert flags(tmp_path, "asimd", "aarch64") == {"-DGGML_NATIVE=OFF", "-DLLAVA_BUILD=OFF"}


@pytest.mark.parametrize("name", ["runtime.txt", "export.txt", "dev.txt", "voice.txt"])
def test_split_takes_out_only_the_source_package(name):
    lock = (LOCKS / name).read_text()
    rest, pin = llama.split(lock)
    assert re.fullmatch(r"llama-cpp-python==\S+ \\\n    --hash=sha256:[0-9a-f]{64}\n", pin)
    assert "llama" not in rest
    assert rest.count("==") == lock.count("==") - 1


def test_split_of_a_lock_without_it():
    with pytest.raises(Failed):
        llama.split("numpy==2.0 \\\n    --hash=sha256:00\n")


@pytest.mark.parametrize(
    "name", ["runtime.txt", "export.txt", "dev.txt", "build.txt", "peers.txt", "voice.txt", "voice-cuda.txt"]
)
def test_locks_have_hashes_and_no_hosts(name):
    lock = (LOCKS / name).read_text()
    entries = re.split(r"^(?=[a-z0-9])", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE), flags=re.MULTILINE)[
        1:
    ]
    assert len(entries) >= 5
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
    assert "index-url" not in lock
    names = {entry.partition("==")[0] for entry in entries}
    assert not names & {"transformers", "torchaudio"}
    # GPL: only ever in an environment of its own
    assert ("piper-tts" in names) == (name == "peers.txt")
    assert ("torch" in names) == name.startswith("voice")
    cuda = {name for name in names if name.startswith(("nvidia-", "triton"))}
    assert bool(cuda) == (name == "voice-cuda.txt")


def test_every_lock_has_the_same_torch():
    def pins(name):
        return re.findall(
            r"^torch==([\w.]+)(?:\+cpu)? \\\n    --hash", (LOCKS / name).read_text(), re.MULTILINE
        )

    assert pins("voice.txt") == pins("voice-cuda.txt") == pins("torch-cpu.txt")
    assert len(pins("torch-cpu.txt")) == 1


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [(narrow, wide) for narrow, wider in bootstrap.WIDER.items() for wide in sorted(wider)]
    + [("runtime", "voice")],
)
def test_wider_locks_have_all_of_the_narrower(narrow, wide):
    def entries(name):
        return set(re.findall(r"^[a-z0-9].*==.*$", (LOCKS / f"{name}.txt").read_text(), re.MULTILINE))

    assert entries(narrow) < entries(wide)


class FakePython:
    """Stands for the python of an environment, whose pip finds `version` of PyTorch."""

    def __init__(self, folder, version):
        self.path, self.asked = folder / "python", folder / "asked"
        self.path.write_text(
            "#!/bin/sh\n"
            f'for file; do :; done; [ ! -f "$file" ] || grep -o "^[a-z-]*==[^ ]*" "$file" >> {self.asked}\n'
            f'case "$*" in *importlib*) echo {version};; *pip*) [ {version} = 2+cpu ] || ! grep -q +cpu "$file";; esac\n'
        )
        self.path.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "asked"),
    [("2+cpu", ["torch==2+cpu", "torch==2"]), ("2", ["torch==2+cpu", "torch==2", "nvidia-x==1"])],
)
def test_cuda_comes_only_without_a_cpu_build(tmp_path, version, asked):
    for name, lock in {"torch-cpu.txt": "torch==2+cpu ", "voice-cuda.txt": "nvidia-x==1 "}.items():
        (tmp_path / name).write_text(f"{lock}--hash=sha256:00\n")
    python = FakePython(tmp_path, version)
    with (tmp_path / "log").open("w") as log:
        torch.install(python.path, "torch==2 --hash=sha256:00\n", tmp_path, Console(log))
    assert python.asked.read_text().split() == asked


def test_progress_of_ninja():
    assert llama._ninja("  [21/84] Building CXX object x.o") == 0.25
    assert llama._ninja("-- Configuring done") is None


def test_run_shows_progress_and_logs(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("setup.console._LINE_EVERY_S", 0)
    with (tmp_path / "log").open("w") as log:
        command = [sys.executable, "-c", "print('[1/4] a'); print('[2/4] b')"]
        Console(log).run("compiling", command, progress=llama._ninja, expected_s=60)
    shown = capsys.readouterr().err
    assert " 25%" in shown
    assert " 50%" in shown
    assert "of about 1:00" in shown
    assert "compiling: done in" in shown
    assert "[2/4] b" in (tmp_path / "log").read_text()


def test_a_failed_command_tells_its_last_words_the_remedy_and_the_log(tmp_path, capsys):
    with (tmp_path / "log").open("w") as log, pytest.raises(Failed) as failure:
        command = [sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"]
        Console(log).run("packages", command, remedy="Plug it in.")
    said = str(failure.value)
    assert "no such thing" in said
    assert "Plug it in." in said
    assert str(tmp_path / "log") in said
    assert "packages: FAILED" in capsys.readouterr().err


@pytest.fixture
def venv(tmp_path, monkeypatch):
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "runtime.txt").write_text("numpy==2.0\n")
    monkeypatch.setattr(bootstrap, "LOCKS", tmp_path / "locks")
    for extent in ("runtime", "export", "dev"):
        monkeypatch.setitem(bootstrap.VENVS, extent, tmp_path)
    for extent in ("peers", "voice"):
        (tmp_path / "locks" / f"{extent}.txt").write_text("numpy==2.0\n")
        monkeypatch.setitem(bootstrap.VENVS, extent, tmp_path / extent)
    return tmp_path


def test_stamp_tells_when_there_is_nothing_to_do(venv):
    assert not bootstrap.is_done("runtime")
    (venv / bootstrap.STAMP).write_text(f"{bootstrap.digest()} runtime\n")
    assert bootstrap.is_done("runtime")
    assert not bootstrap.is_done("export")
    assert not bootstrap.is_done("dev")
    (venv / bootstrap.STAMP).write_text(f"{bootstrap.digest()} export\n")
    assert bootstrap.is_done("runtime")
    assert bootstrap.is_done("export")
    assert not bootstrap.is_done("dev")
    (venv / bootstrap.STAMP).write_text(f"{bootstrap.digest()} dev\n")
    assert bootstrap.is_done("runtime")
    assert bootstrap.is_done("export")
    assert bootstrap.is_done("dev")
    assert not bootstrap.is_done("voice")
    (venv / "locks" / "runtime.txt").write_text("numpy==2.1\n")
    assert not bootstrap.is_done("dev")


@pytest.mark.parametrize("stamp", ["", "{digest}", "{digest} dev ha", "dev"])
def test_a_stamp_that_was_cut_short_says_nothing(venv, stamp):
    (venv / bootstrap.STAMP).write_text(stamp.format(digest=bootstrap.digest()))
    assert not bootstrap.is_done("runtime")


def test_stamp_depends_on_the_cpu(venv, monkeypatch):
    (venv / bootstrap.STAMP).write_text(f"{bootstrap.digest()} runtime\n")
    monkeypatch.setattr(llama, "cmake_flags", lambda: ["-DGGML_AVX2=OFF"])
    assert not bootstrap.is_done("runtime")


def test_the_peers_get_an_environment_without_anything_of_ours(venv, monkeypatch):
    made = venv / "peers"
    monkeypatch.setattr(bootstrap, "make_venv", lambda folder, _console: folder.mkdir())
    monkeypatch.setattr(llama, "wheel", lambda *_: pytest.fail("compiled for the peers"))
    installed = []
    monkeypatch.setattr(
        Console, "install", lambda _self, _title, python, lock: installed.append((python, lock))
    )
    bootstrap.set_up(venv, Console(io.StringIO()), "peers")
    assert installed == [(made / "bin" / "python", "numpy==2.0\n")]
    assert {file.name for file in made.iterdir()} == {bootstrap.STAMP}
    assert bootstrap.is_done("peers")
    assert not bootstrap.is_done("voice")


def test_two_set_ups_take_turns(tmp_path):
    lock = tmp_path / "setup.lock"
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import bootstrap, pathlib\n"
        "with bootstrap.locked(pathlib.Path(sys.argv[2])): print('mine', flush=True)"
    )
    command = [sys.executable, "-c", code, str(LOCKS.parent), str(lock)]
    with bootstrap.locked(lock):
        second = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert "waiting" in second.stderr.readline()
        assert second.poll() is None
    out, _ = second.communicate(timeout=WAIT_S)
    assert out == "mine\n"


def test_what_a_user_may_not_install_is_named(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda *_args, **_kwargs: None)
    with pytest.raises(Failed, match="sudo apt-get install -y --no-install-recommends mosquitto"):
        debian.need_mosquitto()
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(Failed, match="build-essential"):
        debian.need_compiler()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Failed, match=r"python3\.\d+-venv"):
        debian.need_venv()


def wheels(tmp_path, monkeypatch, compiled):
    monkeypatch.setattr(debian, "need_compiler", lambda: None)

    def compile_it(work, *_args):
        compiled.append(work)
        (work / "out").mkdir()
        wheel = work / "out" / "llama-1-py3-none-any.whl"
        wheel.write_bytes(b"PK\x05\x06" + bytes(18))
        return wheel

    monkeypatch.setattr(llama, "_compile", compile_it)
    return llama.wheel(tmp_path, "pin", "", Path(sys.executable), Console(io.StringIO()))


def test_the_wheel_is_compiled_once_per_cpu_and_version(tmp_path, monkeypatch):
    compiled = []
    first = wheels(tmp_path, monkeypatch, compiled)
    assert wheels(tmp_path, monkeypatch, compiled) == first
    assert len(compiled) == 1
    assert not compiled[0].exists()
    monkeypatch.setattr(llama, "cmake_flags", lambda: ["-DGGML_AVX2=OFF"])
    assert wheels(tmp_path, monkeypatch, compiled) != first
    assert len(compiled) == 2


def test_a_damaged_wheel_is_compiled_again(tmp_path, monkeypatch):
    compiled = []
    first = wheels(tmp_path, monkeypatch, compiled)
    first.write_bytes(b"PK")
    assert wheels(tmp_path, monkeypatch, compiled) == first
    assert len(compiled) == 2


def test_the_command_runs_from_anywhere_even_in_a_folder_with_spaces(tmp_path):
    venv = tmp_path / "a home" / ".venv"
    subprocess.run(
        [sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", venv], check=True
    )
    site = next(venv.glob("lib/python*/site-packages"))
    # what is installed here, as a whole: a venv of a venv does not inherit it
    (site / "installed.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages"))
    )
    bootstrap.install_project(venv)
    (tmp_path / "typer.py").write_text("raise SystemError('the working folder was imported from')")
    command = [venv / "bin" / "sarai-mqtt", "version"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (result.returncode, result.stdout.strip()) == (0, __version__), result.stderr


def test_home_assistant_is_named_by_the_beginning_of_its_version():
    assert home_assistant.edition("").version == home_assistant.EDITIONS[0].version
    assert {home_assistant.edition(e.version).suite for e in home_assistant.EDITIONS} == {"forky", "trixie"}
    assert home_assistant.edition("2026.2").version == "2026.2.3"
    with pytest.raises(Failed, match="1999"):
        home_assistant.edition("1999")


@pytest.mark.parametrize("edition", home_assistant.EDITIONS, ids=lambda edition: edition.version)
def test_home_assistant_is_locked_at_its_version(edition):
    assert f"\nhomeassistant=={edition.version} " in edition.lock.read_text()


def test_home_assistant_runs_in_another_debian_or_in_this_one(tmp_path):
    edition = home_assistant.EDITIONS[0]
    here = home_assistant.Installation(edition, tmp_path / "venv", None)
    assert not here.done
    here.venv.mkdir()
    assert here.done
    assert here.command(tmp_path)[0] == str(tmp_path / "venv" / "bin" / "python")
    there = home_assistant.Installation(edition, tmp_path / "venv", tmp_path / "root")
    assert not there.done
    entered = there.command(tmp_path)
    assert entered[0] == "unshare"
    assert entered[-1] == "/srv/config"
