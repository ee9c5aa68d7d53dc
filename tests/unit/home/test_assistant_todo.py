"""Lists of Home Assistant: what was said is done by the items they have, and told by these."""

import asyncio
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from sarai_mqtt.core.acting import ActionRequest, ActionResult, Obstacle
from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Entity, Home
from sarai_mqtt.home.assistant import client as client_module
from sarai_mqtt.home.assistant.client import HomeAssistant
from sarai_mqtt.home.assistant.registries import site_of_root
from sarai_mqtt.home.assistant.rest import Access
from sarai_mqtt.home.assistant.todo import Item, called
from sarai_mqtt.turns.responses.replies import outcome_sentence
from tests.harness.hass_server import TOKEN, HassServer, thing
from tests.harness.waiting import until

LIST = "todo.shopping"
HOME = Home(
    {},
    {
        LIST: Entity(
            LIST, {"en": ("Shopping list",), "es": ("Lista de la compra",), "fr": ("Liste de courses",)}
        )
    },
)
NOW = datetime(2026, 11, 29, 10)


@pytest.fixture(autouse=True)
def fast(monkeypatch):
    for name in ("RETRY_MIN_S", "QUIET_S", "STARTING_S"):
        monkeypatch.setattr(client_module, name, 0.02)


def item(summary, *, done=False, uid=""):
    return {"summary": summary, "uid": uid or summary[:2], "status": "completed" if done else "needs_action"}


@asynccontextmanager
async def a_list(*items, old=False, chores=()):
    """A running client, and the Home Assistant that has the list."""
    server = HassServer(old=old)
    server.add(*thing(LIST, "Shopping list"))
    server.lists[LIST] = list(items)
    if chores:
        server.add(*thing("todo.chores", "Chores"))
        server.lists["todo.chores"] = list(chores)
    async with server.up():
        access = Access(server.url, TOKEN)
        hass = HomeAssistant(access, ["en", "es"], site_of_root("sarai"), lambda _: None)
        task = asyncio.create_task(hass.run())
        try:
            await until(lambda: hass.connected)
            yield hass.actor, server
        finally:
            task.cancel()
            await asyncio.wait([task])


def asked(name, said="", language="en"):
    slots = {"name": LIST, **({"item": said} if said else {})}
    return Intent("t", name, slots, (LIST,), "", language, 1.0)


def told(intent, acted):
    return outcome_sentence(intent, acted, HOME, NOW)


async def done(actor, intent):
    return await actor.act(ActionRequest(intent, "kitchen"))


def names(server):
    return [(i["summary"], i["status"] == "completed") for i in server.lists[LIST]]


@pytest.mark.parametrize("old", [False, True])
async def test_an_item_is_added_and_the_list_shows_it(old):
    async with a_list(item("Bread"), old=old) as (actor, server):
        intent = asked("HassListAddItem", "milk")
        acted = await done(actor, intent)
        assert acted == ActionResult(done=(LIST,))
        assert names(server) == [("Bread", False), ("milk", False)]
        assert told(intent, acted) == "Added milk to the list."


async def test_what_is_on_the_list_is_not_added_twice():
    async with a_list(item("Milk")) as (actor, server):
        assert await done(actor, asked("HassListAddItem", "the milk")) == ActionResult(done=(LIST,))
        assert names(server) == [("Milk", False)]


async def test_what_was_ticked_off_is_added_again():
    async with a_list(item("Milk", done=True)) as (actor, server):
        await done(actor, asked("HassListAddItem", "milk"))
        assert names(server) == [("Milk", True), ("milk", False)]


@pytest.mark.parametrize(
    ("name", "said", "left", "service"),
    [
        ("HassListCompleteItem", "eggs", [("Milk", False), ("Eggs", True)], "update_item"),
        ("HassListCompleteItem", "the egg", [("Milk", False), ("Eggs", True)], "update_item"),
        ("HassListRemoveItem", "MILK", [("Eggs", False)], "remove_item"),
    ],
)
async def test_an_item_is_ticked_off_or_removed_by_the_name_it_has_there(name, said, left, service):
    async with a_list(item("Milk"), item("Eggs")) as (actor, server):
        assert await done(actor, asked(name, said)) == ActionResult(done=(LIST,))
        assert names(server) == left
        assert [called for called, _ in server.called if service in called] == [f"todo.{service}"]


@pytest.mark.parametrize("name", ["HassListCompleteItem", "HassListRemoveItem"])
@pytest.mark.parametrize(
    ("language", "said", "reply"),
    [
        ("en", "butter", "Butter isn't on the shopping list, so I changed nothing."),
        ("es", "mantequilla", "En la lista de la compra no hay mantequilla, así que no he cambiado nada."),
        ("fr", "beurre", "Sur la liste de courses, il n'y a pas : beurre, je n'ai donc rien changé."),
    ],
)
async def test_an_item_that_is_not_there_is_told(name, language, said, reply):
    async with a_list(item("Milk")) as (actor, server):
        intent = asked(name, said, language)
        acted = await done(actor, intent)
        assert acted.failed == (LIST,)
        assert acted.why == {LIST: Obstacle("not_listed", said)}
        assert names(server) == [("Milk", False)]
        assert told(intent, acted) == reply


