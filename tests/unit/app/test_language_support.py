"""What there is for each language of Home Assistant, and the page that shows it."""

import json
import subprocess
import sys

import pytest
from home_assistant_intents import get_languages
from typer.testing import CliRunner

from sarai_mqtt.app.language_support import support_of_languages
from sarai_mqtt.cli import cli
from sarai_mqtt.config.groups import PROJECT
from sarai_mqtt.languages.packs import available, pack
from sarai_mqtt.understanding.templates.loader import count_templates, load_templates
from tests.harness.packs import copied_pack

LIST_ALL = ["languages", "list", "--all"]


def rows_by_code(*options):
    result = CliRunner().invoke(cli, [*LIST_ALL, "--json", *options])
    assert result.exit_code == 0
    return {row["language"]: row for row in map(json.loads, result.stdout.splitlines())}


def test_every_language_of_home_assistant_and_every_pack_has_a_row():
    rows = rows_by_code()
    assert sorted(rows) == sorted({*get_languages(), *available()})
    assert {code for code, row in rows.items() if row["pack"]} == set(available())
    assert {code for code, row in rows.items() if row["voice"]} == {
        c for c in available() if pack(c).has_voice
    }


def test_a_row_has_name_sentences_hearing_and_voice():
    row = rows_by_code()["it"]
    assert row.pop("intents") > 30
    assert row.pop("sentences") > 500
    assert row == {
        "language": "it",
        "name": "Italian",
        "pack": False,
        "hearing": "good",
        "error_rate": 17.9,
        "voice": False,
    }


def test_every_language_of_home_assistant_has_a_name():
    assert [row.language for row in support_of_languages() if row.name == row.language] == []


def test_a_pack_outside_the_package_is_in_the_table_without_sentences_of_home_assistant(tmp_path):
    with copied_pack("xx", tmp_path):
        row = rows_by_code("--path", str(tmp_path))["xx"]
    assert (row["pack"], row["intents"], row["sentences"], row["hearing"]) == (True, 0, 0, "none")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_counted_is_what_is_loaded_of_home_assistant(language):
    loaded = load_templates(language, None).intents.intents.values()
    theirs = [[b for b in intent.data if not (b.metadata or {}).get("own")] for intent in loaded]
    blocks = [each for each in theirs if each]
    assert count_templates(language) == (len(blocks), sum(len(b.sentences) for each in blocks for b in each))


def test_the_page_has_the_table_that_the_command_prints():
    page = (PROJECT / "docs/extending/language.md").read_text("utf-8")
    table = CliRunner().invoke(cli, LIST_ALL).stdout
    assert table.count("\n") > 60
    assert table in page, f"put the output of `sarai-mqtt {' '.join(LIST_ALL)}` into the page"


def test_the_list_of_packs_reads_no_sentences():
    code = "import sys; from sarai_mqtt.cli import cli; cli(['languages', 'list'], standalone_mode=False); "
    code += "sys.exit('home_assistant_intents' in sys.modules or 'hassil' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
