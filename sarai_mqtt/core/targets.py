"""Resolves the entities that an intent concerns."""

from collections.abc import Collection, Mapping

from sarai_mqtt.core.events import SlotValue
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.core.intents import QUESTIONS

# The domain that an intent acts on if its sentence names none.
_DOMAINS: Mapping[str, str] = {
    "HassAlarmArm": "alarm_control_panel",
    "HassAlarmDisarm": "alarm_control_panel",
    "HassClimateGetTemperature": "climate",
    "HassClimateSetFanMode": "climate",
    "HassClimateSetTemperature": "climate",
    "HassCoverSetTilt": "cover",
    "HassFanOscillate": "fan",
    "HassFanSetDirection": "fan",
    "HassFanSetSpeed": "fan",
    "HassGetWeather": "weather",
    "HassLawnMowerDock": "lawn_mower",
    "HassLawnMowerStartMowing": "lawn_mower",
    "HassLightSet": "light",
    "HassListGetItems": "todo",
    "HassMediaNext": "media_player",
    "HassMediaPause": "media_player",
    "HassMediaPlayerMute": "media_player",
    "HassMediaPlayerUnmute": "media_player",
    "HassMediaPrevious": "media_player",
    "HassMediaSearchAndPlay": "media_player",
    "HassMediaSelectSource": "media_player",
    "HassMediaSetRepeat": "media_player",
    "HassMediaSetShuffle": "media_player",
    "HassMediaUnpause": "media_player",
    "HassSetVolume": "media_player",
    "HassSetVolumeRelative": "media_player",
    "HassVacuumCleanArea": "vacuum",
    "HassVacuumLocate": "vacuum",
    "HassVacuumPause": "vacuum",
    "HassVacuumReturnToBase": "vacuum",
    "HassVacuumStart": "vacuum",
    "HassVacuumStop": "vacuum",
}
_MOBILE = frozenset({"vacuum", "lawn_mower"})  # an area is where they work, not where they stand


def targets_of(
    home: Home, intent: str, slots: Mapping[str, SlotValue], domains: Collection[str] = ()
) -> tuple[Entity, ...] | None:
    """Return the exposed entities that `intent` with these slots (names resolved to ids) concerns.

    `domains` are the domains meant if no slot names one. Without a name, all things of that domain in the
    area, on the floor or in the house are meant, except those that need a confirmation, unless all do.

    Returns () if the intent concerns no thing, or asks about a thing that does not exist; None if there is
    nothing to act on.
    """
    area, floor = slots.get("area"), slots.get("floor")
    named = home.entities.get(str(slots.get("name")))
    if named is not None:
        there = area in (None, named.area) and floor in (None, home.floor_of(named))
        return (named,) if (there or named.domain in _MOBILE) and named.exposed else None
    wanted = {str(slots["domain"])} if "domain" in slots else set(domains)
    if not wanted and intent in _DOMAINS:
        wanted = {_DOMAINS[intent]}
    if not wanted:
        return ()
    if wanted & _MOBILE:
        return _mobile_targets(home, wanted, area)
    room = None if area is None else str(area)
    storey = None if floor is None else str(floor)
    device_class = str(slots["device_class"]) if "device_class" in slots else None
    found = home.matching(wanted, area=room, floor=storey, device_class=device_class)
    if intent == "HassClimateGetTemperature":
        found += home.matching({"sensor"}, area=room, floor=storey, device_class="temperature")
    if intent in QUESTIONS:
        return found
    if intent == "HassMediaSearchAndPlay":
        found = found[:1]  # one player plays; the order of the home file decides which
    return tuple(e for e in found if not e.confirm) or found or None


def _mobile_targets(
    home: Home, domains: Collection[str], area: SlotValue | None
) -> tuple[Entity, ...] | None:
    """Return the things of `domains` that can work in the room `area`, None if there are none.

    Of several such things, only those that are stationed in the room.
    """
    found = home.matching(domains)
    there = tuple(e for e in found if e.area == area)
    return (found if area is None or len(found) == 1 else there) or None
