"""Whose events go where, when several transports are connected."""

from dataclasses import replace

import pytest

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.events import (
    Failure,
    Intent,
    LastTurn,
    Listen,
    Presence,
    Reply,
    ServiceReport,
    SettingChanged,
    SpeechChunk,
    StateChanged,
    Transcript,
    TurnReport,
)
from sarai_mqtt.core.messages import (
    ActionReport,
    AudioEnd,
    AudioIn,
    ButtonPressed,
    SatellitePresence,
    SettingChange,
    TextCommand,
    WakeWordDetected,
)
from sarai_mqtt.core.unsent import Unsent
from sarai_mqtt.transports.fan_out import FanOut, is_for_the_house
from tests.harness.ports import FakeOutbox

WORDS = Transcript("t", "hello", "en", 1.0)
DO = Intent("t", "HassTurnOn", {}, (), "x", "en", 1.0)


class Taken:
    """An `Inbound` that keeps what it gets."""

    def __init__(self):
        self.messages, self.missed, self.refused = [], [], []

    def receive(self, message, arrived):
        self.messages.append((message, arrived))

    def miss(self, site, size, *, sound=True):
        self.missed.append((site, size, sound))

    def refuse(self, site, error, times=1):
        self.refused.append((site, error, times))


class Exchange:
    """A FanOut of three transports: ours, plain and far."""

    def __init__(self, **more):
        self.out, self.taken = FanOut("ours", **more), Taken()
        self.boxes = {name: FakeOutbox() for name in ("ours", "plain", "far")}
        for name, box in self.boxes.items():
            self.out.add(name, box)
        self.sources = {name: self.out.source(name, self.taken) for name in self.boxes}

    def hear(self, name, message):
        self.sources[name].receive(message, 1.0)

    def where(self, site, event=WORDS):
        """Return the transports that get `event` of `site`."""
        before = {name: len(box.sent) for name, box in self.boxes.items()}
        self.out.publish(site, event, 0.5)
        got = [name for name, box in self.boxes.items() if len(box.sent) > before[name]]
        assert all(self.boxes[name].sent[-1] == (site, event) for name in got)
        assert all(self.boxes[name].ages[-1] == 0.5 for name in got)
        return got


def test_a_site_is_answered_where_its_satellite_speaks_and_all_others_by_ours():
    exchange = Exchange()
    exchange.hear("plain", AudioIn("den", b""))
    exchange.hear("far", AudioEnd("attic"))
    exchange.hear("ours", AudioIn("kitchen", b""))
    assert exchange.where("den") == ["plain"]
    assert exchange.where("attic") == ["far"]
    assert exchange.where("kitchen") == exchange.where("nowhere") == ["ours"]
    assert exchange.taken.messages == [
        (AudioIn("den", b""), 1.0),
        (AudioEnd("attic"), 1.0),
        (AudioIn("kitchen", b""), 1.0),
    ]


@pytest.mark.parametrize(
    "message",
    [
        TextCommand("den", "hello"),
        WakeWordDetected("den"),
        SettingChange("den", "volume", "30"),
        ButtonPressed("den", "stop"),
        SatellitePresence("den", online=False),
        SatellitePresence("den", online=None),
        ActionReport("den", "t", ActionResult()),
    ],
)
def test_what_home_assistant_writes_for_a_site_moves_it_nowhere(message):
    exchange = Exchange()
    exchange.hear("plain", AudioIn("den", b""))
    exchange.hear("ours", message)
    exchange.hear("far", message)
    assert exchange.where("den") == ["plain"]


@pytest.mark.parametrize("message", [AudioIn("den", b""), SatellitePresence("den", online=True)])
def test_a_satellite_that_changes_its_transport_is_answered_at_the_new_one(message):
    exchange = Exchange()
    for name in ("plain", "ours", "far", "ours"):
        exchange.hear(name, message)
        assert exchange.where("den") == [name]


def test_a_text_is_enough_where_nobody_has_the_site():
    exchange = Exchange()
    exchange.hear("ours", TextCommand("den", "hello"))
    exchange.hear("plain", TextCommand("den", "hello"))
    assert exchange.where("den") == ["plain"]


@pytest.mark.parametrize(
    ("event", "house"),
    [
        (StateChanged("idle"), True),
        (Presence(True, True, True, False), True),
        (ServiceReport("1", 1.0, 1), True),
        (Failure("a", "b", 1), True),
        (DO, True),
        (Intent("t", "HassTurnOn", {}, (), "x", "en", 1.0, handled=True), False),
        (TurnReport("t", "answered", for_others=True), True),
        (TurnReport("t", "answered", reply="x"), False),
        (LastTurn("answered", "x", "en", None, "y", "none"), False),
        (Listen("t", 8.0), False),
        (Reply("t", "x", "en", b"", 16000), False),
        (SpeechChunk("t", 0, b"", 16000), False),
        (WORDS, False),
    ],
)
def test_the_house_gets_of_every_site_what_it_shows_or_has_to_do_and_nothing_that_was_said(event, house):
    exchange = Exchange()
    exchange.hear("plain", AudioIn("den", b""))
    assert exchange.where("den", event) == (["ours", "plain"] if house else ["plain"])


