import asyncio

from sarai_mqtt.core.events import Intent
from sarai_mqtt.core.home import Home
from sarai_mqtt.turns.timers.scheduler import TimerScheduler
from tests.harness.clock import ManualClock
from tests.harness.ports import FakeStore
from tests.harness.waiting import until


class CountingStore(FakeStore):
    saves = 0

    def save(self, name, value):
        self.saves += 1
        super().save(name, value)


def told(name, **slots):
    return Intent("", f"Hass{name}", slots, (), "", "en", 1.0)


async def test_only_what_changes_is_written_down():
    store = CountingStore()
    timers = TimerScheduler(store, ManualClock())
    timers.carry_out(told("StartTimer", minutes=5), "pi", Home())
    for _ in range(3):
        timers.carry_out(told("TimerStatus"), "pi", Home())
        timers._ring()  # noqa: SLF001 - the loop's own clock cannot be set forward
    timers.stop()
    assert store.saves == 1


async def test_a_timer_ends_soon_after_the_wall_clock_was_set_forward(monkeypatch):
    monkeypatch.setattr("sarai_mqtt.turns.timers.scheduler._LONGEST_S", 0.01)
    wall, ended = ManualClock(), []
    timers = TimerScheduler(FakeStore(), wall)
    timers.start(ended.append)
    timers.carry_out(told("StartTimer", minutes=5), "pi", Home())
    await asyncio.sleep(0.03)
    assert not ended
    wall.now += 301
    await until(lambda: ended)
    timers.stop()
