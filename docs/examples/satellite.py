"""The smallest satellite: streams a WAV as a microphone would, and saves the reply.

    pip install paho-mqtt
    python satellite.py kitchen question.wav answer.wav --host broker.local

The WAV has 16 kHz, one channel and 16 bits. What else a satellite can say and hear: docs/mqtt.md.
"""

import argparse
import json
import queue
import sys
import time
import wave
from pathlib import Path

import paho.mqtt.client as mqtt

CHUNK_MS = 60
CONNECT_S = 10.0


def main() -> None:
    """Send the question, wait for the turn to end, and save the speech of its reply."""
    options = argparse.ArgumentParser(description="Ask the question in a WAV, and save the answer.")
    options.add_argument("site")
    options.add_argument("question")
    options.add_argument("answer")
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=1883)
    options.add_argument("--root", default="sarai")
    options.add_argument("--timeout", type=float, default=30.0)
    given = options.parse_args()
    root, site = given.root, given.site
    said, finished, failed = f"{root}/tts/out/{site}", f"{root}/turn/{site}", f"{root}/error/{site}"

    ready: queue.Queue[str] = queue.Queue()
    arrived: queue.Queue[tuple[str, bytes]] = queue.Queue()
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    client.on_connect = lambda *_: client.subscribe([(said, 1), (finished, 1), (failed, 1)])
    client.on_subscribe = lambda *_: ready.put("subscribed")
    client.on_message = lambda _client, _data, message: arrived.put((message.topic, message.payload))
    client.connect(given.host, given.port)
    client.loop_start()
    ready.get(timeout=CONNECT_S)

    with wave.open(given.question, "rb") as sound:
        if sound.getparams()[:3] != (1, 2, 16_000):
            sys.exit("The WAV must have 16 kHz, one channel and 16 bits.")
        due = time.monotonic()
        while chunk := sound.readframes(16 * CHUNK_MS):
            client.publish(f"{root}/audio/in/{site}", chunk, qos=0)
            due += CHUNK_MS / 1000  # the pace of a microphone: no more than one second a second
            time.sleep(max(0.0, due - time.monotonic()))
    # The talk button is let go. A microphone that stays open sends on, and leaves this out.
    client.publish(f"{root}/audio/end/{site}", b"", qos=1)

    reply = report = None
    until = time.monotonic() + given.timeout
    while report is None or (report["outcome"] == "answered" and reply is None):
        try:
            topic, payload = arrived.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            # Without speech in the WAV there is no turn either.
            sys.exit("Nobody answered: is there speech in the WAV, and a `sarai-mqtt run` on this broker?")
        if topic == said:
            reply = payload
        elif topic == finished:
            report = json.loads(payload)
        else:
            print("error:", payload.decode(), file=sys.stderr)
    if reply is not None:
        Path(given.answer).write_bytes(reply)
        client.publish(f"{root}/tts/played/{site}", b"", qos=1)  # once the speaker has played it
    client.disconnect()
    client.loop_stop()
    print(f"{report['outcome']}: {report['text']!r} -> {report['reply']!r}")


if __name__ == "__main__":
    main()
