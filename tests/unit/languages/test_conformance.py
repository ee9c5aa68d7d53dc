"""Every pack passes its checks, and a pack at fault is told with file, place and remedy."""

import json
import re

import pytest
import yaml
from typer.testing import CliRunner

from sarai_mqtt.app.language_check import check_language
from sarai_mqtt.app.process import serve
from sarai_mqtt.cli import cli
from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.languages.conformance import check_files
from sarai_mqtt.languages.new_pack import write_pack
from sarai_mqtt.languages.pack_files import SENTENCES
from sarai_mqtt.languages.packs import available, folder_of, pack
from sarai_mqtt.languages.schema import may_lack, sections
from tests.harness.packs import copied_pack, packs_in


@pytest.mark.parametrize("language", available())
def test_a_pack_conforms(language):
    checked = check_language(language)
    assert [error.reason for error in checked.faults] == []
    assert checked.tried >= 75


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("key", ["lists", "expansion_rules"])
def test_files_of_sentences_share_no_name(language, key):
    """Files of a pack are read as one: of two rules of a name the later one would take the place of both."""
    files = sorted((folder_of(language) / SENTENCES).glob("*.yaml"))
    names = [name for file in files for name in yaml.safe_load(file.read_text("utf-8")).get(key) or ()]
    assert len(set(names)) == len(names)


@pytest.fixture
def folder(tmp_path):
    with copied_pack("xx", tmp_path) as made:
        yield made


