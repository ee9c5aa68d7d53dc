"""Journeys: several commands in one breath, and choices.

What is read from a sentence is made up here, so that these records are of turns alone: commands joined by "and"
or "y", and two lights that "the light" may be. Each part is read by the real understanding.
"""

from dataclasses import replace

from sarai_mqtt.core.recognition import Choice
from tests.harness.golden.journeys import journey

# Orders that may mean one of LIGHTS, and one that means another, by language.
ORDERS = {
    "en": {"turn on the light": "turn on the kitchen light"},
    "es": {"enciende la luz": "enciende la lámpara del salón"},
}
LIGHTS = ("light.kitchen", "light.counter")


class ReadsSeveral:
    """The understanding, which here also reads several commands and a choice."""

    def __init__(self, understanding):
        self._understanding = understanding

    def __getattr__(self, name):
        return getattr(self._understanding, name)

    def read(self, text, language, area=None):
        if text in ORDERS.get(language, {}):
            (intent,) = self._understanding.read(ORDERS[language][text], language)
            meant = [replace(intent, slots={"name": light}, targets=(light,), text=text) for light in LIGHTS]
            return Choice(" ".join(text.split()[-2:]), tuple((one,) for one in meant), LIGHTS, language)
        said = text.split(" y " if language == "es" else " and ")
        parts = [self._understanding.read(part, language, area) for part in said]
        read = all(isinstance(part, tuple) for part in parts)
        return tuple(intent for part in parts for intent in part) if read else next(iter(parts))


@journey(token=True, reads=ReadsSeveral)
async def two_commands_with_a_token(house):
    await house.speak("turn on the kitchen light and turn off the hall lamp")


@journey(reads=ReadsSeveral)
async def two_commands_by_package(house):
    await house.speak("turn on the kitchen light and turn off the hall lamp", over=False)
    house.package_reports(done=["light.kitchen"])
    await house.settle()
    house.package_reports(done=["light.hall"])
    await house.turn_over()


@journey(reads=ReadsSeveral)
async def two_commands_of_which_one_fails(house):
    await house.speak("turn on the hall lamp and turn on the kitchen light", over=False)
    house.package_reports(failed=["light.hall"])
    await house.settle()
    house.package_reports(done=["light.kitchen"])
    await house.turn_over()


@journey(reads=ReadsSeveral)
async def command_done_and_another_confirmed(house):
    await house.speak("unlock the front door and turn on the kitchen light", over=False)
    house.package_reports(done=["light.kitchen"])
    await house.turn_over()
    await house.loop.pass_time(5)
    await house.speak("yes", speech=20, over=False)
    house.package_reports(done=["lock.front"])
    await house.turn_over()


@journey(reads=ReadsSeveral)
async def two_commands_for_automations(house):
    house.hand.present = False
    await house.write("turn on the kitchen light and turn off the hall lamp", "en")


@journey(reads=ReadsSeveral)
async def choice_answered(house):
    await house.speak("turn on the light")
    await house.loop.pass_time(5)
    await house.speak("the counter one", speech=20, over=False)
    house.package_reports(done=["light.counter"])
    await house.turn_over()


@journey(reads=ReadsSeveral)
async def choice_of_both_after_an_unclear_answer(house):
    await house.write("enciende la luz", "es")
    await house.write("plátano", "es")
    await house.write("las dos", "es", over=False)
    house.package_reports(done=["light.kitchen", "light.counter"])
    await house.turn_over()


@journey(reads=ReadsSeveral)
async def choice_of_none(house):
    await house.speak("turn on the light")
    await house.loop.pass_time(5)
    await house.speak("none of them", speech=20)
    await house.write("the first", "en")


@journey(reads=ReadsSeveral)
async def choice_dropped_for_another_command(house):
    await house.write("turn on the light", "en")
    await house.write("turn on the hall lamp", "en", over=False)
    house.package_reports(done=["light.hall"])
    await house.turn_over()


@journey(reads=ReadsSeveral)
async def choice_that_nobody_makes(house):
    await house.write("turn on the light", "en")
    await house.loop.pass_time(20)
    await house.write("the first", "en")
