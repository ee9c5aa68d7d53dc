"""Several commands of one turn: what is published and done, in which order, and the one reply."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import CommandReport, Intent, TurnReport
from sarai_mqtt.turns.actions import carry_out, expected_reply
from sarai_mqtt.turns.commands import Acted
from sarai_mqtt.turns.meaning import Command, Commands, Declined, Understood
from sarai_mqtt.turns.responses.replies import confirmation_question
from sarai_mqtt.turns.responses.several import Told, told_together
from sarai_mqtt.turns.timings import Timing
from tests.harness.home import HOME, FakeActor, FakeUnderstander, entity, home_of
from tests.harness.turns import TurnHarness, all_of
from tests.harness.waiting import until


def command(name, target, number, **fields):
    intent = Intent("t", name, {"name": target}, (target,), "words", "en", 1.0, seq=number)
    return Command(replace(intent, **fields))


LIGHT, LAMP = command("HassTurnOn", "light.a", 0), command("HassTurnOff", "light.b", 1)
LOCK = command("HassTurnOff", "lock.door", 1, confirm=True)
OTHER_LOCK = command("HassTurnOff", "lock.other", 2, confirm=True)
TIMER = Command(Intent("t", "HassStartTimer", {"minutes": 5}, (), "words", "en", 1.0, seq=1))
NOW = datetime(2026, 11, 29, 8, 0)


class EachActor(FakeActor):
    """Reports for each target what `acted` has, else that it was done; remembers how many acts ran at once."""

    def __init__(self, acted=None, **options):
        super().__init__(**options)
        self.by_target, self.running, self.at_once = acted or {}, 0, 0

    async def act(self, order):
        self.orders.append(order)
        self.running += 1
        self.at_once = max(self.at_once, self.running)
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        self.running -= 1
        return self.by_target.get(order.intent.targets[0], ActionResult(done=order.intent.targets))


class ByMessage(EachActor):
    by_message = True


async def carried_out(house, *commands, **fields):
    """Return what was yielded: the intents, and the result, which is the last thing."""
    meaning = commands[0] if len(commands) == 1 else Commands(commands)
    understood = Understood("words", "en", meaning)
    *intents, acted = await all_of(carry_out(house.request("words", **fields), house.engines, understood))
    assert isinstance(acted, Acted)
    return intents, acted


async def test_each_is_done_and_published_in_order_and_one_reply_tells_all():
    with TurnHarness(actor=EachActor()) as house:
        intents, acted = await carried_out(house, LIGHT, LAMP)
    assert intents == [replace(each.intent, handled=True) for each in (LIGHT, LAMP)]
    assert acted.say == "Turned on the light. Turned off the lamp."
    assert acted.result == ActionResult(done=("light.a", "light.b"))
    assert house.audit.verdicts == [("done", "HassTurnOn"), ("done", "HassTurnOff")]
    assert house.dialogue.last_command("en", house.clock()) == LAMP.intent
    assert house.actor.at_once == 2


async def test_the_reply_is_known_beforehand_if_all_goes_well():
    with TurnHarness(actor=EachActor()) as house:
        understood = Understood("words", "en", Commands((LIGHT, LOCK, LAMP)))
        expected = expected_reply(house.request("words"), house.engines, understood)
        _, acted = await carried_out(house, LIGHT, LOCK, LAMP)
        timed = Understood("words", "en", Commands((LIGHT, TIMER)))
        assert expected_reply(house.request("words"), house.engines, timed) == ""
    assert acted.say == expected == "Turned on the light. Turned off the lamp. Shall I unlock the front door?"


async def test_one_that_fails_does_not_stop_the_others_and_is_told():
    actor = EachActor({"light.a": ActionResult(failed=("light.a",))})
    with TurnHarness(actor=actor) as house:
        _, acted = await carried_out(house, LIGHT, LAMP)
    assert acted.say == "The light didn't respond. Turned off the lamp."
    assert acted.result == ActionResult(done=("light.b",), failed=("light.a",))
    assert house.audit.verdicts == [("failed", "HassTurnOn"), ("done", "HassTurnOff")]


async def test_what_could_not_be_told_twice_is_told_once():
    lost = ActionResult(trouble="unreachable")
    with TurnHarness(actor=EachActor({"light.a": lost, "light.b": lost})) as house:
        _, acted = await carried_out(house, LIGHT, LAMP)
    assert acted.say == "I can't reach Home Assistant."
    assert house.audit.verdicts == [("unknown", "HassTurnOn"), ("unknown", "HassTurnOff")]


async def test_commands_about_one_thing_wait_for_each_other():
    again = replace(LAMP, intent=replace(LIGHT.intent, name="HassTurnOff", seq=1))
    with TurnHarness(actor=EachActor()) as house:
        await carried_out(house, LIGHT, again)
    assert house.actor.at_once == 1
    assert [order.intent.name for order in house.actor.orders] == ["HassTurnOn", "HassTurnOff"]


async def test_what_follows_a_scene_waits_for_it():
    scene = command("HassTurnOn", "scene.night", 0)
    with TurnHarness(actor=EachActor()) as house:
        await carried_out(house, scene, LAMP)
    assert house.actor.at_once == 1


async def test_who_acts_by_message_gets_the_next_when_the_first_was_reported():
    with TurnHarness(actor=ByMessage()) as house:
        steps = carry_out(
            house.request("words"), house.engines, Understood("w", "en", Commands((LIGHT, LAMP)))
        )
        assert await anext(steps) == LIGHT.intent
        assert not house.actor.orders
        assert await anext(steps) == LAMP.intent
        assert [order.intent for order in house.actor.orders] == [LIGHT.intent]
        assert isinstance(await anext(steps), Acted)
    assert house.actor.at_once == 1


async def test_a_confirmation_stops_only_its_own():
    with TurnHarness(actor=EachActor()) as house:
        intents, acted = await carried_out(house, LIGHT, LOCK)
        assert [order.intent for order in house.actor.orders] == [LIGHT.intent]
        assert house.dialogue.pending(house.clock()) == LOCK.intent
    assert intents == [replace(LIGHT.intent, handled=True), LOCK.intent]
    assert (acted.say, acted.asks) == ("Turned on the light. Shall I unlock the front door?", True)
    assert house.audit.verdicts == [("done", "HassTurnOn"), ("asked", "HassTurnOff")]


@pytest.mark.parametrize("agrees", [True, False])
async def test_two_confirmations_are_asked_about_one_after_the_other(agrees):
    with TurnHarness(actor=EachActor()) as house:
        await carried_out(house, LOCK, OTHER_LOCK)
        confirmed = Command(replace(LOCK.intent, confirm=False, seq=None), consent=LOCK.intent)
        _, acted = await carried_out(house, confirmed if agrees else Declined(LOCK.intent))
        assert [order.intent.targets for order in house.actor.orders] == [("lock.door",)] * agrees
        assert house.dialogue.pending(house.clock()) == OTHER_LOCK.intent
        _, last = await carried_out(house, Declined(OTHER_LOCK.intent))
        assert house.dialogue.pending(house.clock()) is None
    before = "Unlocked the front door." if agrees else "All right, I won't."
    assert (acted.say, acted.asks) == (f"{before} Shall I unlock the other?", True)
    assert (last.say, last.asks) == ("All right, I won't.", False)


async def test_what_was_to_be_asked_next_is_dropped_with_the_question():
    with TurnHarness(actor=EachActor()) as house:
        await carried_out(house, LOCK, OTHER_LOCK)
        await carried_out(house, LIGHT)
    assert house.audit.verdicts[1:] == [
        ("unanswered", "HassTurnOff"),
        ("unanswered", "HassTurnOff"),
        ("done", "HassTurnOn"),
    ]


async def test_a_timer_is_set_among_others():
    with TurnHarness(actor=EachActor()) as house:
        intents, acted = await carried_out(house, LIGHT, TIMER)
    assert [intent.handled for intent in intents] == [True, True]
    assert acted.say == "Turned on the light. I've set a timer for 5 minutes."
    assert house.audit.verdicts == [("done", "HassTurnOn"), ("done", "HassStartTimer")]


async def test_all_are_refused_when_it_is_too_late():
    with TurnHarness(actor=EachActor()) as house:
        request = house.request("words")
        house.clock.now += 6
        understood = Understood("words", "en", Commands((LIGHT, LAMP)))
        (acted,) = await all_of(carry_out(request, house.engines, understood))
    assert not house.actor.orders
    assert acted.late_s == 6
    assert acted.say.count("too long") == 1
    assert house.audit.verdicts == [("refused", "HassTurnOn"), ("refused", "HassTurnOff")]


async def test_a_turn_that_is_given_up_leaves_no_act_running_and_records_all():
    gate = asyncio.Event()
    with TurnHarness(actor=EachActor(gate=gate)) as house:
        work = asyncio.create_task(carried_out(house, LIGHT, LAMP))
        await until(lambda: house.actor.running == 2)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        assert not others
    assert house.audit.verdicts == [("unknown", "HassTurnOn"), ("unknown", "HassTurnOff")]


async def test_the_act_time_is_that_of_all():
    with TurnHarness(actor=EachActor()) as house:
        _, acted = await carried_out(house, LIGHT, LAMP)
    assert [type(timing) for timing in acted.timings] == [Timing]


class TwoCommands(FakeUnderstander):
    def read(self, text, language, area=None):
        said = [self.understand(part, language, area) for part in text.split(" and ")]
        return tuple(said) if all(said) else None


async def test_the_report_has_all_commands_and_the_first_in_its_old_fields():
    with TurnHarness(actor=EachActor(), understander=TwoCommands()) as house:
        events = await all_of(house.turn("turn on the light and unlock the door").run())
        single = await all_of(house.turn("turn on the light").run())
    numbers = [(event.name, event.seq) for event in events if isinstance(event, Intent)]
    assert sorted(numbers, key=lambda each: each[1]) == [("HassTurnOn", 0), ("HassTurnOff", 1)]
    report = events[-1]
    assert isinstance(report, TurnReport)
    assert (report.intent, report.targets, report.done, report.asks) == (
        "HassTurnOn",
        ("light.a",),
        ("light.a",),
        True,
    )
    assert report.commands == (
        CommandReport("HassTurnOn", {"name": "light.a"}, ("light.a",)),
        CommandReport("HassTurnOff", {"name": "lock.door"}, ("lock.door",)),
    )
    assert [event.seq for event in single if isinstance(event, Intent)] == [None]
    assert single[-1].commands == ()


# One reply.


def told(name, *targets, say="Done.", result=None, **slots):
    return Told(Intent("t", name, slots, targets, "x", "en", 1.0), say, result or ActionResult(done=targets))


def added(item, **fields):
    return told("HassListAddItem", "todo.list", say=f"Added {item} to the list.", item=item, **fields)


def test_items_of_one_list_are_told_together():
    said = told_together([added("milk"), added("eggs"), added("bread")], HOME, NOW)
    assert said == ["Added milk, eggs and bread to the list."]


def test_an_item_that_failed_is_told_apart():
    failed = added("eggs", result=ActionResult(failed=("todo.list",)))
    said = told_together([added("milk"), failed, added("bread")], HOME, NOW)
    assert said == ["Added milk to the list.", "Added eggs to the list.", "Added bread to the list."]


def test_a_long_reply_is_shortened_but_for_what_failed():
    done = [told("HassTurnOn", f"light.{n}", say=f"Turned on {n}.") for n in range(9)]
    failed = told(
        "HassTurnOn", "light.x", say="The x didn't respond.", result=ActionResult(failed=("light.x",))
    )
    said = told_together([*done[:8], failed, done[8]], HOME, NOW)
    assert said == ["Turned on 0.", "Turned on 1.", "Turned on 2.", "The x didn't respond.", "And 6 more."]
    spanish = [replace(each, intent=replace(each.intent, language="es")) for each in done]
    assert told_together(spanish, HOME, NOW)[-1] == "Y 5 cosas más."


def test_what_must_be_told_is_told_however_long():
    failed = [
        told(
            "HassTurnOn",
            f"light.{n}",
            say=f"{n} didn't respond.",
            result=ActionResult(failed=(f"light.{n}",)),
        )
        for n in range(6)
    ]
    assert len(told_together(failed, HOME, NOW)) == 6


# The question about the whole house.

WIDE = home_of(
    entity("light.a", "Light", "Luz", "kitchen"),
    entity("light.b", "Lamp", "Lámpara", "hall"),
    entity("media_player.tv", "TV", "Tele", "hall"),
    entity("switch.pump", "Pump", "Bomba", "hall"),
    kitchen=("Kitchen", "Cocina"),
    hall=("Hall", "Pasillo"),
)


@pytest.mark.parametrize(
    ("targets", "slots", "english", "spanish"),
    [
        (
            ("light.a", "light.b", "media_player.tv"),
            {},
            "Shall I turn off everything in the whole house?",
            "¿Apago todo en toda la casa?",
        ),
        (
            ("light.a", "light.b"),
            {"domain": "light"},
            "Shall I turn off the lights in the whole house?",
            "¿Apago las luces en toda la casa?",
        ),
        (
            ("light.b", "media_player.tv"),
            {},
            "Shall I turn off the lamp and the TV?",
            "¿Apago la lámpara y la tele?",
        ),
        (("light.b",), {"name": "light.b"}, "Shall I turn off the lamp?", "¿Apago la lámpara?"),
        (
            ("light.b", "media_player.tv"),
            {"area": "hall"},
            "Shall I turn off everything in the hall?",
            "¿Apago todo en el pasillo?",
        ),
    ],
)
def test_the_question_says_how_far_it_goes(targets, slots, english, spanish):
    intent = Intent("t", "HassTurnOff", slots, targets, "x", "en", 1.0, confirm=True)
    assert confirmation_question(intent, WIDE) == english
    assert confirmation_question(replace(intent, language="es"), WIDE) == spanish