def spoil(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_a_copy_of_english_has_no_fault_in_its_files(folder):
    assert [error.reason for error in check_files(folder)] == []
    assert pack("xx").speaking is None


FAULTS = {
    "a field is missing": ("words.yaml", "letters: {}", "", "words.yaml: lacks letters."),
    "a field of another type": (
        "hearing.yaml",
        "least_no: 0.5",
        "least_no: half",
        "hearing.yaml: least_no is not float: 'half' (line 5).",
    ),
    "a bad regular expression in a file of words": (
        "small_talk.yaml",
        "sleep (?:well|tight)",
        "sleep (?:well|tight",
        "small_talk.yaml: good_night[3] is no regular expression: missing ), unterminated subpattern at position 6"
        " (line 14).",
    ),
    "a bad regular expression in code": (
        "danger.py",
        r"\bgas (?:leak",
        r"\bgas (((?:leak",
        "missing ), unterminated subpattern",
    ),
    "a bad regular expression in code that is loaded late": (
        "paraphrases.py",
        'r"',
        'r"(((',
        "paraphrases.py, line ",
    ),
    "code that does not compile": ("requests.py", "_SOFT = (", "_SOFT = ((", "requests.py, line "),
    "a name that is missing in code": ("danger.py", "DANGER = ", "DANGERS = ", "__init__.py, line "),
    "a phrase that matches everything": (
        "small_talk.yaml",
        "farewell",
        ".*",
        "small_talk.yaml: goodbye matches everything, such as '' (line 17).",
    ),
    "a pattern that matches everything": (
        "speech_acts.py",
        'negation=verbose(\n            r"""',
        'negation=verbose(\n            r"""\\w*|',
        "speech_acts.py: negation matches everything, such as ''.",
    ),
    "a text of another script": (
        "replies.yaml",
        "but: ",
        "but: но ",
        "has 'но' in CYRILLIC letters.",
    ),
    "a word fewer than English has": (
        "states.yaml",
        "  sunny:",
        "  sunny_not:",
        "states.yaml: weather lacks sunny (line",
    ),
    "a placeholder that nobody fills": (
        "replies.yaml",
        "{the}",
        "{thee}",
        "has the placeholder thee (line ",
    ),
    "a brace that is not closed": (
        "replies.yaml",
        "{the}",
        "{the",
        " is no template: ",
    ),
    "a field of orders is missing": ("orders.yaml", "bare_on:", "bare_off:", "orders.yaml: "),
    "a kind of time that there is not": ("orders.yaml", "  until:", "  till:", "orders.yaml: times"),
    "YAML that is none": ("units.yaml", "names:", "names: [", "units.yaml: cannot be read, line"),
    "YAML that not every reader takes": (
        "conformance.yaml",
        "'What time is it?'",
        "What time is it?",
        "conformance.yaml: line 42 is not YAML for each reader",
    ),
    "a line that is still to be filled": (
        "words.yaml",
        "letters: {}",
        "letters: {}  # TODO",
        "words.yaml: line 9 is still English.",
    ),
    "a part that the code does not name": (
        "__init__.py",
        "        danger=DANGER,\n",
        "",
        "missing 1 required keyword-only argument: 'danger'",
    ),
    "code that returns something else": (
        "__init__.py",
        "    return CodeParts(",
        "    return dict(",
        "xx/__init__.py: code_parts returns no CodeParts.",
    ),
    "code without the function": ("__init__.py", "def code_parts", "def load", "no attribute 'code_parts'"),
    "a verb without its form": (
        "verbs.yaml",
        "imperative: ",
        "imperativ: ",
        "verbs.yaml: ",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_place_and_remedy(folder, fault):
    name, before, after, said = FAULTS[fault]
    spoil(folder / name, before, after)
    errors = check_files(folder)
    assert [error.reason for error in errors if said in error.reason]
    assert any(error.reason.startswith((f"xx/{name}", "xx/__init__.py")) for error in errors)
    assert all(isinstance(e, ConfigError) and e.code == "language_incomplete" and e.remedy for e in errors)
    assert all(e.reason.startswith("xx/") for e in errors)


@pytest.mark.parametrize("name", ["verbs", *(name for name in sections() if not may_lack(name))])
def test_a_file_that_is_missing_is_told(folder, name):
    (folder / f"{name}.yaml").unlink()
    assert [error.reason for error in check_files(folder)] == [f"xx/{name}.yaml: is missing."]


LACKING = [
    *(
        "alarms",
        "announcing",
        "asides",
        "clock_changes",
        "clock_times",
        "dates",
        "help",
        "helpers",
        "inquiries",
    ),
    *("orders", "sums", "timer_orders"),
]


def test_a_pack_may_be_without_what_is_not_needed_by_all(folder):
    assert [name for name in sections() if may_lack(name)] == LACKING
    for name in LACKING:
        (folder / f"{name}.yaml").unlink()
    assert check_files(folder) == []
    assert [getattr(pack("xx"), name) for name in LACKING] == [None] * len(LACKING)


def test_each_file_at_fault_is_told_at_once(folder):
    spoil(folder / "words.yaml", "letters: {}", "")
    spoil(folder / "units.yaml", "minus:", "plus:")
    reasons = [error.reason for error in check_files(folder)]
    assert [reason.partition(":")[0] for reason in reasons] == ["xx/units.yaml", "xx/words.yaml"]


async def test_the_service_does_not_start_with_a_pack_at_fault(folder):
    spoil(folder / "words.yaml", "letters: {}", "")
    with pytest.raises(ConfigError, match=r"xx/words\.yaml: lacks letters") as caught:
        await serve(Settings(languages=["xx"]))
    assert (caught.value.code, caught.value.exit_code) == ("language_incomplete", 3)


# Each spoils a sentence or a table, so that what is understood is another thing.
MISUNDERSTOOD = {
    "a command that is none": (
        "Turn on the kitchen light.",
        "Kitchen kitchen.",
        "commands[0] (Kitchen kitchen.)",
    ),
    "a negated one that acts": (
        "Don't turn on the kitchen light.",
        "Turn on the kitchen light.",
        "negated[0]",
    ),
    "a quoted one that acts": (
        "She said turn on the kitchen light.",
        "Turn it on: the kitchen light.",
        "quoted[0]",
    ),
    "a yes that is a no": ("[Yes., ", "[No way., ", "yes[0] (No way.) is not understood so"),
    "talk that is an order": (
        "- Tell me a joke.",
        "- Lock the car.",
        "talk[0] (Lock the car.) is taken for refused",
    ),
}


@pytest.mark.parametrize("case", MISUNDERSTOOD)
def test_what_is_not_understood_as_it_should_be_is_told(tmp_path, monkeypatch, case):
    before, after, said = MISUNDERSTOOD[case]
    read = check_language.__globals__["PackFiles"].read

    def spoilt(self, name, kind):
        if name != "conformance.yaml":
            return read(self, name, kind)
        text = (self.folder / name).read_text("utf-8")
        assert before in text
        (tmp_path / "en").mkdir(exist_ok=True)
        (tmp_path / "en" / name).write_text(text.replace(before, after, 1), "utf-8")
        return read(type(self)(tmp_path / "en"), name, kind)

    monkeypatch.setattr(check_language.__globals__["PackFiles"], "read", spoilt)
    reasons = [error.reason for error in check_language("en").faults]
    assert len(reasons) == 1
    assert said in reasons[0]
    assert re.search(r"\(line \d+\)\.$", reasons[0])


RUN = CliRunner()


def test_the_command_checks_every_pack():
    done = RUN.invoke(cli, ["languages", "check", "--json"])
    assert done.exit_code == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["language"] for row in rows] == list(available())
    assert all(row["ok"] and not row["faults"] and row["tried"] >= 75 for row in rows)


def test_the_command_ends_with_3_at_a_fault_and_names_it(folder, tmp_path):
    spoil(folder / "words.yaml", "letters: {}", "")
    done = RUN.invoke(cli, ["languages", "check", "xx", "--json", "--path", str(tmp_path)])
    assert done.exit_code == 3
    (row,) = map(json.loads, done.stdout.splitlines())
    assert (row["language"], row["ok"]) == ("xx", False)
    assert {"reason": "xx/words.yaml: lacks letters.", "remedy": "Take en/ for a model."} in row["faults"]
    told = RUN.invoke(cli, ["languages", "check", "xx"])
    assert told.exit_code == 3
    assert "xx/words.yaml: lacks letters." in told.stderr


def test_the_command_refuses_a_language_without_a_pack():
    with pytest.raises(BadInput, match="'qq'"):
        RUN.invoke(cli, ["languages", "check", "qq"], catch_exceptions=False)


def test_the_command_lists_them():
    done = RUN.invoke(cli, ["languages", "list", "--json"])
    rows = {row["language"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert list(rows) == list(available())
    assert (rows["es"]["name"], rows["es"]["voice"]) == ("Spanish", True)
    assert "Spanish" in RUN.invoke(cli, ["languages", "list"]).stdout


def test_new_says_how_to_check_a_pack_outside_the_package(tmp_path):
    done = RUN.invoke(cli, ["languages", "new", "xx", "--path", str(tmp_path)])
    said = "".join(done.output.split())
    assert f"languagescheckxx--path{tmp_path}" in said


def test_a_new_pack_has_a_mark_at_everything_to_fill_and_loads(tmp_path):
    done = RUN.invoke(cli, ["languages", "new", "xx", "--path", str(tmp_path), "--json"])
    (row,) = map(json.loads, done.stdout.splitlines())
    made = tmp_path / "xx"
    assert (row["language"], row["folder"]) == ("xx", str(made))
    files = {path.name for path in folder_of("en").iterdir() if path.is_file()}
    files -= {"speaking.py", "phonemes.py", "text_normalizer.py", "lexicon.yaml"}
    written = {path.relative_to(made).as_posix() for path in made.rglob("*.*")}
    assert written == files | {"sentences/everyday.yaml"}
    with packs_in(tmp_path):
        reasons = [error.reason for error in check_files(made)]
        assert all("is still English" in reason for reason in reasons)
        assert len(reasons) == row["to_fill"]
        assert {reason.partition(":")[0].removeprefix("xx/") for reason in reasons} == written
        assert pack("xx").words == pack("en").words
        assert pack("xx").code == "xx"


@pytest.mark.parametrize("code", ["", "f", "FR", "fr-FR", "../fr", "french"])
def test_a_new_pack_needs_a_language_code(tmp_path, code):
    with pytest.raises(BadInput, match="no ISO 639 code"):
        write_pack(code, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_new_pack_takes_the_place_of_none(tmp_path):
    write_pack("xx", tmp_path)
    for code in ("xx", "en"):
        with pytest.raises(BadInput, match="already"):
            write_pack(code, tmp_path)


def test_the_guide_has_every_file_of_a_pack():
    guide = (PROJECT / "docs" / "extending" / "language.md").read_text("utf-8")
    assert [
        path.name for path in folder_of("en").iterdir() if path.is_file() and f"`{path.name}`" not in guide
    ] == []
