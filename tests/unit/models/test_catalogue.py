import hashlib
import re
from pathlib import Path

import pytest

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.models.catalogue import Catalogue, Package, SourceFile

A, B = hashlib.sha256(b"a").hexdigest(), hashlib.sha256(b"b").hexdigest()
SOURCE = f"""
[source.speech]
licence = "MIT"
origin = "somewhere"
packages = [{{name = "one", version = "1.0", sha256 = "{A}"}}, {{name = "two", version = "1.0", sha256 = "{B}"}}]
files = [{{path = "w.bin", sha256 = "{B}", bytes = 2, parts = ["one/w.1", "two/w.2"]}}]
"""
FETCHED = f"""
[artifact.weights]
file = "weights.bin"
kind = "fetched"
sources = ["speech"]
member = "w.bin"
sha256 = "{B}"
bytes = 2
licence = "MIT"
languages = ["en"]
"""
BUILT = f"""
[artifact.graph]
file = "graph.onnx"
kind = "built"
recipe = "r"
sources = ["speech"]
sha256 = "{A}"
bytes = 7
licence = "MIT"
languages = ["en", "es"]
"""
OWN = f"""
[artifact.voice]
file = "es/voice.onnx"
kind = "own"
sha256 = "{A}"
bytes = 7
licence = "MIT"
languages = ["es"]
"""
DOWNLOADED = f"""
[artifact.chat]
file = "q4/chat.gguf"
kind = "downloaded"
repository = "owner/chat-gguf"
revision = "{"a1" * 20}"
sha256 = "{B}"
bytes = 7
licence = "MIT"
languages = ["en"]
"""


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as error:
        Catalogue.parse(text)
    assert error.value.code == "catalogue_invalid"
    assert error.value.remedy
    return error.value.reason


def test_a_whole_catalogue():
    catalogue = Catalogue.parse(SOURCE + FETCHED + BUILT + OWN + DOWNLOADED)
    speech = catalogue.sources["speech"]
    assert speech.packages == (Package("one", "1.0", A), Package("two", "1.0", B))
    assert speech.files == (SourceFile("w.bin", B, 2, ("one/w.1", "two/w.2")),)
    assert speech.bytes == 2
    graph = catalogue.artifacts["graph"]
    assert (graph.kind, graph.recipe, graph.sources, graph.languages) == (
        "built",
        "r",
        ("speech",),
        ("en", "es"),
    )
    assert catalogue.artifacts["weights"].member == "w.bin"
    assert catalogue.artifacts["voice"].file == "es/voice.onnx"
    chat = catalogue.artifacts["chat"]
    assert (chat.file, chat.repository, chat.revision) == ("q4/chat.gguf", "owner/chat-gguf", "a1" * 20)


@pytest.mark.parametrize("text", [SOURCE, FETCHED, BUILT, OWN, DOWNLOADED])
def test_every_key_is_needed(text):
    whole = SOURCE + FETCHED + BUILT + OWN + DOWNLOADED
    for line in text.strip().splitlines()[1:]:
        key = line.partition(" ")[0]
        reason = refused(whole.replace(text, text.replace(line, "")))
        assert key in reason or key == "kind"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[artifact", "not TOML"),
        ("x = " + "[" * 3000 + "]" * 3000, "not TOML"),
        ("[models.x]\n", "unknown keys: models"),
        ("artifact = 3\n", "needs artifact"),
        ("[artifact]\nx = 3\n", "artifact.x is not a table"),
        (SOURCE + FETCHED.replace(B, B[:-1]), "64 lower-case hex digits"),
        (SOURCE + FETCHED.replace(B, B.upper()), "64 lower-case hex digits"),
        (SOURCE.replace(A, "z" * 64), "source.speech.packages[0] needs sha256"),
        (SOURCE + FETCHED.replace("bytes = 2", "bytes = -2"), "negative"),
        (SOURCE + FETCHED.replace("bytes = 2", "bytes = true"), "needs bytes"),
        (SOURCE + FETCHED.replace("bytes = 2", 'bytes = "2"'), "needs bytes"),
        (SOURCE + FETCHED.replace("bytes = 2", "bytes = 3"), "no file w.bin of this hash and size"),
        (SOURCE + FETCHED.replace('"w.bin"', '"v.bin"'), "no file v.bin"),
        (SOURCE + FETCHED.replace('["speech"]', '["other"]'), "unknown source: other"),
        (SOURCE + BUILT.replace('["speech"]', '["speech", "other"]'), "unknown source: other"),
        (SOURCE + FETCHED.replace('["speech"]', '["speech", "speech"]'), "exactly one source"),
        (SOURCE + FETCHED.replace('"fetched"', '"found"'), "has kind 'found'"),
        (SOURCE + FETCHED + 'recipe = "r"\n', "is fetched: recipe means nothing"),
        (SOURCE + BUILT + 'member = "w.bin"\n', "is built: member means nothing"),
        (DOWNLOADED + 'member = "w.bin"\n', "is downloaded: member means nothing"),
        (OWN + 'revision = "main"\n', "is own: revision means nothing"),
        (DOWNLOADED.replace("a1" * 20, "main"), "revision as 40 hex digits"),
        (DOWNLOADED.replace("owner/chat", "chat"), "repository as owner/name"),
        (DOWNLOADED.replace("owner/chat", "../chat"), "repository as owner/name"),
        (DOWNLOADED.replace("q4/", "../"), "not a plain file name"),
        (SOURCE + FETCHED + "size = 2\n", "unknown keys: size"),
        (SOURCE + FETCHED.replace('"weights.bin"', '"../weights.bin"'), "not a plain file name"),
        (SOURCE + FETCHED.replace('"weights.bin"', '".weights"'), "not a plain file name"),
        (OWN.replace("es/voice", "../voice"), "not a plain file name"),
        (OWN.replace("es/voice", "/es/voice"), "not a plain file name"),
        (OWN.replace('["es"]', '"es"'), "needs languages"),
        (OWN.replace('["es"]', '["es", 3]'), "languages to be a list of strings"),
        (SOURCE.replace('"two"', '"one"'), "one twice"),
        (SOURCE + FETCHED + FETCHED.replace("artifact.weights", "artifact.again"), "weights.bin twice"),
        (
            SOURCE
            + FETCHED
            + FETCHED.replace("artifact.weights", "artifact.again").replace("weights.bin", "v.bin"),
            "speech: w.bin twice",
        ),
    ],
)
def test_what_is_wrong_is_named(text, said):
    assert said in refused(text)


def test_the_project_s_own_catalogue_and_files():
    folder = Path(__file__).parents[3] / "models"
    catalogue = Catalogue.parse((folder / "catalogue.toml").read_text())
    assert {"smollm2-135m", "qwen2.5-coder-1.5b", "lfm2-1.2b", "lfm2.5-1.2b"} <= set(catalogue.artifacts)
    for artifact in catalogue.artifacts.values():
        if artifact.kind == "own":
            assert hashlib.sha256((folder / artifact.file).read_bytes()).hexdigest() == artifact.sha256
    rows = (folder / "README.md").read_text()
    assert set(catalogue.artifacts) <= set(re.findall(r"`([^`]+)`", rows)), (
        "models/README.md lacks an artifact"
    )
