import pytest

from sarai_mqtt.core.acting import EntityState, Level, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant.abilities import as_listed, obstacle_to
from sarai_mqtt.home.assistant.amounts import absolute
from sarai_mqtt.home.assistant.progress import progress_of
from sarai_mqtt.home.assistant.services import Call, service_for


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
        ("HassTurnOn", {}, "cover.a", ("open", {"current_position": 10}), ("open", {"current_position": 30}), "begun"),
        ("HassTurnOn", {}, "cover.a", ("open", {"current_position": 30}), ("open", {"current_position": 30}), "unchanged"),
        ("HassTurnOn", {}, "cover.a", ("closed", {}), ("open", {"current_position": 100}), "done"),
        ("HassTurnOff", {}, "valve.a", ("open", {}), ("closing", {}), "begun"),
        ("HassTurnOn", {}, "lock.a", ("unlocked", {}), ("locking", {}), "begun"),
        ("HassTurnOn", {}, "lock.a", ("unlocked", {}), ("jammed", {}), "stuck"),
        ("HassTurnOn", {}, "light.a", ("off", {}), ("off", {}), "unchanged"),
        ("HassTurnOn", {}, "light.a", ("off", {}), ("on", {}), "done"),
        ("HassTurnOn", {}, "light.a", ("off", {}), ("on", {"assumed_state": True}), None),
        ("HassTurnOn", {}, "light.a", ("unknown", {}), ("unknown", {}), "unchanged"),
        ("HassTurnOff", {}, "switch.a", ("on", {}), ("off", {}), "done"),
        ("HassTurnOff", {}, "media_player.a", ("playing", {}), ("standby", {}), "done"),
        ("HassTurnOn", {}, "climate.a", ("off", {}), ("heat_cool", {}), "done"),
        ("HassTurnOn", {}, "button.a", ("unknown", {}), ("2026-11-29T07:00:00", {}), None),
        ("HassTurnOn", {}, "scene.a", ("unknown", {}), ("2026-11-29T07:00:00", {}), None),
        ("HassTurnOn", {}, "script.a", ("off", {"last_triggered": 1}), ("off", {"last_triggered": 2}), "done"),
        ("HassTurnOn", {}, "script.a", ("off", {"last_triggered": 1}), ("off", {"last_triggered": 1}), "unchanged"),
        ("HassStopMoving", {}, "cover.a", ("opening", {}), ("opening", {}), "unchanged"),
        ("HassStopMoving", {}, "cover.a", ("opening", {}), ("open", {}), "done"),
        ("HassStopMoving", {}, "cover.a", ("open", {}), ("open", {}), None),
        ("HassVacuumPause", {}, "vacuum.a", ("cleaning", {}), ("cleaning", {}), "unchanged"),
        ("HassVacuumPause", {}, "vacuum.a", ("cleaning", {}), ("paused", {}), "done"),
        ("HassVacuumReturnToBase", {}, "vacuum.a", ("cleaning", {}), ("returning", {}), "done"),
        ("HassLawnMowerPause", {}, "lawn_mower.a", ("mowing", {}), ("paused", {}), "done"),
        ("HassClimateSetHvacMode", {"hvac_mode": "heat"}, "climate.a", ("off", {}), ("heat", {}), "done"),
        ("HassClimateSetHvacMode", {"hvac_mode": "heat"}, "climate.a", ("off", {}), ("off", {}), "unchanged"),
        ("HassFanSetPresetMode", {"preset_mode": "eco"}, "fan.a", ("on", {}), ("on", {"preset_mode": "Eco"}), "done"),
        ("HassHumidifierSetpoint", {"humidity": 45}, "humidifier.a", ("on", {"humidity": 40}), ("on", {"humidity": 45}), "done"),
        ("HassHumidifierSetpoint", {"humidity": 45}, "humidifier.a", ("on", {"humidity": 40}), ("on", {"humidity": 40}), "unchanged"),
        ("HassMediaPlayerMute", {}, "media_player.a", ("on", {}), ("on", {"is_volume_muted": True}), "done"),
        ("HassMediaNext", {}, "media_player.a", ("playing", {"media_title": "a"}), ("playing", {"media_title": "b"}), "done"),
        ("HassMediaNext", {}, "media_player.a", ("playing", {}), ("playing", {}), None),
        ("HassListAddItem", {"item": "x"}, "todo.a", ("2", {}), ("3", {}), "done"),
        ("HassListRemoveItem", {"item": "x"}, "todo.a", ("2", {}), ("1", {}), "done"),
    ],
)  # fmt: skip
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
        ("HassFanSetPresetMode", {"preset_mode": "eco"}, "fan.a", {"supported_features": 8, "preset_modes": ["Eco"]}),
        ("HassClimateSetHvacMode", {"hvac_mode": "heat"}, "climate.a", {"hvac_modes": ["off", "heat"]}),
        ("HassSetPosition", {"position": 30}, "light.a", {"supported_features": 0}),  # Home Assistant says
    ],
)  # fmt: skip
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
    found = absolute(given, EntityState("light.a", state, {"brightness": brightness}))
    assert found.intent.slots == {"area": "hall", "brightness": wanted}


