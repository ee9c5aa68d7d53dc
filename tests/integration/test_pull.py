import hashlib
import json
import os
import random
import subprocess
import sys
import threading
from functools import partial

import pytest

from sarai_mqtt.core.errors import ModelError
from sarai_mqtt.models import download
from sarai_mqtt.models.store import ModelStore, open_store
from tests.harness.hub import Hub, serving

DATA = random.Random(3).randbytes(300_001)
REVISION = "5" * 40
PATH = f"/owner/some-model/resolve/{REVISION}/model.gguf"
CATALOGUE = f"""
[artifact.chat]
file = "model.gguf"
kind = "downloaded"
repository = "owner/some-model"
revision = "{REVISION}"
sha256 = "{hashlib.sha256(DATA).hexdigest()}"
bytes = {len(DATA)}
licence = "MIT"
languages = ["en"]
[artifact.own]
file = "own.bin"
kind = "own"
sha256 = "{hashlib.sha256(b"own").hexdigest()}"
bytes = 3
licence = "MIT"
languages = ["en"]
"""


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def server():
    with serving(PATH, DATA) as download:
        yield download


@pytest.fixture
def world(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "own.bin").write_bytes(b"own")
    (tmp_path / "models" / "catalogue.toml").write_text(CATALOGUE)
    return tmp_path


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def store(world, pauses):
    opened = open_store(world / "models" / "catalogue.toml", world / "cache")
    return ModelStore(
        opened._catalogue,
        world / "models",
        world / "cache",
        download=partial(download.download_file, wait=pauses.append),
    )


@pytest.fixture
def part(world):
    (world / "cache").mkdir()
    return world / "cache" / f".pull-{hashlib.sha256(DATA).hexdigest()[:16]}"


def refused(store, server):
    with pytest.raises(ModelError) as error:
        store.pull(["chat"], server if isinstance(server, str) else server.at)
    assert error.value.remedy
    return error.value


def test_a_whole_file(store, server, world, pauses):
    seen = []
    (entry,) = store.pull(["chat", "own"], server.at + "/", lambda step, part: seen.append((step, part)))
    assert store.path("chat").read_bytes() == DATA
    assert (entry.path, entry.state) == (store.path("chat"), "present")
    assert server.paths == [PATH]
    assert (server.seen, pauses) == ([None], [])
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert len(fractions) > 2
    assert [f.name for f in (world / "cache").iterdir() if not f.name.endswith(".lock")] == [entry.path.name]


def test_what_is_there_is_not_asked_for_again(store, server):
    store.pull(["chat"], server.at)
    store.pull(["chat"], server.at)
    assert len(server.seen) == 1
    store.path("chat").write_bytes(DATA[:-1])
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA


def test_a_cut_is_gone_on_from(store, server, pauses):
    server.cuts = 2
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    assert server.seen == [None, "bytes=150000-", "bytes=225000-"]
    assert pauses == [1, 1]  # each brought something


def test_a_redirected_request_keeps_its_range(store, server, part):
    part.write_bytes(DATA[:1000])
    server.moved = "/elsewhere"
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    assert server.paths == [PATH, "/elsewhere" + PATH]
    assert server.seen == ["bytes=1000-"] * 2


def test_the_next_pull_goes_on_where_one_was_given_up(store, server, part):
    server.claim = lambda _: 100_000
    server.ranges = False
    error = refused(store, server)
    assert error.code == "download_truncated"
    assert "100000 of 300001 bytes" in error.reason
    assert "models pull" in error.remedy
    assert part.read_bytes() == DATA[:100_000]
    server.claim, server.ranges = lambda length: length, True
    store.pull(["chat"], server.at)
    assert server.seen[-1] == "bytes=100000-"
    assert store.path("chat").read_bytes() == DATA
    assert not part.exists()


def test_a_server_that_knows_no_ranges_starts_over(store, server, part):
    part.write_bytes(DATA[:1000])
    server.ranges = False
    store.pull(["chat"], server.at)
    assert server.seen == ["bytes=1000-"]
    assert store.path("chat").read_bytes() == DATA


@pytest.mark.parametrize(
    ("begins", "asked"),
    [(lambda _: 0, ["bytes=1000-"]), (lambda start: start + 1, ["bytes=1000-", None])],
)
def test_a_server_that_sends_another_range(store, server, part, begins, asked):
    part.write_bytes(DATA[:1000])
    server.begins = begins
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    assert server.seen == asked


def test_tries_of_a_server_that_gives_nothing_new_are_few(store, server, pauses):
    server.ranges, server.cuts = False, 10**6
    assert refused(store, server).code == "download_truncated"
    assert pauses == [1, 2, 4, 8]


def test_a_length_told_too_long(store, server):
    server.claim = lambda length: length + 1000
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    assert len(server.seen) == 1


