"""Services of the kinds of things that Home Assistant has no intent for, and what their states then show."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from sarai_mqtt.core.acting import ActionRequest, ActionResult, Level, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.assistant import actor as actor_module
from sarai_mqtt.home.assistant import client as client_module
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access
from tests.harness.hass_server import TOKEN, HassServer, thing
from tests.harness.waiting import until


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    for name in ("RETRY_MIN_S", "QUIET_S", "STARTING_S"):
        monkeypatch.setattr(client_module, name, 0.02)
    monkeypatch.setattr(actor_module, "STATE_S", 0.3)


class Obeying(HassServer):
    """Carries out the services of `effects`: the state and the attributes that an entity has afterwards."""

    def __init__(self, entity, state, effects, **attributes):
        super().__init__()
        self.add(*thing(entity, "It", **attributes))
        self.states[entity]["state"] = state
        self.effects = effects
        self.services = dict.fromkeys(effects, {"context": {}})

    async def _command(self, socket, subscriptions, command):
        if command["type"] == "call_service":
            name = f"{command['domain']}.{command['service']}"
            if after := self.effects.get(name):
                await self.set_state(command["service_data"]["entity_id"], after[0], **after[1])
        await super()._command(socket, subscriptions, command)


@asynccontextmanager
async def acting(server, **options):
    async with server.up():
        access = Access(server.url, TOKEN)
        hass = HomeAssistant(access, ["en"], site_of_root("sarai"), lambda _: None, **options)
        task = asyncio.create_task(hass.run())
        try:
            await until(lambda: hass.connected)
            yield hass.actor
        finally:
            task.cancel()
            await asyncio.wait([task])


def order(name, entity, slots, code=""):
    return ActionRequest(Intent("t", name, slots, (entity,), "", "en", 1.0), "kitchen", code=code)


FAN, TV, BLIND = "fan.a", "media_player.tv", "cover.blind"
DONE = [
    ("HassAlarmArm", {"mode": "night"}, "alarm_control_panel.a", ("disarmed", {"supported_features": 7}), "alarm_arm_night", {}, ("armed_night", {})),
    ("HassAlarmArm", {"mode": "home"}, "alarm_control_panel.a", ("disarmed", {"supported_features": 7}), "alarm_arm_home", {}, ("armed_home", {})),
    ("HassTurnOn", {}, "alarm_control_panel.a", ("disarmed", {"supported_features": 7}), "alarm_arm_away", {}, ("armed_away", {})),
    ("HassTurnOff", {}, "alarm_control_panel.a", ("armed_home", {}), "alarm_disarm", {}, ("disarmed", {})),
    ("HassAlarmDisarm", {}, "alarm_control_panel.a", ("armed_home", {}), "alarm_disarm", {}, ("disarmed", {})),
    ("HassFanOscillate", {"oscillating": True}, FAN, ("on", {"supported_features": 2, "oscillating": False}), "oscillate", {"oscillating": True}, ("on", {"oscillating": True})),
    ("HassFanSetDirection", {"direction": "reverse"}, FAN, ("on", {"supported_features": 4, "direction": "forward"}), "set_direction", {"direction": "reverse"}, ("on", {"direction": "reverse"})),
    ("HassFanSetDirection", {}, FAN, ("on", {"supported_features": 4, "direction": "reverse"}), "set_direction", {"direction": "forward"}, ("on", {"direction": "forward"})),
    ("HassCoverSetTilt", {"tilt_position": 40}, BLIND, ("open", {"supported_features": 240, "current_tilt_position": 0}), "set_cover_tilt_position", {"tilt_position": 40}, ("open", {"current_tilt_position": 40})),
    ("HassCoverSetTilt", {"tilt_position": 100}, BLIND, ("open", {"supported_features": 48, "current_tilt_position": 0}), "open_cover_tilt", {}, ("open", {"current_tilt_position": 100})),
    ("HassCoverSetTilt", {"tilt_position": 0}, BLIND, ("open", {"supported_features": 48, "current_tilt_position": 90}), "close_cover_tilt", {}, ("open", {"current_tilt_position": 0})),
    ("HassClimateSetPresetMode", {"preset_mode": "eco"}, "water_heater.a", ("gas", {"supported_features": 3, "operation_list": ["Eco", "gas"]}), "set_operation_mode", {"operation_mode": "Eco"}, ("Eco", {})),
    ("HassSelectOption", {"option": "cotton"}, "select.a", ("Wool", {"options": ["Wool", "Cotton"]}), "select_option", {"option": "Cotton"}, ("Cotton", {})),
    ("HassSelectOption", {"option": "party"}, "input_select.a", ("relax", {"options": ["relax", "party"]}), "select_option", {"option": "party"}, ("party", {})),
    ("HassSetNumber", {"value": 15}, "number.a", ("10", {"min": 0, "max": 60, "step": 5}), "set_value", {"value": 15}, ("15", {})),
    ("HassSetNumber", {"value": 8}, "input_number.a", ("2.0", {"min": 0, "max": 10, "step": 1}), "set_value", {"value": 8}, ("8.0", {})),
    ("HassMediaSelectSource", {"source": "hdmi 1"}, TV, ("on", {"supported_features": 2048, "source_list": ["HDMI 1", "TV"], "source": "TV"}), "select_source", {"source": "HDMI 1"}, ("on", {"source": "HDMI 1"})),
    ("HassMediaSetShuffle", {"shuffle": True}, TV, ("playing", {"supported_features": 32768, "shuffle": False}), "shuffle_set", {"shuffle": True}, ("playing", {"shuffle": True})),
    ("HassMediaSetRepeat", {"repeat": "one"}, TV, ("playing", {"supported_features": 262144, "repeat": "off"}), "repeat_set", {"repeat": "one"}, ("playing", {"repeat": "one"})),
    ("HassClimateSetTemperature", {"target_temp_low": 19, "target_temp_high": 23}, "climate.a",
     ("heat_cool", {"supported_features": 3, "temperature": None, "target_temp_low": 18, "target_temp_high": 25, "min_temp": 7, "max_temp": 35}), "set_temperature",
     {"target_temp_low": 19, "target_temp_high": 23}, ("heat_cool", {"target_temp_low": 19, "target_temp_high": 23})),
    ("HassClimateSetSwingMode", {"swing_mode": "vertical"}, "climate.a", ("cool", {"supported_features": 32, "swing_modes": ["off", "Vertical"], "swing_mode": "off"}), "set_swing_mode", {"swing_mode": "Vertical"}, ("cool", {"swing_mode": "Vertical"})),
    ("HassHumidifierSetpoint", {"humidity": 50}, "climate.a", ("dry", {"supported_features": 4, "humidity": 40, "min_humidity": 30, "max_humidity": 99}), "set_humidity", {"humidity": 50}, ("dry", {"humidity": 50})),
    ("HassMediaSelectSoundMode", {"sound_mode": "movie"}, TV, ("on", {"supported_features": 65536, "sound_mode_list": ["Music", "Movie"], "sound_mode": "Music"}), "select_sound_mode", {"sound_mode": "Movie"}, ("on", {"sound_mode": "Movie"})),
    ("HassWaterHeaterSetAwayMode", {"away_mode": True}, "water_heater.a", ("eco", {"supported_features": 7, "away_mode": "off"}), "set_away_mode", {"away_mode": True}, ("eco", {"away_mode": "on"})),
    ("HassTimerHelperStart", {}, "timer.a", ("idle", {"duration": "0:30:00"}), "start", {}, ("active", {"finishes_at": "2026-11-29T12:00:00+00:00"})),
    ("HassTimerHelperStart", {"hours": 1, "minutes": 20}, "timer.a", ("idle", {}), "start", {"duration": {"seconds": 4800}}, ("active", {})),
    ("HassTimerHelperPause", {}, "timer.a", ("active", {}), "pause", {}, ("paused", {})),
    ("HassTimerHelperCancel", {}, "timer.a", ("active", {}), "cancel", {}, ("idle", {})),
    ("HassTimerHelperFinish", {}, "timer.a", ("paused", {}), "finish", {}, ("idle", {})),
]  # fmt: skip


@pytest.mark.parametrize(("name", "slots", "entity", "before", "service", "data", "after"), DONE)
async def test_a_service_does_it_and_the_state_shows_it(name, slots, entity, before, service, data, after):
    called = f"{entity.partition('.')[0]}.{service}"
    server = Obeying(entity, before[0], {called: after}, **before[1])
    async with acting(server) as actor:
        assert await actor.act(order(name, entity, slots)) == ActionResult(done=(entity,))
    assert server.called == [(called, {"entity_id": entity, **data})]


@pytest.mark.parametrize(("name", "slots", "entity", "before", "service", "data", "after"), DONE)
async def test_a_thing_that_does_not_obey_is_not_called_done(
    name, slots, entity, before, service, data, after
):
    called = f"{entity.partition('.')[0]}.{service}"
    server = Obeying(entity, before[0], {}, **before[1])
    server.services[called] = {"context": {}}
    async with acting(server) as actor:
        acted = await actor.act(order(name, entity, slots))
    assert (acted.done, acted.silent) == ((), (entity,)), (data, after)


@pytest.mark.parametrize(
    ("name", "slots", "entity", "state", "attributes", "obstacle"),
    [
        ("HassAlarmArm", {"mode": "vacation"}, "alarm_control_panel.a", "disarmed", {"supported_features": 7}, Obstacle("cannot", "arm_mode")),
        ("HassAlarmDisarm", {}, "alarm_control_panel.a", "armed_away", {"code_format": "number"}, Obstacle("cannot", "code")),
        ("HassFanOscillate", {"oscillating": True}, FAN, "on", {"supported_features": 1}, Obstacle("cannot", "oscillation")),
        ("HassFanSetDirection", {}, FAN, "on", {"supported_features": 1}, Obstacle("cannot", "direction")),
        ("HassCoverSetTilt", {"tilt_position": 40}, BLIND, "open", {"supported_features": 48}, Obstacle("cannot", "tilt")),
        ("HassCoverSetTilt", {"tilt_position": 100}, BLIND, "open", {"supported_features": 15}, Obstacle("cannot", "tilt")),
        ("HassClimateSetPresetMode", {"preset_mode": "gas"}, "water_heater.a", "eco", {"supported_features": 3, "operation_list": ["eco"]}, Obstacle("cannot", "mode", options=("eco",))),
        ("HassSelectOption", {"option": "silk"}, "select.a", "Wool", {"options": ["Wool"]}, Obstacle("cannot", "option", options=("Wool",))),
        ("HassClimateSetSwingMode", {"swing_mode": "vertical"}, "climate.a", "cool", {"supported_features": 1}, Obstacle("cannot", "mode")),
        ("HassHumidifierSetpoint", {"humidity": 50}, "climate.a", "cool", {"supported_features": 1}, Obstacle("cannot", "humidity")),
        ("HassHumidifierSetpoint", {"humidity": 20}, "climate.a", "dry", {"supported_features": 4, "min_humidity": 30, "max_humidity": 99}, Obstacle("out_of_range", "humidity", 30, 99)),
        ("HassWaterHeaterSetAwayMode", {"away_mode": True}, "water_heater.a", "eco", {"supported_features": 3}, Obstacle("cannot", "mode")),
        ("HassTimerHelperPause", {}, "timer.a", "idle", {}, Obstacle("off")),
        ("HassSetNumber", {"value": 99}, "number.a", "10", {"min": 0, "max": 60}, Obstacle("out_of_range", "value", 0, 60)),
        ("HassMediaSelectSource", {"source": "VHS"}, TV, "on", {"supported_features": 2048, "source_list": ["TV"]}, Obstacle("cannot", "source", options=("TV",))),
        ("HassMediaSetShuffle", {"shuffle": True}, TV, "playing", {"supported_features": 1}, Obstacle("cannot", "shuffle")),
        ("HassMediaSetRepeat", {"repeat": "all"}, TV, "playing", {"supported_features": 1}, Obstacle("cannot", "repeat")),
        ("HassClimateSetTemperature", {"target_temp_low": 19, "target_temp_high": 23}, "climate.a", "heat", {"supported_features": 3, "temperature": 20}, Obstacle("cannot", "range")),
    ],
)  # fmt: skip
async def test_what_it_cannot_do_is_not_sent(name, slots, entity, state, attributes, obstacle):
    server = Obeying(entity, state, {}, **attributes)
    async with acting(server) as actor:
        acted = await actor.act(order(name, entity, slots))
    assert (acted.failed, acted.why) == ((entity,), {entity: obstacle})
    assert acted.untried
    assert not server.called


async def test_a_number_goes_up_by_a_step():
    server = Obeying("number.a", "10", {"number.set_value": ("15", {})}, min=0, max=15, step=5)
    async with acting(server) as actor:
        acted = await actor.act(order("HassSetNumber", "number.a", {"value_delta": 1}))
    assert acted == ActionResult(done=("number.a",), levels={"number.a": Level(15, at_limit=True)})
    assert server.called == [("number.set_value", {"entity_id": "number.a", "value": 15})]


async def test_an_alarm_that_leaves_time_to_go_out_is_being_armed():
    arming = {"alarm_control_panel.alarm_arm_away": ("arming", {})}
    server = Obeying("alarm_control_panel.a", "disarmed", arming, supported_features=7)
    async with acting(server) as actor:
        acted = await actor.act(order("HassAlarmArm", "alarm_control_panel.a", {"mode": "away"}))
    assert acted.begun == ("alarm_control_panel.a",)


@pytest.mark.parametrize(
    ("said", "configured", "sent"), [("1234", "", "1234"), ("", "9876", "9876"), ("1234", "9876", "1234")]
)
async def test_the_code_that_was_said_comes_before_the_one_of_the_settings(said, configured, sent):
    disarming = {"alarm_control_panel.alarm_disarm": ("disarmed", {})}
    server = Obeying("alarm_control_panel.a", "armed_away", disarming, code_format="number")
    async with acting(server, alarm_code=configured) as actor:
        acted = await actor.act(order("HassAlarmDisarm", "alarm_control_panel.a", {}, said))
    assert acted.done == ("alarm_control_panel.a",)
    assert server.called[0][1]["code"] == sent


async def test_the_code_is_in_no_reason():
    server = Obeying("alarm_control_panel.a", "armed_away", {}, code_format="number")
    server.absent.add("alarm_control_panel.alarm_disarm")
    async with acting(server) as actor:
        request = order("HassAlarmDisarm", "alarm_control_panel.a", {}, "1234")
        acted = await actor.act(request)
    assert acted.failed
    assert "1234" not in repr(acted) + repr(request)
