"""Independent MQTT clients, to see what the service publishes."""

import asyncio
import json
import threading

import paho.mqtt.client as paho
from tests.harness.waiting import until

WAIT_S = 30


class Inbox:
    """Collects what a client hands over; waits for it without polling."""

    def __init__(self):
        self.messages, self._news = [], threading.Condition()

    def __call__(self, topic, payload, retained):
        with self._news:
            self.messages.append((topic, payload, retained))
            self._news.notify_all()

    def wait(self, wanted):
        with self._news:
            assert self._news.wait_for(lambda: wanted(self.messages), WAIT_S), self.messages[-5:]

    def wait_for(self, *message):
        self.wait(lambda messages: message in messages)

    def wait_for_status(self, topic, payload):
        """Wait for it, retained or live: the subscription may be a little before or after the publish."""
        self.wait(lambda messages: (topic, payload) in [(t, p) for t, p, _ in messages])


class Peer:
    """An independent client: publishes, and keeps everything under the root."""

    def __init__(self, options, client_id="peer", topic="#"):
        self.inbox, ready = Inbox(), threading.Event()
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=client_id)
        if options.username:
            self.client.username_pw_set(options.username, options.password)
        if options.tls:
            self.client.tls_set(options.ca_file)
        self.client.on_connect = lambda *_: self.client.subscribe(topic, qos=1)
        self.client.on_subscribe = lambda *_: ready.set()
        self.client.on_message = lambda c, u, m: self.inbox(m.topic, m.payload, m.retain)
        self.client.connect(options.host, options.port)
        self.client.loop_start()
        assert ready.wait(WAIT_S)

    def publish(self, topic, payload, qos=1, retain=False):
        self.client.publish(topic, payload, qos, retain).wait_for_publish(WAIT_S)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


class Seen(Peer):
    """Keeps the last payload of every topic, as Home Assistant would find them."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def last(self, topic):
        return next((p for t, p, _ in reversed(self.inbox.messages) if t == topic), None)

    until = staticmethod(until)

    async def until_last(self, topic, payload):
        await self.until(lambda: self.last(topic) == payload)

    def devices(self):
        """Return the payloads of the devices that are shown, by name."""
        topics = {t for t, _, _ in self.inbox.messages if t.startswith("homeassistant/device/")}
        shown = [json.loads(p) for t in topics if (p := self.last(t))]
        return {d["device"]["name"]: d for d in shown}
