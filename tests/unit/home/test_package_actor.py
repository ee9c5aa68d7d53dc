import asyncio

import pytest

from sarai_mqtt.core.acting import ActionRequest, ActionResult
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
