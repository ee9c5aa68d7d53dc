import asyncio

import pytest

from sarai_mqtt.app.state_store import StateStore
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.satellites.options import OptionTable, SiteOptions
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from tests.harness.ports import FakeStore
from tests.harness.waiting import until

TABLE = OptionTable(["en", "es"], {})


def settings_store(store=None, **first):
    return SiteSettingsStore(TABLE, lambda _: SiteOptions(**first), store)


async def kept(settings_store):
    """Run the store's task until the changes have been saved."""
    task = asyncio.create_task(settings_store.keep())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])


async def test_what_is_set_outlives_a_restart_and_the_rest_follows_the_settings(tmp_path):
    before = settings_store(StateStore(tmp_path), volume=80)
    before.mark_seen("kitchen", 9, ())
    before.mark_seen("hall", 9, ())
    before.change("kitchen", "mode", "wake")
    await kept(before)
    after = settings_store(StateStore(tmp_path), volume=60)
    assert list(after) == ["kitchen", "hall"]
    assert after.options("kitchen") == SiteOptions(mode="wake", volume=60)
    assert after.options("hall") == SiteOptions(volume=60)


async def test_a_change_is_saved_while_the_service_runs():
    store = FakeStore()
    running = settings_store(store)
    task = asyncio.create_task(running.keep())
    running.mark_seen("kitchen", 9, ())
    running.change("kitchen", "mute", "on")
    await until(lambda: store.kept.get("sites") == {"kitchen": {"mute": "on"}})
    task.cancel()


@pytest.mark.parametrize(
    ("stored", "options"),
    [
        ({"kitchen": {"volume": "loud", "mute": "on"}}, SiteOptions(mute=True)),
        ({"kitchen": {"gone_by": "1", "mute": "on"}}, SiteOptions(mute=True)),
        ({"kitchen": [1]}, SiteOptions()),
        (["kitchen"], SiteOptions()),
        ("kitchen", SiteOptions()),
        (None, SiteOptions()),
    ],
)
def test_what_was_kept_and_makes_no_sense_counts_as_never_set(stored, options):
    assert settings_store(FakeStore(sites=stored)).options("kitchen") == options


def test_a_refused_value_changes_nothing():
    ours = settings_store()
    ours.mark_seen("kitchen", 9, ())
    with pytest.raises(BadInput):
        ours.change("kitchen", "volume", "300")
    assert ours.options("kitchen") == SiteOptions()


def test_beyond_the_limit_the_site_longest_unmet_is_to_be_forgotten():
    ours = settings_store(FakeStore(sites={"old": {}, "older": {}}))
    assert ours.mark_seen("old", 2, ()) is None
    assert ours.mark_seen("new", 2, {"new", "old"}) == "older"
    ours.forget("older")
    assert list(ours) == ["old", "new"]
    assert ours.mark_seen("another", 2, {"old", "new", "another"}) is None


def test_a_site_where_something_was_set_is_never_the_one_to_forget():
    ours = settings_store(FakeStore(sites={"muted": {"mute": "on"}, "old": {}}))
    ours.mark_seen("default-again", 9, ())
    ours.change("default-again", "mute", "on")
    ours.change("default-again", "mute", "off")  # as at first: nothing is set there any more
    forgotten = []
    for n in range(50):
        surplus = ours.mark_seen(f"invented{n}", 4, ())
        if surplus:
            forgotten.append(surplus)
            ours.forget(surplus)
    assert forgotten == ["old", "default-again", *(f"invented{n}" for n in range(47))]
    assert len(ours) == 4
    assert ours.options("muted").mute


def test_settings_of_invented_sites_are_bounded_and_those_there_are_may_still_change():
    ours = SiteSettingsStore(
        TABLE, lambda _: SiteOptions(), FakeStore(sites={"muted": {"mute": "on"}}), max_changed_sites=3
    )
    for n in range(2):
        ours.change(f"invented{n}", "volume", "10")
    with pytest.raises(BadInput) as refused:
        ours.change("invented2", "volume", "10")
    assert refused.value.code == "too_many_sites"
    assert "invented2" not in ours
    ours.change("muted", "mode", "wake")
    ours.forget("invented0")
    assert ours.change("invented2", "volume", "10").volume == 10
    assert ours.options("muted") == SiteOptions(mute=True, mode="wake")


@pytest.mark.parametrize(("key", "value"), [("mute", "OFF"), ("volume", "80.0"), ("mode", "always")])
def test_what_is_so_from_the_first_is_not_noted_and_takes_no_place(key, value):
    ours = SiteSettingsStore(TABLE, lambda _: SiteOptions(volume=80), max_changed_sites=2)
    for n in range(5):
        ours.change(f"invented{n}", key, value)
    assert len(ours) == 0
    ours.change("kitchen", "mute", "on")
    ours.change("hall", "mute", "on")
    assert ours.change("another", key, value) == SiteOptions(volume=80)
    ours.change("hall", "volume", "10")
    ours.change("hall", "mute", "off")
    assert ours.has_changes("hall")
    ours.change("hall", "volume", "80")
    assert not ours.has_changes("hall")
    assert ours.change("bedroom", "mute", "on").mute


def test_kept_settings_that_are_as_at_first_take_no_place_either():
    store = FakeStore(sites={f"invented{n}": {"mute": "off"} for n in range(3)})
    ours = SiteSettingsStore(TABLE, lambda _: SiteOptions(), store, max_changed_sites=2)
    assert not any(map(ours.has_changes, ours))
    assert ours.change("kitchen", "volume", "10").volume == 10


@pytest.mark.parametrize(("key", "value"), [("mute", "on"), ("enabled", "off"), ("mode", "wake")])
def test_what_closes_a_microphone_takes_the_place_of_what_closes_none(key, value):
    kept = {"muted": {"mute": "on"}, "loud": {"volume": "90", "silence_ms": "900"}, "quiet": {"volume": "5"}}
    ours = SiteSettingsStore(TABLE, lambda _: SiteOptions(), FakeStore(sites=kept), max_changed_sites=3)
    ours.mark_seen("loud", 9, ())  # met later than the quiet one
    reset = []
    with pytest.raises(BadInput):
        ours.change("kitchen", "volume", "10", reset=reset.append)
    assert ours.change("kitchen", key, value, reset=reset.append).closes
    assert ours.change("hall", key, value, reset=reset.append).closes
    assert reset == ["quiet", "loud"]
    assert [site for site in ours if ours.has_changes(site)] == ["muted", "kitchen", "hall"]
    assert ours.options("loud") == SiteOptions()
    with pytest.raises(BadInput) as refused:
        ours.change("bedroom", key, value, reset=reset.append)
    assert refused.value.code == "too_many_sites"
    assert ours.options("muted").mute


async def test_a_forgotten_site_is_as_never_met():
    store = FakeStore()
    ours = settings_store(store)
    ours.mark_seen("kitchen", 9, ())
    ours.change("kitchen", "mute", "on")
    ours.forget("kitchen")
    ours.forget("nowhere")
    assert ours.options("kitchen") == SiteOptions()
    assert "kitchen" not in ours
    await kept(ours)
    assert store.kept["sites"] == {}


async def test_what_is_kept_of_a_site_that_no_topic_may_name_is_left_out():
    assert list(settings_store(FakeStore(sites={"a/b": {}, "": {}, "küche": {}, "hall": {}}))) == ["hall"]
