import logging
from concurrent.futures import ThreadPoolExecutor

from sarai_mqtt.app.state_store import StateStore


def test_what_was_saved_is_there_after_a_restart(tmp_path):
    StateStore(tmp_path / "new").save("sites", {"salón": {"mute": "on"}})
    assert StateStore(tmp_path / "new").load("sites") == {"salón": {"mute": "on"}}
    assert (tmp_path / "new" / "sites.json").stat().st_mode & 0o077 == 0


def test_nothing_saved_is_none(tmp_path):
    assert StateStore(tmp_path).load("sites") is None


def test_a_broken_file_counts_as_empty_and_is_told(tmp_path, caplog):
    (tmp_path / "sites.json").write_text("{half")
    assert StateStore(tmp_path).load("sites") is None
    assert "sites.json cannot be read" in caplog.text


def test_a_disk_that_fails_is_told_and_harms_nothing(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        StateStore(tmp_path / "file").save("sites", {})
    assert "cannot be written" in caplog.text


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path):
    files = StateStore(tmp_path)
    files.save("sites", {"a": 1})
    files.save("sites", {"a": 2})
    assert files.load("sites") == {"a": 2}
    assert [p.name for p in tmp_path.iterdir()] == ["sites.json"]


def test_what_several_threads_save_is_one_of_it(tmp_path, caplog):
    files = StateStore(tmp_path)
    values = [{"site": "x" * n} for n in (1, 1000, 100_000)]

    def save(value):
        for _ in range(30):
            files.save("sites", value)
            assert files.load("sites") in values

    with ThreadPoolExecutor() as pool:
        list(pool.map(save, values))
    assert not caplog.text


def test_a_file_nested_without_end_counts_as_empty(tmp_path):
    (tmp_path / "sites.json").write_text("[" * 100_000)
    assert StateStore(tmp_path).load("sites") is None
