import asyncio

import numpy as np
import pytest

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.audio import at_volume
from sarai_mqtt.core.events import (
    Failure,
    Intent,
    LastTurn,
    Listen,
    Presence,
    Reply,
    ServiceReport,
    SettingChanged,
    Silence,
    SpeechChunk,
    StateChanged,
    TurnReport,
    UpcomingAlarms,
)
from sarai_mqtt.core.messages import (
    Announce,
    AudioEnd,
    AudioIn,
    ButtonPressed,
    Played,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.satellites.options import OptionTable
from sarai_mqtt.satellites.microphone import LISTEN_S
from sarai_mqtt.satellites.registry import options_at
from sarai_mqtt.satellites.service import VoiceService
from sarai_mqtt.satellites.settings_store import SiteSettingsStore
from sarai_mqtt.satellites.status import ModelsState, ServiceInfo
from sarai_mqtt.turns.timers.timers import Finished
from tests.harness.audio import LOUD, QUIET, LoudVad, RawDecoder
from tests.harness.engines import FakeStt, TalkativeThinker
from tests.harness.home import FakeActor
from tests.harness.ports import FakeDiscovery, FakeStore
from tests.harness.service import DRAFTS, NO_DRAFTS, ServiceHarness


class ShownHarness(ServiceHarness):
    """A ServiceHarness whose sites are kept and shown."""

    def __init__(self, store=None, models=ModelsState, **rest):
        super().__init__(**rest)
        limits = {k: v for k, v in rest.items() if k in Limits.__dataclass_fields__}
        self.store, self.discovery = store or FakeStore(), FakeDiscovery()
        given = Limits(**{"endpointing": NO_DRAFTS} | limits)
        table = OptionTable(("en", "es"), {"joe": "en", "ana": "es"})
        self.service = VoiceService(
            self.engines,
            self.outbox,
            given,
            LoudVad,
            RawDecoder,
            settings_store=SiteSettingsStore(
                table, lambda site: options_at(site, given), self.store, max_changed_sites=given.max_sites
            ),
            service_info=ServiceInfo("1.2", self.discovery, lambda: 123_456_789, models),
        )

    def send(self, *messages):
        for message in messages:
            self.service.receive(message, self.clock.now)

    def set(self, key, value, site="kitchen"):
        self.send(SettingChange(site, key, value))

    def shown(self, key, site="kitchen"):
        return [e.value for e in self.outbox.of(SettingChanged, site) if e.key == key]

    def presence(self, site="kitchen"):
        return self.outbox.of(Presence, site)[-1]

    async def until_shown(self, *sites):
        await self.outbox.until(lambda: all(self.outbox.of(SettingChanged, s) for s in sites))

    async def heard(self):
        """Wait for the turn of an utterance, if it becomes one; return the number of utterances recognised."""
        await self.settle()
        return len(self.stt.heard)


async def test_every_setting_is_set_shown_and_kept():
    changes = {
        "enabled": "off",
        "mute": "on",
        "mode": "wake",
        "language": "es",
        "voice": "ana",
        "barge_in": "vad",
        "volume": "50",
        "silence_ms": "900",
    }
    async with ShownHarness() as house:
        house.hear(QUIET)
        await house.until_shown("kitchen")
        for key, value in changes.items():
            house.set(key, value)
        assert {key: house.shown(key)[-1] for key in changes} == changes
        await house.until(lambda: house.store.kept.get("sites") == {"kitchen": changes})
    async with ShownHarness(store=house.store) as again:
        again.hear(QUIET)
        await again.until_shown("kitchen")
        assert {key: again.shown(key) for key in changes} == {k: [v] for k, v in changes.items()}


@pytest.mark.parametrize(
    ("key", "value"), [("volume", "200"), ("mode", "sometimes"), ("hue", "3"), ("voice", "eve")]
)
async def test_a_wrong_value_is_refused_counted_and_told(key, value):
    async with ShownHarness() as house:
        house.set(key, value)
        house.set(key, value)
        await house.until_shown("kitchen")
        assert [f.code for f in house.outbox.of(Failure, "kitchen")] == ["bad_setting"]
        assert house.service.error_reporter.error_counts.counts["kitchen", "bad_setting"] == 2
        assert house.shown("volume") == ["100"]


@pytest.mark.parametrize(("key", "off", "on"), [("mute", "on", "off"), ("enabled", "off", "on")])
async def test_a_closed_microphone_hears_nothing_until_it_is_opened(key, off, on):
    async with ShownHarness() as house:
        house.set(key, off)
        house.say()
        house.send(AudioEnd("kitchen"))
        assert await house.heard() == 0
        assert not house.presence().listening
        house.set(key, on)
        assert house.presence().listening
        house.say()
        await house.turns(1)


async def test_what_is_being_said_when_the_microphone_closes_is_forgotten():
    async with ShownHarness() as house:
        for _ in range(20):
            house.hear(LOUD)
        assert house.presence().speech
        house.set("mute", "on")
        assert not house.presence().speech
        assert house.outbox.of(StateChanged)[-1].state == "idle"
        house.set("mute", "off")
        for _ in range(40):
            house.hear(QUIET)
        assert await house.heard() == 0


async def test_a_draft_is_withdrawn_when_the_microphone_closes():
    async with ShownHarness(endpointing=EndpointingLimits()) as house:
        house.say(silence=5)
        await house.until(lambda: house.service.sites["kitchen"].turns.draft is not None)
        house.set("mute", "on")
        await house.until(lambda: house.service.sites["kitchen"].turns.idle)
        assert not house.outbox.of(TurnReport)


async def test_a_site_that_is_switched_off_neither_answers_nor_announces():
    async with ShownHarness() as house:
        house.set("enabled", "off")
        house.send(
            TextCommand("kitchen", "turn on the light", "en"),
            Announce("kitchen", "Hello.", "en"),
            ButtonPressed("kitchen", "test"),
        )
        await house.settle()
        assert house.service.error_reporter.error_counts.counts["kitchen", "site_disabled"] == 3
        assert not house.outbox.of(TurnReport)
        house.send(Announce("hall", "Hello.", "en"))
        await house.turns(1, "hall")


async def test_switching_a_site_off_gives_its_turn_up():
    async with ShownHarness(thinker=TalkativeThinker()) as house:
        house.send(TextCommand("kitchen", "tell me a story", "en"))
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
        house.set("enabled", "off")
        (report,) = await house.turns(1)
        assert report.outcome == "cancelled"
        assert [s.turn for s in house.outbox.of(Silence)] == [report.turn]


async def test_the_language_that_is_set_is_that_of_what_is_heard_and_written():
    async with ShownHarness(stt=FakeStt("enciende la luz")) as house:
        house.set("language", "es")
        house.say()
        house.send(TextCommand("kitchen", "enciende la luz"))
        for report in await house.turns(2):
            assert (report.language, report.intent) == ("es", "HassTurnOn")
        house.send(TextCommand("kitchen", "turn on the light", "en"))
        assert (await house.turns(3))[-1].language == "en"


async def test_a_voice_says_what_names_no_language():
    async with ShownHarness() as house:
        house.set("voice", "ana")
        house.send(
            Announce("kitchen", "The dinner is ready."), Announce("kitchen", "The dinner is ready.", "en")
        )
        await house.turns(2)
    assert [language for _, language in house.tts.said] == ["es", "en"]


async def test_the_silence_limit_ends_an_utterance_sooner_or_later():
    async with ShownHarness() as house:
        house.set("silence_ms", "300")
        house.say(silence=15)
        (report,) = await house.turns(1)
        assert report.timings["endpoint_delay"] == 300
        house.set("silence_ms", "1500")
        house.say(silence=74)
        assert await house.heard() == 1
        house.hear(QUIET)
        await house.turns(2)


async def test_in_mode_wake_only_what_follows_a_wake_word_counts():
    async with ShownHarness() as house:
        house.set("mode", "wake")
        house.say()
        assert await house.heard() == 0
        assert not house.presence().listening
        house.send(WakeWordDetected("kitchen"))
        assert house.presence().listening
        house.say()
        await house.turns(1)
        assert not house.presence().listening
        house.say()
        assert await house.heard() == 1


async def test_a_wake_word_is_forgotten_after_a_while_but_not_in_mid_sentence():
    async with ShownHarness() as house:
        house.set("mode", "wake")
        house.send(WakeWordDetected("kitchen"))
        house.clock.now += 8.1
        house.say()
        assert await house.heard() == 0
        house.send(WakeWordDetected("kitchen"))
        house.clock.now += 7.9
        for frame in [LOUD] * 20 + [QUIET] * 40:
            house.clock.now += 0.02
            house.hear(frame)
        await house.turns(1)


async def test_a_noise_does_not_use_the_wake_word_up():
    async with ShownHarness(stt=FakeStt("")) as house:
        house.set("mode", "wake")
        house.send(WakeWordDetected("kitchen"))
        house.say()
        (report,) = await house.turns(1)
        assert report.outcome == "no_speech"
        house.stt.text = "turn on the light"
        house.say()
        assert (await house.turns(2))[-1].intent == "HassTurnOn"


async def test_a_question_of_ours_opens_the_microphone_when_it_has_been_played():
    async with ShownHarness() as house:
        house.set("mode", "wake")
        house.send(Announce("kitchen", "Shall I?", "en"))
        (report,) = await house.turns(1)
        await house.state("speaking")
        assert not house.outbox.of(Listen)
        house.say()
        assert await house.heard() == 0
        house.send(Played("kitchen", report.turn))
        assert house.outbox.of(Listen, "kitchen") == [Listen(report.turn, LISTEN_S)]
        assert house.presence().listening
        house.say()
        await house.turns(2)


async def test_a_site_that_is_given_up_while_it_speaks_is_shown_as_idle_and_then_no_more():
    async with ShownHarness(max_sites=1) as house:
        house.send(Announce("hall", "Dinner is ready.", "en"))
        await house.state("speaking")
        await house.until(lambda: house.service.sites["hall"].turns.idle)
        house.set("mute", "on")
        assert set(house.service.sites) == {"kitchen"}
        assert house.outbox.of(StateChanged, "hall")[-1].state == "idle"
        shown = len(house.outbox.of(StateChanged, "hall"))
        house.clock.now += 60
        await house.settle()
        assert len(house.outbox.of(StateChanged, "hall")) == shown


async def test_no_question_of_ours_opens_a_microphone_that_is_muted():
    async with ShownHarness() as house:
        house.set("mode", "wake")
        house.set("mute", "on")
        house.send(Announce("kitchen", "Shall I?", "en"))
        (report,) = await house.turns(1)
        house.send(Played("kitchen", report.turn))
        await house.state("idle")
        assert not house.outbox.of(Listen)


async def test_our_speech_is_as_loud_as_is_set():
    class Loud:
        rate = 1000

        def synthesize(self, text, language, cancel):
            yield np.full(100, 10_000, "<i2").tobytes()

    house = ShownHarness()
    object.__setattr__(house.engines, "tts", Loud())
    async with house:
        house.set("volume", "50")
        house.send(Announce("kitchen", "Hello.", "en"))
        await house.turns(1)
        loudest = {
            np.frombuffer(e.pcm, "<i2").max()
            for e in [*house.outbox.of(Reply), *house.outbox.of(SpeechChunk)]
            if e.pcm
        }
    assert loudest == {2500}


def test_volume_is_a_gain_of_its_square_and_keeps_what_is_whole():
    pcm = np.array([-32768, -100, 0, 100, 32767], "<i2").tobytes()
    assert at_volume(pcm, 100) is pcm
    assert np.frombuffer(at_volume(pcm, 50), "<i2").tolist() == [-8192, -25, 0, 25, 8192]
    assert at_volume(pcm, 0) == bytes(10)


async def test_the_stop_button_silences_and_gives_up_what_waits():
    async with ShownHarness(thinker=TalkativeThinker()) as house:
        house.send(TextCommand("kitchen", "tell me a story", "en"))
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
        house.send(Announce("kitchen", "Later.", "en"), ButtonPressed("kitchen", "stop"))
        reports = await house.turns(2)
        assert [r.outcome for r in reports] == ["cancelled", "cancelled"]
        assert len(house.outbox.of(Silence)) == 1
        await house.state("idle")
        house.send(Announce("kitchen", "Now.", "en"))
        assert (await house.turns(3))[-1].outcome == "answered"


async def test_the_stop_button_silences_speech_that_still_plays():
    async with ShownHarness() as house:
        house.send(Announce("kitchen", "Hello.", "en"))
        (report,) = await house.turns(1)
        await house.state("speaking")
        house.send(ButtonPressed("kitchen", "stop"))
        assert house.outbox.of(Silence) == [Silence(report.turn)]
        assert house.outbox.of(StateChanged)[-1].state == "idle"


@pytest.mark.parametrize(("language", "says"), [("auto", "en"), ("es", "es")])
async def test_the_test_button_speaks_the_language_of_the_site(language, says):
    async with ShownHarness() as house:
        house.set("language", language)
        house.send(ButtonPressed("kitchen", "test"))
        (report,) = await house.turns(1)
    assert (report.language, report.outcome) == (says, "answered")


async def test_a_site_is_shown_when_it_first_speaks_and_all_of_them_after_a_restart():
    async with ShownHarness() as house:
        house.hear(QUIET)
        house.hear(QUIET)
        house.send(SatellitePresence("hall", online=True))
        await house.until_shown("kitchen", "hall")
        assert house.discovery.shown == ["kitchen", "hall"]
        await house.until(lambda: set(house.store.kept.get("sites", ())) == {"kitchen", "hall"})
    async with ShownHarness(store=house.store) as again:
        again.service.publish_all()
        await again.until_shown("hall")
        assert again.discovery.shown == [None, "kitchen", "hall"]
        assert again.presence("hall") == Presence(
            available=True, connected=False, listening=False, speech=False
        )
        assert again.shown("volume", "hall") == ["100"]


async def test_everything_is_shown_again_to_who_missed_it(monkeypatch):
    async with ShownHarness() as house:
        house.send(TextCommand("kitchen", "turn on the light", "en"))
        await house.turns(1)
        await house.settle()
        await house.until_shown("kitchen")
        house.outbox.sent.clear()
        monkeypatch.setattr("sarai_mqtt.satellites.status.LAST_TURN_DELAY_S", 0.2)
        house.service.publish_all()
        await house.outbox.until(lambda: house.outbox.of(LastTurn))
        assert house.discovery.shown == ["kitchen", None, "kitchen"]
        kinds = {type(e) for _, e in house.outbox.sent}
        assert kinds == {ServiceReport, StateChanged, SettingChanged, Presence, UpcomingAlarms, LastTurn}
        assert house.outbox.of(StateChanged)[-1].state == "speaking"


async def test_what_was_asked_is_told_as_the_last_turn_and_what_was_announced_is_not():
    async with ShownHarness() as house:
        house.send(TextCommand("kitchen", "turn on the light", "en"), Announce("kitchen", "Hello.", "en"))
        await house.turns(2)
        (last,) = house.outbox.of(LastTurn)
    assert (last.text, last.intent, last.reply) == (
        "turn on the light",
        "HassTurnOn",
        "Turning on the light.",
    )
    assert "understand" in last.timings


async def test_a_forgotten_site_is_gone_until_it_speaks_again():
    async with ShownHarness() as house:
        house.set("volume", "40")
        house.send(ButtonPressed("kitchen", "forget"))
        assert house.discovery.removed == ["kitchen"]
        assert not house.service.sites
        await house.until(lambda: house.store.kept.get("sites") == {})
        house.outbox.sent.clear()
        house.hear(QUIET)
        await house.until_shown("kitchen")
        assert house.discovery.shown[-1] == "kitchen"
        assert house.shown("volume")[-1] == "100"


async def test_nothing_is_retained_of_a_site_after_it_was_forgotten(monkeypatch):
    monkeypatch.setattr("sarai_mqtt.satellites.turn_scheduler.LISTEN_S", 0.05)
    async with ShownHarness() as house:
        house.set("mode", "wake")
        house.send(WakeWordDetected("kitchen"), ButtonPressed("kitchen", "forget"))
        house.clock.now += 1
        house.outbox.sent.clear()
        await asyncio.sleep(0.1)
        assert not [
            e for e in house.outbox.sent if isinstance(e[1], Presence | StateChanged | SettingChanged)
        ]


async def test_a_site_that_is_forgotten_in_mid_turn_gives_it_up():
    async with ShownHarness(thinker=TalkativeThinker()) as house:
        house.send(TextCommand("kitchen", "tell me a story", "en"))
        await house.outbox.until(lambda: house.outbox.of(SpeechChunk))
        house.send(ButtonPressed("kitchen", "forget"))
        (report,) = await house.turns(1)
    assert report.outcome == "cancelled"


async def test_names_invented_by_strangers_do_not_become_devices_without_end():
    async with ShownHarness(max_sites=2) as house:
        for n in range(6):
            house.hear(QUIET, f"s{n}")
            await house.until_shown(f"s{n}")
            house.clock.now += 700
    assert house.discovery.shown == [f"s{n}" for n in range(6)]
    assert house.discovery.removed == [f"s{n}" for n in range(4)]


@pytest.mark.parametrize(("key", "value"), [("mute", "on"), ("enabled", "off"), ("mode", "wake")])
async def test_a_closed_microphone_stays_closed_however_many_names_are_invented(key, value):
    async with ShownHarness(max_sites=3) as house:
        house.set(key, value)
        house.clock.now += 700  # set aside for being silent
        for n in range(20):
            house.hear(QUIET, f"s{n}")
            house.clock.now += 100
        house.say()
        assert await house.heard() == 0
        assert house.discovery.removed
        assert "kitchen" not in house.discovery.removed
        await house.until(lambda: len(house.store.kept.get("sites", ())) <= 4)
    async with ShownHarness(store=house.store, max_sites=3) as again:
        for n in range(20):
            again.hear(QUIET, f"t{n}")
            again.clock.now += 700
        again.say()
        assert await again.heard() == 0
        assert again.service.sites["kitchen"].options.hears == (key == "mode")


async def test_a_microphone_can_be_closed_while_invented_names_hold_all_the_room():
    async with ShownHarness(max_sites=3) as house:
        for n in range(5):
            house.hear(QUIET, f"s{n}")
        house.set("mute", "on")
        assert house.shown("mute")[-1] == "on"
        house.say()
        assert await house.heard() == 0
        codes = {site: code for site, code in house.service.error_reporter.error_counts.counts}
        assert codes == {"default": "too_many_sites"}


async def test_a_microphone_can_be_closed_while_all_the_room_is_busy():
    actor = HeldInTheHall(gate=asyncio.Event())
    async with ShownHarness(actor=actor, max_sites=1) as house:
        house.send(TextCommand("hall", "turn on the light"))
        await house.until(lambda: actor.orders)
        house.set("mute", "on")
        assert house.shown("mute") == ["on"]
        house.set("mute", "sometimes")
        assert house.service.error_reporter.error_counts.counts["kitchen", "bad_setting"] == 1
        actor.gate.set()
        await house.turns(1, "hall")
        await house.until(lambda: house.service.sites["hall"].turns.idle)
        house.say()
        assert await house.heard() == 0
        assert not house.service.sites["kitchen"].listens(house.clock.now)


async def test_invented_names_with_settings_fill_neither_the_book_nor_the_state_file():
    async with ShownHarness(max_sites=3) as house:
        house.set("mute", "on")
        for n in range(50):
            house.set("mute", "on", f"s{n}")
            house.clock.now += 700
        assert len(house.service.sites) <= 3
        # those that are there now come on top of those where something was set
        await house.until(lambda: "s49" in house.store.kept.get("sites", ()))
        kept = house.store.kept["sites"]
        assert len(kept) <= 6
        assert {site for site, settings in kept.items() if settings} == {"kitchen", "s0", "s1"}
        house.set("volume", "40")
        house.set("volume", "40", "s0")
        await house.until(lambda: house.store.kept["sites"]["s0"] == {"mute": "on", "volume": "40"})
        assert house.store.kept["sites"]["kitchen"] == {"mute": "on", "volume": "40"}


@pytest.mark.parametrize("empty", [("mute", "off"), ("volume", "40")])
async def test_a_microphone_can_be_closed_however_many_names_have_settings_that_close_none(empty):
    async with ShownHarness(max_sites=3) as house:
        for n in range(20):
            house.set(*empty, f"s{n}")
        house.set("mute", "on")
        assert house.shown("mute")[-1] == "on"
        house.say()
        assert await house.heard() == 0


async def test_a_site_whose_settings_made_room_is_told_and_as_at_first():
    async with ShownHarness(max_sites=2) as house:
        house.set("volume", "40", "a")
        house.set("volume", "40", "b")
        house.service._sites.drop("a")  # noqa: SLF001 - silent for long
        house.set("mute", "on")
        assert house.shown("volume", "a") == ["40", "100"]
        assert house.shown("volume", "b") == ["40"]


async def test_a_site_that_speaks_and_whose_settings_made_room_is_as_at_first():
    async with ShownHarness(max_sites=2) as house:
        house.set("silence_ms", "900", "a")
        house.set("mute", "on", "b")
        house.service._sites.drop("b")  # noqa: SLF001 - silent for long
        house.set("mute", "on")
        options = house.service.sites["a"].options
        assert options == house.service._settings_store.options("a")  # noqa: SLF001
        assert house.outbox.of(SettingChanged, "a")[-1].value == str(options.silence_ms) != "900"


async def test_names_that_are_set_and_set_back_while_all_the_room_is_busy_do_not_fill_the_book():
    actor = HeldInTheHall(gate=asyncio.Event())
    async with ShownHarness(actor=actor, max_sites=1) as house:
        house.send(TextCommand("hall", "turn on the light"))
        await house.until(lambda: actor.orders)
        for n in range(20):
            house.set("mute", "on", f"s{n}")
            house.set("mute", "off", f"s{n}")
            house.set("mute", "off", f"t{n}")
        assert len(house.service._settings_store) <= 2  # noqa: SLF001
        actor.gate.set()
        await house.turns(1, "hall")


async def test_a_timer_rings_at_its_site_while_invented_names_hold_all_the_room():
    async with ShownHarness(max_sites=2) as house:
        for n in range(5):
            house.hear(QUIET, f"s{n}")
        house.service._on_timer(Finished("kitchen", "en", "The timer is done."))  # noqa: SLF001
        (report,) = await house.turns(1, "kitchen")
        assert report.reply == "The timer is done."


async def test_who_waits_for_a_yes_makes_no_room():
    async with ShownHarness(max_sites=2) as house:
        house.send(TextCommand("a", "unlock the front door", "en"))
        await house.turns(1)
        await house.until(lambda: house.service.sites["a"].turns.idle)
        house.clock.now += 1
        house.hear(QUIET, "b")
        house.set("mute", "on")
        assert set(house.service.sites) == {"a", "kitchen"}


@pytest.mark.parametrize(
    "message",
    [
        AudioIn("kitchen", QUIET),
        AudioEnd("kitchen"),
        WakeWordDetected("kitchen"),
        Played("kitchen"),
        TextCommand("kitchen", "what time is it", "en"),
        SatellitePresence("kitchen", online=True),
    ],
)
async def test_a_site_that_was_said_to_be_gone_is_there_when_something_comes_from_it(message):
    async with ShownHarness() as house:
        house.hear(QUIET)
        house.send(SatellitePresence("kitchen", online=False))
        assert not house.presence().available
        house.clock.now += 2
        house.send(message)
        assert house.presence().available
        assert house.presence().connected
        said = ["kitchen"] if not isinstance(message, SatellitePresence) else []
        assert house.discovery.revived == said, "what is retained of it is taken back"
        house.send(SatellitePresence("kitchen", online=None))
        house.send(message)
        assert house.discovery.revived == said


@pytest.mark.parametrize(
    "message",
    [
        AudioIn("kitchen", QUIET),  # overtaken by the will
        Announce("kitchen", "Hello.", "en"),
        SettingChange("kitchen", "volume", "40"),
        ButtonPressed("kitchen", "stop"),
    ],
)
async def test_what_comes_from_others_or_too_soon_is_no_sign_of_life(message):
    async with ShownHarness() as house:
        house.hear(QUIET)
        house.send(SatellitePresence("kitchen", online=False))
        house.clock.now += 0.2
        house.send(message)
        assert not house.presence().available
        assert not house.discovery.revived


async def test_what_a_satellite_takes_back_makes_no_device():
    async with ShownHarness() as house:
        house.send(SatellitePresence("kitchen", online=None))
        assert not house.discovery.shown
        assert not house.service.sites


async def test_a_satellite_says_whether_it_is_there():
    async with ShownHarness() as house:
        house.send(SatellitePresence("kitchen", online=True))
        assert house.presence() == Presence(available=True, connected=True, listening=True, speech=False)
        house.send(SatellitePresence("kitchen", online=False))
        assert house.presence() == Presence(available=False, connected=False, listening=True, speech=False)


async def test_a_site_that_says_nothing_of_itself_is_connected_while_it_sends():
    async with ShownHarness() as house:
        house.hear(QUIET)
        await house.until_shown("kitchen")
        assert house.presence().connected
        house.clock.now += 61
        house.service._status.check_presence()  # noqa: SLF001
        assert house.presence() == Presence(available=True, connected=False, listening=True, speech=False)


async def test_the_goodbye_of_a_satellite_never_met_makes_no_device():
    async with ShownHarness() as house:
        house.send(SatellitePresence("kitchen", online=False))
        assert not house.discovery.shown


async def test_the_model_files_are_looked_over_at_start_and_when_asked():
    found = [ModelsState("set 1", "set 1"), ModelsState("1 of 2 files", "set 1", "One is missing.")]
    async with ShownHarness(models=lambda: found.pop(0)) as house:
        await house.outbox.until(lambda: house.outbox.of(ServiceReport))
        house.send(ButtonPressed("default", "verify_models"))
        await house.outbox.until(lambda: len(house.outbox.of(ServiceReport)) == 2)
        first, second = house.outbox.of(ServiceReport)
        assert not house.service.sites
    assert (first.version, first.memory_mb, first.models, first.models_expected) == (
        "1.2",
        123.5,
        "set 1",
        "set 1",
    )
    assert (second.models, second.models_note) == ("1 of 2 files", "One is missing.")


async def test_a_look_that_fails_is_told_and_ends_nothing():
    def broken():
        raise OSError("the disk is gone")

    async with ShownHarness(models=broken) as house:
        await house.outbox.until(lambda: house.outbox.of(ServiceReport))
        assert "OSError" in house.outbox.of(ServiceReport)[0].models_note
        house.say()
        await house.turns(1)
        assert not house.task.done()


async def test_a_device_that_cannot_be_shown_takes_nothing_else_with_it():
    async with ShownHarness() as house:
        show = house.discovery.show

        def fragile(site):
            if site == "kitchen":
                raise ValueError("a house that cannot be shown")
            show(site)

        house.discovery.show = fragile
        house.hear(QUIET)
        house.hear(QUIET, "hall")
        await house.until_shown("hall")
        assert not house.task.done()


class HeldInTheHall(FakeActor):
    """Acts in the hall only when its gate is opened."""

    async def act(self, order):
        self.orders.append(order)
        if order.site == "hall":
            await self.gate.wait()
        return ActionResult(done=order.intent.targets)


@pytest.mark.parametrize(
    "message",
    [
        ButtonPressed("kitchen", "stop"),
        SettingChange("kitchen", "enabled", "off"),
        ButtonPressed("kitchen", "forget"),
    ],
)
async def test_what_waits_for_others_to_end_is_given_up_too(message):
    actor = HeldInTheHall(gate=asyncio.Event())
    async with ShownHarness(actor=actor, turns_at_once=1) as house:
        house.send(TextCommand("hall", "turn on the light"))
        await house.until(lambda: actor.orders)
        house.send(TextCommand("kitchen", "turn on the light"))
        await house.until(lambda: house.service.sites["kitchen"].turns.waiting)
        house.send(message)
        (report,) = await house.turns(1, "kitchen")
        assert report.outcome == "cancelled"
        actor.gate.set()
        await house.turns(1, "hall")
        await house.settle()
    assert [order.site for order in actor.orders] == ["hall"]


@pytest.mark.parametrize("endpointing", [NO_DRAFTS, DRAFTS])
@pytest.mark.parametrize(
    "message",
    [
        ButtonPressed("kitchen", "stop"),
        SettingChange("kitchen", "enabled", "off"),
        ButtonPressed("kitchen", "forget"),
    ],
)
async def test_what_has_hardly_begun_is_given_up_too(message, endpointing):
    async with ShownHarness(actor=FakeActor(), endpointing=endpointing) as house:
        house.say(silence=7)
        await house.settle()
        # all of it between two looks at anything else
        house.send(AudioEnd("kitchen"), message)
        (report,) = await house.turns(1, "kitchen")
        assert report.outcome == "cancelled"
        house.send(
            SettingChange("hall", "enabled", "on"),
            TextCommand("hall", "turn on the light"),
            ButtonPressed("hall", "stop"),
        )
        (report,) = await house.turns(1, "hall")
        assert report.outcome == "cancelled"
        await house.settle()
    assert not house.actor.orders
