"""The sentences about alarms and reminders, of the packs that have them (alarms.yaml)."""

from functools import cache

from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.languages.schema.alarms import Alarms

FILE = "alarms.yaml"


@cache
def alarms_of(language: str) -> Alarms | None:
    """Return the sentences about alarms in `language`; None if its pack has no such file.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    folder = folder_of(language)
    return PackFiles(folder).read(FILE, Alarms) if (folder / FILE).is_file() else None
