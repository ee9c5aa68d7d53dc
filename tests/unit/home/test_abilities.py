import pytest

from sarai_mqtt.core.acting import EntityState, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant.abilities import obstacle_to, progress_of, with_absolute_brightness


def intent(name, slots):
    return Intent("t", name, slots, (), "", "en", 1.0)


def progress(name, slots, entity, before, now):
    """Give the progress between two (state, attributes)."""
    return progress_of(intent(name, slots), EntityState(entity, *before), EntityState(entity, *now))


def lamp(brightness, state="on", **more):
    return state, {"brightness": brightness, **more}


@pytest.mark.parametrize(
    ("wanted", "before", "now", "expected"),
    [
        (30, lamp(None, "off"), lamp(77), "done"),
        (30, lamp(None, "off"), lamp(76), "done"),  # a step of 255 off
        (33, lamp(None, "off"), lamp(84), "done"),
        (30, lamp(77), lamp(77), "done"),  # it was so before
        (30, lamp(None, "off"), lamp(84), "done"),  # a lamp of ten steps
        (30, lamp(84), lamp(84), "unchanged"),
        (30, lamp(None, "off"), lamp(255), "unchanged"),  # on as it was, the value passed over
        (30, lamp(None, "off"), lamp(40), "begun"),  # it fades in
        (30, lamp(255), lamp(180), "begun"),
        (30, lamp(100), lamp(180), "unchanged"),  # away from it
        (30, lamp(None, "off"), lamp(None, "off"), "unchanged"),
        (30, lamp(None, "off"), lamp(None), "unchanged"),
        (0, lamp(77), lamp(None, "off"), "done"),
        (0, lamp(77), lamp(77), "unchanged"),
    ],
)
def test_the_brightness_of_a_lamp(wanted, before, now, expected):
    assert progress("HassLightSet", {"brightness": wanted}, "light.a", before, now) == expected


@pytest.mark.parametrize(
    ("slots", "attributes", "expected"),
    [
        ({"color": "red"}, {"color_mode": "hs", "hs_color": [0, 100]}, "done"),
        ({"color": "red"}, {"color_mode": "xy", "hs_color": [352.0, 90.2]}, "done"),  # a lamp's own red
        ({"color": "red"}, {"color_mode": "hs", "hs_color": [240, 100]}, "unchanged"),
        ({"color": "red"}, {"color_mode": "color_temp", "hs_color": [28, 65]}, "unchanged"),
        ({"color": "white"}, {"color_mode": "color_temp", "hs_color": [28, 65]}, "done"),
        ({"color": "white"}, {"color_mode": "hs", "hs_color": [0, 0]}, "done"),
        ({"color": "white"}, {"color_mode": "hs", "hs_color": [0, 100]}, "unchanged"),
        ({"color": "mauve"}, {"color_mode": "rgb"}, "done"),
        ({"temperature": 2700}, {"color_mode": "color_temp", "color_temp_kelvin": 2702}, "done"),
        ({"temperature": 2700}, {"color_mode": "color_temp", "color_temp_kelvin": 4000}, "unchanged"),
        (
            {"temperature": 1500},
            {"color_mode": "color_temp", "color_temp_kelvin": 2000, "min_color_temp_kelvin": 2000},
            "done",
        ),
        ({"temperature": 2700}, {"color_mode": "hs"}, "done"),  # mixed of colours
        ({"temperature": 2700}, {"color_mode": "brightness"}, "unchanged"),
    ],
)
def test_the_colour_of_a_lamp(slots, attributes, expected):
    assert progress("HassLightSet", slots, "light.a", ("off", {}), ("on", attributes)) == expected


def warm(temperature, **more):
    return "heat", {"temperature": temperature, **more}


@pytest.mark.parametrize(
    ("wanted", "before", "now", "expected"),
    [
        (21, warm(20), warm(21.0), "done"),
        (21, warm(20), warm(20), "unchanged"),
        (21, warm(None), warm(None), "unchanged"),
        (21.5, warm(20), warm(22, target_temp_step=1), "done"),  # it has whole degrees only
        (21.5, warm(21.0, target_temp_step=0.5), warm(21.0, target_temp_step=0.5), "unchanged"),
        (21.5, warm(20), warm(22), "done"),
        (21, warm(19), warm(20), "unchanged"),
    ],
)
def test_the_temperature_of_a_thermostat(wanted, before, now, expected):
    slots = {"temperature": wanted}
    assert progress("HassClimateSetTemperature", slots, "climate.a", before, now) == expected


