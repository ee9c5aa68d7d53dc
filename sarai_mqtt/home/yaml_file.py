"""The home as the user describes it in YAML (config/home.yaml)."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from sarai_mqtt.config.yaml_documents import read_yaml
from sarai_mqtt.core.documents import BadDocument
from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.home import Area, Entity, Floor, Home, TemperatureUnit, needs_confirmation

_REMEDY = "See config/home.yaml of the project for an example of every item."

_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$")]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _listed(value: Any) -> Any:
    """Wrap a single name in a list."""
    return [value] if isinstance(value, str) else value


_Names = Annotated[tuple[_Name, ...], Field(min_length=1), BeforeValidator(_listed)]
_NamesByLanguage = Annotated[dict[_Language, _Names], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Floor(_Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    names: _NamesByLanguage


class _Area(_Floor):
    floor: str | None = None


class _Entity(_Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")]
    names: _NamesByLanguage
    area: str | None = None
    device_class: str | None = None
    exposed: bool = True
    confirm: bool | None = None


class _HomeFile(_Strict):
    floors: list[_Floor] = []
    areas: list[_Area] = []
    entities: list[_Entity] = []
    temperature_unit: TemperatureUnit | None = None


_EXPECTED = {
    ("floors", "id"): "a floor id of a-z, 0-9 and _, like ground_floor",
    ("areas", "id"): "an area id of a-z, 0-9 and _, like living_room",
    ("entities", "id"): "an entity id like light.kitchen_ceiling",
}


def _bad(path: Path, where: str, reason: str) -> ConfigError:
    at = f" at {where}" if where else ""
    return ConfigError("bad_home", f"{path}{at}: {reason}.", _REMEDY)


def _read(path: Path) -> Any:
    try:
        return read_yaml(path.read_text("utf-8"))
    except FileNotFoundError as exc:
        reason = f"There is no home file at {path}."
        raise ConfigError(
            "home_missing", reason, "Name another file, or copy config/home.yaml there."
        ) from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise _bad(path, "", f"cannot be read ({type(exc).__name__})") from exc
    except BadDocument as exc:
        raise _bad(path, f"line {exc.line}" if exc.line else "", exc.reason) from exc


def _explain(path: Path, exc: ValidationError) -> ConfigError:
    """Return an error that names the first bad item, e.g. `entities[3].names.es`, and what was expected."""
    first = exc.errors()[0]
    loc = first["loc"]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")
    group, field = (str(loc[0]), str(loc[-1])) if loc else ("", "")
    reason = first["msg"]
    if first["type"] == "string_pattern_mismatch" and (group, field) in _EXPECTED:
        reason = f"expected {_EXPECTED[group, field]}, got {first['input']!r}"
    elif first["type"] == "missing":
        reason = "this is missing"
    elif first["type"] == "extra_forbidden":
        reason = "this is not a known key"
    return _bad(path, where, reason[0].lower() + reason[1:])


def load_home(path: Path) -> Home:
    """Read and validate a home file; an empty file is an empty home.

    Names in a language may be one string or a list of strings, of which the first is the spoken name.
    `temperature_unit` counts only where Home Assistant does not state one; °C is the default.
    `confirm` defaults to true for locks, alarms and garage doors (`core.home.needs_confirmation`), else to
    false.

    Raises ConfigError `home_missing` if there is no file, `bad_home` if it cannot be read or is invalid,
    with the file, the item and what was expected.
    """
    data = _read(path)
    try:
        file = _HomeFile.model_validate({} if data is None else data)
    except ValidationError as exc:
        raise _explain(path, exc) from exc
    floors: dict[str, Floor] = {}
    for i, floor in enumerate(file.floors):
        if floor.id in floors:
            raise _bad(path, f"floors[{i}].id", f"there is already a floor {floor.id!r}")
        floors[floor.id] = Floor(floor.id, floor.names)
    areas: dict[str, Area] = {}
    for i, area in enumerate(file.areas):
        if area.id in areas:
            raise _bad(path, f"areas[{i}].id", f"there is already an area {area.id!r}")
        if area.floor is not None and area.floor not in floors:
            known = ", ".join(floors) or "none"
            raise _bad(path, f"areas[{i}].floor", f"unknown floor {area.floor!r} (known: {known})")
        areas[area.id] = Area(area.id, area.names, area.floor)
    entities: dict[str, Entity] = {}
    for i, item in enumerate(file.entities):
        if item.id in entities:
            raise _bad(path, f"entities[{i}].id", f"there is already an entity {item.id!r}")
        if item.area is not None and item.area not in areas:
            known = ", ".join(areas) or "none"
            raise _bad(path, f"entities[{i}].area", f"unknown area {item.area!r} (known: {known})")
        confirm = needs_confirmation(item.id, item.device_class) if item.confirm is None else item.confirm
        entities[item.id] = Entity(
            item.id,
            item.names,
            item.area,
            item.device_class,
            exposed=item.exposed,
            confirm=confirm,
            always_confirm=item.confirm is True,
        )
    return Home(areas, entities, floors, measures_in=file.temperature_unit)


class HomeFile:
    """A home file that may change at run time; `home` is its last valid content."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises ConfigError as `load_home` does."""
        self._path = path
        self._seen = _stamp(path)
        self.home = load_home(path)

    def reload_if_changed(self) -> bool:
        """Read the file again if its time of change or size differs; return True if it did.

        Raises ConfigError as `load_home` does, once for each change; `home` then stays as it was.
        """
        seen = _stamp(self._path)
        if seen == self._seen:
            return False
        self._seen = seen
        self.home = load_home(self._path)
        return True


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return time of change (ns) and size (bytes) of the file; None if there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
