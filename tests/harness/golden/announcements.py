"""Journeys: announcements for several sites."""

import json

from sarai_mqtt.core.messages import Played, SettingChange
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from tests.harness.golden.journeys import journey

HOUSE = ("kitchen", "hall", "salon")


def announce(house, **body):
    house.deliver(Outgoing("sarai/announce", json.dumps(body, ensure_ascii=False).encode()))


@journey(sites=HOUSE)
async def announcement_by_message(house):
    announce(house, text="Dinner is ready.", language="en", **{"except": ["kitchen"]}, id="dinner")
    await house.turn_over(2)
    announce(house, text="Dinner is ready.", language="en", **{"except": ["kitchen"]}, id="dinner")
    await house.loop.pass_time(12)
    announce(house, text="La cena está lista.", language="es", areas=["Salón"], chime=False)
    await house.turn_over()


@journey(sites=HOUSE)
async def announcement_that_waits(house):
    house.send(SettingChange("salon", "enabled", "off"))
    await house.write("what time is it", "en")
    announce(house, text="Dinner is ready.", language="en")
    await house.turn_over()
    await house.loop.pass_time(1)
    house.send(Played("kitchen"))
    await house.loop.pass_time(3)
    announce(house, text="Dinner is ready.", areas=["cellar"])
    announce(house, text="Dinner is ready.", sites=["salon"])
    announce(house, text="Dinner is ready.", area="kitchen")


@journey(sites=HOUSE)
async def announcement_by_voice(house):
    await house.speak("announce that dinner is ready everywhere", over=False)
    await house.turn_over(3)
    await house.loop.pass_time(12)
    await house.write("anuncia en el salón que la cena está lista", "es", over=False)
    await house.turn_over(2)


@journey(sites=HOUSE)
async def announcement_that_is_refused(house):
    await house.write("announce in the attic that dinner is ready", "en")
    await house.write("announce in the kitchen that dinner is ready", "en")
    await house.write("anuncia que la abuela llamó en el salón", "es")
    await house.write("announce when Ana comes home that dinner is ready", "en")
