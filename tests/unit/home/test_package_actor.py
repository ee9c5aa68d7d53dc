import asyncio

import pytest

from sarai_mqtt.core.acting import ActionRequest, ActionResult, EntityState
from sarai_mqtt.core.events import Intent
from sarai_mqtt.home.package_actor import PackageActor

ORDER = ActionRequest(Intent("t1", "HassTurnOn", {}, ("light.a",), "light", "en", 1.0), "kitchen")


async def test_the_package_reports_what_came_of_it():
    actor = PackageActor()
    acting = asyncio.create_task(actor.act(ORDER))
    await asyncio.sleep(0)
    assert not actor.reported("another", ActionResult())
    assert actor.reported("t1", ActionResult(done=("light.a",)))
    assert await acting == ActionResult(done=("light.a",))
    assert not actor.reported("t1", ActionResult())


async def test_a_package_that_does_not_report_is_not_believed_to_have_acted():
    acted = await PackageActor(wait_s=0.01).act(ORDER)
    assert (acted.trouble, acted.done) == ("unreachable", ())


async def test_nobody_acts_until_the_package_has_told_of_itself():
    assert not PackageActor().present


@pytest.mark.parametrize(
    ("reported", "acted"),
    [
        (ActionResult(done=("lock.b", "light.a")), ActionResult(done=("light.a",))),
        (ActionResult(failed=("light.a", "lock.b")), ActionResult(failed=("light.a",))),
    ],
)
async def test_a_report_counts_for_what_was_asked(reported, acted):
    actor = PackageActor()
    acting = asyncio.create_task(actor.act(ORDER))
    await asyncio.sleep(0)
    actor.reported("t1", reported)
    assert await acting == acted


@pytest.mark.parametrize("reported", [ActionResult(), ActionResult(done=("lock.b",))])
async def test_a_report_that_names_nothing_of_it_says_nothing_was_done(reported):
    actor = PackageActor()
    acting = asyncio.create_task(actor.act(ORDER))
    await asyncio.sleep(0)
    actor.reported("t1", reported)
    assert (await acting).trouble == "unreachable"


TWO = tuple(
    ActionRequest(Intent("t2", "HassTurnOn", {}, (target,), "light", "en", 1.0, seq=seq), "kitchen")
    for seq, target in enumerate(("light.a", "light.b"))
)


async def acting_on(actor, *requests):
    tasks = [asyncio.create_task(actor.act(request)) for request in requests]
    await asyncio.sleep(0)
    return tasks


async def test_a_report_with_a_number_is_about_that_command():
    actor = PackageActor()
    first, second = await acting_on(actor, *TWO)
    assert not actor.reported("t2", ActionResult(done=("light.a",)), 2)
    assert actor.reported("t2", ActionResult(failed=("light.b",)), 1)
    assert actor.reported("t2", ActionResult(done=("light.a",)), 0)
    assert not actor.reported("t2", ActionResult(done=("light.a",)), 0)
    assert (await first, await second) == (
        ActionResult(done=("light.a",)),
        ActionResult(failed=("light.b",)),
    )


async def test_a_report_without_a_number_is_about_all_commands_that_it_names():
    actor = PackageActor()
    first, second = await acting_on(actor, *TWO)
    assert actor.reported("t2", ActionResult(done=("light.a",)))
    assert actor.reported("t2", ActionResult(done=("light.a", "light.b")))
    assert (await first, await second) == (ActionResult(done=("light.a",)), ActionResult(done=("light.b",)))


async def test_the_only_command_of_a_turn_may_be_numbered_in_the_report():
    actor = PackageActor()
    (only,) = await acting_on(actor, ORDER)
    assert not actor.reported("t1", ActionResult(done=("light.a",)), 1)
    assert actor.reported("t1", ActionResult(done=("light.a",)), 0)
    assert await only == ActionResult(done=("light.a",))


@pytest.mark.parametrize(("item", "there"), [("egg", True), ("the eggs", True), ("milk", False)])
async def test_an_item_that_is_asked_about_is_looked_for_among_those_that_were_reported(item, there):
    question = Intent("t1", "HassListGetItems", {"item": item}, ("todo.a",), "", "en", 1.0)
    actor = PackageActor()
    acting = asyncio.create_task(actor.act(ActionRequest(question, "kitchen")))
    await asyncio.sleep(0)
    actor.reported("t1", ActionResult(states=(EntityState("todo.a", "2", {"items": ["Eggs", "bread"]}),)))
    (state,) = (await acting).states
    assert state.attributes == {"items": ["Eggs", "bread"], "asked": there}


async def test_a_list_whose_items_were_not_reported_has_none_that_are_known():
    question = Intent("t1", "HassListGetItems", {}, ("todo.a",), "", "en", 1.0)
    actor = PackageActor()
    acting = asyncio.create_task(actor.act(ActionRequest(question, "kitchen")))
    await asyncio.sleep(0)
    actor.reported("t1", ActionResult(states=(EntityState("todo.a", "2", {"items": "eggs"}),)))
    assert (await acting).states[0].attributes == {"items": "eggs"}
