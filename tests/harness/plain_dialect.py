"""A small dialect that lives only in the tests: JSON with siteId, text in and intent out, sound in and out.

A test names it in the setting `mqtt.dialects` as `tests.harness.plain_dialect`; nothing else knows it.
"""

import json

from sarai_mqtt.core.errors import BadInput
from sarai_mqtt.core.events import Failure, Intent, Reply, TurnReport
from sarai_mqtt.core.messages import DEFAULT_SITE, AudioEnd, AudioIn, TextCommand
from sarai_mqtt.core.wav import write_wav
from sarai_mqtt.transports.mqtt.publishing import Outgoing, Subscription


class PlainDialect:
    """Topics under `plain`: `text`, `end` and `sound/<site>` come in, the others go out."""

    audio_in = (Subscription("plain/sound/+", 0), Subscription("plain/end", 1))
    control_in = (Subscription("plain/text", 1),)
    greeting = Outgoing("plain/service", b'{"up": true}', retain=True)
    will = Outgoing("plain/service", b'{"up": false}', retain=True)

    def parse(self, topic, payload, *, retain):
        if retain:
            raise BadInput("retained", "A retained message is ignored.")
        if self.is_audio(topic):
            return AudioIn(self.site_of(topic), payload)
        try:
            said = json.loads(payload)
            site = said["siteId"]
        except (ValueError, KeyError, TypeError):
            raise BadInput("bad_json", "The JSON names no siteId.") from None
        if topic == "plain/end":
            return AudioEnd(site)
        return TextCommand(site, said["text"], said.get("lang")) if said.get("text") else None

    def encode(self, site, event):
        match event:
            case Intent():
                body = {"siteId": site, "intent": event.name, "slots": dict(event.slots), "input": event.text}
                body["handled"] = event.handled
                return Outgoing("plain/intent", json.dumps(body).encode())
            case Reply():
                return Outgoing(f"plain/reply/{site}", write_wav(event.pcm, event.rate))
            case TurnReport():
                body = {"siteId": site, "outcome": event.outcome, "reply": event.reply}
                return Outgoing("plain/done", json.dumps(body).encode())
            case Failure():
                return Outgoing(
                    "plain/error", json.dumps({"siteId": site, "code": event.code}).encode(), qos=0
                )
        return None

    def site_of(self, topic):
        return topic.removeprefix("plain/sound/") if self.is_audio(topic) else DEFAULT_SITE

    def is_audio(self, topic):
        return topic.startswith("plain/sound/")


def new_dialect(root):
    return PlainDialect()
