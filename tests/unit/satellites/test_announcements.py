import pytest

from sarai_mqtt.core.chime import chime
from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Failure, Intent, Listen, Reply, SpeechChunk, TurnReport
from sarai_mqtt.core.home import Area, Floor, Home
from sarai_mqtt.core.messages import (
    Announce,
    Broadcast,
    ButtonPressed,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.satellites.announcements import PATIENCE_S
from sarai_mqtt.turns.timers.timers import Finished
from tests.harness.audio import LOUD, QUIET
from tests.harness.engines import FakeStt, TalkativeThinker
from tests.harness.home import FakeUnderstander
from tests.harness.service import ServiceHarness

HOUSE = Home(
    {
        "kitchen": Area("kitchen", {"en": ("Kitchen",), "es": ("Cocina",)}, "ground"),
        "hall": Area("hall", {"en": ("Hall",)}, "ground"),
        "bedroom": Area("bedroom", {"en": ("Bedroom",)}, "first"),
        "attic": Area("attic", {"en": ("Attic",)}, "first"),
    },
    floors={
        "ground": Floor("ground", {"en": ("Ground floor",)}),
        "first": Floor("first", {"en": ("Upstairs",), "es": ("Planta de arriba",)}),
    },
)
SITES = ("kitchen", "hall", "bedroom", "somewhere")


class House(ServiceHarness):
    """A service with four sites, of which one stands nobody knows where."""

    def __init__(self, sites=SITES, **rest):
        understander = FakeUnderstander()
        understander.home = HOUSE
        super().__init__(understander=understander, **rest)
        self.names = sites

    async def __aenter__(self):
        await super().__aenter__()
        for name in self.names:
            self.send(SatellitePresence(name, online=True))
        return self

    def send(self, *messages):
        for message in messages:
            self.service.receive(message, self.clock.now)

    def announce(self, text="Dinner.", **where):
        self.send(Broadcast(text, where.pop("language", "en"), **where))

    def spoken(self):
        """Return what was spoken whole, by site."""
        return {site: event.text for site, event in self.outbox.sent if isinstance(event, Reply)}

    def errors(self, site="default"):
        return [failure.code for failure in self.outbox.of(Failure, site)]

    async def quiet(self, site):
        """Let time pass until all that was sent to the speaker has been played."""
        self.clock.now += 20
        await self.until(lambda: not self.service.sites[site].mouth.playing)


@pytest.mark.parametrize(
    ("where", "sites"),
    [
        ({}, set(SITES)),
        ({"areas": ("kitchen",)}, {"kitchen"}),
        ({"areas": ("cocina", "HALL")}, {"kitchen", "hall"}),
        ({"floors": ("ground",)}, {"kitchen", "hall"}),
        ({"floors": ("upstairs",)}, {"bedroom"}),
        ({"sites": ("somewhere",), "floors": ("Planta de arriba",)}, {"somewhere", "bedroom"}),
        ({"excluded": ("kitchen",)}, set(SITES) - {"kitchen"}),
        ({"floors": ("ground",), "excluded": ("kitchen", "bedroom")}, {"hall"}),
    ],
)
async def test_it_is_spoken_at_the_sites_of_its_places_and_nowhere_else(where, sites):
    async with House() as house:
        house.announce(**where)
        await house.turns(len(sites))
        await house.settle()
        assert house.spoken() == dict.fromkeys(sites, "Dinner.")
        assert not house.outbox.of(Failure)


async def test_a_chime_comes_before_it_unless_it_is_not_wanted():
    async with House(["hall"]) as house:
        house.announce()
        await house.turns(1)
        first, *rest = house.outbox.of(SpeechChunk, "hall")
        assert (first.pcm, first.text, first.seq) == (chime(house.tts.rate), "", 0)
        assert [chunk.seq for chunk in rest] == list(range(1, len(rest) + 1))
        (reply,) = house.outbox.of(Reply, "hall")
        assert reply.pcm == first.pcm + bytes(2 * 20 * len("Dinner."))
        await house.quiet("hall")
        house.announce(chime=False)
        await house.turns(2)
        assert house.outbox.of(Reply, "hall")[-1].pcm == bytes(2 * 20 * len("Dinner."))


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"areas": ("cellar",)}, "unknown_place"),
        ({"areas": ("kitchen", "cellar")}, "unknown_place"),
        ({"floors": ("third",)}, "unknown_place"),
        ({"sites": ("nobody",)}, "unknown_place"),
        ({"areas": ("attic",)}, "no_speaker"),
        ({"sites": ("hall",), "excluded": ("hall",)}, "no_speaker"),
        ({"language": "xx"}, "unknown_language"),
    ],
)
async def test_where_nobody_could_hear_it_nothing_is_announced(where, code):
    async with House() as house:
        house.announce(**where)
        await house.settle()
        assert house.errors() == [code]
        assert not house.tts.said
        assert "nobody" not in house.service.sites


