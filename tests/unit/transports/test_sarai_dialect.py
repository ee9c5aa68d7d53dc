import json
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import get_args

import pytest

from sarai_mqtt.core import events
from sarai_mqtt.core.errors import BadInput, ConfigError
from sarai_mqtt.core.events import (
    CommandReport,
    Arbitration,
    Failure,
    Hypothesis,
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
    Transcript,
    TurnReport,
    UpcomingAlarm,
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
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics
from sarai_mqtt.transports.mqtt.payloads import MAX_TEXT

KINDS = ["audio/in", "audio/end", "ask", "tts/say", "wake"]
SITES = ["kitchen", "a", "A-1_b", "x" * 64, "default"]
SAMPLES = [
    Transcript("t1", "enciende la luz del salón", "es", 0.93),
    Hypothesis("t1", "turn on the", "en", 0.8),
    Transcript("t1", "", "en", 0.1, no_speech=True),
    Intent(
        "t1",
        "HassLightSet",
        {"name": "light.sofa", "brightness": 30, "ratio": 0.5, "all": True},
        ("light.sofa", "light.lamp"),
        "“quoted” \\ text\n",
        "en",
        1.0,
        "sentence",
        handled=True,
        confirm=True,
    ),
    Intent("t1", "HassTurnOn", MappingProxyType({"area": "kitchen"}), (), "x", "en", 0.5),
    SpeechChunk("t1", 0, b"\1\2\3\4", 24000),
    SpeechChunk("t1", 12, b"", 22050, last=True),
    Reply("t1", "Hello.", "en", b"\1\2" * 99, 24000),
    Reply("t1", "", "en", b"", 16000),
    TurnReport("t1", "no_speech"),
    TurnReport(
        "t1",
        "answered",
        "hi",
        "en",
        "HassTurnOn",
        {"n": 1},
        ("a.b",),
        "thinker",
        "Yes.",
        {"stt": 57.25, "rtf": 0.1},
    ),
    TurnReport("t2", "yielded", "hi", "en", yielded_to="hall"),
    TurnReport(
        "t3", "answered", commands=(CommandReport("HassTurnOn", {"name": "light.a"}, ("light.a",)),) * 2
    ),
    Intent("t3", "HassTurnOn", {"name": "light.a"}, ("light.a",), "light", "en", 1.0, seq=1),
    Arbitration(
        "t2",
        "hall",
        "t1",
        0.9,
        {"hall": 71.5, "kitchen": 60.0},
        {
            "hall": {"snr_db": 30.0, "fall_db": 9.5, "voiced": 1.0, "confidence": 0.875},
            "kitchen": {"snr_db": 20.0, "fall_db": 7.0, "voiced": 1.0, "confidence": 0.75},
        },
    ),
    *(StateChanged(state) for state in get_args(events.State)),
    Silence("t1"),
    SettingChanged("barge_in", "vad"),
    Listen("t1", 8.0),
    Presence(available=True, connected=False, listening=True, speech=False),
    UpcomingAlarms(),
    UpcomingAlarms(
        "2026-11-30T06:30:00+01:00",
        (
            UpcomingAlarm("order", "2026-11-29T17:48:00+01:00"),
            UpcomingAlarm("alarm", "2026-11-30T06:30:00+01:00", ("monday", "friday")),
        ),
    ),
    LastTurn(
        "answered", "¿qué hora es?", "es", "HassGetCurrentTime", "Son las 3.", "sentence", {"stt": 40.5}
    ),
    ServiceReport("0.1.0", 512.5, 3, "pinned-1", "pinned-2", "whisper is missing"),
    Failure("audio_empty", "The audio payload is empty.", 3),
]


def refusal(topic, payload=b"hello", retain=False, topics=None):
    with pytest.raises(BadInput) as caught:
        (topics or Topics()).parse(topic, payload, retain=retain)
    assert len(caught.value.reason) < 200
    assert caught.value.reason.isprintable()
    return caught.value.code


def test_every_event_there_is_has_a_sample():
    every = {t for t in vars(events).values() if isinstance(t, type) and is_dataclass(t)}
    every -= {CommandReport, UpcomingAlarm}  # parts of TurnReport and UpcomingAlarms
    assert {type(sample) for sample in SAMPLES} == every == set(get_args(events.Event))


@pytest.mark.parametrize("root", ["sarai", "home/sarai-2"])
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("event", SAMPLES, ids=lambda e: type(e).__name__)
def test_every_event_round_trips(event, site, root):
    topics = Topics(root)
    message = topics.encode(site, event)
    back_site, back = topics.decode(message.topic, message.payload)
    # A speaker's WAV holds sound and nothing else.
    expected = replace(event, turn="", text="", language="") if isinstance(event, Reply) else event
    # the service is of no site
    where = "default" if isinstance(event, ServiceReport) else site
    assert (back_site, back) == (where, expected)
    assert [type(getattr(back, f.name)) for f in fields(back) if f.name != "slots"] == [
        type(getattr(expected, f.name)) for f in fields(expected) if f.name != "slots"
    ]
    assert not any(c in message.topic for c in "+# ")


def test_where_events_go():
    topics = Topics()
    where = {}
    for event in SAMPLES:
        message = topics.encode("kitchen", event)
        where.setdefault(type(event), (message.topic, message.qos, message.retain))
    assert where == {
        Transcript: ("sarai/stt/transcript/kitchen", 1, False),
        Hypothesis: ("sarai/stt/partial/kitchen", 0, False),
        Intent: ("sarai/intent/kitchen", 1, False),
        SpeechChunk: ("sarai/tts/stream/kitchen/t1/0/0", 0, False),
        Reply: ("sarai/tts/out/kitchen", 1, False),
        TurnReport: ("sarai/turn/kitchen", 1, False),
        Arbitration: ("sarai/arbitration/kitchen", 1, False),
        StateChanged: ("sarai/state/kitchen", 1, True),
        Silence: ("sarai/tts/stop/kitchen", 1, False),
        SettingChanged: ("sarai/state/kitchen/barge_in", 1, True),
        Failure: ("sarai/error/kitchen", 1, False),
        Listen: ("sarai/listen/kitchen", 1, False),
        Presence: ("sarai/presence/kitchen", 1, True),
        UpcomingAlarms: ("sarai/alarm/kitchen", 1, True),
        LastTurn: ("sarai/last/kitchen", 1, False),
        ServiceReport: ("sarai/service", 1, True),
    }


def test_payloads_are_plain_json_and_plain_text():
    topics = Topics()
    assert topics.encode("k", StateChanged("thinking")).payload == b"thinking"
    assert json.loads(topics.encode("k", Failure("a", "b", 3)).payload) == {
        "code": "a",
        "reason": "b",
        "count": 3,
    }
    assert "salón".encode() in topics.encode("k", SAMPLES[0]).payload
    assert topics.encode("k", SAMPLES[5]).payload[:4] == b"RIFF"


@pytest.mark.parametrize("site", SITES)
def test_inbound_messages(site):
    topics = Topics()
    assert topics.parse(f"sarai/audio/in/{site}", b"\1\2", retain=False) == AudioIn(site, b"\1\2")
    assert topics.parse(f"sarai/audio/end/{site}", b"whatever", retain=False) == AudioEnd(site)
    assert topics.parse(f"sarai/ask/{site}", b" hello\n", retain=False) == TextCommand(site, "hello")
    body = {"text": "hola", "language": "es", "voice": "x"}
    assert topics.parse(f"sarai/tts/say/{site}", json.dumps(body).encode(), retain=False) == Announce(
        site, "hola", "es"
    )


def test_settings_and_what_a_speaker_says_are_read():
    topics = Topics()
    assert topics.parse("sarai/set/k/barge_in", b" vad\n", retain=False) == SettingChange(
        "k", "barge_in", "vad"
    )
    assert topics.parse("sarai/wake/k", b"", retain=False) == WakeWordDetected("k")
    assert topics.parse("sarai/tts/played/k", b"", retain=False) == Played("k")
    assert topics.parse("sarai/tts/played/k", b'{"turn": "t1", "x": 1}', retain=False) == Played("k", "t1")


def test_buttons_and_what_a_satellite_says_of_itself_are_read():
    topics = Topics()
    assert topics.parse("sarai/do/k", b"stop\n", retain=False) == ButtonPressed("k", "stop")
    assert topics.parse("sarai/do", b"verify_models", retain=False) == ButtonPressed(
        "default", "verify_models"
    )
    assert topics.parse("sarai/satellite/k", b"offline", retain=True) == SatellitePresence("k", online=False)
    assert topics.parse("sarai/satellite/k", b"", retain=False) == SatellitePresence("k", online=None)
    assert topics.encode_inbound(SatellitePresence("k", online=True)).retain
    assert refusal("sarai/do/k", b"stop", retain=True) == "retained"
    assert refusal("sarai/do/k", b"explode") == "bad_value"
    assert refusal("sarai/satellite/k", b"maybe", retain=True) == "bad_value"


def test_a_button_of_the_service_does_not_make_the_default_site_a_client_without_sites():
    topics = Topics()
    topics.parse("sarai/ask/default", b"hello", retain=False)
    topics.parse("sarai/do", b"verify_models", retain=False)
    assert topics.encode("default", Reply("t", "", "en", b"", 16000)).topic == "sarai/tts/out/default"


@pytest.mark.parametrize(
    "payload", [b"{", b"[]", b"3", b'{"turn": 3}', b'{"turn": "a b"}', b"\xff", b"[" * 9999]
)
def test_a_speaker_names_a_turn_or_nothing(payload):
    assert refusal("sarai/tts/played/k", payload) == "bad_turn"


@pytest.mark.parametrize("payload", [b"", b" ", b"x" * 65, b"a\0b", b"\xff" * 65])
def test_a_setting_has_a_short_printable_value(payload):
    assert refusal("sarai/set/k/barge_in", payload) == "bad_value"


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("set", "bad_topic"),
        ("set/k", "bad_topic"),
        ("set/k/", "bad_topic"),
        ("set/k/A", "bad_topic"),
        ("set/k/a/b", "bad_topic"),
        ("set//a", "bad_site"),
        ("set/a b/c", "bad_site"),
    ],
)
def test_a_setting_needs_a_site_and_a_name(topic, code):
    assert refusal(f"sarai/{topic}") == code
    assert Topics().site_of(f"sarai/{topic}") == "default"


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_site_it_is_the_default_one(kind):
    assert Topics().parse(f"sarai/{kind}", b"hello", retain=False).site == "default"


