"""Actions of a turn and the sentences about them: nothing is claimed that was not reported."""

import asyncio
import threading
from dataclasses import replace

import pytest

from sarai_mqtt.core.acting import ActionResult, ConversationResult, EntityState, Obstacle
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Intent, Listen, Reply, SpeechChunk, TurnReport
from sarai_mqtt.core.messages import (
    Announce,
    ButtonPressed,
    Played,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.satellites.site_states import TurnPhase
from sarai_mqtt.turns.dialogue import DialogueTimeouts
from tests.harness.engines import FakeStt, FakeThinker, FakeTts
from tests.harness.home import FakeActor, FakeUnderstander
from tests.harness.ports import FakeStore
from tests.harness.service import DRAFTS, ServiceHarness, TextHarness
from tests.harness.waiting import WAIT_S


async def test_the_reply_says_what_the_house_reports():
    async with TextHarness(actor=FakeActor()) as house:
        report = await house.ask("turn on the light")
    assert report.reply == "Turned on the light."
    assert (report.done, report.failed) == (("light.a",), ())
    (order,) = house.actor.orders
    assert (order.intent.name, order.site, order.area) == ("HassTurnOn", "kitchen", "kitchen")
    (intent,) = house.outbox.of(Intent)
    assert (intent.handled, intent.turn) == (True, report.turn)
    assert house.audit.verdicts == [("done", "HassTurnOn")]


@pytest.mark.parametrize(
    ("acted", "verdict"),
    [
        (ActionResult(failed=("light.a",), why={"light.a": Obstacle("unchanged")}), "failed"),
        (ActionResult(failed=("light.a",)), "failed"),
        (ActionResult(trouble="unreachable"), "unknown"),
        (ActionResult(trouble="refused", reason="not_exposed"), "refused"),
    ],
)
async def test_nothing_is_claimed_that_was_not_done(acted, verdict):
    async with TextHarness(actor=FakeActor(acted)) as house:
        report = await house.ask("turn on the light")
    assert report.reply
    assert "turned on" not in report.reply.lower()
    assert report.outcome == "answered"
    # nobody else is to try what did not work
    assert house.outbox.of(Intent)[0].handled
    assert house.audit.verdicts == [(verdict, "HassTurnOn")]
    (reply,) = house.outbox.of(Reply)
    # 20 ms a character, two pieces: what was made in advance is not heard
    assert len(reply.pcm) == 40 * len(report.reply)


async def test_what_a_thing_cannot_do_is_a_refusal_with_its_reason():
    why = {"light.a": Obstacle("cannot", "brightness")}
    async with TextHarness(
        actor=FakeActor(ActionResult(failed=("light.a",), reason="cannot", why=why))
    ) as house:
        report = await house.ask("turn on the light")
    assert report.reply == "The light can't be dimmed, so I changed nothing."
    assert (report.done, report.failed) == ((), ("light.a",))
    (entry,) = house.audit.entries
    assert (entry.verdict, entry.reason) == ("refused", "cannot")


async def test_the_reply_is_not_heard_before_the_house_has_reported():
    gate = asyncio.Event()
    async with TextHarness(actor=FakeActor(gate=gate)) as house:
        house.service.receive(TextCommand("kitchen", "turn on the light"), house.clock.now)
        await house.until_said("Turned on the light.")
        await house.settle()
        assert not house.outbox.of(SpeechChunk)
        gate.set()
        await house.turns(1)
        assert house.outbox.of(SpeechChunk)


async def test_a_draft_prepares_the_reply_and_does_nothing():
    async with ServiceHarness(stt=FakeStt(), endpointing=DRAFTS, actor=FakeActor()) as house:
        house.say(silence=7)
        await house.until_said("Turned on the light.")
        await house.settle()
        assert not house.actor.orders
        house.clock.now += 0.12
        house.say(speech=0, silence=6)
        await house.turns(1)
        assert len(house.actor.orders) == 1
    assert [text for text, _ in house.tts.said] == ["Turned on the light."]


async def test_without_an_actor_the_intent_goes_out_for_automations():
    async with TextHarness() as house:
        report = await house.ask("turn on the light")
    assert report.reply == "Turning on the light."
    assert not house.outbox.of(Intent)[0].handled
    assert house.audit.verdicts == [("sent", "HassTurnOn")]


async def test_a_question_is_answered_from_states():
    states = (EntityState("light.a", "on"),)
    async with TextHarness(actor=FakeActor(ActionResult(states=states))) as house:
        report = await house.ask("is the light on")
    assert report.reply == "The light is on."
    assert not house.audit.entries


async def test_a_lock_asks_and_waits_for_a_yes():
    async with TextHarness(actor=FakeActor()) as house:
        asked = await house.ask("unlock the front door")
        assert asked.reply == "Shall I unlock the front door?"
        assert asked.asks
        assert not house.actor.orders
        assert house.outbox.of(Intent)[0].confirm
        report = await house.ask("yes please")
    assert report.reply == "Unlocked the front door."
    (order,) = house.actor.orders
    assert (order.intent.confirm, order.intent.targets) == (False, ("lock.door",))
    assert [v for v, _ in house.audit.verdicts] == ["asked", "done"]


async def test_a_question_opens_the_microphone_without_a_wake_word():
    async with TextHarness(actor=FakeActor()) as house:
        house.service.receive(SettingChange("kitchen", "mode", "wake"), house.clock.now)
        asked = await house.ask("unlock the front door")
        assert not house.outbox.of(Listen)
        # what was sent has been played
        house.clock.now += 1
        house.service.receive(Played("kitchen", asked.turn), house.clock.now)
        await house.until(lambda: house.outbox.of(Listen))
        (listen,) = house.outbox.of(Listen)
        assert listen.turn == asked.turn
        house.stt.text = "yes"
        house.say()
        report = (await house.turns(2))[-1]
    assert report.done == ("lock.door",)


async def test_a_spanish_yes_to_a_spanish_question():
    async with TextHarness(actor=FakeActor()) as house:
        asked = await house.ask("abre la puerta principal", "es")
        assert asked.reply == "¿Abro la puerta principal?"
        report = await house.ask("Sí.")
    assert (report.language, report.done) == ("es", ("lock.door",))


async def spoken(house, text, language):
    """Say `text`, which hearing alone takes for `language`, and give the report of the turn."""
    house.stt.text, house.stt.language = text, language
    house.say()
    house.turns_so_far += 1
    return (await house.turns(house.turns_so_far))[-1]


async def test_the_language_of_the_question_decides_what_is_heard_after_it():
    async with TextHarness(actor=FakeActor()) as house:
        await spoken(house, "turn on the light", "en")
        assert not house.stt.asked
        await house.ask("abre la puerta principal", "es")
        report = await spoken(house, "Sí.", "en")
        assert house.stt.asked == ["es"]
    assert (report.language, report.done) == ("es", ("lock.door",))


async def test_a_spoken_no_drops_the_question_at_once():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("abre la puerta principal", "es")
        report = await spoken(house, "Para.", "en")
        assert (report.outcome, report.language) == ("answered", "es")
        await spoken(house, "Sí.", "en")
    assert not house.actor.orders
    assert ("declined", "HassTurnOff") in house.audit.verdicts


async def test_what_only_looks_like_a_yes_is_asked_for_once_more():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("abre la puerta principal", "es")
        house.stt.unsure = True
        unclear = await spoken(house, "Sí.", "es")
        assert unclear.asks
        assert not house.actor.orders
        house.stt.unsure = False
        report = await spoken(house, "Sí.", "es")
    assert report.done == ("lock.door",)


async def test_what_was_heard_after_one_question_does_not_answer_another():
    gate = threading.Event()
    async with TextHarness(actor=FakeActor(), stt=FakeStt("Sí.", "es", gate=gate)) as house:
        await house.ask("abre la puerta principal", "es")
        house.say()
        await house.until(lambda: house.stt.heard)
        dialogue = house.service.sites["kitchen"].dialogue
        dialogue.ask(replace(dialogue.pending(house.clock.now), targets=("lock.other",)), house.clock.now)
        gate.set()
        await house.turns(2)
    assert not house.actor.orders


async def test_no_means_no():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        report = await house.ask("no")
        again = await house.ask("yes")
    assert not house.actor.orders
    assert report.outcome == "answered"
    assert again.intent is None
    assert [v for v, _ in house.audit.verdicts] == ["asked", "declined"]


async def test_a_yes_that_comes_too_late_does_nothing():
    async with TextHarness(actor=FakeActor(), dialogue_timeouts=DialogueTimeouts(answer_s=10)) as house:
        await house.ask("unlock the front door")
        house.clock.now += 60
        report = await house.ask("yes")
    assert report.intent is None
    assert not house.actor.orders


async def test_a_yes_counts_at_the_site_that_was_asked():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        report = await house.ask("yes", site="hall")
    assert report.intent is None
    assert not house.actor.orders


async def test_another_command_drops_the_question():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        await house.ask("turn on the light")
        report = await house.ask("yes")
    assert report.intent is None
    assert [o.intent.targets for o in house.actor.orders] == [("light.a",)]


async def test_an_unclear_answer_is_asked_for_once_more():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        unclear = await house.ask("banana")
        assert unclear.asks
        assert unclear.source == "none"
        report = await house.ask("yes")
        assert report.done == ("lock.door",)


async def test_nobody_answers():
    async with TextHarness(actor=FakeActor(), dialogue_timeouts=DialogueTimeouts(answer_s=0.05)) as house:
        await house.ask("unlock the front door")
        house.clock.now += 60
        await house.until(lambda: len(house.audit.entries) > 1)
    assert house.audit.verdicts[-1] == ("unanswered", "HassTurnOff")


async def test_an_agent_that_acts_without_words_is_not_spoken_for_by_the_thinker():
    conversed = ConversationResult("", acted=True)
    async with TextHarness(actor=FakeActor(conversed=conversed), converse=True) as house:
        report = await house.ask("warm up the sauna")
    assert (report.outcome, report.reply, report.source) == ("answered", "", "home_assistant")
    assert not house.outbox.of(SpeechChunk)
    assert house.audit.entries[-1].verdict == "done"


async def test_what_comes_after_a_command_may_add_to_it():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("turn on the light")
        report = await house.ask("and the lamp too")
        assert (report.intent, report.targets, report.source) == ("HassTurnOn", ("light.b",), "follow_up")
        house.clock.now += 60
        late = await house.ask("and the lamp too")
        assert late.intent is None


async def test_what_failed_for_want_of_a_house_is_not_added_to():
    async with TextHarness(actor=FakeActor(ActionResult(trouble="unreachable"))) as house:
        await house.ask("turn on the light")
        report = await house.ask("and the lamp too")
    assert report.intent is None


OPTION = Intent("", "HassTurnOn", {"name": "light.a"}, ("light.a",), "more light", "en", 0.5, "retrieval")


async def test_what_the_thinker_chose_is_asked_before_it_is_done():
    house = TextHarness(
        actor=FakeActor(),
        thinker=FakeThinker(chosen="light"),
        understander=FakeUnderstander([OPTION]),
        chooses=True,
    )
    async with house:
        asked = await house.ask("it is rather dark")
        assert (asked.reply, asked.source) == ("Shall I turn on the light?", "thinker")
        assert not house.actor.orders
        report = await house.ask("yes")
    assert (report.done, report.source) == (("light.a",), "thinker")


async def test_the_thinker_may_choose_nothing():
    house = TextHarness(actor=FakeActor(), understander=FakeUnderstander([OPTION]), chooses=True)
    async with house:
        report = await house.ask("it is rather dark")
    assert report.reply == "One. Two. Three."


async def test_what_we_do_not_understand_goes_to_home_assistant_if_set_so():
    conversed = ConversationResult("The sauna is warm.", acted=True, goes_on=True, conversation="c1")
    async with TextHarness(actor=FakeActor(conversed=conversed), converse=True) as house:
        report = await house.ask("how warm is the sauna")
        assert (report.reply, report.source, report.asks) == ("The sauna is warm.", "home_assistant", True)
        await house.ask("really")
    assert house.actor.talks == [("how warm is the sauna", ""), ("really", "c1")]
    assert house.audit.verdicts == [("done", None)] * 2


async def test_what_home_assistant_does_not_understand_is_for_the_thinker():
    async with TextHarness(actor=FakeActor(), converse=True) as house:
        report = await house.ask("tell me a story")
    assert (report.reply, report.source) == ("One. Two. Three.", "thinker")


async def test_an_order_that_cannot_be_met_is_on_record():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("open the fridge")
    assert house.audit.verdicts == [("refused", None)]


async def test_a_timer_rings_at_the_site_it_was_set_at():
    async with TextHarness(actor=FakeActor()) as house:
        report = await house.ask("set a timer for five minutes")
        assert "5 minutes" in report.reply
        assert not house.actor.orders
        assert house.outbox.of(Intent)[0].handled
        house.clock.now += 300
        house.engines.timers._ring()  # noqa: SLF001 - the loop's own clock cannot be set forward
        rung = (await house.turns(2, "kitchen"))[-1]
    assert "timer" in rung.reply


async def test_a_timer_outlives_a_restart():
    store = FakeStore()
    async with TextHarness(store=store) as house:
        await house.ask("set a timer for five minutes")
    async with TextHarness(store=store) as house:
        house.clock.now += 301
        house.engines.timers._ring()  # noqa: SLF001
        (rung,) = await house.turns(1, "kitchen")
    assert rung.reply


async def test_the_report_of_a_yielding_or_cancelled_turn_claims_nothing():
    gate = asyncio.Event()
    async with TextHarness(actor=FakeActor(gate=gate)) as house:
        house.service.receive(TextCommand("kitchen", "turn on the light"), house.clock.now)
        await house.until(lambda: house.actor.orders)
    assert not [r for r in house.outbox.of(TurnReport) if r.done]


async def test_an_open_question_is_checked_by_one_timer_however_many_turns_leave_it_open():
    async with TextHarness() as house:
        await house.ask("unlock the front door")
        turns = house.service.sites["kitchen"].turns
        await house.until(lambda: turns.answer_check)
        first = turns.answer_check
        house.service.receive(Announce("kitchen", "Dinner is ready."), house.clock.now)
        await house.until(lambda: turns.answer_check is not first)
        assert turns.idle
        assert first.cancelled()
        assert not turns.answer_check.cancelled()


@pytest.mark.parametrize(
    ("said", "asks"),
    [("Which one?", True), ("It is warm.", False)],
)
async def test_a_yes_to_home_assistant_is_no_yes_to_an_older_question(said, asks):
    conversed = ConversationResult(said, acted=False, goes_on=asks, conversation="c1")
    async with TextHarness(actor=FakeActor(conversed=conversed), converse=True) as house:
        await house.ask("unlock the front door")
        await house.ask("what about the thing over there please")
        await house.ask("yes")
    assert not house.actor.orders
    assert house.audit.verdicts == [("asked", "HassTurnOff"), ("unanswered", "HassTurnOff")]


async def test_a_yes_to_the_thinker_or_to_an_announcement_is_no_yes_to_an_older_question():
    async with TextHarness(actor=FakeActor(), thinker=FakeThinker(["Shall I tell you a story?"])) as house:
        await house.ask("unlock the front door")
        assert (await house.ask("what shall we do with the day")).asks
        await house.ask("yes")
        await house.ask("unlock the front door")
        house.service.receive(Announce("kitchen", "Is everybody well?"), house.clock.now)
        await house.turns(5)
        house.turns_so_far = 5
        await house.ask("yes")
        assert not house.actor.orders


async def test_stop_ends_the_question():
    async with TextHarness(actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        house.service.receive(ButtonPressed("kitchen", "stop"), house.clock.now)
        await house.ask("yes")
    assert not house.actor.orders
    assert [v for v, _ in house.audit.verdicts] == ["asked", "declined"]


class MuteTts(FakeTts):
    def synthesize(self, text, language, cancel):
        if "unlock" in text:
            raise BadInput("broken", "No voice.")
        return super().synthesize(text, language, cancel)


async def test_a_question_that_nobody_heard_is_not_answered():
    async with TextHarness(actor=FakeActor(), tts=MuteTts()) as house:
        assert (await house.ask("unlock the front door")).outcome == "failed"
        await house.ask("yes")
    assert not house.actor.orders


async def test_an_answer_that_was_begun_in_time_counts_however_long_it_takes():
    async with TextHarness(actor=FakeActor(), dialogue_timeouts=DialogueTimeouts(answer_s=0.05)) as house:
        await house.ask("unlock the front door")
        house.stt.text = "yes"
        house.say(silence=0)
        house.clock.now += 1
        await asyncio.sleep(1)
        house.clock.now -= 0.99
        house.say(speech=0)
        report = (await house.turns(2))[-1]
    assert report.done == ("lock.door",)


async def test_a_question_does_not_expire_while_its_answer_is_worked_on():
    gate, timeouts = threading.Event(), DialogueTimeouts(answer_s=0.05)
    stt = FakeStt("yes", gate=gate)
    async with TextHarness(stt, actor=FakeActor(), dialogue_timeouts=timeouts) as house:
        await house.ask("unlock the front door")
        await house.until(lambda: house.service.sites["kitchen"].turns.idle)
        house.say()
        await house.until(lambda: stt.heard)
        house.clock.now += 1
        await asyncio.sleep(1)
        gate.set()
        report = (await house.turns(2))[-1]
    assert report.done == ("lock.door",)
    assert house.audit.verdicts == [("asked", "HassTurnOff"), ("done", "HassTurnOff")]


async def test_nobody_answers_a_question_that_took_time_to_make():
    class SlowTts(FakeTts):
        def synthesize(self, text, language, cancel):
            for pcm in super().synthesize(text, language, cancel):
                yield pcm
                house.clock.now += 0.3

    house = TextHarness(actor=FakeActor(), dialogue_timeouts=DialogueTimeouts(answer_s=0.05), tts=SlowTts())
    async with house:
        await house.ask("unlock the front door")
        async with asyncio.timeout(WAIT_S):
            while len(house.audit.entries) < 2:
                house.clock.now += 0.01
                await asyncio.sleep(0.01)
        # a site with an open question is not evicted
        assert house.service.sites["kitchen"].turns.phase is TurnPhase.RESTING
    assert house.audit.verdicts[-1] == ("unanswered", "HassTurnOff")


async def test_nobody_answers_a_question_that_a_barge_in_cut_short():
    class HeldTts(FakeTts):
        def synthesize(self, text, language, cancel):
            yield from super().synthesize(text, language, cancel)
            done = threading.Event()
            cancel.on_cancel(done.set)
            assert done.wait(WAIT_S)

    timeouts = DialogueTimeouts(answer_s=0.05)
    async with TextHarness(
        actor=FakeActor(), dialogue_timeouts=timeouts, tts=HeldTts(), barge_in="wake"
    ) as house:
        house.service.receive(TextCommand("kitchen", "unlock the front door", "en"), house.clock.now)
        await house.state("speaking")
        house.service.receive(WakeWordDetected("kitchen"), house.clock.now)
        (report,) = await house.turns(1)
        assert report.outcome == "cancelled"
        house.clock.now += 60
        await house.until(lambda: len(house.audit.entries) > 1)
    assert house.audit.verdicts == [("asked", "HassTurnOff"), ("unanswered", "HassTurnOff")]


class Later(FakeUnderstander):
    """Understands "... in 5 seconds" too."""

    def understand(self, text, language, area=None):
        now = super().understand(text.removesuffix(" in 5 seconds"), language, area)
        if now is None or not text.endswith(" in 5 seconds"):
            return now
        slots = {"seconds": 5, "conversation_command": now.text}
        return Intent("", "HassStartTimer", slots, now.targets, text, language, 1.0)


async def test_what_wants_a_yes_wants_it_when_it_is_put_off_too():
    async with TextHarness(actor=FakeActor(), understander=Later()) as house:
        assert (await house.ask("unlock the front door in 5 seconds")).asks
        assert not house.store.kept.get("timers")
        await house.ask("yes")
        assert not house.actor.orders
        house.clock.now += 6
        house.engines.timers._ring()  # noqa: SLF001
        report = (await house.turns(3))[-1]
    assert report.done == ("lock.door",)


async def test_what_is_said_is_what_was_done_though_the_house_went_away_since_the_pause():
    actor = FakeActor()
    async with ServiceHarness(stt=FakeStt(), endpointing=DRAFTS, actor=actor) as house:
        house.say(silence=7)
        await house.until_said("Turned on the light.")
        await house.settle()
        actor.present = False
        house.clock.now += 0.12
        house.say(speech=0, silence=6)
        (report,) = await house.turns(1)
    assert report.reply == "Turning on the light."


@pytest.mark.parametrize(
    "text", ["unlock everything", "what about the front door", "don't turn off the lamp"]
)
async def test_what_the_guards_forbid_is_not_handed_over_to_who_has_none(text):
    conversed = ConversationResult("Unlocked.", acted=True)
    async with TextHarness(actor=FakeActor(conversed=conversed), converse=True) as house:
        house.understander.understand = lambda *_: None
        report = await house.ask(text)
    assert not house.actor.talks
    assert report.source != "home_assistant"
    assert not report.for_others


async def test_a_talk_with_home_assistant_that_is_given_up_is_on_record():
    class Slow(FakeActor):
        async def converse(self, *_):
            self.talks.append("begun")
            await asyncio.Event().wait()

    async with TextHarness(actor=Slow(), converse=True) as house:
        house.service.receive(TextCommand("kitchen", "how warm is the sauna"), house.clock.now)
        await house.until(lambda: house.actor.talks)
        house.service.receive(ButtonPressed("kitchen", "stop"), house.clock.now)
        await house.turns(1)
    assert house.audit.verdicts == [("unknown", None)]


async def test_what_was_done_is_on_record_though_it_cannot_be_told(monkeypatch):
    def broken(*_):
        raise ValueError

    async with TextHarness(actor=FakeActor(gate=(gate := asyncio.Event()))) as house:
        house.service.receive(TextCommand("kitchen", "turn on the light"), house.clock.now)
        await house.until(lambda: house.actor.orders)
        monkeypatch.setattr("sarai_mqtt.turns.commands.outcome_sentence", broken)
        gate.set()
        (report,) = await house.turns(1)
    assert report.outcome == "failed"
    assert house.audit.verdicts == [("done", "HassTurnOn")]


async def test_a_timer_command_that_changes_nothing_is_on_record_as_refused():
    class Understander(FakeUnderstander):
        def understand(self, text, language, area=None):
            return Intent("", text, {}, (), text, language, 1.0)

    async with TextHarness(understander=Understander()) as house:
        await house.ask("HassCancelTimer")
        await house.ask("HassTimerStatus")
    assert house.audit.verdicts == [("refused", "HassCancelTimer")]


async def test_a_yes_that_may_go_on_is_waited_for_longer_than_a_command():
    async with TextHarness(stt=FakeStt("yes"), endpointing=DRAFTS, actor=FakeActor()) as house:
        await house.ask("unlock the front door")
        await house.until(lambda: house.service.sites["kitchen"].turns.idle)
        house.say(silence=7)
        await house.until_said("Unlocked the front door.")
        await house.settle()
        house.clock.now += 0.3
        house.say(speech=0, silence=15)
        await house.settle()
        assert not house.actor.orders
        house.stt.text = "yes but not now"
        house.say(speech=10)
        await house.turns(2)
    assert not house.actor.orders


@pytest.mark.parametrize(
    ("text", "for_others"),
    [("open the fridge", False), ("arrange the flowers", True), ("turn on the light", False)],
)
async def test_the_report_says_whether_somebody_else_may_be_asked(text, for_others):
    async with TextHarness(actor=FakeActor()) as house:
        assert (await house.ask(text)).for_others is for_others


async def test_an_announcement_is_for_nobody_else():
    async with TextHarness() as house:
        house.service.receive(Announce("kitchen", "Dinner is ready."), house.clock.now)
        (report,) = await house.turns(1)
    assert not report.for_others
