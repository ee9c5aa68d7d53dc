import asyncio
from dataclasses import replace

import pytest

from sarai_mqtt.core.errors import ConfigError
from sarai_mqtt.core.home import Area, Entity, Home, area_of_site
from sarai_mqtt.home.registry import HomeRegistry
from tests.harness.waiting import WAIT_S, until

LAMP = Home({}, {"light.lamp": Entity("light.lamp", {"en": ("Lamp",)})})
DESK = Home({}, {"light.desk": Entity("light.desk", {"en": ("Desk",)})})


class Files:
    """The user's files: `changes` are the results of the next reloads, each an error or a home."""

    def __init__(self, *changes, home=None):
        self.changes, self.home, self.looks = list(changes), home or Home(), 0

    def reload_if_changed(self):
        self.looks += 1
        if not self.changes:
            return False
        change = self.changes.pop(0)
        if isinstance(change, Exception):
            raise change
        self.home = change
        return True


class Pupil:
    def __init__(self):
        self.homes, self.refused, self.learnt = [], [], asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def learn(self, home):
        self.homes.append(home)
        self._loop.call_soon_threadsafe(self.learnt.set)

    async def until_learnt(self):
        async with asyncio.timeout(WAIT_S):
            await self.learnt.wait()
        self.learnt.clear()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("sarai_mqtt.home.registry.POLL_S", 0.01)


async def running(home_registry):
    return asyncio.create_task(home_registry.run())


async def test_a_new_lamp_is_learnt_without_a_restart():
    pupil = Pupil()
    home_registry = HomeRegistry(Files(), Files(), pupil.learn, pupil.refused.append)
    task = await running(home_registry)
    home_registry.update(LAMP)
    await pupil.until_learnt()
    assert set(pupil.homes[-1].entities) == {"light.lamp"}
    home_registry.update(DESK)
    await pupil.until_learnt()
    assert set(pupil.homes[-1].entities) == {"light.desk"}
    task.cancel()


async def test_the_same_home_told_again_is_not_learnt_again():
    pupil = Pupil()
    home_registry = HomeRegistry(Files(), Files(), pupil.learn, pupil.refused.append)
    task = await running(home_registry)
    home_registry.update(LAMP)
    await pupil.until_learnt()
    home_registry.update(LAMP)
    home_registry.update(DESK)
    await pupil.until_learnt()
    assert [set(h.entities) for h in pupil.homes] == [{"light.lamp"}, {"light.desk"}]
    task.cancel()


async def test_a_changed_file_is_learnt(quick):
    pupil = Pupil()
    task = await running(HomeRegistry(Files(LAMP), Files(), pupil.learn, pupil.refused.append))
    await pupil.until_learnt()
    assert set(pupil.homes[-1].entities) == {"light.lamp"}
    task.cancel()


async def test_a_bad_file_is_told_and_what_was_known_stands(quick):
    pupil = Pupil()
    bad = ConfigError("bad_home", "Not YAML.")
    task = await running(HomeRegistry(Files(bad, LAMP), Files(bad), pupil.learn, pupil.refused.append))
    await pupil.until_learnt()
    assert pupil.refused == [bad, bad]
    assert set(pupil.homes[-1].entities) == {"light.lamp"}
    task.cancel()


KITCHEN = Home(
    {"kitchen": Area("kitchen", {"en": ("Kitchen",), "es": ("La Cocina",)})}, site_areas={"sat1": "kitchen"}
)


@pytest.mark.parametrize(
    ("site", "told", "area"),
    [
        ("kitchen", None, "kitchen"),
        ("la_cocina", None, "kitchen"),
        ("sat1", None, "kitchen"),
        ("sat2", "kitchen", "kitchen"),
        ("sat2", None, None),
        ("sat2", "attic", None),
    ],
)
def test_where_a_site_stands(site, told, area):
    assert area_of_site(KITCHEN, site, told) == area


async def test_whoever_shows_the_sites_hears_when_the_rooms_are_known_and_when_they_change(quick):
    pupil, placed = Pupil(), []
    files = Files(LAMP, home=KITCHEN)
    home_registry = HomeRegistry(
        files, Files(), pupil.learn, pupil.refused.append, lambda: placed.append(home_registry.is_reported)
    )
    task = await running(home_registry)

    async def until_placed(count):
        await until(lambda: len(placed) >= count)

    await until_placed(1)
    assert placed == [False], "the user's file is not Home Assistant's word"
    home_registry.update(KITCHEN)
    await until_placed(2)
    assert placed[-1]
    lit = replace(KITCHEN, entities=LAMP.entities)
    home_registry.update(lit)
    await pupil.until_learnt()
    home_registry.update(replace(lit, site_areas={}))
    await until_placed(3)
    assert len(placed) == 3, "a new lamp moves no site"
    task.cancel()


async def test_the_same_rooms_as_in_the_file_are_rooms_that_are_told():
    placed = asyncio.Event()
    home_registry = HomeRegistry(Files(home=KITCHEN), Files(), None, None, placed.set)
    task = await running(home_registry)
    home_registry.update(KITCHEN)
    async with asyncio.timeout(WAIT_S):
        await placed.wait()
    assert home_registry.is_reported
    task.cancel()


async def test_a_house_that_cannot_be_learnt_is_told_and_the_next_one_is_learnt():
    class Slow(Pupil):
        def learn(self, home):
            if "light.lamp" in home.entities:
                raise ValueError("a name that breaks it")
            super().learn(home)

    pupil = Slow()
    home_registry = HomeRegistry(Files(), Files(), pupil.learn, pupil.refused.append)
    task = await running(home_registry)
    home_registry.update(LAMP)
    await until(lambda: pupil.refused)
    assert pupil.refused[0].code == "home_unusable"
    assert home_registry.home == Home()
    home_registry.update(DESK)
    await pupil.until_learnt()
    assert not task.done()
    task.cancel()


async def test_a_file_that_fails_in_a_way_unforeseen_ends_nothing(quick):
    pupil = Pupil()
    task = await running(
        HomeRegistry(Files(OSError(), LAMP), Files(OSError()), pupil.learn, pupil.refused.append)
    )
    await pupil.until_learnt()
    assert not task.done()
    task.cancel()
