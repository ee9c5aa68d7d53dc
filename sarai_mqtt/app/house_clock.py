"""The clocks and the time zone of the machine, for what counts on them (ADR 41)."""

import os
import time
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.turns.timers.house_clock import HouseClock, zone_named

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_LOCAL_ZONE = Path("/etc/localtime")


def machine_clock(zone: tzinfo) -> HouseClock:
    """Return the clocks of this machine, with the time zone of the house."""
    if hasattr(time, "CLOCK_BOOTTIME"):  # counts while the machine sleeps
        return HouseClock(time.time, _boot_time, _boot_id(), zone)
    return HouseClock(time.time, time.monotonic, "", zone)


def house_zone(name: str) -> tzinfo:
    """Return the time zone of that name; for "" the machine's own. Raises ConfigError if there is none."""
    if not name:
        return _machine_zone()
    zone = zone_named(name)
    if zone is None:
        raise ConfigError(
            "config_invalid",
            f"home.time_zone is {name!r}, and there is no such time zone.",
            "Write one such as Europe/Madrid, or leave it out for that of this machine.",
        )
    return zone


def _machine_zone() -> tzinfo:
    """Return the zone of the variable TZ or of /etc/localtime; else the offset from UTC that holds now."""
    named = os.environ.get("TZ", "").lstrip(":")
    return zone_named(named) or _zone(_file_zone) or datetime.now().astimezone().tzinfo or ZoneInfo("UTC")


def _file_zone() -> tzinfo:
    with _LOCAL_ZONE.open("rb") as file:
        return ZoneInfo.from_file(file)


def _zone(read: Callable[[], tzinfo]) -> tzinfo | None:
    try:
        return read()
    except (ValueError, OSError):
        return None


def _boot_time() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _boot_id() -> str:
    """Return what names the time since the last start of the machine; "" if nothing does."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
