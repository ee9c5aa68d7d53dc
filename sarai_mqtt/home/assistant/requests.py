"""Converts intents to Home Assistant's form, and selects the targets that a command can mean."""

from collections.abc import Callable, Mapping
from typing import Any

from sarai_mqtt.core.acting import ActionRequest, EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.home.assistant.states import States

# Slots that select targets: redundant, because each request names one entity by its id.
_NARROWING = frozenset({"name", "area", "floor", "domain", "device_class"})
# Intents whose area is the place to work on, not the place of the entity.
_WORKS_ON_AREA = frozenset({"HassVacuumCleanArea"})


def _playing(state: EntityState) -> bool:
    return state.state == "playing"


# "Pause the music" without a name means the player that plays. Home Assistant has the same rule, but applies
# it only when it chooses the targets itself.
_FITTING_STATE: Mapping[str, Callable[[EntityState], bool]] = {
    "HassMediaPause": _playing,
    "HassMediaNext": _playing,
    "HassMediaPrevious": _playing,
    "HassSetVolume": _playing,
    "HassSetVolumeRelative": _playing,
    "HassMediaPlayerMute": _playing,
    "HassMediaUnpause": lambda state: state.state == "paused",
    "HassMediaPlayerUnmute": lambda state: bool(state.attributes.get("is_volume_muted")),
}
# MediaPlayerEntityFeature.TURN_ON and TURN_OFF: many players lack them.
_PLAYER_FEATURE: Mapping[str, int] = {"HassTurnOn": 128, "HassTurnOff": 256}


def targets_meant(request: ActionRequest, home: Home, states: States) -> tuple[str, ...]:
    """Return the ids of those targets that the command can mean; all of them if it names one.

    A media command without a name means the players in a fitting state (for "pause" those that play),
    and only those in the speaker's area if there are any. "On" and "off" leave out players that cannot be
    switched. If nothing is left, all targets are returned.
    """
    intent = request.intent
    if "name" in intent.slots or len(intent.targets) < 2:
        return intent.targets
    if feature := _PLAYER_FEATURE.get(intent.name):
        able = tuple(t for t in intent.targets if _can_be_switched(states.get(t), feature))
        return able or intent.targets
    fits = _FITTING_STATE.get(intent.name)
    if fits is None:
        return intent.targets
    fitting = tuple(t for t in intent.targets if (state := states.get(t)) and fits(state))
    near = tuple(
        t for t in fitting if request.area and (e := home.entities.get(t)) and e.area == request.area
    )
    return near or fitting or intent.targets


def _can_be_switched(state: EntityState | None, feature: int) -> bool:
    """Return False if the entity is a media player without `feature`; True for any other or unknown one."""
    if state is None or not state.id.startswith("media_player."):
        return True
    return bool(int(state.attributes.get("supported_features") or 0) & feature)


def data_for(intent: Intent, target: str) -> dict[str, Any]:
    """Return the slots of `intent` for Home Assistant, with the entity id `target` as their `name`."""
    dropped = _NARROWING - ({"area"} if intent.name in _WORKS_ON_AREA else set())
    return {**{k: v for k, v in intent.slots.items() if k not in dropped}, "name": target}
