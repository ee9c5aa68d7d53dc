"""A dialect that is not ours may do anything."""

import threading
from asyncio import CancelledError

import pytest

from sarai_mqtt.core.acting import ActionResult
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.events import StateChanged, TurnReport
from sarai_mqtt.core.messages import (
    ActionReport,
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
from sarai_mqtt.transports.mqtt import guarded_dialect
from sarai_mqtt.transports.mqtt.dialects import load_dialect
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.guarded_dialect import GuardedDialect
from sarai_mqtt.transports.mqtt.publishing import Outgoing
from tests.harness.plain_dialect import PlainDialect
from tests.harness.waiting import WAIT_S

PLAIN = "tests.harness.plain_dialect"
IDLE = StateChanged("idle")


class Answers(PlainDialect):
    """Answers everything with `answer`; an exception is raised."""

    def __init__(self, answer):
        self.answer = answer

    def parse(self, topic, payload, *, retain):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def encode(self, site, event):
        return self.parse("", b"", retain=False)

    def site_of(self, topic):
        return self.parse("", b"", retain=False)

    def is_audio(self, topic):
        return self.parse("", b"", retain=False)


def guarded(answer):
    return GuardedDialect("odd", Answers(answer))


def test_a_dialect_that_does_as_it_should_is_passed_through():
    dialect = GuardedDialect("plain", PlainDialect())
    assert dialect.parse("plain/sound/den", b"ab", retain=False) == AudioIn("den", b"ab")
    assert dialect.parse("plain/text", b'{"siteId": "den"}', retain=False) is None
    assert dialect.encode("den", IDLE) is None
    assert dialect.encode("den", TurnReport("t", "answered")).topic == "plain/done"
    assert dialect.site_of("plain/sound/den") == "den"
    assert dialect.is_audio("plain/sound/den")
    assert not dialect.is_audio("plain/text")
    with pytest.raises(BadInput) as caught:
        dialect.parse("plain/text", b"{", retain=False)
    assert caught.value.code == "bad_json"


@pytest.mark.parametrize(
    "answer",
    [
        ValueError("x"),
        StopIteration(),
        SystemExit(1),
        CancelledError(),
        [TextCommand("den", "x")] * 2,
        "text",
        7,
        IDLE,
    ],
)
def test_what_is_not_one_message_is_refused_with_a_reason(answer):
    with pytest.raises(BadInput) as caught:
        guarded(answer).parse("plain/text", b"", retain=False)
    assert caught.value.code == "dialect_failed"
    assert "odd" in caught.value.reason


@pytest.mark.parametrize("site", ["", "a/b", "x" * 65, 7, None])
def test_a_site_that_could_be_no_topic_of_ours_is_refused(site):
    with pytest.raises(BadInput) as caught:
        guarded(TextCommand(site, "x")).parse("plain/text", b"", retain=False)
    assert caught.value.code == "bad_site"


@pytest.mark.parametrize(
    "message",
    [
        AudioIn("den", "text"),
        TextCommand("den", b"x"),
        TextCommand("den", " "),
        TextCommand("den", "x" * 2001),
        TextCommand("den", "x", 7),
        TextCommand("den", "\ud800 x"),
        TextCommand("den", "x", "\ud800"),
        Announce("den", "x\0"),
        SettingChange("den", "volume", "\udfff"),
        Announce("den", None),
        Played("den", None),
        SettingChange("den", "volume", 7),
        ButtonPressed("den", "explode"),
        SatellitePresence("den", "yes"),
        ActionReport("den", "t", None),
    ],
)
def test_a_message_of_wrong_values_is_refused(message):
    with pytest.raises(BadInput) as caught:
        guarded(message).parse("plain/text", b"", retain=False)
    assert caught.value.code == "dialect_failed"


@pytest.mark.parametrize(
    "message",
    [
        AudioIn("den", b""),
        AudioEnd("den"),
        TextCommand("den", "x"),
        Announce("den", "x", "en"),
        Played("den"),
        WakeWordDetected("den"),
        SettingChange("den", "volume", "7"),
        ButtonPressed("den", "stop"),
        SatellitePresence("den", online=True),
        SatellitePresence("den", online=None),
        ActionReport("den", "t", ActionResult()),
    ],
)
def test_every_kind_of_message_may_come(message):
    assert guarded(message).parse("plain/text", b"", retain=False) == message


@pytest.mark.parametrize(
    "answer",
    [
        ValueError("x"),
        [Outgoing("a", b"")] * 2,
        "text",
        Outgoing("", b""),
        Outgoing("a/+/b", b""),
        Outgoing("a\0", b""),
        Outgoing("x" * 70_000, b""),
        Outgoing(7, b""),
        Outgoing("a", "text"),
        Outgoing("a", b"", qos=2),
        Outgoing("a", b"", retain="yes"),
    ],
)
def test_what_cannot_be_published_is_refused_with_a_reason(answer):
    with pytest.raises(BadInput) as caught:
        guarded(answer).encode("den", IDLE)
    assert caught.value.code == "dialect_failed"
    assert "StateChanged" in caught.value.reason


@pytest.mark.parametrize("answer", [ValueError("x"), 7, None, "a/b"])
def test_a_site_that_cannot_be_told_is_the_default_one(answer):
    assert guarded(answer).site_of("plain/sound/den") == "default"


def test_a_topic_that_cannot_be_judged_is_no_audio():
    assert guarded(ValueError("x")).is_audio("plain/sound/den") is False


class Keeper(PlainDialect):
    """Retains what it encodes on the topic that is the site's, and `named` are its own words about that."""

    def __init__(self, named=()):
        self.named = named

    def encode(self, site, event):
        text, _, topic = event.state.partition("@")
        return Outgoing(topic, text.encode(), retain=topic != "gone")

    def retained_topics(self, site):
        if isinstance(self.named, Exception):
            raise self.named
        return self.named


def test_the_topics_that_a_site_has_retained_are_known():
    dialect = GuardedDialect("keeper", Keeper())
    for site, state in (("den", "a@x"), ("den", "b@y"), ("hall", "a@z"), ("den", "a@gone"), ("den", "@y")):
        dialect.encode(site, StateChanged(state))
    dialect.encode("hall", StateChanged("c@shared"))
    dialect.encode("den", StateChanged("d@shared"))
    assert list(dialect.forget("den")) == ["x", "shared"]
    assert list(dialect.forget("den")) == []
    assert list(dialect.forget("hall")) == ["z"]


def test_a_dialect_may_name_further_topics_that_it_retains():
    dialect = GuardedDialect("keeper", Keeper(["x", "old"]))
    dialect.encode("den", StateChanged("a@x"))
    assert list(dialect.forget("den")) == ["x", "old"]
    assert list(GuardedDialect("plain", PlainDialect()).forget("den")) == []


@pytest.mark.parametrize("named", [ValueError("x"), None, 7, [None], ["a/#"], [""]])
def test_what_a_dialect_names_is_checked_after_what_is_known(named):
    dialect, topics = GuardedDialect("keeper", Keeper(named)), []
    dialect.encode("den", StateChanged("a@x"))
    with pytest.raises(BadInput) as caught:
        topics.extend(dialect.forget("den"))
    assert caught.value.code == "dialect_failed"
    assert topics == ["x"]


def test_the_topics_that_are_remembered_are_bounded(monkeypatch):
    monkeypatch.setattr(guarded_dialect, "MAX_RETAINED", 2)
    dialect = GuardedDialect("keeper", Keeper())
    for state in ("a@x", "a@y", "b@x", "a@z"):
        dialect.encode("den", StateChanged(state))
    assert list(dialect.forget("den")) == ["x", "z"]


def test_a_dialect_that_lacks_something_is_an_error_at_the_start():
    with pytest.raises(ConfigError) as caught:
        GuardedDialect("odd", object())
    assert caught.value.code == "bad_dialect"


def test_while_a_message_is_read_it_is_seen_for_whom_and_since_when():
    begun, go_on, seen = threading.Event(), threading.Event(), []

    class Slow(PlainDialect):
        def parse(self, topic, payload, *, retain):
            begun.set()
            assert go_on.wait(WAIT_S)

    dialect = GuardedDialect("slow", Slow(), clock=lambda: 7.0)
    thread = threading.Thread(target=lambda: dialect.parse("plain/sound/den", b"", retain=False))
    thread.start()
    assert begun.wait(WAIT_S)
    seen.append(dialect.reading)
    go_on.set()
    thread.join()
    assert seen == [("den", 7.0)]
    assert dialect.reading is None


def test_a_dialect_is_found_by_its_name():
    assert isinstance(load_dialect("sarai", "home"), Topics)
    assert load_dialect("sarai", "home").status == "home/status"
    assert isinstance(load_dialect(PLAIN, "home"), PlainDialect)


@pytest.mark.parametrize("name", ["none", "tests.none", "tests.harness.mqtt", "json.decoder"])
def test_a_dialect_that_is_not_there_is_an_error_with_what_to_do(name):
    with pytest.raises(ConfigError) as caught:
        load_dialect(name, "sarai")
    assert caught.value.code == "bad_dialect"
    assert "docs/extending/dialect.md" in caught.value.remedy


def test_a_root_that_cannot_be_used_keeps_its_own_error():
    with pytest.raises(ConfigError) as caught:
        load_dialect("sarai", "a b")
    assert caught.value.code == "bad_root"
