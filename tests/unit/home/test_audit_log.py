import json
import logging
from datetime import datetime, timezone

from sarai_mqtt.core.audit import AuditEntry
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.audit_log import AuditFile

INTENT = Intent("t1", "HassTurnOn", {"name": "light.a"}, ("light.a",), "enciende la luz", "es", 1.0)


def now():
    return datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)


def test_one_line_for_each_entry(tmp_path):
    audit = AuditFile(tmp_path / "state", now)
    audit.note(AuditEntry.of("kitchen", "done", INTENT, done=("light.a",)))
    audit.note(AuditEntry("kitchen", "t2", "refused", "open the 100% fridge", "en"))
    audit.close()
    path = tmp_path / "state" / "audit.jsonl"
    done, refused = map(json.loads, path.read_text("utf-8").splitlines())
    assert (done["time"], done["verdict"], done["done"]) == ("2026-11-23T12:00:00+00:00", "done", ["light.a"])
    assert (done["intent"], done["text"]) == ("HassTurnOn", "enciende la luz")
    assert (refused["verdict"], refused["text"]) == ("refused", "open the 100% fridge")
    assert path.stat().st_mode & 0o077 == 0


def test_the_log_is_bounded(tmp_path):
    audit = AuditFile(tmp_path, now, max_bytes=2000)
    for _ in range(100):
        audit.note(AuditEntry.of("kitchen", "done", INTENT))
    audit.close()
    assert sum(p.stat().st_size for p in tmp_path.iterdir()) <= 4000
    assert len(list(tmp_path.iterdir())) == 2
    assert not any(p.stat().st_mode & 0o077 for p in tmp_path.iterdir())


def test_a_disk_that_fails_is_told_once(tmp_path, caplog):
    audit = AuditFile(tmp_path, now)
    audit.close()
    (tmp_path / "audit.jsonl").unlink(missing_ok=True)
    (tmp_path / "audit.jsonl").mkdir()
    with caplog.at_level(logging.WARNING):
        audit.note(AuditEntry.of("kitchen", "done", INTENT))
        audit.note(AuditEntry.of("kitchen", "done", INTENT))
    assert caplog.text.count("cannot be written") == 1


def test_a_folder_that_cannot_be_made_costs_the_log_alone(tmp_path, caplog):
    (tmp_path / "state").write_text("not a folder")
    with caplog.at_level(logging.WARNING):
        AuditFile(tmp_path / "state", now).note(AuditEntry.of("kitchen", "done", INTENT))
    assert caplog.text.count("cannot be written") == 1
