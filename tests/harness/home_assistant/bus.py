"""A plain MQTT client: what the service publishes, and what comes back."""

import json
import queue
import time
import uuid

import paho.mqtt.client as mqtt

WAIT_S = 15


class Bus:
    """Speaks for the service on `port`, and hears what Home Assistant says to it."""

    def __init__(self, port):
        self.heard = queue.Queue()
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
        self.client.on_message = lambda _client, _data, message: self.heard.put(
            (message.topic, message.payload)
        )
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()

    def listen(self, *topics):
        """Hear `topics` from now on, and forget what was heard."""
        self.client.subscribe([(topic, 1) for topic in topics])
        while not self.heard.empty():
            self.heard.get()
        return self

    def next(self, wanted=lambda _topic, _payload: True, timeout=WAIT_S):
        """Return the next message (topic, parsed payload) that is `wanted`; None if none comes in time."""
        until = time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0:
            try:
                topic, payload = self.heard.get(timeout=left)
            except queue.Empty:
                return None
            parsed = json.loads(payload or b"{}")
            if wanted(topic, parsed):
                return topic, parsed
        return None

    def next_text(self, wanted, timeout=WAIT_S):
        """Wait until a message that is no JSON object says `wanted`; return True if one did."""
        until = time.monotonic() + timeout
        while (left := until - time.monotonic()) > 0:
            try:
                if self.heard.get(timeout=left)[1].decode() == wanted:
                    return True
            except queue.Empty:
                pass
        return False

    def publish(self, topic, payload, **options):
        text = payload if isinstance(payload, str) else json.dumps(payload)
        self.client.publish(topic, text, qos=1, **options)

    def intent(self, name, targets=(), site="kitchen", **given):
        """Publish an intent as the service does; `given` changes its fields. Returns its turn."""
        turn = uuid.uuid4().hex
        said = {
            "turn": turn,
            "name": name,
            "slots": {},
            "targets": list(targets),
            "text": "",
            "language": "en",
        }
        said |= {"confidence": 1.0, "source": "sentence", "handled": False, "confirm": False, "asks": ""}
        self.publish(f"sarai/intent/{site}", said | given)
        return turn

    def acted(self, turn, timeout=WAIT_S):
        """Return the report of `turn` (topic, payload); None if none comes in time."""
        return self.next(lambda _topic, payload: payload.get("turn") == turn, timeout)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()
