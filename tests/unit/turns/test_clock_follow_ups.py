"""What is said after something was set for later, at the same site."""

import asyncio

import pytest

from sarai_mqtt.core.events import TurnReport
from sarai_mqtt.core.home import Home
from tests.harness.turns import TurnHarness, all_of
from tests.harness.understanding import understanding_of


@pytest.fixture(scope="module")
def understander():
    return understanding_of(Home({}, {}))


def said(understander, language, *texts):
    """Return the replies to what one person says, one after the other."""

    async def replies():
        with TurnHarness(understander=understander) as house:
            found = []
            for text in texts:
                events = await all_of(house.turn(text, language=language, site="kitchen").run())
                found.append(next(e for e in events if isinstance(e, TurnReport)))
                house.clock.now += 3
            return [(each.reply, each.asks) for each in found]

    return asyncio.run(replies())


@pytest.mark.parametrize(
    ("language", "texts", "last"),
    [
        ("en", ("remind me to call Lola", "tomorrow at nine at night"), "Reminder set for tomorrow, Friday, at 9:00 PM: call Lola."),
        ("es", ("pon un temporizador", "ocho minutos"), "He puesto un temporizador de 8 minutos."),
        ("en", ("set a timer for ten minutes", "no hang on, make that fifteen minutes"), "I've set a timer for 15 minutes."),
        ("es", ("pon un temporizador de diez minutos", "déjalo"), "He cancelado el temporizador de 10 minutos."),
        ("en", ("set a tea timer for ten minutes", "set a rice timer for an hour", "scrap the tea one"), "I've cancelled the tea timer."),
        ("en", ("set a timer for ten minutes", "never mind, it was nothing", "make it fifteen minutes"), ""),
    ],
)  # fmt: skip
def test_what_is_said_next(understander, language, texts, last):
    reply, _ = said(understander, language, *texts)[-1]
    if last:
        assert reply == last
    else:
        assert "15" not in reply


def test_what_lacks_its_time_is_a_question(understander):
    assert said(understander, "en", "set an alarm")[0] == ("For what time?", True)
    assert said(understander, "es", "ponme un temporizador para la pizza")[0] == ("¿De cuánto tiempo?", True)