async def test_errors_of_announcements_are_counted_and_the_next_is_spoken():
    async with House(["hall"]) as house:
        for _ in range(3):
            house.announce(areas=("cellar",))
        assert house.service.error_reporter.error_counts.counts["default", "unknown_place"] == 3
        house.announce()
        await house.turns(1)
        assert house.spoken() == {"hall": "Dinner."}


async def test_sites_that_are_gone_or_switched_off_are_left_out():
    async with House() as house:
        house.send(SatellitePresence("hall", online=False), SettingChange("bedroom", "enabled", "off"))
        house.announce()
        await house.turns(2)
        await house.settle()
        assert house.spoken().keys() == {"kitchen", "somewhere"}
        house.announce(sites=("hall", "bedroom"))
        assert house.errors() == ["no_speaker"]


async def test_it_waits_for_the_turn_of_its_site_and_until_its_reply_has_been_played():
    async with House(["hall", "kitchen"]) as house:
        house.send(TextCommand("hall", "turn on the light", "en"))
        house.announce()
        await house.turns(2)
        await house.settle()
        # the reply was sent and is being played; elsewhere it was spoken at once
        assert house.spoken()["kitchen"] == "Dinner."
        assert [reply.text for reply in house.outbox.of(Reply, "hall")] != ["Dinner."]
        assert len(house.outbox.of(Reply, "hall")) == 1
        house.send(Played("hall"))
        house.clock.now += 1.1  # the room's echo of the reply
        await house.turns(3)
        assert house.spoken()["hall"] == "Dinner."


async def test_it_is_not_spoken_over_a_timer_that_rings():
    async with House(["hall"]) as house:
        house.service._on_timer(Finished("hall", "en", "Your timer is done."))  # noqa: SLF001
        house.announce()
        await house.turns(1)
        await house.settle()
        assert house.spoken() == {"hall": "Your timer is done."}
        await house.quiet("hall")
        await house.turns(2)
        assert [reply.text for reply in house.outbox.of(Reply)] == ["Your timer is done.", "Dinner."]


async def test_it_is_not_spoken_while_a_question_is_open():
    async with House(["hall"]) as house:
        house.send(TextCommand("hall", "unlock the door", "en"))
        await house.turns(1)
        house.announce()
        house.send(Played("hall"))
        house.clock.now += 1.1
        house.send(TextCommand("hall", "yes", "en"))
        answered = (await house.turns(2))[-1]
        assert answered.intent == "HassTurnOff"
        assert "Dinner." not in house.spoken().values()
        await house.quiet("hall")
        await house.turns(3)
        assert house.spoken()["hall"] == "Dinner."


async def test_it_is_not_spoken_over_a_person_unless_they_never_end():
    async with House(["hall"]) as house:
        for _ in range(20):
            house.hear(LOUD, "hall")
        house.announce()
        await house.settle()
        assert not house.tts.said
        house.clock.now += PATIENCE_S + 0.1
        await house.turns(1)
        assert house.spoken() == {"hall": "Dinner."}


async def test_after_a_wake_word_the_person_comes_first():
    async with House(["hall"]) as house:
        house.send(SettingChange("hall", "mode", "wake"), WakeWordDetected("hall"))
        house.announce()
        await house.settle()
        assert not house.tts.said
        house.clock.now += PATIENCE_S
        await house.turns(1)
        assert house.spoken() == {"hall": "Dinner."}


