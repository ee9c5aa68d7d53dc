"""Our intents in the form that Home Assistant takes, and which of the things meant are meant."""

from collections.abc import Callable, Mapping
from typing import Any

from sarai_mqtt.adapters.hass.states import States
from sarai_mqtt.core.acting import EntityState, Order
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home

# Each thing is named by its id, which says all that these would.
_NARROWING = frozenset({"name", "area", "floor", "domain", "device_class"})
# Where the area is what to work on, not where the thing is.
_WORKS_ON_AREA = frozenset({"HassVacuumCleanArea"})


def _playing(state: EntityState) -> bool:
    return state.state == "playing"


# "Pause the music" without a name means what plays. Home Assistant does so too, but only when it chooses.
_MEANT: Mapping[str, Callable[[EntityState], bool]] = {
    "HassMediaPause": _playing,
    "HassMediaNext": _playing,
    "HassMediaPrevious": _playing,
    "HassSetVolume": _playing,
    "HassSetVolumeRelative": _playing,
    "HassMediaPlayerMute": _playing,
    "HassMediaUnpause": lambda state: state.state == "paused",
    "HassMediaPlayerUnmute": lambda state: bool(state.attributes.get("is_volume_muted")),
}
# MediaPlayerEntityFeature.TURN_ON and TURN_OFF: many players have no such button.
_PLAYER_FEATURE: Mapping[str, int] = {"HassTurnOn": 128, "HassTurnOff": 256}


def targets_meant(order: Order, home: Home, states: States) -> tuple[str, ...]:
    """Narrow what a command without a name is about to what it can mean, first in the person's own room."""
    intent = order.intent
    if "name" in intent.slots or len(intent.targets) < 2:
        return intent.targets
    if feature := _PLAYER_FEATURE.get(intent.name):
        able = tuple(t for t in intent.targets if _has_button(states.get(t), feature))
        return able or intent.targets
    fits = _MEANT.get(intent.name)
    if fits is None:
        return intent.targets
    fitting = tuple(t for t in intent.targets if (state := states.get(t)) and fits(state))
    near = tuple(t for t in fitting if order.area and (e := home.entities.get(t)) and e.area == order.area)
    return near or fitting or intent.targets


def _has_button(state: EntityState | None, feature: int) -> bool:
    if state is None or not state.id.startswith("media_player."):
        return True
    return bool(int(state.attributes.get("supported_features") or 0) & feature)


def data_for(intent: Intent, target: str) -> dict[str, Any]:
    """Give the slots of `intent` for one entity."""
    dropped = _NARROWING - ({"area"} if intent.name in _WORKS_ON_AREA else set())
    return {**{k: v for k, v in intent.slots.items() if k not in dropped}, "name": target}