@pytest.mark.parametrize(
    "message",
    [
        AudioIn("k", b"x"),
        AudioEnd("k"),
        TextCommand("k", "hé"),
        Announce("k", "x", "es"),
        Played("k", "t1"),
        Played("k"),
        WakeWordDetected("k"),
        SettingChange("k", "barge_in", "off"),
    ],
)
def test_what_clients_send_round_trips(message):
    topics = Topics()
    sent = topics.encode_inbound(message)
    assert topics.parse(sent.topic, sent.payload, retain=False) == message
    if isinstance(message, SettingChange):
        return
    sent = topics.encode_inbound(message, bare=True)
    assert topics.parse(sent.topic, sent.payload, retain=False) == replace(message, site="default")


def test_the_reply_of_the_default_site_goes_back_the_way_the_sound_came():
    topics, reply = Topics(), Reply("t", "x", "en", b"\0\0", 16000)
    assert topics.encode("default", reply).topic == "sarai/tts/out/default"
    topics.parse("sarai/audio/in", b"\0\0", retain=False)
    topics.parse("sarai/audio/in/kitchen", b"\0\0", retain=False)
    assert topics.encode("default", reply).topic == "sarai/tts/out"
    assert topics.encode("kitchen", reply).topic == "sarai/tts/out/kitchen"
    topics.parse("sarai/audio/in/default", b"\0\0", retain=False)
    assert topics.encode("default", reply).topic == "sarai/tts/out/default"