async def test_several_are_spoken_in_order_and_each_once():
    async with House(["hall"]) as house:
        for text in ("One.", "Two.", "Three."):
            house.announce(text)
        for number in range(1, 4):
            await house.turns(number)
            await house.quiet("hall")
        assert [reply.text for reply in house.outbox.of(Reply)] == ["One.", "Two.", "Three."]
        assert not house.outbox.of(Failure)


async def test_in_a_flood_the_oldest_that_wait_are_given_up_and_told():
    async with House(["hall"], thinker=TalkativeThinker()) as house:
        house.send(TextCommand("hall", "tell me a story", "en"))
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
        for number in range(12):
            house.announce(f"Number {number}.")
        given_up = [report.text for report in house.outbox.of(TurnReport) if report.outcome == "cancelled"]
        assert given_up == [f"Number {number}." for number in range(4)]


async def test_one_that_waits_too_long_is_given_up_and_told():
    async with House(["hall"], thinker=TalkativeThinker()) as house:
        house.send(TextCommand("hall", "tell me a story", "en"))
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
        house.announce(max_age_s=20.0)
        house.clock.now += 21
        await house.outbox.until(lambda: house.outbox.of(Failure, "hall"))
        assert house.errors("hall") == ["reply_late"]
        (report,) = house.outbox.of(TurnReport, "hall")
        assert (report.outcome, report.text) == ("cancelled", "Dinner.")


async def test_the_stop_button_gives_up_what_waits():
    async with House(["hall"], thinker=TalkativeThinker()) as house:
        house.send(TextCommand("hall", "tell me a story", "en"))
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
        house.announce()
        house.send(ButtonPressed("hall", "stop"))
        reports = await house.turns(2)
        assert {report.text for report in reports} == {"tell me a story", "Dinner."}
        assert {report.outcome for report in reports} == {"cancelled"}
        await house.quiet("hall")
        await house.settle()
        assert ("Dinner.", "en") not in house.tts.said


async def test_one_that_comes_twice_is_spoken_once():
    async with House(["hall"]) as house:
        for _ in range(2):
            house.announce(id="dinner-1")
        house.announce("Again.", id="dinner-2")
        await house.turns(1)
        await house.quiet("hall")
        await house.turns(2)
        await house.quiet("hall")
        await house.settle()
        assert [reply.text for reply in house.outbox.of(Reply)] == ["Dinner.", "Again."]
        assert not house.outbox.of(Failure)


async def test_one_that_was_refused_may_come_again():
    async with House(["hall"]) as house:
        house.announce(areas=("cellar",), id="d")
        house.announce(id="d")
        await house.turns(1)
        assert house.spoken() == {"hall": "Dinner."}


async def test_it_is_no_question_to_anybody():
    async with House(["hall"]) as house:
        house.announce("Who is hungry?")
        (report,) = await house.turns(1)
        assert not report.asks
        house.send(Played("hall"))
        await house.settle()
        assert not house.outbox.of(Listen)
        house.send(Announce("hall", "Who is there?", "en"))
        assert (await house.turns(2))[-1].asks


async def test_a_microphone_that_picks_it_up_from_another_room_does_nothing():
    text = "Please turn on the light."
    async with House(["hall", "kitchen"], stt=FakeStt("turn on the light")) as house:
        house.announce(text, excluded=("kitchen",))
        await house.turns(1)
        for frame in [LOUD] * 20 + [QUIET] * 40:
            house.hear(frame, "kitchen")
        (report,) = await house.turns(1, "kitchen")
        assert report.outcome == "echo"
        # and the same words of a person, later, are an order
        house.clock.now += 30
        for frame in [LOUD] * 20 + [QUIET] * 40:
            house.hear(frame, "kitchen")
        assert (await house.turns(2, "kitchen"))[-1].intent == "HassTurnOn"


async def test_a_site_without_a_place_left_is_told_and_the_others_hear_it():
    async with House(["hall"], max_sites=1) as house:
        service = house.service
        service._settings_store.mark_seen("study", 9, ())  # noqa: SLF001 - known from before the start
        house.send(TextCommand("hall", "tell me", "en"))
        house.announce()
        await house.outbox.until(lambda: house.outbox.of(Failure, "study"))
        assert house.errors("study") == ["too_many_sites"]


