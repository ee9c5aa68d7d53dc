"""The words for times of the clock and days, of the packs that have them (clock_times.yaml)."""

from functools import cache

from sarai_mqtt.languages.pack_files import PackFiles
from sarai_mqtt.languages.packs import folder_of
from sarai_mqtt.languages.schema.clock_times import ClockTimes

FILE = "clock_times.yaml"


@cache
def clock_times_of(language: str) -> ClockTimes | None:
    """Return the words of clock times in `language`; None if its pack has no such file.

    Raises BadInput (`unknown_language`), ConfigError (`language_incomplete`).
    """
    folder = folder_of(language)
    return PackFiles(folder).read(FILE, ClockTimes) if (folder / FILE).is_file() else None