def test_a_length_told_too_short(store, server):
    server.claim = lambda length: min(length, 100_000)
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    assert server.seen == [None, "bytes=100000-", "bytes=200000-", "bytes=300000-"]


def test_more_than_the_file_is_not_taken(store, server, part):
    server.data = DATA + bytes(5_000_000)
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    part.write_bytes(DATA + b"more")
    store.path("chat").unlink()
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA


def test_a_shorter_file_than_pinned(store, server):
    server.data = DATA[:1000]
    assert refused(store, server).code == "download_truncated"
    assert "bytes=1000-" in server.seen  # answered by 416, then from the start


def test_another_file_of_the_same_size_is_thrown_away(store, server, part):
    server.data = DATA[:-1] + b"\0"
    assert refused(store, server).code == "download_wrong_hash"
    assert not part.exists()
    with pytest.raises(ModelError) as missing:
        store.path("chat")
    assert missing.value.code == "model_missing"
    assert "sarai-mqtt models pull" in missing.value.remedy
    server.data = DATA
    store.pull(["chat"], server.at)
    assert server.seen == [None, None]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_no_is_not_asked_twice(store, server, pauses, status):
    server.statuses = [status]
    error = refused(store, server)
    assert error.code == "download_unavailable"
    assert str(status) in error.reason
    assert (len(server.seen), pauses) == (1, [])


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(store, server, pauses, status):
    server.statuses = [status, status]
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA
    assert pauses == [1, 2]


def test_no_server_at_all(store, server, pauses):
    with Hub(PATH, DATA) as gone:
        pass
    error = refused(store, gone.at)
    assert error.code == "download_unavailable"
    assert "refused" in error.reason
    assert pauses == [1, 2, 4, 8]


def test_a_full_disk_is_told_before(store, server, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": len(DATA) - 1})())
    assert refused(store, server).code == "disk_full"
    assert server.seen == []


def test_what_is_there_already_needs_no_room(store, server, part, monkeypatch):
    part.write_bytes(DATA[:1000])
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": len(DATA) - 1000})())
    store.pull(["chat"], server.at)
    assert store.path("chat").read_bytes() == DATA


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_disk_that_fills_up_meanwhile(server, tmp_path):
    remote = download.Remote(server.at + PATH, "0" * 64, len(DATA))
    (tmp_path / "part").symlink_to("/dev/full")
    with pytest.raises(ModelError) as error:
        download.download_file(remote, tmp_path / "part", lambda _size: None)
    assert error.value.code == "disk_full"


def test_a_folder_that_cannot_be_written(server, tmp_path):
    remote = download.Remote(server.at + PATH, "0" * 64, len(DATA))
    with pytest.raises(ModelError) as error:
        download.download_file(remote, tmp_path / "gone" / "part", lambda _size: None)
    assert error.value.code == "cache_unwritable"
    assert len(server.seen) == 1


def test_two_pulls_at_once_download_once(store, server, world):
    others = [ModelStore(store._catalogue, world / "models", world / "cache") for _ in range(3)]
    threads = [threading.Thread(target=s.pull, args=(["chat"], server.at)) for s in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert store.path("chat").read_bytes() == DATA
    assert len(server.seen) == 1


def test_the_proxy_of_the_environment_is_used(store, server, monkeypatch):
    monkeypatch.setenv("http_proxy", server.at)
    store.pull(["chat"], "http://hub.invalid")
    assert server.paths == ["http://hub.invalid" + PATH]


def test_build_leaves_it_out(store, server):
    store.build()
    assert server.seen == []
    assert [e.state for e in store.list(["chat", "own"])] == ["missing", "present"]


def test_the_command(world, server):
    settings = world / "sarai.yaml"
    settings.write_text(
        f"models: {{catalogue: models/catalogue.toml, cache_dir: cache, mirror: '{server.at}'}}"
    )

    def models(*arguments):
        command = [sys.executable, "-m", "sarai_mqtt", "models", *arguments, "--config", str(settings)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    verified = models("verify", "chat")
    assert verified.returncode == 4
    assert "sarai-mqtt models pull" in verified.stderr
    built = models("build", "chat", "own", "--json")
    assert (built.returncode, len(built.stdout.splitlines())) == (0, 1)
    assert "sarai-mqtt models pull" in built.stderr
    server.cuts = 1
    pulled = models("pull", "chat", "own", "--json")
    assert pulled.returncode == 0, pulled.stderr
    (line,) = pulled.stdout.splitlines()
    row = json.loads(line)
    assert (row["name"], row["bytes"]) == ("chat", len(DATA))
    assert hashlib.sha256(open(row["file"], "rb").read()).hexdigest() == hashlib.sha256(DATA).hexdigest()
    assert server.seen == [None, "bytes=150000-"]
    assert models("verify", "chat").returncode == 0
    server.statuses = [404]
    os.remove(row["file"])
    refused = models("pull", "chat")
    assert refused.returncode == 4
    assert "download_unavailable" in refused.stderr