def test_a_lamp_that_cannot_be_dimmed_has_no_change_of_brightness_and_one_that_is_off_is_not_lit_by_it():
    slots = {"brightness_delta": -20}
    onoff = EntityState("light.a", "on", {"supported_color_modes": ["onoff"]})
    off = EntityState("light.a", "off", {"supported_color_modes": ["brightness"]})
    assert obstacle_to(intent("HassLightSet", slots), onoff) == Obstacle("cannot", "brightness")
    assert obstacle_to(intent("HassLightSet", slots), off) is None
    assert absolute(intent("HassLightSet", slots), off) == Obstacle("off")


HEATS = {"temperature": 21.0, "min_temp": 7, "max_temp": 30, "target_temp_step": 0.5}
HOLDS = {
    "temperature": None,
    "target_temp_low": 20.0,
    "target_temp_high": 24.0,
    "min_temp": 7,
    "max_temp": 30,
}
TURNS = {"percentage": 40, "percentage_step": 20.0}
DAMP = {"humidity": 45, "min_humidity": 30, "max_humidity": 80}


@pytest.mark.parametrize(
    ("name", "slots", "entity", "state", "slots_now", "level"),
    [
        ("HassClimateSetTemperature", {"temperature_delta": 2}, "climate.a", ("heat", HEATS), {"temperature": 23}, Level(23.0)),
        ("HassClimateSetTemperature", {"temperature_delta": 10}, "climate.a", ("heat", HEATS), {"temperature": 30}, Level(30.0, at_limit=True)),
        ("HassClimateSetTemperature", {"temperature_delta": -20}, "climate.a", ("heat", HEATS), {"temperature": 7}, Level(7.0, at_limit=True)),
        ("HassClimateSetTemperature", {"temperature_delta": 0.1}, "climate.a", ("heat", HEATS), {"temperature": 21.5}, Level(21.5)),
        ("HassClimateSetTemperature", {"temperature_delta": -1}, "water_heater.a", ("eco", HEATS), {"temperature": 20}, Level(20.0)),
        ("HassClimateSetTemperature", {"temperature_delta": 2}, "climate.a", ("heat_cool", HOLDS),
         {"target_temp_low": 22, "target_temp_high": 26}, Level(22.0, 26.0)),
        ("HassClimateSetTemperature", {"temperature_delta": 10}, "climate.a", ("heat_cool", HOLDS),
         {"target_temp_low": 26, "target_temp_high": 30}, Level(26.0, 30.0, at_limit=True)),
        ("HassFanSetSpeed", {"percentage_delta": 10}, "fan.a", ("on", TURNS), {"percentage": 60}, Level(60.0)),
        ("HassFanSetSpeed", {"percentage_delta": -90}, "fan.a", ("on", TURNS), {"percentage": 20}, Level(20.0, at_limit=True)),
        ("HassFanSetSpeed", {"percentage_delta": 25}, "fan.a", ("off", TURNS), {"percentage": 20}, Level(20.0)),
        ("HassSetPosition", {"position_delta": -30}, "cover.a", ("open", {"current_position": 50}), {"position": 20}, Level(20.0)),
        ("HassSetPosition", {"position_delta": -30}, "cover.a", ("open", {"current_position": 10}), {"position": 0}, Level(0.0, at_limit=True)),
        ("HassHumidifierSetpoint", {"humidity_delta": 50}, "humidifier.a", ("on", DAMP), {"humidity": 80}, Level(80.0, at_limit=True)),
    ],
)  # fmt: skip
def test_a_relative_amount_leads_to_one_within_the_limits_and_on_the_steps(
    name, slots, entity, state, slots_now, level
):
    found = absolute(intent(name, slots), EntityState(entity, *state))
    assert (found.intent.slots, found.level, found.moves) == (slots_now, level, True)


def test_at_its_limit_nothing_is_to_be_sent():
    found = absolute(
        intent("HassClimateSetTemperature", {"temperature_delta": 1}),
        EntityState("climate.a", "heat", HEATS | {"temperature": 30}),
    )
    assert (found.level, found.moves) == (Level(30.0, at_limit=True), False)


@pytest.mark.parametrize(
    ("name", "slots", "entity", "state"),
    [
        ("HassClimateSetTemperature", {"temperature_delta": 2}, "climate.a", ("off", {"temperature": None})),
        ("HassLightSet", {"brightness_delta": 20}, "light.a", ("on", {"brightness": None})),
        ("HassSetPosition", {"position_delta": 20}, "cover.a", ("open", {})),
        ("HassHumidifierSetpoint", {"humidity_delta": 5}, "humidifier.a", ("on", {})),
    ],
)
def test_a_change_of_what_shows_no_level_is_not_guessed(name, slots, entity, state):
    assert absolute(intent(name, slots), EntityState(entity, *state)) == Obstacle("no_level")