BAD_SITES = [
    "+",
    "#",
    "/",
    "",
    "a/b",
    "a/",
    "/a",
    "x" * 65,
    "x" * 10_000,
    "a\0b",
    "a\nb",
    "\x1b[31m",
    "salón",
    "küche",
    "a b",
    "a.b",
    "$SYS",
    "a\u202eb",
    "😀" * 50,
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("site", BAD_SITES)
def test_bad_sites_are_refused(kind, site):
    assert refusal(f"sarai/{kind}/{site}") == "bad_site"


@pytest.mark.parametrize("site", [s for s in BAD_SITES])
def test_nothing_is_published_to_a_bad_site(site):
    for event in SAMPLES:
        with pytest.raises(BadInput):
            Topics().encode(site, event)
    with pytest.raises(BadInput):
        Topics().event_subscriptions(site)


@pytest.mark.parametrize(
    "topic",
    ["sarai", "sarai/", "other/audio/in/k", "sarai/audio", "sarai/audio/inn/k", "sarai/tts/out/k", ""],
)
def test_other_topics_are_refused(topic):
    assert refusal(topic) == "bad_topic"


@pytest.mark.parametrize("kind", KINDS)
def test_retained_commands_are_refused(kind):
    assert refusal(f"sarai/{kind}/kitchen", retain=True) == "retained"


REFUSED_TEXT = {
    "text_empty": [b"", b"  \n", b'{"text": ""}', b'{"text": "  "}'],
    "text_too_long": [
        b"x" * (MAX_TEXT + 1),
        b"x" * 1_000_000,
        json.dumps({"text": "x" * (MAX_TEXT + 1)}).encode(),
    ],
    "bad_text": [b"\xff\xfe\0", b"a\0b", b"\x1b[2J", b'{"text": "a\\u0000b"}', b'{"text": "\\ud800"}'],
    "bad_json": [
        b"{",
        b'{"text": "x"',
        b'{"text": 1}',
        b'{"text": null}',
        b'{"text": ["x"]}',
        b"{}",
        b'{"text": "x"} x',
        b'{"a":' + b"[" * 10_000,
        b'{"a":' + b"1" * 10_000 + b"}",
    ],
    "bad_language": [
        json.dumps({"text": "x", "language": bad}).encode()
        for bad in (1, "", "e", "en us", ["en"], {}, "x" * 99, True)
    ],
}


@pytest.mark.parametrize("kind", ["ask", "tts/say"])
@pytest.mark.parametrize(("code", "payload"), [(code, p) for code, ps in REFUSED_TEXT.items() for p in ps])
def test_bad_text_is_refused(kind, code, payload):
    assert refusal(f"sarai/{kind}/kitchen", payload) == code


def test_the_longest_text_is_taken():
    assert Topics().parse("sarai/ask", b"x" * MAX_TEXT, retain=False).text == "x" * MAX_TEXT


@pytest.mark.parametrize("root", ["", "/", "a/", "#", "a b", "x" * 65, "a/b/c/d/e/f/g/h/i"])
def test_bad_roots(root):
    with pytest.raises(ConfigError) as caught:
        Topics(root)
    assert caught.value.code == "bad_root"


@pytest.mark.parametrize(
    ("topic", "payload", "code"),
    [
        ("sarai/turn/k", b"{", "bad_json"),
        ("sarai/turn/k", b"[]", "bad_json"),
        ("sarai/turn/k", b'{"turn": "t"}', "bad_json"),
        ("sarai/turn/k", b'{"turn": "t", "outcome": "lost"}', "bad_json"),
        ("sarai/state/k", b"asleep", "bad_state"),
        ("sarai/state/k", b"\xff", "bad_state"),
        ("sarai/state/a/b/c", b"idle", "bad_topic"),
        ("sarai/state/a/B", b"idle", "bad_topic"),
        ("sarai/state/a/b", b"", "bad_value"),
        ("sarai/state/a+/b", b"on", "bad_site"),
        ("sarai/tts/stream/k/t/x/0", b"", "bad_topic"),
        ("sarai/tts/stream/k/t/1", b"", "bad_topic"),
        ("sarai/tts/stream/k/t/1/2", b"", "bad_topic"),
        ("sarai/tts/out/k", b"RIFF", "wav_truncated"),
        ("sarai/audio/in/k", b"", "bad_topic"),
    ],
)
def test_what_a_client_cannot_decode(topic, payload, code):
    with pytest.raises(BadInput) as caught:
        Topics().decode(topic, payload)
    assert caught.value.code == code


def test_newer_fields_are_ignored():
    assert Topics().decode("sarai/error/k", b'{"code":"a","reason":"b","count":1,"since":2}')[1] == Failure(
        "a", "b", 1
    )


def test_subscriptions_of_a_satellite_cover_every_event_of_its_site_and_no_other():
    from paho.mqtt.client import topic_matches_sub

    topics = Topics()
    wanted = [s.topic_filter for s in topics.event_subscriptions("kitchen")]
    for event in (sample for sample in SAMPLES if not isinstance(sample, ServiceReport)):
        assert sum(topic_matches_sub(f, topics.encode("kitchen", event).topic) for f in wanted) == 1
        assert not any(topic_matches_sub(f, topics.encode("hall", event).topic) for f in wanted)
    assert any(s.topic_filter == "sarai/tts/out" for s in topics.event_subscriptions("default"))


def test_a_site_may_have_any_name_that_fits():
    qos = {s.topic_filter: s.qos for s in Topics().event_subscriptions("upstream")}
    assert qos.pop("sarai/tts/stream/upstream/#") == 0
    assert set(qos.values()) == {1}


def test_the_end_of_the_audio_travels_with_the_audio():
    topics = Topics()
    assert {s.topic_filter for s in topics.audio_in} == {"sarai/audio/in/#", "sarai/audio/end/#"}
    assert "sarai/audio/end/#" not in {s.topic_filter for s in topics.control_in}
