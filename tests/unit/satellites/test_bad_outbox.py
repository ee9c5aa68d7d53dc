"""An outbox that raises costs one turn at most; the service and the site go on."""

import pytest

from sarai_mqtt.core.events import TurnReport
from sarai_mqtt.core.messages import ButtonPressed, TextCommand
from tests.harness.ports import FakeOutbox
from tests.harness.service import DRAFTS, ServiceHarness


class RaisingOutbox(FakeOutbox):
    """Raises at one call: the `fails_at`th from now, if that is not 0."""

    fails_at = 0

    def publish(self, site, event, age=0.0):
        self.fails_at -= 1
        if self.fails_at == 0:
            raise RuntimeError("boom")
        super().publish(site, event, age)


def write(house, text):
    house.service.receive(TextCommand("kitchen", text), house.clock.now)


async def speak(house):
    house.say()
    await house.turns(1)


async def stop(house):
    write(house, "one")
    write(house, "two")
    await house.settle()
    house.service.receive(ButtonPressed("kitchen", "stop"), house.clock.now)


# One more than the events of the stories: at the last ones none is left to raise at.
@pytest.mark.parametrize("story", [speak, stop])
@pytest.mark.parametrize("fails_at", range(1, 17))
async def test_whatever_event_cannot_be_published_the_next_text_is_answered(story, fails_at):
    async with ServiceHarness(endpointing=DRAFTS, outbox=RaisingOutbox()) as house:
        write(house, "before")
        await house.turns(1)
        house.outbox.sent.clear()
        house.outbox.fails_at = fails_at
        await story(house)
        house.outbox.fails_at = 0
        write(house, "after")
        await house.outbox.until(lambda: "after" in [r.text for r in house.outbox.of(TurnReport)])
        assert not house.task.done()
        turns = [report.turn for report in house.outbox.of(TurnReport)]
        assert len(turns) == len(set(turns))
