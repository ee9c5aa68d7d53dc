"""The home as published over MQTT by a package in Home Assistant: retained JSON, no token needed.

    {"version": 1, "acts": true,
     "areas": [{"id": "kitchen", "name": "Kitchen", "floor": "ground_floor"}],
     "floors": [{"id": "ground_floor", "name": "Ground floor"}],
     "entities": [{"id": "light.kitchen", "name": "Kitchen light", "area": "kitchen", "device_class": null}]}

`acts` means that the package carries out the intents we publish and reports the results. Unknown keys are
ignored. The JSON has neither aliases nor exposure settings: config/home.yaml can add aliases and hide
entities.
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
    """The parsed catalogue: the home, and `acts`, true if the package carries out our intents."""

    home: Home
    acts: bool


def read_catalogue(payload: bytes, languages: Sequence[str]) -> Catalogue:
    """Parse the JSON described in the module's docstring.

    The catalogue does not tell the language of a name, so each name is used in all of `languages`. An entity
    whose area is not listed gets no area; an area whose floor is not listed gets no floor.

    Raises BadInput `bad_catalogue` if the JSON does not have this form, `catalogue_too_big` if it has more
    than MAX_BYTES bytes or MAX_THINGS items.
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
        """Return `name` as the only name in each language; {} if it is empty."""
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