def test_less_of_a_fan_that_is_off_is_nothing():
    state = EntityState("fan.a", "off", TURNS)
    assert absolute(intent("HassFanSetSpeed", {"percentage_delta": -20}), state) == Obstacle("off")


@pytest.mark.parametrize(
    ("name", "slots", "entity", "attributes", "expected"),
    [
        ("HassClimateSetHvacMode", {"hvac_mode": "dry"}, "climate.a", {"hvac_modes": ["heat"]}, Obstacle("cannot", "mode", options=("heat",))),
        ("HassClimateSetPresetMode", {"preset_mode": "eco"}, "climate.a", {"supported_features": 1}, Obstacle("cannot", "mode")),
        ("HassFanSetPresetMode", {"preset_mode": "x"}, "fan.a", {"supported_features": 8, "preset_modes": ["eco"]}, Obstacle("cannot", "mode", options=("eco",))),
        ("HassFanSetSpeed", {"percentage": 50}, "fan.a", {"supported_features": 56}, Obstacle("cannot", "percentage")),
        ("HassFanSetSpeed", {"percentage_delta": 5}, "fan.a", {"supported_features": 56}, Obstacle("cannot", "percentage")),
        ("HassHumidifierSetpoint", {"humidity": 90}, "humidifier.a", {"min_humidity": 30, "max_humidity": 80},
         Obstacle("out_of_range", "humidity", 30.0, 80.0)),
        ("HassHumidifierMode", {"mode": "baby"}, "humidifier.a", {"supported_features": 0}, Obstacle("cannot", "mode")),
        ("HassClimateSetTemperature", {"temperature": 90}, "water_heater.a", {"min_temp": 110, "max_temp": 140},
         Obstacle("out_of_range", "degrees", 110.0, 140.0)),
        ("HassLightSet", {"brightness": 150}, "light.a", {}, Obstacle("out_of_range", "percent", 0.0, 100.0)),
        ("HassVacuumPause", {}, "vacuum.a", {"supported_features": 8192}, Obstacle("cannot", "action")),
        ("HassStopMoving", {}, "cover.a", {"supported_features": 3}, Obstacle("cannot", "action")),
        ("HassTurnOff", {}, "climate.a", {"supported_features": 1}, Obstacle("cannot", "switch")),
        ("HassTurnOn", {}, "sensor.a", {}, Obstacle("cannot", "switch")),
        ("HassToggle", {}, "lock.a", {}, Obstacle("cannot", "switch")),
    ],
)  # fmt: skip
def test_what_a_thing_cannot_do_is_known_beforehand(name, slots, entity, attributes, expected):
    assert obstacle_to(intent(name, slots), EntityState(entity, "on", attributes)) == expected


@pytest.mark.parametrize(
    ("name", "slots", "entity", "attributes", "meant"),
    [
        ("HassFanSetPresetMode", {"preset_mode": "turbo"}, "fan.a", {"preset_modes": ["Boost"]}, "Boost"),
        ("HassFanSetPresetMode", {"preset_mode": "turbo"}, "fan.a", {"preset_modes": ["sleep"]}, None),
        ("HassClimateSetPresetMode", {"preset_mode": "eco"}, "water_heater.a", {"operation_list": ["Eco"]}, "Eco"),
        ("HassClimateSetPresetMode", {"preset_mode": "eco"}, "water_heater.a", {"operation_list": ["gas"]}, None),
        ("HassHumidifierMode", {"mode": "quiet"}, "humidifier.a", {"available_modes": ["Silent", "eco"]}, "Silent"),
    ],
)  # fmt: skip
def test_a_mode_is_sent_as_the_thing_calls_it(name, slots, entity, attributes, meant):
    state = EntityState(entity, "on", attributes)
    asked = as_listed(intent(name, slots), state)
    if meant is None:
        listed = next(value for value in attributes.values() if isinstance(value, list))
        assert obstacle_to(asked, state) == Obstacle("cannot", "mode", options=tuple(listed))
    else:
        assert obstacle_to(asked, state) is None
        assert meant in asked.slots.values()
        call = service_for(asked, entity)
        assert call is not None
        assert meant in call.data.values()


def test_the_mode_of_a_water_heater_is_its_operation_mode():
    asked = intent("HassClimateSetPresetMode", {"preset_mode": "eco"})
    call = service_for(asked, "water_heater.tank")
    assert call == Call(
        "water_heater", "set_operation_mode", {"operation_mode": "eco", "entity_id": "water_heater.tank"}
    )
    before, now = ("performance", {}), ("eco", {})
    assert progress(asked.name, asked.slots, "water_heater.tank", before, now) == "done"
    assert progress(asked.name, asked.slots, "water_heater.tank", before, before) == "unchanged"