@pytest.mark.parametrize("name", ["HassListAddItem", "HassListCompleteItem", "HassListRemoveItem"])
async def test_a_list_that_does_not_change_is_not_called_done(name):
    async with a_list(item("Milk")) as (actor, server):
        server.idle.add(LIST)
        said = "bread" if name == "HassListAddItem" else "milk"
        acted = await done(actor, asked(name, said))
        assert (acted.done, acted.silent) == ((), (LIST,))


async def test_a_service_that_fails_is_told():
    async with a_list(item("Milk")) as (actor, server):
        server.absent.add("todo.update_item")
        assert (await done(actor, asked("HassListCompleteItem", "milk"))).failed == (LIST,)
        assert names(server) == [("Milk", False)]


@pytest.mark.parametrize(
    ("items", "said", "english", "spanish", "french"),
    [
        ([], "", "There's nothing on the shopping list.", "No hay nada en la lista de la compra.", "Il n'y a rien sur la liste de courses."),
        (["Milk"], "", "On the shopping list: Milk.", "En la lista de la compra hay Milk.", "Sur la liste de courses, il y a : Milk."),
        (["Milk", "Eggs", "Tea"], "", "On the shopping list: Milk, Eggs and Tea.", "En la lista de la compra hay Milk, Eggs y Tea.", "Sur la liste de courses, il y a : Milk, Eggs et Tea."),
        (["Milk", "Eggs"], "egg", "Yes, that's on the shopping list.", "Sí, está en la lista de la compra.", "Oui, c'est sur la liste de courses."),
        (["Milk"], "tea", "No, that isn't on the shopping list.", "No, no está en la lista de la compra.", "Non, ce n'est pas sur la liste de courses."),
    ],
)  # fmt: skip
async def test_what_is_on_the_list(items, said, english, spanish, french):
    async with a_list(*map(item, items), item("Old", done=True)) as (actor, _):
        for language, reply in (("en", english), ("es", spanish), ("fr", french)):
            intent = asked("HassListGetItems", said, language)
            assert told(intent, await done(actor, intent)) == reply


async def test_a_long_list_is_told_in_part():
    async with a_list(*(item(f"Thing {n}", uid=str(n)) for n in range(20))) as (actor, _):
        intent = asked("HassListGetItems")
        reply = told(intent, await done(actor, intent))
        assert "Thing 11" in reply
        assert "Thing 12" not in reply
        assert reply.endswith("and 8 more.")


async def test_a_list_that_cannot_be_read_is_not_called_empty():
    async with a_list(item("Milk")) as (actor, server):
        server.broken.add(LIST)
        intent = asked("HassListGetItems")
        assert "nothing" not in told(intent, await done(actor, intent))


@pytest.mark.parametrize(
    ("said", "language", "found"),
    [
        ("tomatoes", "en", None),  # which of the two?
        ("cherry tomatoes", "en", "Cherry tomatoes"),
        ("la leche", "es", "Leche"),
        ("l'œuf", "fr", "Œufs"),
        ("", "en", None),
        ("bread rolls", "en", None),
    ],
)
def test_items_are_found_by_their_names(said, language, found):
    items = [Item("Cherry tomatoes"), Item("Plum tomatoes"), Item("Leche"), Item("Œufs"), Item("Bread")]
    known = called(items, said, language)
    assert (known and known.summary) == found


@pytest.mark.parametrize(
    ("chores", "done_in", "trouble"),
    [
        ([("Mop the floor", False)], ("todo.chores",), None),
        ([("Milk", True), ("Mop the floor", False)], ("todo.chores",), None),
        ([("Eggs", False)], (), "refused"),
    ],
)
async def test_an_item_is_ticked_off_on_the_list_that_has_it(chores, done_in, trouble):
    rows = [item(name, done=ticked) for name, ticked in chores]
    async with a_list(item("Milk"), chores=rows) as (actor, server):
        slots = {"item": "mop the floor"}
        intent = Intent("t", "HassListCompleteItem", slots, (LIST, "todo.chores"), "", "en", 1.0)
        acted = await done(actor, intent)
        assert (acted.done, acted.trouble) == (done_in, trouble)
        assert names(server) == [("Milk", False)]


async def test_an_item_that_two_lists_have_is_ticked_off_on_neither():
    async with a_list(item("Milk"), chores=[item("Milk")]) as (actor, server):
        slots = {"item": "milk"}
        intent = Intent("t", "HassListCompleteItem", slots, (LIST, "todo.chores"), "", "en", 1.0)
        acted = await done(actor, intent)
        assert (acted.done, acted.trouble) == ((), "refused")
        assert names(server) == [("Milk", False)]