async def test_a_site_that_has_sent_nothing_since_the_start_hears_it():
    async with House(["hall"]) as house:
        house.service._settings_store.mark_seen("study", 9, ())  # noqa: SLF001
        house.announce()
        await house.turns(2)
        assert house.spoken().keys() == {"hall", "study"}


async def test_a_turn_cannot_be_told_to_announce_in_an_unknown_place():
    async with House() as house:
        with pytest.raises(BadInput) as refused:
            house.service._announcements.announce(Broadcast("x", areas=("nowhere",)))  # noqa: SLF001
        assert refused.value.code == "unknown_place"
        assert "nowhere" in refused.value.reason


async def test_by_voice_it_goes_everywhere_but_where_it_was_said():
    async with House(stt=FakeStt("announce that dinner is ready everywhere")) as house:
        house.say("kitchen")
        await house.turns(4)
        await house.settle()
        assert house.spoken() == {
            "kitchen": "I'm telling the whole house.",
            **dict.fromkeys(("hall", "bedroom", "somewhere"), "Dinner is ready"),
        }
        (intent,) = house.outbox.of(Intent)
        assert (intent.name, intent.handled) == ("HassBroadcast", True)
        assert intent.slots == {"message": "Dinner is ready"}
        assert house.audit.verdicts == [("sent", "HassBroadcast")]
        # the reply to the order has no chime
        chimes = {
            site for site, e in house.outbox.sent if isinstance(e, SpeechChunk) and e.pcm == chime(1000)
        }
        assert chimes == {"hall", "bedroom", "somewhere"}


@pytest.mark.parametrize(
    ("text", "language", "sites", "reply"),
    [
        ("announce upstairs that dinner is ready", "en", {"bedroom"}, "I'm telling the upstairs."),
        ("announce in the kitchen and the hall that it's late", "en", {"hall"}, "I'm saying it in the hall."),
        ("anuncia en la planta de arriba que es tarde", "es", {"bedroom"}, "Lo digo en la planta de arriba."),
    ],
)
async def test_by_voice_it_goes_to_the_place_that_was_said(text, language, sites, reply):
    async with House() as house:
        house.send(TextCommand("kitchen", text, language))
        await house.turns(1 + len(sites))
        await house.settle()
        assert house.spoken().keys() == {"kitchen", *sites}
        assert reply in house.spoken()["kitchen"]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("announce in the cellar that dinner is ready", "I don't know of any cellar."),
        (
            "announce in the attic that dinner is ready",
            "I haven't said it: I know of no other speaker for that.",
        ),
        (
            "announce in the kitchen that dinner is ready",
            "I haven't said it: I know of no other speaker for that.",
        ),
        ("announce when Ana comes home that dinner is ready", "Sorry, I don't know how to do that."),
        (
            "announce that grandma called in the hall",
            "I haven't said it: I'm not sure where. Name the room first, then the words.",
        ),
        ("announce that " + "dinner is ready and " * 26, "I haven't said it: it's too long."),
    ],
)
async def test_by_voice_what_cannot_be_announced_is_told_and_not_announced(text, reply):
    async with House() as house:
        house.send(TextCommand("kitchen", text, "en"))
        (report,) = await house.turns(1)
        await house.settle()
        assert report.reply == reply
        assert house.spoken() == {"kitchen": reply}
        assert not report.for_others
        assert not house.thinker.made


async def test_a_danger_that_is_announced_is_answered_as_one():
    async with House(["hall", "kitchen"]) as house:
        house.send(TextCommand("kitchen", "tell everyone that there is a gas leak", "en"))
        await house.turns(2)
        assert house.spoken()["hall"] == "There is a gas leak"
        said = house.spoken()["kitchen"]
        assert said.startswith("I'm telling the whole house.")
        assert "112" in said


async def test_an_order_to_announce_that_is_too_late_is_not_carried_out():
    async with House(["hall", "kitchen"]) as house:
        house.service.receive(
            TextCommand("kitchen", "tell everyone that dinner is ready", "en"), house.clock.now - 6
        )
        (report,) = await house.turns(1)
        await house.settle()
        assert house.spoken() == {"kitchen": report.reply}
        assert house.audit.verdicts == [("refused", "HassBroadcast")]
