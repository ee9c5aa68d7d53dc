"""Small homes, and stand-ins for what understands and acts in them."""

from dataclasses import replace

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Area, Entity, Home


def entity(id_, en, es, area=None, **more):
    """Return an entity with one name a language; `more` are other fields of Entity."""
    return Entity(id_, {"en": (en,), "es": (es,)}, area, **more)


def home_of(*entities, **areas):
    """Return a home of entities; each of `areas` is an id with its English and its Spanish name."""
    named = {id_: Area(id_, {"en": (en,), "es": (es,)}) for id_, (en, es) in areas.items()}
    return Home(named, {entity.id: entity for entity in entities})


HOME = home_of(
    entity("light.a", "Light", "Luz", "kitchen"),
    entity("light.b", "Lamp", "Lámpara", "hall"),
    entity("lock.door", "Front door", "Puerta principal", confirm=True),
    kitchen=("Kitchen", "Cocina"),
    hall=("Hall", "Pasillo"),
)


class FakeUnderstander:
    """Commands start with "turn on", "is", "set a timer" or "unlock" (es: "enciende", "abre").

    "and the lamp" adds to the command before; `options` are what the Thinker may choose among.
    """

    home = HOME

    def __init__(self, options=()):
        self.options, self.asked = options, []

    def understand(self, text, language, area=None):
        self.asked.append((text, area))
        said = text.lower()
        if said.startswith({"en": "turn on", "es": "enciende"}[language]):
            return Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), text, language, 1.0)
        if said.startswith({"en": "unlock", "es": "abre"}[language]):
            slots, targets = {"name": "lock.door"}, ("lock.door",)
            return Intent("", "HassTurnOff", slots, targets, text, language, 1.0, confirm=True)
        if language == "en" and said.startswith("is "):
            return Intent(
                "", "HassGetState", {"name": "light.a"}, ("light.a",), text, language, 1.0, asks="one"
            )
        if language == "en" and said.startswith("set a timer"):
            return Intent("", "HassStartTimer", {"minutes": 5}, (), text, language, 1.0)
        return None

    def unknown(self, text, language):
        return None

    def unanswered(self, text, language, area=None, *, sure=False):
        return None

    def read(self, text, language, area=None):
        found = self.understand(text, language, area)
        return found and (found,)

    def explain(self, text, language, area=None):
        return ()

    def follow_up(self, text, language, before, area=None):
        if text.lower().startswith("and the lamp"):
            slots = {**before.slots, "name": "light.b"}
            return (replace(before, slots=slots, targets=("light.b",), text=text, source="follow_up"),)
        return None

    def candidates(self, text, language, area=None):
        return self.options

    def reload_if_changed(self):
        return False

    def learn(self, home):
        self.home = home


class FakeActor:
    """Reports `acted` of everything, or that all was done; keeps the orders."""

    by_message = False

    def __init__(self, acted=None, *, present=True, conversed=None, gate=None):
        self.acted, self.present, self.conversed, self.gate = acted, present, conversed, gate
        self.orders, self.talks = [], []

    async def act(self, order):
        self.orders.append(order)
        if self.gate is not None:
            await self.gate.wait()
        return self.acted or ActionResult(done=order.intent.targets)

    async def converse(self, text, language, site, conversation=""):
        self.talks.append((text, conversation))
        return self.conversed
