from pathlib import Path

from sarai_mqtt.config.settings import DEFAULT_FILE, load_settings
from sarai_mqtt.models.catalogue import Catalogue
from tests.bench.sheet import MEASURED, Row, files, measured

ROOT = Path(__file__).parents[3]
CATALOGUE = (ROOT / "models" / "catalogue.toml").read_text("utf-8")
FIGURES = {
    "wer": 1.25,
    "wer_from": 0.0,
    "wer_to": 3.0,
    "distillmos": 4.333,
    "distillmos_p5": 4.0,
    "dnsmos": 3.1,
}


def test_the_committed_sheet_has_the_files_of_the_catalogue():
    sheet = (ROOT / "docs" / "models.md").read_text("utf-8")
    about_files = sheet.partition(MEASURED)[0]
    expected = files(Catalogue.parse(CATALOGUE), load_settings(DEFAULT_FILE))
    assert about_files == expected, "type: .venv/bin/python tests/bench/quality.py --files docs/models.md"


def test_a_changed_hash_changes_the_sheet():
    settings, catalogue = load_settings(DEFAULT_FILE), Catalogue.parse(CATALOGUE)
    talker = catalogue.artifacts["sarai-es-talker"].sha256
    changed = Catalogue.parse(CATALOGUE.replace(talker, "0" * 64))
    assert files(changed, settings) == files(catalogue, settings).replace(talker, "0" * 64)


def test_files_tell_who_uses_them():
    lines = files(Catalogue.parse(CATALOGUE), load_settings(DEFAULT_FILE)).splitlines()
    used = dict(line.strip("| ").split(" | ")[:2] for line in lines if line.count(" | ") == 5)
    assert used["sarai-audio-int8"] == "embedded, lfm2, audio-thinker, qwen25"
    assert used["sarai-es-text-encoder"] == "recipe sarai-audio"
    assert used["qwen2.5-coder-1.5b"] == "`thinker.name: qwen`"


def test_rows_of_sentences_and_of_recordings_have_tables_of_their_own():
    heard = Row("mine", "en", "a person", 7, **FIGURES, wer_by_sound=None, phoneme_error_rate=None)
    spoken = Row("mine", "es", "sentences: all", 60, **FIGURES, wer_by_sound=0.5, phoneme_error_rate=0.25)
    hearing, _, speaking = measured(
        [spoken, heard], {"mine": "measured"}, {"Machine": "two cores"}
    ).partition("## Speaking")
    assert "| mine | en | a person | 7 | 1.2 | 0.0–3.0 | – | – | 4.33 | 4.00 | 3.10 |" in hearing
    assert "| mine | es | all | 60 | 1.2 | 0.0–3.0 | 0.5 | 0.2 | 4.33 | 4.00 | 3.10 |" in speaking
    assert "a person" not in speaking
    assert "- Machine: two cores" in speaking