def test_invented_names_are_bounded_and_a_satellite_has_its_site_back_with_its_next_chunk():
    exchange = Exchange(max_sites=3)
    exchange.hear("plain", AudioIn("den", b""))
    for n in range(3):
        exchange.hear("far", TextCommand(f"made-up-{n}", "x"))
    assert exchange.where("den") == ["ours"]
    exchange.hear("plain", AudioIn("den", b""))
    assert exchange.where("den") == ["plain"]


def test_whether_something_can_be_sent_is_up_to_ours():
    exchange = Exchange()
    exchange.boxes["plain"].connected = False
    assert exchange.out.connected
    exchange.boxes["ours"].connected = False
    assert not exchange.out.connected


def test_what_was_missed_or_refused_is_passed_on():
    exchange = Exchange()
    exchange.sources["plain"].miss("den", 7, sound=False)
    exchange.sources["far"].refuse("den", "error", 3)
    assert exchange.taken.missed == [("den", 7, False)]
    assert exchange.taken.refused == [("den", "error", 3)]


@pytest.mark.parametrize(
    ("site", "event", "sent"),
    [("den", DO, True), ("kitchen", DO, False), ("den", WORDS, False), ("den", None, False)],
)
def test_an_act_that_another_transport_has_had_may_have_arrived(site, event, sent):
    exchange = Exchange()
    exchange.hear("plain", AudioIn("den", b""))
    lost = Unsent(site, event, "full", "too many")
    assert exchange.out.lost(lost) == Unsent(site, event, "full", "too many", sent)


def sent(exchange, name):
    return exchange.boxes[name].sent


def test_a_transport_can_be_told_the_last_states_of_its_sites_again_and_nothing_else():
    exchange = Exchange()
    for name, site in (("plain", "den"), ("plain", "attic"), ("far", "barn"), ("ours", "kitchen")):
        exchange.hear(name, AudioIn(site, b""))
    here = Presence(True, True, True, False)
    for event in (StateChanged("thinking"), SettingChanged("mute", "off"), WORDS, here, DO):
        exchange.out.publish("den", event)
    for event in (SettingChanged("volume", "30"), StateChanged("idle"), SettingChanged("mute", "on")):
        exchange.out.publish("den", event)
    exchange.out.publish("barn", StateChanged("idle"))
    assert exchange.out.sites_of("plain") == ["den", "attic"]
    before = {name: len(sent(exchange, name)) for name in exchange.boxes}
    for site in exchange.out.sites_of("plain"):
        exchange.out.publish_states(site)
    again = {name: sent(exchange, name)[before[name] :] for name in exchange.boxes}
    states = (StateChanged("idle"), SettingChanged("mute", "on"), here, SettingChanged("volume", "30"))
    assert again == {"plain": [("den", state) for state in states], "ours": [], "far": []}


def test_the_states_of_a_forgotten_site_are_not_told_again():
    exchange = Exchange()
    exchange.hear("plain", AudioIn("den", b""))
    exchange.out.publish("den", StateChanged("idle"))
    exchange.out.forget("den")
    exchange.out.forget("nowhere")
    told = len(sent(exchange, "plain"))
    exchange.out.publish_states("den")
    assert len(sent(exchange, "plain")) == told
    # what is still to be said there goes to its satellite
    assert exchange.where("den") == ["plain"]


def test_the_states_that_are_kept_are_bounded():
    exchange = Exchange(max_sites=2)
    for site in ("den", "attic", "barn"):
        exchange.hear("plain", AudioIn(site, b""))
        exchange.out.publish(site, StateChanged("idle"))
    assert list(exchange.out._states) == ["attic", "barn"]


@pytest.mark.parametrize(
    ("intent", "handled"),
    [
        (DO, True),
        (replace(DO, name="MyOwnIntent"), False),
        (replace(DO, confirm=True), False),
        (replace(DO, handled=True), True),
    ],
)
def test_what_the_house_carries_out_is_for_others_handled(intent, handled):
    exchange = Exchange(house_acts=lambda intent: intent.name == "HassTurnOn")
    exchange.hear("plain", AudioIn("den", b""))
    exchange.out.publish("den", intent, 0.5)
    assert sent(exchange, "plain") == [("den", replace(intent, handled=handled))]
    # the house is told as before
    assert sent(exchange, "ours") == ([("den", intent)] if is_for_the_house(intent) else [])
    exchange.out.publish("kitchen", DO)
    assert sent(exchange, "ours")[-1] == ("kitchen", DO)
