"""The home as a package in Home Assistant publishes it over MQTT: retained JSON, no token needed.

    {"version": 1, "acts": true,
     "areas": [{"id": "kitchen", "name": "Kitchen", "floor": "ground_floor"}],
     "floors": [{"id": "ground_floor", "name": "Ground floor"}],
     "entities": [{"id": "light.kitchen", "name": "Kitchen light", "area": "kitchen", "device_class": null}]}

`acts` says that the package carries out our intents and tells what came of it. Keys that are not known here
are passed over. There are no aliases and no exposure: config/home.yaml can add the ones and hide things.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.home import Area, Entity, Floor, Home, needs_confirmation

MAX_BYTES = 512 * 1024
MAX_THINGS = 5000

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=255)]
_EntityId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", max_length=255)]
_Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Floor(_Item):
    id: _Id
    name: _Name


class _Area(_Item):
    id: _Id
    name: _Name
    floor: _Id | None = None


class _Entity(_Item):
    id: _EntityId
    name: _Name
    area: _Id | None = None
    device_class: _Name | None = None


class _File(_Item):
    version: Literal[1]
    acts: bool = False
    areas: list[_Area] = []
    floors: list[_Floor] = []
    entities: list[_Entity] = []


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the package tells: the home, and whether the package `acts` on our intents."""

    home: Home
    acts: bool


def read_catalogue(payload: bytes, languages: Sequence[str]) -> Catalogue:
    """Read the JSON described above. Each name is in every one of `languages`: which it is in is not said.

    A thing in an area that is not listed is in none, as is an area on a floor that is not.

    Raises BadInput `bad_catalogue` for what is not of this form, `catalogue_too_big`.
    """
    if len(payload) > MAX_BYTES:
        raise _too_big(f"it has {len(payload)} bytes, of {MAX_BYTES} at most")
    try:
        file = _File.model_validate_json(payload)
    except ValidationError as exc:
        first = exc.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the message"
        raise BadInput(
            "bad_catalogue",
            f"The home catalogue cannot be used: {where}: {first['msg']}.",
            "Install the Home Assistant package that belongs to this version of Sarai.",
        ) from exc
    if len(file.entities) + len(file.areas) + len(file.floors) > MAX_THINGS:
        raise _too_big(f"it names more than {MAX_THINGS} things")

    def names(name: str) -> Mapping[str, tuple[str, ...]]:
        return dict.fromkeys(languages, (name,)) if name else {}

    floors = {f.id: Floor(f.id, names(f.name)) for f in file.floors}
    areas = {
        a.id: Area(a.id, names(a.name), a.floor if a.floor in floors else None, registered=a.name)
        for a in file.areas
    }
    entities = {
        e.id: Entity(
            e.id,
            names(e.name),
            e.area if e.area in areas else None,
            e.device_class or None,
            confirm=needs_confirmation(e.id, e.device_class),
        )
        for e in file.entities
    }
    return Catalogue(Home(areas, entities, floors), file.acts)


def _too_big(why: str) -> BadInput:
    return BadInput(
        "catalogue_too_big",
        f"The home catalogue cannot be used: {why}.",
        "Publish fewer things: restrict the domains in the package's template.",
    )