@pytest.mark.parametrize(
    ("name", "slots", "entity", "before", "now", "expected"),
    [
        (
            "HassFanSetSpeed",
            {"percentage": 40},
            "fan.a",
            ("off", {"percentage": 0}),
            ("on", {"percentage": 66, "percentage_step": 33.3}),
            "done",
        ),
        (
            "HassFanSetSpeed",
            {"percentage": 30},
            "fan.a",
            ("on", {"percentage": 33, "percentage_step": 33.3}),
            ("on", {"percentage": 33, "percentage_step": 33.3}),
            "done",
        ),
        ("HassFanSetSpeed", {"percentage": 0}, "fan.a", ("on", {}), ("off", {}), "done"),
        ("HassFanSetSpeed", {"percentage": 40}, "fan.a", ("off", {}), ("on", {}), "unchanged"),
        ("HassSetPosition", {"position": 40}, "cover.a", ("closed", {}), ("opening", {}), "begun"),
        (
            "HassSetPosition",
            {"position": 40},
            "cover.a",
            ("open", {"current_position": 80}),
            ("open", {"current_position": 60}),
            "begun",
        ),
        (
            "HassSetPosition",
            {"position": 40},
            "cover.a",
            ("open", {"current_position": 80}),
            ("open", {"current_position": 40}),
            "done",
        ),
        ("HassSetPosition", {"position": 40}, "cover.a", ("open", {}), ("open", {}), "unchanged"),
        (
            "HassSetVolume",
            {"volume_level": 0},
            "media_player.a",
            ("on", {}),
            ("on", {"volume_level": 0}),
            "done",
        ),
        ("HassSetVolume", {"volume_level": 30}, "media_player.a", ("off", {}), ("off", {}), "unchanged"),
        (
            "HassSetVolumeRelative",
            {"volume_step": "down"},
            "media_player.a",
            ("on", {"volume_level": 0.5}),
            ("on", {"volume_level": 0.4}),
            "done",
        ),
        (
            "HassSetVolumeRelative",
            {"volume_step": 10},
            "media_player.a",
            ("on", {"volume_level": 0.5}),
            ("on", {"volume_level": 0.5}),
            "unchanged",
        ),
        (
            "HassSetVolumeRelative",
            {"volume_step": "up"},
            "media_player.a",
            ("on", {"volume_level": 1.0}),
            ("on", {"volume_level": 1.0}),
            "done",
        ),
        ("HassSetVolumeRelative", {"volume_step": "up"}, "media_player.a", ("on", {}), ("on", {}), None),
        (
            "HassClimateSetFanMode",
            {"fan_mode": "auto"},
            "climate.a",
            ("heat", {}),
            ("heat", {"fan_mode": "Auto"}),
            "done",
        ),
        ("HassTurnOn", {}, "cover.a", ("closed", {}), ("opening", {}), "begun"),
        ("HassTurnOn", {}, "cover.a", ("open", {}), ("open", {"current_position": 30}), None),
        ("HassTurnOn", {}, "cover.a", ("closed", {}), ("open", {"current_position": 100}), "done"),
        ("HassTurnOff", {}, "valve.a", ("open", {}), ("closing", {}), "begun"),
        ("HassTurnOn", {}, "lock.a", ("unlocked", {}), ("locking", {}), "begun"),
        ("HassTurnOn", {}, "lock.a", ("unlocked", {}), ("jammed", {}), "unchanged"),
        ("HassTurnOn", {}, "light.a", ("off", {}), ("off", {}), None),
    ],
)
def test_other_things(name, slots, entity, before, now, expected):
    assert progress(name, slots, entity, before, now) == expected


@pytest.mark.parametrize(
    ("name", "slots", "entity", "attributes"),
    [
        ("HassLightSet", {"brightness": 30}, "light.a", {}),  # it does not tell: we shall see
        ("HassLightSet", {"brightness": 30}, "light.a", {"supported_color_modes": ["color_temp"]}),
        ("HassLightSet", {"color": "white"}, "light.a", {"supported_color_modes": ["color_temp"]}),
        ("HassLightSet", {"temperature": 2700}, "light.a", {"supported_color_modes": ["hs"]}),
        ("HassFanSetSpeed", {"percentage": 30}, "fan.a", {}),
        (
            "HassClimateSetFanMode",
            {"fan_mode": "auto"},
            "climate.a",
            {"supported_features": 9, "fan_modes": ["Auto"]},
        ),
        ("HassClimateSetTemperature", {"temperature": 35}, "climate.a", {"min_temp": 7, "max_temp": 35}),
        (
            "HassClimateSetTemperature",
            {"temperature": 21},
            "climate.a",
            {"supported_features": 3, "temperature": 20, "target_temp_low": None, "target_temp_high": None},
        ),
        ("HassTurnOn", {}, "light.a", {"supported_color_modes": ["onoff"]}),
        ("HassSetPosition", {"position": 30}, "light.a", {"supported_features": 0}),  # Home Assistant says
    ],
)
def test_nothing_is_refused_that_may_be_possible(name, slots, entity, attributes):
    assert obstacle_to(intent(name, slots), EntityState(entity, "on", attributes)) is None


def test_a_range_is_told_with_its_ends():
    state = EntityState("climate.a", "heat", {"supported_features": 1, "min_temp": 7, "max_temp": 35})
    found = obstacle_to(intent("HassClimateSetTemperature", {"temperature": 200}), state)
    assert found == Obstacle("out_of_range", "degrees", 7.0, 35.0)


@pytest.mark.parametrize(
    ("delta", "state", "brightness", "wanted"),
    [
        (20, "on", 102, 60),
        (-20, "on", 102, 20),
        (25, "off", None, 25),
        (25, "off", 255, 25),  # what it was before it went out
        (50, "on", 255, 100),
        (-50, "on", 26, 1),  # it is not put out
    ],
)
def test_a_change_of_brightness_starts_from_the_lamps_own(delta, state, brightness, wanted):
    given = intent("HassLightSet", {"brightness_delta": delta, "area": "hall"})
    found = with_absolute_brightness(given, EntityState("light.a", state, {"brightness": brightness}))
    assert found.slots == {"area": "hall", "brightness": wanted}


def test_a_lamp_that_cannot_be_dimmed_has_no_change_of_brightness_and_one_that_is_off_is_not_lit_by_it():
    slots = {"brightness_delta": -20}
    onoff = EntityState("light.a", "on", {"supported_color_modes": ["onoff"]})
    off = EntityState("light.a", "off", {"supported_color_modes": ["brightness"]})
    assert obstacle_to(intent("HassLightSet", slots), onoff) == Obstacle("cannot", "brightness")
    assert obstacle_to(intent("HassLightSet", slots), off) == Obstacle("unchanged")
    assert obstacle_to(intent("HassLightSet", {"brightness_delta": 20}), off) is None
