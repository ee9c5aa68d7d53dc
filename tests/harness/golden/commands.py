"""Journeys: commands, questions, confirmations and timers."""

from sarai_mqtt.core.messages import Played, SettingChange, TextCommand, WakeWordDetected
from tests.harness.audio import LOUD
from tests.harness.golden.journeys import journey

# Commands.


@journey(sites=("kitchen", "hall"), from_arrival=True)
async def a_satellite_arrives(house):
    house.send(SettingChange("kitchen", "volume", "60"))
    house.send(SettingChange("kitchen", "volume", "loud"))


@journey(token=True)
async def command_with_a_token(house):
    await house.speak("turn on the kitchen light")
    house.send(Played("kitchen", house.record.last_of("turn")["payload"]["turn"]))


@journey(token=True)
async def command_with_a_token_in_spanish(house):
    await house.speak("enciende la luz de la cocina", "es")


@journey(token=True)
async def command_that_home_assistant_declines(house):
    house.hass.answers["HassTurnOn", "light.kitchen"] = "The light is broken"
    await house.speak("turn on the kitchen light")
    house.hass.states.pop("light.hall")
    house.hass.answers["HassTurnOn", "light.hall"] = 500
    await house.speak("turn on the hall lamp")


@journey()
async def command_by_package(house):
    await house.speak("turn on the kitchen light", over=False)
    house.package_reports(done=["light.kitchen"])
    await house.turn_over()


@journey()
async def command_by_package_in_spanish(house):
    await house.speak("enciende la lámpara del salón", "es", over=False)
    house.package_reports(done=["light.salon"])
    await house.turn_over()


@journey()
async def command_by_package_done_in_part(house):
    await house.speak("turn off the kitchen lights", over=False)
    house.package_reports(done=["light.kitchen"], failed=["light.counter"])
    await house.turn_over()


@journey()
async def command_by_package_that_does_not_report(house):
    await house.speak("turn on the kitchen light")


@journey(package=False)
async def command_for_automations(house):
    await house.speak("turn on the kitchen light")


@journey(package=False)
async def command_like_no_template(house):
    await house.write("could you maybe get the kitchen light going", "en")
    await house.write("trun on the kichen light", "en")
    await house.write("it's too dark in the kitchen", "en")
    await house.write("que se encienda la lámpara del salón", "es")


@journey(package=False)
async def command_that_comes_too_late(house):
    house.text.runs_left = 0
    house.send(TextCommand("kitchen", "turn on the kitchen light", "en"))
    await house.loop.pass_time(6)
    house.text.release()
    await house.turn_over()


@journey()
async def follow_up(house):
    await house.speak("turn on the kitchen light", over=False)
    house.package_reports(done=["light.kitchen"])
    await house.turn_over()
    await house.loop.pass_time(3)
    await house.speak("and the hall lamp", over=False)
    house.package_reports(done=["light.hall"])
    await house.turn_over()
    await house.write("now turn it off", "en", over=False)
    house.package_reports(done=["light.hall"])
    await house.turn_over()


# Questions.


@journey(token=True)
async def question_with_a_token(house):
    await house.speak("what is the kitchen temperature")
    await house.loop.pass_time(5)
    await house.speak("is the front door locked")
    await house.loop.pass_time(5)
    await house.speak("¿está encendida la luz de la cocina?", "es")


@journey()
async def question_by_package(house):
    await house.speak("is the hall lamp on", over=False)
    house.package_reports(states=[{"id": "light.hall", "state": "on", "attributes": {}}])
    await house.turn_over()


@journey(package=False)
async def question_about_the_time(house):
    await house.write("what time is it", "en")
    await house.write("¿qué hora es?", "es")
    await house.write("what's the date today", "en")


# Confirmations.


@journey(token=True)
async def confirmation_with_a_token(house):
    await house.speak("unlock the front door")
    await house.loop.pass_time(4)
    await house.speak("yes", speech=20)


@journey()
async def confirmation_declined_in_spanish(house):
    await house.speak("abre la puerta principal", "es")
    await house.loop.pass_time(4)
    await house.speak("no", "es", speech=20)
    await house.loop.pass_time(4)
    await house.speak("sí", "es", speech=20)


@journey()
async def confirmation_in_a_language_without_tables(house):
    await house.write("unlock the front door", "en")
    await house.write("oui", "fr")
    await house.write("yes", "en")


@journey()
async def confirmation_that_nobody_gives(house):
    await house.write("unlock the front door", "en")
    await house.loop.pass_time(20)
    await house.speak("yes", speech=20)


@journey()
async def confirmation_after_an_unclear_answer(house):
    await house.write("unlock the front door", "en")
    await house.write("banana", "en")
    await house.write("yes please", "en", over=False)
    house.package_reports(done=["lock.front"])
    await house.turn_over()


@journey()
async def confirmation_in_mode_wake(house):
    house.send(SettingChange("kitchen", "mode", "wake"))
    await house.hear(LOUD, "kitchen")
    house.send(WakeWordDetected("kitchen"))
    await house.speak("unlock the front door")
    house.send(Played("kitchen", house.record.last_of("turn")["payload"]["turn"]))
    await house.speak("no", speech=20)


@journey()
async def confirmation_dropped_for_another_command(house):
    await house.write("unlock the front door", "en")
    await house.write("turn on the kitchen light", "en", over=False)
    house.package_reports(done=["light.kitchen"])
    await house.turn_over()


# Timers.


@journey()
async def timer(house):
    await house.speak("set a timer for two minutes")
    await house.loop.pass_time(30)
    await house.write("how much time is left on the timer", "en")
    await house.loop.pass_time(100)
    await house.turn_over()


@journey()
async def timer_in_spanish(house):
    await house.speak("pon un temporizador de un minuto para la pasta", "es")
    await house.loop.pass_time(70)
    await house.turn_over()
    await house.write("cancela el temporizador", "es")


@journey()
async def command_put_off(house):
    await house.speak("turn off the kitchen light in one minute")
    await house.loop.pass_time(61)
    house.package_reports(done=["light.kitchen"])
    await house.turn_over()
    await house.write("unlock the front door in ten seconds", "en")
    await house.write("yes", "en")
    await house.loop.pass_time(11)
    house.package_reports(done=["lock.front"])
    await house.turn_over()
