import json

import pytest

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.messages import MAX_ANNOUNCEMENT, Broadcast
from sarai_mqtt.transports.mqtt.dialects.sarai import Topics


def parse(payload, topic="sarai/announce", *, retain=False):
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Topics().parse(topic, body, retain=retain)


def refusal(payload, topic="sarai/announce", *, retain=False):
    with pytest.raises(BadInput) as caught:
        parse(payload, topic, retain=retain)
    assert caught.value.reason.isprintable()
    return caught.value.code


def test_a_plain_text_is_for_everybody():
    assert parse(b" La cena est\xc3\xa1 lista.\n") == Broadcast("La cena está lista.")


def test_every_key_is_read():
    body = {
        "text": "Dinner.",
        "language": "en",
        "sites": ["hall"],
        "areas": ["kitchen", "Comedor"],
        "floors": "upstairs",
        "except": ["study"],
        "chime": False,
        "id": "d-1",
        "max_age": 20,
    }
    assert parse(body) == Broadcast(
        "Dinner.", "en", ("hall",), ("kitchen", "Comedor"), ("upstairs",), ("study",), False, "d-1", 20.0
    )


def test_what_is_null_is_left_out_and_nobody_may_be_excluded():
    body = dict.fromkeys(("language", "sites", "areas", "floors", "chime", "id", "max_age"))
    assert parse({"text": "x", **body, "except": []}) == Broadcast("x")


@pytest.mark.parametrize(
    "message",
    [
        Broadcast("x"),
        Broadcast(
            "¿Qué?", "es", ("a", "b"), ("kitchen",), ("1",), ("c",), chime=False, id="i", max_age_s=5.0
        ),
    ],
)
def test_it_round_trips(message):
    sent = Topics("home/sarai-2").encode_inbound(message)
    assert (sent.topic, sent.qos, sent.retain) == ("home/sarai-2/announce", 1, False)
    assert Topics("home/sarai-2").parse(sent.topic, sent.payload, retain=False) == message


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", "text_empty"),
        (b"\xff", "bad_text"),
        (b"a\0b", "bad_text"),
        (b"x" * (MAX_ANNOUNCEMENT + 1), "text_too_long"),
        (b"{", "bad_json"),
        (b'{"text": 3}', "bad_json"),
        (b"[" * 9999, "text_too_long"),
        ({"text": "x", "language": "?"}, "bad_language"),
        ({"text": "x", "sites": ["a b"]}, "bad_site"),
        ({"text": "x", "except": ["+"]}, "bad_site"),
        # a place that was misspelt or left empty must not mean everywhere
        ({"text": "x", "area": ["kitchen"]}, "bad_json"),
        ({"text": "x", "areas": []}, "bad_json"),
        ({"text": "x", "floors": [""]}, "bad_json"),
        ({"text": "x", "floors": {"a": 1}}, "bad_json"),
        ({"text": "x", "areas": ["a"] * 101}, "bad_json"),
        ({"text": "x", "areas": [3]}, "bad_json"),
        ({"text": "x", "chime": "no"}, "bad_json"),
        ({"text": "x", "id": ""}, "bad_json"),
        ({"text": "x", "id": 7}, "bad_json"),
        ({"text": "x", "max_age": 0}, "bad_json"),
        ({"text": "x", "max_age": True}, "bad_json"),
        ({"text": "x", "max_age": 601}, "bad_json"),
    ],
)
def test_what_cannot_be_used_is_refused(payload, code):
    assert refusal(payload) == code


def test_it_has_no_site_and_is_never_retained():
    assert refusal(b"x", "sarai/announce/kitchen") == "bad_topic"
    assert refusal(b"x", retain=True) == "retained"
    assert Topics().site_of("sarai/announce") == "default"


def test_it_does_not_make_the_default_site_a_client_without_sites():
    topics = Topics()
    topics.parse("sarai/announce", b"x", retain=False)
    assert topics.path("tts/out", "default") == "sarai/tts/out/default"
    assert not topics._bare  # noqa: SLF001
